"""Resolves the lines of a purchase invoice against the mapping tables: account and VAT code; and says why."""

from __future__ import annotations

from datetime import date

from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.documents import PurchaseInvoice, PurchaseLine
from wefact_multivers.domain.evidence import Party
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.mapping.configuration import Configuration
from wefact_multivers.mapping.resolution import AccountChoice, Found, LineFacts, LineResolver, Resolution, resolution_of
from wefact_multivers.mapping.rows import COST_ACCOUNTS, DEFAULT, CostAccount, MappingTables

NO_CATEGORY = "(geen)"


def resolve_purchase_lines(
    invoice: PurchaseInvoice, configuration: Configuration, *, party: Party, on: date
) -> Resolution:
    """Account, treatment and VAT code of each line that has an amount.

    Args:
        invoice: as WeFact shows it.
        configuration: the version that the run reads.
        party: the creditor.
        on: the day whose rows hold, normally the invoice date.

    Returns:
        The lines, and what the tables do not say or the evidence contradicts: MAP and VAT.
    """
    resolver = LineResolver(configuration, Kind.PURCHASE, on, party, invoice.relation_code)
    bears_vat = any(line.rate and line.net for line in invoice.lines)
    outcomes: list[Found] = []
    for position, line in enumerate(invoice.lines, start=1):
        if not line.net:
            outcomes.append(None)
            continue
        groups = (line.cost_category.strip() or NO_CATEGORY,)
        facts = LineFacts(position, line.rate, line.tax_code, groups, others_bear_vat=bears_vat)
        outcomes.append(resolver.line(_account(line, position, configuration, on), facts))
    return resolution_of(outcomes, configuration)


def _account(line: PurchaseLine, position: int, configuration: Configuration, on: date) -> AccountChoice | Problem:
    """The row of the line's cost category or the default row, with the reason."""
    shown = line.cost_category.strip() or NO_CATEGORY
    tables, reason = configuration.tables, f"kostencategorie {shown}"
    row = _row(line.cost_category, tables, on)
    if row is None:
        row, reason = _row(DEFAULT, tables, on), f"{reason} -> {DEFAULT}"
    if row is None:
        return problem("MAP-002", category=shown, line=position, file=COST_ACCOUNTS)
    return AccountChoice(
        account=row.account,
        supply=row.supply,
        cost_centre=row.cost_centre,
        reason=f"{reason} -> {row.account} ({row.where})",
        deductible_percent=row.deductible_percent,
        nondeductible_account=row.nondeductible_account,
    )


def _row(category: str, tables: MappingTables, on: date) -> CostAccount | None:
    """The row of a cost category: rows of one category never overlap."""
    rows = tables.costs_by_category.get(category.strip().casefold(), ())
    return next((row for row in rows if row.is_valid(on)), None)
