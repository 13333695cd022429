"""What the books tell `doctor`: how people book, in whose journals, what can be blocked, and what was filed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.streams.world import World, demo_world
from wefact_multivers.streams.doctor import Check, State, examine

HABITS, JOURNALS, BLOCKED, RETURNS = "people's bookings", "own journals", "blocked for payment", "VAT returns"
MONEY = "who moves the money"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """The demo's books, signed."""
    with demo_world(tmp_path) as world:
        world.sign()
        yield world


def checks(world: World) -> dict[str, Check]:
    with world.services() as services:
        return {check.name: check for check in examine(services)}


def set_key(world: World, key: str, value: str) -> None:
    """Writes one line of the administration file."""
    file = world.include / "administrations" / "demo.yaml"
    text = re.sub(rf"^{key}:.*\n", "", file.read_text(), flags=re.MULTILINE)
    file.write_text(f"{text.rstrip()}\n{key}: {value}\n")


def test_given_bookings_of_people_then_doctor_says_how_they_book(world: World) -> None:
    found = checks(world)[HABITS]
    assert found.state is State.OK
    assert found.detail == (
        "sales: 3 seen, 0 credit notes, lines credit, 3 with VAT rows, conditions 14 x 3; "
        "purchase: 1 seen, 0 credit notes, lines debit, 1 with VAT rows, conditions 14 x 1"
    )


@pytest.mark.parametrize(
    ("key", "value", "shown"),
    [
        ("sales_line_side", "debit", "sales_line_side: debit, 3 x credit"),
        ("purchase_line_side", "credit", "purchase_line_side: credit, 1 x debit"),
    ],
)
def test_given_a_side_that_peoples_bookings_contradict_then_it_is_an_error(
    world: World, key: str, value: str, shown: str
) -> None:
    set_key(world, key, value)
    found = checks(world)[HABITS]
    assert found.state is State.PROBLEM
    assert found.detail.startswith("[CHK-005]")
    assert shown in found.detail
    assert key in found.remedy


def test_given_a_credit_note_of_people_then_its_lines_count_for_the_other_side(world: World) -> None:
    world.sandbox.action(
        "book_invoice",
        customerId="DB10001",
        invoiceId="777",
        invoiceType=2,
        invoiceDate="2026-02-02",
        lines=[{"accountId": "8000", "amount": "-50.00"}],
    )
    found = checks(world)[HABITS]
    assert found.state is State.OK
    assert "sales: 4 seen, 1 credit notes, lines credit, 4 with VAT rows" in found.detail


def test_given_somebody_elses_booking_in_our_journal_then_it_is_refused(world: World) -> None:
    assert checks(world)[JOURNALS].state is State.OK
    world.sandbox.action(
        "book_invoice",
        customerId="DB10001",
        invoiceId="778",
        journalId="WFV",
        invoiceDate="2026-02-02",
        lines=[{"accountId": "8000", "amount": "50.00"}],
    )
    found = checks(world)[JOURNALS]
    assert (found.state, found.error and found.error.code) == (State.PROBLEM, "STO-011")
    assert "WFV 778 (2026)" in found.detail


def test_given_purchases_that_can_be_blocked_for_payment_then_doctor_says_so(world: World) -> None:
    assert checks(world)[BLOCKED].detail == "amountFrozenCur is there; purchase_release is blocked"


@pytest.mark.parametrize(
    ("filed", "state"), [("2025-09-30", State.OK), ("2025-09-13", State.OK), ("2025-09-12", State.WARNING)]
)
def test_given_a_filed_return_of_more_than_two_quarters_ago_then_doctor_warns(
    world: World, filed: str, state: State
) -> None:
    set_key(world, "vat_filed_until", filed)
    found = checks(world)[RETURNS]
    assert found.state is state
    assert f"vat_filed_until {filed}; vatDeclarationIsPeriod no; closed up to 2025-12" in found.detail
    assert bool(found.remedy) is (state is State.WARNING)


def test_given_one_system_for_each_then_doctor_says_which(world: World) -> None:
    found = checks(world)[MONEY]
    assert (found.state, found.detail) == (State.OK, "collects: wefact, pays: multivers, reminds: wefact")


def test_given_conditions_that_multivers_pays_and_purchases_paid_elsewhere_then_doctor_warns(world: World) -> None:
    set_key(world, "pays", "elsewhere")
    found = checks(world)[MONEY]
    assert found.state is State.WARNING
    assert "betalingsconditie 30 wordt in Multivers betaald, en pays is elsewhere" in found.detail


@pytest.mark.parametrize(("reminds", "state"), [("wefact", State.WARNING), ("multivers", State.OK)])
def test_given_a_debtor_whom_multivers_reminds_then_doctor_names_it_unless_it_is_the_one_to_do_so(
    world: World, reminds: str, state: State
) -> None:
    set_key(world, "reminds", reminds)
    world.sandbox.action("add_customer", customerId="DB10077", shortName="X", name="X", isDunForPayment=True)
    found = checks(world)[MONEY]
    assert found.state is state
    assert ("Multivers reminds 1 debtors as well: DB10077" in found.detail) is (state is State.WARNING)
