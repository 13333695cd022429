"""P3 of the purchase side before the independent witness: suppliers whose cents are odd, and whose VAT is not ours."""

from __future__ import annotations

import random

from tests.oracle.reasons import Why
from tests.streams.witness import Witness
from tests.streams.world import World


def test_given_many_odd_purchases_then_each_is_booked_to_the_cent_or_blocked(both_sides: World) -> None:
    witness = Witness(both_sides)
    dice = random.Random("purchases")  # noqa: S311
    for turn in range(30):
        add_odd_purchase(both_sides, dice, turn)
    assert witness.morning() == []
    whys = [why for number, why in witness.now.unbooked.items() if number > "CF2026-0027" and number[:2] == "CF"]
    assert len(witness.now.bookings) > 20 + 20
    assert {Why.TOTALS, Why.CATEGORY} <= set(whys)


def add_odd_purchase(world: World, dice: random.Random, turn: int) -> None:
    """A supplier's invoice of which a line is seldom a whole cent, and whose VAT lies some cents aside."""
    lines = [odd_cost(dice) for _ in range(dice.randint(1, 5))]
    made = world.sandbox.action(
        "add_purchase_invoice",
        CreditorCode=dice.choice(["CR10001", "CR10002", "CR10003", "CR10010"]),
        Date=f"2026-03-{dice.randint(1, 16):02d}",
        InvoiceCode=f"S{turn}",
        InvoiceLines=lines,
    )
    cents = round(float(made["AmountIncl"]) * 100) + dice.choice([0, 0, 1, -2, 3, 30])
    changes = {"AmountIncl": f"{cents / 100:.2f}"}
    world.sandbox.action("edit_purchase_invoice", CreditInvoiceCode=made["CreditInvoiceCode"], changes=changes)


def odd_cost(dice: random.Random) -> dict[str, str]:
    return {
        "Description": "Inkoop",
        "Number": str(dice.choice([1, 2, 0.25, 1.333, 7.5])),
        "PriceExcl": str(dice.choice([1, 1, 1, 1, -1]) * dice.randint(1, 99999) / 1000),
        "TaxCode": dice.choice(["I21", "I9"]),
        "CostCategory": dice.choice(["1", "2", "3", "1", "2", "3", "1", "2", "7"]),
    }
