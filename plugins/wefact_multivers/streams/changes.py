"""Notices what happens in WeFact to a document after it was booked: changed, void, a draft again, deleted.

Nothing is written to the outside here. The difference is kept with the document, in words, until it is taken back,
the booking follows (`streams/updates.py`), or a person accepts it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from wefact_multivers.domain.canonical import digest
from wefact_multivers.domain.changes import document_changes
from wefact_multivers.domain.documents import Controller, Document, SalesInvoice, SalesStatus, SourceKey
from wefact_multivers.domain.money import ZERO, amount_text
from wefact_multivers.domain.planning_sales import pair_credits
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.status import IN_MULTIVERS, OPEN, Event, Status
from wefact_multivers.store.changes import Change
from wefact_multivers.store.intents import Effect
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.records import Record, Seen
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.kinds import DocumentKind
from wefact_multivers.streams.prepare import questions
from wefact_multivers.streams.services import Services

CHANGED, VOID, DRAFT, DELETED = "DOC-003", "DOC-031", "DOC-032", "DOC-033"

ACCEPTED = "DOC-037"
"""A person has accepted that document and booking differ."""

REASONS = frozenset({CHANGED, VOID, DRAFT, DELETED})
"""Why a document counts as changed; what else stands at it says why its booking does not follow."""

_GONE = frozenset({DRAFT, DELETED})
"""What is known only as long as WeFact does not show the document."""

_MAKE_A_PAIR: dict[Controller, set[int]] = {Controller.INVOICE: {SalesStatus.VOID, SalesStatus.CREDIT}}
"""The kinds of document that can be void, with the statuses that have to do with it (`accounting-rules.md 10`)."""

LOOK_BACK = timedelta(days=7)
"""A run that ended before its review is made good by any of the next week."""


def keep_booked_version(unit: Unit, before: Record, seen: Seen, now: datetime) -> None:
    """Keeps the document as it was booked, when another version of it is about to take its place."""
    if before.seen.content_hash == seen.content_hash:
        return
    receipt = unit.receipts.get(seen.key, Effect.CREATE_BOOKING)
    is_booked = receipt is not None and receipt.content_hash == before.seen.content_hash
    may_be_booked = receipt is None and unit.intents.is_open(seen.key, Effect.CREATE_BOOKING)
    if is_booked or (may_be_booked and unit.changes.get(seen.key).booked_content is None):
        unit.changes.keep_booked(seen.key, before.seen.content, before.seen.content_hash, now)


def seen_again(unit: Unit, before: Record, now: datetime) -> None:
    """A booked document that was gone from WeFact is shown again: what has changed meanwhile is for the review."""
    if before.status is Status.CHANGED and _GONE & {found.code for found in before.problems}:
        unit.records.happen(before.key, Event.CHANGE_TAKEN_BACK, now)


def review(services: Services, kind: DocumentKind) -> None:
    """Holds what is booked against what WeFact shows of it now; what was said already is not said again."""
    now = services.clock.now()
    with services.memory.write() as unit:
        voided = _voided(unit, kind, now - LOOK_BACK)
        edited = unit.records.changed_since_receipt(kind.controller, Effect.CREATE_BOOKING)
        known = unit.records.with_status(kind.controller, {Status.CHANGED})
        candidates = {record.key: record for record in (*edited, *known, *voided) if _is_reviewed(record)}
        receipts = unit.receipts.of(candidates, Effect.CREATE_BOOKING)
        under_way = {intent.frozen.key for intent in unit.intents.unsettled(Effect.UPDATE_BOOKING)}
        changes, paired = unit.changes.of(candidates), _paired(unit, kind, candidates.values())
        for key, record in candidates.items():
            if key in receipts and key not in under_way:
                edits = _edited(kind, record, receipts[key], changes.get(key, Change()))
                _judge(unit, record, [*edits, *_void(kind, record, paired)], now)


def _is_reviewed(record: Record) -> bool:
    """Whether what stands in Multivers can differ; of a document that is gone that was said already."""
    is_gone = record.status is Status.CHANGED and _GONE & {found.code for found in record.problems}
    return record.status in IN_MULTIVERS and not is_gone


def _voided(unit: Unit, kind: DocumentKind, since: datetime) -> list[Record]:
    """The void documents of every relation whose void documents, or credit notes, were read lately."""
    statuses = _MAKE_A_PAIR.get(kind.controller)
    keys = unit.changes.touched(kind.controller, statuses, since) if statuses else []
    codes = {record.seen.relation_code or "" for record in unit.records.of(keys).values()}
    return [
        record
        for record in unit.records.of_relations(kind.controller, codes)
        if record.seen.source_status == SalesStatus.VOID
    ]


def _judge(unit: Unit, record: Record, reasons: Sequence[Problem], now: datetime) -> None:
    said = [found for found in record.problems if found.code in REASONS]
    if not reasons:
        if record.status is Status.CHANGED:
            unit.records.happen(record.key, Event.CHANGE_TAKEN_BACK, now)
        return
    if not (record.status is Status.CHANGED and said == reasons):
        flag(unit, record, reasons, now)


def flag(unit: Unit, record: Record, reasons: Sequence[Problem], now: datetime) -> None:
    """Says that a document is no longer what was booked, unless a person has accepted just that."""
    if unit.changes.get(record.key).acknowledged != accepted(reasons):
        unit.records.happen(record.key, Event.CHANGED_IN_WEFACT, now, problems=reasons)


def accepted(reasons: Iterable[Problem]) -> str:
    """The hash of what a person accepts."""
    return digest(sorted((found.code, found.params) for found in reasons if found.code in REASONS))


def _edited(kind: DocumentKind, record: Record, receipt: Receipt, known: Change) -> list[Problem]:
    if receipt.content_hash == record.seen.content_hash:
        return []
    before = _booked_version(kind, receipt, known)
    now = kind.read(record)
    texts = document_changes(before, now) if before is not None else _beside_receipt(receipt, now)
    return [problem(CHANGED, fields="; ".join(texts))]


def _booked_version(kind: DocumentKind, receipt: Receipt, known: Change) -> Document | None:
    if known.booked_content is None or known.booked_hash != receipt.content_hash:
        return None
    return kind.adapter.validate_json(known.booked_content)


def _beside_receipt(receipt: Receipt, document: Document) -> list[str]:
    """What the receipt alone can tell of the difference, where nobody kept the version that was booked."""
    booked = receipt.gross or ZERO
    if booked == document.gross:
        return ["andere inhoud, zelfde bedrag"]
    return [f"bruto {amount_text(booked)} → {amount_text(document.gross)}"]


def _paired(unit: Unit, kind: DocumentKind, records: Iterable[Record]) -> Collection[SourceKey]:
    """Which void documents of the relations of those among these have a credit note."""
    codes = {record.seen.relation_code or "" for record in records if _is_void(kind, record)}
    others = unit.records.of_relations(kind.controller, codes)
    documents = [kind.read(other) for other in others if other.seen.content and other.status is not Status.WITHDRAWN]
    return pair_credits(document for document in documents if isinstance(document, SalesInvoice)).keys()


def _is_void(kind: DocumentKind, record: Record) -> bool:
    return kind.controller in _MAKE_A_PAIR and record.seen.source_status == SalesStatus.VOID


def _void(kind: DocumentKind, record: Record, paired: Collection[SourceKey]) -> list[Problem]:
    """A document that lapsed after its booking, and that no credit note takes back (`accounting-rules.md 10`)."""
    if not _is_void(kind, record) or record.key in paired:
        return []
    return [problem(VOID, gross=amount_text(record.seen.gross or ZERO), number=record.seen.number)]


def notice_draft(services: Services, key: SourceKey) -> None:
    """A booked document that is a draft again in WeFact."""
    _gone(services, key, problem(DRAFT))


def notice_deleted(services: Services, key: SourceKey) -> None:
    """A document that WeFact has not any more: forgotten before it was booked, a question after.

    Whoever calls this has asked WeFact for the document itself: a list that does not name it says little.
    """
    _gone(services, key, problem(DELETED))


def _gone(services: Services, key: SourceKey, why: Problem) -> None:
    now = services.clock.now()
    with services.memory.write() as unit:
        record = unit.records.get(key)
        if record is None or why in record.problems or unit.intents.is_open(key, Effect.CREATE_BOOKING):
            return
        if record.status in IN_MULTIVERS:
            flag(unit, record, [why], now)
        elif record.status in OPEN and unit.receipts.get(key, Effect.CREATE_BOOKING) is None:
            unit.records.happen(key, Event.GONE_FROM_WEFACT, now, problems=questions(record))
