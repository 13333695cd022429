"""Plans a document of either kind from what the store knows: its relation, its neighbours and its number."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeVar, cast

from wefact_multivers.clock import today
from wefact_multivers.domain.bank_accounts import CHANGED_ACCOUNT
from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.documents import Document, PurchaseInvoice, Relation, SalesInvoice, SalesStatus
from wefact_multivers.domain.late import LatePolicy, place
from wefact_multivers.domain.money_moves import paid_how
from wefact_multivers.domain.numbering import invoice_id_digits, next_in_sequence
from wefact_multivers.domain.periods import future_problems
from wefact_multivers.domain.planning import Outcome, PlanRequest
from wefact_multivers.domain.planning_purchase import (
    KnownPurchase,
    plan_purchase_booking,
    repeated_numbers,
    similar_amounts,
)
from wefact_multivers.domain.planning_sales import pair_credits, plan_sales_booking, void_problems
from wefact_multivers.domain.problems import Problem, codes, problem
from wefact_multivers.domain.status import NEEDS_PERSON
from wefact_multivers.mapping.inherit import one_resolution
from wefact_multivers.mapping.payment_conditions import resolve_payment_condition
from wefact_multivers.mapping.resolution import Resolution
from wefact_multivers.mapping.resolve import resolve_lines
from wefact_multivers.mapping.resolve_purchase import resolve_purchase_lines
from wefact_multivers.mapping.vat_number import relation_party
from wefact_multivers.store.records import Record
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.kinds import DocumentKind
from wefact_multivers.streams.originals import inheritances
from wefact_multivers.streams.runs import RunState
from wefact_multivers.streams.services import Services
from wefact_multivers.streams.surroundings import Neighbour, Surroundings

D = TypeVar("D", bound=Document)


@dataclass(frozen=True)
class Desk:
    """What a plan is made with: the run, one transaction over the store, and what it has read around the documents.

    Attributes:
        is_update: the documents are booked already: they stay in their own period, however late it has become.
    """

    services: Services
    state: RunState
    unit: Unit
    kind: DocumentKind
    around: Surroundings
    is_update: bool = False

    def late_policy(self) -> LatePolicy:
        """What is done with a document that is late."""
        policy = self.state.configuration.administration.late_policy(self.kind.kind)
        return LatePolicy.OWN_PERIOD if self.is_update else policy


def plan_document(desk: Desk, record: Record) -> Outcome:
    """The booking of a document; or all its problems, each once; or that there is nothing to book."""
    return _PLANNERS[desk.kind.kind](desk, record)


def _plan_sales(desk: Desk, record: Record) -> Outcome:
    invoice = cast("SalesInvoice", desk.kind.read(record))
    relation, waiting = _relation_of(desk, invoice)
    party = relation_party(relation, desk.state.configuration)
    ways = inheritances(desk.state, desk.unit, desk.around, invoice, party)
    resolutions = [
        resolve_lines(
            invoice,
            desk.state.configuration,
            party=party,
            groups=desk.state.groups,
            inherits=way,
        )
        for way in ways
    ]
    request = _request(desk, invoice, one_resolution(ways, resolutions), (*waiting, *_void_problems(desk, invoice)))
    return plan_sales_booking(replace(request, party=ways[0].party or party))


def _plan_purchase(desk: Desk, record: Record) -> Outcome:
    invoice = cast("PurchaseInvoice", desk.kind.read(record))
    relation, waiting = _relation_of(desk, invoice)
    party = relation_party(relation, desk.state.configuration)
    ways = inheritances(desk.state, desk.unit, desk.around, invoice, party)
    resolutions = [resolve_purchase_lines(invoice, desk.state.configuration, party=party, inherits=way) for way in ways]
    earlier = [
        KnownPurchase.of_invoice(cast("PurchaseInvoice", other.document))
        for other in desk.around.neighbours.get(invoice.relation_code, ())
        if other.record.key != record.key and _came_before(other, record)
    ]
    request = _request(
        desk,
        invoice,
        one_resolution(ways, resolutions),
        (*waiting, *repeated_numbers(invoice, earlier)),
        warnings=tuple(similar_amounts(invoice, earlier)),
    )
    inquiry = _is_in_doubt(desk, invoice)
    return plan_purchase_booking(replace(request, party=ways[0].party or party, payee_in_doubt=inquiry))


_PLANNERS: Mapping[Kind, Callable[[Desk, Record], Outcome]] = MappingProxyType(
    {Kind.SALES: _plan_sales, Kind.PURCHASE: _plan_purchase}
)


def _void_problems(desk: Desk, invoice: SalesInvoice) -> list[Problem]:
    """Whether a void invoice lacks its credit note; looked for only where it matters."""
    if invoice.status != SalesStatus.VOID:
        return []
    others = desk.around.neighbours.get(invoice.relation_code, ())
    return void_problems(invoice, pair_credits(cast("SalesInvoice", other.document) for other in others))


def _request(
    desk: Desk,
    invoice: D,
    resolution: Resolution,
    problems: tuple[Problem, ...],
    *,
    warnings: tuple[Problem, ...] = (),
) -> PlanRequest[D]:
    """What both kinds of plan follow from."""
    administration, kind = desk.state.configuration.administration, desk.kind.kind
    day, periods = today(desk.services.clock), desk.state.reference.periods
    placed = place(invoice, periods, policy=desk.late_policy(), closed=administration.closed, today=day)
    journals = administration.journals.of(kind)
    return PlanRequest(
        invoice=invoice,
        lines=resolution.lines,
        problems=(*placed.problems, *future_problems(invoice.date, today=day), *problems, *resolution.problems),
        payment_condition=resolve_payment_condition(paid_how(invoice), desk.state.configuration, kind=kind),
        journal_id=journals[0],
        period=placed.period,
        invoice_id=_claim_invoice_id(desk, invoice),
        reference=desk.state.reference,
        tolerance=administration.tolerance,
        warnings=(*placed.warnings, *warnings),
        release=administration.purchase_release,
        vat_limit=administration.purchase_tolerance,
        movers=administration.movers,
    )


def _relation_of(desk: Desk, invoice: Document) -> tuple[Relation | None, list[Problem]]:
    """The relation of a document, and what keeps the document waiting for it: it waits for its own, and no other."""
    record = desk.around.relations.get(invoice.relation_code)
    if record is None:
        return None, [problem("REL-005", code=invoice.relation_code, status="onbekend")]
    relation = desk.kind.relations.read(record) if record.seen.content else None
    if record.status in NEEDS_PERSON:
        causes = ", ".join(found.code for found in record.problems)
        return relation, [problem("REL-005", code=invoice.relation_code, status=f"{record.status} {causes}".strip())]
    return relation, []


def _is_in_doubt(desk: Desk, invoice: Document) -> bool:
    """Whether the account of a relation is another one in WeFact than in Multivers (`accounting-rules.md 13`)."""
    record = desk.around.relations.get(invoice.relation_code)
    return record is not None and CHANGED_ACCOUNT in codes(record.problems)


def _came_before(other: Neighbour, record: Record) -> bool:
    """Whether a document was booked already, or typed into WeFact earlier: the later one is the repetition."""
    return other.is_booked or _age(other.record) < _age(record)


def _age(record: Record) -> tuple[int, str]:
    """Identifiers count up; the shorter is the older."""
    return (len(record.key.identifier), record.key.identifier)


def _claim_invoice_id(desk: Desk, invoice: Document) -> str | Problem:
    """The invoice id of a document: chosen once, and never that of another document (`accounting-rules.md 11`)."""
    chosen = desk.around.numbers.get(invoice.key)
    if chosen is not None:
        return str(chosen)
    wanted = _wanted_invoice_id(desk, invoice)
    if isinstance(wanted, Problem):
        return wanted
    holder = desk.unit.plans.claim_number(desk.services.target, int(wanted), invoice.key)
    if holder == invoice.key:
        return wanted
    other = desk.unit.records.get(holder)
    return problem("NUM-002", number=invoice.number, result=wanted, other=other.seen.number if other else "?")


def _wanted_invoice_id(desk: Desk, invoice: Document) -> str | Problem:
    numbers = desk.state.configuration.administration.numbers
    if not numbers.is_sequence(desk.kind.kind):
        return invoice_id_digits(invoice.number)
    first = numbers.purchase_first_number
    return next_in_sequence(first, desk.unit.plans.highest_number(desk.services.target, first))
