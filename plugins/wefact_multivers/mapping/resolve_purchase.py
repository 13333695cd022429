"""Resolves the lines of a purchase invoice against the mapping tables: account and VAT code; and says why."""

from __future__ import annotations

from datetime import date
from functools import partial

from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.documents import PurchaseInvoice, PurchaseLine
from wefact_multivers.domain.evidence import Party
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.mapping.configuration import Configuration
from wefact_multivers.mapping.inherit import NOTHING_INHERITED, Inheritance, Inherited
from wefact_multivers.mapping.resolution import AccountChoice, Found, LineFacts, LineResolver, Resolution, resolution_of
from wefact_multivers.mapping.rows import COST_ACCOUNTS, DEFAULT, CostAccount, MappingTables

NO_CATEGORY = "(geen)"


def resolve_purchase_lines(
    invoice: PurchaseInvoice,
    configuration: Configuration,
    *,
    party: Party,
    inherits: Inheritance = NOTHING_INHERITED,
) -> Resolution:
    """Account, treatment and VAT code of each line that has an amount.

    Args:
        invoice: as WeFact shows it.
        configuration: the version that the run reads; the rows of the invoice date hold.
        party: the creditor.
        inherits: of a credit note: what its lines take from their originals.

    Returns:
        The lines, and what the tables do not say or the evidence contradicts: MAP and VAT.
    """
    bears_vat = any(line.rate and line.net for line in invoice.lines)

    def resolved(position: int, line: PurchaseLine, as_of: Inherited) -> Found:
        groups = (line.cost_category.strip() or NO_CATEGORY,)
        facts = LineFacts(position, line.rate, line.tax_code, groups, others_bear_vat=bears_vat)
        account = _account(line, position, configuration, as_of.day)
        resolver = LineResolver(configuration, Kind.PURCHASE, as_of.day, as_of.party, invoice.relation_code)
        return resolver.line(account, facts)

    itself = Inherited(invoice.number, invoice.date, party)
    outcomes: list[Found] = []
    for position, line in enumerate(invoice.lines, start=1):
        if not line.net:
            outcomes.append(None)
            continue
        then = partial(resolved, position, line)
        outcomes.append(inherits.line(position, line.rate, invoice.date, then(itself), then))
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
