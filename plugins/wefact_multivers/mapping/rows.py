"""The rows of the mapping tables (koppeltabellen) as values; each knows where it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.evidence import CountryGroup, Evidence
from wefact_multivers.domain.money_moves import PaidHow
from wefact_multivers.domain.treatment import Supply, Treatment

REVENUE_ACCOUNTS = "revenue_accounts.csv"
COST_ACCOUNTS = "cost_accounts.csv"
VAT_TREATMENTS = "vat_treatments.csv"
VAT_CODES = "vat_codes.csv"
PAYMENT_CONDITIONS = "payment_conditions.csv"
COUNTRIES = "countries.csv"
OSS_ACCOUNTS = "oss_accounts.csv"
OSS_RATES = "oss_rates.csv"
FOREIGN_VAT_ACCOUNTS = "foreign_vat_accounts.csv"
RELATION_NAMES = "relation_names.csv"

DEFAULT = "*"
"""In the first column: the row for everything that has none of its own."""

TAXED = ">0"
"""As a rate: every rate above 0."""


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
    """Product group → revenue account (omzetrekening).

    Attributes:
        priority: of a product in several groups the row with the lowest number decides; None = after all numbers.
    """

    product_group: str
    account: str
    supply: Supply
    cost_centre: str
    priority: int | None = None


@dataclass(frozen=True)
class CostAccount(DatedRow):
    """Cost category (kostencategorie) → cost account (kostenrekening).

    Attributes:
        deductible_percent: the part of the VAT that is input VAT; the rest is cost (`accounting-rules.md 17`).
            None = as the VAT profile of the administration has it.
        nondeductible_account: where the rest goes; empty = the account of the row.
    """

    cost_category: str
    account: str
    supply: Supply
    deductible_percent: Decimal | None
    nondeductible_account: str
    cost_centre: str


@dataclass(frozen=True)
class VatTreatmentRow(DatedRow):
    """Evidence → treatment: the first row that fits a line decides. None = whatever it is.

    Attributes:
        vat_number: whether the other side has a VAT number.
        vat_shift: whether WeFact says that the VAT is shifted.
        rate: a percentage, `>0`, or None.
        group: a product group of what is sold, a cost category of what is bought.
        notional_rate: the rate of the VAT that we owe on a purchase that prints none (`accounting-rules.md 5`).
    """

    direction: Kind
    country: CountryGroup | None
    vat_number: bool | None
    vat_shift: bool | None
    tax_code: str | None
    rate: str | None
    supply: Supply | None
    group: str | None
    treatment: Treatment
    notional_rate: Decimal | None

    def fits(self, evidence: Evidence) -> bool:
        """Whether everything that the row asks for is so."""
        wanted_and_found: tuple[tuple[object, object], ...] = (
            (self.direction, evidence.direction),
            (self.country, evidence.country_group),
            (self.vat_number, evidence.is_business),
            (self.vat_shift, evidence.vat_shift),
            (_folded(self.tax_code), _folded(evidence.tax_code)),
            (self.supply, evidence.supply),
        )
        if any(wanted is not None and wanted != found for wanted, found in wanted_and_found):
            return False
        in_group = self.group is None or _folded(self.group) in map(_folded, evidence.groups)
        return in_group and self._fits_rate(evidence.rate)

    @property
    def is_specific(self) -> bool:
        """Whether it speaks of one group or tax code, and not of everything that looks alike."""
        return self.group is not None or self.tax_code is not None

    def _fits_rate(self, rate: Decimal) -> bool:
        if self.rate is None:
            return True
        return rate > 0 if self.rate == TAXED else rate == Decimal(self.rate)


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
    """How a document is paid → payment condition; None = whatever it is (`accounting-rules.md 4`).

    Attributes:
        term: days.
        collected: by direct debit: a sale by WeFact, a purchase by the supplier.
        payment_method: WeFact's word for the way of paying, such as `card`.
        paid: in WeFact, in full or in part.
    """

    direction: Kind
    term: int | None
    condition: str
    collected: bool | None = None
    payment_method: str | None = None
    paid: bool | None = None

    @property
    def weight(self) -> tuple[bool, bool, bool, bool]:
        """How much the row says: by whom or how it is paid counts before the term."""
        said = (self.collected, self.paid, self.payment_method, self.term)
        return (said[0] is not None, said[1] is not None, said[2] is not None, said[3] is not None)

    def fits(self, how: PaidHow) -> bool:
        """Whether the row is about something that is paid like that."""
        asked = (self.term, self.collected, self.payment_method, self.paid)
        given = (how.term, how.collected, how.method, how.paid)
        return all(one in (None, other) for one, other in zip(asked, given, strict=True))


@dataclass(frozen=True)
class CountryRow(Row):
    """WeFact's country → Multivers' country code, and the prefix of its VAT numbers."""

    wefact: str
    multivers: str
    vat_prefix: str


@dataclass(frozen=True)
class OssAccount(Row):
    """Country and rate → the liability account of the VAT that is owed there (`accounting-rules.md 15`)."""

    country: str
    rate: Decimal
    account: str


@dataclass(frozen=True)
class OssRate(DatedRow):
    """A rate that a country has, and when."""

    country: str
    rate: Decimal


@dataclass(frozen=True)
class ForeignVatAccount(Row):
    """Country → the account of VAT that is reclaimed there; empty = the line's own (`accounting-rules.md 18`)."""

    country: str
    account: str


@dataclass(frozen=True)
class RelationName(Row):
    """Debtor or creditor code → its name in Multivers, where WeFact's is longer than Multivers holds."""

    direction: Kind
    code: str
    name: str


@dataclass(frozen=True)
class MappingTables:
    """All mapping tables of an administration; those with a default may be missing."""

    revenue_accounts: tuple[RevenueAccount, ...]
    vat_codes: tuple[VatCodeRow, ...]
    payment_conditions: tuple[PaymentConditionRow, ...]
    countries: tuple[CountryRow, ...]
    cost_accounts: tuple[CostAccount, ...] = ()
    vat_treatments: tuple[VatTreatmentRow, ...] = ()
    oss_accounts: tuple[OssAccount, ...] = ()
    oss_rates: tuple[OssRate, ...] = ()
    foreign_vat_accounts: tuple[ForeignVatAccount, ...] = ()
    relation_names: tuple[RelationName, ...] = ()

    @cached_property
    def revenue_by_group(self) -> Mapping[str, Sequence[RevenueAccount]]:
        """The revenue accounts by product group, in one case: there may be thousands."""
        found: dict[str, list[RevenueAccount]] = defaultdict(list)
        for row in self.revenue_accounts:
            found[row.product_group.casefold()].append(row)
        return dict(found)

    @cached_property
    def costs_by_category(self) -> Mapping[str, Sequence[CostAccount]]:
        """The cost accounts by cost category, in one case: there may be thousands."""
        found: dict[str, list[CostAccount]] = defaultdict(list)
        for row in self.cost_accounts:
            found[row.cost_category.casefold()].append(row)
        return dict(found)


def _folded(text: str | None) -> str | None:
    return None if text is None else text.strip().casefold()
