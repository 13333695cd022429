"""VAT codes, scenarios and the rules of scenarios (multivers-api.md 3.10, 5)."""

from __future__ import annotations

from decimal import Decimal

from sandbox.model import Record
from sandbox.multivers.context import Call, Handler, Routes
from sandbox.multivers.errors import NotFoundError
from sandbox.multivers.reference import nvl
from sandbox.multivers.vat import percentage_on
from sandbox.multivers.wire import dutch_date


def public(record: Record) -> Record:
    """A record without the sandbox's own properties."""
    return {name: value for name, value in record.items() if not name.startswith("_")}


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
    """`GET VatCodeNVL[?effectiveDate]`: with a date, the codes that have a percentage then."""
    day = call.date("effectiveDate")
    return nvl(
        (key, record["description"])
        for key, record in call.db.vat_codes.items()
        if day is None or any(row["startDate"] <= day.isoformat() for row in record["vatPercentagesByDate"])
    )


def _known(table: dict[str, Record], key: str) -> Record:
    if key not in table:
        raise NotFoundError
    return table[key]


def _scenarios(call: Call, *, is_sales: bool) -> list[Record]:
    """Scenarios of one side; with a year, those that have rules in it or no rules at all."""
    year = call.number("fiscalYear", 0)
    years: dict[int, set[int]] = {}
    for rule in call.db.scenario_rules:
        years.setdefault(rule["vatScenarioId"], set()).add(rule["fiscalYear"])
    return [
        row
        for row in call.db.scenarios.values()
        if row["_sales"] is is_sales and (year == 0 or year in years.get(row["vatScenarioId"], {year}))
    ]


def _infos(*, is_sales: bool) -> Handler:
    return lambda call: [public(row) for row in _scenarios(call, is_sales=is_sales)]


def _names(*, is_sales: bool) -> Handler:
    def answer(call: Call) -> list[Record]:
        return nvl((row["vatScenarioId"], row["description"]) for row in _scenarios(call, is_sales=is_sales))

    return answer


def scenario(call: Call) -> Record:
    """`GET VatScenarioInfo/{scenarioId}/{fiscalYear}`."""
    record = _known(call.db.scenarios, call.parts["scenarioId"])
    _known(call.db.fiscal_years, call.parts["fiscalYear"])
    return public(record) | {"fiscalYear": call.number("fiscalYear")}


def scenario_rules(call: Call) -> list[Record]:
    """`GET VatScenarioRuleInfoList[/{fiscalYear}][?fiscalYear][?scenarioId]`."""
    year, wanted = call.number("fiscalYear", 0), call.number("scenarioId", 0)
    return [
        public(rule)
        for rule in call.db.scenario_rules
        if year in (0, rule["fiscalYear"]) and wanted in (0, rule["vatScenarioId"])
    ]


def scenario_rule(call: Call) -> Record:
    """`GET VatScenarioRuleInfo/{scenarioId}`: the scenario's first rule of the newest year."""
    rules = scenario_rules(call)
    if not rules:
        raise NotFoundError
    return max(rules, key=lambda rule: rule["fiscalYear"])


ROUTES: Routes = {
    "GET VatCodeInfo/{vatCode}": vat_code,
    "GET VatCodeInfoList": vat_codes,
    "GET VatCodeNVL": vat_code_names,
    "GET SalesVatScenarioNVL": _names(is_sales=True),
    "GET SalesVatScenarioInfoList": _infos(is_sales=True),
    "GET PurchaseVatScenarioNVL": _names(is_sales=False),
    "GET PurchaseVatScenarioInfoList": _infos(is_sales=False),
    "GET VatScenarioInfo/{scenarioId}/{fiscalYear}": scenario,
    "GET VatScenarioRuleInfo/{scenarioId}": scenario_rule,
    "GET VatScenarioRuleInfoList": scenario_rules,
    "GET VatScenarioRuleInfoList/{fiscalYear}": scenario_rules,
}
