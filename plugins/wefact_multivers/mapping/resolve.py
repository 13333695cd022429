"""Resolves the lines of a sales invoice against the mapping tables: account and VAT code; and says why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.documents import ProductGroups, SalesInvoice, SalesLine
from wefact_multivers.domain.planning import ResolvedLine
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.rounding import is_text
from wefact_multivers.domain.treatment import resolve_treatment
from wefact_multivers.mapping.configuration import Configuration
from wefact_multivers.mapping.resolution import Resolution, VatCodes, code_text, resolution_of
from wefact_multivers.mapping.rows import DEFAULT, REVENUE_ACCOUNTS, RevenueAccount, VatCodeRow

NO_GROUP = "(geen)"


def resolve_lines(
    invoice: SalesInvoice, configuration: Configuration, *, debtor_country: str, groups: ProductGroups, on: date
) -> Resolution:
    """Account and VAT code of each line that has an amount.

    Args:
        invoice: as WeFact shows it.
        configuration: the version that the run reads.
        debtor_country: ISO 3166 alpha-2; empty = the administration's own.
        groups: the product groups of each product.
        on: the day whose rows hold, normally the invoice date.

    Returns:
        The lines, with MAP-001, MAP-003, MAP-004, MAP-006, VAT-001, VAT-002, VAT-003 or DOC-008.
    """
    resolver = _Resolver(configuration, invoice, debtor_country, groups, on)
    return resolution_of(
        [
            None if is_text(line, invoice.discount) else resolver.line(line, position)
            for position, line in enumerate(invoice.lines, start=1)
        ]
    )


@dataclass(frozen=True)
class _Resolver:
    """What all lines of one invoice share."""

    configuration: Configuration
    invoice: SalesInvoice
    debtor_country: str
    groups: ProductGroups
    on: date

    def line(self, line: SalesLine, position: int) -> ResolvedLine | list[Problem]:
        """One line resolved, or everything that it lacks."""
        account = self._account(line, position)
        code = self._code(line, position)
        if isinstance(account, Problem) or isinstance(code, Problem):
            return [outcome for outcome in (account, code) if isinstance(outcome, Problem)]
        row, reason = account
        return ResolvedLine(
            account=row.account,
            treatment=code.treatment,
            vat_code=code.vat_code,
            scenario=code.scenario,
            vat_type=code.vat_type,
            supply=row.supply,
            cost_centre=row.cost_centre,
            why=f"{reason} -> {row.account} ({row.where}); {code_text(code)}",
        )

    def _account(self, line: SalesLine, position: int) -> tuple[RevenueAccount, str] | Problem:
        """The row of the line's product group, with the reason; groups that agree count as one."""
        names = self.groups.of(line.product_code)
        rows = [row for name in names for row in self._rows(name)]
        if len({(row.account, row.supply, row.cost_centre) for row in rows}) > 1:
            return problem(
                "MAP-004",
                product=line.product_code,
                groups=", ".join(row.product_group for row in rows),
                line=position,
                file=REVENUE_ACCOUNTS,
            )
        if rows:
            return rows[0], f"productgroep {rows[0].product_group}"
        shown = ", ".join(names) or NO_GROUP
        default = self._rows(DEFAULT)
        if default:
            return default[0], f"productgroep {shown} -> {DEFAULT}"
        return problem("MAP-001", group=shown, line=position, file=REVENUE_ACCOUNTS)

    def _rows(self, group: str) -> list[RevenueAccount]:
        """The rows of a product group on the day: one at most, since rows of one group never overlap."""
        return [
            row
            for row in self.configuration.tables.revenue_accounts
            if row.product_group.casefold() == group.strip().casefold() and row.is_valid(self.on)
        ]

    def _code(self, line: SalesLine, position: int) -> VatCodeRow | Problem:
        """The row of the line's treatment and printed rate."""
        country = self.debtor_country or self.configuration.administration.own_country
        treatment = resolve_treatment(
            line, position=position, debtor_country=country, reverse_charge=self.invoice.reverse_charge
        )
        if isinstance(treatment, Problem):
            return treatment
        return VatCodes(self.configuration, Kind.SALES, self.on).of(treatment, line.rate, position)
