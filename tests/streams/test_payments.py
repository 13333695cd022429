"""Payments: what the ledger says, what follows for WeFact, and what a person decides (accounting-rules.md 9)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.streams.paying import (
    PAID_ON,
    FirstMorning,
    after_the_first_release,
    booking_of,
    calls,
    first_morning,
    in_wefact,
    morning,
    paid_amounts,
    pay,
    payments,
    release,
    second_morning,
    told,
)
from tests.streams.world import World

OPEN_LIST = "multivers GET CustomerInvoiceInfoList"
DETAILS = "multivers GET CustomerInvoiceInfo"
MARK, PART, SHOW = "wefact invoice/markaspaid", "wefact invoice/partpayment", "wefact invoice/show"


@pytest.fixture(scope="module")
def booked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FirstMorning]:
    """The sales side, booked on the first morning."""
    with first_morning(tmp_path_factory.mktemp("booked")) as made:
        yield made


@pytest.fixture
def office(booked: FirstMorning, tmp_path: Path) -> World:
    """What happens after the first morning, under the policy of the demo."""
    return booked.world(tmp_path)


def test_given_the_demos_second_morning_then_each_payment_is_told_and_only_what_is_paid_is_written(
    office: World,
) -> None:
    second_morning(office)
    office.sandbox.forget_requests()
    waits = office.run("run-2")
    assert waits.results["payments.fetch"] == {"open": 7, "changed": 8}
    assert waits.results["payments.match"] == {
        "matched": 8,
        "open": 3,
        "part_paid": 1,
        "to_write": 4,
        "conflict": 3,
    }
    assert told(office) == {
        "F2026-0001": ("to_write", "0.00", "PAY-014"),
        "F2026-0002": ("part_paid", "30.00", "PAY-010"),
        "F2026-0003": ("to_write", "0.00", "PAY-014"),
        "F2026-0005": ("to_write", "0.00", "PAY-014"),
        "F2026-0008": ("to_write", "0.00", "PAY-012 PAY-014"),
        "F2026-0009": ("conflict", "0.00", "PAY-006"),
        "F2026-0015": ("conflict", "None", "PAY-017"),
        "F2026-0016": ("conflict", "13.31", "PAY-018"),
    }
    assert waits.codes["payments.settle"] == "DOC-100"
    assert waits.errors["payments.settle"].params["count"] == "7"
    assert (paid_amounts(office), calls(office, MARK, PART)) == ({}, {})

    settled = release(office, "run-2")
    assert settled.errors["payments.settle"].params["count"] == "3"
    assert {number: in_wefact(office, number) for number in paid_amounts(office)} == {
        "F2026-0001": ("4", "60.50", PAID_ON),
        "F2026-0003": ("4", "442.22", PAID_ON),
        "F2026-0005": ("4", "121.00", PAID_ON),
        "F2026-0008": ("4", "136.13", PAID_ON),
    }
    assert calls(office, MARK, PART) == {MARK: 4}
    assert told(office)["F2026-0008"] == ("paid", "0.00", "PAY-012")
    assert told(office)["F2026-0001"] == ("paid", "0.00", "")

    office.sandbox.forget_requests()
    office.wait(days=1)
    quiet = office.run("run-3")
    assert "payments.settle" not in quiet.codes
    assert calls(office, DETAILS, SHOW, MARK, PART) == {}
    assert office.statuses()["F2026-0001"] == "booked"


def test_given_a_day_without_changes_then_fetching_costs_the_open_lists_alone(office: World) -> None:
    outcome = office.run_payments("run-1")
    assert outcome.results["payments.match"] == {"matched": 0, "open": 9}
    # One list, and the call that proves that it has ended.
    assert office.sandbox.requests()["calls"] == {OPEN_LIST: 2}


def test_given_a_later_start_date_then_what_is_unpaid_of_before_it_is_followed_and_not_asked_daily(
    office: World,
) -> None:
    file = office.include / "administrations" / "demo.yaml"
    file.write_text(file.read_text().replace("start_date: 2026-01-01", "start_date: 2027-01-01"))
    office.wait(days=300)
    assert morning(office, "run-2").results["payments.fetch"] == {"open": 11, "changed": 0}
    pay(office, "F2026-0001")
    assert morning(office, "run-3").results["payments.fetch"] == {"open": 10, "changed": 1}


def test_given_purchases_too_then_a_paid_one_is_marked_and_each_kind_has_one_list(tmp_path: Path) -> None:
    with first_morning(tmp_path / "first", purchases=True) as made:
        world = made.world(tmp_path / "second")
        (first, *_) = world.sandbox.purchase_bookings("WFI")
        world.sandbox.action("match_payment", invoiceId=first["invoiceId"], kind="supplier", date=PAID_ON)
        morning(world, "run-2")
        release(world, "run-2")
        purchases = world.sandbox.state()["wefact"]["accounts"]["sandbox-wefact-key"]["creditinvoices"].values()
        marked = [row for row in purchases if row["PaymentMethod"] == "accounting"]
        assert [(row["Status"], row["PayDate"]) for row in marked] == [("3", PAID_ON)]
        assert marked[0]["InvoiceCode"] == first["reference"]

        world.sandbox.forget_requests()
        world.run_payments("run-2")
        counts = world.sandbox.requests()["calls"]
        # The shorter list is known to have ended, since another page was longer.
        assert counts == {OPEN_LIST: 1, "multivers GET SupplierInvoiceInfoList": 2}


def test_given_preview_then_it_is_shown_and_nothing_is_written(office: World) -> None:
    pay(office, "F2026-0001")
    office.approve()
    outcome = morning(office, "run-2", mode="preview")
    assert told(office) == {"F2026-0001": ("to_write", "0.00", "")}
    assert outcome.results["payments.settle"] == {"open": 8, "to_write": 1}
    assert (paid_amounts(office), calls(office, MARK)) == ({}, {})


def test_given_too_much_was_paid_then_a_person_is_told_once(office: World) -> None:
    pay(office, "F2026-0001", "70.50")
    assert morning(office, "run-2").codes["payments.settle"] == "DOC-100"
    assert told(office) == {"F2026-0001": ("overpaid", "-10.00", "PAY-001")}
    assert office.run_payments("run-2").codes["payments.settle"] == "DOC-100", "a clear changes nothing"
    assert morning(office, "run-3").codes == {}
    office.wait(days=5)
    assert morning(office, "run-4").codes["payments.settle"] == "DOC-100", "a reminder after a week"
    assert calls(office, MARK) == {}


def test_given_matched_and_unmatched_on_one_day_then_nothing_has_happened(office: World) -> None:
    pay(office, "F2026-0001")
    office.sandbox.action("unmatch_payment", invoiceId=booking_of("F2026-0001"))
    outcome = morning(office, "run-2")
    assert outcome.results["payments.fetch"]["changed"] == 0
    assert told(office) == {}


def test_given_a_match_that_is_undone_later_then_it_is_reported_and_wefact_is_left_alone(office: World) -> None:
    after_the_first_release(office)
    office.sandbox.action("unmatch_payment", invoiceId=booking_of("F2026-0008"))
    assert morning(office, "run-3").codes["payments.settle"] == "DOC-100"
    assert told(office)["F2026-0008"] == ("reopened", "136.13", "PAY-009")
    assert in_wefact(office, "F2026-0008")[0] == "4"
    pay(office, "F2026-0008", date="2026-03-18")
    morning(office, "run-4")
    assert told(office)["F2026-0008"] == ("paid", "0.00", "")
    assert calls(office, MARK) == {}


def test_given_set_off_with_a_credit_note_then_it_counts_as_paid(office: World) -> None:
    line = {"accountId": "8000", "amount": "-500.00", "vatCodeId": 1}
    booked = {"invoiceId": "77", "customerId": "DB10003", "reference": "CR", "invoiceDate": PAID_ON, "lines": [line]}
    office.sandbox.action("book_invoice", **booked)
    office.sandbox.action("set_off", invoiceId=booking_of("F2026-0003"), creditInvoiceId="77", date="2026-03-14")
    morning(office, "run-2")
    release(office, "run-2")
    assert in_wefact(office, "F2026-0003") == ("4", "442.22", "2026-03-14")


@pytest.mark.parametrize(("policy", "status"), [("report", "conflict"), ("mark_paid", "paid")])
def test_given_a_write_off_then_the_policy_decides(
    booked: FirstMorning, tmp_path: Path, policy: str, status: str
) -> None:
    world = booked.world(tmp_path, write_off=policy)
    world.sandbox.action("write_off", invoiceId=booking_of("F2026-0009"))
    morning(world, "run-2")
    world.approve()
    world.run_payments("run-2")
    assert payments(world)["F2026-0009"].status == status
    assert (paid_amounts(world) == {}) == (policy == "report")


def test_given_parts_are_written_then_each_is_added_once_and_the_last_marks_as_paid(
    booked: FirstMorning, tmp_path: Path
) -> None:
    world = booked.world(tmp_path, part="write")
    pay(world, "F2026-0001", "20.00")
    morning(world, "run-2")
    release(world, "run-2")
    assert in_wefact(world, "F2026-0001") == ("3", "20.00", "")
    assert told(world) == {"F2026-0001": ("part_paid", "40.50", "PAY-010")}

    pay(world, "F2026-0001", "30.50", date="2026-03-17")
    morning(world, "run-3")
    assert in_wefact(world, "F2026-0001")[:2] == ("3", "50.50")

    pay(world, "F2026-0001", date="2026-03-18")
    morning(world, "run-4")
    assert in_wefact(world, "F2026-0001") == ("4", "60.50", "2026-03-18")
    assert calls(world, PART, MARK) == {PART: 2, MARK: 1}
