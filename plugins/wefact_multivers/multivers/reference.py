"""Reading what a plan is held against: years, periods, accounts, VAT codes, journals (`multivers-api.md 3.10`)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar

from wefact_multivers.domain.reference import (
    Account,
    Journal,
    PaymentCondition,
    Period,
    ReferenceData,
    VatCode,
    VatRule,
)
from wefact_multivers.multivers.calls import SYSTEM, MultiversCalls
from wefact_multivers.multivers.reading import parsed
from wefact_multivers.multivers.values import Row, day, decimal, optional_day, text, whole
from wefact_multivers.transport import Call

Value = TypeVar("Value")
_TURNOVER = 0
"""The kind of amount of a scenario rule that decides the box of the turnover."""


class ReferenceReader:
    """Reads the reference data of one administration, for some fiscal years."""

    def __init__(self, calls: MultiversCalls, database: str) -> None:
        self._calls = calls
        self._database = database

    def read(self, years: Sequence[int]) -> ReferenceData:
        """Everything for the years that Multivers has of those asked for; what it does not have is left out."""
        known = {whole(row, "fiscalYear"): row for row in self._rows("FiscalYearInfoList", "fiscalYear")}
        present = sorted(set(years) & set(known))
        conditions = self._all("PaymentConditionInfoList", "paymentConditionId", _payment_condition)
        vat_codes = self._all("VatCodeInfoList", "vatCodeId", _vat_code)
        journals = [journal for year in present for journal in self._journals(year)]
        return ReferenceData(
            accounts={year: self._accounts(year) for year in present},
            periods=tuple(period for year in present for period in self._periods(known[year])),
            vat_codes={code.vat_code: code for code in vat_codes},
            vat_scenarios=self._scenarios(),
            vat_rules=tuple(rule for year in present for rule in self._rules(year)),
            journals={journal.journal_id: journal for journal in journals},
            payment_conditions={condition.condition_id: condition for condition in conditions},
        )

    def years(self) -> list[int]:
        """All fiscal years that Multivers has."""
        return sorted(whole(row, "fiscalYear") for row in self._rows("FiscalYearInfoList", "fiscalYear"))

    def _accounts(self, year: int) -> dict[str, Account]:
        found = self._all(f"AccountInfoList/{year}", "accountId", _account)
        return {account.account_id: account for account in found}

    def _journals(self, year: int) -> list[Journal]:
        return self._all(f"JournalInfoList/{year}", "journalId", _journal)

    def _periods(self, fiscal_year: Row) -> list[Period]:
        """The periods of a year; the highest is the correctional one where the year says that it has one."""
        year = whole(fiscal_year, "fiscalYear")
        rows = self._rows("PeriodInfoList", "periodNumber", {"fiscalYear": year})
        last = max((whole(row, "periodNumber") for row in rows), default=0)
        correctional = last if fiscal_year.get("hasCorrectionalPeriod") else None

        def period(row: Row) -> Period:
            number = whole(row, "periodNumber")
            return Period(
                fiscal_year=year,
                number=number,
                start=day(row, "startDate"),
                end=day(row, "endDate"),
                regular=number > 0 and number != correctional,
                closed=bool(row.get("isClosed")),
            )

        return [parsed(period, row, Call(SYSTEM, "GET PeriodInfoList")) for row in rows]

    def _scenarios(self) -> dict[int, str]:
        rows = self._calls.read_list(f"{self._database}/SalesVatScenarioNVL", key=lambda row: text(row, "name"))
        return {whole(row, "name"): text(row, "value") for row in rows}

    def _rules(self, year: int) -> list[VatRule]:
        def key(row: dict[str, Any]) -> tuple[str, ...]:
            names = ("vatScenarioId", "invoiceType", "vatCodeId", "vatType", "amountType")
            return tuple(text(row, name) for name in names)

        path, order = f"VatScenarioRuleInfoList/{year}", "VatScenarioId,InvoiceType,VatCodeId,VatType"
        rows = self._calls.read_list(f"{self._database}/{path}", key=key, order=order)
        turnover = [row for row in rows if whole(row, "amountType") == _TURNOVER]
        return [parsed(_rule, row | {"fiscalYear": year}, Call(SYSTEM, f"GET {path}")) for row in turnover]

    def _all(self, path: str, key: str, read: Callable[[Row], Value]) -> list[Value]:
        call = Call(SYSTEM, f"GET {path.partition('/')[0]}")
        return [parsed(read, row, call) for row in self._rows(path, key)]

    def _rows(self, path: str, key: str, query: dict[str, str | int] | None = None) -> list[dict[str, Any]]:
        order = key[:1].upper() + key[1:]
        full = f"{self._database}/{path}"
        return self._calls.read_list(full, query, key=lambda row: text(row, key), order=order)


def _account(row: Row) -> Account:
    return Account(text(row, "accountId"), text(row, "description"), bool(row.get("isBlocked")))


def _journal(row: Row) -> Journal:
    return Journal(text(row, "journalId"), text(row, "description"), whole(row, "journalType"))


def _payment_condition(row: Row) -> PaymentCondition:
    return PaymentCondition(text(row, "paymentConditionId"), text(row, "description"), whole(row, "expirationDays"))


def _vat_code(row: Row) -> VatCode:
    """A code with its percentages; one without a list has had its percentage for ever."""
    dated: list[tuple[date, Decimal]] = [
        (optional_day(entry, "startDate") or date.min, decimal(entry.get("vatPercentage", 0)))
        for entry in row.get("vatPercentagesByDate") or ()
    ]
    always = [(date.min, decimal(row.get("vatPercentage") or 0))]
    percentages = tuple(sorted(dated or always))
    return VatCode(int(text(row, "vatCodeId")), text(row, "description"), percentages)


def _rule(row: Row) -> VatRule:
    return VatRule(
        scenario=whole(row, "vatScenarioId"),
        fiscal_year=whole(row, "fiscalYear"),
        invoice_type=whole(row, "invoiceType"),
        vat_code=whole(row, "vatCodeId"),
        vat_type=whole(row, "vatType"),
        box=text(row, "vatSection"),
    )
