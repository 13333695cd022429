"""Plans what is open: pure over the store, no remote call; what cannot be planned says everything that is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter

from wefact_multivers.domain.bookings import Plan, Versions
from wefact_multivers.domain.canonical import canonical_json, digest
from wefact_multivers.domain.documents import Relation, SourceKey
from wefact_multivers.domain.numbering import relation_code_problem
from wefact_multivers.domain.planning import PlannedBooking, Skipped
from wefact_multivers.domain.problems import Problem
from wefact_multivers.domain.relations import relation_fields
from wefact_multivers.domain.status import OPEN, Event, Status, move
from wefact_multivers.mapping.resolution import resolve_country, resolve_payment_condition
from wefact_multivers.multivers.bodies import booking_body
from wefact_multivers.store.intents import Effect
from wefact_multivers.store.records import Record
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.kinds import KINDS, DocumentKind, RelationKind
from wefact_multivers.streams.planners import Desk, plan_document
from wefact_multivers.streams.runs import Mode, RunState, Stream, load_run
from wefact_multivers.streams.services import Services
from wefact_multivers.streams.surroundings import surroundings_of
from wefact_multivers.transport import dump

PLAN: TypeAdapter[Plan] = TypeAdapter(Plan)

DEFAULT_TERM = -1
"""WeFact's own number for "as the administration has it" (`wefact-api.md 3.1`): the row * of the table."""

ASKED = frozenset({"DOC-002", "DOC-004", "REL-001", "REL-006"})
"""Questions about a booking or relation that stands in Multivers."""

_HOLDS_QUESTIONS = frozenset({Status.BLOCKED, Status.SKIPPED, Status.WITHDRAWN})

REFUSED = frozenset({"DOC-010", "REL-007"})
"""Multivers said no: the very same is offered again only if a person asks."""

POSTPONING = frozenset({"DOC-014"})
"""Problems that time alone takes away."""


def prepare(services: Services, run_key: str, stream: str, *, again: bool = False) -> dict[str, int]:
    """Plans what is open in a stream; a document never makes it fail.

    Args:
        services: of the administration.
        run_key: the run.
        stream: which stream.
        again: the task runs again after a retry or a clear, and takes the configuration as it is in the files now.

    Returns:
        `planned`, `blocked` and `postponed`; of documents also `skipped`.
    """
    state, kind = load_run(services, run_key, again=again), KINDS[Stream(stream)]
    if isinstance(kind, RelationKind):
        return prepare_relations(services, state, kind)
    return prepare_documents(services, state, kind)


_MOVED_ON = "moved_on"
"""What becomes of a record that a person, or another run, has settled since the list of open ones was read."""

_SKIPPED = "skipped"


@dataclass(frozen=True)
class RelationPlan:
    """A relation as it would be written: its code, and our fields in Multivers' names."""

    code: str
    fields: dict[str, str]


RELATION_PLAN: TypeAdapter[RelationPlan] = TypeAdapter(RelationPlan)


@dataclass(frozen=True)
class _Verdict:
    """What planning makes of a record.

    Attributes:
        outcome: under which name it is counted.
        problems: what stands at the record from now on.
        plan, plan_hash: as it would be written; None where something is missing.
    """

    outcome: str
    event: Event
    problems: tuple[Problem, ...] = ()
    plan: Plan | RelationPlan | None = None
    plan_hash: str | None = None

    def changes(self, record: Record) -> bool:
        """Whether it would leave the record other than it stands."""
        if self.plan_hash != record.plan_hash:
            return True
        left = (move(record.status, self.event), self.problems) if record.status in OPEN else None
        return left is not None and left != (record.status, record.problems)


def prepare_relations(services: Services, state: RunState, kind: RelationKind) -> dict[str, int]:
    """Plans the relations that are not in Multivers yet, and those that have changed since they were written."""
    with services.memory.read() as unit:
        unsent = unit.records.unsent(kind.controller, kind.effect)
        changed = unit.records.changed_since_receipt(kind.controller, kind.effect)
        records = {record.key: record for record in (*unsent, *changed)}.values()
        there = _came_from_multivers(unit, records)
    return _counted(
        (_prepare_relation(services, state, kind, record, is_there=record.key in there) for record in records),
        "postponed",
    )


def _counted(outcomes: Iterable[str], *others: str) -> dict[str, int]:
    counts = dict.fromkeys(("planned", "blocked", *others), 0)
    for outcome in outcomes:
        if outcome != _MOVED_ON:
            counts[outcome] += 1
    return counts


def _prepare_relation(
    services: Services, state: RunState, kind: RelationKind, record: Record, *, is_there: bool
) -> str:
    verdict = _relation_verdict(state, kind, record, is_there=is_there)
    if _waits_as_it_is(state, record, verdict.plan_hash):
        return "blocked"
    if not verdict.changes(record):
        return verdict.outcome
    with services.memory.write() as unit:
        if record.status in OPEN and not _is_still_open(unit, record):
            return _MOVED_ON
        return _keep(unit, record, verdict, services.clock.now())


def _relation_verdict(state: RunState, kind: RelationKind, record: Record, *, is_there: bool) -> _Verdict:
    planned = plan_relation(state, kind, kind.read(record), is_there=is_there)
    if not isinstance(planned, RelationPlan):
        return _Verdict("blocked", Event.REFUSED_BY_CHECKS, tuple(planned))
    return _Verdict("planned", _planned_event(state), (), planned, digest(planned))


def _keep(unit: Unit, record: Record, verdict: _Verdict, now: datetime) -> str:
    """Stores what planning made of a record."""
    if verdict.plan_hash is not None:
        unit.plans.save(record.key, verdict.plan_hash, canonical_json(verdict.plan), now)
    unit.records.plan(record.key, verdict.plan_hash)
    if record.status in OPEN:
        unit.records.happen(record.key, verdict.event, now, problems=verdict.problems)
    return verdict.outcome


def _came_from_multivers(unit: Unit, records: Iterable[Record]) -> set[SourceKey]:
    """Which relations the import made, so that Multivers holds their code whatever it looks like."""
    numbered = {SourceKey(record.key.controller, record.seen.number): record.key for record in records}
    return {numbered[key] for key in unit.receipts.of(numbered, Effect.WRITE_WEFACT_RELATION)}


def plan_relation(
    state: RunState, kind: RelationKind, relation: Relation, *, is_there: bool
) -> RelationPlan | list[Problem]:
    """What a relation becomes in Multivers, or everything that keeps it from being written.

    Args:
        state: of the run.
        kind: debtor or creditor.
        relation: as WeFact shows it.
        is_there: Multivers holds its code already.
    """
    configuration = state.configuration
    country = resolve_country(relation.country, configuration)
    term = DEFAULT_TERM if relation.term is None else relation.term
    condition = resolve_payment_condition(term, configuration, kind=kind.kind)
    code = None if is_there else relation_code_problem(relation.code)
    problems = [found for found in (code, country, condition) if isinstance(found, Problem)]
    if problems or isinstance(country, Problem) or isinstance(condition, Problem):
        return problems
    fields = relation_fields(relation, country_id=country, payment_condition=condition)
    return RelationPlan(relation.code, fields.fields)


def prepare_documents(services: Services, state: RunState, kind: DocumentKind) -> dict[str, int]:
    """Plans the documents that are open and were certainly not sent."""
    with services.memory.read() as unit:
        records = unit.records.unsent(kind.controller, kind.effect)
        standing = _as_they_stand(Desk(services, state, unit, kind, surroundings_of(unit, kind, records)), records)
    outcomes = []
    for record in records:
        outcome = standing.get(record.key) or _prepare_document(services, state, kind, record)
        if outcome == _SKIPPED:
            # It is nobody's neighbour any more, so that those beside it may come out differently.
            standing = {}
        outcomes.append(outcome)
    return _counted(outcomes, "postponed", _SKIPPED)


def _as_they_stand(desk: Desk, records: Sequence[Record]) -> dict[SourceKey, str]:
    """What comes of the documents that planning leaves as they are: nothing has to be written for them.

    A document without an invoice id is left out, since planning gives it one.
    """
    found = {}
    for record in records:
        if record.key not in desk.around.numbers:
            continue
        verdict = _document_verdict(desk, record)
        if _waits_as_it_is(desk.state, record, verdict.plan_hash):
            found[record.key] = "blocked"
        elif not verdict.changes(record):
            found[record.key] = verdict.outcome
    return found


def _prepare_document(services: Services, state: RunState, kind: DocumentKind, record: Record) -> str:
    with services.memory.write() as unit:
        if not _is_still_open(unit, record):
            return _MOVED_ON
        desk = Desk(services, state, unit, kind, surroundings_of(unit, kind, [record]))
        verdict = _document_verdict(desk, record)
        if _waits_as_it_is(state, record, verdict.plan_hash):
            return "blocked"
        return _keep(unit, record, verdict, services.clock.now())


def _document_verdict(desk: Desk, record: Record) -> _Verdict:
    planned, state, asked = plan_document(desk, record), desk.state, questions(record)
    if isinstance(planned, PlannedBooking):
        versions = Versions(record.seen.content_hash, state.configuration.hash, state.run.multivers_hash)
        plan = plan_of(planned, versions, state)
        if asked:
            return _Verdict("blocked", Event.REFUSED_BY_CHECKS, asked, plan, plan.hash)
        return _Verdict("planned", _planned_event(state), plan.warnings, plan, plan.hash)
    if isinstance(planned, Skipped):
        return _Verdict(_SKIPPED, Event.SKIPPED_AS_EMPTY, (planned.reason, *asked))
    if POSTPONING.issuperset(found.code for found in planned) and not asked:
        return _Verdict("postponed", _planned_event(state), tuple(planned))
    return _Verdict("blocked", Event.REFUSED_BY_CHECKS, (*planned, *asked))


def _is_still_open(unit: Unit, record: Record) -> bool:
    """Nobody waits for a plan: between the list and the record's own transaction somebody may have decided."""
    found = unit.records.get(record.key)
    return found is not None and found.status in OPEN


def questions(record: Record) -> tuple[Problem, ...]:
    """What a record is asked about because of what was found in Multivers; nothing while it may be sent.

    It may be gone, which only a look tells, just before the next write: until then the question stands, whatever
    becomes of the document in WeFact meanwhile.
    """
    asked = tuple(found for found in record.problems if found.code in ASKED)
    return asked if record.status in _HOLDS_QUESTIONS else ()


def _waits_as_it_is(state: RunState, record: Record, plan_hash: str | None) -> bool:
    """Whether a record is asked about, or was refused, and its plan is still the same."""
    if plan_hash is None or record.plan_hash != plan_hash:
        return False
    was_refused = record.status is Status.REJECTED and bool(REFUSED & {found.code for found in record.problems})
    return bool(questions(record)) or (was_refused and not state.is_asked_for(record.seen.number))


def plan_of(planned: PlannedBooking, versions: Versions, state: RunState) -> Plan:
    """The plan of a booking: with the request it will be sent in, and the versions it was made from."""
    side = state.configuration.administration.line_side(planned.booking.kind)
    return Plan(
        booking=planned.booking,
        body=dump(booking_body(planned.booking, side)).decode(),
        treatments=tuple(planned.treatments),
        method=planned.method,
        warnings=planned.warnings,
        versions=versions,
    )


def _planned_event(state: RunState) -> Event:
    return Event.PREVIEWED if state.mode is Mode.PREVIEW else Event.PLANNED
