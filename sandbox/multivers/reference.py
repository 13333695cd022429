"""Reference data: administrations, years, journals, accounts, VAT, conditions, countries (multivers-api.md 2.1, 3.10).

Codes that no source tells (journal types, account types, period properties) are the sandbox's own, served by
the NVL lists, as multivers-api.md 8.20 advises.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from sandbox.model import Record
from sandbox.multivers.context import Call, Routes
from sandbox.multivers.errors import NotFoundError
from sandbox.multivers.vat import percentage_on
from sandbox.multivers.wire import dutch_date

JOURNAL_MEMORIAL, JOURNAL_CASH, JOURNAL_BANK, JOURNAL_PURCHASE, JOURNAL_SALES = 0, 1, 2, 3, 4
JOURNAL_TYPES = {0: "Memoriaal", 1: "Kas", 2: "Bank", 3: "Inkoop", 4: "Verkoop"}
VAT_TYPES = {
    0: "Goederen", 1: "Diensten", 2: "Investeringen", 3: "Geen btw", 4: "Niet van toepassing", 5: "Inkoop",
    6: "Verkoop", 7: "Leeg",
}  # fmt: skip
YEAR_OPEN, YEAR_CLOSED = 1, 2
YEAR_STATES = {YEAR_OPEN: "Open", YEAR_CLOSED: "Afgesloten"}
ACCOUNT_TYPES = {1: "Balans", 2: "Winst en verlies"}
VERSION = "22.0.0.0"


def nvl(pairs: Iterable[tuple[object, str]]) -> list[Record]:
    """A name-value list: `name` is the key, `value` the text (multivers-api.md 2.2)."""
    return [{"name": str(key), "value": text} for key, text in pairs]


def public(record: Record) -> Record:
    """A record without the sandbox's own properties."""
    return {name: value for name, value in record.items() if not name.startswith("_")}


def administration_names(call: Call) -> list[Record]:
    """`GET AdministrationNVL`."""
    return nvl((name, database.description) for name, database in call.state.databases.items())


def administrations(call: Call) -> list[Record]:
    """`GET AdministrationInfoList`."""
    return [
        {
            "administrationId": name, "code": name, "description": database.description, "shortName": name,
            "groupId": 1, "version": VERSION, "canChange": False, "cannotChangeReason": "", "users": [],
            "messages": [],
        }
        for name, database in call.state.databases.items()
    ]  # fmt: skip


def session(_call: Call) -> Record:
    """`GET SessionInfo`."""
    return {"userName": "SYSTEEM", "portalUserName": "sandbox", "isAuthenticated": True}


def version(_call: Call) -> str:
    """`GET version`."""
    return VERSION


def company(call: Call) -> Record:
    """`GET CompanyDetailsInfo`."""
    return public(call.db.company)


def fiscal_years(call: Call) -> list[Record]:
    """`GET FiscalYearInfoList`: `maxProcessPeriodNumber` is the highest closed period; dates are ISO."""
    return [_fiscal_year(call, record) for record in call.db.fiscal_years.values()]


def fiscal_year(call: Call) -> Record:
    """`GET FiscalYearInfo/{fiscalYear}`: with its periods."""
    record = _known(call.db.fiscal_years, call.parts["fiscalYear"])
    return _fiscal_year(call, record) | {"periodInfoList": periods(call)}


def fiscal_year_states(_call: Call) -> list[Record]:
    """`GET FiscalYearStateNVL`."""
    return nvl(YEAR_STATES.items())


def _fiscal_year(call: Call, record: Record) -> Record:
    closed = [
        period["periodNumber"]
        for period in call.db.periods
        if period["fiscalYear"] == record["fiscalYear"] and period["isClosed"]
    ]
    dates = {name: f"{record[name]}T00:00:00" for name in ("startDate", "endDate")}
    return public(record) | dates | {"maxProcessPeriodNumber": max(closed, default=0), "periodInfoList": None}


def periods(call: Call) -> list[Record]:
    """`GET PeriodInfoList[?fiscalYear]`: the properties are the sandbox's own guess; dates are ISO."""
    year = call.number("fiscalYear", 0)
    rows = [dict(period) for period in call.db.periods if year in (0, period["fiscalYear"])]
    if not call.books.settings.period_flag:
        rows = [{name: value for name, value in row.items() if name != "isClosed"} for row in rows]
    return [row | {name: f"{row[name]}T00:00:00" for name in ("startDate", "endDate")} for row in rows]


def journals(call: Call) -> list[Record]:
    """`GET JournalInfoList[/{fiscalYear}]`: journalTransaction is the last number used."""
    year = call.number("fiscalYear", call.books.clock.today().year)
    last: dict[str, int] = {}
    dates: dict[str, str] = {}
    for transaction in call.db.transactions.values():
        if transaction["fiscalYear"] == year:
            journal = transaction["journalId"]
            last[journal] = max(last.get(journal, 0), transaction["journalTransaction"])
            dates[journal] = max(dates.get(journal, ""), transaction["transactionDate"])
    return [
        public(journal)
        | {
            "fiscalYear": year,
            "journalTransaction": last.get(name, 0),
            "lastTransactionDate": dutch_date(dates.get(name, "")),
        }
        for name, journal in call.db.journals.items()
    ]


def journal(call: Call) -> Record:
    """`GET JournalInfo/{journalId}[?fiscalYear]`."""
    rows = {row["journalId"].upper(): row for row in journals(call)}
    return _known(rows, call.parts["journalId"].upper())


def journal_types(_call: Call) -> list[Record]:
    """`GET JournalTypeNVL`."""
    return nvl(JOURNAL_TYPES.items())


def accounts(call: Call) -> list[Record]:
    """`GET AccountInfoList/{fiscalYear}[?accountId]`."""
    wanted = call.query.get("accountid", "")
    return [public(row) for row in _accounts_of(call, call.number("fiscalYear")) if wanted in ("", row["accountId"])]


def account_names(call: Call) -> list[Record]:
    """`GET AccountNVL[?fiscalYear]`: the present year when none is named."""
    rows = _accounts_of(call, call.number("fiscalYear", call.books.clock.today().year))
    return nvl((row["accountId"], row["description"]) for row in rows)


def account(call: Call) -> Record:
    """`GET AccountInfo/{accountId}[?fiscalYear]`."""
    year = call.number("fiscalYear", call.books.clock.today().year)
    return public(_known(call.db.accounts, f"{year}/{call.parts['accountId']}"))


def account_types(_call: Call) -> list[Record]:
    """`GET AccountTypeNVL`."""
    return nvl(ACCOUNT_TYPES.items())


def _known(table: dict[str, Record], key: str) -> Record:
    if key not in table:
        raise NotFoundError
    return table[key]


def _accounts_of(call: Call, year: int) -> list[Record]:
    return [row for row in call.db.accounts.values() if row["fiscalYear"] == year]


def vat_codes(call: Call) -> list[Record]:
    """`GET VatCodeInfoList`: the percentage of today, and all by date."""
    return [_vat_code(call, record) for record in call.db.vat_codes.values()]


def vat_code(call: Call) -> Record:
    """`GET VatCodeInfo/{vatCode}`."""
    return _vat_code(call, _known(call.db.vat_codes, call.parts["vatCode"]))


def _vat_code(call: Call, record: Record) -> Record:
    by_date = [
        row | {"startDate": dutch_date(row["startDate"]), "vatPercentage": Decimal(str(row["vatPercentage"]))}
        for row in record["vatPercentagesByDate"]
    ]
    today = percentage_on(record, call.books.clock.today().isoformat())
    return public(record) | {"vatPercentage": today, "vatPercentagesByDate": by_date}


def vat_code_names(call: Call) -> list[Record]:
    """`GET VatCodeNVL`."""
    return nvl((key, record["description"]) for key, record in call.db.vat_codes.items())


def vat_types(_call: Call) -> list[Record]:
    """`GET VatTypeNVL`."""
    return nvl(VAT_TYPES.items())


def sales_scenarios(call: Call) -> list[Record]:
    """`GET SalesVatScenarioInfoList`."""
    return [public(row) for row in call.db.scenarios.values() if row["_sales"]]


def sales_scenario_names(call: Call) -> list[Record]:
    """`GET SalesVatScenarioNVL`."""
    return nvl((row["vatScenarioId"], row["description"]) for row in sales_scenarios(call))


def scenario(call: Call) -> Record:
    """`GET VatScenarioInfo/{scenarioId}/{fiscalYear}`."""
    record = _known(call.db.scenarios, call.parts["scenarioId"])
    return public(record) | {"fiscalYear": call.number("fiscalYear")}


def scenario_rules(call: Call) -> list[Record]:
    """`GET VatScenarioRuleInfoList[/{fiscalYear}][?scenarioId]`."""
    year, wanted = call.number("fiscalYear", 0), call.number("scenarioId", 0)
    return [
        dict(rule)
        for rule in call.db.scenario_rules
        if year in (0, rule["fiscalYear"]) and wanted in (0, rule["vatScenarioId"])
    ]


def payment_conditions(call: Call) -> list[Record]:
    """`GET PaymentConditionInfoList`."""
    return [public(row) for row in call.db.payment_conditions.values()]


def payment_condition(call: Call) -> Record:
    """`GET PaymentConditionInfo/{paymentConditionId}`."""
    return public(_known(call.db.payment_conditions, call.parts["paymentConditionId"]))


def payment_condition_names(call: Call) -> list[Record]:
    """`GET PaymentConditionNVL`."""
    return nvl((key, row["description"]) for key, row in call.db.payment_conditions.items())


def countries(call: Call) -> list[Record]:
    """`GET CountryInfoList`."""
    return [public(row) for row in call.db.countries.values()]


def country_names(call: Call) -> list[Record]:
    """`GET CountryNVL`."""
    return nvl((key, row["description"]) for key, row in call.db.countries.items())


def currency_names(call: Call) -> list[Record]:
    """`GET CurrencyNVL`."""
    return nvl((key, row["description"]) for key, row in call.db.currencies.items())


def cost_centre_names(call: Call) -> list[Record]:
    """`GET CostCentreNVL`."""
    return nvl((key, row["description"]) for key, row in call.db.cost_centres.items())


def customer_groups(call: Call) -> list[Record]:
    """`GET CustomerGroupInfoList`: the control account of each group."""
    return [public(row) for row in call.db.customer_groups.values()]


SERVER_ROUTES: Routes = {
    "GET AdministrationNVL": administration_names,
    "GET AdministrationInfoList": administrations,
    "GET SessionInfo": session,
    "GET version": version,
}
ROUTES: Routes = {
    "GET CompanyDetailsInfo": company,
    "GET FiscalYearInfo/{fiscalYear}": fiscal_year,
    "GET FiscalYearStateNVL": fiscal_year_states,
    "GET FiscalYearInfoList": fiscal_years,
    "GET PeriodInfoList": periods,
    "GET JournalInfoList": journals,
    "GET JournalInfoList/{fiscalYear}": journals,
    "GET JournalInfo/{journalId}": journal,
    "GET JournalTypeNVL": journal_types,
    "GET AccountInfoList/{fiscalYear}": accounts,
    "GET AccountNVL": account_names,
    "GET AccountNVL/All/{fiscalYear}": account_names,
    "GET AccountInfo/{accountId}": account,
    "GET AccountTypeNVL": account_types,
    "GET VatCodeInfo/{vatCode}": vat_code,
    "GET VatCodeInfoList": vat_codes,
    "GET VatCodeNVL": vat_code_names,
    "GET VatTypeNVL": vat_types,
    "GET SalesVatScenarioNVL": sales_scenario_names,
    "GET SalesVatScenarioInfoList": sales_scenarios,
    "GET VatScenarioInfo/{scenarioId}/{fiscalYear}": scenario,
    "GET VatScenarioRuleInfoList": scenario_rules,
    "GET VatScenarioRuleInfoList/{fiscalYear}": scenario_rules,
    "GET PaymentConditionInfoList": payment_conditions,
    "GET PaymentConditionInfo/{paymentConditionId}": payment_condition,
    "GET PaymentConditionNVL": payment_condition_names,
    "GET CountryInfoList": countries,
    "GET CountryNVL": country_names,
    "GET CurrencyNVL": currency_names,
    "GET CostCentreNVL": cost_centre_names,
    "GET CustomerGroupInfoList": customer_groups,
}
