"""How every bound booking stood towards money at any time: a payment that is written late is still right."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from tests.oracle.agreement import Agreement
from tests.oracle.booking_rules import ANY_OF_THE_SEQUENCE
from tests.oracle.bookkeeping import Booking
from tests.oracle.histories import Key
from tests.oracle.holdings import Holdings, same_booking
from tests.oracle.payments import MEMORIAL, MONEY, SET_OFF, Payment, Row, Standing, settlements, standing_of

Record = dict[str, Any]
OTHER = Payment(Standing.OTHER)


@dataclass(frozen=True)
class Bound:
    """The booking of a document, made or adopted, as it was when the two were bound."""

    key: str
    booking: Booking


@dataclass
class Cover:
    """What was ever put against the booking of one document.

    Attributes:
        now: how it stands.
        days: every day from which it ever counted as paid.
        sums: every amount in euros that money and set-off ever came to.
        was_balanced: nothing was open on it, at some time.
    """

    now: Payment = OTHER
    days: set[date] = field(default_factory=set)
    sums: set[Decimal] = field(default_factory=set)
    was_balanced: bool = False


class Covering(dict[Key, Cover]):
    """The cover of each document that has a booking."""

    def __init__(self, agreed: Agreement) -> None:
        super().__init__()
        self._paying = MONEY | {MEMORIAL} if agreed.pays_written_off else MONEY
        self._seen: dict[Key, tuple[Booking | None, list[Record]]] = {}

    def look(self, holdings: Holdings, bound: Mapping[Key, Bound]) -> None:
        """Take note of how the books stand now."""
        matched: dict[str, list[Record]] = defaultdict(list)
        for match in holdings.books["matches"]:
            matched[match["invoiceKey"]].append(match)
        for document, each in bound.items():
            found = holdings.found.get(each.key)
            present = found.booking if found and _is_still(each.booking, found.booking) else None
            matches = matched.get(each.key, [])
            if document not in self or self._seen[document] != (present, matches):
                self._seen[document] = present, [dict(match) for match in matches]
                self._note(document, holdings.books, each.key, matches, present)

    def _note(self, document: Key, books: Record, key: str, matches: list[Record], present: Booking | None) -> None:
        cover = self.setdefault(document, Cover())
        if present is None:
            cover.now = OTHER
            return
        rows = settlements(books, key, matches)
        cover.now = standing_of(present, rows, self._paying)
        cover.was_balanced |= _sum(rows) == present.gross
        cover.sums.add(_sum(row for row in rows if row.journal_type in self._paying | SET_OFF))
        if cover.now.day:
            cover.days.add(cover.now.day)


def _is_still(bound: Booking, now: Booking) -> bool:
    is_same_number = bound.invoice_id in (ANY_OF_THE_SEQUENCE, now.invoice_id)
    return is_same_number and same_booking(bound, now)


def _sum(rows: Iterable[Row]) -> Decimal:
    return sum((row.total for row in rows), Decimal(0))
