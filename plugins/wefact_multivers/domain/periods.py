"""Fiscal years and periods (boekjaren en perioden): where a date is booked, and whether it may be."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.reference import Period


def period_of(day: date, periods: Iterable[Period]) -> Period | Problem:
    """The one regular, open period that holds the day (`accounting-rules.md 23`).

    An opening or correctional period is never chosen. Fiscal years need not be calendar years.

    Returns:
        The period; or PER-002 without a fiscal year for the day, PER-004 where not exactly one regular period
        holds it, PER-001 where that period is closed.
    """
    years = _years_of(day, periods)
    if not years:
        return problem("PER-002", date=day)
    regular = [period for period in years if period.regular and period.start <= day <= period.end]
    if len(regular) != 1:
        return problem("PER-004", date=day, count=len(regular), year=years[0].fiscal_year)
    found = regular[0]
    if found.closed:
        return problem("PER-001", period=found.number, year=found.fiscal_year)
    return found


def future_problems(day: date, *, today: date) -> list[Problem]:
    """DOC-014 for a date that has not come yet.

    Args:
        day: the printed date.
        today: the calendar date in Amsterdam.
    """
    return [problem("DOC-014", date=day)] if day > today else []


def _years_of(day: date, periods: Iterable[Period]) -> list[Period]:
    """All periods of the fiscal years that hold the day, from first start to last end."""
    by_year: dict[int, list[Period]] = {}
    for period in periods:
        by_year.setdefault(period.fiscal_year, []).append(period)
    return [
        period
        for year in by_year.values()
        if min(part.start for part in year) <= day <= max(part.end for part in year)
        for period in year
    ]
