"""Reads back what was booked: only a receipt that has been found as planned counts as booked (DESIGN 8.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from wefact_multivers.domain.bookings import Plan
from wefact_multivers.domain.found import FoundBooking
from wefact_multivers.domain.matching import NOT_IN_LEDGER, entry_differences
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.status import Event, Status
from wefact_multivers.domain.verification import booking_differences
from wefact_multivers.multivers.searching import Candidate
from wefact_multivers.store.plans import Proof
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.records import Record
from wefact_multivers.streams.kinds import PLAN, DocumentKind
from wefact_multivers.streams.runs import RunState
from wefact_multivers.streams.search import find_bookings
from wefact_multivers.streams.services import Services


@dataclass(frozen=True)
class _Written:
    """A receipt that nobody has read back, and the plan it was written from."""

    receipt: Receipt
    plan: Plan
    sent_at: datetime


def verify_bookings(services: Services, state: RunState, kind: DocumentKind) -> None:
    """Reads back every booking of a kind that has not been verified, with one list for all of them."""
    written = _unverified(services, kind)
    candidates = [_candidate(one.receipt) for one in written]
    found = find_bookings(services, state, kind.kind, candidates)
    for one in written:
        _verify(services, state, one, _of_receipt(one.receipt, found))


def _of_receipt(receipt: Receipt, found: Sequence[FoundBooking]) -> FoundBooking | None:
    """The booking under the receipt's invoice id; of several (`multivers-api.md 8.2`) the one with its reference.

    A booking of somebody else under that number proves nothing of ours, which is gone (DESIGN 8.6).
    """
    numbered = [booking for booking in found if booking.invoice_id == receipt.invoice_id]
    ours = (booking for booking in numbered if receipt.reference == booking.reference or receipt.gross == booking.gross)
    return max(ours, key=lambda booking: booking.reference == receipt.reference, default=None)


def _unverified(services: Services, kind: DocumentKind) -> list[_Written]:
    with services.memory.read() as unit:
        receipts = [one for one in unit.receipts.unverified(kind.effect) if one.key.controller == kind.controller]
        gone = {key for key, record in unit.records.of(one.key for one in receipts).items() if _is_gone(record)}
        return [
            _Written(receipt, PLAN.validate_json(unit.plans.text(intent.frozen.plan_hash or "")), intent.sent_at)
            for receipt in receipts
            if receipt.key not in gone and (intent := unit.intents.last(receipt.key, kind.effect)) is not None
        ]


def _is_gone(record: Record) -> bool:
    """Whether people took its booking out before it was right; if it comes back, reconcile says so."""
    return record.status in {Status.MISSING, Status.SKIPPED}


def _candidate(receipt: Receipt) -> Candidate:
    if receipt.invoice_id is None or receipt.reference is None or receipt.gross is None:
        raise LookupError(f"the receipt of {receipt.key} is no booking")
    return Candidate(receipt.invoice_id, receipt.reference, receipt.relation_code, receipt.gross)


def _verify(services: Services, state: RunState, written: _Written, found: FoundBooking | None) -> None:
    if found is None:
        # It was answered, and is not listed: perhaps not yet. Reconcile says so if it stays away.
        return
    combination = written.plan.combination
    with services.memory.read() as unit:
        known = unit.plans.proof(combination)
    differences = booking_differences(written.plan.booking, found, written.receipt.journal_transaction)
    proves = known is None or not known.proven
    if proves and not differences:
        differences = _ledger_differences(services, written)
    warnings = (*written.plan.warnings, *(_processed(services, state, written) if proves and not differences else ()))
    now = services.clock.now()
    with services.memory.write() as unit:
        if proves:
            proof = Proof(combination, written.receipt.key.identifier, not differences, "; ".join(differences))
            unit.plans.prove(proof, written.receipt.key, now)
        if differences:
            why = _differs(written.receipt, differences)
            unit.records.happen(written.receipt.key, Event.DIFFERS_FROM_PLAN, now, problems=[why])
            return
        unit.receipts.verify(written.receipt, now)
        event = Event.VERIFIED_WITH_WARNING if warnings else Event.VERIFIED
        unit.records.happen(written.receipt.key, event, now, problems=warnings)


def _processed(services: Services, state: RunState, written: _Written) -> tuple[Problem, ...]:
    """Says so where Multivers leaves no concept (P6); one that was sent in an earlier run, people may have processed.

    One call for each combination, in the run that proves it.
    """
    if written.sent_at < state.run.started_at:
        return ()
    invoice_id = written.receipt.invoice_id or ""
    booking = services.multivers.booking(written.plan.booking.kind, invoice_id)
    return (problem("DOC-018", invoice_id=invoice_id),) if booking and booking.can_change is False else ()


def _ledger_differences(services: Services, written: _Written) -> tuple[str, ...]:
    """What the ledger lines of a booking have otherwise than its plan."""
    booking, number = written.plan.booking, written.receipt.journal_transaction or 0
    lines = services.multivers.period_lines(booking.fiscal_year, booking.period, booking.journal_id)
    own = [line for line in lines if line.journal_transaction == number]
    return entry_differences(booking, own, journal_transaction=number)


def _differs(receipt: Receipt, differences: Sequence[str]) -> Problem:
    if list(differences) == [NOT_IN_LEDGER]:
        return problem("DOC-017", invoice_id=receipt.invoice_id or "")
    return problem("DOC-011", difference="; ".join(differences), invoice_id=receipt.invoice_id or "")
