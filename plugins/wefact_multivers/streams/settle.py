"""Settles what was sent without a clear answer, by looking what really stands there (DESIGN 8.3).

A request may arrive long after its caller gave up. "Absent" is therefore said only by a second look, and not
before `settle_minutes` after the request was sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.documents import SourceKey
from wefact_multivers.domain.found import FoundBooking
from wefact_multivers.domain.matching import BookingFacts, MatchKind, compare
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.status import IN_MULTIVERS, Event, Status
from wefact_multivers.errors import SettleLater
from wefact_multivers.multivers.searching import Candidate
from wefact_multivers.store.intents import Effect, Intent, OutcomeKind
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.records import Record
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.effects import keep_receipt
from wefact_multivers.streams.kinds import DOCUMENTS_OF, PLAN, RELATIONS_OF, DocumentKind, RelationKind
from wefact_multivers.streams.prepare import RELATION_PLAN
from wefact_multivers.streams.receipts import booking_receipt, owned_fields, relation_receipt
from wefact_multivers.streams.runs import RunState
from wefact_multivers.streams.search import find_bookings, whole
from wefact_multivers.streams.services import Services

SENDINGS = 2
"""How often a document is sent in one run as long as no answer tells what became of it."""


def settle_bookings(services: Services, state: RunState, kind: DocumentKind) -> None:
    """Looks up every booking of a kind that was sent, or may have been sent, without a clear answer."""
    for intent in unsettled(services, kind):
        settle_booking(services, state, intent)


def settle_booking(services: Services, state: RunState, intent: Intent, *, refused: str | None = None) -> bool:
    """Looks up one booking.

    Args:
        services: of the administration.
        state: of the run.
        intent: what was sent.
        refused: what Multivers said when it refused; then one look is enough.

    Returns:
        Whether it is known now what stands there.
    """
    frozen = intent.frozen
    if frozen.invoice_id is None or frozen.reference is None or frozen.gross is None:
        raise LookupError(f"intent {intent.id} is no booking")
    wanted = Candidate(frozen.invoice_id, frozen.reference, frozen.relation_code, frozen.gross)
    kind = DOCUMENTS_OF[frozen.key.controller].kind
    found = [whole(services, kind, booking) for booking in find_bookings(services, state, kind, [wanted])]
    facts = _facts(services, intent)
    now = services.clock.now()
    with services.memory.write() as unit:
        for booking in found:
            match = compare(facts, booking)
            if match.kind is MatchKind.EQUAL or (
                match.kind is MatchKind.PERHAPS and _same_id(facts, booking.invoice_id)
            ):
                # Ours by number and relation; whether every amount is right is for the verification to say.
                unit.intents.note(intent, OutcomeKind.FOUND, now)
                content_hash = _planned_hash(unit, intent)
                keep_receipt(unit, booking_receipt(intent, booking, content_hash, frozen.period), services)
                return True
        return _absent(services, state, unit, intent, refused=refused, taken=_taken(facts, found))


def settle_relations(services: Services, state: RunState, kind: RelationKind) -> None:
    """Looks up every relation of a kind that was sent, or may have been sent, without a clear answer."""
    for intent in unsettled(services, kind):
        settle_relation(services, state, intent)
    _conclude_left_over(services, kind)


def _conclude_left_over(services: Services, kind: RelationKind) -> None:
    """Moves along what was accepted before a process ended that would have done so."""
    with services.memory.write() as unit:
        for record in unit.records.with_status(kind.controller, {Status.NEW}):
            if (receipt := unit.receipts.get(record.key, kind.effect)) is not None:
                conclude_relation(unit, receipt, services.clock.now())


def settle_relation(services: Services, state: RunState, intent: Intent, *, refused: str | None = None) -> bool:
    """Looks up one relation; true when it is known now what stands there."""
    kind = RELATIONS_OF[intent.frozen.key.controller].kind
    remote = _relation(services, kind, intent.frozen.relation_code)
    now = services.clock.now()
    with services.memory.write() as unit:
        wanted = owned_fields(intent)
        if remote is not None and all(str(remote.get(name) or "") == value for name, value in wanted.items()):
            unit.intents.note(intent, OutcomeKind.FOUND, now)
            record = unit.records.get(intent.frozen.key)
            content_hash = record.seen.content_hash if record and record.plan_hash == intent.frozen.plan_hash else ""
            receipt = relation_receipt(intent, remote, content_hash)
            keep_receipt(unit, receipt, services)
            conclude_relation(unit, receipt, now)
            return True
        return _absent(services, state, unit, intent, refused=refused)


def _relation(services: Services, kind: Kind, code: str) -> dict[str, object] | None:
    """A relation as it stands in Multivers; None where the list, which is never unclear, does not name it.

    An unknown id may be answered by a page of the web server, which says nothing (`multivers-api.md 4.2, 8.4`).
    """
    multivers = services.multivers
    return multivers.relation(kind, code) if code in multivers.relation_names(kind) else None


def conclude_relation(unit: Unit, receipt: Receipt, now: datetime) -> None:
    """Moves a relation along once its receipt is there; one that stood in Multivers before keeps its status."""
    record = unit.records.get(receipt.key)
    if record is None or record.status in IN_MULTIVERS:
        return
    if receipt.verified:
        warnings = relation_warnings(unit, record)
        event = Event.VERIFIED_WITH_WARNING if warnings else Event.VERIFIED
        unit.records.happen(receipt.key, event, now, problems=warnings)
        return
    why = problem("REL-008", code=record.seen.number, fields=", ".join(sorted(receipt.written)))
    same_code = receipt.relation_code == record.seen.number
    event = Event.VERIFIED_WITH_WARNING if same_code else Event.DIFFERS_FROM_PLAN
    unit.records.happen(receipt.key, event, now, problems=[why])


def relation_warnings(unit: Unit, record: Record) -> tuple[Problem, ...]:
    """What the plan of a relation could not say whole; none where its plan was erased."""
    text = unit.plans.texts({record.plan_hash or ""}).get(record.plan_hash or "")
    return RELATION_PLAN.validate_json(text).warnings if text else ()


def is_given_up(services: Services, state: RunState, key: SourceKey, effect: Effect) -> bool:
    """Whether a document was sent so often in this run without an answer that a person must look.

    A server that refuses without a readable word would otherwise be asked again for ever.
    """
    with services.memory.read() as unit:
        return unit.intents.unanswered(key, effect, state.run.started_at) >= SENDINGS


def settles_at(intent: Intent, settle_minutes: int) -> datetime:
    """From when on a look may say that a request never arrived (UTC)."""
    return intent.sent_at + timedelta(minutes=settle_minutes)


def unanswered(intent: Intent, settle_minutes: int) -> Problem:
    """Why a document is uncertain, and until when nobody can tell."""
    return problem("DOC-012", until=settles_at(intent, settle_minutes).isoformat(timespec="minutes"))


def come_back_if_any(services: Services, intents: Sequence[Intent], settle_minutes: int) -> None:
    """Says when to come back for what was sent without a clear answer; nothing where there is none.

    Raises:
        SettleLater: with the earliest instant at which one of them can be settled.
    """
    if not intents:
        return
    until = min(settles_at(intent, settle_minutes) for intent in intents)
    # A first look that was late anyway is followed by the second at once, but never without a pause.
    earliest = services.clock.now() + timedelta(seconds=1)
    raise SettleLater(max(until, earliest), count=len(intents))


def unsettled(services: Services, kind: RelationKind | DocumentKind) -> list[Intent]:
    """What was sent of a kind, or may have been, without a clear answer, oldest first."""
    with services.memory.read() as unit:
        return [one for one in unit.intents.unsettled(kind.effect) if one.frozen.key.controller == kind.controller]


def _absent(  # noqa: PLR0913 - one row of the outcome table
    services: Services,
    state: RunState,
    unit: Unit,
    intent: Intent,
    *,
    refused: str | None,
    taken: Problem | None = None,
) -> bool:
    key, now = intent.frozen.key, services.clock.now()
    if refused is not None:
        unit.intents.note(intent, OutcomeKind.SETTLED_ABSENT, now, refused)
        _happen(unit, key, Event.REFUSED_BY_MULTIVERS, now, taken or _refusal(intent, refused))
        return True
    minutes = state.configuration.administration.settle_minutes
    if intent.absent_looks >= 1 and now >= settles_at(intent, minutes):
        unit.intents.note(intent, OutcomeKind.SETTLED_ABSENT, now)
        _happen(unit, key, Event.ANSWER_UNKNOWN, now, None)
        _happen(unit, key, Event.FOUND_ABSENT, now, None)
        return True
    unit.intents.note(intent, OutcomeKind.ABSENT, now)
    _happen(unit, key, Event.ANSWER_UNKNOWN, now, unanswered(intent, minutes))
    return False


def _happen(unit: Unit, key: SourceKey, event: Event, now: datetime, why: Problem | None) -> None:
    """Moves an open document along; what stands in Multivers already keeps its status while an update is settled."""
    effect = Effect.WRITE_MULTIVERS_RELATION
    if unit.receipts.get(key, effect) is None:
        unit.records.happen(key, event, now, problems=[why] if why else [])


def _refusal(intent: Intent, refused: str) -> Problem:
    code = "DOC-010" if intent.frozen.effect is Effect.CREATE_BOOKING else "REL-007"
    return problem(code, answer=refused)


def _taken(facts: BookingFacts, found: list[FoundBooking]) -> Problem | None:
    """A booking of somebody else under our number."""
    for booking in found:
        if compare(facts, booking).kind is MatchKind.TAKEN:
            return problem("DOC-002", invoice_id=booking.invoice_id)
    return None


def _facts(services: Services, intent: Intent) -> BookingFacts:
    with services.memory.read() as unit:
        plan = PLAN.validate_json(unit.plans.text(intent.frozen.plan_hash or ""))
    return BookingFacts.of_booking(plan.booking)


def _planned_hash(unit: Unit, intent: Intent) -> str:
    """The hash of the document as it was planned, which it may not have any more."""
    return PLAN.validate_json(unit.plans.text(intent.frozen.plan_hash or "")).versions.document


def _same_id(facts: BookingFacts, invoice_id: str) -> bool:
    return facts.invoice_id == invoice_id
