"""Finds the bookings of the link again after its store was lost, or was put back from an old backup (DESIGN 8.0).

It reads both systems, writes to neither, and binds nothing: that is for a person to order (`rebinding.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from wefact_multivers.clock import today
from wefact_multivers.domain.documents import SourceKey
from wefact_multivers.domain.found import FoundBooking
from wefact_multivers.domain.matching import Match, MatchKind, compare
from wefact_multivers.store.journals import plain
from wefact_multivers.store.records import Record
from wefact_multivers.streams.extract import extract
from wefact_multivers.streams.kinds import DocumentKind
from wefact_multivers.streams.look import best, facts_of
from wefact_multivers.streams.own_journals import Books, unknown
from wefact_multivers.streams.preflight import preflight
from wefact_multivers.streams.runs import RunRequest, RunState, Trigger, load_run
from wefact_multivers.streams.search import Shelf
from wefact_multivers.streams.services import Services

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Pair:
    """A document and the booking in Multivers that is it."""

    kind: DocumentKind
    record: Record
    booking: FoundBooking


@dataclass(frozen=True)
class Perhaps:
    """A document and a booking that may be it; a person says so (`inbox adopt`)."""

    record: Record
    booking: FoundBooking
    match: Match


@dataclass(frozen=True)
class Stray:
    """A booking in a journal of the link that is no document of WeFact.

    Attributes:
        perhaps: the document that it may be, changed since.
        same_relation: the numbers of the documents of its relation that have no booking.
    """

    kind: DocumentKind
    booking: FoundBooking
    perhaps: Perhaps | None
    same_relation: tuple[str, ...]


@dataclass(frozen=True)
class Unbooked:
    """A final document of WeFact without a booking: a later run books it, unless a question stands beside it."""

    kind: DocumentKind
    record: Record
    perhaps: Perhaps | None


@dataclass(frozen=True)
class Recovery:
    """What was found, in three lists, each by number.

    Attributes:
        matched: to be bound.
        strays: in our journals, and matched to no document.
        unbooked: in WeFact, and not in Multivers.
        known: how many documents have their booking already.
        unsettled: how many were sent without a clear answer; the next run settles them.
    """

    matched: tuple[Pair, ...]
    strays: tuple[Stray, ...]
    unbooked: tuple[Unbooked, ...]
    known: int
    unsettled: int


def recover(services: Services, progress: Progress) -> Recovery:
    """Reads both systems whole from the start date, and says which booking is which document; binds nothing.

    Args:
        services: of the administration.
        progress: is told what is being read.

    Raises:
        SyncError: as a run's own preflight and extract would.
    """
    state = _read_wefact(services, progress)
    books = Books.of(state.configuration.administration, state.reference)
    found = [_recover(services, books, kind, progress) for kind in books.kinds]
    return Recovery(
        matched=tuple(pair for one in found for pair in one.matched),
        strays=tuple(stray for one in found for stray in one.strays),
        unbooked=tuple(document for one in found for document in one.unbooked),
        known=sum(one.known for one in found),
        unsettled=sum(one.unsettled for one in found),
    )


def _read_wefact(services: Services, progress: Progress) -> RunState:
    run_key = f"recover-{services.clock.now().isoformat(timespec='seconds')}"
    params: dict[str, object] = {
        "mode": "preview",
        "from": services.administration.start_date.isoformat(),
        "to": today(services.clock).isoformat(),
    }
    progress("preflight")
    preflight(services, RunRequest(run_key, Trigger.MANUAL, params=params), knows_nothing=True)
    state = load_run(services, run_key)
    for kind in Books.of(state.configuration.administration, state.reference).kinds:
        progress(f"{kind.stream}: WeFact")
        extract(services, run_key, kind.stream)
    return state


def _recover(services: Services, books: Books, kind: DocumentKind, progress: Progress) -> Recovery:
    progress(f"{kind.stream}: Multivers")
    listed = [booking for year in books.years for booking in services.multivers.bookings(kind.kind, year)]
    with services.memory.read() as unit:
        records = unit.records.unsent(kind.controller, kind.effect)
        known = len(unit.receipts.verified(kind.effect, kind.controller))
        unsettled = [one for one in unit.intents.unsettled(kind.effect) if one.frozen.key.controller == kind.controller]
    matched = _pairs(services, books, kind, records, Shelf(listed))
    taken = {pair.booking for pair in matched}
    bound = {pair.record.key for pair in matched}
    open_records = [record for record in records if record.key not in bound]
    perhaps = _perhaps(services, kind, open_records, [booking for booking in listed if booking not in taken])
    ours = [booking for booking in listed if books.is_ours(kind, booking) and booking not in taken]
    return Recovery(
        matched=tuple(matched),
        strays=tuple(_stray(kind, booking, open_records, perhaps) for booking in unknown(services, kind, ours)),
        unbooked=tuple(Unbooked(kind, record, perhaps.get(record.key)) for record in open_records),
        known=known,
        unsettled=len(unsettled),
    )


def _stray(
    kind: DocumentKind, booking: FoundBooking, records: Iterable[Record], perhaps: Mapping[SourceKey, Perhaps]
) -> Stray:
    may_be = next((one for one in perhaps.values() if one.booking == booking), None)
    of_relation = [one for one in records if one.seen.relation_code == booking.relation_code.strip()]
    return Stray(kind, booking, may_be, tuple(record.seen.number for record in of_relation))


def _pairs(services: Services, books: Books, kind: DocumentKind, records: Iterable[Record], shelf: Shelf) -> list[Pair]:
    """Each document with the one booking that is equal to it; of two equal ones, that in our own journal."""
    pairs: dict[tuple[int, str], Pair] = {}
    for record in records:
        facts = facts_of(services, kind, record)
        equal = [one for one in shelf.near(facts) if compare(facts, one).kind is MatchKind.EQUAL]
        free = [one for one in equal if _place(one) not in pairs and not _is_held(services, one)]
        if free:
            booking = min(free, key=lambda one: not books.is_ours(kind, one))
            pairs[_place(booking)] = Pair(kind, record, booking)
    return list(pairs.values())


def _place(booking: FoundBooking) -> tuple[int, str]:
    return (booking.fiscal_year, plain(booking.invoice_id))


def _is_held(services: Services, booking: FoundBooking) -> bool:
    """Whether a booking is known to be another document's."""
    with services.memory.read() as unit:
        return unit.receipts.with_invoice_id(booking.invoice_id) is not None


def _perhaps(
    services: Services, kind: DocumentKind, records: Iterable[Record], bookings: Sequence[FoundBooking]
) -> dict[SourceKey, Perhaps]:
    """The booking that comes nearest to each document, where one does."""
    shelf, found = Shelf(bookings), {}
    for record in records:
        facts = facts_of(services, kind, record)
        with services.memory.read() as unit:
            finding = best(unit, kind, record, facts, shelf)
        if finding is not None:
            found[record.key] = Perhaps(record, finding.found, finding.match)
    return found
