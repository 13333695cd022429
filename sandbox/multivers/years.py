"""Fiscal years and their periods (multivers-api.md 3.10); dates here are ISO, as typed date-times are (4.4)."""

from __future__ import annotations

from sandbox.model import Record
from sandbox.multivers.context import Call, Routes
from sandbox.multivers.errors import NotFoundError


def fiscal_years(call: Call) -> list[Record]:
    """`GET FiscalYearInfoList`: `maxProcessPeriodNumber` is the highest closed period."""
    return [_fiscal_year(call, record) for record in call.db.fiscal_years.values()]


def fiscal_year(call: Call) -> Record:
    """`GET FiscalYearInfo/{fiscalYear}`: with its periods."""
    record = call.db.fiscal_years.get(call.parts["fiscalYear"])
    if record is None:
        raise NotFoundError
    return _fiscal_year(call, record) | {"periodInfoList": periods(call)}


def _fiscal_year(call: Call, record: Record) -> Record:
    closed = [
        period["periodNumber"]
        for period in call.db.periods
        if period["fiscalYear"] == record["fiscalYear"] and period["isClosed"]
    ]
    return record | _iso_dates(record) | {"maxProcessPeriodNumber": max(closed, default=0), "periodInfoList": None}


def periods(call: Call) -> list[Record]:
    """`GET PeriodInfoList[?fiscalYear]`: the properties are the sandbox's own guess."""
    year = call.number("fiscalYear", 0)
    rows = [period | _iso_dates(period) for period in call.db.periods if year in (0, period["fiscalYear"])]
    if call.books.settings.period_flag:
        return rows
    return [{name: value for name, value in row.items() if name != "isClosed"} for row in rows]


def _iso_dates(record: Record) -> Record:
    return {name: f"{record[name]}T00:00:00" for name in ("startDate", "endDate")}


ROUTES: Routes = {
    "GET FiscalYearInfo/{fiscalYear}": fiscal_year,
    "GET FiscalYearInfoList": fiscal_years,
    "GET PeriodInfoList": periods,
}
