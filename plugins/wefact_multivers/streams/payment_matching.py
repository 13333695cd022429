"""Fetches payments from Multivers: what is open there, what that means, and what to write to WeFact (DESIGN 11).

    fetch (the open lists) → match (the details of what changed) → settle (payment_writes.py)

Only the open list is read, so that a day costs what changed on it and not what history holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import TypeAdapter

from wefact_multivers.domain.canonical import canonical_json
from wefact_multivers.domain.documents import SourceKey
from wefact_multivers.domain.found import FoundBooking
from wefact_multivers.domain.found_payments import LedgerSide, WeFactSide
from wefact_multivers.domain.payment_status import PaymentEvent, PaymentStatus
from wefact_multivers.domain.payments import (
    Decision,
    MarkPaid,
    PartPayment,
    PaymentPolicy,
    Write,
    decide_payment,
)
from wefact_multivers.domain.problems import problem
from wefact_multivers.multivers.reading import BookingDetails
from wefact_multivers.store.intents import Effect
from wefact_multivers.store.payments import Payment
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.records import Record
from wefact_multivers.streams.kinds import DOCUMENT_KINDS, DOCUMENTS_OF, DocumentKind
from wefact_multivers.streams.runs import RunState, load_run
from wefact_multivers.streams.services import Services
from wefact_multivers.wefact.payments import PaymentState


@dataclass(frozen=True)
class PlannedWrite:
    """What is to be written to WeFact about a payment, as it is stored.

    Attributes:
        pay_date: the ledger's own date.
        amount, before, after: of a part payment, in euros.
    """

    kind: Literal["mark_paid", "part_payment"]
    pay_date: date
    amount: Decimal | None = None
    before: Decimal | None = None
    after: Decimal | None = None


PLANNED_WRITE: TypeAdapter[PlannedWrite] = TypeAdapter(PlannedWrite)

Open = Mapping[tuple[int, str], FoundBooking]
"""The open bookings of a kind by fiscal year and invoice id."""


def fetch(services: Services, run_key: str) -> dict[str, int]:
    """Reads what is open in Multivers, and remembers which payments have changed since they were last looked at.

    Returns:
        `open` bookings in Multivers, and `changed` payments of ours.
    """
    state = load_run(services, run_key)
    counts = [_fetch(services, state, kind) for kind in _longest_first(services, _kinds(state))]
    return {"open": sum(found for found, _ in counts), "changed": sum(changed for _, changed in counts)}


def _kinds(state: RunState) -> list[DocumentKind]:
    return [kind for kind in DOCUMENT_KINDS.values() if state.is_on(kind.stream)]


def _longest_first(services: Services, kinds: list[DocumentKind]) -> list[DocumentKind]:
    """A long list first, since it makes one call enough for a shorter one (`multivers.pages`)."""
    with services.memory.read() as unit:
        lengths = {kind: sum(bool(one.balance) for one in unit.payments.all_of(kind.controller)) for kind in kinds}
    return sorted(kinds, key=lengths.__getitem__, reverse=True)


def _fetch(services: Services, state: RunState, kind: DocumentKind) -> tuple[int, int]:
    years = sorted({period.fiscal_year for period in state.reference.periods})
    listed = [booking for year in years for booking in services.multivers.open_bookings(kind.kind, year)]
    by_id = {(booking.fiscal_year, booking.invoice_id): booking for booking in listed}
    with services.memory.read() as unit:
        receipts = unit.receipts.verified(Effect.CREATE_BOOKING, kind.controller)
        payments = {payment.key: payment for payment in unit.payments.all_of(kind.controller)}
        records = {record.key: record for record in unit.records.all_of(kind.controller)}
    changed = 0
    for receipt in receipts:
        payment, record = payments.get(receipt.key), records[receipt.key]
        found = by_id.get((receipt.fiscal_year or 0, receipt.invoice_id or ""))
        if _is_untouched(receipt, payment, found):
            _see_open(services, receipt, record)
        elif _has_changed(payment, record, found):
            changed += 1
            with services.memory.write() as unit:
                unit.payments.want_details(receipt.key, services.clock.now())
    return len(listed), changed


def _is_untouched(receipt: Receipt, payment: Payment | None, found: FoundBooking | None) -> bool:
    """Whether a booking that was never looked at is open as it was booked."""
    return payment is None and found is not None and is_ours(receipt, found) and found.balance == receipt.gross


def _has_changed(payment: Payment | None, record: Record, found: FoundBooking | None) -> bool:
    """Whether only the details can tell; what was looked at and is the same in both systems is not asked again."""
    if payment is None or payment.wants_details:
        return True
    if payment.status is PaymentStatus.UNCERTAIN:
        return False
    if found is None:
        # It was open and is not any more; what was seen to be settled, or gone, is no news.
        return _was_open(payment) or _was_settled_otherwise(payment, record)
    return payment.balance != found.balance or _was_settled_otherwise(payment, record)


def _was_open(payment: Payment) -> bool:
    return bool(payment.balance)


def _was_settled_otherwise(payment: Payment, record: Record) -> bool:
    """Whether somebody has acted in WeFact on a payment that waits for a person."""
    return payment.status in WAITING and payment.source_status != record.seen.source_status


WAITING = frozenset({PaymentStatus.CONFLICT, PaymentStatus.REOPENED, PaymentStatus.OVERPAID})
"""A person must look."""


def _see_open(services: Services, receipt: Receipt, record: Record) -> None:
    seen = Payment(receipt.key, balance=receipt.gross, source_status=record.seen.source_status)
    with services.memory.write() as unit:
        unit.payments.happen(PaymentEvent.SEEN_OPEN, seen, services.clock.now())


def match(services: Services, run_key: str) -> dict[str, int]:
    """Asks for the details of what has changed, and decides what each means; nothing is written to WeFact.

    Returns:
        `matched`: how many were looked at; and how many payments stand at each status.
    """
    state = load_run(services, run_key)
    with services.memory.read() as unit:
        changed = unit.payments.wanting_details()
    mine = {kind.controller for kind in _kinds(state)}
    wanted = [payment.key for payment in changed if payment.key.controller in mine]
    for key in wanted:
        match_one(services, state, key)
    return {"matched": len(wanted), **payment_counts(services)}


def match_one(services: Services, state: RunState, key: SourceKey) -> None:
    """Decides what the payments of one booking mean, from its details and from WeFact as it is now."""
    kind = DOCUMENTS_OF[key.controller]
    with services.memory.read() as unit:
        receipt = unit.receipts.get(key, Effect.CREATE_BOOKING)
        paid = unit.receipts.get(key, Effect.MARK_PAID)
        known = unit.payments.get(key) or Payment(key)
        record = unit.records.get(key)
    if receipt is None or record is None:
        raise LookupError(f"{key} has a payment and no booking")
    details = services.multivers.booking_details(kind.kind, receipt.invoice_id or "")
    if details is None:
        _conclude(services, known, _conflict("PAY-017", receipt), None, record.seen.source_status)
        return
    balance = details.booking.balance
    if not is_ours(receipt, details.booking):
        _conclude(services, known, _conflict("PAY-018", receipt), balance, record.seen.source_status)
        return
    wefact = services.wefact.payment_of(key.controller, key.identifier)
    side = WeFactSide(key.controller, wefact.status, wefact.paid, written=paid is not None and paid.verified)
    decision = decide_payment(known.status, _ledger_side(receipt, details), side, _policy(state))
    _conclude(services, known, decision, balance, wefact.status)


def _ledger_side(receipt: Receipt, details: BookingDetails) -> LedgerSide:
    return LedgerSide(receipt.gross or details.booking.gross, details.booking.balance, details.payments)


def _conflict(code: str, receipt: Receipt) -> Decision:
    return Decision(PaymentEvent.SEEN_CONFLICT, problems=(problem(code, invoice_id=receipt.invoice_id or ""),))


def _conclude(
    services: Services, known: Payment, decision: Decision, balance: Decimal | None, source_status: int | None
) -> None:
    seen = Payment(
        known.key,
        problems=decision.problems,
        write=_write_text(decision.write),
        balance=balance,
        source_status=source_status,
    )
    with services.memory.write() as unit:
        unit.payments.happen(decision.event, seen, services.clock.now())


def _write_text(write: Write | None) -> str | None:
    match write:
        case MarkPaid(pay_date):
            return canonical_json(PlannedWrite("mark_paid", pay_date))
        case PartPayment(amount, before, after, pay_date):
            return canonical_json(PlannedWrite("part_payment", pay_date, amount, before, after))
        case _:
            return None


def _policy(state: RunState) -> PaymentPolicy:
    policy = state.configuration.administration.payments
    return PaymentPolicy(
        write_parts=policy.part == "write",
        mark_written_off=policy.write_off == "mark_paid",
        mark_reopened=False,
        max_difference=policy.max_difference,
    )


def is_ours(receipt: Receipt, found: FoundBooking) -> bool:
    """Whether a booking is still the one that the receipt is of: a stranger under our number gets no payment."""
    numbers = {receipt.journal_transaction, found.journal_transaction} - {0, None}
    return len(numbers) <= 1 and (found.relation_code.strip(), found.reference, found.gross, found.journal_id) == (
        receipt.relation_code.strip(),
        receipt.reference,
        receipt.gross,
        receipt.journal_id,
    )


def payment_counts(services: Services) -> dict[str, int]:
    """How many payments stand at each status."""
    with services.memory.read() as unit:
        payments = unit.payments.with_status(set(PaymentStatus))
    return _counted(payment.status for payment in payments)


def _counted(statuses: Iterable[PaymentStatus]) -> dict[str, int]:
    found = list(statuses)
    return {status.value: found.count(status) for status in PaymentStatus if status in found}


def is_written(write: PlannedWrite, stands: PaymentState, side: WeFactSide) -> bool:
    """Whether WeFact shows what was to be written."""
    return side.is_paid if write.kind == "mark_paid" else side.is_paid or stands.paid == write.after
