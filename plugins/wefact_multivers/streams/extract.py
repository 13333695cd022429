"""Reads WeFact into the store: what is new or changed, one record after another, each committed at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from wefact_multivers.clock import AMSTERDAM
from wefact_multivers.domain.canonical import canonical_json
from wefact_multivers.domain.documents import Document, DocumentRow, Relation, SourceKey
from wefact_multivers.domain.planning import EMPTY
from wefact_multivers.domain.problems import problem
from wefact_multivers.domain.status import OPEN, Event, Status
from wefact_multivers.errors import RecordUnreadable
from wefact_multivers.store.intents import Effect
from wefact_multivers.store.records import UNREAD, Record, Seen
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.changes import keep_booked_version, notice_draft, review, seen_again
from wefact_multivers.streams.kinds import KINDS, DocumentKind, RelationKind
from wefact_multivers.streams.payment_marks import remember_mark
from wefact_multivers.streams.prepare import questions
from wefact_multivers.streams.runs import RunState, Stream, load_run
from wefact_multivers.streams.services import Services
from wefact_multivers.streams.window import Window, WindowKind
from wefact_multivers.wefact.lists import ListQuery, UnreadableRow


def extract(services: Services, run_key: str, stream: str) -> dict[str, int]:
    """Reads what is new or changed of a stream; a document never makes it fail.

    Returns:
        `listed`, `read`, `withdrawn`, and `unreadable`: records that cannot be understood, which block alone.
    """
    state, kind = load_run(services, run_key), KINDS[Stream(stream)]
    if isinstance(kind, RelationKind):
        return _extract_relations(services, state, kind)
    return _extract_documents(services, state, kind)


def _extract_relations(services: Services, state: RunState, kind: RelationKind) -> dict[str, int]:
    """Relations have no date: every run reads those that have changed since the cursor, whatever its window."""
    listing = services.wefact.list_relations(
        kind.controller, ListQuery(modified_from=since_of(state.window, kind.stream))
    )
    wanted = _wanted(services, kind, {row.key: (row.modified, row.code) for row in listing.rows}, listing.unreadable)
    read = sum(see_relation(services, key, name) for key, name in wanted.items())
    with services.memory.write() as unit:
        unit.runs.advance(kind.stream, listing.answered_at)
    return {"listed": len(listing.rows), "read": read, "unreadable": len(wanted) - read, "withdrawn": 0}


def _extract_documents(services: Services, state: RunState, kind: DocumentKind) -> dict[str, int]:
    listing = services.wefact.list_documents(kind.controller, query_of(state.window, kind.stream, _start(state)))
    rows = [row for row in listing.rows if row.date >= _start(state)]
    final = {row.key: (row.modified, row.number) for row in rows if row.is_final}
    wanted = _wanted(services, kind, final, listing.unreadable)
    read = sum(see_document(services, kind, key, name) for key, name in wanted.items())
    withdrawn = _withdraw(services, (row for row in rows if not row.is_final))
    review(services, kind)
    if state.window.kind is WindowKind.CHANGED:
        with services.memory.write() as unit:
            unit.runs.advance(kind.stream, listing.answered_at)
    return {"listed": len(listing.rows), "read": read, "unreadable": len(wanted) - read, "withdrawn": withdrawn}


def _wanted(
    services: Services,
    kind: RelationKind | DocumentKind,
    listed: Mapping[SourceKey, tuple[datetime, str]],
    unreadable: Sequence[UnreadableRow],
) -> dict[SourceKey, str]:
    """What must be read whole: never read, modified since, or not understood until now; with its number."""
    with services.memory.read() as unit:
        known = unit.records.unchanged((key, modified.isoformat()) for key, (modified, _) in listed.items())
        unread = {record.key: record.seen.number for record in unit.records.unread(kind.controller)}
    rows = {SourceKey(kind.controller, row.identifier): f"#{row.identifier}" for row in unreadable}
    fresh = {key: name for key, (_, name) in listed.items() if key not in known}
    return {**unread, **rows, **fresh}


def query_of(window: Window, stream: Stream, start: date) -> ListQuery:
    """What WeFact's list is asked of a stream of documents.

    Args:
        window: of the run.
        stream: of documents.
        start: the start date, which bounds every window that is not of numbers.
    """
    if window.kind is WindowKind.NUMBERS:
        return ListQuery(numbers=window.numbers)
    if window.kind is WindowKind.DATED and window.first and window.last:
        return ListQuery(date_from=max(window.first, start), date_to=window.last)
    since = since_of(window, stream)
    return ListQuery(modified_from=since) if since else ListQuery(date_from=start)


def since_of(window: Window, stream: Stream) -> datetime | None:
    """The start of the window in WeFact's own time, Amsterdam without offset."""
    since = window.since.get(stream)
    return since.astimezone(AMSTERDAM).replace(tzinfo=None) if since else None


def _start(state: RunState) -> date:
    return state.configuration.administration.start_date


def see_relation(services: Services, key: SourceKey, name: str) -> bool:
    """Reads a relation and stores it as it was read; false where it cannot be understood."""
    try:
        relation = services.wefact.show_relation(key.controller, key.identifier)
    except RecordUnreadable as error:
        _block_unread(services, key, name, error)
        return False
    store_relation(services, relation)
    return True


def _block_unread(services: Services, key: SourceKey, name: str, error: RecordUnreadable) -> None:
    """Blocks the one record that cannot be understood; it is read again in every run until it can."""
    now, why = services.clock.now(), problem("DOC-023", detail=error.params["detail"])
    with services.memory.write() as unit:
        before = unit.records.get(key)
        seen = before.seen if before else Seen(key, name, None, None, None, None, UNREAD, content="", content_hash="")
        unit.records.see(replace(seen, modified=UNREAD), now)
        if before is None or before.status in OPEN:
            asked = questions(before) if before else ()
            unit.records.happen(key, Event.REFUSED_BY_CHECKS, now, problems=[why, *asked])


def store_relation(services: Services, relation: Relation) -> None:
    """Stores a relation as it was read."""
    seen = Seen(
        key=relation.key,
        number=relation.code,
        date=None,
        relation_code=None,
        gross=None,
        source_status=None,
        modified=relation.modified.isoformat(),
        content=canonical_json(relation),
        content_hash=relation.content_hash,
    )
    with services.memory.write() as unit:
        unit.records.see(seen, services.clock.now())


def see_document(services: Services, kind: DocumentKind, key: SourceKey, name: str) -> bool:
    """Reads a document and stores it as it was read; false where it cannot be understood."""
    try:
        document, by_package = services.wefact.document_with_mark(key.controller, key.identifier)
        store_document(services, kind, document)
    except RecordUnreadable as error:
        _block_unread(services, key, name, error)
        return False
    remember_mark(services, key, document.relation_code, document.status, by_package=by_package)
    return True


def store_document(services: Services, kind: DocumentKind, document: Document) -> None:
    """Stores a document as it was read, with its relation where that was never seen.

    Raises:
        RecordUnreadable: the relation cannot be understood.
    """
    _see_relation_of(services, kind.relations, document)
    seen = Seen(
        key=document.key,
        number=document.number,
        date=document.date,
        relation_code=document.relation_code,
        gross=document.gross,
        source_status=document.status,
        modified=document.modified.isoformat(),
        content=canonical_json(document),
        content_hash=document.content_hash,
    )
    now = services.clock.now()
    with services.memory.write() as unit:
        before = unit.records.get(seen.key)
        unit.records.see(seen, now)
        if before is not None:
            _notice_change(unit, before, seen, now)


def _see_relation_of(services: Services, relations: RelationKind, document: Document) -> None:
    with services.memory.read() as unit:
        is_known = unit.records.by_number(relations.controller, document.relation_code) is not None
    found = None if is_known else services.wefact.find_relation(relations.controller, document.relation_code)
    if found is not None:
        store_relation(services, found)


def _notice_change(unit: Unit, before: Record, seen: Seen, now: datetime) -> None:
    """One that came back is offered again; how one was booked is kept, so that the difference can be told."""
    if before.status is Status.WITHDRAWN:
        _offer_again(unit, before, Event.PLANNED, now)
        return
    if before.status is Status.SKIPPED and before.seen.content_hash != seen.content_hash and _is_empty(before):
        _offer_again(unit, before, Event.FILLED_IN_WEFACT, now)
        return
    keep_booked_version(unit, before, seen, now)
    seen_again(unit, before, now)


def _offer_again(unit: Unit, before: Record, event: Event, now: datetime) -> None:
    """What was asked about a document before it went is asked still."""
    unit.records.happen(before.key, event, now)
    if asked := questions(before):
        unit.records.happen(before.key, Event.REFUSED_BY_CHECKS, now, problems=asked)


def _is_empty(record: Record) -> bool:
    """Whether a document was skipped because there was nothing to book, not because a person said so."""
    return EMPTY.reason.code in {found.code for found in record.problems}


def _withdraw(services: Services, rows: Iterable[DocumentRow]) -> int:
    """Documents that were final and are drafts again: forgotten before they were booked, a question after."""
    withdrawn = 0
    for row in rows:
        if withdraw(services, row.key):
            withdrawn += 1
        else:
            notice_draft(services, row.key)
    return withdrawn


def _may_stand_in_multivers(unit: Unit, key: SourceKey) -> bool:
    effect = Effect.CREATE_BOOKING
    return unit.receipts.get(key, effect) is not None or unit.intents.is_open(key, effect)


def withdraw(services: Services, key: SourceKey) -> bool:
    """Takes a document that is gone from WeFact off the list, if nothing was sent for it."""
    with services.memory.write() as unit:
        record = unit.records.get(key)
        if record is None or record.status not in OPEN or _may_stand_in_multivers(unit, key):
            return False
        unit.records.happen(key, Event.GONE_FROM_WEFACT, services.clock.now(), problems=questions(record))
        return True
