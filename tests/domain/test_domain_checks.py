"""Rates, periods, scope, numbers and codes: each check says what it found, or nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.builders import MARCH
from wefact_multivers.domain.numbering import (
    collisions,
    invoice_id_digits,
    letters_and_digits,
    next_in_sequence,
    relation_code_problem,
    same_code,
    same_number,
    sequence_collisions,
)
from wefact_multivers.domain.periods import future_problems, period_of
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.reference import Period
from wefact_multivers.domain.treatment import rate_text


@pytest.mark.parametrize(("rate", "text"), [("21", "21"), ("21.00", "21"), ("5.5", "5,5"), ("100", "100"), ("0", "0")])
def test_given_a_rate_then_it_is_written_without_trailing_zeros(rate: str, text: str) -> None:
    assert rate_text(Decimal(rate)) == text


FEBRUARY = Period(2026, 2, dt.date(2026, 2, 1), dt.date(2026, 2, 28), regular=True, closed=True)
APRIL = Period(2026, 4, dt.date(2026, 4, 1), dt.date(2026, 4, 30), regular=True, closed=False)
CORRECTION = Period(2026, 13, dt.date(2026, 4, 30), dt.date(2026, 4, 30), regular=False, closed=False)
YEAR = (FEBRUARY, MARCH, APRIL, CORRECTION)


@pytest.mark.parametrize(
    ("day", "periods", "expected"),
    [
        (dt.date(2026, 3, 1), YEAR, MARCH),
        (dt.date(2026, 3, 31), YEAR, MARCH),
        (dt.date(2026, 4, 30), YEAR, APRIL),
        (dt.date(2026, 2, 1), YEAR, problem("PER-001", period=2, year=2026)),
        (dt.date(2026, 1, 31), YEAR, problem("PER-002", date="2026-01-31")),
        (dt.date(2026, 5, 1), YEAR, problem("PER-002", date="2026-05-01")),
        (dt.date(2026, 3, 1), (), problem("PER-002", date="2026-03-01")),
        (dt.date(2026, 3, 1), (FEBRUARY, APRIL), problem("PER-004", date="2026-03-01", count=0, year=2026)),
        (dt.date(2026, 4, 30), (CORRECTION,), problem("PER-004", date="2026-04-30", count=0, year=2026)),
        (dt.date(2026, 3, 1), (*YEAR, MARCH), problem("PER-004", date="2026-03-01", count=2, year=2026)),
    ],
)
def test_given_a_day_then_the_one_regular_open_period_is_chosen(
    day: dt.date, periods: tuple[Period, ...], expected: Period | Problem
) -> None:
    assert period_of(day, periods) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [(dt.date(2026, 3, 16), []), (dt.date(2026, 3, 17), [problem("DOC-014", date="2026-03-17")])],
)
def test_given_today_then_a_date_after_it_waits(day: dt.date, expected: list[Problem]) -> None:
    assert future_problems(day, today=dt.date(2026, 3, 16)) == expected


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("F2026-0005", "20260005"),
        ("2026/1", "20261"),
        ("0007", "7"),
        ("F٣7", "7"),
        ("F", problem("NUM-001", number="F", result="geen cijfers")),
        ("F-000", problem("NUM-001", number="F-000", result="geen cijfers")),
        ("F2026-00005", problem("NUM-001", number="F2026-00005", result="202600005")),
    ],
)
def test_given_a_printed_number_then_its_digits_are_the_invoice_id_or_it_is_refused_uncut(
    number: str, expected: str | Problem
) -> None:
    assert invoice_id_digits(number) == expected


@pytest.mark.property
@given(st.text(max_size=20))
def test_given_any_number_then_an_invoice_id_is_one_to_eight_digits(number: str) -> None:
    found = invoice_id_digits(number)
    if isinstance(found, str):
        assert 1 <= int(found) <= 99_999_999
    else:
        assert found.code == "NUM-001"


def test_given_two_numbers_with_one_invoice_id_then_both_are_told_of_the_other() -> None:
    assert collisions(["F2026-0001", "C20260001", "F2026-0002", "zonder", "F2026-0002"]) == {
        "F2026-0001": problem("NUM-002", number="F2026-0001", result="20260001", other="C20260001"),
        "C20260001": problem("NUM-002", number="C20260001", result="20260001", other="F2026-0001"),
    }


@pytest.mark.parametrize(
    ("code", "fits"),
    [
        ("DB10001", True),
        ("1", True),
        ("ABCDEFGH", True),
        ("", False),
        ("DEBITEUR1", False),
        ("DB-1", False),
        ("é", False),
    ],
)
def test_given_a_debtor_code_then_it_fits_whole_or_is_refused(code: str, *, fits: bool) -> None:
    assert relation_code_problem(code) == (None if fits else problem("REL-004", code=code))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [("db1", "DB1", True), ("0012", "12", True), (" DB1 ", "DB1", True), ("DB1", "DB2", False), ("DB01", "DB1", False)],
)
def test_given_two_codes_then_case_and_leading_zeros_do_not_tell_them_apart(
    one: str, other: str, *, same: bool
) -> None:
    assert same_code(one, other) is same


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("20260005", "20260005", True),
        ("00000012", "12 ", True),
        ("12", "13", False),
        ("", "", False),
        ("A1", "1", False),
    ],
)
def test_given_two_invoice_ids_then_they_are_compared_as_numbers(one: str, other: str, *, same: bool) -> None:
    assert same_number(one, other) is same


def test_given_a_number_with_signs_then_only_letters_and_digits_count() -> None:
    assert letters_and_digits("F2026-0005 ") == letters_and_digits("f2026/0005")


def test_given_an_opening_period_then_it_is_never_chosen() -> None:
    opening = replace(MARCH, number=0, regular=False)
    assert period_of(MARCH.start, (opening, MARCH)) == MARCH


@pytest.mark.parametrize(
    ("highest", "expected"),
    [
        (None, "90000001"),
        (90_000_001, "90000002"),
        (12, "90000001"),
        (99_999_998, "99999999"),
        (99_999_999, problem("NUM-004", first=90000001)),
    ],
)
def test_given_the_highest_number_of_a_sequence_then_the_next_follows_until_it_is_used_up(
    highest: int | None, expected: str | Problem
) -> None:
    assert next_in_sequence(90_000_001, highest) == expected


def test_given_sales_numbers_in_the_range_of_the_sequence_then_each_is_named() -> None:
    numbers = ["F2026-0001", "90000001", "F9-0000002", "zonder", "90000001", "90000000"]
    assert sequence_collisions(numbers, 90_000_001) == {
        "90000001": problem("NUM-005", number="90000001", result="90000001", first=90000001),
        "F9-0000002": problem("NUM-005", number="F9-0000002", result="90000002", first=90000001),
    }
