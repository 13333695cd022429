"""VAT of purchases: charged, owed by the buyer, not deductible; by date, row and line (accounting-rules.md 5, 17)."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from sandbox.core import Sandbox
from sandbox.testing import SandboxControl
from tests.sandbox.bare_books import bare_sandbox
from tests.sandbox.callers import MultiversCaller, invoice_body, line, purchase_body


@pytest.fixture
def sandbox() -> Sandbox:
    """Books in which only what the test does has happened."""
    return bare_sandbox()


Ledger = dict[str, float]


@pytest.fixture(autouse=True)
def _supplier(control: SandboxControl) -> None:
    control.action("add_supplier", supplierId="CR1", shortName="LEV", paymentConditionId="14")


def buy(multivers: MultiversCaller, *lines: dict[str, Any], **changes: Any) -> httpx.Response:
    """Post a purchase with these lines."""
    body = purchase_body() | ({"supplierInvoiceLines": list(lines)} if lines else {})
    return multivers.raw("POST", "SupplierInvoice", json=body | changes)


def cost(amount: str, account: str = "4000", vat_code: int = 1) -> dict[str, Any]:
    """A line of cost."""
    return line(amount, vat_code=vat_code, side="debit", account=account)


def row(vat: float, turnover: float = 100.0, code: int = 1, **more: float) -> dict[str, Any]:
    """A VAT row as a client sends it."""
    return {"vatCodeId": code, "amountTurnoverCur": turnover, "vatAmountCur": vat} | more


def balances(multivers: MultiversCaller) -> Ledger:
    """What each account holds after all bookings of March, debit positive; empty ones are left out."""
    sums: Ledger = {}
    for entry in multivers.get("JournalEntryLineInfoList/ByPeriod/2026/3/3"):
        amount = sums.get(entry["accountId"], 0.0) + entry["debitAmount"] - entry["creditAmount"]
        sums[entry["accountId"]] = round(amount, 2)
    return {account: amount for account, amount in sums.items() if amount}


@pytest.mark.parametrize(("scenario", "box"), [(12, "4b"), (13, "4a"), (14, "2a")])
def test_given_vat_that_the_buyer_owes_then_a_pair_of_rows_cancels_and_the_creditor_gets_the_net(
    multivers: MultiversCaller, scenario: int, box: str
) -> None:
    booked = buy(multivers, cost("2000.00", "4200"), vatScenarioId=scenario).json()
    pairs = [(each["amountTurnoverCur"], each["vatAmountCur"]) for each in booked["vatTransactionLines"]]
    assert (booked["amountTotal"], booked["vatAmount"], pairs) == (2000.0, 0.0, [(2000.0, 420.0), (2000.0, -420.0)])
    assert balances(multivers) == {"1600": -2000.0, "4200": 2000.0, "1520": 420.0, "1530": -420.0}
    rules = multivers.get(f"VatScenarioRuleInfoList/2026?scenarioId={scenario}")
    wanted = {(rule["vatSection"], rule["negateAmount"]) for rule in rules if rule["amountType"] == 1}
    assert wanted == {(box, True), ("5b", False)}


@pytest.mark.parametrize(
    "rows", [[], [row(0)], [row(21), row(-21)], [row(-21), row(21)]], ids=["none", "nought", "pair", "turned"]
)
def test_given_any_form_of_the_pair_then_the_booking_is_the_same(
    multivers: MultiversCaller, rows: list[dict[str, Any]]
) -> None:
    assert buy(multivers, vatScenarioId=14, vatTransactionLines=rows).json()["amountTotal"] == 100.0
    assert balances(multivers) == {"1600": -100.0, "4000": 100.0, "1520": 21.0, "1530": -21.0}


@pytest.mark.parametrize("rows", [[row(21)], [row(21), row(-20.9)], [row(9), row(-9)], [row(21, 50), row(-21, 50)]])
def test_given_a_wrong_pair_then_it_is_refused(multivers: MultiversCaller, rows: list[dict[str, Any]]) -> None:
    answer = buy(multivers, vatScenarioId=14, vatTransactionLines=rows)
    assert (answer.status_code, answer.json()["messages"][0]["path"]) == (400, "vatTransactionLines")
    assert balances(multivers) == {}


def test_given_the_pair_has_to_be_sent_then_nothing_is_made(
    multivers: MultiversCaller, control: SandboxControl
) -> None:
    control.settings(self_assessed_vat="sent")
    refused = buy(multivers, vatScenarioId=14, vatTransactionLines=[row(0)])
    accepted = buy(multivers, vatScenarioId=14, vatTransactionLines=[row(21), row(-21)])
    assert (refused.status_code, accepted.status_code) == (400, 200)


def test_given_multivers_makes_the_pair_alone_then_one_that_is_sent_is_refused(
    multivers: MultiversCaller, control: SandboxControl
) -> None:
    control.settings(self_assessed_vat="alone")
    assert buy(multivers, vatScenarioId=14, vatTransactionLines=[row(21), row(-21)]).status_code == 400
    assert buy(multivers, vatScenarioId=14, vatTransactionLines=[row(0)]).json()["amountTotal"] == 100.0
    assert balances(multivers) == {"1600": -100.0, "4000": 100.0, "1520": 21.0, "1530": -21.0}


def test_given_a_credit_note_under_reverse_charge_then_the_pair_turns_round(multivers: MultiversCaller) -> None:
    credit = line("100.00", account="4200")
    booked = buy(multivers, credit, vatScenarioId=14, invoiceType=3).json()
    assert booked["amountTotal"] == -100.0
    assert balances(multivers) == {"1600": 100.0, "4200": -100.0, "1520": -21.0, "1530": 21.0}
    again = multivers.raw("PUT", "SupplierInvoice/90000001", json=booked).json()
    assert again["vatTransactionLines"] == booked["vatTransactionLines"]


def test_given_an_account_that_deducts_nothing_then_its_vat_is_cost(multivers: MultiversCaller) -> None:
    booked = buy(multivers, cost("50.00", "4300", vat_code=2)).json()
    assert booked["vatTransactionLines"][0]["amountNotDeductibleCur"] == 4.5
    assert balances(multivers) == {"1600": -54.5, "4300": 54.5}
    shown = multivers.get("JournalEntryLineInfoList/ByPeriod/2026/3/3")[-1]
    assert (shown["accountId"], shown["vatAmount"], shown["debitAmount"]) == ("1520", 4.5, 0.0)


def test_given_lines_with_and_without_deduction_then_each_bears_its_own(multivers: MultiversCaller) -> None:
    booked = buy(multivers, cost("1000.00", "4310"), cost("100.00", "4000"), cost("10.00", "4300")).json()
    assert (booked["amountTotal"], booked["vatTransactionLines"][0]["amountNotDeductibleCur"]) == (1343.1, 86.1)
    assert balances(multivers) == {"1600": -1343.1, "4310": 1084.0, "4000": 100.0, "4300": 12.1, "1520": 147.0}


def test_given_a_part_that_is_named_as_not_deductible_then_it_stands(multivers: MultiversCaller) -> None:
    rows = [row(210, 1000, amountNotDeductibleCur=84)]
    booked = buy(multivers, cost("600.00"), cost("400.00", "4100"), vatTransactionLines=rows).json()
    assert booked["amountTotal"] == 1210.0
    assert balances(multivers) == {"1600": -1210.0, "4000": 650.4, "4100": 433.6, "1520": 126.0}


@pytest.mark.parametrize("part", [21.01, -1])
def test_given_more_than_the_vat_as_not_deductible_then_it_is_refused(multivers: MultiversCaller, part: float) -> None:
    assert buy(multivers, vatTransactionLines=[row(21, amountNotDeductibleCur=part)]).status_code == 400


def test_given_the_scenario_without_deduction_then_all_vat_is_cost(multivers: MultiversCaller) -> None:
    buy(multivers, vatScenarioId=15)
    assert balances(multivers) == {"1600": -121.0, "4000": 121.0}


def test_given_services_from_abroad_without_deduction_then_only_the_due_side_stays(multivers: MultiversCaller) -> None:
    buy(multivers, cost("300.00", "4300"), vatScenarioId=12)
    assert balances(multivers) == {"1600": -300.0, "4300": 363.0, "1530": -63.0}


def test_given_no_vat_at_all_then_rows_with_vat_are_refused(multivers: MultiversCaller) -> None:
    assert buy(multivers, vatScenarioId=16, vatTransactionLines=[row(21)]).status_code == 400
    assert buy(multivers, vatScenarioId=16).json()["amountTotal"] == 100.0


@pytest.mark.parametrize(
    ("vat", "status", "adjusted"), [("21.00", 200, False), ("20.95", 200, True), ("20.94", 400, None)]
)
def test_given_the_suppliers_own_rounding_then_five_cents_are_taken_over(
    multivers: MultiversCaller, vat: str, status: int, adjusted: bool | None
) -> None:
    answer = buy(multivers, vatTransactionLines=[row(float(vat))])
    assert (answer.status_code, answer.json().get("vatAdjusted")) == (status, adjusted)


def test_given_vat_on_the_lines_then_it_wins_where_no_rows_came(multivers: MultiversCaller) -> None:
    first, second = cost("37.50") | {"vatAmountCur": 7.88}, cost("12.50") | {"vatAmountCur": 2.63}
    booked = buy(multivers, first, second).json()
    assert (booked["amountTotal"], booked["vatAdjusted"]) == (60.51, True)


def test_given_automatic_vat_then_what_was_sent_is_reckoned_anew(multivers: MultiversCaller) -> None:
    booked = buy(multivers, autoCalculateVat=True, vatTransactionLines=[row(3)]).json()
    assert (booked["vatAmount"], booked["vatAdjusted"]) == (21.0, False)


@pytest.mark.parametrize(
    ("resource", "body"), [("SupplierInvoice", purchase_body()), ("CustomerInvoice", invoice_body())]
)
def test_given_rows_are_required_then_both_kinds_want_them(
    multivers: MultiversCaller, control: SandboxControl, resource: str, body: dict[str, Any]
) -> None:
    control.settings(vat_rows="required")
    answer = multivers.raw("POST", resource, json=body)
    assert answer.json()["messages"][0]["path"] == "vatTransactionLines"


def test_given_a_date_before_the_rate_changed_then_the_former_rate_counts(
    multivers: MultiversCaller,
) -> None:
    old = buy(multivers, cost("100.00", vat_code=2), invoiceDate="31-12-2018")
    new = buy(
        multivers, cost("100.00", vat_code=2), invoiceDate="01-01-2019", invoiceId="90000002", journalTransaction=2
    )
    assert [answer.json()["vatAmount"] for answer in (old, new)] == [6.0, 9.0]


def test_given_goods_and_services_then_each_type_has_its_row(multivers: MultiversCaller) -> None:
    booked = buy(multivers, cost("100.00"), cost("10.00") | {"vatType": 1}).json()
    rows = [
        (each["vatType"], each["amountTurnoverCur"], each["vatAmountCur"]) for each in booked["vatTransactionLines"]
    ]
    assert rows == [(0, 100.0, 21.0), (1, 10.0, 2.1)]


def test_given_an_opening_balance_then_it_bears_no_vat_and_stands_in_period_nought(multivers: MultiversCaller) -> None:
    booked = buy(multivers, cost("121.00", "0500", vat_code=0), openingBalance=True, periodNumber=0).json()
    opening = multivers.get("JournalEntryLineInfoList/OpeningBalance/2026")
    assert booked["amountTotal"] == 121.0
    assert [(entry["accountId"], entry["openingBalanceTransaction"]) for entry in opening] == [
        ("1600", True),
        ("0500", True),
    ]
    refused = buy(multivers, openingBalance=True, invoiceId="2", vatTransactionLines=[row(21)])
    assert refused.status_code == 400


def test_given_dimensions_that_an_account_requires_then_lines_without_them_are_refused(
    multivers: MultiversCaller,
) -> None:
    account = multivers.get("Account/2026/4000")
    required = {"specifyCostCentre": True, "specifyCostUnit": True}
    assert multivers.raw("PUT", "Account/2026/4000", json=account | required).status_code == 200
    for resource, key in (("CostCentre", "costCentreId"), ("CostUnit", "costUnitId")):
        multivers.raw("POST", resource, json={key: "A1", "description": "Een", "shortName": "EEN"})
    bare = [message["path"] for message in buy(multivers).json()["messages"]]
    wrong = buy(multivers, cost("1.00") | {"costCentreId": "A1", "costUnitId": "NIX"}).json()["messages"]
    booked = buy(multivers, cost("100.00") | {"costCentreId": "A1", "costUnitId": "A1"}).json()
    assert bare == ["supplierInvoiceLines[0].costCentreId", "supplierInvoiceLines[0].costUnitId"]
    assert [message["path"] for message in wrong] == ["supplierInvoiceLines[0].costUnitId"]
    shown = booked["supplierInvoiceLines"][0]
    assert (shown["costCentreIdRequired"], shown["costUnitIdRequired"]) == (True, True)
