"""Documents that WeFact no longer has, and bookings that Multivers no longer has: only a detail call decides.

A list that came without a document says little: it may have been cut off, or have moved while it was read.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from wefact_multivers.domain.documents import Document, SourceKey
from wefact_multivers.domain.money import ZERO, amount_text
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.status import IN_MULTIVERS, OPEN, TRANSITIONS, Event, Status
from wefact_multivers.errors import ListNotWhole, RequestRefused
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.records import Record
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.changes import notice_deleted, notice_draft
from wefact_multivers.streams.reconcile_sides import Books, Span, Standing, WeFactSide, debit, entry_of, kind_of
from wefact_multivers.streams.services import Services

_NOTICED = IN_MULTIVERS - {Status.CHANGED}
"""Booked, and nobody knows yet that the document is gone."""

_KNOWN_GONE = frozenset({Status.MISSING, Status.SKIPPED})
"""Its booking is known to be gone; a person may have left it at that."""

ASKED = 20
"""Of more than this many that seem gone, only the first are asked for."""

FEW = 2
"""Bookings that people delete in a day; more at once look like a list that was cut off."""


def notice_gone_documents(services: Services, span: Span, side: WeFactSide) -> None:
    """A document that WeFact no longer has: forgotten before it was booked, a question after.

    Raises:
        ListNotWhole: WeFact shows a document that its list left out.
        RecordUnreadable: it shows one that cannot be read, so that nobody knows.
    """
    with services.memory.read() as unit:
        known = unit.records.dated(side.kind.controller, span.first, span.last)
    gone = [record for record in known if _seems_gone(record, side)]
    unlisted = [record for record in gone if record.key not in side.drafts]
    for record in unlisted[:ASKED]:
        shown = _shown_document(services, record.key)
        if shown is not None and span.includes(shown.date):
            raise ListNotWhole(system="WeFact", count=len(unlisted))
        if shown is not None:
            # Somebody has moved it to another date since it was read.
            gone.remove(record)
    for record in gone:
        (notice_draft if record.key in side.drafts else notice_deleted)(services, record.key)


def _seems_gone(record: Record, side: WeFactSide) -> bool:
    is_listed = record.key in side.rows or record.key.identifier in side.unreadable
    return not is_listed and record.status in OPEN | _NOTICED


def _shown_document(services: Services, key: SourceKey) -> Document | None:
    """A document as its own page shows it; None where WeFact has none."""
    try:
        return services.wefact.show_document(key.controller, key.identifier)
    except RequestRefused:
        return None


def confirm_gone(services: Services, books: Books) -> Books:
    """The same books, with the bookings that the lists left out and the details show.

    Of a few that are in neither the ledger nor the list of invoices, on two runs, no details are asked for.

    Raises:
        ListNotWhole: there are many of them.
    """
    news = _news(services, books.receipts)
    taken = frozenset(entry_of(one) for one in books.receipts if _is_taken(services, books, one, news))
    books = replace(books, taken=taken)
    absent = [receipt for receipt in books.receipts if books.gross(receipt) is None and receipt.key in news]
    if len(absent) <= FEW:
        return books
    shown = {entry_of(one): standing for one in absent[:ASKED] if (standing := _shown(services, one))}
    if shown and len(absent) > ASKED:
        raise ListNotWhole(system="Multivers", count=len(absent))
    return replace(books, standings={**books.standings, **shown})


def _is_taken(services: Services, books: Books, receipt: Receipt, news: Collection[SourceKey]) -> bool:
    """Whether a person gave the numbers of our booking to another one, of the same relation (DESIGN 8.6)."""
    if books.gross(receipt) in {None, receipt.gross}:
        return False
    if receipt.key not in news:
        return True
    found = services.multivers.booking(kind_of(receipt), receipt.invoice_id or "")
    return found is None or found.reference != receipt.reference


def judge_bookings(services: Services, books: Books, started_at: datetime) -> dict[SourceKey, Problem]:
    """What Multivers has otherwise than each receipt; a booking that is gone on two runs is `missing`.

    Args:
        services: of the administration.
        books: in which what is gone was confirmed by its details.
        started_at: of this run (UTC): what it noticed itself in an earlier try is no second run.
    """
    now = services.clock.now()
    with services.memory.write() as unit:
        records = unit.records.of(receipt.key for receipt in books.receipts)
        known = [(receipt, records[receipt.key]) for receipt in books.receipts if receipt.key in records]
        judged = {
            receipt.key: _judge(unit, receipt, record, books, _Moment(started_at, now)) for receipt, record in known
        }
    return {key: found for key, found in judged.items() if found is not None}


def _news(services: Services, receipts: Sequence[Receipt]) -> set[SourceKey]:
    """The documents of which it is not known yet that their booking is gone."""
    with services.memory.read() as unit:
        records = unit.records.of(receipt.key for receipt in receipts)
    return {key for key, record in records.items() if record.status not in _KNOWN_GONE}


def _shown(services: Services, receipt: Receipt) -> Standing | None:
    """The booking by its details, in the place where it was made; None where it is gone, or somebody else's."""
    found = services.multivers.booking(kind_of(receipt), receipt.invoice_id or "")
    if found is None or found.relation_code.strip() != receipt.relation_code.strip():
        return None
    place = (found.journal_id, found.journal_transaction, found.reference)
    if place != (receipt.journal_id, receipt.journal_transaction, receipt.reference):
        return None
    return Standing(debit(kind_of(receipt), found.gross), {found.relation_code.strip()})


@dataclass(frozen=True)
class _Moment:
    """When a run judges: its start, and now (UTC)."""

    started_at: datetime
    now: datetime


def _judge(unit: Unit, receipt: Receipt, record: Record, books: Books, moment: _Moment) -> Problem | None:
    """A booking that differs from its plan waits for a person already, and is no news here."""
    gross, number = books.gross(receipt), record.seen.number
    if gross is None:
        return _absent(unit, receipt, record, moment)
    _found(unit, record, receipt, is_whole=gross == receipt.gross, at=moment.now)
    if gross == receipt.gross or record.status is Status.REJECTED:
        return None
    return problem("RCN-003", number=number, found=amount_text(gross), booked=amount_text(receipt.gross or ZERO))


def _absent(unit: Unit, receipt: Receipt, record: Record, moment: _Moment) -> Problem | None:
    """A booking that is in no list: on the second run it is gone."""
    if record.status in _KNOWN_GONE:
        return None
    number, invoice_id, since = record.seen.number, receipt.invoice_id or "", record.gone_since
    if since is None or since > moment.started_at or (record.status, Event.GONE_FROM_MULTIVERS) not in TRANSITIONS:
        unit.records.gone(receipt.key, since or moment.now)
        return problem("RCN-002", number=number, invoice_id=invoice_id)
    why = problem("DOC-013", invoice_id=invoice_id)
    unit.records.happen(receipt.key, Event.GONE_FROM_MULTIVERS, moment.now, problems=[why])
    return problem("RCN-004", number=number, invoice_id=invoice_id)


def _found(unit: Unit, record: Record, receipt: Receipt, *, is_whole: bool, at: datetime) -> None:
    """Forgets that a booking was gone; with another amount it is not back as it was.

    One that was never found to be as planned is for the next run to read back.
    """
    if record.gone_since is not None:
        unit.records.gone(record.key, None)
    if is_whole and record.status is Status.MISSING:
        event = Event.BACK_IN_MULTIVERS if receipt.verified else Event.BACK_UNREAD
        unit.records.happen(record.key, event, at)
