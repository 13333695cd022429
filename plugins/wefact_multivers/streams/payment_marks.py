"""Knows a payment that WeFact was told of and the store has forgotten: an old backup must not make it be told twice.

The link writes by the method "via boekhoudpakket", and people have no reason to choose that. So a document that WeFact
shows as paid by it has had its one write-back, as a booking that stands in Multivers is not made once more.
"""

from __future__ import annotations

from wefact_multivers.domain.documents import Controller, SourceKey
from wefact_multivers.domain.found_payments import WeFactSide
from wefact_multivers.domain.money import ZERO
from wefact_multivers.store.intents import Effect
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.services import Services

EFFECTS = (Effect.MARK_PAID, Effect.PART_PAYMENT)


def is_under_way(unit: Unit, key: SourceKey) -> bool:
    """Whether a payment may be on its way to WeFact: what became of it is settled before anything is decided anew."""
    return any(unit.intents.is_open(key, effect) for effect in EFFECTS)


def remember_mark(services: Services, key: SourceKey, relation_code: str, status: int, *, by_package: bool) -> None:
    """Adopts the write-back that a document shows, if no receipt is left of it.

    Args:
        services: of the administration.
        key: the document.
        relation_code: of its debtor or creditor.
        status: of the document in WeFact, as it was shown.
        by_package: WeFact says that an accounting package has paid it.
    """
    if not by_package or not _is_paid(key.controller, status):
        return
    with services.memory.write() as unit:
        if unit.receipts.get(key, Effect.MARK_PAID) is not None or is_under_way(unit, key):
            return
        unit.receipts.add(_adopted(key, relation_code), services.clock.now())
        booked = unit.receipts.get(key, Effect.CREATE_BOOKING)
        if booked is not None and booked.verified:
            unit.payments.want_details(key, services.clock.now())


def _is_paid(controller: Controller, status: int) -> bool:
    return WeFactSide(controller, status, ZERO, written=False).is_paid


def _adopted(key: SourceKey, relation_code: str) -> Receipt:
    return Receipt(
        key=key,
        effect=Effect.MARK_PAID,
        intent_id=None,
        adopted=True,
        content_hash="",
        relation_code=relation_code,
        written={},
        verified=True,
    )
