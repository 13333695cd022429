"""Plans what is open: pure over the store, no remote call; what cannot be planned says everything that is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from pydantic import TypeAdapter

from wefact_multivers.domain.bank_accounts import CHANGED_ACCOUNT, account_fields
from wefact_multivers.domain.bookings import Plan, Versions
from wefact_multivers.domain.canonical import canonical_json, digest
from wefact_multivers.domain.documents import Controller, Relation, SourceKey
from wefact_multivers.domain.money_moves import PaidHow, System
from wefact_multivers.domain.numbering import relation_code_problem
from wefact_multivers.domain.planning import PlannedBooking, Skipped
from wefact_multivers.domain.problems import Problem, codes
from wefact_multivers.domain.relations import relation_fields
from wefact_multivers.domain.status import NEEDS_PERSON, OPEN, TRANSITIONS, Event, Status, move
from wefact_multivers.mapping.iban import iban_warnings, payable_account
from wefact_multivers.mapping.payment_conditions import resolve_payment_condition
from wefact_multivers.mapping.resolution import relation_name, resolve_country
from wefact_multivers.mapping.vat_number import vat_number_warnings
from wefact_multivers.multivers.bodies import booking_body
from wefact_multivers.store.intents import Effect
from wefact_multivers.store.records import Record
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.icp_numbers import lacks_number
from wefact_multivers.streams.kinds import KINDS, RELATIONS_OF, DocumentKind, RelationKind
from wefact_multivers.streams.planners import Desk, plan_document
from wefact_multivers.streams.runs import Mode, RunState, Stream, load_run
from wefact_multivers.streams.services import Services
from wefact_multivers.streams.surroundings import surroundings_of
from wefact_multivers.transport import dump

DEFAULT_TERM = -1
"""WeFact's own number for "as the administration has it" (`wefact-api.md 3.1`): the row * of the table."""

ASKED = frozenset({"DOC-002", "DOC-004", "REL-001", "REL-006"})
"""Questions about a booking or relation that stands in Multivers."""

_HOLDS_QUESTIONS = frozenset({Status.BLOCKED, Status.SKIPPED, Status.WITHDRAWN})

ASKED_OF_STANDING = frozenset({CHANGED_ACCOUNT})
"""Questions about a relation that stands in Multivers: a person must act, and nothing waits for it but its payments."""

REFUSED = frozenset({"DOC-010", "REL-007"})
"""Multivers said no: the very same is offered again only if a person asks."""

OF_A_RELATION_PLAN = frozenset(
    {
        *("MAP-005", "MAP-007", "REL-004", "REL-007", "REL-010", "REL-011", "REL-012", "REL-013", "REL-014"),
        *("REL-015", "TXT-001", "TXT-002"),
    }
)
"""What planning or writing a relation says of it, and says anew each time."""

_NOT_FOLLOWED = OF_A_RELATION_PLAN - {"REL-011", "REL-015", "TXT-001", "TXT-002"}
"""Why Multivers holds a relation as it was before a change."""

_OF_WHAT_STANDS = frozenset({Event.UPDATED, Event.UPDATE_REFUSED})
"""What planning makes known of a relation that stands in Multivers."""

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
    """A relation as it would be written.

    Attributes:
        code: unaltered.
        fields: ours, in Multivers' names.
        warnings: what they do not say whole.
        account: the bank account that a new creditor gets, in Multivers' names.
    """

    code: str
    fields: dict[str, str]
    warnings: tuple[Problem, ...] = ()
    account: dict[str, str] = field(default_factory=dict)


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
        warned = unit.records.with_status(kind.controller, {Status.BOOKED_WARNING})
        unfollowed = [record for record in warned if not _NOT_FOLLOWED.isdisjoint(codes(record.problems))]
        records = {record.key: record for record in (*unfollowed, *unsent, *changed)}.values()
        there = _came_from_multivers(unit, records)
    taken_back = {record.key for record in unfollowed} - {record.key for record in changed}
    verdicts = (
        (record, _relation_verdict(state, kind, record, is_there=record.key in there, is_back=record.key in taken_back))
        for record in records
    )
    return _counted((_settle_on(services, state, record, verdict) for record, verdict in verdicts), "postponed")


def _counted(outcomes: Iterable[str], *others: str) -> dict[str, int]:
    counts = dict.fromkeys(("planned", "blocked", *others), 0)
    for outcome in outcomes:
        if outcome != _MOVED_ON:
            counts[outcome] += 1
    return counts


def _settle_on(services: Services, state: RunState, record: Record, verdict: _Verdict) -> str:
    """Stores a verdict on a relation where it says something new; gives under which name it is counted."""
    if _waits_as_it_is(state, record, verdict.plan_hash):
        return "blocked"
    if not verdict.changes(record):
        return verdict.outcome
    with services.memory.write() as unit:
        if record.status in OPEN and not _is_still_open(unit, record):
            return _MOVED_ON
        return _keep(unit, record, verdict, services.clock.now())


def _relation_verdict(
    state: RunState, kind: RelationKind, record: Record, *, is_there: bool, is_back: bool
) -> _Verdict:
    """What planning makes of a relation.

    Args:
        state: of the run.
        kind: debtor or creditor.
        record: where it stands.
        is_there: Multivers holds its code already.
        is_back: a change that could not be planned was taken back: it is again as it stands in Multivers.
    """
    planned = plan_relation(state, kind, kind.read(record), is_there=is_there)
    if isinstance(planned, RelationPlan):
        if not is_back:
            return _Verdict("planned", _planned_event(state), (), planned, digest(planned))
        told = told_of_plan(record, planned.warnings)
        return _Verdict("planned", standing_event(told), told, planned, digest(planned))
    if (record.status, Event.UPDATE_REFUSED) in TRANSITIONS:
        # It stands in Multivers as it was; without a word its change would never arrive, and nobody would know.
        return _Verdict("blocked", Event.UPDATE_REFUSED, told_of_plan(record, planned))
    return _Verdict("blocked", Event.REFUSED_BY_CHECKS, tuple(planned))


def _keep(unit: Unit, record: Record, verdict: _Verdict, now: datetime) -> str:
    """Stores what planning made of a record."""
    if verdict.plan_hash is not None:
        unit.plans.save(record.key, verdict.plan_hash, canonical_json(verdict.plan), now)
    unit.records.plan(record.key, verdict.plan_hash)
    if record.status in OPEN or verdict.event in _OF_WHAT_STANDS:
        unit.records.happen(record.key, verdict.event, now, problems=verdict.problems)
    return verdict.outcome


def told_of_plan(record: Record, found: Iterable[Problem]) -> tuple[Problem, ...]:
    """What stands at a relation once it is planned again: what an earlier plan of it said is said no more."""
    return (*(one for one in record.problems if one.code not in OF_A_RELATION_PLAN), *found)


def standing_event(told: Iterable[Problem]) -> Event:
    """What happens to a relation that stands in Multivers when this is said of it; what its plan says is no news."""
    return Event.UPDATED if OF_A_RELATION_PLAN.issuperset(codes(told)) else Event.UPDATE_REFUSED


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
    condition = resolve_payment_condition(PaidHow(term), configuration, kind=kind.kind)
    code = None if is_there else relation_code_problem(relation.code)
    problems = [found for found in (code, country, condition) if isinstance(found, Problem)]
    if problems or isinstance(country, Problem) or isinstance(condition, Problem):
        return problems
    named = replace(relation, name=relation_name(relation, configuration))
    fields = relation_fields(named, country_id=country, payment_condition=condition)
    if fields.problems:
        return list(fields.problems)
    warnings = (*fields.warnings, *vat_number_warnings(relation, configuration), *iban_warnings(relation))
    return RelationPlan(relation.code, fields.fields, warnings, account_fields(payable_account(relation)))


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


def asking(unit: Unit, controller: Controller) -> list[Record]:
    """The records of a kind that a person must act on before more happens to them, or before they are paid."""
    found = unit.records.with_status(controller, NEEDS_PERSON)
    if controller not in RELATIONS_OF:
        return found
    standing = unit.records.with_status(controller, {Status.BOOKED_WARNING})
    return [*found, *(one for one in standing if not ASKED_OF_STANDING.isdisjoint(codes(one.problems)))]


def asked_at(record: Record) -> tuple[Problem, ...]:
    """What a person is asked at one of these: what stands in Multivers has remarks besides, which ask for nothing."""
    if record.status in NEEDS_PERSON:
        return record.problems
    return tuple(found for found in record.problems if found.code in ASKED_OF_STANDING)


def _waits_as_it_is(state: RunState, record: Record, plan_hash: str | None) -> bool:
    """Whether a record is asked about, lacks something in Multivers or was refused, and its plan is the same."""
    if plan_hash is None or record.plan_hash != plan_hash:
        return False
    was_refused = record.status is Status.REJECTED and bool(REFUSED & {found.code for found in record.problems})
    return (
        bool(questions(record)) or lacks_number(record) or (was_refused and not state.is_asked_for(record.seen.number))
    )


def plan_of(planned: PlannedBooking, versions: Versions, state: RunState) -> Plan:
    """The plan of a booking: with the request it will be sent in, and the versions it was made from."""
    administration = state.configuration.administration
    side, sends_owed_vat = administration.line_side(planned.booking.kind), administration.owed_vat == "sent"
    reminds = administration.reminds is System.MULTIVERS
    body = booking_body(planned.booking, side, sends_owed_vat=sends_owed_vat, reminds=reminds)
    return Plan(
        booking=planned.booking,
        body=dump(body).decode(),
        treatments=tuple(planned.treatments),
        method=planned.method,
        warnings=planned.warnings,
        versions=versions,
        country=planned.party.country if planned.party else "",
        vat_number=planned.party.vat_number if planned.party else "",
    )


def _planned_event(state: RunState) -> Event:
    return Event.PREVIEWED if state.mode is Mode.PREVIEW else Event.PLANNED
