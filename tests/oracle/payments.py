"""Which documents are to be paid in WeFact, and from which day (accounting-rules.md 9, DESIGN 11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from tests.oracle.amounts import euros
from tests.oracle.booking_rules import ANY_OF_THE_SEQUENCE
from tests.oracle.bookkeeping import Booking
from tests.oracle.books import Found, bookings
from tests.oracle.mapping import LARGEST_PAYMENT_DIFFERENCE
from tests.oracle.paper import Document

Record = dict[str, Any]
MEMORIAL, CASH, BANK, PURCHASE, SALES = 0, 1, 2, 3, 4
MONEY, SET_OFF = frozenset({CASH, BANK}), frozenset({PURCHASE, SALES})


class Standing(StrEnum):
    """How a booking stands towards money."""

    OPEN = "nothing is matched to it"
    PART = "a part is matched to it"
    OVERPAID = "more is matched to it than it comes to"
    WRITTEN_OFF = "it was written off, wholly or in part"
    DIFFERENCE = "it is settled with too large a difference"
    SETTLED = "money or a set-off covers it"
    OTHER = "the books hold no such booking of it"


class Payment(NamedTuple):
    """How the booking of a document stands, and on which day money or a set-off covered it."""

    standing: Standing
    day: date | None = None


@dataclass(frozen=True)
class Row:
    """What one journal entry settles of a booking, in euros with the sign of the invoice."""

    journal_type: int
    day: date
    paid: Decimal
    difference: Decimal
    agreed: Decimal
    """Rebate and credit squeeze: what was agreed to lapse on payment in time."""

    @property
    def total(self) -> Decimal:
        """By how much the open amount goes down."""
        return self.paid + self.difference + self.agreed


def standings(books: Record, bound: Mapping[str, Booking]) -> dict[str, Payment]:
    """How each booking stands that belongs to a document.

    Args:
        books: the administration in Multivers.
        bound: the booking of each document as it was made or adopted, by the document's number.
    """
    found = bookings(books).values()
    return {number: _standing(books, booking, found) for number, booking in bound.items()}


def to_write(paper: Document, booking: Booking, payment: Payment) -> bool:
    """Whether a document is to be set to paid: covered in full, not paid yet, and something that takes a payment.

    A document that says another amount than its booking is not covered by what was paid on that.
    """
    is_open = paper.status not in {paper.side.paid} | paper.side.never_paid
    return payment.standing is Standing.SETTLED and is_open and euros(paper.totals[2]) == booking.gross


def _standing(books: Record, booking: Booking, found: Iterable[Found]) -> Payment:
    own = next((each for each in found if is_still(booking, each.booking)), None)
    if own is None:
        return Payment(Standing.OTHER)
    return standing_of(own.booking, settlements(books, own.key, books["matches"]))


def standing_of(booking: Booking, rows: list[Row], paying: frozenset[int] = MONEY) -> Payment:
    """How a booking stands with these settlements.

    Args:
        booking: as it stands in the books.
        rows: what is matched to it.
        paying: the types of journal that pay; memorial entries are among them where a write-off counts as payment.
    """
    return _class(rows, booking.gross, paying) if rows else Payment(Standing.OPEN)


def settlements(books: Record, key: str, matches: Iterable[Record]) -> list[Row]:
    """What is matched to the booking with this key."""
    return [_row(books, match) for match in matches if match["invoiceKey"] == key]


def is_still(booking: Booking, now: Booking) -> bool:
    """Whether a booking is still the one that was made: a stranger under its number gets no payment (DESIGN 8.6)."""
    is_same_number = booking.invoice_id in (ANY_OF_THE_SEQUENCE, now.invoice_id)
    same = ("side", "relation", "reference", "gross", "journal")
    return is_same_number and all(getattr(booking, name) == getattr(now, name) for name in same)


def _row(books: Record, match: Record) -> Row:
    return Row(
        journal_type=books["journals"][match["journalId"]]["journalType"],
        day=date.fromisoformat(match["paymentDate"]),
        paid=_euros(match["cents"]),
        difference=_euros(match["differenceCents"]),
        agreed=_euros(match["rebateCents"] + match["squeezeCents"]),
    )


def _euros(cents: int) -> Decimal:
    return Decimal(cents).scaleb(-2)


def _class(rows: list[Row], gross: Decimal, paying: frozenset[int]) -> Payment:
    settled = _sum(row.total for row in rows)
    if abs(settled) > abs(gross):
        return Payment(Standing.OVERPAID)
    if settled != gross:
        return Payment(Standing.PART)
    if MEMORIAL not in paying and _sum(row.total for row in rows if row.journal_type == MEMORIAL):
        return Payment(Standing.WRITTEN_OFF)
    if abs(_sum(row.difference for row in rows)) > LARGEST_PAYMENT_DIFFERENCE:
        return Payment(Standing.DIFFERENCE)
    return _covered(rows, gross, paying)


def _covered(rows: list[Row], gross: Decimal, paying: frozenset[int]) -> Payment:
    """The day of the last money, or else of the last set-off, or else of the last write-off.

    Money that goes back because too much was paid is no payment.
    """
    paid, money, set_off = (
        [row for row in rows if row.journal_type in types and row.paid * gross > 0]
        for types in (paying, MONEY, SET_OFF)
    )
    if not paid and _sum(row.paid for row in rows if row.journal_type in SET_OFF) != gross:
        return Payment(Standing.DIFFERENCE)
    return Payment(Standing.SETTLED, max(row.day for row in money or set_off or paid))


def _sum(amounts: Iterable[Decimal]) -> Decimal:
    return sum(amounts, Decimal(0))
