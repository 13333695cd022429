"""Holds the configuration against what Multivers says about its own books."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from wefact_multivers.domain.bookings import InvoiceType, Kind
from wefact_multivers.domain.reconcile_vat import DECIDING, INPUT_VAT
from wefact_multivers.domain.reference import Period, ReferenceData, VatCode
from wefact_multivers.domain.treatment import SHIFTED, rate_text
from wefact_multivers.mapping.configuration import Configuration
from wefact_multivers.mapping.rows import DatedRow, MappingTables, Row, VatCodeRow


def check_against(configuration: Configuration, reference: ReferenceData) -> list[str]:
    """Everything that the configuration names and Multivers does not have, each with its place; empty = fine.

    An account that only some fiscal years lack is left to LED-001, which stops the documents of that year alone.
    """
    found = [
        *_journals(configuration, reference),
        *_accounts(configuration, reference),
        *_vat_codes(configuration, reference),
        *_boxes(configuration, reference),
        *_payment_conditions(configuration, reference),
    ]
    return list(dict.fromkeys(found))


def _journals(configuration: Configuration, reference: ReferenceData) -> Iterator[str]:
    journals = configuration.administration.journals
    for kind, names in ((Kind.SALES, journals.sales), (Kind.PURCHASE, journals.purchase)):
        for journal in names:
            if journal not in reference.journals:
                yield f"dagboek {journal} (journals.{kind})"


def _accounts(configuration: Configuration, reference: ReferenceData) -> Iterator[str]:
    spans = _spans(reference)
    for row, account in accounts_named(configuration.tables):
        years = _years(row, spans) if isinstance(row, DatedRow) else list(reference.accounts)
        if years and not any(account in chart for chart in reference.accounts.values()):
            yield f"grootboekrekening {account} in boekjaar {_list(years)} ({row.where})"


def accounts_named(tables: MappingTables) -> Iterator[tuple[Row, str]]:
    """Every account that a table names, with its row."""
    for revenue in tables.revenue_accounts:
        yield revenue, revenue.account
    for cost in tables.cost_accounts:
        yield cost, cost.account
        if cost.nondeductible_account:
            yield cost, cost.nondeductible_account
    for owed in tables.oss_accounts:
        yield owed, owed.account
    for reclaimed in tables.foreign_vat_accounts:
        if reclaimed.account:
            yield reclaimed, reclaimed.account


def _vat_codes(configuration: Configuration, reference: ReferenceData) -> Iterator[str]:
    """Codes and scenarios that do not exist, and codes that never have the rate of their row."""
    for row in configuration.tables.vat_codes:
        if row.scenario not in reference.vat_scenarios:
            yield f"btw-scenario {row.scenario} ({row.where})"
        code = reference.vat_codes.get(row.vat_code)
        if code is None:
            yield f"btw-code {row.vat_code} ({row.where})"
        elif row.rate not in _percentages(code, row):
            yield f"btw-code {row.vat_code} met {rate_text(row.rate)} % ({row.where})"


def _percentages(code: VatCode, row: VatCodeRow) -> set[Decimal | None]:
    """The percentages that a code has while the row holds."""
    first, last = row.valid_from or date.min, row.valid_to or date.max
    later = {percentage for start, percentage in code.percentages if first <= start <= last}
    return {code.percentage_on(first), *later}


def _boxes(configuration: Configuration, reference: ReferenceData) -> Iterator[str]:
    """Rows whose turnover or VAT lands in another box of the VAT return than they say, for invoice and credit type."""
    spans = _spans(reference)
    for row in configuration.tables.vat_codes:
        for year in _years(row, spans):
            for invoice_type in (one for one in InvoiceType if one.kind is row.direction):
                box = _box(row, year, invoice_type, reference)
                if box != row.box:
                    kind = invoice_type.name.lower()
                    yield f"rubriek {row.box or 'geen'} in {year}, {kind}: is {box or 'geen'} ({row.where})"


def _box(row: VatCodeRow, year: int, invoice_type: InvoiceType, reference: ReferenceData) -> str:
    """The box that Multivers' scenario rules lead to; several would be named together.

    VAT that we owe on a purchase is deducted again, in 5b: the other one is the box that a row names.
    """
    wanted = (row.scenario, year, invoice_type, row.vat_code, row.vat_type, DECIDING[row.direction])
    boxes = {
        rule.box.strip().lower()
        for rule in reference.vat_rules
        if (rule.scenario, rule.fiscal_year, rule.invoice_type, rule.vat_code, rule.vat_type, rule.amount_type)
        == wanted
    }
    if row.direction is Kind.PURCHASE and row.treatment in SHIFTED:
        boxes.discard(INPUT_VAT)
    return _list(sorted(boxes - {""}))


def _payment_conditions(configuration: Configuration, reference: ReferenceData) -> Iterator[str]:
    for row in configuration.tables.payment_conditions:
        if row.condition not in reference.payment_conditions:
            yield f"betalingsconditie {row.condition} ({row.where})"


_Spans = Mapping[int, Sequence[Period]]
"""The periods of each fiscal year of the reference data."""


def _spans(reference: ReferenceData) -> _Spans:
    spans: dict[int, list[Period]] = {year: [] for year in reference.accounts}
    for period in reference.periods:
        spans.get(period.fiscal_year, []).append(period)
    return spans


def _years(row: DatedRow, spans: _Spans) -> list[int]:
    """The fiscal years in which a row holds."""
    first, last = row.valid_from or date.min, row.valid_to or date.max
    return [year for year, periods in spans.items() if any(first <= one.end and one.start <= last for one in periods)]


def _list(values: Sequence[object]) -> str:
    return ", ".join(str(value) for value in values)
