"""Notices what happens in WeFact to a document after it was booked: changed, void, a draft again, deleted.

Nothing is written to the outside here. The difference is kept with the document, in words, until it is taken back,
the booking follows (`streams/updates.py`), or a person accepts it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from wefact_multivers.domain.canonical import digest
from wefact_multivers.domain.changes import document_changes
from wefact_multivers.domain.documents import Controller, Document, SalesInvoice, SalesStatus, SourceKey
from wefact_multivers.domain.money import ZERO, amount_text
from wefact_multivers.domain.planning_sales import pair_credits
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.status import IN_MULTIVERS, OPEN, Event, Status
from wefact_multivers.store.intents import Effect
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.records import Record, Seen
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.kinds import DocumentKind
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
        candidates = {record.key: record for record in (*edited, *known, *voided)}
        for record in candidates.values():
            _judge(unit, kind, record, now)


def _voided(unit: Unit, kind: DocumentKind, since: datetime) -> list[Record]:
    """The void documents of every relation whose void documents, or credit notes, were read lately."""
    statuses = _MAKE_A_PAIR.get(kind.controller)
    keys = unit.changes.touched(kind.controller, statuses, since) if statuses else []
    codes = {record.seen.relation_code or "" for key in keys if (record := unit.records.get(key)) is not None}
    return [
        record
        for code in sorted(codes)
        for record in unit.records.of_relation(kind.controller, code)
        if record.seen.source_status == SalesStatus.VOID
    ]


def _judge(unit: Unit, kind: DocumentKind, record: Record, now: datetime) -> None:
    receipt = unit.receipts.get(record.key, Effect.CREATE_BOOKING)
    if receipt is None or record.status not in IN_MULTIVERS or unit.intents.is_open(record.key, Effect.UPDATE_BOOKING):
        return
    said = [found for found in record.problems if found.code in REASONS]
    if record.status is Status.CHANGED and _GONE & {found.code for found in said}:
        return
    reasons = [*_edited(unit, kind, record, receipt), *_void(unit, kind, record)]
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


def _edited(unit: Unit, kind: DocumentKind, record: Record, receipt: Receipt) -> list[Problem]:
    if receipt.content_hash == record.seen.content_hash:
        return []
    before = _booked_version(unit, kind, receipt)
    now = kind.read(record)
    texts = document_changes(before, now) if before is not None else _beside_receipt(receipt, now)
    return [problem(CHANGED, fields="; ".join(texts))]


def _booked_version(unit: Unit, kind: DocumentKind, receipt: Receipt) -> Document | None:
    known = unit.changes.get(receipt.key)
    if known.booked_content is None or known.booked_hash != receipt.content_hash:
        return None
    return kind.adapter.validate_json(known.booked_content)


def _beside_receipt(receipt: Receipt, document: Document) -> list[str]:
    """What the receipt alone can tell of the difference, where nobody kept the version that was booked."""
    booked = receipt.gross or ZERO
    if booked == document.gross:
        return ["andere inhoud, zelfde bedrag"]
    return [f"bruto {amount_text(booked)} → {amount_text(document.gross)}"]


def _void(unit: Unit, kind: DocumentKind, record: Record) -> list[Problem]:
    """A document that lapsed after its booking, and that no credit note takes back (`accounting-rules.md 10`)."""
    if kind.controller not in _MAKE_A_PAIR or record.seen.source_status != SalesStatus.VOID:
        return []
    others = unit.records.of_relation(kind.controller, record.seen.relation_code or "")
    documents = [kind.read(other) for other in others if other.seen.content and other.status is not Status.WITHDRAWN]
    if record.key in pair_credits(document for document in documents if isinstance(document, SalesInvoice)):
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
            unit.records.happen(key, Event.GONE_FROM_WEFACT, now)
