"""Bookings in a bookkeeper's terms: what is expected and what is found have one form, so that they can be compared."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from tests.oracle.sides import CREDIT, DEBIT, SALES


class Line(NamedTuple):
    """A line of a booking or of a ledger entry; euros, always positive on its side."""

    side: str
    account: str
    amount: Decimal
    vat_code: int

    def __str__(self) -> str:
        code = f" (VAT code {self.vat_code})" if self.vat_code else ""
        return f"{self.side} {self.account} {self.amount:.2f}{code}"

    @property
    def debit(self) -> Decimal:
        """Euros in debit; negative for credit."""
        return self.amount if self.side == DEBIT else -self.amount


class VatRow(NamedTuple):
    """What a booking declares for one VAT code; euros with the sign of the invoice."""

    vat_code: int
    turnover: Decimal
    vat: Decimal
    cost: Decimal = Decimal("0.00")
    """The part of the VAT that is not deducted."""

    def __str__(self) -> str:
        cost = f", {self.cost:.2f} not deducted" if self.cost else ""
        return f"VAT code {self.vat_code}: {self.vat:.2f} over {self.turnover:.2f}{cost}"


@dataclass(frozen=True)
class Booking:
    """An invoice or credit note in the books, with its entry in the ledger. Lines and rows are in a fixed order.

    Attributes:
        side: name of its side.
        reference: the printed number, of a purchase the supplier's.
        net: as `vat` and `gross` in euros, negative on a credit note.
    """

    side: str
    reference: str
    relation: str
    invoice_id: str
    journal: str
    fiscal_year: int
    period: int
    invoice_date: date
    due_date: date
    net: Decimal
    vat: Decimal
    gross: Decimal
    lines: tuple[Line, ...]
    vat_rows: tuple[VatRow, ...]
    entry: tuple[Line, ...]

    @property
    def name(self) -> tuple[str, str, str]:
        """What tells it from all others: the printed number, and on a purchase whose number it is."""
        return self.side, self.reference, "" if self.side == SALES.name else self.relation


@dataclass(frozen=True)
class Terms:
    """What a booking says besides its amounts."""

    payment_condition: str
    payment_reference: str
    invoice_type: int
    scenario: int
    vat_types: frozenset[int]
    additions: Decimal
    """Credit squeeze and rebate together in euros: WeFact prints neither (accounting-rules.md 16)."""

    is_opening_balance: bool
    frozen: Decimal
    """Euros that are blocked for payment (accounting-rules.md 12)."""


def line(amount: Decimal, account: str, vat_code: int, side: str) -> Line:
    """A line on a side, or with a negative amount on the other one (accounting-rules.md 22)."""
    if amount < 0:
        side = DEBIT if side == CREDIT else CREDIT
    return Line(side, account, abs(amount), vat_code)
