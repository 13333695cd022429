"""Payments and people: what they approve, and what they do by hand in WeFact meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.streams.paying import (
    FirstMorning,
    after_the_first_release,
    booking_of,
    calls,
    first_morning,
    in_wefact,
    morning,
    paid_amounts,
    pay,
    release,
    set_policy,
    told,
)
from tests.streams.world import World

OPEN_LIST = "multivers GET CustomerInvoiceInfoList"
MARK, PART = "wefact invoice/markaspaid", "wefact invoice/partpayment"


@pytest.fixture(scope="module")
def booked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FirstMorning]:
    """The sales side, booked on the first morning."""
    with first_morning(tmp_path_factory.mktemp("booked")) as made:
        yield made


@pytest.fixture
def office(booked: FirstMorning, tmp_path: Path) -> World:
    """What happens after the first morning, under the policy of the demo."""
    return booked.world(tmp_path)


def test_given_many_or_old_ones_then_they_wait_for_approval_and_few_young_ones_do_not(office: World) -> None:
    set_policy(office, approve_above="1")
    after_the_first_release(office)
    pay(office, "F2026-0009")
    assert "payments.settle" not in morning(office, "run-3").codes
    assert in_wefact(office, "F2026-0009")[0] == "4"

    for number in ("F2026-0002", "F2026-0003"):
        pay(office, number)
    assert morning(office, "run-4").codes["payments.settle"] == "DOC-100"
    assert told(office)["F2026-0002"] == ("to_write", "0.00", "PAY-015")
    release(office, "run-4")
    assert in_wefact(office, "F2026-0002")[0] == in_wefact(office, "F2026-0003")[0] == "4"

    office.wait(days=60)
    pay(office, "F2026-0001")
    morning(office, "run-5")
    assert told(office)["F2026-0001"] == ("to_write", "0.00", "PAY-016")
    assert in_wefact(office, "F2026-0001")[0] == "2"


def test_given_an_approved_set_that_broke_off_then_the_rest_goes_without_another_question(office: World) -> None:
    set_policy(office, approve_above="0")
    for number in ("F2026-0001", "F2026-0002", "F2026-0003"):
        pay(office, number)
    morning(office, "run-2")
    office.sandbox.fault("invoice/markaspaid", kind="status:429", times=1, skip=1)
    assert release(office, "run-2").codes["payments.settle"] == "LIM-001"
    assert len(paid_amounts(office)) == 1
    office.wait(seconds=31)
    assert "payments.settle" not in office.run_payments("run-2").codes
    assert len(paid_amounts(office)) == 3


def test_given_another_pay_date_than_was_approved_then_it_waits_again(office: World) -> None:
    set_policy(office, approve_above="0")
    after_the_first_release(office)
    pay(office, "F2026-0001")
    morning(office, "run-3")
    office.approve()
    office.sandbox.action("unmatch_payment", invoiceId=booking_of("F2026-0001"))
    morning(office, "run-4")
    pay(office, "F2026-0001", date="2026-03-19")
    morning(office, "run-5")
    assert told(office)["F2026-0001"] == ("to_write", "0.00", "PAY-015")
    assert calls(office, MARK) == {}


def test_given_a_person_marked_it_as_paid_while_it_waited_then_nothing_is_written(office: World) -> None:
    pay(office, "F2026-0001")
    morning(office, "run-2")
    office.sandbox.action("pay_invoice", InvoiceCode="F2026-0001", PayDate="2026-03-15", PaymentMethod="cash")
    release(office, "run-2")
    assert in_wefact(office, "F2026-0001") == ("4", "60.50", "2026-03-15")
    assert told(office)["F2026-0001"] == ("paid", "0.00", "")
    assert calls(office, MARK) == {}


def test_given_a_person_noted_a_part_meanwhile_then_it_is_not_added_again(booked: FirstMorning, tmp_path: Path) -> None:
    world = booked.world(tmp_path, part="write")
    pay(world, "F2026-0001", "20.00")
    morning(world, "run-2")
    world.sandbox.action("part_pay_invoice", InvoiceCode="F2026-0001", AmountPaid="20.00")
    release(world, "run-2")
    assert in_wefact(world, "F2026-0001")[:2] == ("3", "20.00")
    assert told(world) == {"F2026-0001": ("part_paid", "40.50", "PAY-010")}
    assert calls(world, PART) == {}


def test_given_our_mark_was_taken_back_in_wefact_then_it_is_reported_and_not_written_again(office: World) -> None:
    after_the_first_release(office)
    office.wait(hours=1)
    office.sandbox.action("unpay_invoice", InvoiceCode="F2026-0008")
    office.wait(days=1)
    assert office.run("run-3").codes["payments.settle"] == "DOC-100"
    assert told(office)["F2026-0008"] == ("conflict", "0.00", "PAY-008")
    assert in_wefact(office, "F2026-0008")[0] == "2"
    assert calls(office, MARK) == {}


def test_given_an_invoice_gone_from_wefact_then_that_payment_alone_waits(office: World) -> None:
    after_the_first_release(office)
    for number in ("F2026-0001", "F2026-0002"):
        pay(office, number)
    office.sandbox.action("delete_invoice", InvoiceCode="F2026-0001")
    morning(office, "run-3")
    assert told(office)["F2026-0001"] == ("conflict", "0.00", "PAY-021")
    assert in_wefact(office, "F2026-0002")[0] == "4"


def test_given_an_invoice_that_was_changed_after_it_was_booked_then_it_is_not_marked_as_paid(office: World) -> None:
    after_the_first_release(office)
    line = {"ProductCode": "P-BOEK", "Number": "4"}
    office.sandbox.action("edit_invoice", InvoiceCode="F2026-0002", changes={"InvoiceLines": [line]})
    pay(office, "F2026-0002")
    assert morning(office, "run-3").errors["payments.settle"].params["causes"] == "PAY-024"
    assert told(office)["F2026-0002"] == ("conflict", "0.00", "PAY-024")
    assert calls(office, MARK) == {}


def test_given_a_change_that_is_taken_back_after_the_money_came_in_then_it_is_marked_as_paid_after_all(
    office: World,
) -> None:
    after_the_first_release(office)
    told_of_a_line = ("Description", "PriceExcl", "TaxCode", "ProductCode", "Number", "DiscountPercentage")
    printed = office.sandbox.invoices()["F2026-0002"]["InvoiceLines"]
    lines = [{name: line[name] for name in told_of_a_line} for line in printed]
    changed = [{"ProductCode": "P-BOEK", "Number": "4"}]
    office.sandbox.action("edit_invoice", InvoiceCode="F2026-0002", changes={"InvoiceLines": changed})
    pay(office, "F2026-0002")
    office.wait(days=1)
    office.run("run-3")
    assert told(office)["F2026-0002"] == ("conflict", "0.00", "PAY-024")
    office.wait(hours=1)
    office.sandbox.action("edit_invoice", InvoiceCode="F2026-0002", changes={"InvoiceLines": lines})
    office.wait(days=1)
    office.run("run-4")
    assert told(office)["F2026-0002"][0] == "paid"
    assert in_wefact(office, "F2026-0002")[0] == "4"


def test_given_details_that_cannot_be_read_then_that_payment_alone_waits_for_the_next_run(office: World) -> None:
    after_the_first_release(office)
    for number in ("F2026-0001", "F2026-0002"):
        pay(office, number)
    office.sandbox.fault("GET CustomerInvoiceInfo", when="after", kind="html", times=1)
    morning(office, "run-3")
    assert told(office)["F2026-0001"] == ("conflict", "60.50", "PAY-022")
    assert in_wefact(office, "F2026-0002")[0] == "4"
    morning(office, "run-4")
    assert in_wefact(office, "F2026-0001")[0] == "4"


def test_given_an_invoice_that_is_void_by_now_then_nothing_is_written(office: World) -> None:
    after_the_first_release(office)
    pay(office, "F2026-0001")
    office.sandbox.action("void_invoice", InvoiceCode="F2026-0001")
    morning(office, "run-3")
    assert told(office)["F2026-0001"] == ("paid", "0.00", "")
    assert calls(office, MARK) == {}


def test_given_a_stream_that_is_switched_off_then_its_payments_rest(office: World) -> None:
    pay(office, "F2026-0001")
    morning(office, "run-2")
    office.approve()
    office.switch(sales_invoices=False)
    office.sandbox.forget_requests()
    assert morning(office, "run-3").codes == {}
    assert calls(office, OPEN_LIST, MARK) == {}
