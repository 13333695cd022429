"""P3 of the purchase side before the independent witness: suppliers whose cents are odd, and whose VAT is not ours."""

from __future__ import annotations

import random
from decimal import Decimal

from tests.oracle.reasons import Why
from tests.streams.witness import Witness
from tests.streams.world import World


def test_given_many_odd_purchases_then_each_is_booked_to_the_cent_or_blocked(both_sides: World) -> None:
    both_sides.switch(debtors=False, sales_invoices=False)
    witness = Witness(both_sides)
    dice = random.Random("purchases")  # noqa: S311
    numbers = {add_odd_purchase(both_sides, dice, turn) for turn in range(30)}
    assert witness.morning() == []
    reasons = {witness.now.unbooked[number] for number in numbers & witness.now.unbooked.keys()}
    assert reasons == {Why.TOTALS, Why.CATEGORY}
    assert len(numbers & witness.now.bookings.keys()) > 10


def add_odd_purchase(world: World, dice: random.Random, turn: int) -> str:
    """A supplier's invoice of which a line is seldom a whole cent, and whose VAT lies some cents aside; its number."""
    made = world.sandbox.action(
        "add_purchase_invoice",
        CreditorCode=dice.choice(["CR10001", "CR10002", "CR10003", "CR10010"]),
        Date=f"2026-03-{dice.randint(1, 16):02d}",
        InvoiceCode=f"S{turn}",
        InvoiceLines=[odd_cost(dice) for _ in range(dice.randint(1, 5))],
    )
    number = str(made["CreditInvoiceCode"])
    gross = Decimal(made["AmountIncl"]) + Decimal(dice.choice([0, 0, 1, -2, 3, 30])).scaleb(-2)
    world.sandbox.action("edit_purchase_invoice", CreditInvoiceCode=number, changes={"AmountIncl": f"{gross:.2f}"})
    return number


def odd_cost(dice: random.Random) -> dict[str, str]:
    return {
        "Description": "Inkoop",
        "Number": str(dice.choice([1, 2, 0.25, 1.333, 7.5])),
        "PriceExcl": str(dice.choice([1, 1, 1, 1, -1]) * dice.randint(1, 99999) / 1000),
        "TaxCode": dice.choice(["I21", "I9"]),
        "CostCategory": dice.choice(["1", "2", "3", "1", "2", "3", "1", "2", "7"]),
    }
