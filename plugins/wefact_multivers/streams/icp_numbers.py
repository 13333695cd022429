"""Holds back intra-community sales whose customer in Multivers lacks the VAT number: its ICP return reads it there."""

from __future__ import annotations

from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.icp import NUMBER_LACKS, held_number_problem, is_in_icp
from wefact_multivers.domain.problems import codes
from wefact_multivers.domain.status import Event, Status
from wefact_multivers.multivers.values import text
from wefact_multivers.store.records import Record
from wefact_multivers.streams.kinds import PLAN, DocumentKind
from wefact_multivers.streams.services import Services


def lacks_number(record: Record) -> bool:
    """Whether a document waits for the number of its customer in Multivers, which only a look there tells."""
    return record.status is Status.BLOCKED and NUMBER_LACKS in codes(record.problems)


def hold_back_without_number(services: Services, kind: DocumentKind) -> None:
    """Blocks what is planned and lacks the number there, and lets go what has it by now.

    One call for each customer with such a sale, in a run that would book it.
    """
    if kind.kind is not Kind.SALES:
        return
    held: dict[str, str | None] = {}
    for record in _planned(services, kind):
        with services.memory.read() as unit:
            plan = PLAN.validate_json(unit.plans.text(record.plan_hash or ""))
        if not is_in_icp(plan.treatments):
            continue
        code = plan.booking.relation_code
        if code not in held:
            customer = services.multivers.relation(Kind.SALES, code)
            held[code] = None if customer is None else text(customer, "vatNumber")
        number = held[code]
        if number is not None:
            _settle(services, record, plan.vat_number, number)


def _planned(services: Services, kind: DocumentKind) -> list[Record]:
    with services.memory.read() as unit:
        unsent = unit.records.unsent(kind.controller, kind.effect)
    return [one for one in unsent if one.plan_hash and (one.status is Status.NEW or lacks_number(one))]


def _settle(services: Services, record: Record, number: str, held: str) -> None:
    """A customer that is not there yet is made with the number, so that only one that is there is asked about."""
    lacking = held_number_problem(record.seen.relation_code or "", number, held)
    others = [found for found in record.problems if found.code != NUMBER_LACKS]
    with services.memory.write() as unit:
        if lacking is not None:
            problems = [*others, lacking]
            unit.records.happen(record.key, Event.REFUSED_BY_CHECKS, services.clock.now(), problems=problems)
        elif lacks_number(record):
            unit.records.happen(record.key, Event.PLANNED, services.clock.now(), problems=others)
