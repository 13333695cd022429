"""The rows of the mapping tables (koppeltabellen) as values; each knows where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.treatment import Treatment

REVENUE_ACCOUNTS = "revenue_accounts.csv"
COST_ACCOUNTS = "cost_accounts.csv"
VAT_CODES = "vat_codes.csv"
PAYMENT_CONDITIONS = "payment_conditions.csv"
COUNTRIES = "countries.csv"

DEFAULT = "*"
"""In the first column: the row for everything that has none of its own."""


class Supply(StrEnum):
    """What a product group sells or a cost category buys, for VAT."""

    GOODS = "goods"
    SERVICES = "services"


@dataclass(frozen=True)
class Row:
    """A row of a table.

    Attributes:
        file: name of the table's file.
        row: line in that file, from 1 with the header.
    """

    file: str
    row: int

    @property
    def where(self) -> str:
        """The place of the row, for explanations."""
        return f"{self.file} rij {self.row}"


@dataclass(frozen=True)
class DatedRow(Row):
    """A row that holds from one date to another, both included; None = without end."""

    valid_from: date | None
    valid_to: date | None

    def is_valid(self, day: date) -> bool:
        """Whether the row holds on that day."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)

    def overlaps(self, other: DatedRow) -> bool:
        """Whether there is a day on which both rows hold."""
        starts = max(self.valid_from or date.min, other.valid_from or date.min)
        return starts <= min(self.valid_to or date.max, other.valid_to or date.max)


@dataclass(frozen=True)
class RevenueAccount(DatedRow):
    """Product group → revenue account (omzetrekening)."""

    product_group: str
    account: str
    supply: Supply
    cost_centre: str


@dataclass(frozen=True)
class CostAccount(DatedRow):
    """Cost category (kostencategorie) → cost account (kostenrekening).

    Attributes:
        deductible_percent: the part of the VAT that is input VAT; the rest is cost (`accounting-rules.md 17`).
    """

    cost_category: str
    account: str
    supply: Supply
    deductible_percent: Decimal
    cost_centre: str


@dataclass(frozen=True)
class VatCodeRow(DatedRow):
    """Treatment and printed rate → VAT code, scenario and type; `box` is where the return must show it.

    Attributes:
        rate: percentage.
        box: rubriek of the Dutch VAT return, such as 1a; empty = none.
    """

    direction: Kind
    treatment: Treatment
    rate: Decimal
    vat_code: int
    scenario: int
    vat_type: int
    box: str


@dataclass(frozen=True)
class PaymentConditionRow(Row):
    """Term in days → payment condition; None = every term without a row of its own."""

    direction: Kind
    term: int | None
    condition: str


@dataclass(frozen=True)
class CountryRow(Row):
    """WeFact's country → Multivers' country code, and the prefix of its VAT numbers."""

    wefact: str
    multivers: str
    vat_prefix: str


@dataclass(frozen=True)
class MappingTables:
    """All mapping tables of an administration; without purchases there are no cost accounts."""

    revenue_accounts: tuple[RevenueAccount, ...]
    vat_codes: tuple[VatCodeRow, ...]
    payment_conditions: tuple[PaymentConditionRow, ...]
    countries: tuple[CountryRow, ...]
    cost_accounts: tuple[CostAccount, ...] = ()
