"""Preview is the booking (P4): what it shows is what is posted later, byte for byte; and it posts nothing."""

from __future__ import annotations

import json

from tests.streams.world import World
from wefact_multivers.domain.documents import Controller
from wefact_multivers.store.intents import Effect
from wefact_multivers.streams.kinds import DOCUMENT_KINDS, PLAN
from wefact_multivers.transport import dump, load


def plans(world: World) -> dict[str, str]:
    """The request of every stored plan that is a document's present one, by number."""
    found = {}
    with world.services() as services, services.memory.read() as unit:
        for kind in DOCUMENT_KINDS.values():
            for record in unit.records.all_of(kind.controller):
                if record.plan_hash:
                    found[record.seen.number] = PLAN.validate_json(unit.plans.text(record.plan_hash)).body
    return found


def sent(world: World) -> dict[str, str]:
    """What was sent for each booking, without the running number of the journal, by number."""
    found = {}
    with world.services() as services, services.memory.read() as unit:
        for kind in DOCUMENT_KINDS.values():
            for record in unit.records.all_of(kind.controller):
                intent = unit.intents.last(record.key, Effect.CREATE_BOOKING)
                if intent is not None:
                    body = load(intent.frozen.request)
                    del body["journalTransaction"]
                    found[record.seen.number] = dump(body).decode()
    return found


def test_given_a_preview_then_nothing_is_written_and_every_document_has_its_plan_or_its_reasons(
    both_sides: World,
) -> None:
    both_sides.sandbox.forget_requests()
    outcome = both_sides.run(params={"mode": "preview"})
    assert outcome.errors == {}
    assert both_sides.sandbox.requests()["writes"] == {"wefact": 0, "multivers": 0}
    shown = plans(both_sides)
    for controller in (Controller.INVOICE, Controller.CREDITINVOICE):
        for record in both_sides.records(controller):
            assert record.seen.number in shown or record.problems, record.seen.number
    assert set(both_sides.statuses().values()) <= {"preview", "blocked", "adopted"}


def test_given_a_preview_then_what_is_posted_later_equals_it_byte_for_byte(both_sides: World) -> None:
    both_sides.run(params={"mode": "preview"})
    shown = plans(both_sides)
    both_sides.run("run-2")
    posted = sent(both_sides)
    assert len(posted) == 22
    assert posted == {number: shown[number] for number in posted}
    held = {row["reference"] for row in both_sides.bookings()}
    assert held == {json.loads(body)["reference"] for number, body in posted.items() if number.startswith("F")}
