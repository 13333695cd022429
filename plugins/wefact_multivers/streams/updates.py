"""Lets a booking follow its document as long as it is a concept that nobody has touched (`accounting-rules.md 12`).

Three versions decide: our last write, what Multivers holds now, and the new plan. The booking is ours to change only
while it equals our last write.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from wefact_multivers.domain.bookings import Plan, Versions
from wefact_multivers.domain.changes import touched_fields, update_limit
from wefact_multivers.domain.planning import PlannedBooking, Skipped
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.status import Event, Status
from wefact_multivers.multivers.families import FAMILIES
from wefact_multivers.store.evidence import Fact, record_evidence
from wefact_multivers.store.intents import Effect
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.records import Record
from wefact_multivers.streams.changes import CHANGED
from wefact_multivers.streams.effects import Door, Refused
from wefact_multivers.streams.kinds import PLAN, DocumentKind
from wefact_multivers.streams.orders import BookingOrder
from wefact_multivers.streams.planners import Desk, plan_document
from wefact_multivers.streams.prepare import plan_of
from wefact_multivers.streams.runs import RunState
from wefact_multivers.streams.services import Services
from wefact_multivers.streams.settle import is_given_up
from wefact_multivers.streams.surroundings import surroundings_of
from wefact_multivers.streams.update_settling import follow, reasons_at, settle_update, verify_updates, written_fields

_OF_THE_SERVER = ("amount", "total", "vatamount", "canchange", "cannotchange", "messages", "brokenrules", "allbroken")
"""How the names begin of what Multivers works out itself: an earlier total must not go back to it."""

_OF_PEOPLE = ("costUnitId", "projectId")
"""What people add to a line, and a new line would lose (`multivers-api.md 3.5`)."""


@dataclass(frozen=True)
class _Booked:
    """A document that was changed since, with the plan and the receipt of its booking."""

    record: Record
    plan: Plan
    receipt: Receipt


@dataclass(frozen=True)
class _There:
    """What a look at the booking tells: why it may not be replaced, or what else in it stays."""

    limit: str | None
    kept: Mapping[str, object]


class Updates:
    """Replaces the bookings of one kind in one run."""

    def __init__(self, services: Services, state: RunState, kind: DocumentKind, door: Door) -> None:
        self._services = services
        self._state = state
        self._kind = kind
        self._door = door

    def write(self) -> None:
        """Replaces what may be replaced; at everything else it says why it is not."""
        if self._state.configuration.administration.policies.changes == "flag":
            return
        with self._services.memory.read() as unit:
            changed = unit.records.with_status(self._kind.controller, {Status.CHANGED})
        for record in changed:
            if {found.code for found in reasons_at(record)} == {CHANGED} and not self._is_under_way(record):
                self._follow(record)

    def _is_under_way(self, record: Record) -> bool:
        """Whether an update waits to be looked up or read back, or was sent too often without an answer."""
        effect = Effect.UPDATE_BOOKING
        with self._services.memory.read() as unit:
            receipt = unit.receipts.get(record.key, effect)
            if unit.intents.is_open(record.key, effect) or (receipt is not None and not receipt.verified):
                return True
        return is_given_up(self._services, self._state, record.key, effect)

    def _follow(self, record: Record) -> None:
        booked = self._booked(record)
        if booked is None:
            self._say(record, [_left(record, "zij is niet door de koppeling gemaakt")])
            return
        plan = self._plan(booked)
        if not isinstance(plan, Plan):
            self._say(record, plan)
        elif plan.body == booked.plan.body:
            self._accept(booked, plan)
        elif not self._was_tried(record, plan):
            self._try(booked, plan)

    def _booked(self, record: Record) -> _Booked | None:
        """None for a booking that somebody else made, or that a person has accepted as it stood."""
        with self._services.memory.read() as unit:
            receipt = unit.receipts.get(record.key, Effect.CREATE_BOOKING)
            if receipt is None or receipt.adopted or receipt.intent_id is None:
                return None
            text = unit.plans.text(unit.intents.get(receipt.intent_id).frozen.plan_hash or "")
        return _Booked(record, PLAN.validate_json(text), receipt)

    def _plan(self, booked: _Booked) -> Plan | Sequence[Problem]:
        """The booking as it would be made now, in the journal that it stands in; or what keeps it from being made."""
        record, state = booked.record, self._state
        versions = Versions(record.seen.content_hash, state.configuration.hash, state.run.multivers_hash)
        with self._services.memory.write() as unit:
            around = surroundings_of(unit, self._kind, [record])
            planned = plan_document(Desk(self._services, state, unit, self._kind, around, is_update=True), record)
            if isinstance(planned, Skipped):
                return [_left(record, "het document is leeg")]
            if not isinstance(planned, PlannedBooking):
                return planned
            journal = booked.plan.booking.journal_id
            planned = replace(planned, booking=replace(planned.booking, journal_id=journal))
            plan = plan_of(planned, versions, state)
            unit.plans.save(record.key, plan.hash, plan.text, self._services.clock.now())
        return plan

    def _was_tried(self, record: Record, plan: Plan) -> bool:
        """Whether this very plan was refused: it is offered again only if a person asks."""
        with self._services.memory.read() as unit:
            offered = unit.changes.get(record.key).offered
        return offered == plan.hash and not self._state.is_asked_for(record.seen.number)

    def _try(self, booked: _Booked, plan: Plan) -> None:
        filed = self._state.configuration.administration.vat_filed_until
        limit = update_limit(booked.plan.booking, plan.booking, vat_filed_until=filed)
        there = _There(limit, {}) if limit else self._look(booked)
        if there.limit:
            self._say(booked.record, [_left(booked.record, there.limit)], plan)
            return
        self._send(booked, plan, there.kept)

    def _look(self, booked: _Booked) -> _There:
        """Whether the booking is still a concept, open, and as we wrote it last."""
        multivers, kind, invoice_id = self._services.multivers, self._kind.kind, booked.receipt.invoice_id or ""
        held = multivers.booking_model(kind, invoice_id)
        if held is None:
            return _There("zij staat niet meer in Multivers", {})
        touched = [*touched_fields(written_fields(booked.plan, booked.receipt), held), *_added(held)]
        if touched:
            return _There(f"in Multivers is gewijzigd: {', '.join(touched[:5])}", {})
        if held.get("canChange") is not True:
            return _There("zij is geen concept meer", {})
        details = multivers.booking_details(kind, invoice_id)
        if details is None or details.payments or details.booking.balance != booked.receipt.gross:
            return _There("er is een betaling of verrekening aan gekoppeld", {})
        kept = {name: value for name, value in held.items() if not name.casefold().startswith(_OF_THE_SERVER)}
        return _There(None, kept)

    def _send(self, booked: _Booked, plan: Plan, kept: Mapping[str, object]) -> None:
        record, receipt = booked.record, booked.receipt
        order = BookingOrder(
            key=record.key,
            plan=plan,
            plan_hash=plan.hash,
            content_hash=record.seen.content_hash,
            journal_transaction=receipt.journal_transaction or 0,
            kept=kept,
        )
        self._tell(booked, plan)
        result = self._door.update_booking(order)
        if isinstance(result, Receipt):
            verify_updates(self._services, self._kind)
        else:
            refused = result.detail if isinstance(result, Refused) else None
            settle_update(self._services, self._state, result.intent, refused=refused)

    def _tell(self, booked: _Booked, plan: Plan) -> None:
        """What the booking was and becomes, as evidence (`accounting-rules.md 12`)."""
        changes = [one.values for one in reasons_at(booked.record)]
        told: dict[str, object] = {"was": booked.plan.hash, "becomes": plan.hash, "changes": changes}
        fact = Fact("update", told, booked.record.key)
        with self._services.memory.write() as unit:
            identity, now = self._services.memory.administration_id, self._services.clock.now()
            record_evidence(unit.connection, identity, now, fact)

    def _accept(self, booked: _Booked, plan: Plan) -> None:
        """What has changed is nothing that Multivers holds."""
        with self._services.memory.write() as unit:
            follow(unit, replace(booked.receipt, content_hash=plan.versions.document), plan, self._services.clock.now())

    def _say(self, record: Record, why: Sequence[Problem], tried: Plan | None = None) -> None:
        now = self._services.clock.now()
        with self._services.memory.write() as unit:
            unit.records.happen(record.key, Event.CHANGED_IN_WEFACT, now, problems=[*reasons_at(record), *why])
            if tried is not None:
                unit.changes.offer(record.key, tried.hash, now)


def _left(record: Record, reason: str) -> Problem:
    return problem("DOC-034", reason=reason, number=record.seen.number)


def _added(held: Mapping[str, Any]) -> list[str]:
    """What people added to lines."""
    names = [family.lines_name for family in FAMILIES.values()]
    lines = [line for name in names for line in held.get(name) or ()]
    return [name for name in _OF_PEOPLE if any(line.get(name) for line in lines)]
