"""Late documents (te late documenten): dated in closed books, or in a period whose VAT return was already filed.

(`accounting-rules.md 8`.) The printed date is never altered: only the fiscal year and the period of the booking move.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from wefact_multivers.domain.documents import Document
from wefact_multivers.domain.money import amount_text
from wefact_multivers.domain.periods import period_of
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.reference import Period

INTO_FILED, MOVED, EARLIER_YEAR = "PER-006", "PER-007", "PER-008"
"""Warnings: booked in a period whose return was filed; booked in a later period; and that is of a later year."""


class LatePolicy(StrEnum):
    """What is done with a late document."""

    BLOCK = "block"
    OWN_PERIOD = "own_period"
    FIRST_OPEN_PERIOD = "first_open_period"


@dataclass(frozen=True)
class Closed:
    """What is done with, each up to and including a day; None = no such day.

    Attributes:
        books: the books are closed.
        vat: the VAT returns have been filed.
    """

    books: date | None = None
    vat: date | None = None

    def has_books(self, day: date) -> bool:
        """Whether the books of a day are closed."""
        return self.books is not None and day <= self.books

    def has_vat(self, day: date) -> bool:
        """Whether the VAT return of a day was filed."""
        return self.vat is not None and day <= self.vat


@dataclass(frozen=True)
class Placement:
    """Where a document is booked.

    Attributes:
        period: or why there is none.
        problems: what keeps it from being booked there.
        warnings: what was done about its being late.
    """

    period: Period | Problem
    problems: tuple[Problem, ...] = ()
    warnings: tuple[Problem, ...] = ()


def place(
    document: Document, periods: Iterable[Period], *, policy: LatePolicy, closed: Closed, today: date
) -> Placement:
    """The period of a document: that of its date, unless it is late; then what the policy says.

    Args:
        document: its date and amounts.
        periods: of all fiscal years that may be booked in.
        policy: for documents of its kind.
        closed: what may be booked in no more.
        today: the calendar date in Amsterdam: the day of receipt, as far as the link knows it.

    Returns:
        The placement; PER-003 of closed books and PER-005 of a filed return where it is blocked.
    """
    known = tuple(periods)
    own = period_of(document.date, known)
    reasons = _reasons(document, closed)
    if not reasons and not _is_closed(own):
        return Placement(own)
    if policy is LatePolicy.FIRST_OPEN_PERIOD:
        later = _open_period(document.date, known, closed, today)
        return Placement(own, reasons) if later is None else Placement(later, (), _moved(document, later, known))
    if policy is LatePolicy.OWN_PERIOD and not closed.has_books(document.date):
        return Placement(own, (), _into_filed(document, own) if closed.has_vat(document.date) else ())
    return Placement(own, reasons)


def quarter_of(day: date) -> str:
    """The quarter of a day, such as 2026-Q1; returns are filed by month or by quarter."""
    return f"{day.year}-Q{(day.month + 2) // 3}"


def _reasons(document: Document, closed: Closed) -> tuple[Problem, ...]:
    """Why a date is late, whatever Multivers says of its period."""
    day, found = document.date, []
    if closed.has_books(day):
        found.append(problem("PER-003", date=day, closed_until=closed.books))
    if closed.has_vat(day):
        vat, quarter = amount_text(document.vat), quarter_of(day)
        found.append(problem("PER-005", date=day, filed_until=closed.vat, vat=vat, quarter=quarter))
    return tuple(found)


def _is_closed(own: Period | Problem) -> bool:
    return isinstance(own, Problem) and own.code == "PER-001"


def _open_period(day: date, periods: Iterable[Period], closed: Closed, today: date) -> Period | None:
    """The period of receipt: the last one that has begun, is open, and comes after the date and all that is closed."""
    begun = [
        period
        for period in periods
        if period.regular
        and not period.closed
        and day < period.start <= today
        and not closed.has_books(period.start)
        and not closed.has_vat(period.start)
    ]
    return max(begun, key=lambda period: period.start, default=None)


def _into_filed(document: Document, own: Period | Problem) -> tuple[Problem, ...]:
    if isinstance(own, Problem):
        return ()
    vat, quarter = amount_text(document.vat), quarter_of(document.date)
    return (problem(INTO_FILED, period=own.number, year=own.fiscal_year, vat=vat, quarter=quarter),)


def _moved(document: Document, to: Period, periods: Iterable[Period]) -> tuple[Problem, ...]:
    moved = problem(MOVED, date=document.date, period=to.number, year=to.fiscal_year)
    first = min(period.start for period in periods if period.fiscal_year == to.fiscal_year)
    if document.date >= first:
        return (moved,)
    return (moved, problem(EARLIER_YEAR, date=document.date, net=amount_text(document.net)))
