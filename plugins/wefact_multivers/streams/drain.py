"""Posts the planned bookings one by one, a proof booking first for each kind (DESIGN 8.4)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from wefact_multivers.domain.bookings import Plan
from wefact_multivers.domain.documents import SourceKey
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.status import Event, Status
from wefact_multivers.errors import RemoteUnavailable
from wefact_multivers.store.intents import Effect
from wefact_multivers.store.plans import Proof
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.records import Record
from wefact_multivers.streams.effects import Door, Refused, Unknown
from wefact_multivers.streams.kinds import PLAN, DocumentKind
from wefact_multivers.streams.orders import BookingOrder
from wefact_multivers.streams.own_journals import LAST_NUMBER
from wefact_multivers.streams.runs import RunState
from wefact_multivers.streams.services import Services
from wefact_multivers.streams.settle import SENDINGS, is_given_up, settle_booking, unanswered
from wefact_multivers.streams.verify import verify_bookings


@dataclass(frozen=True)
class _Ready:
    """A document with the plan that will be posted."""

    record: Record
    plan: Plan


def drain(services: Services, state: RunState, kind: DocumentKind, door: Door, records: Sequence[Record]) -> None:
    """Posts these documents in the order of their numbers; a document that fails holds up no other.

    Raises:
        RemoteUnavailable: Multivers cannot be reached; what was posted has its receipt.
        LeaseHeld: another writer has taken over.
    """
    by_combination: dict[str, list[_Ready]] = defaultdict(list)
    for record in records:
        plan = _plan(services, record)
        by_combination[plan.combination].append(_Ready(record, plan))
    poster = _Poster(services, state, kind, door)
    for combination, ready in by_combination.items():
        poster.post_all(combination, ready)


class _Poster:
    """Posts bookings, counting up the numbers of their journals."""

    def __init__(self, services: Services, state: RunState, kind: DocumentKind, door: Door) -> None:
        self._services = services
        self._state = state
        self._kind = kind
        self._door = door
        self._next: dict[tuple[int, str], int] = {}

    def post_all(self, combination: str, ready: Sequence[_Ready]) -> None:
        """Posts the documents of one combination; the first of a combination that was never proven goes alone."""
        rest = list(ready)
        while rest and self._proof(combination) is None:
            if self._post(rest.pop(0)):
                verify_bookings(self._services, self._state, self._kind)
                break
        proof = self._proof(combination)
        if proof is None or not proof.proven:
            self._postpone(combination, rest)
            return
        for one in rest:
            self._post(one)

    def _proof(self, combination: str) -> Proof | None:
        """What is known of a combination: nothing, proven, or stopped because its proof booking is not right.

        One that people have taken out shows nothing any more: another document has to prove its kind.
        """
        with self._services.memory.read() as unit:
            proof = unit.plans.proof(combination)
            if proof is None or proof.proven:
                return proof
            proving = unit.records.get(SourceKey(self._kind.controller, proof.identifier))
        return proof if proving is not None and proving.status is Status.REJECTED else None

    def _postpone(self, combination: str, ready: Sequence[_Ready]) -> None:
        why = problem("DOC-015", code=combination)
        for one in ready:
            self._happen(one, Event.POSTPONED, why)

    def _post(self, ready: _Ready) -> bool:
        """Posts one document; a number that is taken in the journal is replaced once.

        Returns:
            Whether a booking stands in Multivers, or may do so.
        """
        if is_given_up(self._services, self._state, ready.record.key, Effect.CREATE_BOOKING):
            self._happen(ready, Event.REFUSED_BY_MULTIVERS, problem("DOC-016", count=SENDINGS))
            return False
        for _ in range(2):
            number = self._number(ready.plan)
            if number > LAST_NUMBER:
                why = problem("NUM-003", journal=ready.plan.booking.journal_id, number=number)
                self._happen(ready, Event.REFUSED_BY_CHECKS, why)
                return False
            if self._post_as(ready, number):
                return True
            if not self._number_was_taken(ready.plan, number):
                return False
        return False

    def _post_as(self, ready: _Ready, number: int) -> bool:
        order = BookingOrder(
            key=ready.record.key,
            plan=ready.plan,
            plan_hash=ready.plan.hash,
            content_hash=ready.record.seen.content_hash,
            journal_transaction=number,
        )
        try:
            result = self._door.create_booking(order)
        except RemoteUnavailable:
            self._happen(ready, Event.NOT_SENT, None)
            raise
        self._next[self._journal(ready.plan)] = number + 1
        if isinstance(result, Receipt):
            return True
        return self._settle(ready, result)

    def _settle(self, ready: _Ready, result: Refused | Unknown) -> bool:
        """One look at once; what it does not settle stays uncertain until later."""
        if isinstance(result, Unknown):
            # The look may have to wait as well.
            minutes = self._state.configuration.administration.settle_minutes
            self._happen(ready, Event.ANSWER_UNKNOWN, unanswered(result.intent, minutes))
            settle_booking(self._services, self._state, result.intent)
            return True
        settle_booking(self._services, self._state, result.intent, refused=result.detail)
        with self._services.memory.read() as unit:
            return unit.receipts.get(result.intent.frozen.key, result.intent.frozen.effect) is not None

    def _number(self, plan: Plan) -> int:
        """The next number of a journal: asked once a run, for one writer at a time counts up."""
        journal = self._journal(plan)
        if journal not in self._next:
            self._next[journal] = self._free_number(*journal)
        return self._next[journal]

    def _free_number(self, year: int, journal_id: str) -> int:
        """The number after the last one of a journal, after every one of ours, and after all that may still arrive.

        A booking that comes late could otherwise meet a new one under its number (`multivers-api.md 4.3`), and a
        booking that somebody deleted would seem to be there, as another one. A journal that we know to be full is not
        asked: Multivers would refuse to name a number.
        """
        with self._services.memory.read() as unit:
            frozen = [intent.frozen for intent in unit.intents.unsettled(Effect.CREATE_BOOKING)]
            highest = unit.receipts.highest_number(Effect.CREATE_BOOKING, year, journal_id)
        mine = [one for one in frozen if (one.fiscal_year, one.journal_id) == (year, journal_id)]
        free = 1 + max([highest, *(one.journal_transaction for one in mine if one.journal_transaction)])
        if free > LAST_NUMBER:
            return free
        return max(free, self._services.multivers.next_journal_transaction(year, journal_id))

    def _number_was_taken(self, plan: Plan, number: int) -> bool:
        """Whether a refusal may come from the number: somebody else has booked in this journal meanwhile."""
        journal = self._journal(plan)
        self._next[journal] = self._free_number(*journal)
        return self._next[journal] > number

    @staticmethod
    def _journal(plan: Plan) -> tuple[int, str]:
        return (plan.booking.fiscal_year, plan.booking.journal_id)

    def _happen(self, ready: _Ready, event: Event, why: Problem | None) -> None:
        with self._services.memory.write() as unit:
            problems = [why] if why else []
            unit.records.happen(ready.record.key, event, self._services.clock.now(), problems=problems)


def _plan(services: Services, record: Record) -> Plan:
    with services.memory.read() as unit:
        return PLAN.validate_json(unit.plans.text(record.plan_hash or ""))
