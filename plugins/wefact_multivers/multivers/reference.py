"""Reading what a plan is held against: years, periods, accounts, VAT codes, journals (`multivers-api.md 3.10`).

One call serves all years wherever the list tells the year; a long list comes first, because a long page makes one
call enough for shorter lists (`multivers.pages`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, TypeVar

from wefact_multivers.domain.found_payments import Means, means_of
from wefact_multivers.domain.reference import (
    FULLY_DEDUCTIBLE,
    Account,
    Journal,
    PaymentCondition,
    Period,
    ReferenceData,
    VatCode,
    VatRule,
)
from wefact_multivers.multivers.calls import SYSTEM, MultiversCalls
from wefact_multivers.multivers.families import FAMILIES
from wefact_multivers.multivers.reading import parsed
from wefact_multivers.multivers.values import Row, day, decimal, optional_day, text, whole
from wefact_multivers.transport import Call

Value = TypeVar("Value")


class ReferenceReader:
    """Reads the reference data of one administration, for some fiscal years."""

    def __init__(self, calls: MultiversCalls, database: str) -> None:
        self._calls = calls
        self._database = database
        self._proven: dict[int, dict[str, Account]] = {}

    def read(self, years: Sequence[int], codes: ReferenceData | None = None) -> ReferenceData:
        """Everything for the years that Multivers has of those asked for; what it does not have is left out.

        Args:
            years: calendar years.
            codes: read earlier, whose codes still hold (`read_codes`); None reads them.
        """
        rules = self._read_rules("VatScenarioRuleInfoList") if codes is None else []
        accounts, self._proven = self._proven, {}
        known = {whole(row, "fiscalYear"): row for row in self._rows("FiscalYearInfoList", "fiscalYear")}
        present = sorted(set(years) & set(known))
        codes = codes or self._read_codes()
        return replace(
            codes,
            accounts={year: accounts.get(year) or self._accounts(year) for year in present},
            periods=self._periods([known[year] for year in present]),
            vat_rules=self._rules(rules, codes.vat_rules, present),
            years=tuple(sorted(known)),
        )

    def _read_codes(self) -> ReferenceData:
        """What is set up once and seldom changes: VAT codes and scenarios, journals, payment conditions."""
        conditions = self._all("PaymentConditionInfoList", "paymentConditionId", _payment_condition)
        vat_codes = self._all("VatCodeInfoList", "vatCodeId", _vat_code)
        journals = self._all("JournalInfoList", "journalId", _journal)
        scenarios = [self._names(family.scenarios) for family in FAMILIES.values()]
        return ReferenceData(
            accounts={},
            periods=(),
            vat_codes={code.vat_code: code for code in vat_codes},
            vat_scenarios={number: name for names in scenarios for number, name in names.items()},
            vat_rules=(),
            journals={journal.journal_id: journal for journal in journals},
            payment_conditions={condition.condition_id: condition for condition in conditions},
        )

    def prove_reach(self, year: int) -> None:
        """Read the accounts of a year, which every administration has; the next `read` need not ask for them again.

        Raises:
            RequestRefused, AnswerUnusable: the administration is out of reach, or has no such year.
        """
        self._proven = {year: self._accounts(year)}

    def years(self) -> list[int]:
        """All fiscal years that Multivers has."""
        return sorted(whole(row, "fiscalYear") for row in self._rows("FiscalYearInfoList", "fiscalYear"))

    def cost_centres(self) -> dict[str, str]:
        """The cost centres that can be booked on: description by id."""
        rows = self._rows("CostCentreInfoList", "costCentreId")
        active = [row for row in rows if row.get("isActive") is not False]
        return {text(row, "costCentreId"): text(row, "description") for row in active}

    @cached_property
    def means(self) -> dict[str, Means | None]:
        """By what an entry in each journal settles an invoice, by journal in lower case; read once.

        The numbers of journal types are published nowhere, so that their names decide (`multivers-api.md 3.11`).
        """
        names = self._names("JournalTypeNVL")
        journals = self._all("JournalInfoList", "journalId", _journal)
        return {one.journal_id.casefold(): means_of(names.get(one.journal_type, "")) for one in journals}

    def _accounts(self, year: int) -> dict[str, Account]:
        found = self._all(f"AccountInfoList/{year}", "accountId", _account)
        return {account.account_id: account for account in found}

    def _periods(self, fiscal_years: Sequence[Row]) -> tuple[Period, ...]:
        """The periods of these years, asked for at once; a year that is not among them is asked for by itself."""
        rows = self._period_rows({}) if len(fiscal_years) > 1 else []
        by_year: dict[int, list[dict[str, Any]]] = defaultdict(list)
        for row in rows:
            by_year[whole(row, "fiscalYear")].append(row)
        found = []
        for fiscal_year in fiscal_years:
            year = whole(fiscal_year, "fiscalYear")
            found += _periods_of(fiscal_year, by_year.get(year) or self._period_rows({"fiscalYear": year}))
        return tuple(found)

    def _period_rows(self, query: dict[str, str | int]) -> list[dict[str, Any]]:
        path, order = f"{self._database}/PeriodInfoList", "StartDate,PeriodNumber"
        return self._calls.read_list(path, query, key=_key_of("fiscalYear", "startDate", "periodNumber"), order=order)

    def _names(self, resource: str) -> dict[int, str]:
        rows = self._calls.read_list(f"{self._database}/{resource}", key=lambda row: text(row, "name"))
        return {whole(row, "name"): text(row, "value") for row in rows}

    def _rules(
        self, rows_of_all: Sequence[Row], read_earlier: Sequence[VatRule], years: Sequence[int]
    ) -> tuple[VatRule, ...]:
        """The rules of these years; a year that the list of all leaves out is asked for by itself."""
        call = Call(SYSTEM, "GET VatScenarioRuleInfoList")
        rules = [*read_earlier, *(parsed(_rule, row, call) for row in rows_of_all)]
        told = {rule.fiscal_year for rule in rules}
        for year in (year for year in years if year not in told):
            rows = self._read_rules(f"VatScenarioRuleInfoList/{year}")
            rules += [parsed(_rule, row | {"fiscalYear": year}, call) for row in rows]
        return tuple(rule for rule in rules if rule.fiscal_year in years)

    def _read_rules(self, path: str) -> list[dict[str, Any]]:
        names = ("fiscalYear", "vatScenarioId", "invoiceType", "vatCodeId", "vatType", "amountType", "vatSection")
        order = ",".join(name[:1].upper() + name[1:] for name in names)
        return self._calls.read_list(f"{self._database}/{path}", key=_key_of(*names), order=order)

    def _all(self, path: str, key: str, read: Callable[[Row], Value]) -> list[Value]:
        call = Call(SYSTEM, f"GET {path.partition('/')[0]}")
        return [parsed(read, row, call) for row in self._rows(path, key)]

    def _rows(self, path: str, key: str, query: dict[str, str | int] | None = None) -> list[dict[str, Any]]:
        order = key[:1].upper() + key[1:]
        full = f"{self._database}/{path}"
        return self._calls.read_list(full, query, key=lambda row: text(row, key), order=order)


def _account(row: Row) -> Account:
    lost = decimal(row.get("notDeductibleVatPercentage", 0))
    return Account(
        text(row, "accountId"),
        text(row, "description"),
        bool(row.get("isBlocked")),
        FULLY_DEDUCTIBLE - lost,
        needs_cost_centre=bool(row.get("specifyCostCentre")),
        needs_cost_unit=bool(row.get("specifyCostUnit")),
    )


def _journal(row: Row) -> Journal:
    return Journal(text(row, "journalId"), text(row, "description"), whole(row, "journalType"))


def _payment_condition(row: Row) -> PaymentCondition:
    return PaymentCondition(
        condition_id=text(row, "paymentConditionId"),
        description=text(row, "description"),
        days=whole(row, "expirationDays"),
        is_collected=bool(row.get("isCollectable") or row.get("isSepa")),
        is_paid=bool(row.get("isPayable")),
        changes_total=bool(row.get("isKvc") or decimal(row.get("rebatePercentage") or 0)),
    )


def _vat_code(row: Row) -> VatCode:
    """A code with its percentages; one without a list has had its percentage for ever."""
    dated: list[tuple[date, Decimal]] = [
        (optional_day(entry, "startDate") or date.min, decimal(entry.get("vatPercentage", 0)))
        for entry in row.get("vatPercentagesByDate") or ()
    ]
    always = [(date.min, decimal(row.get("vatPercentage") or 0))]
    percentages = tuple(sorted(dated or always))
    return VatCode(int(text(row, "vatCodeId")), text(row, "description"), percentages)


def _key_of(*names: str) -> Callable[[dict[str, Any]], tuple[str, ...]]:
    return lambda row: tuple(text(row, name) for name in names)


def _periods_of(fiscal_year: Row, rows: Sequence[Row]) -> list[Period]:
    """The periods of a year; the highest is the correctional one where the year says that it has one."""
    year = whole(fiscal_year, "fiscalYear")
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

    found = [parsed(period, row, Call(SYSTEM, "GET PeriodInfoList")) for row in rows]
    return sorted(found, key=lambda one: one.number)


def _rule(row: Row) -> VatRule:
    return VatRule(
        scenario=whole(row, "vatScenarioId"),
        fiscal_year=whole(row, "fiscalYear"),
        invoice_type=whole(row, "invoiceType"),
        vat_code=whole(row, "vatCodeId"),
        vat_type=whole(row, "vatType"),
        box=text(row, "vatSection"),
        amount_type=whole(row, "amountType"),
    )
