"""The door's six writes: the one that no stream uses of itself is true to its protocol, too."""

from __future__ import annotations

from dataclasses import replace

from tests.streams.world import World
from wefact_multivers.domain.documents import Controller
from wefact_multivers.store.intents import Effect
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.streams.kinds import PLAN
from wefact_multivers.streams.orders import BookingOrder
from wefact_multivers.streams.post import writing
from wefact_multivers.transport import dump, load


def test_given_a_concept_then_it_is_replaced_under_its_own_numbers(signed: World) -> None:
    signed.run()
    record = next(one for one in signed.records(Controller.INVOICE) if one.seen.number == "F2026-0004")
    with signed.services() as services:
        with services.memory.read() as unit:
            plan = PLAN.validate_json(unit.plans.text(record.plan_hash or ""))
            booked = unit.receipts.get(record.key, Effect.CREATE_BOOKING)
        assert booked is not None
        body = load(plan.body)
        body["customerInvoiceLines"][0]["description"] = "Nieuwe omschrijving"
        changed = replace(plan, body=dump(body).decode())
        number = booked.journal_transaction or 0
        order = BookingOrder(record.key, changed, changed.hash, record.seen.content_hash, number)
        with writing(services) as door:
            result = door.update_booking(order)
        assert isinstance(result, Receipt)
        assert (result.effect, result.invoice_id, result.journal_transaction) == (
            Effect.UPDATE_BOOKING,
            booked.invoice_id,
            number,
        )
        with services.memory.read() as unit:
            assert unit.intents.unsettled(Effect.UPDATE_BOOKING) == []
    held = [row for row in signed.bookings() if row["reference"] == "F2026-0004"]
    assert [row["customerInvoiceLines"][0]["description"] for row in held] == ["Nieuwe omschrijving"]
