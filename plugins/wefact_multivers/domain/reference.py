"""What Multivers says about its own books: the reference data a plan is held against."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

TURNOVER, VAT_AMOUNT = 0, 1
"""The kinds of amounts that a scenario rule sends to a box: turnover decides it on sales, VAT on purchases."""

FULLY_DEDUCTIBLE = Decimal(100)
"""Percent of VAT that is input VAT, where nothing says otherwise."""


@dataclass(frozen=True)
class Account:
    """A ledger account (grootboekrekening) in one fiscal year.

    Attributes:
        deductible_percent: the part of the VAT of a purchase that Multivers deducts by itself on this account.
        needs_cost_centre, needs_cost_unit: it asks for a kostenplaats or kostendrager (`multivers-api.md 3.10`).
    """

    account_id: str
    description: str
    blocked: bool
    deductible_percent: Decimal = FULLY_DEDUCTIBLE
    needs_cost_centre: bool = False
    needs_cost_unit: bool = False


@dataclass(frozen=True)
class Period:
    """A period of a fiscal year.

    Attributes:
        regular: False for an opening or correctional period, which is never chosen by itself.
        closed: no booking can be made in it.
    """

    fiscal_year: int
    number: int
    start: date
    end: date
    regular: bool
    closed: bool


@dataclass(frozen=True)
class VatCode:
    """A VAT code (btw-code) with its percentages by starting date, oldest first."""

    vat_code: int
    description: str
    percentages: tuple[tuple[date, Decimal], ...]

    def percentage_on(self, day: date) -> Decimal | None:
        """The percentage in force on that day; None before the first."""
        valid = [percentage for start, percentage in self.percentages if start <= day]
        return valid[-1] if valid else None


@dataclass(frozen=True)
class VatRule:
    """One rule of a VAT scenario: which box (rubriek) of the VAT return an amount of a code and type lands in.

    Attributes:
        invoice_type: 0 to 3, as of a booking.
        amount_type: which amount the rule is about, `TURNOVER` or `VAT_AMOUNT`.
    """

    scenario: int
    fiscal_year: int
    invoice_type: int
    vat_code: int
    vat_type: int
    box: str
    amount_type: int = TURNOVER


@dataclass(frozen=True)
class Journal:
    """A journal (dagboek)."""

    journal_id: str
    description: str
    journal_type: int


@dataclass(frozen=True)
class PaymentCondition:
    """A payment condition (betalingsconditie), the days it grants, and what Multivers does with it.

    Attributes:
        is_collected: Multivers collects by direct debit what is booked with it.
        is_paid: Multivers pays what is booked with it.
        changes_total: it grants a discount (betalingskorting) or adds a surcharge (kredietbeperking).
    """

    condition_id: str
    description: str
    days: int
    is_collected: bool = False
    is_paid: bool = False
    changes_total: bool = False


@dataclass(frozen=True)
class ReferenceData:
    """Everything a plan is held against, read once a run.

    Attributes:
        accounts: by fiscal year, then by account id.
        vat_scenarios: names of the scenarios of both kinds, by id.
        years: all fiscal years that Multivers has, those before the link as well.
    """

    accounts: dict[int, dict[str, Account]] = field(default_factory=dict)
    periods: tuple[Period, ...] = ()
    vat_codes: dict[int, VatCode] = field(default_factory=dict)
    vat_scenarios: dict[int, str] = field(default_factory=dict)
    vat_rules: tuple[VatRule, ...] = ()
    journals: dict[str, Journal] = field(default_factory=dict)
    payment_conditions: dict[str, PaymentCondition] = field(default_factory=dict)
    years: tuple[int, ...] = ()
