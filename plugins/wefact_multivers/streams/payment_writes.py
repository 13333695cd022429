"""Writes payments to WeFact: settles what is uncertain, writes what is released one by one, and reads back."""

from __future__ import annotations

from collections.abc import Collection

from wefact_multivers.domain.documents import Controller
from wefact_multivers.domain.found_payments import WeFactSide
from wefact_multivers.domain.payment_status import PaymentStatus
from wefact_multivers.domain.problems import problem
from wefact_multivers.errors import RequestRefused
from wefact_multivers.store.payments import Payment
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.streams.effects import Door, Refused, Result
from wefact_multivers.streams.news import newly_red, tell_news
from wefact_multivers.streams.orders import PaymentOrder
from wefact_multivers.streams.payment_approval import released, waits_for_release
from wefact_multivers.streams.payment_fetching import kinds_on
from wefact_multivers.streams.payment_matching import WAITING, match_one, payment_counts
from wefact_multivers.streams.payment_plan import PLANNED_WRITE, PlannedWrite
from wefact_multivers.streams.payment_settling import (
    give_up,
    settle_payment,
    settle_payments,
    unsettled_payments,
    verify_payment,
)
from wefact_multivers.streams.post import writing
from wefact_multivers.streams.runs import Mode, RunState, Stream, load_run
from wefact_multivers.streams.services import Services
from wefact_multivers.streams.settle import SENDINGS, come_back_if_any, is_given_up


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
    mine = {kind.controller for kind in kinds_on(state)}
    if state.mode is Mode.EXPORT:
        with writing(services) as door:
            settle_payments(services, state, mine)
            for payment in released(services, state, mine):
                _write(services, state, door, payment)
        minutes = state.configuration.administration.settle_minutes
        come_back_if_any(services, unsettled_payments(services, mine), minutes)
        _turn_red_if_new(services, state, mine)
    return payment_counts(services)


def _write(services: Services, state: RunState, door: Door, payment: Payment) -> None:
    write = PLANNED_WRITE.validate_json(payment.write or "")
    if is_given_up(services, state, payment.key, write.effect):
        give_up(services, payment.key, problem("PAY-023", count=SENDINGS))
        return
    if not _may_go(services, payment, write):
        # WeFact has moved on since this was planned, perhaps because a person did it by hand.
        match_one(services, state, payment.key)
        return
    result = _send(door, write, _order(services, payment, write))
    if isinstance(result, Receipt):
        verify_payment(services, result)
    else:
        settle_payment(services, state, result.intent, refused=result.detail if isinstance(result, Refused) else None)


def _may_go(services: Services, payment: Payment, write: PlannedWrite) -> bool:
    key = payment.key
    try:
        shown = services.wefact.payment_of(key.controller, key.identifier)
    except RequestRefused:
        return False
    return write.may_go(WeFactSide(key.controller, shown.status, shown.paid, written=False))


def _order(services: Services, payment: Payment, write: PlannedWrite) -> PaymentOrder:
    with services.memory.read() as unit:
        record = unit.records.get(payment.key)
    return PaymentOrder(
        key=payment.key,
        relation_code=(record.seen.relation_code or "") if record else "",
        pay_date=write.pay_date,
        amount=write.amount,
        before=write.before,
        after=write.after,
    )


def _send(door: Door, write: PlannedWrite, order: PaymentOrder) -> Result:
    return door.mark_paid(order) if write.kind == "mark_paid" else door.part_payment(order)


def _turn_red_if_new(services: Services, state: RunState, controllers: Collection[Controller]) -> None:
    with services.memory.write() as unit:
        known = unit.payments.with_status(WAITING | {PaymentStatus.TO_WRITE})
        mine = [payment for payment in known if payment.key.controller in controllers]
        waiting = [payment for payment in mine if payment.status in WAITING or waits_for_release(payment)]
        fresh = newly_red(waiting, state, services.clock.now())
        unit.payments.painted_red([payment.key for payment in fresh], state.run.run_key, services.clock.now())
    tell_news(Stream.PAYMENTS, waiting, fresh)
