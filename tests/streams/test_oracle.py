"""P1, P2, P3 before the independent witness: the demo's mornings with all five streams."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest

from tests.oracle.booking_rules import is_of_the_sequence
from tests.oracle.bookkeeping import Booking
from tests.oracle.books import bookings, database
from tests.oracle.expectations import Expectations
from tests.oracle.hand_calculated_purchases import PAID_ON_THE_SECOND_MORNING, SECOND_MORNING, purchases
from tests.oracle.payments import Standing
from tests.oracle.reasons import Why
from tests.streams.witness import Witness
from tests.streams.world import World, demo_world
from wefact_multivers.domain.documents import Controller

STATUS_OF = {Why.ADOPTED: "adopted", Why.FUTURE: "new", Why.ZERO: "skipped"}
"""Status of a document in scope that the link does not book; any other reason blocks it."""

OUT_OF_SCOPE = (Why.DRAFT, Why.BEFORE_START)
CODES: dict[Why, set[str]] = {
    Why.CREDIT: {"DOC-009"},
    Why.VOID: {"DOC-005"},
    Why.RELATION: {"REL-005"},
    Why.CURRENCY: {"DOC-008"},
    Why.VAT: {"VAT-001", "VAT-002", "VAT-003"},
    Why.FOREIGN_VAT: {"VAT-004"},
    Why.UNTAXED: {"VAT-001", "VAT-007", "VAT-008", "VAT-009"},
    Why.CATEGORY: {"MAP-002"},
    Why.TOTALS: {"DOC-001"},
    Why.DUPLICATE: {"DOC-006"},
    Why.PERHAPS: {"DOC-004"},
    Why.PERIOD: {"PER-001"},
}
"""The codes that may tell a reason to a person."""


@dataclass
class Morning:
    """What a morning left: findings, status and codes by number, what was expected, and the books."""

    findings: list[str]
    statuses: dict[str, tuple[str, set[str]]]
    expected: Expectations
    state: dict[str, Any]
    writes: dict[str, int]


@dataclass
class Story:
    """The demo's first morning, its second before and after the release of its payments, and two more."""

    first: Morning
    held: Morning
    released: Morning
    third: Morning
    fourth: Morning


def morning(witness: Witness, findings: list[str]) -> Morning:
    records = [
        record for each in (Controller.INVOICE, Controller.CREDITINVOICE) for record in witness.world.records(each)
    ]
    statuses = {each.seen.number: (each.status.value, {found.code for found in each.problems}) for each in records}
    sandbox = witness.world.sandbox
    return Morning(findings, statuses, witness.now, sandbox.state(), sandbox.requests()["writes"])


def invoice_id(world: World, reference: str) -> str:
    """The number that the link gave to a purchase."""
    rows = world.sandbox.purchase_bookings("WFI")
    return next(str(row["invoiceId"]) for row in rows if row["reference"] == reference)


def the_second_afternoon(world: World) -> None:
    """Purchases are paid, set off and released; payments are undone in both programs."""
    act = world.sandbox.action
    pick = {number: invoice_id(world, f"INV-CF2026-{number}") for number in ("0002", "0003", "0019", "0023")}
    act("unmatch_payment", invoiceId="20260001")
    act("unpay_invoice", InvoiceCode="F2026-0003")
    act("approve_invoice", invoiceId=pick["0002"])
    act("pay_supplier", invoiceId=pick["0002"])
    act("match_payment", kind="supplier", invoiceId=pick["0003"], amount="60.50")
    act("set_off", kind="supplier", invoiceId=pick["0019"], creditInvoiceId=invoice_id(world, "CN-77"))
    act("match_payment", kind="supplier", invoiceId=pick["0019"])
    act("write_off", kind="supplier", invoiceId=pick["0023"])


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with demo_world(tmp_path_factory.mktemp("story")) as world:
        world.switch(payments=True)
        witness = Witness(world)
        world.sign()
        first = morning(witness, witness.morning())
        with witness.watching_people():
            world.sandbox.action("demo_second_morning")
        witness.next_day()
        held = morning(witness, witness.morning(approved=False))
        released = morning(witness, witness.release())
        with witness.watching_people():
            the_second_afternoon(world)
        witness.next_day()
        world.sandbox.forget_requests()
        third = morning(witness, witness.morning())
        with witness.watching_people():
            world.sandbox.action("match_payment", invoiceId="20260002")
        witness.next_day()
        yield Story(first, held, released, third, morning(witness, witness.morning()))


@pytest.mark.parametrize("which", ["first", "held", "released", "third"])
def test_given_the_demo_s_mornings_then_both_programs_hold_what_the_oracle_computes(story: Story, which: str) -> None:
    assert getattr(story, which).findings == []


@pytest.mark.parametrize("which", ["first", "held"])
def test_given_the_demo_s_mornings_then_each_document_has_its_status_and_its_reason(story: Story, which: str) -> None:
    now: Morning = getattr(story, which)
    reasons = {number: why for number, why in now.expected.unbooked.items() if why not in OUT_OF_SCOPE}
    reasons = {number: why for number, why in reasons.items() if why not in (Why.TOUCHED, Why.REMOVED)}
    assert {number: now.statuses[number][0] for number in reasons} == {
        number: STATUS_OF.get(why, "blocked") for number, why in reasons.items()
    }
    silent = {number for number, why in reasons.items() if why in CODES and not CODES[why] & now.statuses[number][1]}
    assert silent == set()


def test_given_the_first_morning_then_the_purchases_calculated_by_hand_stand_in_the_books(story: Story) -> None:
    held = {found.booking.name: found.booking for found in bookings(database(story.first.state)).values()}
    for booking in purchases().values():
        found = held[booking.name]
        assert is_of_the_sequence(found.invoice_id)
        assert found == _with_number(booking, found.invoice_id)


def _with_number(booking: Booking, number: str) -> Booking:
    return Booking(**{**booking.__dict__, "invoice_id": number})


def test_given_the_first_morning_then_blocked_and_booked_are_as_many_as_counted_by_hand(story: Story) -> None:
    """Of 28 purchases one lies before the start and one was typed; 14 are booked, 12 wait for a person."""
    numbers = [number for number in story.first.statuses if number.startswith("CF")]
    booked = [number for number in story.first.expected.bookings if number.startswith("CF")]
    blocked = [number for number in numbers if story.first.statuses[number][0] == "blocked"]
    assert (len(numbers), len(booked), len(blocked)) == (27, 14, 12)


def test_given_the_second_morning_then_payments_stand_as_calculated_by_hand(story: Story) -> None:
    found = story.held.expected.standings
    assert {number: found[number] for number in SECOND_MORNING} == SECOND_MORNING


def test_given_payments_that_nobody_released_then_nothing_was_written_and_after_it_these_five(story: Story) -> None:
    assert story.held.writes["wefact"] == 0
    assert dict(story.released.expected.payments) == dict.fromkeys(PAID_ON_THE_SECOND_MORNING, date(2026, 3, 16))
    assert story.released.writes["wefact"] == len(PAID_ON_THE_SECOND_MORNING)


def test_given_payments_undone_in_both_programs_then_only_what_is_newly_covered_is_written(story: Story) -> None:
    expected = story.third.expected
    assert dict(expected.payments) == dict.fromkeys(("CF2026-0002", "CF2026-0019"), date(2026, 3, 17))
    assert story.third.writes["wefact"] == 2
    standings = {number: expected.standings[number].standing for number in ("F2026-0001", "F2026-0003", "CF2026-0003")}
    assert standings == {
        "F2026-0001": Standing.OPEN, "F2026-0003": Standing.SETTLED, "CF2026-0003": Standing.PART,
    }  # fmt: skip


def test_given_an_invoice_that_says_more_than_its_booking_then_what_covers_that_does_not_pay_it(story: Story) -> None:
    """F2026-0002 went from 59.84 to 79.79 after it was booked, and 59.84 came in."""
    assert story.fourth.expected.standings["F2026-0002"].standing is Standing.SETTLED
    assert story.fourth.expected.payments == {}
    assert story.fourth.findings == []
