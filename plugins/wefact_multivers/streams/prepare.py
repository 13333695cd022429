"""Plans what is open: pure over the store, no remote call; what cannot be planned says everything that is missing."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import TypeAdapter

from wefact_multivers.clock import today
from wefact_multivers.domain.bookings import Plan, Versions
from wefact_multivers.domain.canonical import canonical_json, digest
from wefact_multivers.domain.documents import Controller, Relation, SalesInvoice, SalesStatus
from wefact_multivers.domain.numbering import invoice_id_digits, relation_code_problem
from wefact_multivers.domain.periods import period_of, scope_problems
from wefact_multivers.domain.planning import Outcome, PlannedBooking, PlanRequest, Skipped
from wefact_multivers.domain.planning_sales import plan_sales_booking
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.relations import relation_fields
from wefact_multivers.domain.status import NEEDS_PERSON, OPEN, Event
from wefact_multivers.mapping.resolution import resolve_country, resolve_payment_condition
from wefact_multivers.mapping.resolve import resolve_lines
from wefact_multivers.multivers.bodies import booking_body
from wefact_multivers.store.intents import Effect
from wefact_multivers.store.records import Record
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.runs import Mode, RunState, Stream, load_run
from wefact_multivers.streams.services import Services
from wefact_multivers.transport import dump

INVOICE: TypeAdapter[SalesInvoice] = TypeAdapter(SalesInvoice)
DEBTOR: TypeAdapter[Relation] = TypeAdapter(Relation)
PLAN: TypeAdapter[Plan] = TypeAdapter(Plan)

DEFAULT_TERM = -1
"""WeFact's own number for "as the administration has it" (`wefact-api.md 3.1`): the row * of the table."""

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
    state = load_run(services, run_key, again=again)
    return PREPARES[Stream(stream)](services, state)


@dataclass(frozen=True)
class RelationPlan:
    """A relation as it would be written: its code, and our fields in Multivers' names."""

    code: str
    fields: dict[str, str]


RELATION_PLAN: TypeAdapter[RelationPlan] = TypeAdapter(RelationPlan)


def prepare_debtors(services: Services, state: RunState) -> dict[str, int]:
    """Plans the debtors that are not in Multivers yet, or have changed since they were written."""
    effect = Effect.WRITE_MULTIVERS_RELATION
    with services.memory.read() as unit:
        open_records = unit.records.with_status(Controller.DEBTOR, OPEN)
        changed = unit.records.changed_since_receipt(Controller.DEBTOR, effect)
    counts = {"planned": 0, "blocked": 0, "postponed": 0}
    for record in {record.key: record for record in (*open_records, *changed)}.values():
        counts[_prepare_debtor(services, state, record)] += 1
    return counts


def _prepare_debtor(services: Services, state: RunState, record: Record) -> str:
    planned = plan_relation(state, DEBTOR.validate_json(record.seen.content))
    with services.memory.write() as unit:
        if isinstance(planned, RelationPlan):
            now, text, plan_hash = services.clock.now(), canonical_json(planned), digest(planned)
            unit.plans.save(record.key, plan_hash, text, now)
            unit.records.plan(record.key, plan_hash)
            if record.status in OPEN:
                unit.records.happen(record.key, _planned_event(state), now)
            return "planned"
        unit.records.plan(record.key, None)
        if record.status in OPEN:
            unit.records.happen(record.key, Event.REFUSED_BY_CHECKS, services.clock.now(), problems=planned)
        return "blocked"


def plan_relation(state: RunState, debtor: Relation) -> RelationPlan | list[Problem]:
    """The relation that a debtor becomes, or everything that keeps it from being written."""
    configuration = state.configuration
    country = resolve_country(debtor.country, configuration)
    condition = resolve_payment_condition(DEFAULT_TERM if debtor.term is None else debtor.term, configuration)
    code = relation_code_problem(debtor.code)
    problems = [found for found in (code, country, condition) if isinstance(found, Problem)]
    if problems or isinstance(country, Problem) or isinstance(condition, Problem):
        return problems
    fields = relation_fields(debtor, country_id=country, payment_condition=condition)
    return RelationPlan(debtor.code, fields.fields)


def prepare_sales_invoices(services: Services, state: RunState) -> dict[str, int]:
    """Plans the sales invoices that are open and were certainly not sent."""
    with services.memory.read() as unit:
        records = unit.records.unsent(Controller.INVOICE, Effect.CREATE_BOOKING)
    counts = {"planned": 0, "blocked": 0, "postponed": 0, "skipped": 0}
    for record in records:
        counts[_prepare_sales_invoice(services, state, record)] += 1
    return counts


def _prepare_sales_invoice(services: Services, state: RunState, record: Record) -> str:
    invoice = INVOICE.validate_json(record.seen.content)
    versions = Versions(record.seen.content_hash, state.configuration.hash, state.run.multivers_hash)
    with services.memory.write() as unit:
        now = services.clock.now()
        planned = _plan(services, state, unit, invoice)
        if isinstance(planned, PlannedBooking):
            plan = plan_of(planned, versions, state)
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
        unit.records.happen(record.key, Event.REFUSED_BY_CHECKS, now, problems=planned)
        return "blocked"


def plan_of(planned: PlannedBooking, versions: Versions, state: RunState) -> Plan:
    """The plan of a booking: with the request it will be sent in, and the versions it was made from."""
    side = state.configuration.administration.sales_line_side
    return Plan(
        booking=planned.booking,
        body=dump(booking_body(planned.booking, side)).decode(),
        treatments=tuple(planned.treatments),
        method=planned.method,
        warnings=planned.warnings,
        versions=versions,
    )


def _plan(services: Services, state: RunState, unit: Unit, invoice: SalesInvoice) -> Outcome:
    administration = state.configuration.administration
    debtor = unit.records.by_number(Controller.DEBTOR, invoice.relation_code)
    country = DEBTOR.validate_json(debtor.seen.content).country if debtor else ""
    resolution = resolve_lines(
        invoice, state.configuration, debtor_country=country, groups=state.groups, on=invoice.date
    )
    problems = [
        *scope_problems(invoice.date, closed_until=administration.closed_until, today=today(services.clock)),
        *_kind_problems(invoice),
        *_debtor_problems(invoice, debtor),
        *resolution.problems,
    ]
    return plan_sales_booking(
        PlanRequest(
            invoice=invoice,
            lines=resolution.lines,
            problems=tuple(problems),
            payment_condition=resolve_payment_condition(invoice.term, state.configuration),
            journal_id=administration.journals.sales[0],
            period=period_of(invoice.date, state.reference.periods),
            invoice_id=_claim_invoice_id(services, unit, invoice),
            reference=state.reference,
            tolerance=administration.tolerance,
        )
    )


def _kind_problems(invoice: SalesInvoice) -> list[Problem]:
    """Credit notes and void invoices need their partner, which is not looked for yet."""
    if invoice.status in {SalesStatus.CREDIT, SalesStatus.VOID} or invoice.gross < 0:
        return [problem("DOC-008", what=f"status {invoice.status}")]
    return []


def _debtor_problems(invoice: SalesInvoice, debtor: Record | None) -> list[Problem]:
    """A document waits for its own debtor, and for no other."""
    if debtor is None:
        return [problem("REL-005", code=invoice.relation_code, status="onbekend")]
    if debtor.status in NEEDS_PERSON:
        causes = ", ".join(found.code for found in debtor.problems)
        return [problem("REL-005", code=invoice.relation_code, status=f"{debtor.status} {causes}".strip())]
    return []


def _claim_invoice_id(services: Services, unit: Unit, invoice: SalesInvoice) -> str | Problem:
    """The invoice id of a document: chosen once, and never that of another document (`accounting-rules.md 11`)."""
    chosen = unit.plans.number_of(invoice.key)
    if chosen is not None:
        return str(chosen)
    wanted = invoice_id_digits(invoice.number)
    if isinstance(wanted, Problem):
        return wanted
    holder = unit.plans.claim_number(services.target, int(wanted), invoice.key)
    if holder == invoice.key:
        return wanted
    other = unit.records.get(holder)
    return problem("NUM-002", number=invoice.number, result=wanted, other=other.seen.number if other else "?")


def _planned_event(state: RunState) -> Event:
    return Event.PREVIEWED if state.mode is Mode.PREVIEW else Event.PLANNED


PREPARES = {Stream.DEBTORS: prepare_debtors, Stream.SALES_INVOICES: prepare_sales_invoices}
