"""P1 for payments: one write-back for one payment, whatever crashes, hangs, answers late or is done by hand."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy
from decimal import Decimal
from pathlib import Path

import pytest

from tests.streams.dying import KILLED
from tests.streams.meddling import Point, die_in_settle, meddled
from tests.streams.paying import FirstMorning, booking_of, calls, first_morning, morning, paid_amounts, pay, told
from tests.streams.test_never_twice import let_the_lease_end
from tests.streams.world import World
from wefact_multivers.store.intents import Effect
from wefact_multivers.streams.extract import extract
from wefact_multivers.streams.payments import fetch, match
from wefact_multivers.streams.preflight import preflight
from wefact_multivers.streams.runs import RunRequest, Stream, Trigger

MARK, PART = "wefact invoice/markaspaid", "wefact invoice/partpayment"
CALLS = {"report": MARK, "write": PART}
"""What is called where parts are reported, so that only whole invoices are written, and where they are written."""

LOST = ("timeout", "reset", "malformed", "status:503")
NUMBERS = ("F2026-0001", "F2026-0002", "F2026-0003", "F2026-0008")
PART_OF_EACH = Decimal("20.00")
GROSS = dict(zip(NUMBERS, map(Decimal, ("60.50", "59.84", "442.22", "136.13")), strict=True))

pytestmark = pytest.mark.fault


@pytest.fixture(scope="module")
def booked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FirstMorning]:
    """The sales side, booked on the first morning."""
    with first_morning(tmp_path_factory.mktemp("booked")) as made:
        yield made


def four_to_write(booked: FirstMorning, folder: Path, part: str) -> World:
    """Four payments that a person has released: whole ones, or parts where those are written."""
    world = booked.world(folder, part=part)
    for number in NUMBERS:
        pay(world, number, str(PART_OF_EACH) if part == "write" else None)
    morning(world, "run-2", mode="preview")
    world.approve()
    return world


def settled(world: World, key: str = "run-3") -> str | None:
    """The payments of a run once more, as after a retry; the code with which it ended, if any."""
    return world.run_payments(key).codes.get("payments.settle")


def assert_each_written_once(world: World, part: str) -> None:
    """WeFact counts each payment exactly once, and the store knows it."""
    assert paid_amounts(world) == (dict.fromkeys(NUMBERS, PART_OF_EACH) if part == "write" else GROSS)
    statuses = {number: status for number, (status, _, _) in told(world).items()}
    assert statuses == dict.fromkeys(NUMBERS, "part_paid" if part == "write" else "paid")
    with world.services() as services, services.memory.read() as unit:
        effect = Effect.PART_PAYMENT if part == "write" else Effect.MARK_PAID
        assert (unit.receipts.count(effect), unit.receipts.unverified(effect)) == (len(NUMBERS), [])


@pytest.mark.parametrize(
    ("part", "when", "codes", "sent"),
    [
        ("write", "before", ["LIM-001", "SND-001", None], 8),
        ("write", "after", ["LIM-001", None, None], 4),
        ("write", "late:600", ["LIM-001", None, None], 4),
        ("report", "late:600", ["LIM-001", None, None], 4),
    ],
)
def test_given_lost_answers_then_each_payment_is_written_once(  # noqa: PLR0917 - the columns of a table
    booked: FirstMorning, tmp_path: Path, part: str, when: str, codes: list[str | None], sent: int
) -> None:
    world = four_to_write(booked, tmp_path, part)
    for kind in LOST:
        world.sandbox.fault(CALLS[part].removeprefix("wefact "), when=when, kind=kind, times=1)
    ended = [morning(world, "run-3").codes.get("payments.settle")]
    assert ("uncertain" in {status for status, _, _ in told(world).values()}) == (when != "after")
    for minutes in (14, 2):
        world.wait(minutes=minutes)
        ended.append(settled(world))
    assert ended == codes
    assert_each_written_once(world, part)
    assert calls(world, CALLS[part]) == {CALLS[part]: sent}


def test_given_multivers_away_when_a_lost_write_is_settled_then_the_next_morning_writes_it(
    booked: FirstMorning, tmp_path: Path
) -> None:
    world = booked.world(tmp_path)
    pay(world, "F2026-0001")
    morning(world, "run-2", mode="preview")
    world.approve()
    world.sandbox.fault("invoice/markaspaid", when="before", kind="timeout", times=1)
    assert morning(world, "run-3").codes["payments.settle"] == "SND-001"
    world.wait(minutes=16)
    world.sandbox.fault("GET CustomerInvoiceInfo", when="before", kind="status:503", times=100)
    assert settled(world) is not None
    world.sandbox.clear_faults()
    world.wait(days=1)
    assert "payments.settle" not in morning(world, "run-4").codes
    assert paid_amounts(world)["F2026-0001"] == GROSS["F2026-0001"]
    assert calls(world, MARK) == {MARK: 2}


def test_given_no_readable_answer_again_and_again_then_a_person_is_told(booked: FirstMorning, tmp_path: Path) -> None:
    world = four_to_write(booked, tmp_path, "write")
    world.sandbox.fault("invoice/partpayment", kind="status:500", times=100)
    assert morning(world, "run-3").codes["payments.settle"] == "SND-001"
    world.wait(minutes=16)
    assert settled(world) == "SND-001"
    world.wait(minutes=16)
    assert settled(world) == "DOC-100"
    assert {(status, codes) for status, _, codes in told(world).values()} == {("conflict", "PAY-010 PAY-023")}
    assert calls(world, PART) == {PART: 8}
    world.sandbox.clear_faults()
    morning(world, "run-4")
    assert_each_written_once(world, "write")


@pytest.mark.parametrize(
    ("deed", "status", "codes"), [("pay_invoice", "paid", ""), ("void_invoice", "conflict", "PAY-020")]
)
def test_given_a_refusal_then_wefact_is_looked_at_and_decides(
    booked: FirstMorning, tmp_path: Path, deed: str, status: str, codes: str
) -> None:
    world = booked.world(tmp_path)
    pay(world, "F2026-0001")
    morning(world, "run-2")
    world.approve()
    at_the_last_moment = Point("markaspaid")
    with meddled(world, at_the_last_moment, lambda: world.sandbox.action(deed, InvoiceCode="F2026-0001")):
        # It was red on the day before, for another reason: this is news.
        assert morning(world, "run-3").codes.get("payments.settle") == ("DOC-100" if codes else None)
    assert told(world) == {"F2026-0001": (status, "0.00", codes)}
    assert calls(world, MARK) == {MARK: 1}
    morning(world, "run-4")
    assert told(world) == {"F2026-0001": ("paid", "0.00", "")}
    assert calls(world, MARK) == {MARK: 1}


def test_given_accepted_and_not_shown_then_a_person_is_told_and_it_is_never_sent_again(
    booked: FirstMorning, tmp_path: Path
) -> None:
    world = booked.world(tmp_path, part="write")
    pay(world, "F2026-0001", "20.00")
    morning(world, "run-2")
    world.approve()
    world.sandbox.fault("invoice/partpayment", kind="stored_differs", change={"AmountPaid": "15.00"}, times=1)
    assert settled(world, "run-2") == "DOC-100"
    assert told(world) == {"F2026-0001": ("conflict", "40.50", "PAY-010 PAY-019")}
    morning(world, "run-3")
    assert calls(world, PART) == {PART: 1}


@pytest.mark.parametrize(
    "switches",
    [
        {"already_paid": "success", "markaspaid_answer": "entity"},
        {"paid_amount": "zero", "overpayment": "paid"},
        {"payment_touches_modified": False, "list_amounts": False},
    ],
    ids=", ".join,
)
def test_given_any_position_of_wefacts_switches_then_both_writes_are_made_once(
    booked: FirstMorning, tmp_path: Path, switches: dict[str, str | bool]
) -> None:
    world = booked.world(tmp_path, part="write")
    world.sandbox.settings(**switches)
    pay(world, "F2026-0001")
    pay(world, "F2026-0003", "20.00")
    morning(world, "run-2")
    world.approve()
    assert settled(world, "run-2") is None
    world.wait(days=1)
    world.sandbox.forget_requests()
    assert world.run("run-3").results["payments.fetch"] == {"open": 10, "changed": 0}
    assert told(world) == {"F2026-0001": ("paid", "0.00", ""), "F2026-0003": ("part_paid", "422.22", "PAY-010")}
    assert calls(world, MARK, PART, "wefact invoice/show") == {}
    assert {world.statuses()[number] for number in ("F2026-0001", "F2026-0003")} == {"booked"}


def test_given_part_payments_that_replace_then_the_second_is_told_and_not_tried_again(
    booked: FirstMorning, tmp_path: Path
) -> None:
    world = booked.world(tmp_path, part="write")
    world.sandbox.settings(partpayment_means="total")
    pay(world, "F2026-0003", "20.00")
    morning(world, "run-2")
    world.approve()
    assert settled(world, "run-2") is None
    pay(world, "F2026-0003", "30.00", date="2026-03-17")
    assert morning(world, "run-3").codes["payments.settle"] == "DOC-100"
    assert told(world) == {"F2026-0003": ("conflict", "392.22", "PAY-010 PAY-019")}
    morning(world, "run-4")
    assert calls(world, PART) == {PART: 2}


@pytest.mark.parametrize(
    ("part", "point", "written"),
    [
        ("write", Point("partpayment"), 0),
        ("write", Point("show", after="partpayment"), 1),
    ],
    ids=["before the call", "before it is read back"],
)
@pytest.mark.full
def test_given_a_process_killed_while_writing_then_each_payment_is_written_once(
    booked: FirstMorning, tmp_path: Path, part: str, point: Point, written: int
) -> None:
    world = four_to_write(booked, tmp_path, part)
    with world.services() as services:
        preflight(services, RunRequest("run-3", Trigger.SCHEDULED))
    assert die_in_settle(world, point, "run-3") == KILLED
    assert len(paid_amounts(world)) == written
    assert settled(world) == "LCK-001"
    let_the_lease_end(world)
    assert settled(world) == (None if written else "SND-001")
    world.wait(minutes=16)
    assert settled(world) is None
    assert_each_written_once(world, part)
    assert calls(world, CALLS[part]) == {CALLS[part]: 4}


def test_given_a_write_under_way_then_nothing_is_decided_anew_before_it_is_settled(
    booked: FirstMorning, tmp_path: Path
) -> None:
    world = booked.world(tmp_path)
    pay(world, "F2026-0001")
    morning(world, "run-2", mode="preview")
    world.approve()
    with world.services() as services:
        preflight(services, RunRequest("run-3", Trigger.SCHEDULED))
    die_in_settle(world, Point("markaspaid", is_answered=True), "run-3")
    let_the_lease_end(world)
    world.sandbox.action("unmatch_payment", invoiceId=booking_of("F2026-0001"))
    assert morning(world, "run-4").codes == {}
    assert told(world) == {"F2026-0001": ("paid", "0.00", "")}
    assert morning(world, "run-5").codes["payments.settle"] == "DOC-100"
    assert told(world) == {"F2026-0001": ("reopened", "60.50", "PAY-009")}
    assert calls(world, MARK) == {MARK: 1}


@pytest.mark.parametrize("is_answered", [False, True])
def test_given_another_run_that_sees_our_write_before_it_is_read_back_then_it_stays_paid(
    booked: FirstMorning, tmp_path: Path, is_answered: bool
) -> None:
    world = four_to_write(booked, tmp_path, "report")
    other = copy(world)

    def look() -> None:
        with other.services() as services:
            preflight(services, RunRequest("run-4", Trigger.SCHEDULED))
            extract(services, "run-4", Stream.SALES_INVOICES)
            fetch(services, "run-4")
            match(services, "run-4")

    with world.services() as services:
        preflight(services, RunRequest("run-3", Trigger.SCHEDULED))
    with meddled(world, Point("show", after="markaspaid", is_answered=is_answered), look):
        assert settled(world) is None
    assert_each_written_once(world, "report")
