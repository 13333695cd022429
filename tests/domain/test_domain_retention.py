"""How long evidence must be there: to the day, rather too long than too short (accounting-rules.md 25)."""

from __future__ import annotations

from datetime import date

import pytest

from wefact_multivers.domain.reference import Period
from wefact_multivers.domain.retention import end_of_fiscal_year, kept_until

INVOICE_DATE = date(2026, 3, 1)


def period(year: int, end: date) -> Period:
    """A period of a fiscal year."""
    return Period(year, 12, date(end.year, end.month, 1), end, regular=True, closed=False)


@pytest.mark.parametrize(
    ("periods", "end"),
    [
        ([period(2026, date(2026, 12, 31)), period(2027, date(2027, 12, 31))], date(2026, 12, 31)),
        ([period(2026, date(2026, 5, 31)), period(2026, date(2026, 6, 30))], date(2026, 6, 30)),
        ([period(2025, date(2025, 12, 31))], date(2027, 12, 31)),
    ],
)
def test_given_a_fiscal_year_then_its_end_is_known_or_taken_a_year_later(periods: list[Period], end: date) -> None:
    assert end_of_fiscal_year(2026, INVOICE_DATE, periods) == end


@pytest.mark.parametrize(
    ("end", "until"),
    [
        (date(2026, 12, 31), date(2033, 12, 31)),
        (date(2024, 2, 29), date(2031, 2, 28)),
        (date(2025, 6, 30), date(2032, 6, 30)),
    ],
)
def test_given_the_end_of_a_year_then_seven_years_later_is_the_last_day(end: date, until: date) -> None:
    assert kept_until(end, 7) == until
