"""Looks ahead to the next fiscal year: whether it is there, and the accounts of the tables are copied to it.

People copy a chart once a year, and often too late: in the last month before it matters they are told, week by week.
From then on the documents of that year alone are blocked, each with the account that is missing (PER-002, LED-001).
"""

from __future__ import annotations

from datetime import date, timedelta

from pydantic import TypeAdapter

from wefact_multivers.clock import today
from wefact_multivers.domain.canonical import canonical_json
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.reference import ReferenceData
from wefact_multivers.mapping.check import accounts_named
from wefact_multivers.mapping.configuration import Configuration
from wefact_multivers.mapping.rows import DatedRow, MappingTables
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.services import Services

AHEAD = timedelta(days=31)
"""So long before a fiscal year ends, the next one must be there."""

TOLD_FOR = timedelta(days=7)
"""How long a look counts: it is made when the codes are read again, so that most days cost no call."""

NAMED = 5
"""How many accounts are named; the others are counted."""

YEAR_AHEAD = "year_ahead"
_PROBLEMS: TypeAdapter[tuple[Problem, ...]] = TypeAdapter(tuple[Problem, ...])


def year_gaps(services: Services, configuration: Configuration, reference: ReferenceData) -> tuple[Problem, ...]:
    """What the next fiscal year lacks, in the last month of the present one: LED-006 or LED-005; nothing before that.

    Args:
        services: of the administration.
        configuration: the version that the run reads.
        reference: of the years up to the present one.
    """
    day = today(services.clock)
    year = next((one.fiscal_year for one in reference.periods if one.start <= day <= one.end), None)
    if year is None:
        return ()
    end = max(period.end for period in reference.periods if period.fiscal_year == year)
    if end - day >= AHEAD:
        return ()
    if year + 1 not in services.multivers.fiscal_years():
        return (problem("LED-006", year=year + 1, end=end),)
    chart = services.multivers.reference_data([year + 1], reference).accounts.get(year + 1, {})
    missing = sorted(_wanted_after(end, configuration.tables) - chart.keys())
    return (problem("LED-005", year=year + 1, end=end, accounts=_list(missing)),) if missing else ()


def remember_gaps(unit: Unit, gaps: tuple[Problem, ...], services: Services) -> None:
    """Keeps what a look has shown, for the reports of the days after it."""
    unit.links.reference(YEAR_AHEAD, canonical_json(gaps), services.clock.now())


def remembered_gaps(unit: Unit, services: Services) -> tuple[Problem, ...]:
    """What the last look has shown."""
    known = unit.links.latest_reference(YEAR_AHEAD, since=services.clock.now() - TOLD_FOR)
    return () if known is None else _PROBLEMS.validate_json(known)


def _wanted_after(end: date, tables: MappingTables) -> set[str]:
    """The accounts of the rows that hold after a day."""
    rows = accounts_named(tables)
    return {account for row, account in rows if not isinstance(row, DatedRow) or (row.valid_to or date.max) > end}


def _list(accounts: list[str]) -> str:
    more = f" +{len(accounts) - NAMED}" if len(accounts) > NAMED else ""
    return ", ".join(accounts[:NAMED]) + more
