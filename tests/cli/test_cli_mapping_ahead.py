"""`mapping check` looks ahead: numbers that collide, journals that run full, fiscal years that are not there."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.conftest import Command


def found(command: Command) -> dict[str, dict[str, Any]]:
    return {one["what"]: one for one in command.json("mapping check")}


def change(command: Command, old: str, new: str) -> None:
    file = command.world.include / "administrations" / "demo.yaml"
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new))


NO_NEXT_YEAR = "LED-006 Boekjaar 2027 is er nog niet in Multivers; nodig na 2026-12-31"


def book(command: Command, **booking: Any) -> None:
    """Somebody types a sale into Multivers."""
    lines = [{"accountId": "8000", "amount": "50.00"}]
    plain = {"customerId": "DB10001", "invoiceDate": "2026-02-02", "lines": lines}
    command.world.sandbox.action("book_invoice", **plain, **booking)


def test_given_all_is_well_then_nothing_is_seen_ahead(command: Command) -> None:
    seen = ("NUM-", "DOC-", "PER-", "dagboek", "boekjaar")
    assert [what for what in found(command) if what.startswith(seen)] == []


@pytest.mark.parametrize(("reference", "is_taken"), [("K-77", True), ("F2026-0001", False), ("F 2026 0001", False)])
def test_given_another_booking_under_a_number_of_wefact_then_it_is_named(
    command: Command, reference: str, is_taken: bool
) -> None:
    book(command, invoiceId="20260001", reference=reference)
    what = "DOC-002 Factuurnummer 20260001 is in Multivers al van een andere boeking"
    one = found(command).get(what)
    assert (one is not None) is is_taken
    if one:
        assert (one["is_gap"], one["documents"], one["example"]) == (True, 1, "F2026-0001")


def test_given_a_number_that_our_own_booking_has_then_it_is_no_collision(booked: Command) -> None:
    assert [what for what in found(booked) if what.startswith(("DOC-", "NUM-"))] == []


def test_given_sales_numbers_in_the_sequence_of_purchases_then_they_are_counted(command: Command) -> None:
    command.world.switch(purchase_invoices=True, creditors=True)
    change(command, "purchase_first_number: 90000001", "purchase_first_number: 20260001")
    one = next(one for what, one in found(command).items() if what.startswith("NUM-005"))
    assert one["is_gap"]
    assert one["documents"] > 10


@pytest.mark.parametrize(
    ("number", "what", "is_gap"),
    [(8_999, None, False), (9_000, 999, False), (9_998, 1, False), (9_999, 0, True)],
)
def test_given_a_journal_that_runs_full_then_its_room_is_told(
    command: Command, number: int, what: int | None, is_gap: bool
) -> None:
    book(command, invoiceId="880", journalId="WFV", journalTransaction=number)
    seen = {text: one["is_gap"] for text, one in found(command).items() if text.startswith("dagboek")}
    text = f"dagboek WFV (journals.sales) heeft in 2026 nog {what} nummers"
    assert seen == ({} if what is None else {text: is_gap})


@pytest.mark.parametrize(
    ("now", "what"),
    [
        ("2026-11-30T06:00:00+01:00", {}),
        ("2026-12-01T06:00:00+01:00", {NO_NEXT_YEAR: False}),
        ("2027-01-01T06:00:00+01:00", {"PER-002 boekjaar 2027": True}),
    ],
)
def test_given_the_end_of_the_year_then_the_next_one_is_asked_for(
    command: Command, now: str, what: dict[str, bool]
) -> None:
    command.world.clock.at = command.world.clock.at.fromisoformat(now)
    command.world.sandbox.clock(now)
    seen = {text: one["is_gap"] for text, one in found(command).items() if text.startswith(("LED-006", "PER-002"))}
    assert seen == what
