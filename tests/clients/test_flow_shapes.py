"""What Multivers' public clients do around an invoice: see whether it was paid, pay it, order, print, read ledgers.

The marks are those of the reference (multivers-api.md 6 and 3.10): OTW, GO, RB, UTW, ZYP.
"""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.testing import DATABASE, SandboxServers
from tests.clients.php import FORM, php_form
from tests.sandbox.callers import TOKEN_FORM, MultiversCaller, invoice_body

PROXY = "UNIT4.Multivers.API.BL.Financial.Edit.{}Proxy, UNIT4.Multivers.API.Web.WebApi.Model"
BANK = {"fiscalYear": 2026, "journalId": "B", "periodNumber": 3, "transactionDate": "10-3-2026", "description": "Bank"}


def payment(amount: float, number: int = 1) -> dict[str, Any]:
    """OTW's payment: one customer entry on a bank journal, with its type first."""
    paid = {"amountPaidCur": amount, "description": "Factuur 20260001", "invoiceId": "20260001"}
    entry = {
        "$type": PROXY.format("CustomerEntry"),
        "customerId": "90001",
        "transactionDate": "10-3-2026",
        "customerEntryPayments": [paid],
    }
    return BANK | {"journalTransaction": number, "finTransEntries": [entry]}


@pytest.fixture
def booked(multivers: MultiversCaller) -> MultiversCaller:
    """Invoice 20260001 of 121.00 on customer 90001."""
    assert multivers.raw("POST", "CustomerInvoice", json=invoice_body() | {"customerId": "90001"}).status_code == 200
    return multivers


# An empty part between two slashes means every customer.
BY_JOURNAL = "V22/api/{db}/CustomerInvoiceInfoList/ByJournal/2026/WFV//1"
OPEN_LISTS = {
    "OTW": "V22/api/{db}/CustomerInvoiceInfoList/ByFiscalYear/2026/1",
    "GO 2017": "V19/api/{db}/CustomerInvoiceInfoList/ByFiscalYear/2026/1.json",
    "GO by customer": "V22/api/{db}/CustomerInvoiceInfoList/ByFiscalYear/2026/1?id=90001",
    "GO by day": "V22/api/{db}/CustomerInvoiceInfoList/90001?startDate=1-3-2026&endDate=31-3-2026&invoiceState=1",
    "GO by journal": f"{BY_JOURNAL}?$filter=InvoiceReference%20eq%20'F2026-0001'",
    "GO query escaped": f"{BY_JOURNAL}?%24filter=InvoiceReference+eq+%27F2026-0001%27",
    "FFM": "v23/api/{db}/CustomerInvoiceInfoList/ByFiscalYear/2026/1",
    "RB": "V14/api/{db}/CustomerInvoiceInfoList/OpenInvoices/90001",
    "SDK": "v110/api/{db}/CustomerInvoiceInfoList/90001/1?$orderby=InvoiceId",
}


@pytest.mark.parametrize("path", [pytest.param(path, id=name) for name, path in OPEN_LISTS.items()])
def test_given_a_clients_question_what_is_open_then_the_invoice_is_there_until_it_is_paid(
    servers: SandboxServers, booked: MultiversCaller, path: str
) -> None:
    url = servers.multivers_url.removesuffix("V22") + path.format(db=DATABASE)
    before = booked.http.get(url).json()
    booked.raw("POST", "FinTrans", json=payment(121.0))
    assert [(row["invoiceId"], row["invoiceBalanceCur"]) for row in before] == [("20260001", 121.0)]
    assert booked.http.get(url).json() == []


def test_given_onetowebs_payment_in_two_parts_then_the_balance_follows(
    servers: SandboxServers, booked: MultiversCaller
) -> None:
    answers, balances = [], []
    for number, amount in ((1, 21.0), (2, 100.0)):
        asked = booked.raw("POST", "GetNextJournalTransactionCommand?fiscalYear=2026&journalId=B").json()
        assert asked["nextJournalTransaction"] == number
        answers.append(booked.raw("POST", "FinTrans", json=payment(amount, number)).status_code)
        balances.append(booked.get("CustomerInvoiceInfo/20260001")["invoiceBalanceCur"])
    info = booked.get("CustomerInvoiceInfo/20260001")
    assert (answers, balances) == ([200, 200], [100.0, 0.0])
    assert [(row["journalId"], row["paidAmountCur"]) for row in info["payments"]] == [("B", 21.0), ("B", 100.0)]


def test_given_gos_entries_with_vat_then_the_memorial_balances(
    servers: SandboxServers, multivers: MultiversCaller
) -> None:
    basic = {"$type": PROXY.format("BasicEntry"), "transactionDate": "28-2-2026", "vatScenarioId": 1, "vatCodeId": 0}
    entries = [basic | {"accountId": "1000", "debitAmount": 50.0}, basic | {"accountId": "1900", "creditAmount": 50.0}]
    body = BANK | {"journalId": "M", "periodNumber": 2, "transactionDate": "28-2-2026", "finTransEntries": entries}
    answer = multivers.raw("POST", "FinTrans", json=body | {"journalTransaction": 1})
    lines = multivers.get("JournalEntryLineInfoList/ByPeriod/2026/0/12")
    assert answer.status_code == 200
    assert [(row["accountId"], row["debitAmount"], row["creditAmount"]) for row in lines] == [
        ("1000", 50.0, 0.0),
        ("1900", 0.0, 50.0),
    ]


@pytest.mark.parametrize("day", ["2-3-2026", "02-03-2026 0:00:00"])
def test_given_an_order_then_processing_it_books_an_invoice(
    servers: SandboxServers, multivers: MultiversCaller, day: str
) -> None:
    line = {"accountId": "8000", "description": "Kaartje", "quantityOrdered": 2, "price": 50.0, "vatCodeId": 1}
    order = {"customerId": "90001", "reference": "Feest", "orderDate": day, "paymentConditionId": "14"}
    made = multivers.raw("POST", "Order", json=order | {"vatScenarioId": 1, "orderLines": [line]})
    query = f"journalId=V&fiscalYear=2026&periodNumber=3&invoiceDate=2-3-2026&orderId={made.json()['orderId']}"
    # OTW encodes an empty PHP array as the body of a command, and leaves journalTransaction out.
    done = multivers.raw("POST", f"ProcessOrderCommand?{query}", json=[])
    assert (made.status_code, done.status_code, done.json()["error"] or "") == (200, 200, "")
    stored = servers.bookings("V")
    assert [(row["customerId"], float(row["amountTotalCur"])) for row in stored] == [("90001", 121.0)]


def test_given_onetowebs_product_then_an_order_of_it_is_booked_and_printed(
    servers: SandboxServers, multivers: MultiversCaller
) -> None:
    product = {"accountId": "8020", "discountAccountId": "8020", "productId": "42", "description": "test product"}
    priced = product | {"shortName": "TEST", "pricePer": 1, "priceVatExcl": 3.14, "vatCodeId": 2}
    line = {"productId": "42", "quantityOrdered": 100}
    order = {"customerId": "90001", "reference": "test order", "orderDate": "02-03-2026", "paymentConditionId": "14"}
    assert multivers.raw("POST", "Product", json=priced).status_code == 200
    made = multivers.raw("POST", "Order", json=order | {"deliveryAddressId": "adres", "orderLines": [line]}).json()
    query = f"journalId=V&fiscalYear=2026&periodNumber=3&invoiceDate=02-03-2026&orderId={made['orderId']}"
    done = multivers.raw("POST", f"ProcessOrderCommand?{query}", json=[]).json()
    papers = [
        multivers.raw("GET", path).status_code
        for path in (
            f"Documents/Invoice/ByOrderId/{made['orderId']}?format=1",
            f"Documents/Invoice/ByOrderIdForWeb/{made['orderId']}?format=1",
            f"Documents/Invoice/ForWeb/{servers.bookings('V')[0]['invoiceId']}?format=1",
            f"GetShippingOrderDocumentCommand?orderId={made['orderId']}&format=1",
        )
    ]
    stored = servers.bookings("V")
    assert (done["error"], papers, len(stored)) == ("", [200, 200, 200, 200], 1)
    assert (float(stored[0]["amountTotalCur"]), stored[0]["customerInvoiceLines"][0]["accountId"]) == (342.26, "8020")
    assert [row["productId"] for row in multivers.get("ProductInfoList")] == ["42"]


def test_given_fluents_least_then_an_account_and_a_journal_are_made(
    servers: SandboxServers, multivers: MultiversCaller
) -> None:
    account = {"AccountId": "9992", "accountType": 1, "fiscalYear": 2026, "AuditionDescription": "Test"}
    journal = {"accountId": "0100", "JournalId": "ABC", "fiscalYear": 2026}
    answers = [
        multivers.raw("POST", name, content=php_form(body), headers={"Content-Type": FORM}).status_code
        for name, body in (("Account", account), ("Journal", journal))
    ]
    assert answers == [200, 200]
    assert multivers.get("AccountInfo/9992", fiscalYear="2026")["auditionDescription"] == "Test"
    assert multivers.get("JournalInfo/ABC")["accountId"] == "0100"


def test_given_an_unknown_order_then_200_carries_the_failure(
    servers: SandboxServers, multivers: MultiversCaller
) -> None:
    query = "journalId=V&fiscalYear=2026&periodNumber=3&invoiceDate=2-3-2026&orderId=99&journalTransaction=0"
    answer = multivers.raw("POST", f"ProcessOrderCommand?{query}")
    assert (answer.status_code, bool(answer.json()["error"]), servers.bookings()) == (200, True, [])


def test_given_onetowebs_format_then_the_invoice_is_rendered(servers: SandboxServers, booked: MultiversCaller) -> None:
    answer = booked.raw("GET", "Documents/Invoice/20260001?languageId=NL&format=1")
    assert (answer.status_code, len(answer.content) > 0) == (200, True)


def test_given_the_ruby_clients_summary_then_it_adds_up(servers: SandboxServers, booked: MultiversCaller) -> None:
    url = f"{servers.multivers_url.removesuffix('V22')}V14/api/{DATABASE}/SalesInvoiceSummary/90001"
    booked.raw("POST", "FinTrans", json=payment(21.0))
    answer = booked.http.get(url)
    summary = answer.json() if answer.status_code == 200 else {}
    figures = [summary.get(name) for name in ("totalCount", "totalInvoiceAmount", "totalOpenCount")]
    assert (answer.status_code, figures) == (200, [1, 121.0, 1])


def test_given_fluents_purchase_invoice_then_it_is_booked(servers: SandboxServers, multivers: MultiversCaller) -> None:
    supplier = {"supplierId": "91001", "shortName": "LEV", "name": "Leverancier", "paymentConditionId": "30"}
    multivers.raw("POST", "Supplier", json=supplier | {"vatScenarioId": 11})
    line = {"accountId": "4000", "debitAmountCur": 100, "vatCodeId": 1, "transactionDate": "1-4-2026"}
    body = {
        "FiscalYear": 2026, "invoiceDate": "1-4-2026", "PeriodNumber": 4, "invoiceExpirationDate": "1-5-2026",
        "journalId": "I", "paymentConditionId": "30", "PaymentReference": "RF18", "supplierId": "91001",
        "vatScenarioId": 11, "rebateExpirationDate": "1-4-2026", "supplierInvoiceLines": [line],
    }  # fmt: skip
    answer = multivers.raw("POST", "SupplierInvoice", json=body)
    assert (answer.status_code, answer.json().get("amountTotalCur")) == (200, 121.0)
    rows = multivers.get("SupplierInvoiceInfoList/ByFiscalYear/2026/1")
    assert [(row["supplierId"], row["invoiceBalanceCur"]) for row in rows] == [("91001", 121.0)]


# Lists of OTW's example that carry rows in any administration.
ONETOWEB_LISTS = (
    "CustomerInfoList", "OrderStateNVL", "OrderTypeNVL", "AccountInfoList/2026", "AccountCategoryNVL", "PeriodInfoList",
    "PaymentConditionInfoList", "DocumentTypeInfoList", "FiscalYearInfoList", "JournalInfoList", "JournalTypeNVL",
)  # fmt: skip


@pytest.mark.parametrize("path", ONETOWEB_LISTS)
def test_given_onetowebs_lists_then_each_is_a_bare_array_with_rows(multivers: MultiversCaller, path: str) -> None:
    headers = {"Cache-Control": "no-cache", "Connection": "close", "Accept": "application/json"}
    answer = multivers.raw("GET", path, headers=headers)
    rows = answer.json() if answer.status_code == 200 else []
    assert (answer.status_code, bool(rows)) == (200, True)
    assert all(isinstance(row, dict) for row in rows)


def test_given_gos_tolerance_then_a_created_booking_may_come_without_a_body(
    servers: SandboxServers, multivers: MultiversCaller
) -> None:
    servers.settings(create_answer="empty")
    answer = multivers.raw("POST", "CustomerInvoice", json=invoice_body() | {"customerId": "90001"})
    assert (answer.status_code, answer.headers["content-length"], len(servers.bookings())) == (200, "0", 1)


def test_given_gos_reading_of_errors_then_a_refusal_is_messages_in_json(multivers: MultiversCaller) -> None:
    answer = multivers.raw("POST", "CustomerInvoice", json={"customerId": "nobody"})
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (400, "application/json")
    assert all(row.keys() == {"exceptionId", "message", "messageType", "path"} for row in answer.json()["messages"])


def test_given_rubys_addresses_then_a_slash_at_the_end_of_the_token_url_is_no_matter(
    servers: SandboxServers, multivers: MultiversCaller
) -> None:
    base = servers.multivers_url.removesuffix("V22") + "v14"
    answer = multivers.http.post(f"{base}/OAuth/Token/", data=TOKEN_FORM)
    headers = {"Authorization": f"Bearer {answer.json()['access_token']}", "User-Agent": "Unit4Multivers gem"}
    assert multivers.http.get(f"{base}/api/{DATABASE}/CustomerNVL", headers=headers).status_code == 200
