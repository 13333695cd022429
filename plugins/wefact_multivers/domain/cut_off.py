"""The cut-off list (periodeafgrenzing): turnover and costs of another fiscal year than that of their booking.

(`accounting-rules.md 23`.) A list for the accountant: no booking is changed, and nothing is spread.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from wefact_multivers.domain.documents import Document, DocumentLine
from wefact_multivers.domain.money import euro
from wefact_multivers.domain.reference import Period
from wefact_multivers.domain.rounding import parts_of


@dataclass(frozen=True)
class CutOff:
    """The part of a line that belongs to another fiscal year.

    Attributes:
        line: its place on the document, from 1.
        start, end: its period, both days included; the date of the document where the line has none.
        booked: the fiscal year of the booking.
        fiscal_year: the one that the part belongs to; None where Multivers does not have it.
        days, of_days: those of the period in that year, and all of them.
        net: of the part, in euros, signed as the document is.
    """

    number: str
    line: int
    start: dt.date
    end: dt.date
    booked: int
    fiscal_year: int | None
    days: int
    of_days: int
    net: Decimal


def cut_off(document: Document, booked: int, periods: Iterable[Period]) -> Iterator[CutOff]:
    """The parts of the lines of a document that lie in another fiscal year than its booking.

    Args:
        document: as it was booked.
        booked: the fiscal year of its booking.
        periods: of the fiscal years that Multivers has.
    """
    years = _bounds(periods)
    lines: tuple[DocumentLine, ...] = document.lines
    for place, (line, part) in enumerate(zip(lines, parts_of(document), strict=True), start=1):
        if part is None:
            continue
        start, end = sorted((line.start or line.end or document.date, line.end or line.start or document.date))
        of_days = _days(start, end)
        for year, days in _shares(start, end, years):
            if year != booked:
                net = euro(part.net * days / of_days)
                yield CutOff(document.number, place, start, end, booked, year, days, of_days, net)


def _shares(
    start: dt.date, end: dt.date, years: dict[int, tuple[dt.date, dt.date]]
) -> Iterator[tuple[int | None, int]]:
    """The days of a period in each fiscal year, and in none that is known."""
    rest = _days(start, end)
    for year, (first, last) in years.items():
        days = _days(max(start, first), min(end, last))
        if days > 0:
            rest -= days
            yield year, days
    if rest > 0:
        yield None, rest


def _days(start: dt.date, end: dt.date) -> int:
    return (end - start).days + 1


def _bounds(periods: Iterable[Period]) -> dict[int, tuple[dt.date, dt.date]]:
    """First and last day of each fiscal year, in order."""
    bounds: dict[int, tuple[dt.date, dt.date]] = {}
    for period in sorted(periods, key=lambda one: one.start):
        if period.regular:
            first, last = bounds.get(period.fiscal_year, (period.start, period.end))
            bounds[period.fiscal_year] = (first, max(last, period.end))
    return bounds
