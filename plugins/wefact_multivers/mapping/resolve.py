"""Resolves an invoice against the mapping tables: account, VAT code, payment condition, country; and says why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from wefact_multivers.domain.documents import ProductGroups, SalesInvoice, SalesLine
from wefact_multivers.domain.planning import ResolvedLine
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.totals import is_text
from wefact_multivers.domain.treatment import rate_text, resolve_treatment
from wefact_multivers.mapping.configuration import Configuration
from wefact_multivers.mapping.rows import (
    COUNTRIES,
    DEFAULT,
    PAYMENT_CONDITIONS,
    REVENUE_ACCOUNTS,
    VAT_CODES,
    Direction,
    RevenueAccount,
    VatCodeRow,
)

NO_GROUP = "(geen)"


class Resolution(NamedTuple):
    """The lines of an invoice with their accounts and codes.

    Attributes:
        lines: in the order of the invoice; None for a line of text, and for one that a problem names.
        problems: what the tables do not say, each once.
    """

    lines: tuple[ResolvedLine | None, ...]
    problems: tuple[Problem, ...]


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
    outcomes = [
        [] if is_text(line, invoice.discount) else resolver.line(line, position)
        for position, line in enumerate(invoice.lines, start=1)
    ]
    lines = tuple(outcome if isinstance(outcome, ResolvedLine) else None for outcome in outcomes)
    found = [found for outcome in outcomes if isinstance(outcome, list) for found in outcome]
    return Resolution(lines, tuple(dict.fromkeys([*found, *_scenario_problems(lines)])))


def resolve_payment_condition(term: int | None, configuration: Configuration) -> str | Problem:
    """Multivers' payment condition for a term in days, None = the default of WeFact; MAP-005 without a row."""
    by_term = {row.term: row.condition for row in configuration.tables.payment_conditions}
    condition = by_term.get(term) or by_term.get(None)
    return condition or problem("MAP-005", term="-" if term is None else term, file=PAYMENT_CONDITIONS)


def resolve_country(country: str, configuration: Configuration) -> str | Problem:
    """Multivers' code of a country (ISO 3166 alpha-2, empty = the administration's own); MAP-007 without a row."""
    wanted = country or configuration.administration.own_country
    for row in configuration.tables.countries:
        if row.wefact == wanted:
            return row.multivers
    return problem("MAP-007", country=wanted, file=COUNTRIES)


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
        rate = rate_text(line.rate)
        return ResolvedLine(
            account=row.account,
            treatment=code.treatment,
            vat_code=code.vat_code,
            scenario=code.scenario,
            vat_type=code.vat_type,
            supply=row.supply,
            cost_centre=row.cost_centre,
            why=f"{reason} -> {row.account} ({row.where}); "
            f"{code.treatment} {rate} % -> btw-code {code.vat_code} ({code.where})",
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
        """The row of the line's treatment and printed rate; there is no default row."""
        country = self.debtor_country or self.configuration.administration.own_country
        treatment = resolve_treatment(
            line, position=position, debtor_country=country, reverse_charge=self.invoice.reverse_charge
        )
        if isinstance(treatment, Problem):
            return treatment
        for row in self.configuration.tables.vat_codes:
            wanted = (Direction.SALES, treatment, line.rate)
            if (row.direction, row.treatment, row.rate) == wanted and row.is_valid(self.on):
                return row
        return problem(
            "MAP-003", treatment=treatment, rate=rate_text(line.rate), date=self.on, line=position, file=VAT_CODES
        )


def _scenario_problems(lines: Sequence[ResolvedLine | None]) -> list[Problem]:
    """A booking has one scenario (`accounting-rules.md 1`)."""
    scenarios = sorted({line.scenario for line in lines if line is not None})
    if len(scenarios) < 2:
        return []
    return [problem("MAP-006", scenarios=", ".join(map(str, scenarios)), file=VAT_CODES)]
