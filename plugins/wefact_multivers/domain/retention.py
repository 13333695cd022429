"""How long the law wants a booking's evidence to be kept (`accounting-rules.md 25`)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from wefact_multivers.domain.reference import Period

SHORTEST_RETENTION = 7
"""Years after the end of the fiscal year."""


def end_of_fiscal_year(fiscal_year: int, invoice_date: date, periods: Iterable[Period]) -> date:
    """The last day of a fiscal year.

    Args:
        fiscal_year: as Multivers names it.
        invoice_date: of the booking.
        periods: all that are known. A year that is not among them may be a broken one, and is named after its
            first or last half: it counts as ending a year later, rather too late than too early.
    """
    known = [period.end for period in periods if period.fiscal_year == fiscal_year]
    return max(known, default=date(max(fiscal_year, invoice_date.year) + 1, 12, 31))


def kept_until(end: date, years: int) -> date:
    """The last day on which evidence must be there.

    Args:
        end: of the fiscal year.
        years: how many whole years are added; 29 February counts as 28.
    """
    day = 28 if (end.month, end.day) == (2, 29) else end.day
    return date(end.year + years, end.month, day)
