"""Resolves the lines of a purchase invoice against the mapping tables: account and VAT code; and says why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.documents import PurchaseInvoice, PurchaseLine
from wefact_multivers.domain.planning import ResolvedLine
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.treatment import Treatment, rate_text, resolve_purchase_treatment
from wefact_multivers.mapping.configuration import Configuration
from wefact_multivers.mapping.resolution import Resolution, VatCodes, code_text, resolution_of
from wefact_multivers.mapping.rows import COST_ACCOUNTS, DEFAULT, CostAccount, VatCodeRow

NO_CATEGORY = "(geen)"
_WHOLE = 100


def resolve_purchase_lines(
    invoice: PurchaseInvoice, configuration: Configuration, *, creditor_country: str, vat_number: str, on: date
) -> Resolution:
    """Account and VAT code of each line that has an amount.

    Args:
        invoice: as WeFact shows it.
        configuration: the version that the run reads.
        creditor_country: ISO 3166 alpha-2; empty = the administration's own.
        vat_number: of the creditor; empty where WeFact has none.
        on: the day whose rows hold, normally the invoice date.

    Returns:
        The lines, with MAP-002, MAP-003, MAP-006, VAT-001, VAT-003, VAT-004, VAT-007, VAT-008 or DOC-008.
    """
    country = creditor_country or configuration.administration.own_country
    resolver = _Resolver(configuration, invoice, country, vat_number, on)
    return resolution_of(
        [resolver.line(line, position) if line.net else None for position, line in enumerate(invoice.lines, start=1)]
    )


@dataclass(frozen=True)
class _Resolver:
    """What all lines of one invoice share."""

    configuration: Configuration
    invoice: PurchaseInvoice
    country: str
    vat_number: str
    on: date

    def line(self, line: PurchaseLine, position: int) -> ResolvedLine | list[Problem]:
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

    def _account(self, line: PurchaseLine, position: int) -> tuple[CostAccount, str] | Problem:
        """The row of the line's cost category or the default row, with the reason."""
        shown = line.cost_category.strip() or NO_CATEGORY
        row, reason = self._row(line.cost_category), f"kostencategorie {shown}"
        if row is None:
            row, reason = self._row(DEFAULT), f"{reason} -> {DEFAULT}"
        if row is None:
            return problem("MAP-002", category=shown, line=position, file=COST_ACCOUNTS)
        if line.rate and row.deductible_percent != _WHOLE:
            percent = rate_text(row.deductible_percent)
            return problem("DOC-008", what=f"kosten met btw die voor {percent} % aftrekbaar is ({row.where})")
        return row, reason

    def _row(self, category: str) -> CostAccount | None:
        """The row of a cost category on the day: rows of one category never overlap."""
        wanted = category.strip().casefold()
        rows = self.configuration.tables.cost_accounts
        return next((row for row in rows if row.cost_category.casefold() == wanted and row.is_valid(self.on)), None)

    def _code(self, line: PurchaseLine, position: int) -> VatCodeRow | Problem:
        """The row of the line's treatment and printed rate; without a row for `no_vat`, 0 % has no reason."""
        treatment = resolve_purchase_treatment(
            line,
            position=position,
            creditor_country=self.country,
            vat_number=self.vat_number,
            others_bear_vat=any(other.rate and other.net for other in self.invoice.lines),
        )
        if isinstance(treatment, Problem):
            return treatment
        code = VatCodes(self.configuration, Kind.PURCHASE, self.on).of(treatment, line.rate, position)
        if treatment is Treatment.NO_VAT and isinstance(code, Problem):
            return problem("VAT-001", line=position)
        return code
