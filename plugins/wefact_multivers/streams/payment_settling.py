"""Finds out what became of a write to WeFact: reads it back, or looks whether it stands there (DESIGN 8.3, 8.4)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from wefact_multivers.domain.documents import Controller, SourceKey
from wefact_multivers.domain.found_payments import WeFactSide
from wefact_multivers.domain.payment_status import PaymentEvent, PaymentStatus, can_happen
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.errors import RequestRefused
from wefact_multivers.store.intents import Effect, Intent, OutcomeKind
from wefact_multivers.store.payments import Payment
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.effects import keep_receipt
from wefact_multivers.streams.extract import store_document
from wefact_multivers.streams.kinds import DOCUMENTS_OF
from wefact_multivers.streams.payment_approval import lasting
from wefact_multivers.streams.payment_marks import EFFECTS
from wefact_multivers.streams.payment_matching import match_one
from wefact_multivers.streams.payment_plan import PlannedWrite, kept_by, sent_by
from wefact_multivers.streams.receipts import wefact_receipt
from wefact_multivers.streams.runs import RunState
from wefact_multivers.streams.services import Services
from wefact_multivers.streams.settle import settles_at

_WRITTEN = {Effect.MARK_PAID: PaymentEvent.PAID_WRITTEN, Effect.PART_PAYMENT: PaymentEvent.PART_WRITTEN}


def unsettled_payments(services: Services, controllers: Collection[Controller]) -> list[Intent]:
    """What was sent, or may have been, without a clear answer."""
    with services.memory.read() as unit:
        found = [intent for effect in EFFECTS for intent in unit.intents.unsettled(effect)]
    return [intent for intent in found if intent.frozen.key.controller in controllers]


def settle_payments(services: Services, state: RunState, controllers: Collection[Controller]) -> None:
    """Looks what became of everything that was sent without a clear answer, or was never read back."""
    for intent in unsettled_payments(services, controllers):
        settle_payment(services, state, intent)
    for receipt in _left_over(services, controllers):
        verify_payment(services, receipt)


def settle_payment(services: Services, state: RunState, intent: Intent, *, refused: str | None = None) -> None:
    """Looks whether one write stands in WeFact; "absent" is said only late and twice, or where WeFact said no.

    Args:
        services: of the administration.
        state: of the run.
        intent: what was sent.
        refused: what WeFact said when it refused; then one look is enough.
    """
    key, effect = intent.frozen.key, intent.frozen.effect
    stands = _stands(services, key, sent_by(intent))
    with services.memory.write() as unit:
        if not unit.intents.is_open(key, effect):
            # Another writer has taken over and settled it meanwhile.
            return
        if stands:
            unit.intents.note(intent, OutcomeKind.FOUND, services.clock.now())
            keep_receipt(unit, wefact_receipt(intent, verified=True), services)
            _move(unit, services, key, _WRITTEN[effect])
            return
    if refused is not None:
        _note(services, intent, OutcomeKind.SETTLED_ABSENT)
        give_up(services, key, problem("PAY-020", answer=refused))
    else:
        _absent(services, state, intent)


def verify_payment(services: Services, receipt: Receipt) -> None:
    """Reads back what was accepted; what does not show is never written again."""
    stands = _stands(services, receipt.key, kept_by(receipt))
    with services.memory.write() as unit:
        kept = unit.receipts.get(receipt.key, receipt.effect)
        if kept is None or kept.verified:
            # Another writer has taken over and read it back meanwhile.
            return
        if stands:
            unit.receipts.verify(receipt, services.clock.now())
        event = _WRITTEN[receipt.effect] if stands else PaymentEvent.REFUSED_BY_WEFACT
        known = unit.payments.get(receipt.key) or Payment(receipt.key)
        # Another run has seen meanwhile how it stands, our own write included: then that counts.
        if can_happen(known.status, event):
            _move(unit, services, receipt.key, event, *([] if stands else [problem("PAY-019")]))


def give_up(services: Services, key: SourceKey, why: Problem) -> None:
    """A write that WeFact did not take: a person must look, and the next run offers it again."""
    happen(services, key, PaymentEvent.REFUSED_BY_WEFACT, why)
    with services.memory.write() as unit:
        unit.payments.want_details(key, services.clock.now())


def happen(services: Services, key: SourceKey, event: PaymentEvent, *problems: Problem) -> None:
    """Moves a payment along after a write; what was planned stays until it is written."""
    with services.memory.write() as unit:
        _move(unit, services, key, event, *problems)


def _move(unit: Unit, services: Services, key: SourceKey, event: PaymentEvent, *problems: Problem) -> None:
    known, record = unit.payments.get(key) or Payment(key), unit.records.get(key)
    is_written = event in _WRITTEN.values()
    seen = replace(
        known,
        problems=(*lasting(known.problems), *problems),
        write=None if is_written else known.write,
        source_status=record.seen.source_status if record else known.source_status,
    )
    unit.payments.happen(event, seen, services.clock.now())


def _left_over(services: Services, controllers: Collection[Controller]) -> list[Receipt]:
    """What was accepted before a process ended that would have read it back."""
    with services.memory.read() as unit:
        return [
            receipt
            for effect in EFFECTS
            for receipt in unit.receipts.unverified(effect)
            if receipt.key.controller in controllers
            and (known := unit.payments.get(receipt.key)) is not None
            and known.status is PaymentStatus.TO_WRITE
        ]


def _absent(services: Services, state: RunState, intent: Intent) -> None:
    key, now = intent.frozen.key, services.clock.now()
    until = settles_at(intent, state.configuration.administration.settle_minutes)
    if intent.absent_looks < 1 or now < until:
        _note(services, intent, OutcomeKind.ABSENT)
        why = problem("DOC-012", until=until.isoformat(timespec="minutes"))
        happen(services, key, PaymentEvent.ANSWER_UNKNOWN, why)
        return
    with services.memory.write() as unit:
        unit.intents.note(intent, OutcomeKind.SETTLED_ABSENT, now)
        _move(unit, services, key, PaymentEvent.ANSWER_UNKNOWN)
        _move(unit, services, key, PaymentEvent.FOUND_UNWRITTEN)
        # Whatever keeps the look below from its end: the next one must come, though nothing changes in Multivers.
        unit.payments.want_details(key, now)
    match_one(services, state, key)


def _stands(services: Services, key: SourceKey, write: PlannedWrite) -> bool:
    """Whether WeFact shows what was to be written; what it shows is stored, so that our own write is no change."""
    try:
        document, shown = services.wefact.document_with_payment(key.controller, key.identifier)
    except RequestRefused:
        # A document that WeFact holds no more shows nothing.
        return False
    if not write.stands(WeFactSide(key.controller, shown.status, shown.paid, written=False)):
        return False
    store_document(services, DOCUMENTS_OF[key.controller], document)
    return True


def _note(services: Services, intent: Intent, kind: OutcomeKind) -> None:
    with services.memory.write() as unit:
        unit.intents.note(intent, kind, services.clock.now())
