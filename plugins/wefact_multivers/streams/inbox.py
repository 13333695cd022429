"""What a person decides about what waits: offer it again, never send it, or "that booking is this document".

Each decision happens while no writer is at work in the database, and leaves evidence with a name.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from wefact_multivers.domain.found import FoundBooking
from wefact_multivers.domain.matching import compare
from wefact_multivers.domain.money import amount_text
from wefact_multivers.domain.numbering import same_number
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.status import OPEN, Event, Status
from wefact_multivers.store.evidence import Fact, record_evidence
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.records import Record
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.asked import release
from wefact_multivers.streams.changes import REASONS
from wefact_multivers.streams.kinds import DOCUMENT_KINDS, DocumentKind
from wefact_multivers.streams.look import adopted_receipt, facts_of
from wefact_multivers.streams.named import find_record, kind_of
from wefact_multivers.streams.post import writing
from wefact_multivers.streams.prepare import questions
from wefact_multivers.streams.refusals import (
    BookingDiffers,
    BookingTaken,
    BookingUnknown,
    NoDocument,
    RelationInUse,
    SentAlready,
    StatusForbids,
)
from wefact_multivers.streams.runs import Stream
from wefact_multivers.streams.services import Office, Services
from wefact_multivers.streams.turns import holding

_DONE_WITH = frozenset({Status.SKIPPED, Status.WITHDRAWN})

_OFFERED_BY_PERSON = frozenset({Status.SKIPPED, Status.REJECTED, Status.CHANGED})
"""What does not go again by itself."""

_MAY_BE_SETTLED = OPEN | {Status.MISSING}
"""What a person may say is booked elsewhere, or never to be."""


@dataclass(frozen=True)
class Decision:
    """What a person wants.

    Attributes:
        number: of the document, or the code of the relation.
        by: who decides; kept in the evidence.
        stream: tells apart what has the same number.
    """

    number: str
    by: str
    stream: Stream | None = None


def retry(services: Office, decision: Decision) -> Status:
    """Offers a record again; the next run, or an export by hand, sends it.

    Most of what is open goes again by itself, and only the wish is recorded. What Multivers refused, and the update
    of a booking that was not made, go again because of it; and what was asked about a document is answered: it is
    asked anew only if a look finds a booking that resembles it.

    Returns:
        Where it stands now.

    Raises:
        SentAlready: something of it stands in Multivers, or may, and there is nothing to offer.
        StatusForbids: it is neither open nor skipped.
        LeaseHeld: a writer is at work.
    """
    with holding(services), services.memory.write() as unit:
        record = find_record(services, unit, decision.number, decision.stream)
        now = services.clock.now()
        if unit.changes.get(record.key).offered is None:
            record = _unsent(services, unit, decision)
            require(record, OPEN | {Status.SKIPPED})
        unit.changes.offer(record.key, None, now)
        status = record.status
        if status in _OFFERED_BY_PERSON:
            status = unit.records.happen(record.key, Event.OFFERED_AGAIN, now, problems=_still_said(record))
        elif questions(record) and isinstance(kind_of(record), DocumentKind):
            status = release(unit, record, now)
        remember(services, unit, decision, record, {"decision": "retry", "status": status})
    return status


def _still_said(record: Record) -> list[Problem]:
    """A document that was changed stays so; why its booking did not follow is for the next run to say."""
    return [found for found in record.problems if found.code in REASONS]


def skip(services: Office, decision: Decision, reason: str) -> Status:
    """Takes a record out of the export for good; runs and backfills leave it alone.

    One whose booking is missing is left at that: a person has said why.

    Raises:
        SentAlready: something of it stands in Multivers, or may.
        StatusForbids: it is neither open nor missing.
        RelationInUse: documents of the relation are still to be sent.
        LeaseHeld: a writer is at work.
    """
    with holding(services), services.memory.write() as unit:
        record = _unsent_or_missing(services, unit, decision)
        require(record, _MAY_BE_SETTLED)
        _require_unused(unit, record)
        why = problem("ACT-010", reason=reason)
        status = unit.records.happen(record.key, Event.SKIPPED_BY_PERSON, services.clock.now(), problems=[why])
        remember(services, unit, decision, record, {"decision": "skip", "status": status, "reason": reason})
    return status


def adopt(services: Services, decision: Decision, invoice_id: str) -> tuple[str, ...]:
    """Takes a booking that stands in Multivers as that of a document: relation and gross must be equal.

    Returns:
        What else differs, such as date or reference; the person has said that it is the same all the same.

    Raises:
        NoDocument: the number is that of a relation.
        SentAlready: the document has a booking, or may have one.
        StatusForbids: the document is neither open nor missing.
        BookingUnknown, BookingDiffers, BookingTaken: about the booking.
        LeaseHeld: a writer is at work.
    """
    with writing(services):
        with services.memory.read() as unit:
            record = _unsent_or_missing(services, unit, decision)
        require(record, _MAY_BE_SETTLED)
        kind = kind_of(record)
        if not isinstance(kind, DocumentKind):
            raise NoDocument(number=decision.number)
        services.multivers.check()
        booking = services.multivers.booking(kind.kind, invoice_id)
        if booking is None:
            raise BookingUnknown(invoice_id=invoice_id)
        _require_same(record, booking)
        differences = compare(facts_of(services, kind, record), booking).differences
        with services.memory.write() as unit:
            _require_free(unit, record, booking)
            now = services.clock.now()
            _keep(unit, adopted_receipt(record, booking), now)
            unit.records.happen(record.key, Event.FOUND_EQUAL, now)
            content = {"decision": "adopt", "invoice_id": booking.invoice_id, "differences": list(differences)}
            remember(services, unit, decision, record, content)
    return differences


def _keep(unit: Unit, receipt: Receipt, now: datetime) -> None:
    """The one receipt of a document: instead of that of a booking that is gone."""
    if unit.receipts.get(receipt.key, receipt.effect) is None:
        unit.receipts.add(receipt, now)
    else:
        unit.receipts.rewrite(receipt, now)


def _unsent_or_missing(services: Office, unit: Unit, decision: Decision) -> Record:
    """The record that is meant, if nothing of it stands in Multivers: never sent, or gone from there."""
    record = find_record(services, unit, decision.number, decision.stream)
    return record if record.status is Status.MISSING else _unsent(services, unit, decision)


def _unsent(services: Office, unit: Unit, decision: Decision) -> Record:
    """The record that is meant, if nothing of it was sent or adopted."""
    record = find_record(services, unit, decision.number, decision.stream)
    effect = kind_of(record).effect
    if unit.receipts.get(record.key, effect) is not None or unit.intents.is_open(record.key, effect):
        raise SentAlready(number=decision.number)
    return record


def require(record: Record, allowed: frozenset[Status]) -> None:
    """Refuses what cannot be done where a record stands.

    Raises:
        StatusForbids: it has none of the statuses.
    """
    if record.status not in allowed:
        raise StatusForbids(number=record.seen.number, status=record.status, allowed=", ".join(sorted(allowed)))


def _require_unused(unit: Unit, record: Record) -> None:
    """A document whose relation is skipped would wait for it for ever."""
    kind = kind_of(record)
    if isinstance(kind, DocumentKind):
        return
    controllers = [other.controller for other in DOCUMENT_KINDS.values() if other.relations == kind]
    documents = [
        other.seen.number
        for controller in controllers
        for other in unit.records.of_relation(controller, record.seen.number)
        if other.status not in _DONE_WITH
    ]
    if documents:
        raise RelationInUse(number=record.seen.number, documents=", ".join(documents[:5]))


def _require_same(record: Record, booking: FoundBooking) -> None:
    """Relation and gross are what nobody may be mistaken about."""
    wanted_code, gross = record.seen.relation_code or "", record.seen.gross
    differences = []
    if booking.relation_code.strip() != wanted_code:
        differences.append(f"relatie {booking.relation_code}, WeFact {wanted_code}")
    if gross != booking.gross:
        differences.append(f"bruto {amount_text(booking.gross)}, WeFact {'-' if gross is None else amount_text(gross)}")
    if differences:
        raise BookingDiffers(
            invoice_id=booking.invoice_id, number=record.seen.number, difference="; ".join(differences)
        )


def _require_free(unit: Unit, record: Record, booking: FoundBooking) -> None:
    """Nobody else's receipt, and no request under way, may be about this booking."""
    holder = unit.receipts.with_invoice_id(booking.invoice_id)
    kind = kind_of(record)
    under_way = [
        intent.frozen.key
        for intent in unit.intents.unsettled(kind.effect)
        if same_number(intent.frozen.invoice_id or "", booking.invoice_id)
    ]
    taken = [holder.key] if holder is not None and holder.key != record.key else under_way
    if taken:
        other = unit.records.get(taken[0])
        raise BookingTaken(invoice_id=booking.invoice_id, other=other.seen.number if other else "?")


def remember(services: Office, unit: Unit, decision: Decision, record: Record, content: Mapping[str, object]) -> None:
    """The decision as evidence: who, and what the record was before."""
    told = {"by": decision.by, "was": record.status, **content}
    fact = Fact("decision", told, record.key)
    record_evidence(unit.connection, services.memory.administration_id, services.clock.now(), fact)
