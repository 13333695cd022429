"""Ties the documents of WeFact to the bookings in Multivers, one by one and in both directions (P2)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wefact_multivers.domain.documents import SourceKey
from wefact_multivers.domain.money import ZERO, amount_text
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.reconcile import Cause, Item, cause_of
from wefact_multivers.domain.status import Status
from wefact_multivers.store.intents import Effect
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.records import Record
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.changes import ACCEPTED
from wefact_multivers.streams.reconcile_sides import Books, Entry, Span, Standing, WeFactSide, debit, entry_of

_LISTED_ANEW = frozenset({Status.WITHDRAWN})
"""What WeFact lists as final, and the store took for gone."""


@dataclass(frozen=True)
class Found:
    """An item of a tie, and what is wrong with it; None where nothing is, or something explains it."""

    item: Item
    fault: Problem | None = None


@dataclass(frozen=True)
class _Both:
    """One document on both sides.

    Attributes:
        left: WeFact's gross; None where it has no such document.
        right: the gross of its booking as it stands, signed like the document.
        fault: what was found wrong with the booking.
    """

    side: WeFactSide
    key: SourceKey
    record: Record | None
    receipt: Receipt | None
    left: Decimal | None
    right: Decimal | None
    fault: Problem | None

    @property
    def name(self) -> str:
        """The printed number."""
        row = self.side.rows.get(self.key)
        number = row.number if row else self.record.seen.number if self.record else ""
        return number or (self.receipt.reference if self.receipt else "") or self.key.identifier


def documents(
    unit: Unit, side: WeFactSide, books: Books, span: Span, faults: Mapping[SourceKey, Problem]
) -> list[Found]:
    """Every document of a kind that either side has in the span.

    Args:
        unit: of the store, after what is gone was noticed.
        side: WeFact's.
        books: Multivers'.
        span: the days that are compared.
        faults: what was found wrong with bookings, by document.
    """
    receipts = {one.key: one for one in books.of(side.kind)}
    keys = sorted(side.rows.keys() | receipts.keys())
    records, booked = unit.records.of(keys), unit.receipts.of(keys, Effect.CREATE_BOOKING)
    found = []
    for key in keys:
        record = records.get(key)
        receipt = receipts.get(key) or booked.get(key)
        both = _Both(
            side=side,
            key=key,
            record=record,
            receipt=receipt,
            left=_left(side, key, record, span),
            right=_right(books, receipt, is_in_span=key in receipts),
            fault=faults.get(key),
        )
        found.append(_judged(both))
    return sorted(found, key=lambda one: one.item.name)


def _left(side: WeFactSide, key: SourceKey, record: Record | None, span: Span) -> Decimal | None:
    """WeFact's gross; of a document that is dated outside the span, and booked inside, what the store knows."""
    if key in side.rows:
        return side.rows[key].gross
    is_elsewhere = record is not None and not span.includes(record.seen.date)
    return record.seen.gross if record and (is_elsewhere or key.identifier in side.unreadable) else None


def _right(books: Books, receipt: Receipt | None, *, is_in_span: bool) -> Decimal | None:
    """The gross of the booking; one that is dated outside the span was not read, and is taken as it was booked."""
    if receipt is None:
        return None
    return books.gross(receipt) if is_in_span else receipt.gross


def _judged(both: _Both) -> Found:
    fault = both.fault or _fault(both)
    cause = None if fault else _cause(both)
    if fault is None and cause is None and both.left != both.right:
        fault = _differs(both)
    return Found(Item(both.name, both.left, both.right, cause), fault)


def _fault(both: _Both) -> Problem | None:
    """A document that dropped out of sight."""
    row = both.side.rows.get(both.key)
    is_lost = both.record is None or both.record.status in _LISTED_ANEW
    if row is not None and is_lost and both.side.is_read(row):
        return problem("RCN-001", number=row.number)
    return None


def _cause(both: _Both) -> Cause | None:
    record, receipt, row = both.record, both.receipt, both.side.rows.get(both.key)
    if record is None or (row is not None and row.modified.isoformat() != record.seen.modified):
        return Cause.NOT_READ
    if receipt is not None and receipt.adopted and both.right == receipt.gross and both.left is not None:
        return Cause.ADOPTED
    if ACCEPTED in {found.code for found in record.problems}:
        return Cause.CHANGED
    return cause_of(record.status)


def _differs(both: _Both) -> Problem:
    if both.left is None:
        return problem("RCN-008", number=both.name)
    booked = "-" if both.right is None else amount_text(both.right)
    return problem("RCN-010", number=both.name, wefact=amount_text(both.left), booked=booked)


def strangers(
    unit: Unit, side: WeFactSide, books: Books, journals: Collection[str], *, is_shared: bool
) -> Iterator[Found]:
    """The entries in the link's own journals that are no booking of the link.

    Of a journal that is shared with other people only what looks like a second booking of one of ours.
    """
    kind = side.kind.kind
    under_way = {entry_of(one.frozen) for one in unit.intents.unsettled(Effect.CREATE_BOOKING)}
    for entry in _unknown(unit, books, {journal.casefold() for journal in journals}):
        standing = books.standings[entry]
        name, gross = _entry_text(entry), debit(kind, standing.balance)
        if entry in under_way:
            yield Found(Item(name, None, gross, Cause.UNCERTAIN))
            continue
        original = _original(books, standing)
        if is_shared and not original:
            continue
        fault = problem("RCN-009", number=name, original=original) if original else problem("RCN-005", number=name)
        yield Found(Item(name, None, gross), fault)


def _unknown(unit: Unit, books: Books, journals: set[str]) -> list[Entry]:
    """The entries in these journals without a receipt, of whatever date."""
    known = {entry_of(one) for one in books.receipts}
    found = [entry for entry in sorted(books.standings) if entry[1].casefold() in journals and entry not in known]
    if found:
        known = {entry_of(one) for one in unit.receipts.dated(Effect.CREATE_BOOKING, date.min, date.max)}
    return [entry for entry in found if entry not in known]


def _entry_text(entry: Entry) -> str:
    year, journal, number = entry
    return f"{journal} {number} ({year})"


def _original(books: Books, standing: Standing) -> str:
    """The number of the document that an entry looks like a second booking of; empty where there is none."""
    days = {line.date for line in standing.lines}
    for receipt in books.receipts:
        first = books.standings.get(entry_of(receipt))
        same = first is not None and (first.relations, first.balance) == (standing.relations, standing.balance)
        if same and standing.balance != ZERO and receipt.invoice_date in days:
            return receipt.reference or ""
    return ""
