"""Writes what is planned to Multivers, document by document, and says at the end what waits for a person.

A retry, a clear and a backfill re-do only what has no receipt: what was sent without a clear answer is settled
first, then what Multivers already holds is looked at, and only then the rest is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from wefact_multivers.domain.documents import Controller
from wefact_multivers.domain.problems import problem
from wefact_multivers.domain.status import IN_MULTIVERS, NEEDS_PERSON, Event, Status
from wefact_multivers.errors import DocumentsNeedPerson, SettleLater
from wefact_multivers.store.intents import Effect
from wefact_multivers.store.lease import Lease
from wefact_multivers.store.records import Record
from wefact_multivers.streams.drain import drain
from wefact_multivers.streams.effects import Door
from wefact_multivers.streams.look import look
from wefact_multivers.streams.prepare import prepare_debtors, prepare_sales_invoices
from wefact_multivers.streams.relations import Relations
from wefact_multivers.streams.runs import Mode, RunState, Stream, load_run
from wefact_multivers.streams.services import Services
from wefact_multivers.streams.settle import settle_bookings, settle_relations, settles_at
from wefact_multivers.streams.verify import verify_bookings

REMINDER = timedelta(days=7)
"""How long a document that waits for a person leaves its stream green after it painted it red."""

_CONTROLLERS = {Stream.DEBTORS: Controller.DEBTOR, Stream.SALES_INVOICES: Controller.INVOICE}
_EFFECTS = {Stream.DEBTORS: Effect.WRITE_MULTIVERS_RELATION, Stream.SALES_INVOICES: Effect.CREATE_BOOKING}


def post(services: Services, run_key: str, stream: str, *, again: bool = False) -> dict[str, int]:
    """Writes what is open in a stream.

    Args:
        services: of the administration.
        run_key: the run.
        stream: which stream.
        again: the task runs again after a retry or a clear, and takes the configuration as it is in the files now.

    Returns:
        How many documents stand at each status; nothing is written in a preview.

    Raises:
        DocumentsNeedPerson: all is done, and documents newly wait for a person.
        SettleLater: something was sent without a clear answer; come back.
        LeaseHeld: another writer is at work.
        SyncError: the run cannot go on; what was written has its receipt.
    """
    state, chosen = load_run(services, run_key, again=again), Stream(stream)
    if state.mode is Mode.EXPORT:
        _POSTS[chosen](services, state)
        _come_back_if_unsettled(services, state, chosen)
        _turn_red_if_new(services, state, chosen)
    with services.memory.read() as unit:
        counts = unit.records.counts(_CONTROLLERS[chosen])
    return {status.value: count for status, (count, _) in counts.items()}


def _post_debtors(services: Services, state: RunState) -> None:
    with writing(services) as door:
        settle_relations(services, state)
        prepare_debtors(services, state)
        Relations(services, state, door).write()


def _post_sales_invoices(services: Services, state: RunState) -> None:
    with writing(services) as door:
        settle_bookings(services, state)
        verify_bookings(services, state)
        prepare_sales_invoices(services, state)
        look(services, state, _unsent(services))
        Relations(services, state, door).write(only=_debtors_of(planned(services)))
        _hold_back(services, planned(services))
        drain(services, state, door, planned(services))
        verify_bookings(services, state)
    _notice_edits(services)


_POSTS = {Stream.DEBTORS: _post_debtors, Stream.SALES_INVOICES: _post_sales_invoices}


@contextmanager
def writing(services: Services) -> Iterator[Door]:
    """The door to Multivers, as long as this process is the one writer of the database.

    Raises:
        LeaseHeld: another one is.
    """
    lease = Lease(services.store, services.target, services.owner, services.lease_seconds)
    lease.acquire()
    try:
        yield Door(services, lease)
    finally:
        lease.release()


def _unsent(services: Services) -> list[Record]:
    with services.memory.read() as unit:
        return unit.records.unsent(Controller.INVOICE, Effect.CREATE_BOOKING)


def planned(services: Services) -> list[Record]:
    """What may be posted now: planned, nothing sent, nothing found."""
    return [record for record in _unsent(services) if record.status is Status.NEW and record.plan_hash]


def _debtors_of(records: list[Record]) -> set[str]:
    return {record.seen.relation_code for record in records if record.seen.relation_code}


def _hold_back(services: Services, records: list[Record]) -> None:
    """A document whose debtor is not in Multivers waits for it."""
    for record in records:
        with services.memory.write() as unit:
            code = record.seen.relation_code or ""
            debtor = unit.records.by_number(Controller.DEBTOR, code)
            if debtor is not None and debtor.status in IN_MULTIVERS:
                continue
            status = debtor.status.value if debtor else "onbekend"
            needs_person = debtor is None or debtor.status in NEEDS_PERSON
            event = Event.REFUSED_BY_CHECKS if needs_person else Event.POSTPONED
            why = problem("REL-005", code=code, status=status)
            unit.records.happen(record.key, event, services.clock.now(), problems=[why])


def _notice_edits(services: Services) -> None:
    """A document that was edited between its sending and its verification is not what was booked."""
    effect, why = Effect.CREATE_BOOKING, problem("DOC-003", fields="na de verzending")
    with services.memory.write() as unit:
        for record in unit.records.changed_since_receipt(Controller.INVOICE, effect):
            if record.status in IN_MULTIVERS - {Status.CHANGED}:
                unit.records.happen(record.key, Event.CHANGED_IN_WEFACT, services.clock.now(), problems=[why])


def _come_back_if_unsettled(services: Services, state: RunState, stream: Stream) -> None:
    with services.memory.read() as unit:
        unsettled = unit.intents.unsettled(_EFFECTS[stream])
    if not unsettled:
        return
    minutes = state.configuration.administration.settle_minutes
    until = min(settles_at(intent, minutes) for intent in unsettled)
    # A first look that was late anyway is followed by the second at once, but never without a pause.
    earliest = services.clock.now() + timedelta(seconds=1)
    raise SettleLater(max(until, earliest), count=len(unsettled))


def _turn_red_if_new(services: Services, state: RunState, stream: Stream) -> None:
    """Red is news: a document turns its stream red in the run in which it newly needs a person, and weekly after."""
    run_key, now = state.run.run_key, services.clock.now()
    with services.memory.write() as unit:
        waiting = unit.records.with_status(_CONTROLLERS[stream], NEEDS_PERSON)
        fresh = [record for record in waiting if _is_news(record, run_key, services, state)]
        unit.records.painted_red([record.key for record in fresh], run_key, now)
    if fresh:
        causes = sorted({found.code for record in fresh for found in record.problems})
        raise DocumentsNeedPerson(stream=stream.value, count=len(waiting), causes=", ".join(causes))


def _is_news(record: Record, run_key: str, services: Services, state: RunState) -> bool:
    if state.configuration.administration.strict_red or record.red_run == run_key or record.red_at is None:
        return True
    return record.red_at <= services.clock.now() - REMINDER
