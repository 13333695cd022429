"""What hangs on customers and suppliers: addresses, bank accounts, statistics, reminders, payments out."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.core import Sandbox
from sandbox.testing import SandboxControl
from tests.sandbox.callers import MultiversCaller

ADDRESS = {"addressType": 1, "name": "Administratie", "street1": "Dijk 1", "zipCode": "8011 AA", "city": "Zwolle"}
IBAN = "NL91ABNA0417164300"


@pytest.fixture
def number(multivers: MultiversCaller) -> int:
    """The organisation of customer DB10001."""
    found: int = multivers.get("Customer/DB10001")["organizationId"]
    return found


def test_given_a_new_address_then_customer_and_lists_show_the_same(multivers: MultiversCaller, number: int) -> None:
    made = multivers.raw("POST", "Address", json=ADDRESS | {"organizationId": number}).json()
    guid = made["addressGuid"]
    of_customer = multivers.get("Customer/DB10001")["addresses"]
    changed = multivers.raw("PUT", f"Address/{guid}", json=made | {"city": "Kampen"}).json()
    assert [row["addressGuid"] for row in multivers.get(f"AddressList/{number}")] == [guid]
    assert (of_customer[0]["addressGuid"], of_customer[0]["city"]) == (guid, "Zwolle")
    assert (changed["fullAddress"], changed["organizationId"]) == ("Dijk 1, 8011 AA, Kampen", number)
    assert multivers.get(f"AddressInfo/{guid}")["city"] == "Kampen"
    assert multivers.raw("DELETE", f"Address/{guid}").status_code == 200
    assert (multivers.get(f"AddressInfoList/{number}"), multivers.raw("GET", f"Address/{guid}").status_code) == (
        [],
        404,
    )


def test_given_addresses_sent_with_a_customer_then_each_has_a_guid_that_stays(
    multivers: MultiversCaller, number: int
) -> None:
    customer = multivers.get("Customer/DB10001") | {"addresses": [ADDRESS, {"AddressType": 0, "City": "Ede"}]}
    multivers.raw("PUT", "Customer/DB10001", json=customer)
    first, second = multivers.get(f"AddressList/{number}")
    multivers.raw("DELETE", f"Address/{first['addressGuid']}")
    assert (second["addressType"], second["city"]) == (0, "Ede")
    assert [row["addressGuid"] for row in multivers.get(f"AddressList/{number}")] == [second["addressGuid"]]


def test_given_a_list_with_a_wrong_address_then_none_is_made(multivers: MultiversCaller, number: int) -> None:
    rows = [ADDRESS | {"organizationId": number}, ADDRESS | {"organizationId": number, "countryId": "XX"}]
    refused = multivers.raw("POST", "AddressList", json=rows)
    kept = multivers.get(f"AddressList/{number}")
    made = multivers.raw("POST", "AddressList", json=[rows[0], rows[0]]).json()
    assert (refused.status_code, refused.json()["messages"][0]["path"], kept) == (400, "countryId", [])
    assert len({row["addressGuid"] for row in made}) == 2


@pytest.mark.parametrize(
    ("changes", "path"), [({"organizationId": 999}, "organizationId"), ({"addressType": 5}, "addressType")]
)
def test_given_a_wrong_address_then_its_path_is_named(
    multivers: MultiversCaller, changes: dict[str, Any], path: str
) -> None:
    answer = multivers.raw("POST", "Address", json=ADDRESS | changes)
    assert (answer.status_code, answer.json()["messages"][0]["path"]) == (400, path)


def test_given_organizations_then_the_arguments_narrow_them(multivers: MultiversCaller, number: int) -> None:
    supplier = {"supplierId": "CR1", "shortName": "CR1", "name": "Leverancier", "paymentConditionId": "14"}
    both = multivers.raw("POST", "Supplier", json=supplier | {"organizationId": number}).json()
    only = multivers.raw("POST", "Supplier", json=supplier | {"supplierId": "CR2"}).json()
    names = {
        text: {row["name"] for row in multivers.get(f"OrganizationNVL{text}")}
        for text in ("", "?mustBeSupplier=true", "?mustBeCustomer=true&mustBeSupplier=true")
    }
    assert (both["organizationId"], names["?mustBeCustomer=true&mustBeSupplier=true"]) == (number, {str(number)})
    assert {str(number), str(only["organizationId"])} <= names["?mustBeSupplier=true"]
    assert names["?mustBeSupplier=true"] < names[""]


def test_given_bank_accounts_then_they_are_numbered_and_one_is_preferred(
    multivers: MultiversCaller, number: int
) -> None:
    body = {"organizationId": number, "iban": IBAN, "preferred": True}
    first = multivers.raw("POST", "BankAccount", json=body).json()
    multivers.raw("POST", "BankAccountList", json=[body | {"name": "tweede"}])
    rows = multivers.get("BankAccountInfoList/ByCustomerId/DB10001")
    assert first["indexNumber"] == 1
    assert [(row["indexNumber"], row["preferred"]) for row in rows] == [(1, False), (2, True)]
    assert rows == multivers.get(f"BankAccountInfoList?organizationId={number}")
    assert multivers.get(f"BankAccountList/{number}")[0]["canChange"] is True
    assert multivers.get(f"BankAccountInfo/{number}/2")["name"] == "tweede"
    assert multivers.raw("DELETE", f"BankAccount/{number}/1").status_code == 200
    assert multivers.raw("GET", "BankAccountInfoList/ByCustomerId/NIX").status_code == 404


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"iban": "NL91ABNA0417164301"}, "iban"),
        ({"iban": ""}, "accountNumber"),
        ({"organizationId": 999}, "organizationId"),
    ],
)
def test_given_a_wrong_bank_account_then_its_path_is_named(
    multivers: MultiversCaller, number: int, changes: dict[str, Any], path: str
) -> None:
    before = multivers.get("BankAccountInfoList")
    answer = multivers.raw("POST", "BankAccount", json={"organizationId": number, "iban": IBAN} | changes)
    assert (answer.status_code, answer.json()["messages"][0]["path"]) == (400, path)
    assert multivers.get("BankAccountInfoList") == before


def test_given_mandates_in_the_state_then_the_list_narrows_by_customer(
    multivers: MultiversCaller, sandbox: Sandbox
) -> None:
    rows = {key: {"mandateId": key, "customerId": customer} for key, customer in (("M1", "DB10001"), ("M2", "DB10002"))}
    sandbox.state.multivers.databases["MVL00001"].tables["Mandate"] = rows
    assert [row["mandateId"] for row in multivers.get("MandateInfoList?customerId=DB10002")] == ["M2"]
    assert len(multivers.get("MandateInfoList")) == 2


@pytest.mark.parametrize(
    ("path", "count", "total"),
    [
        ("", 3, 477.95),
        ("/2026", 3, 477.95),
        ("/2025", 0, 0.0),
        ("?startDate=21-01-2026", 2, 356.95),
        ("?startDate=21-01-2026&endDate=25-01-2026", 1, 242.0),
        ("/21-01-2026?endDate=25-01-2026&fiscalYear=2026", 1, 242.0),
        ("?fiscalYear=2025", 0, 0.0),
    ],
)
def test_given_a_form_of_the_summary_then_count_and_total_follow(
    multivers: MultiversCaller, path: str, count: int, total: float
) -> None:
    found = multivers.get(f"SalesInvoiceSummary/DB10001{path}")
    assert (found["totalCount"], found["totalInvoiceAmount"]) == (count, total)


def test_given_payments_then_the_summary_tells_what_is_open(
    multivers: MultiversCaller, control: SandboxControl
) -> None:
    control.action("match_payment", invoiceId="20260005", date="2026-01-30")
    control.action("match_payment", invoiceId="20260006", amount="42.00", date="2026-02-01")
    found = multivers.get("SalesInvoiceSummary/DB10001")
    assert found == {
        "balanceInvoiceAmount": 314.95,
        "numberOfPayments": 2,
        "openSettledInvoiceAmount": 42.0,
        "settledInvoiceAmount": 163.0,
        "totalCount": 3,
        "totalInvoiceAmount": 477.95,
        "totalOpenCount": 2,
        "totalOpenInvoiceAmount": 356.95,
        "weightedCount": 10.0,
        "unweightedCount": 10.0,
    }
    assert multivers.raw("GET", "SalesInvoiceSummary/NIX").status_code == 404
    assert multivers.raw("GET", "SalesInvoiceSummary/DB10001/gisteren").status_code == 400


def test_given_a_reference_date_then_statistics_count_what_is_due_then(multivers: MultiversCaller) -> None:
    now = multivers.get("CustomerInvoiceStatistics/DB10001")
    then = multivers.get("CustomerInvoiceStatistics/DB10001?referenceDate=06-02-2026")
    assert (now["openAmount"], now["dueCount"], now["lastInvoiceDate"]) == (477.95, 3, "26-1-2026")
    assert (then["dueCount"], then["dueAmount"]) == (2, 363.0)
    assert multivers.raw("GET", "SupplierInvoiceStatistics/NIX").status_code == 404


def test_given_due_invoices_then_they_fall_into_their_ages(multivers: MultiversCaller) -> None:
    found = multivers.get("DueCustomerInvoiceStatistics/ByDate/10-03-2026")
    ages = [(row["fromDays"], row["dueCount"], row["dueAmount"]) for row in found["buckets"]]
    assert (found["dueCount"], found["dueAmount"]) == (3, 477.95)
    assert ages == [(1, 1, 114.95), (31, 2, 363.0), (61, 0, 0.0), (91, 0, 0.0)]
    assert multivers.get("DueCustomerInvoiceStatistics?enityId=DB10002")["dueCount"] == 0


def test_given_reminders_then_they_are_counted_and_listed(multivers: MultiversCaller) -> None:
    due = {row["invoiceId"]: row["reminderNumber"] for row in multivers.get("ReminderInfoList/ForDueInvoices")}
    multivers.raw("POST", "IncrementPaymentReminderCounterCommand?invoiceId=20260005")
    query = "RegisterReminderCommand?invoiceIds[0]=20260005&invoiceIds[1]=12345&type=1"
    answer = multivers.raw("POST", query).json()
    rows = multivers.get("ReminderInfoList/ByCustomer/DB10001")
    assert (due["20260005"], answer) == (1, {"error": "", "invoiceIds": ["20260005", "12345"]})
    assert [(row["invoiceId"], row["reminderNumber"], row["reminderDate"]) for row in rows] == [
        ("20260005", 2, "16-3-2026"),
        ("12345", 1, "16-3-2026"),
    ]
    assert len(multivers.get("ReminderInfoList/ByInvoice/12345")) == 1
    assert multivers.get("CustomerInvoiceInfo/20260005")["reminderCount"] == 2


@pytest.mark.parametrize("query", ["invoiceIds[0]=20260005&invoiceIds[1]=99&type=1", "invoiceIds[0]=20260005&type=9"])
def test_given_a_reminder_that_cannot_be_then_none_is_registered(multivers: MultiversCaller, query: str) -> None:
    answer = multivers.raw("POST", f"RegisterReminderCommand?{query}")
    assert (answer.status_code, bool(answer.json()["error"])) == (200, True)
    assert multivers.get("CustomerInvoiceInfo/20260005")["reminderCount"] == 0


@pytest.fixture
def purchase(multivers: MultiversCaller) -> MultiversCaller:
    """Supplier CR9 with an account at the bank, and its invoice 90000001 of 121.00."""
    supplier = {"supplierId": "CR9", "shortName": "CR9", "name": "Drukker", "paymentConditionId": "14"}
    made = multivers.raw("POST", "Supplier", json=supplier).json()
    account = {"organizationId": made["organizationId"], "iban": IBAN, "bic": "ABNANL2A", "preferred": True}
    multivers.raw("POST", "BankAccount", json=account)
    row = {"accountId": "4000", "debitAmountCur": 100, "vatCodeId": 1, "transactionDate": "02-03-2026"}
    body = {
        "supplierId": "CR9", "fiscalYear": 2026, "periodNumber": 3, "journalId": "I", "journalTransaction": 900,
        "paymentConditionId": "14", "invoiceDate": "02-03-2026", "invoiceId": "90000001", "reference": "D-17",
        "vatScenarioId": 11, "supplierInvoiceLines": [row],
        "invoiceExpirationDate": "16-03-2026", "rebateExpirationDate": "16-03-2026",
    }  # fmt: skip
    assert multivers.raw("POST", "SupplierInvoice", json=body).status_code == 200
    return multivers


def test_given_a_payable_then_it_is_completed_and_goes_into_a_file(purchase: MultiversCaller) -> None:
    made = purchase.raw("POST", "Payable", json={"invoiceId": "90000001", "bankId": "B"}).json()
    waiting = purchase.get("PayableList/ByState/0")
    answer = purchase.raw("POST", "CreatePaymentFileCommand?bankId=B").json()
    again = purchase.raw("POST", "CreatePaymentFileCommand?bankId=B").json()
    shown = [made[name] for name in ("amount", "supplierId", "bankAccountNumber", "bic", "reference", "state")]
    assert shown == [121.0, "CR9", IBAN, "ABNANL2A", "D-17", 0]
    assert (len(waiting), answer["count"], answer["totalAmount"]) == (1, 1, 121.0)
    assert (purchase.get("PayableList/B")[0]["state"], bool(again["error"])) == (1, True)


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"amount": 121.01}, "amount"),
        ({"bankId": "V"}, "bankId"),
        ({"invoiceId": "1"}, "invoiceId"),
        ({"supplierId": "CR8"}, "invoiceId"),
    ],
)
def test_given_a_wrong_payable_then_its_path_is_named(
    purchase: MultiversCaller, changes: dict[str, Any], path: str
) -> None:
    good = {"invoiceId": "90000001", "bankId": "B"}
    answer = purchase.raw("POST", "PayableList", json=[good | changes])
    assert (answer.status_code, answer.json()["messages"][0]["path"]) == (400, path)
    assert purchase.get("PayableList/ByState/0") == []


def test_given_an_invoice_blocked_for_payment_then_no_payable_is_made(
    purchase: MultiversCaller, control: SandboxControl
) -> None:
    control.action("freeze_invoice", invoiceId="90000001")
    refused = purchase.raw("POST", "Payable", json={"invoiceId": "90000001", "bankId": "B"})
    purchase.raw("POST", "ApproveInvoicePaymentCommand?invoiceId=90000001&approverId=JAN")
    released = purchase.raw("POST", "Payable", json={"invoiceId": "90000001", "bankId": "B"})
    assert (refused.status_code, released.status_code) == (400, 200)
    assert purchase.get("DueSupplierInvoiceStatistics?enityId=CR9")["dueCount"] == 0
