"""The bookkeeping cases of `cases/*.txt`, through the mapping tables of the demo administration."""

from __future__ import annotations

import calendar
import datetime as dt
from operator import attrgetter
from pathlib import Path

import pytest

from tests.domain.builders import HIGH_RATES, LOW_RATES
from tests.domain.casefile import Case, read_cases, written
from wefact_multivers.domain.numbering import invoice_id_digits
from wefact_multivers.domain.periods import period_of
from wefact_multivers.domain.planning import PlanRequest
from wefact_multivers.domain.planning_sales import plan_sales_booking
from wefact_multivers.domain.reference import Account, Period, ReferenceData, VatCode
from wefact_multivers.mapping.administration import load_administration
from wefact_multivers.mapping.configuration import Configuration
from wefact_multivers.mapping.resolution import resolve_payment_condition
from wefact_multivers.mapping.resolve import resolve_lines
from wefact_multivers.mapping.tables import load_tables

INCLUDE = Path(__file__).parents[2] / "include"
ACCOUNTS = ("8000", "8010", "8020", "8030", "8090")
CLOSED = {(2026, 4)}


def _month(fiscal_year: int, number: int, year: int, month: int) -> Period:
    end = dt.date(year, month, calendar.monthrange(year, month)[1])
    closed = (fiscal_year, number) in CLOSED
    return Period(fiscal_year, number, dt.date(year, month, 1), end, regular=True, closed=closed)


def _calendar_year(year: int) -> list[Period]:
    """Twelve months and a correctional period 13 on the last day."""
    last = dt.date(year, 12, 31)
    return [*(_month(year, month, year, month) for month in range(1, 13)), Period(year, 13, last, last, False, False)]


def _broken_year(year: int) -> list[Period]:
    """July to June."""
    months = [(year, month) for month in range(7, 13)] + [(year + 1, month) for month in range(1, 7)]
    return [_month(year, number, *month) for number, month in enumerate(months, start=1)]


BOOKS = {
    "calendar": tuple(_calendar_year(2025) + _calendar_year(2026)),
    "broken": tuple(_broken_year(2025) + _broken_year(2026)),
}


def _reference(books: str) -> ReferenceData:
    accounts = {number: Account(number, "Omzet", blocked=False) for number in ACCOUNTS}
    return ReferenceData(
        accounts={2025: accounts, 2026: accounts},
        periods=BOOKS[books],
        vat_codes={1: VatCode(1, "Hoog", HIGH_RATES), 2: VatCode(2, "Laag", LOW_RATES)},
    )


@pytest.fixture(scope="module")
def configuration() -> Configuration:
    administration = load_administration(INCLUDE, "demo")
    return Configuration(administration, load_tables(INCLUDE / administration.mapping))


@pytest.mark.parametrize("case", read_cases(), ids=attrgetter("title"))
def test_given_the_invoice_of_a_case_then_the_journal_entry_is_the_one_written_there(
    case: Case, configuration: Configuration
) -> None:
    document, reference = case.invoice, _reference(case.books)
    resolution = resolve_lines(
        document, configuration, debtor_country=case.country, groups=case.groups, on=document.date
    )
    outcome = plan_sales_booking(
        PlanRequest(
            invoice=document,
            lines=resolution.lines,
            problems=resolution.problems,
            payment_condition=resolve_payment_condition(document.term, configuration),
            journal_id=configuration.administration.journals.sales[0],
            period=period_of(document.date, reference.periods),
            invoice_id=invoice_id_digits(document.number),
            reference=reference,
        )
    )
    assert written(outcome) == case.expected
