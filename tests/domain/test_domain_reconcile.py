"""The arithmetic of a reconciliation: whatever differs is explained, or stands there as unexplained."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.builders import invoice, request, target
from tests.domain.builders import line as sold
from wefact_multivers.domain.bookings import Booking, Kind, Side
from wefact_multivers.domain.found import LedgerLine
from wefact_multivers.domain.money import ZERO, from_cents, total
from wefact_multivers.domain.planning import PlannedBooking
from wefact_multivers.domain.planning_sales import plan_sales_booking
from wefact_multivers.domain.reconcile import Cause, Item, cause_of, tie
from wefact_multivers.domain.reconcile_ledger import CONTROL, Posted, is_as_planned, ledger_ties, vat_accounts
from wefact_multivers.domain.reconcile_series import Explained, explain, place_of, running, series_of
from wefact_multivers.domain.status import IN_MULTIVERS, NEEDS_PERSON, OPEN, Status
from wefact_multivers.domain.treatment import Treatment

AMOUNTS = st.none() | st.integers(-(10**9), 10**9).map(from_cents)
ITEMS = st.builds(Item, st.text(max_size=8), AMOUNTS, AMOUNTS, st.none() | st.sampled_from(Cause))


@pytest.mark.property
@given(st.lists(ITEMS))
def test_given_any_items_then_explained_and_unexplained_make_the_difference(items: list[Item]) -> None:
    made = tie("any", items)
    explained = total([bridge.amount for bridge in made.bridges])
    assert explained + made.unexplained_amount == made.difference
    assert made.difference == total([item.difference for item in items])
    apart = [item for item in items if item.left != item.right]
    assert sum(bridge.count for bridge in made.bridges) + len(made.unexplained) == len(apart)
    assert made.is_tied == all(item.cause for item in apart)


@pytest.mark.property
@given(st.lists(ITEMS), st.integers(1, 10**6).map(from_cents))
def test_given_two_mistakes_that_cancel_out_then_both_are_unexplained(items: list[Item], amount: Decimal) -> None:
    base = tie("any", items)
    wrong = [Item("one", amount, ZERO), Item("other", ZERO, amount)]
    made = tie("any", [*items, *wrong])
    assert made.difference == base.difference
    assert {item.name for item in made.unexplained} >= {"one", "other"}
    assert not made.is_tied


def test_given_nothing_on_one_side_then_it_is_not_the_same_as_nought() -> None:
    made = tie("any", [Item("F1", ZERO, None)])
    assert (made.left.count, made.right.count, made.difference) == (1, 0, ZERO)
    assert [item.name for item in made.unexplained] == ["F1"]


def test_given_each_status_then_only_what_is_booked_must_be_equal() -> None:
    explained = {status for status in Status if cause_of(status) is not None}
    assert set(Status) - explained == (IN_MULTIVERS - NEEDS_PERSON) | {Status.WITHDRAWN}
    assert explained >= OPEN


def posted(name: str, booking: Booking, *, was_tied: bool = False) -> Posted:
    """A booking that stands in the ledger as it was planned."""
    return Posted(name, booking, tuple(lines_of(booking)), was_tied)


def lines_of(booking: Booking) -> list[LedgerLine]:
    """The ledger lines that Multivers makes of a booking, with its VAT on an account of its own."""
    is_sale = booking.kind is Kind.SALES
    control = "1300" if is_sale else "1600"
    found = [line(booking, control, booking.gross if is_sale else -booking.gross, None, booking.relation_code)]
    for one in booking.lines:
        amount = one.amount if one.side is Side.DEBIT else -one.amount
        found.append(line(booking, one.account_id, amount, one.vat_code))
    vat = [line(booking, "1500", -row.vat if is_sale else row.vat, row.vat_code) for row in booking.vat_rows]
    return [*found, *vat]


def line(booking: Booking, account: str, amount: Decimal, code: int | None, relation: str = "") -> LedgerLine:
    debit, credit = max(amount, ZERO), max(-amount, ZERO)
    place = (booking.fiscal_year, booking.period, booking.journal_id, 1, booking.invoice_date)
    return LedgerLine(*place, account, debit, credit, code, relation, "")


def moved(one: Posted, account: str, to: str, cents: int = 0) -> Posted:
    """The same, with what stood on an account on another, or of another amount."""
    lines = tuple(
        replace(found, account_id=to, credit=found.credit + from_cents(cents)) if found.account_id == account else found
        for found in one.lines
    )
    return replace(one, lines=lines)


@pytest.fixture
def booking() -> Booking:
    """An invoice of 100.00 at 21 % and 50.00 at 9 %, both on account 8000."""
    lines = (sold(price="100"), sold(price="50", rate="9"))
    low = target(Treatment.NL_LOW, vat_code=2)
    planned = plan_sales_booking(request(invoice(*lines, totals="150.00 25.50 175.50"), target(), low))
    assert isinstance(planned, PlannedBooking)
    return planned.booking


def unexplained(*ones: Posted) -> dict[str, list[tuple[str, Decimal]]]:
    ties = ledger_ties(ones, [])
    return {one.name: [(item.name, item.difference) for item in one.unexplained] for one, _ in ties if one.unexplained}


def test_given_bookings_as_planned_then_every_cell_is_tied(booking: Booking) -> None:
    ones = [posted("F1", booking), posted("F2", booking)]
    ties = ledger_ties(ones, [])
    assert unexplained(*ones) == {}
    control = next(one for one, _ in ties if CONTROL[Kind.SALES] in one.name)
    assert (control.left.count, control.left.amount) == (2, 2 * booking.gross)


def test_given_a_booking_as_planned_then_it_is_so_and_on_another_account_it_is_not(booking: Booking) -> None:
    one = posted("F1", booking)
    accounts = vat_accounts([one])
    assert is_as_planned(one, accounts)
    assert not is_as_planned(moved(one, "8000", "8999"), accounts)


def test_given_a_wrong_account_then_both_accounts_name_the_document(booking: Booking) -> None:
    wrong = moved(posted("F2", booking), "8000", "8999")
    assert unexplained(posted("F1", booking), wrong) == {
        "2026/03 8000 btw-code 1": [("F2", Decimal("-100.00"))],
        "2026/03 8000 btw-code 2": [("F2", Decimal("-50.00"))],
        "2026/03 8999 btw-code 1": [("F2", Decimal("100.00"))],
        "2026/03 8999 btw-code 2": [("F2", Decimal("50.00"))],
    }


def test_given_vat_lines_without_their_codes_then_the_vat_is_one_amount(booking: Booking) -> None:
    one = posted("F1", booking)
    bare = replace(
        one, lines=tuple(replace(row, vat_code=None) if row.account_id == "1500" else row for row in one.lines)
    )
    assert unexplained(bare) == {}
    cent = moved(bare, "1500", "1500", cents=1)
    assert unexplained(cent) == {"2026/03 btw": [("F1", Decimal("0.02"))]}


def test_given_a_wrong_account_that_a_person_chose_after_it_was_right_then_it_is_explained(booking: Booking) -> None:
    wrong = moved(posted("F2", booking, was_tied=True), "8000", "8999")
    ties = ledger_ties([posted("F1", booking), wrong], [])
    assert all(one.is_tied for one, _ in ties)
    assert {bridge.cause for one, _ in ties for bridge in one.bridges} == {Cause.CORRECTED}


def test_given_a_cent_more_on_an_account_then_its_cell_names_the_document(booking: Booking) -> None:
    found = unexplained(posted("F1", booking), moved(posted("F2", booking), "1300", "1300", cents=1))
    assert found == {"2026/03 debiteuren": [("F2", Decimal("0.01"))]}


def test_given_others_on_the_same_account_then_they_stand_apart(booking: Booking) -> None:
    theirs = line(booking, "8000", Decimal("-40.00"), 1)
    ties = ledger_ties([posted("F1", booking)], [theirs])
    assert {one.name: amount for one, amount in ties if amount} == {"2026/03 8000 btw-code 1": Decimal("-40.00")}
    assert all(one.is_tied for one, _ in ties)


def test_given_numbers_then_each_series_shows_its_gaps_and_doubles() -> None:
    numbers = ["F2026-0001", "F2026-0002", "F2026-0005", "F2026-0005", "F2025-0009", "20260003", "20260001", "none"]
    found = {one.prefix: (one.first, one.last, one.count, one.gaps, one.doubles) for one in series_of(numbers)}
    assert found == {
        "2026": (1, 3, 2, ((2, 2),), ()),
        "F2025-": (9, 9, 1, (), ()),
        "F2026-": (1, 5, 4, ((3, 4),), (5,)),
    }


def said(first: int, last: int) -> Explained:
    """What a person says of missing numbers."""
    return Explained(first, last, "concept verwijderd", "An", dt.date(2026, 3, 2))


@pytest.mark.parametrize(
    ("explained", "gaps", "shown"),
    [
        ([], ((3, 6), (8, 8)), []),
        ([(3, 6)], ((8, 8),), [(3, 6)]),
        ([(8, 8), (4, 5)], ((3, 3), (6, 6)), [(4, 5), (8, 8)]),
        ([(3, 3), (5, 6)], ((4, 4), (8, 8)), [(3, 3), (5, 6)]),
        ([(1, 2), (7, 7), (9, 12)], ((3, 6), (8, 8)), []),
        ([(2, 9)], (), [(2, 9)]),
        ([(4, 5), (5, 6)], ((3, 3), (8, 8)), [(4, 5), (5, 6)]),
    ],
)
def test_given_what_a_person_says_then_only_the_rest_of_a_gap_stays_open(
    explained: list[tuple[int, int]], gaps: tuple[tuple[int, int], ...], shown: list[tuple[int, int]]
) -> None:
    series = running("F2026-", [1, 2, 7, 9])
    found = explain(series, [said(*one) for one in explained])
    assert found.gaps == gaps
    assert [(one.first, one.last) for one in found.explained] == shown
    assert (found.count, found.first, found.last, found.doubles) == (4, 1, 9, ())


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [(3, 6, True), (4, 4, True), (3, 7, False), (2, 6, False), (3, 8, False), (5, 4, False), (8, 8, True)],
)
def test_given_numbers_then_they_are_open_only_if_one_gap_holds_them_all(first: int, last: int, expected: bool) -> None:
    assert running("F2026-", [1, 2, 7, 9]).is_open(first, last) is expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        (" F2026-0012 ", ("F2026-", 12)),
        ("20260012", ("2026", 12)),
        ("F20260012", ("F2026", 12)),
        ("WFV 2026 7", ("WFV 2026 ", 7)),
        ("concept", None),
    ],
)
def test_given_a_printed_number_then_its_series_and_running_number_are_known(
    number: str, expected: tuple[str, int] | None
) -> None:
    assert place_of(number) == expected


@pytest.mark.property
@given(st.sets(st.integers(1, 9999), min_size=1))
def test_given_any_numbers_then_those_seen_and_those_missing_fill_the_series(numbers: set[int]) -> None:
    (found,) = series_of(f"F2026-{number:04d}" for number in numbers)
    missing = {number for low, high in found.gaps for number in range(low, high + 1)}
    assert missing | numbers == set(range(found.first, found.last + 1))
    assert not missing & numbers
