"""Plans what is open: pure over the store, no remote call; what cannot be planned says everything that is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pydantic import TypeAdapter

from wefact_multivers.domain.bookings import Plan, Versions
from wefact_multivers.domain.canonical import canonical_json, digest
from wefact_multivers.domain.documents import Relation, SourceKey
from wefact_multivers.domain.numbering import relation_code_problem
from wefact_multivers.domain.planning import PlannedBooking, Skipped
from wefact_multivers.domain.problems import Problem
from wefact_multivers.domain.relations import relation_fields
from wefact_multivers.domain.status import OPEN, Event, Status
from wefact_multivers.mapping.resolution import resolve_country, resolve_payment_condition
from wefact_multivers.multivers.bodies import booking_body
from wefact_multivers.store.intents import Effect
from wefact_multivers.store.records import Record
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.kinds import KINDS, DocumentKind, RelationKind
from wefact_multivers.streams.planners import Desk, plan_document
from wefact_multivers.streams.runs import Mode, RunState, Stream, load_run
from wefact_multivers.streams.services import Services
from wefact_multivers.transport import dump

PLAN: TypeAdapter[Plan] = TypeAdapter(Plan)

DEFAULT_TERM = -1
"""WeFact's own number for "as the administration has it" (`wefact-api.md 3.1`): the row * of the table."""

ASKED = frozenset({"DOC-002", "DOC-004", "REL-001", "REL-006"})
"""Questions about a booking or relation that stands in Multivers."""

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


@dataclass(frozen=True)
class RelationPlan:
    """A relation as it would be written: its code, and our fields in Multivers' names."""

    code: str
    fields: dict[str, str]


RELATION_PLAN: TypeAdapter[RelationPlan] = TypeAdapter(RelationPlan)


def prepare_relations(services: Services, state: RunState, kind: RelationKind) -> dict[str, int]:
    """Plans the relations that are not in Multivers yet, and those that have changed since they were written."""
    with services.memory.read() as unit:
        unsent = unit.records.unsent(kind.controller, kind.effect)
        changed = unit.records.changed_since_receipt(kind.controller, kind.effect)
    records = {record.key: record for record in (*unsent, *changed)}.values()
    return _counted((_prepare_relation(services, state, kind, record) for record in records), "postponed")


def _counted(outcomes: Iterable[str], *others: str) -> dict[str, int]:
    counts = dict.fromkeys(("planned", "blocked", *others), 0)
    for outcome in outcomes:
        counts[outcome] += 1
    return counts


def _prepare_relation(services: Services, state: RunState, kind: RelationKind, record: Record) -> str:
    with services.memory.write() as unit:
        now = services.clock.now()
        planned = plan_relation(state, kind, kind.read(record), is_there=_came_from_multivers(unit, record))
        if isinstance(planned, RelationPlan):
            text, plan_hash = canonical_json(planned), digest(planned)
            if _waits_as_it_is(state, record, plan_hash):
                return "blocked"
            unit.plans.save(record.key, plan_hash, text, now)
            unit.records.plan(record.key, plan_hash)
            if record.status in OPEN:
                unit.records.happen(record.key, _planned_event(state), now)
            return "planned"
        unit.records.plan(record.key, None)
        if record.status in OPEN:
            unit.records.happen(record.key, Event.REFUSED_BY_CHECKS, now, problems=planned)
        return "blocked"


def _came_from_multivers(unit: Unit, record: Record) -> bool:
    """Whether the import made a relation, so that Multivers holds its code whatever it looks like."""
    key = SourceKey(record.key.controller, record.seen.number)
    return unit.receipts.get(key, Effect.WRITE_WEFACT_RELATION) is not None


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
    return _counted((_prepare_document(services, state, kind, record) for record in records), "postponed", "skipped")


def _prepare_document(services: Services, state: RunState, kind: DocumentKind, record: Record) -> str:
    versions = Versions(record.seen.content_hash, state.configuration.hash, state.run.multivers_hash)
    with services.memory.write() as unit:
        now = services.clock.now()
        planned = plan_document(Desk(services, state, unit, kind), record)
        if isinstance(planned, PlannedBooking):
            plan = plan_of(planned, versions, state)
            if _waits_as_it_is(state, record, plan.hash):
                return "blocked"
            unit.plans.save(record.key, plan.hash, plan.text, now)
            unit.records.plan(record.key, plan.hash)
            unit.records.happen(record.key, _planned_event(state), now, problems=plan.warnings)
            return "planned"
        unit.records.plan(record.key, None)
        if isinstance(planned, Skipped):
            unit.records.happen(record.key, Event.SKIPPED_AS_EMPTY, now, problems=(planned.reason,))
            return "skipped"
        if POSTPONING.issuperset(found.code for found in planned):
            unit.records.happen(record.key, _planned_event(state), now, problems=planned)
            return "postponed"
        unit.records.happen(record.key, Event.REFUSED_BY_CHECKS, now, problems=[*planned, *questions(record)])
        return "blocked"


def questions(record: Record) -> tuple[Problem, ...]:
    """What a blocked record is asked about because of what was found in Multivers.

    It may be gone, which only a look tells, just before the next write: until then the question stands.
    """
    asked = tuple(found for found in record.problems if found.code in ASKED)
    return asked if record.status is Status.BLOCKED else ()


def _waits_as_it_is(state: RunState, record: Record, plan_hash: str) -> bool:
    """Whether a record is asked about, or was refused, and its plan is still the same."""
    if record.plan_hash != plan_hash:
        return False
    was_refused = record.status is Status.REJECTED and bool(REFUSED & {found.code for found in record.problems})
    return bool(questions(record)) or (was_refused and not state.is_asked_for(record.seen.number))


def plan_of(planned: PlannedBooking, versions: Versions, state: RunState) -> Plan:
    """The plan of a booking: with the request it will be sent in, and the versions it was made from."""
    administration = state.configuration.administration
    side, sends_owed_vat = administration.line_side(planned.booking.kind), administration.owed_vat == "sent"
    return Plan(
        booking=planned.booking,
        body=dump(booking_body(planned.booking, side, sends_owed_vat=sends_owed_vat)).decode(),
        treatments=tuple(planned.treatments),
        method=planned.method,
        warnings=planned.warnings,
        versions=versions,
        country=planned.party.country if planned.party else "",
        vat_number=planned.party.vat_number if planned.party else "",
    )


def _planned_event(state: RunState) -> Event:
    return Event.PREVIEWED if state.mode is Mode.PREVIEW else Event.PLANNED
