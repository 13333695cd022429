"""Writes what is planned to Multivers, document by document, and says at the end what waits for a person.

A retry, a clear and a backfill re-do only what has no receipt: what was sent without a clear answer is settled
first, then what Multivers already holds is looked at, and only then the rest is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from wefact_multivers.domain.problems import problem
from wefact_multivers.domain.status import IN_MULTIVERS, NEEDS_PERSON, Event, Status
from wefact_multivers.store.intents import Intent
from wefact_multivers.store.records import Record
from wefact_multivers.streams.bank_accounts import BankAccounts, unsettled_accounts
from wefact_multivers.streams.changes import review
from wefact_multivers.streams.drain import drain
from wefact_multivers.streams.effects import Door
from wefact_multivers.streams.icp_numbers import hold_back_without_number
from wefact_multivers.streams.kinds import KINDS, DocumentKind, RelationKind
from wefact_multivers.streams.look import look
from wefact_multivers.streams.news import newly_red, tell_news
from wefact_multivers.streams.prepare import asking, prepare_documents, prepare_relations
from wefact_multivers.streams.relations import Relations
from wefact_multivers.streams.runs import Mode, RunState, Stream, load_run
from wefact_multivers.streams.services import Services
from wefact_multivers.streams.settle import come_back_if_any, settle_bookings, settle_relations, unsettled
from wefact_multivers.streams.turns import holding
from wefact_multivers.streams.update_settling import settle_updates, unsettled_updates, verify_updates
from wefact_multivers.streams.updates import Updates
from wefact_multivers.streams.verify import verify_bookings


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
    state, kind = load_run(services, run_key, again=again), KINDS[Stream(stream)]
    if state.mode is Mode.EXPORT:
        if isinstance(kind, RelationKind):
            _post_relations(services, state, kind)
        else:
            _post_documents(services, state, kind)
        open_ends = [*unsettled(services, kind), *unsettled_updates(services, kind), *_open_accounts(services, kind)]
        come_back_if_any(services, open_ends, state.configuration.administration.settle_minutes)
        _turn_red_if_new(services, state, kind)
    with services.memory.read() as unit:
        counts = unit.records.counts(kind.controller)
    return {status.value: count for status, (count, _) in counts.items()}


def _post_relations(services: Services, state: RunState, kind: RelationKind) -> None:
    with writing(services) as door:
        settle_relations(services, state, kind)
        prepare_relations(services, state, kind)
        Relations(services, state, kind, door).write()
        BankAccounts(services, state, kind, door).follow()


def _post_documents(services: Services, state: RunState, kind: DocumentKind) -> None:
    with writing(services) as door:
        settle_bookings(services, state, kind)
        settle_updates(services, state, kind)
        verify_bookings(services, state, kind)
        verify_updates(services, kind)
        prepare_documents(services, state, kind)
        look(services, state, kind, _unsent(services, kind))
        ready = planned(services, kind)
        codes = _relations_of(ready)
        Relations(services, state, kind.relations, door).write(only=codes)
        if BankAccounts(services, state, kind.relations, door).follow(only=codes):
            # What is in doubt now is booked blocked for payment.
            prepare_documents(services, state, kind)
        _hold_back(services, kind, ready)
        hold_back_without_number(services, kind)
        drain(services, state, kind, door, planned(services, kind))
        verify_bookings(services, state, kind)
        review(services, kind)
        Updates(services, state, kind, door).write()


@contextmanager
def writing(services: Services) -> Iterator[Door]:
    """The door to Multivers, as long as this process is the one writer of the database.

    Raises:
        LeaseHeld: another one is.
    """
    with holding(services) as lease:
        yield Door(services, lease)


def _open_accounts(services: Services, kind: RelationKind | DocumentKind) -> list[Intent]:
    """Bank accounts that were sent without a clear answer, of relations of the kind or of those of its documents."""
    return unsettled_accounts(services, kind if isinstance(kind, RelationKind) else kind.relations)


def _unsent(services: Services, kind: DocumentKind) -> list[Record]:
    with services.memory.read() as unit:
        return unit.records.unsent(kind.controller, kind.effect)


def planned(services: Services, kind: DocumentKind) -> list[Record]:
    """What may be posted now: planned, nothing sent, nothing found."""
    return [record for record in _unsent(services, kind) if record.status is Status.NEW and record.plan_hash]


def _relations_of(records: list[Record]) -> set[str]:
    return {record.seen.relation_code for record in records if record.seen.relation_code}


def _hold_back(services: Services, kind: DocumentKind, records: list[Record]) -> None:
    """A document whose relation is not in Multivers waits for it."""
    for record in records:
        with services.memory.write() as unit:
            code = record.seen.relation_code or ""
            relation = unit.records.by_number(kind.relations.controller, code)
            if relation is not None and relation.status in IN_MULTIVERS:
                continue
            status = relation.status.value if relation else "onbekend"
            needs_person = relation is None or relation.status in NEEDS_PERSON
            event = Event.REFUSED_BY_CHECKS if needs_person else Event.POSTPONED
            why = problem("REL-005", code=code, status=status)
            unit.records.happen(record.key, event, services.clock.now(), problems=[why])


def _turn_red_if_new(services: Services, state: RunState, kind: RelationKind | DocumentKind) -> None:
    with services.memory.write() as unit:
        waiting = asking(unit, kind.controller)
        fresh = newly_red(waiting, state, services.clock.now())
        unit.records.painted_red([record.key for record in fresh], state.run.run_key, services.clock.now())
    tell_news(kind.stream, waiting, fresh)
