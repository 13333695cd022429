"""Writes payments to WeFact: settles what is uncertain, asks for approval, writes one by one, and reads back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from wefact_multivers.clock import today
from wefact_multivers.domain.canonical import digest
from wefact_multivers.domain.documents import SourceKey
from wefact_multivers.domain.found_payments import WeFactSide
from wefact_multivers.domain.payment_status import PaymentEvent, PaymentStatus
from wefact_multivers.domain.payments import approval_reasons
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.errors import DocumentsNeedPerson, SettleLater
from wefact_multivers.store.intents import Effect, Intent, OutcomeKind
from wefact_multivers.store.payments import Payment
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.streams.effects import Door, Refused, Result, keep_receipt
from wefact_multivers.streams.extract import store_document
from wefact_multivers.streams.kinds import DOCUMENTS_OF
from wefact_multivers.streams.news import newly_red
from wefact_multivers.streams.orders import PaymentOrder
from wefact_multivers.streams.payment_matching import (
    PLANNED_WRITE,
    WAITING,
    PlannedWrite,
    is_written,
    match_one,
    payment_counts,
)
from wefact_multivers.streams.post import writing
from wefact_multivers.streams.receipts import wefact_receipt
from wefact_multivers.streams.runs import Mode, RunState, Stream, load_run
from wefact_multivers.streams.services import Services
from wefact_multivers.streams.settle import settles_at
from wefact_multivers.transport import load

EFFECTS = {"mark_paid": Effect.MARK_PAID, "part_payment": Effect.PART_PAYMENT}
_WRITTEN = {"mark_paid": PaymentEvent.PAID_WRITTEN, "part_payment": PaymentEvent.PART_WRITTEN}

FIRST, SET = "payments_first", "payments"
"""What a person approves: that payments are written at all, and exactly which ones."""


def settle(services: Services, run_key: str, *, again: bool = False) -> dict[str, int]:
    """Writes to WeFact what the ledger says has been paid.

    Args:
        services: of the administration.
        run_key: the run.
        again: the task runs again after a retry or a clear, and takes the configuration as it is in the files now.

    Returns:
        How many payments stand at each status; nothing is written in a preview.

    Raises:
        DocumentsNeedPerson: all is done, and payments newly wait for a person.
        SettleLater: something was sent without a clear answer; come back.
        LeaseHeld: another writer is at work.
        SyncError: the run cannot go on; what was written has its receipt.
    """
    state = load_run(services, run_key, again=again)
    if state.mode is Mode.EXPORT:
        with writing(services) as door:
            _settle_unclear(services, state)
            _write_approved(services, state, door)
        _come_back_if_unsettled(services, state)
        _turn_red_if_new(services, state)
    return payment_counts(services)


def approve(services: Services, by: str) -> int:
    """Records that a person releases the payments that are to be written now; gives how many those are."""
    to_write = _to_write(services)
    with services.memory.write() as unit:
        now = services.clock.now()
        unit.payments.approve(FIRST, "", by, now)
        unit.payments.approve(SET, _hash_of(to_write), by, now)
    return len(to_write)


def _to_write(services: Services) -> list[Payment]:
    with services.memory.read() as unit:
        return [payment for payment in unit.payments.with_status({PaymentStatus.TO_WRITE}) if payment.write]


def _hash_of(payments: Sequence[Payment]) -> str:
    return digest(sorted((payment.key.controller, payment.key.identifier, payment.write) for payment in payments))


def _unsettled(services: Services) -> list[Intent]:
    with services.memory.read() as unit:
        return [intent for effect in EFFECTS.values() for intent in unit.intents.unsettled(effect)]


def _settle_unclear(services: Services, state: RunState) -> None:
    for intent in _unsettled(services):
        _settle_one(services, state, intent)


def _settle_one(services: Services, state: RunState, intent: Intent, *, refused: str | None = None) -> None:
    """Looks whether a write stands in WeFact; "absent" is said only late and twice, or where WeFact said no."""
    key, write = intent.frozen.key, _write_of(intent)
    if _stands(services, key, write):
        with services.memory.write() as unit:
            unit.intents.note(intent, OutcomeKind.FOUND, services.clock.now())
            keep_receipt(unit, wefact_receipt(intent, verified=True), services)
        _happen(services, key, _WRITTEN[write.kind])
        return
    if refused is not None:
        _note(services, intent, OutcomeKind.SETTLED_ABSENT)
        _happen(services, key, PaymentEvent.REFUSED_BY_WEFACT, problem("PAY-020", answer=refused))
        return
    until = settles_at(intent, state.configuration.administration.settle_minutes)
    if intent.absent_looks >= 1 and services.clock.now() >= until:
        _note(services, intent, OutcomeKind.SETTLED_ABSENT)
        _happen(services, key, PaymentEvent.ANSWER_UNKNOWN)
        _happen(services, key, PaymentEvent.FOUND_UNWRITTEN)
        match_one(services, state, key)
        return
    _note(services, intent, OutcomeKind.ABSENT)
    _happen(services, key, PaymentEvent.ANSWER_UNKNOWN, problem("DOC-012", until=until.isoformat(timespec="minutes")))


def _write_approved(services: Services, state: RunState, door: Door) -> None:
    """Writes the whole set, or nothing of it: a person approves what goes, not a part of it."""
    to_write = _to_write(services)
    reasons = _reasons(services, state, to_write)
    if reasons:
        with services.memory.write() as unit:
            for payment in to_write:
                unit.payments.explain(payment.key, reasons, services.clock.now())
        return
    for payment in to_write:
        _write(services, state, door, payment)


def _reasons(services: Services, state: RunState, to_write: Sequence[Payment]) -> tuple[Problem, ...]:
    """Why these writes wait for a person; nothing where they may go."""
    with services.memory.read() as unit:
        if unit.payments.approved(SET) == _hash_of(to_write):
            return ()
        dates = [record.seen.date for payment in to_write if (record := unit.records.get(payment.key))]
        is_first = unit.payments.approved(FIRST) is None
    return approval_reasons(
        [day for day in dates if day is not None],
        is_first=is_first,
        above=state.configuration.administration.payments.approve_above,
        today=today(services.clock),
    )


def _write(services: Services, state: RunState, door: Door, payment: Payment) -> None:
    write = PLANNED_WRITE.validate_json(payment.write or "")
    with services.memory.read() as unit:
        record = unit.records.get(payment.key)
    order = PaymentOrder(
        key=payment.key,
        relation_code=(record.seen.relation_code or "") if record else "",
        pay_date=write.pay_date,
        amount=write.amount,
        before=write.before,
        after=write.after,
    )
    result = _send(door, write, order)
    if isinstance(result, Receipt):
        _verify(services, result, write)
    else:
        _settle_one(services, state, result.intent, refused=result.detail if isinstance(result, Refused) else None)


def _send(door: Door, write: PlannedWrite, order: PaymentOrder) -> Result:
    return door.mark_paid(order) if write.kind == "mark_paid" else door.part_payment(order)


def _verify(services: Services, receipt: Receipt, write: PlannedWrite) -> None:
    """Reads back what was accepted."""
    if not _stands(services, receipt.key, write):
        _happen(services, receipt.key, PaymentEvent.REFUSED_BY_WEFACT, problem("PAY-019"))
        return
    with services.memory.write() as unit:
        unit.receipts.verify(receipt, services.clock.now())
    _happen(services, receipt.key, _WRITTEN[write.kind])


def _stands(services: Services, key: SourceKey, write: PlannedWrite) -> bool:
    """Whether WeFact shows what was to be written; what it shows is stored, so that our own write is no change."""
    document, stands = services.wefact.document_with_payment(key.controller, key.identifier)
    side = WeFactSide(key.controller, stands.status, stands.paid, written=False)
    if not is_written(write, stands, side):
        return False
    store_document(services, DOCUMENTS_OF[key.controller], document)
    return True


def _write_of(intent: Intent) -> PlannedWrite:
    kind = {effect: name for name, effect in EFFECTS.items()}[intent.frozen.effect]
    return PLANNED_WRITE.validate_python({"kind": kind, **load(intent.frozen.request)})


def _note(services: Services, intent: Intent, kind: OutcomeKind) -> None:
    with services.memory.write() as unit:
        unit.intents.note(intent, kind, services.clock.now())


def _happen(services: Services, key: SourceKey, event: PaymentEvent, *problems: Problem) -> None:
    with services.memory.write() as unit:
        known = unit.payments.get(key) or Payment(key)
        record = unit.records.get(key)
        status = record.seen.source_status if record else known.source_status
        write = None if event in _WRITTEN.values() else known.write
        kept = tuple(problems) or (known.problems if event in _WRITTEN.values() else ())
        seen = replace(known, problems=kept, write=write, source_status=status)
        unit.payments.happen(event, seen, services.clock.now())


def _come_back_if_unsettled(services: Services, state: RunState) -> None:
    unsettled = _unsettled(services)
    if not unsettled:
        return
    minutes = state.configuration.administration.settle_minutes
    until = min(settles_at(intent, minutes) for intent in unsettled)
    raise SettleLater(max(until, services.clock.now() + timedelta(seconds=1)), count=len(unsettled))


def _turn_red_if_new(services: Services, state: RunState) -> None:
    """A payment turns the stream red in the run in which it newly needs a person, and weekly after."""
    with services.memory.write() as unit:
        waiting = unit.payments.with_status(WAITING | {PaymentStatus.TO_WRITE})
        fresh = newly_red(waiting, state, services.clock.now())
        unit.payments.painted_red([payment.key for payment in fresh], state.run.run_key, services.clock.now())
    if fresh:
        causes = sorted({found.code for payment in fresh for found in payment.problems})
        raise DocumentsNeedPerson(stream=Stream.PAYMENTS.value, count=len(waiting), causes=", ".join(causes))
