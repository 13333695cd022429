"""P1, P3, P6, P7 of the sales side before the independent witness: days that pass, people at work, odd invoices."""

from __future__ import annotations

import random
from typing import Any

import pytest

from tests.oracle.books import bookings, database
from tests.oracle.hand_calculated import hand_calculated
from tests.oracle.reasons import Why
from tests.streams.witness import Witness
from tests.streams.world import World

PRODUCTS = ("P-HOST-S", "P-HOST-L", "P-DOM", "P-BOEK", "P-ADV", "P-LOS", "")


@pytest.fixture
def witness(world: World) -> Witness:
    watcher = Witness(world)
    world.sign()
    return watcher


def add(world: World, debtor: str, day: str, *lines: dict[str, str], **more: Any) -> str:
    """Somebody makes an invoice in WeFact; gives its number."""
    answer = world.sandbox.action("add_invoice", DebtorCode=debtor, Date=day, InvoiceLines=list(lines), **more)
    return str(answer["InvoiceCode"])


def free(price: str, tax: str = "V21", **more: str) -> dict[str, str]:
    return {"Description": "Werk", "PriceExcl": price, "TaxCode": tax} | more


def test_the_days_pass_then_the_ten_calculated_by_hand_stand_in_the_books(witness: Witness) -> None:
    for _ in range(5):
        assert witness.morning() == []
        witness.next_day()
    held = {
        found.booking.reference: found.booking for found in bookings(database(witness.world.sandbox.state())).values()
    }
    ten = hand_calculated()
    assert {number: held[number] for number in ten} == ten


def test_the_same_morning_again_then_nothing_changes(witness: Witness) -> None:
    witness.morning()
    before = database(witness.world.sandbox.state())
    witness.world.sandbox.forget_requests()
    assert witness.morning() == []
    assert database(witness.world.sandbox.state()) == before
    assert witness.world.sandbox.requests()["writes"] == {"wefact": 0, "multivers": 0}


def test_people_work_in_both_programs_then_the_books_stay_right(witness: Witness) -> None:
    world, act = witness.world, witness.world.sandbox.action
    assert witness.morning() == []
    cent = add(world, "DB10003", "2026-03-16", free("10.03"), free("10.06", "V9"))
    bent = add(world, "DB10006", "2026-03-16", free("1.04"), Discount="10")
    typed = add(world, "DB10001", "2026-03-16", {"ProductCode": "P-ADV", "Number": "2"})
    act(
        "edit_invoice", InvoiceCode="F2026-0011", changes={"InvoiceLines": [{"ProductCode": "P-HOST-S", "Number": "7"}]}
    )
    act("edit_invoice", InvoiceCode="F2026-0016", changes={"InvoiceLines": [{"ProductCode": "P-BOEK", "Number": "2"}]})
    with witness.watching_people():
        lines = [{"accountId": "8030", "amount": 190}]
        act("book_invoice", customerId="DB10001", invoiceId=typed.replace("F", "").replace("-", ""), reference=typed,
            invoiceDate="2026-03-16", lines=lines)  # fmt: skip
        act("edit_booking", invoiceId="20260003", changes={"reference": "F2026-0003", "dunForPayment": True})
        act("delete_booking", invoiceId="20260002")
        act("delete_booking", invoiceId="20260006")
    witness.next_day()
    assert witness.morning() == []
    assert witness.expected is not None
    assert witness.expected.unbooked[typed] is Why.ADOPTED
    assert witness.expected.unbooked["F2026-0002"] is Why.REMOVED
    assert witness.expected.unbooked["F2026-0003"] is Why.TOUCHED
    assert {cent, bent, "F2026-0006", "F2026-0011", "F2026-0016"} <= set(witness.expected.bookings)
    witness.next_day()
    assert witness.morning() == []


def test_people_process_and_match_then_the_link_leaves_it_so(witness: Witness) -> None:
    assert witness.morning() == []
    with witness.watching_people():
        witness.world.sandbox.action("process_booking", invoiceId="20260001")
        witness.world.sandbox.action("match_payment", invoiceId="20260004")
        witness.world.sandbox.action("close_period", fiscalYear=2026, periodNumber=1)
    late = add(witness.world, "DB10003", "2026-01-30", free("100"))
    witness.next_day()
    assert witness.morning() == []
    assert witness.expected is not None
    assert witness.expected.unbooked[late] is Why.PERIOD


@pytest.mark.fault
def test_multivers_stores_another_amount_then_the_oracle_sees_it_and_the_link_does_not_call_it_booked(
    witness: Witness,
) -> None:
    witness.world.sandbox.fault("POST CustomerInvoice", when="after", kind="stored_differs", times=1)
    findings = witness.morning()
    assert "wrong booking: F2026-0001: gross is 60.51, must be 60.50" in findings
    assert witness.world.statuses()["F2026-0001"] == "rejected"


def test_a_negative_line_and_lines_that_cancel_then_both_are_booked(witness: Witness) -> None:
    less = add(witness.world, "DB10003", "2026-03-10", free("100"), free("-30"), free("-10", "V9"))
    nothing = add(witness.world, "DB10003", "2026-03-10", free("100"), free("-100"))
    assert witness.morning() == []
    assert witness.expected is not None
    assert {less, nothing} <= set(witness.expected.bookings)


@pytest.mark.parametrize("method", ["sum", "rate", "line"])
def test_many_odd_invoices_then_each_is_booked_to_the_cent(witness: Witness, method: str) -> None:
    dice = random.Random(method)  # noqa: S311
    witness.world.sandbox.settings(totals_method=method)
    for _ in range(40):
        lines = [odd_line(dice) for _ in range(dice.randint(1, 5))]
        debtor, day = dice.choice(["DB10003", "DB10004", "DB10005", "DB10006"]), dice.randint(1, 16)
        add(witness.world, debtor, f"2026-03-{day:02d}", *lines, Discount=dice.choice(["0", "0", "3", "12.5"]))
    assert witness.morning() == []


def odd_line(dice: random.Random) -> dict[str, str]:
    """A line whose net is seldom a whole cent."""
    return {
        "ProductCode": dice.choice(PRODUCTS),
        "Description": "Werk",
        "Number": str(dice.choice([1, 2, 0.25, 1.333, 7.5])),
        "PriceExcl": str(dice.choice([1, 1, 1, 1, -1]) * dice.randint(1, 99999) / 1000),
        "TaxCode": dice.choice(["V21", "V9"]),
        "DiscountPercentage": str(dice.choice([0, 0, 5, 33])),
    }
