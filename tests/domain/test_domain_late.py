"""Late documents: the period they are booked in, and what is said about it (`accounting-rules.md 8`)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.domain.builders import cost, purchase
from wefact_multivers.domain.late import Closed, LatePolicy, Placement, place, quarter_of
from wefact_multivers.domain.problems import codes, problem
from wefact_multivers.domain.reference import Period


def month(year: int, number: int, days: int = 28, *, regular: bool = True, closed: bool = False) -> Period:
    """A month as a period; its last days matter to no test."""
    return Period(year, number, dt.date(year, number, 1), dt.date(year, number, days), regular, closed)


NOVEMBER, DECEMBER = month(2025, 11), month(2025, 12, 31)
JANUARY, FEBRUARY, MARCH, APRIL = (month(2026, number, days) for number, days in enumerate((31, 28, 31, 30), start=1))
PERIODS = (NOVEMBER, DECEMBER, JANUARY, FEBRUARY, MARCH, APRIL)
FILED = Closed(vat=dt.date(2025, 12, 31))
TODAY = dt.date(2026, 2, 3)
LATE = replace(purchase(cost("100", "21"), totals="100.00 121.00"), date=dt.date(2025, 12, 18))
RETURNED = problem("PER-005", date="2025-12-18", filed_until="2025-12-31", vat="21,00", quarter="2025-Q4")
IN_CLOSED = problem("PER-003", date="2025-12-18", closed_until="2025-12-31")
SHUT = problem("PER-001", period=12, year=2025)
MOVED = problem("PER-007", date="2025-12-18", period=2, year=2026)
OF_BEFORE = problem("PER-008", date="2025-12-18", net="100,00")


def placed(
    policy: LatePolicy, closed: Closed = FILED, periods: tuple[Period, ...] = PERIODS, today: dt.date = TODAY
) -> Placement:
    """Where the late purchase is booked."""
    return place(LATE, periods, policy=policy, closed=closed, today=today)


@pytest.mark.parametrize("policy", LatePolicy)
@pytest.mark.parametrize("closed", [Closed(), Closed(dt.date(2025, 12, 17), dt.date(2025, 12, 17))])
def test_given_a_document_in_time_then_it_is_booked_in_its_own_period(policy: LatePolicy, closed: Closed) -> None:
    assert placed(policy, closed) == Placement(DECEMBER)


@pytest.mark.parametrize("day", [dt.date(2025, 12, 18), dt.date(2025, 12, 31)])
def test_given_a_filed_return_and_the_policy_to_block_then_it_names_the_return_and_its_vat(day: dt.date) -> None:
    found = placed(LatePolicy.BLOCK, Closed(vat=day))
    wanted = problem("PER-005", date="2025-12-18", filed_until=day, vat="21,00", quarter="2025-Q4")
    assert found == Placement(DECEMBER, (wanted,))


def test_given_closed_books_too_then_both_are_named() -> None:
    both = Closed(dt.date(2025, 12, 31), dt.date(2025, 12, 31))
    assert placed(LatePolicy.BLOCK, both) == Placement(DECEMBER, (IN_CLOSED, RETURNED))


def test_given_the_own_period_then_it_is_booked_there_and_the_return_is_named() -> None:
    wanted = problem("PER-006", period=12, year=2025, vat="21,00", quarter="2025-Q4")
    assert placed(LatePolicy.OWN_PERIOD) == Placement(DECEMBER, (), (wanted,))


def test_given_the_own_period_and_closed_books_then_it_is_blocked() -> None:
    found = placed(LatePolicy.OWN_PERIOD, Closed(dt.date(2025, 12, 18), dt.date(2025, 12, 31)))
    assert codes(found.problems) == ["PER-003", "PER-005"]
    assert found.warnings == ()


def test_given_the_own_period_and_it_is_closed_in_multivers_then_that_is_the_reason() -> None:
    shut = (NOVEMBER, replace(DECEMBER, closed=True), JANUARY)
    assert placed(LatePolicy.OWN_PERIOD, FILED, shut) == Placement(SHUT)
    assert placed(LatePolicy.OWN_PERIOD, Closed(), shut) == Placement(SHUT)
    assert placed(LatePolicy.BLOCK, Closed(), shut) == Placement(SHUT)


@pytest.mark.parametrize(
    ("closed", "periods"),
    [
        (FILED, PERIODS),
        (Closed(books=dt.date(2025, 12, 31)), PERIODS),
        (Closed(), (NOVEMBER, replace(DECEMBER, closed=True), JANUARY, FEBRUARY, MARCH)),
    ],
)
def test_given_the_first_open_period_then_it_moves_to_the_period_of_receipt(
    closed: Closed, periods: tuple[Period, ...]
) -> None:
    found = placed(LatePolicy.FIRST_OPEN_PERIOD, closed, periods)
    assert found == Placement(FEBRUARY, (), (MOVED, OF_BEFORE))


def test_given_the_period_of_receipt_is_closed_then_the_nearest_open_one_before_it_serves() -> None:
    shut = (DECEMBER, JANUARY, replace(FEBRUARY, closed=True), replace(FEBRUARY, number=13, regular=False), MARCH)
    found = placed(LatePolicy.FIRST_OPEN_PERIOD, FILED, shut)
    assert found.period == JANUARY


@pytest.mark.parametrize(
    ("closed", "today"),
    [
        (FILED, dt.date(2025, 12, 31)),
        (Closed(vat=dt.date(2026, 2, 1)), TODAY),
        (Closed(books=dt.date(2026, 2, 1)), TODAY),
    ],
)
def test_given_no_open_period_has_begun_since_then_it_waits(closed: Closed, today: dt.date) -> None:
    found = placed(LatePolicy.FIRST_OPEN_PERIOD, closed, today=today)
    assert found.period == DECEMBER
    assert codes(found.problems) == ["PER-003" if closed.books else "PER-005"]
    assert found.warnings == ()


def test_given_a_period_that_opens_on_the_day_itself_then_it_is_the_one() -> None:
    first = dt.date(2026, 1, 1)
    assert placed(LatePolicy.FIRST_OPEN_PERIOD, today=first).period == JANUARY
    assert placed(LatePolicy.FIRST_OPEN_PERIOD, Closed(vat=dt.date(2026, 1, 31)), today=TODAY).period == FEBRUARY


def test_given_a_later_period_of_the_same_year_then_no_earlier_year_is_named() -> None:
    one = replace(LATE, date=dt.date(2025, 11, 1))
    periods = (replace(NOVEMBER, closed=True), DECEMBER)
    found = place(one, periods, policy=LatePolicy.FIRST_OPEN_PERIOD, closed=Closed(), today=dt.date(2025, 12, 5))
    assert (found.period, codes(found.warnings)) == (DECEMBER, ["PER-007"])


def test_given_an_earlier_period_than_the_date_then_it_is_never_chosen() -> None:
    periods = (NOVEMBER, replace(DECEMBER, closed=True))
    found = placed(LatePolicy.FIRST_OPEN_PERIOD, Closed(), periods, dt.date(2025, 12, 20))
    assert found == Placement(SHUT)


@pytest.mark.parametrize(("number", "quarter"), [(1, 1), (3, 1), (4, 2), (9, 3), (10, 4), (12, 4)])
def test_given_a_day_then_its_quarter_is_named(number: int, quarter: int) -> None:
    assert quarter_of(dt.date(2026, number, 1)) == f"2026-Q{quarter}"
