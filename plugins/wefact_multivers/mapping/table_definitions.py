"""The mapping tables as files: their columns, what may stand in each, and what a row must not say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.evidence import CountryGroup
from wefact_multivers.domain.relation_table import LENGTHS
from wefact_multivers.domain.treatment import NL_RATES, OF_KIND, SHIFTED, Supply, Treatment, bears_vat
from wefact_multivers.mapping import cells, rows
from wefact_multivers.mapping.cells import Cell
from wefact_multivers.mapping.rows import (
    DEFAULT,
    TAXED,
    CostAccount,
    CountryRow,
    ForeignVatAccount,
    OssAccount,
    OssRate,
    PaymentConditionRow,
    RelationName,
    RevenueAccount,
    Row,
    VatCodeRow,
    VatTreatmentRow,
)

R = TypeVar("R", bound=Row)

_DATES = {"valid_from": cells.day(), "valid_to": cells.day()}
_ACCOUNT = cells.pattern("[0-9A-Za-z]{1,8}", "write an account of 1 to 8 letters and digits")
_ACCOUNT_OR_NONE = cells.pattern("[0-9A-Za-z]{0,8}", "write an account of 1 to 8 letters and digits, or leave it empty")
_COUNTRY = cells.pattern("[A-Z]{2}", "write the two capitals that WeFact uses, like DE")
OPTIONAL = {
    "collected": DEFAULT,
    "cost_centre": "",
    "deductible_percent": "",
    "nondeductible_account": "",
    "notional_rate": "",
    "paid": DEFAULT,
    "payment_method": DEFAULT,
    "priority": "",
    "valid_from": "",
    "valid_to": "",
}
"""Columns that a table may do without, with what stands in each row then."""


def _no_faults(_: Row) -> Iterable[str]:
    return ()


@dataclass(frozen=True)
class Table(Generic[R]):
    """A table of one file.

    Attributes:
        row_type: what its rows become.
        key: the columns that no two rows may share on one day.
        says: what one row says, for the reference.
        may_be_missing: whether a folder can do without the file.
        faults: what a row contradicts itself in, each with the column.
    """

    file: str
    row_type: Callable[..., R]
    columns: Mapping[str, Cell]
    key: tuple[str, ...]
    says: str
    may_be_missing: bool = False
    faults: Callable[[R], Iterable[str]] = _no_faults


def _code_faults(row: VatCodeRow) -> Iterable[str]:
    """A treatment of the other direction, a rate that it cannot have, and no box to show it in."""
    if row.treatment not in OF_KIND[row.direction]:
        yield f"column treatment: {row.treatment} is no {row.direction}"
    is_taxed = row.treatment in NL_RATES or (row.direction is Kind.PURCHASE and row.treatment in SHIFTED)
    if is_taxed and not row.rate:
        yield f"column rate: {row.treatment} has a rate above 0"
    elif row.rate and not is_taxed:
        yield f"column rate: {row.treatment} goes by a code without VAT, write 0"


def _treatment_faults(row: VatTreatmentRow) -> Iterable[str]:
    """A treatment of the other direction, a rate that it cannot print, and VAT that we owe at no known rate."""
    if row.treatment not in OF_KIND[row.direction]:
        yield f"column treatment: {row.treatment} is no {row.direction}"
    prints_vat = row.rate is not None and (row.rate == TAXED or Decimal(row.rate) > 0)
    if row.rate is not None and prints_vat != bears_vat(row.treatment):
        yield f"column rate: {row.treatment} prints {'VAT' if bears_vat(row.treatment) else 'no VAT'}"
    is_owed = row.direction is Kind.PURCHASE and row.treatment in SHIFTED
    if is_owed and row.notional_rate is None:
        yield f"column notional_rate: we owe VAT on {row.treatment}, write its rate"
    elif row.notional_rate is not None and not is_owed:
        yield f"column notional_rate: {row.treatment} has none, leave it empty"


REVENUE_ACCOUNTS = Table(
    rows.REVENUE_ACCOUNTS,
    RevenueAccount,
    {
        "product_group": cells.text(100),
        "account": _ACCOUNT,
        "supply": cells.choice(Supply),
        "cost_centre": cells.text(8, may_be_empty=True),
        **_DATES,
        "priority": cells.number_or_none(1, 9999),
    },
    key=("product_group",),
    says=(
        "product group → revenue account; * for every other group. Of a product in several groups the row with the "
        "lowest priority decides"
    ),
)
COST_ACCOUNTS = Table(
    rows.COST_ACCOUNTS,
    CostAccount,
    {
        "cost_category": cells.text(100),
        "account": _ACCOUNT,
        "supply": cells.choice(Supply),
        "deductible_percent": cells.share(),
        "nondeductible_account": _ACCOUNT_OR_NONE,
        "cost_centre": cells.text(8, may_be_empty=True),
        **_DATES,
    },
    key=("cost_category",),
    says="cost category → cost account, and how much of the VAT is deductible; * for every other category",
    may_be_missing=True,
)
VAT_CODES = Table(
    rows.VAT_CODES,
    VatCodeRow,
    {
        "direction": cells.choice(Kind),
        "treatment": cells.choice(Treatment),
        "rate": cells.percentage(),
        "vat_code": cells.number(0, 9),
        "scenario": cells.number(0, 9999),
        "vat_type": cells.number(0, 7),
        "box": cells.box(),
        **_DATES,
    },
    key=("direction", "treatment", "rate"),
    says="treatment and rate → VAT code, scenario and type, and the box of the return that they must lead to",
    faults=_code_faults,
)
PAYMENT_CONDITIONS = Table(
    rows.PAYMENT_CONDITIONS,
    PaymentConditionRow,
    {
        "direction": cells.choice(Kind),
        "term": cells.term(),
        "condition": cells.text(3),
        "collected": cells.yes_or_any(),
        "payment_method": cells.text_or_any(20),
        "paid": cells.yes_or_any(),
    },
    key=("direction", "collected", "payment_method", "paid", "term"),
    says="how a document is paid → payment condition; the row that says most of it, then * for every other term",
)
COUNTRIES = Table(
    rows.COUNTRIES,
    CountryRow,
    {
        "wefact": cells.pattern("[A-Z]{2}", "write the two capitals that WeFact uses, like NL"),
        "multivers": cells.text(3),
        "vat_prefix": cells.pattern("[A-Z]{2}|", "write the two capitals that VAT numbers begin with"),
    },
    key=("wefact",),
    says="WeFact's country → Multivers' country, and how VAT numbers begin there",
)
VAT_TREATMENTS = Table(
    rows.VAT_TREATMENTS,
    VatTreatmentRow,
    {
        "direction": cells.choice(Kind),
        "country": cells.choice_or_any(CountryGroup),
        "vat_number": cells.yes_or_any(),
        "vat_shift": cells.yes_or_any(),
        "tax_code": cells.text_or_any(20),
        "rate": cells.rate_or_any(),
        "supply": cells.choice_or_any(Supply),
        "group": cells.text_or_any(100),
        "treatment": cells.choice(Treatment),
        "notional_rate": cells.percentage_or_none(),
        **_DATES,
    },
    key=("direction", "country", "vat_number", "vat_shift", "tax_code", "rate", "supply", "group"),
    says="what is known of a line → its treatment; the first row that fits decides",
    may_be_missing=True,
    faults=_treatment_faults,
)
OSS_ACCOUNTS = Table(
    rows.OSS_ACCOUNTS,
    OssAccount,
    {"country": _COUNTRY, "rate": cells.percentage(), "account": _ACCOUNT},
    key=("country", "rate"),
    says="country and rate → the account of the VAT that is owed there under the One Stop Shop",
    may_be_missing=True,
)
OSS_RATES = Table(
    rows.OSS_RATES,
    OssRate,
    {"country": _COUNTRY, "rate": cells.percentage(), **_DATES},
    key=("country", "rate"),
    says="a rate that a country has; another one is not booked",
    may_be_missing=True,
)
FOREIGN_VAT_ACCOUNTS = Table(
    rows.FOREIGN_VAT_ACCOUNTS,
    ForeignVatAccount,
    {"country": _COUNTRY, "account": _ACCOUNT_OR_NONE},
    key=("country",),
    says="country → the account of VAT that is reclaimed there; empty for the account of the cost",
    may_be_missing=True,
)
RELATION_NAMES = Table(
    rows.RELATION_NAMES,
    RelationName,
    {"direction": cells.choice(Kind), "code": cells.text(100), "name": cells.text(LENGTHS["name"])},
    key=("direction", "code"),
    says="debtor or creditor → its name in Multivers, for one whose name there is too long",
    may_be_missing=True,
)
TABLES = (
    REVENUE_ACCOUNTS,
    COST_ACCOUNTS,
    VAT_TREATMENTS,
    VAT_CODES,
    PAYMENT_CONDITIONS,
    COUNTRIES,
    OSS_ACCOUNTS,
    OSS_RATES,
    FOREIGN_VAT_ACCOUNTS,
    RELATION_NAMES,
)
"""Every table, in the order in which a person fills them in."""
