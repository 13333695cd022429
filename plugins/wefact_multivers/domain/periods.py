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


def scope_problems(day: date, *, closed_until: date | None, today: date) -> list[Problem]:
    """What keeps a date out of the books whatever Multivers says: PER-003 and DOC-014.

    Args:
        day: the printed date.
        closed_until: the books are closed up to and including this day; None = no such day.
        today: the calendar date in Amsterdam.
    """
    found = []
    if closed_until is not None and day <= closed_until:
        found.append(problem("PER-003", date=day, closed_until=closed_until))
    if day > today:
        found.append(problem("DOC-014", date=day))
    return found


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
