"""The supplier's invoice twice: what somebody typed into Multivers in the previous two fiscal years (rule 14)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from tests.streams.world import World, demo_world
from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.documents import Controller
from wefact_multivers.multivers.searching import Candidate
from wefact_multivers.streams.preflight import preflight
from wefact_multivers.streams.runs import RunRequest, Trigger, load_run
from wefact_multivers.streams.search import find_bookings

BILL = "CF2026-0001"
"""Of 60.50 of creditor CR10001."""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    with demo_world(tmp_path) as made:
        made.switch(debtors=False, sales_invoices=False, payments=False)
        yield made


def number_it(world: World, number: str) -> None:
    """The supplier printed this number."""
    world.sandbox.action("edit_purchase_invoice", CreditInvoiceCode=BILL, changes={"InvoiceCode": number})


def type_in(world: World, reference: str, amount: str = "25.00", creditor: str = "CR10001") -> None:
    """Somebody books an invoice of the creditor by hand, in the year before the link."""
    world.sandbox.action(
        "book_invoice",
        supplierId=creditor,
        invoiceId="4711",
        reference=reference,
        invoiceDate="2025-12-31",
        periodNumber=13,
        lines=[{"accountId": "4000", "amount": amount, "vatCodeId": 1}],
    )


def asked(world: World) -> list[tuple[str, str]]:
    """What the bill is asked about: code and difference."""
    (record,) = [one for one in world.records(Controller.CREDITINVOICE) if one.seen.number == BILL]
    return [(found.code, found.values.get("difference", "")) for found in record.problems if found.code == "DOC-004"]


TYPED_OTHERWISE = "bruto 30,25, WeFact 60,50; btw 5,25, WeFact 10,50; datum 2025-12-31, WeFact 2026-01-06"


@pytest.mark.parametrize(
    ("printed", "typed", "told"),
    [
        ("2025-118", "2025-118", ""),
        ("2025-118", "hp 2025118", ""),
        ("118", "000118", "; factuurnummer 118 staat er met andere voorloopnullen"),
        ("000118", "118", "; factuurnummer 000118 staat er met andere voorloopnullen"),
    ],
)
def test_given_the_number_in_the_year_before_the_link_then_the_bill_waits_however_it_was_typed(
    world: World, printed: str, typed: str, told: str
) -> None:
    world.sign()
    number_it(world, printed)
    type_in(world, typed)
    world.run()
    assert asked(world) == [("DOC-004", f"{TYPED_OTHERWISE}{told}")]
    assert printed not in [row["reference"] for row in world.sandbox.purchase_bookings("WFI")]


@pytest.mark.parametrize(
    "change",
    [
        lambda world: type_in(world, "119"),
        lambda world: type_in(world, "118", amount="-25.00"),
        lambda world: type_in(world, "118", creditor="CR10002"),
    ],
    ids=["another number", "a credit note", "another creditor"],
)
def test_given_what_is_another_invoice_then_the_bill_is_booked(world: World, change: Callable[[World], None]) -> None:
    world.sign()
    number_it(world, "000118")
    change(world)
    world.run()
    assert asked(world) == []
    assert "000118" in [row["reference"] for row in world.sandbox.purchase_bookings("WFI")]


def test_given_first_contact_then_it_tells_of_the_number_in_the_year_before_the_link(world: World) -> None:
    number_it(world, "000118")
    type_in(world, "118")
    (line,) = [line for line in world.sign().lines if line.number == BILL]
    assert line.match == "perhaps"


@pytest.mark.parametrize(("since", "found"), [(2024, ["4711"]), (2025, ["4711"]), (2026, []), (None, [])])
def test_given_one_purchase_to_look_up_then_all_of_its_creditor_is_asked_for_in_those_years_alone(
    world: World, since: int | None, found: list[str]
) -> None:
    world.sign()
    type_in(world, "000118")
    wanted = Candidate("", "118", "CR10001", Decimal("60.50"))
    with world.services() as services:
        preflight(services, RunRequest("by-hand", Trigger.MANUAL, params={"mode": "preview"}))
        state = load_run(services, "by-hand")
        bookings = find_bookings(services, state, Kind.PURCHASE, [wanted], whole_since=since)
    assert [one.invoice_id for one in bookings if one.fiscal_year == 2025] == found
