"""The tables around the bookings: read in every form, made, changed, removed and refused."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from sandbox.testing import SandboxControl
from tests.sandbox.callers import MultiversCaller, line

BASE = "http://sandbox/V22"
ROWS: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "CostCentre": ("ZZ1", {"costCentreId": "ZZ1", "description": "Noord", "isActive": True}, {"description": "Zuid"}),
    "CostUnit": ("ZZ7", {"costUnitId": "ZZ7", "description": "Dossier 7"}, {"description": "Dossier zeven"}),
    "Country": ("QQ", {"countryId": "QQ", "description": "Frankrijk"}, {"description": "France"}),
    "Currency": ("QQQ", {"currencyId": "QQQ", "description": "Dollar"}, {"description": "US Dollar"}),
    "PaymentCondition": (
        "77",
        {"paymentConditionId": "77", "description": "7 dagen", "expirationDays": 7, "preferred": True},
        {"description": "Zeven dagen", "expirationDays": 7},
    ),
}


@pytest.mark.parametrize("resource", sorted(ROWS))
def test_given_a_new_row_then_every_form_shows_it_until_it_is_removed(
    multivers: MultiversCaller, resource: str
) -> None:
    key, body, change = ROWS[resource]
    made = multivers.raw("POST", resource, json=body).json()
    info = multivers.get(f"{resource}Info/{key}")
    listed = [row for row in multivers.get(f"{resource}InfoList") if row == info]
    names = {row["name"]: row["value"] for row in multivers.get(f"{resource}NVL")}
    changed = multivers.raw("PUT", f"{resource}/{key}", json=body | change).json()
    removed = multivers.raw("DELETE", f"{resource}/{key}")
    assert (made["description"], made["canChange"], made["messages"]) == (body["description"], True, [])
    assert ("canChange" in info, len(listed), names[key]) == (False, 1, body["description"])
    assert changed["description"] == change["description"]
    assert (removed.status_code, removed.content) == (200, b"")
    assert multivers.raw("GET", f"{resource}/{key}").status_code == 404


@pytest.mark.parametrize("resource", sorted(ROWS))
def test_given_a_refused_row_then_nothing_was_kept(
    multivers: MultiversCaller, control: SandboxControl, resource: str
) -> None:
    key, body, _ = ROWS[resource]
    before = control.state()["multivers"]["databases"]
    name = next(iter(body))
    answers = [
        multivers.raw("POST", resource, json={"description": "zonder sleutel"}),
        multivers.raw("POST", resource, json=body | {name: "x" * 9}),
        multivers.raw("POST", resource, json=body | {"description": "x" * 41}),
        multivers.raw("POST", resource, json=[body]),
        multivers.raw("PUT", f"{resource}/{key}", json=body),
        multivers.raw("DELETE", f"{resource}/{key}"),
    ]
    assert [answer.status_code for answer in answers] == [400, 400, 400, 400, 404, 404]
    assert [answer.json()["messages"][0]["path"] for answer in answers[:3]] == [name, name, "description"]
    assert control.state()["multivers"]["databases"] == before


def test_given_a_key_in_use_then_a_second_one_and_another_key_are_refused(multivers: MultiversCaller) -> None:
    _, body, _ = ROWS["CostCentre"]
    multivers.raw("POST", "CostCentre", json=body)
    twice = multivers.raw("POST", "CostCentre", json=body)
    moved = multivers.raw("PUT", "CostCentre/ZZ1", json=body | {"costCentreId": "ZZ2"})
    assert (twice.status_code, moved.status_code) == (400, 400)
    assert [row["name"] for row in multivers.get("CostCentreNVL") if row["name"] > "ZZ"] == ["ZZ1"]


@pytest.mark.parametrize(
    "path", ["PaymentCondition/14", "Country/NL", "Currency/EUR", "Account/2026/1300", "Account/2026/1100"]
)
def test_given_a_row_that_others_point_at_then_it_stays(multivers: MultiversCaller, path: str) -> None:
    assert multivers.raw("DELETE", path).status_code == 400
    assert multivers.raw("GET", path).status_code == 200


def test_given_a_booking_on_a_cost_centre_then_it_stays(multivers: MultiversCaller) -> None:
    multivers.raw("POST", "CostCentre", json=ROWS["CostCentre"][1])
    multivers.book(customerInvoiceLines=[line("10.00") | {"costCentreId": "ZZ1"}])
    assert multivers.raw("DELETE", "CostCentre/ZZ1").status_code == 400


def test_given_a_state_then_active_and_passive_cost_units_are_apart(multivers: MultiversCaller) -> None:
    for key, is_active in (("ZA", True), ("ZP", False)):
        multivers.raw("POST", "CostUnit", json={"costUnitId": key, "isActive": is_active})
    lists = [multivers.get(f"CostUnitInfoList{query}") for query in ("", "?state=0", "?state=1")]
    added = [[row["costUnitId"] for row in rows if row["costUnitId"] >= "ZA"] for rows in lists]
    assert added == [["ZA", "ZP"], ["ZA"], ["ZP"]]


@pytest.mark.parametrize(("switch", "days"), [("default", 0), ("kept", 7)])
def test_given_a_put_without_a_property_then_the_switch_decides(
    multivers: MultiversCaller, control: SandboxControl, switch: str, days: int
) -> None:
    control.settings(put_missing=switch)
    multivers.raw("POST", "PaymentCondition", json=ROWS["PaymentCondition"][1])
    answer = multivers.raw("PUT", "PaymentCondition/77", json={"description": "Anders"}).json()
    assert (answer["expirationDays"], answer["preferred"]) == (days, switch == "kept")


def test_given_a_locked_record_then_put_and_delete_are_refused(
    multivers: MultiversCaller, control: SandboxControl
) -> None:
    multivers.raw("POST", "CostCentre", json=ROWS["CostCentre"][1])
    control.settings(record_locked=True)
    put = multivers.raw("PUT", "CostCentre/ZZ1", json=ROWS["CostCentre"][1])
    assert (put.status_code, multivers.raw("DELETE", "CostCentre/ZZ1").status_code) == (400, 400)
    assert "in gebruik door" in put.json()["messages"][0]["message"]


def test_given_an_empty_create_answer_then_the_row_is_there_all_the_same(
    multivers: MultiversCaller, control: SandboxControl
) -> None:
    control.settings(create_answer="empty")
    assert multivers.raw("POST", "CostUnit", json={"costUnitId": "X"}).content == b""
    assert {"name": "X", "value": ""} in multivers.get("CostUnitNVL")


def test_given_the_minimum_of_an_account_then_it_exists_in_its_year_only(multivers: MultiversCaller) -> None:
    body = {"accountId": "8050", "accountType": 2, "fiscalYear": 2026, "auditionDescription": "Omzet nieuw"}
    made = multivers.raw("POST", "Account", json=body).json()
    names = {row["name"]: row["value"] for row in multivers.get("AccountNVL?fiscalYear=2026")}
    statuses = [multivers.raw("GET", f"Account/{year}/8050").status_code for year in (2025, 2026)]
    assert (made["description"], names["8050"], statuses) == ("Omzet nieuw", "Omzet nieuw", [404, 200])
    assert multivers.get("Account/2026/8050")["accountIsInUse"] is False


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"fiscalYear": 2031}, "fiscalYear"),
        ({"accountType": 9}, "accountType"),
        ({"accountCategory1": "99"}, "accountCategory1"),
        ({"vatCodeId": 77}, "vatCodeId"),
        ({"accountId": "123456789"}, "accountId"),
    ],
)
def test_given_a_wrong_account_then_its_path_is_named(
    multivers: MultiversCaller, change: dict[str, Any], path: str
) -> None:
    body = {"accountId": "8050", "accountType": 2, "fiscalYear": 2026} | change
    answer = multivers.raw("POST", "Account", json=body)
    assert (answer.status_code, answer.json()["messages"][0]["path"]) == (400, path)


def test_given_an_account_blocked_by_put_then_bookings_on_it_are_refused(multivers: MultiversCaller) -> None:
    account = multivers.get("Account/2026/8000")
    multivers.raw("PUT", "Account/2026/8000", json=account | {"isBlocked": True})
    answer = multivers.book()
    assert (answer.status_code, answer.json()["messages"][0]["path"]) == (400, "customerInvoiceLines[0].accountId")


def test_given_types_then_only_those_journals_are_listed(multivers: MultiversCaller) -> None:
    lists = [multivers.get(f"JournalInfoList{query}") for query in ("/2026?types=4", "?types=2,0&fiscalYear=2026")]
    assert [sorted(row["journalId"] for row in rows) for rows in lists] == [["V", "WFV"], ["B", "M"]]


def test_given_a_new_journal_then_bookings_go_into_it(multivers: MultiversCaller) -> None:
    made = multivers.raw("POST", "Journal", json={"journalId": "V2", "description": "Verkoop 2", "journalType": 4})
    booked = multivers.book(journalId="V2", journalTransaction=7)
    info = multivers.get("JournalInfo/v2?fiscalYear=2026")
    assert (made.status_code, booked.status_code) == (200, 200)
    assert (info["journalTransaction"], info["lastTransactionDate"], info["currencyId"]) == (7, "2-3-2026", "EUR")


@pytest.mark.parametrize("change", [{"journalType": 9}, {"journalType": 2}, {"journalType": 1, "accountId": "9"}])
def test_given_a_wrong_journal_then_it_is_refused(multivers: MultiversCaller, change: dict[str, Any]) -> None:
    body = {"journalId": "Q", "description": "Fout"} | change
    assert multivers.raw("POST", "Journal", json=body).status_code == 400
    assert multivers.raw("GET", "JournalInfo/Q").status_code == 404


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("AccountTypeNVL", ("1", "Balans")),
        ("CustomerChargeVatTypeNVL", ("0", "Nee")),
        ("DbDocumentFolderNVL", ("Algemeen", "Algemeen")),
        ("FiscalYearStateNVL", ("1", "Open")),
        ("JournalTypeNVL", ("0", "Memoriaal")),
        ("OrderStateNVL", ("0", "Onbekend")),
        ("OrderTypeNVL", ("0", "Factuuropdracht")),
        ("PurchaseInvoiceStateNVL", ("0", "Open")),
        ("SalesInvoiceTypeNVL", ("0", "Verkoopfactuur")),
        ("VatTypeNVL", ("0", "Goederen")),
        ("AccountCategoryNVL", ("1", "Vaste activa")),
    ],
)
def test_given_a_list_of_codes_then_name_is_the_key(
    multivers: MultiversCaller, name: str, first: tuple[str, str]
) -> None:
    row = multivers.get(name)[0]
    assert (row["name"], row["value"]) == first


def test_given_categories_then_the_arguments_narrow_them(multivers: MultiversCaller) -> None:
    lists = [
        multivers.get(f"AccountCategoryNVL{text}")
        for text in ("/2", "?categoryId=4", "?canBeLinkedToAccount=true", "/3?canBeLinkedToAccount=true")
    ]
    assert [[row["name"] for row in rows] for rows in lists] == [["2"], ["4"], ["1", "2", "4", "5", "6"], []]


def test_given_scenarios_then_sales_and_purchase_are_apart_and_have_rules(multivers: MultiversCaller) -> None:
    sales = [row["name"] for row in multivers.get("SalesVatScenarioNVL?fiscalYear=2026")]
    purchase = [row["name"] for row in multivers.get("PurchaseVatScenarioNVL")]
    rules = multivers.get("VatScenarioRuleInfoList?fiscalYear=2026&scenarioId=1")
    rule = multivers.get("VatScenarioRuleInfo/1")
    assert ("1" in sales, "11" in purchase, set(sales) & set(purchase)) == (True, True, set())
    assert {row["vatScenarioId"] for row in rules} == {1}
    assert (rule["vatScenarioId"], rule["fiscalYear"], rule in multivers.get("VatScenarioRuleInfoList/2026")) == (
        1,
        2026,
        True,
    )
    assert [row["vatScenarioId"] for row in multivers.get("PurchaseVatScenarioInfoList")] == [int(n) for n in purchase]
    assert not any(name.startswith("_") for row in rules for name in row)


def test_given_a_date_then_vat_percentages_are_those_of_that_day(multivers: MultiversCaller) -> None:
    code = multivers.get("VatCodeInfo/2")
    by_date = {row["startDate"]: row["vatPercentage"] for row in code["vatPercentagesByDate"]}
    assert (code["vatPercentage"], by_date["1-1-2001"], by_date["1-1-2019"]) == (9.0, 6.0, 9.0)
    assert multivers.get("VatCodeNVL?effectiveDate=01-01-1990") == []


def test_given_company_details_then_they_change_but_not_the_numbering(multivers: MultiversCaller) -> None:
    old = multivers.get("CompanyDetails")
    wanted = old | {"vatNumber": "NL001234567B01", "autoNumberCustomerId": True, "currencyId": "USD"}
    new = multivers.raw("PUT", "CompanyDetails", json=wanted).json()
    info = multivers.get("CompanyDetailsInfo")
    assert (info["vatNumber"], info["currencyId"]) == ("NL001234567B01", "EUR")
    assert new["autoNumberCustomerId"] == old["autoNumberCustomerId"]
    assert ("canChange" in info, new["canChange"]) == (False, True)


def test_given_a_year_then_its_info_carries_its_periods(multivers: MultiversCaller) -> None:
    info = multivers.get("FiscalYearInfo/2026")
    assert (len(info["periodInfoList"]), info["startDate"]) == (13, "2026-01-01T00:00:00")
    assert multivers.get("FiscalYearInfoList")[0]["periodInfoList"] is None
    assert multivers.raw("GET", "FiscalYearInfo/1999").status_code == 404


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_given_a_method_that_a_path_does_not_know_then_405_names_the_others(
    multivers: MultiversCaller, method: str
) -> None:
    answer = multivers.raw(method, "CostCentreInfoList")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")


def test_given_a_wrong_resource_then_iis_answers_404(http: httpx.Client, multivers: MultiversCaller) -> None:
    answers = [multivers.raw("GET", "Nonsense"), http.get(f"{BASE}/api/Nonsense"), http.get(f"{BASE}/api")]
    kinds = [(answer.status_code, answer.headers["content-type"].partition(";")[0]) for answer in answers]
    assert kinds == [(404, "text/html"), (404, "application/json"), (404, "text/html")]
