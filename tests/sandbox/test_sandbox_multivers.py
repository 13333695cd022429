"""Multivers' wire: OAuth, paths, OData, and what is refused."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from sandbox.testing import CLIENT_ID, CLIENT_SECRET, SandboxControl
from tests.sandbox.callers import TOKEN_FORM, MultiversCaller, invoice_body, line

BASE = "http://sandbox/V22"
AUTHORIZE = {"client_id": CLIENT_ID, "redirect_uri": "http://127.0.0.1:9/back", "response_type": "code", "state": "s1"}
LOGIN = {"portalUser": "sandbox", "portalPassword": "sandbox", "multiversUser": "SYSTEEM", "multiversPassword": ""}


def test_given_no_token_then_401_with_a_challenge(http: httpx.Client) -> None:
    answer = http.get(f"{BASE}/api/AdministrationNVL")
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


def test_given_the_login_page_then_its_four_fields_lead_to_a_token(http: httpx.Client) -> None:
    page = http.get(f"{BASE}/OAuth/Authorize", params=AUTHORIZE)
    back = http.post(f"{BASE}/OAuth/Authorize", params=AUTHORIZE, data=LOGIN)
    sent_back = parse_qs(urlsplit(back.headers["location"]).query)
    form = {
        "grant_type": "authorization_code",
        "code": sent_back["code"][0],
        "redirect_uri": AUTHORIZE["redirect_uri"],
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
    }
    first, again = (http.post(f"{BASE}/OAuth/Token", data=form) for _ in range(2))
    assert all(f'name="{name}"' in page.text for name in LOGIN)
    assert (back.status_code, sent_back["state"]) == (302, ["s1"])
    assert first.json()["expires_in"] == 3600
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


@pytest.mark.parametrize(("rotation", "second"), [("lenient", 200), ("strict", 400)])
def test_given_a_used_refresh_token_then_rotation_decides(
    http: httpx.Client, control: SandboxControl, rotation: str, second: int
) -> None:
    control.settings(token_rotation=rotation)
    answers = [http.post(f"{BASE}/OAuth/Token", data=TOKEN_FORM) for _ in range(2)]
    newest = http.post(f"{BASE}/OAuth/Token", data=TOKEN_FORM | {"refresh_token": answers[0].json()["refresh_token"]})
    assert [answer.status_code for answer in answers] == [200, second]
    assert newest.status_code == 200


def test_given_an_hour_later_then_the_access_token_is_over(multivers: MultiversCaller, control: SandboxControl) -> None:
    control.advance(3599)
    before = multivers.raw("GET", "CustomerNVL").status_code
    control.advance(1)
    assert (before, multivers.raw("GET", "CustomerNVL").status_code) == (200, 401)


@pytest.mark.parametrize(
    "path",
    [
        "/v110/API/mvl00001/customerinvoice/20260005",
        "/V23/api/MVL00001/CustomerInvoice/20260005.json",
        "/V22/api/MVL00001/CustomerInvoice/2026!_30005",
    ],
)
def test_given_any_version_case_or_escape_then_the_path_is_found(
    http: httpx.Client, multivers: MultiversCaller, path: str
) -> None:
    assert http.get(f"http://sandbox{path}").json()["reference"] == "F2026-0005"


def test_given_an_overlong_query_then_iis_answers_404(multivers: MultiversCaller) -> None:
    answer = multivers.raw("GET", "CustomerNVL", params={"$filter": "a" * 2048})
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html")


@pytest.mark.parametrize(
    ("switches", "status", "body"),
    [
        ({}, 404, '{"messages"'),
        ({"not_found": "empty"}, 404, ""),
        ({"not_found": "null_200"}, 200, "null"),
    ],
)
def test_given_an_unknown_id_then_the_switch_decides(
    multivers: MultiversCaller, control: SandboxControl, switches: dict[str, str], status: int, body: str
) -> None:
    control.settings(**switches)
    answer = multivers.raw("GET", "CustomerInvoice/1")
    assert (answer.status_code, answer.text[: len(body) or None]) == (status, body)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("InvoiceReference eq 'F2026-0005'", ["20260005"]),
        ("invoiceAmount gt 121.0M and InvoiceAmount le 242", ["20260006"]),
        ("not (InvoiceId eq '12345') and (InvoiceAmount lt 122 or Name eq 'x''y')", ["20260005"]),
        ("indexof(InvoiceReference,'0006') gt -1", ["20260006"]),
        ("substringof('gouden',tolower(CustomerName)) and startswith(InvoiceId,'123')", ["12345"]),
        ("InvoiceReference eq ''", ["12345"]),
    ],
)
def test_given_a_filter_then_the_matching_rows_come(multivers: MultiversCaller, text: str, ids: list[str]) -> None:
    rows = multivers.get("CustomerInvoiceInfoList/ByFiscalYear/2026/0", _filter=text)
    assert [row["invoiceId"] for row in rows] == ids


def test_given_order_skip_top_and_select_then_they_apply_in_turn(multivers: MultiversCaller) -> None:
    query = {"_orderby": "InvoiceAmount desc", "_skip": "1", "_top": "1", "_select": "InvoiceId,invoiceAmount"}
    rows = multivers.get("CustomerInvoiceInfoList/ByFiscalYear/2026/0", **query)
    assert rows == [{"invoiceAmount": 121.0, "invoiceId": "20260005"}]


@pytest.mark.parametrize("text", ["Nonsense eq 1", "InvoiceId eq", "InvoiceId eq 'x", "InvoiceAmount gt 'a'"])
def test_given_an_unreadable_filter_then_400(multivers: MultiversCaller, text: str) -> None:
    answer = multivers.raw("GET", "CustomerInvoiceInfoList/ByFiscalYear/2026/0", params={"$filter": text})
    assert answer.status_code == 400


@pytest.mark.parametrize(
    ("path", "ids"),
    [
        ("CustomerInvoiceInfoList/ByFiscalYear/2026/1", ["20260005", "20260006", "12345"]),
        ("CustomerInvoiceInfoList/ByFiscalYear/2025/0", []),
        ("CustomerInvoiceInfoList/ByFiscalYear/2026/DB10002", []),
        ("CustomerInvoiceInfoList/ByFiscalYear/2026/0?id=DB10001", ["20260005", "20260006", "12345"]),
        ("CustomerInvoiceInfoList/ByJournal/2026/V//2", []),
        ("CustomerInvoiceInfoList/OpenInvoices/DB10001", ["20260005", "20260006", "12345"]),
        ("CustomerInvoiceInfoList/DB10001/21-1-2026/2026-01-25", ["20260006"]),
        ("CustomerInvoiceInfoList/DB10001?startDate=26-01-2026&endDate=26-01-2026", ["12345"]),
    ],
)
def test_given_a_list_route_then_its_invoices_come(multivers: MultiversCaller, path: str, ids: list[str]) -> None:
    assert [row["invoiceId"] for row in multivers.get(path)] == ids


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"customerId": "NIX"}, "customerId"),
        ({"journalId": "B"}, "journalId"),
        ({"fiscalYear": 2025}, "periodNumber"),
        ({"periodNumber": 14}, "periodNumber"),
        ({"paymentConditionId": "99"}, "paymentConditionId"),
        ({"vatScenarioId": 99}, "vatScenarioId"),
        ({"invoiceId": "F2026"}, "invoiceId"),
        ({"invoiceId": "202600001"}, "invoiceId"),
        ({"invoiceId": "20260005"}, "invoiceId"),
        ({"journalTransaction": 10000}, "journalTransaction"),
        ({"invoiceDate": "31-02-2026"}, "invoiceDate"),
        ({"paymentReference": "x" * 17}, "paymentReference"),
        ({"customerInvoiceLines": [line("1.00", account="8999")]}, "customerInvoiceLines[0].accountId"),
        ({"customerInvoiceLines": [line("1.00", account="7777")]}, "customerInvoiceLines[0].accountId"),
        ({"customerInvoiceLines": [line("1.00", vat_code=9)]}, "customerInvoiceLines[0].vatCodeId"),
        (
            {"vatTransactionLines": [{"vatCodeId": 1, "amountTurnoverCur": 100, "vatAmountCur": 20}]},
            "vatTransactionLines",
        ),
        ({"invoiceType": 2}, "invoiceType"),
    ],
)
def test_given_a_wrong_property_then_it_is_refused_by_its_path(
    multivers: MultiversCaller, changes: dict[str, Any], path: str
) -> None:
    answer = multivers.book(**changes)
    assert (answer.status_code, answer.json()["messages"][0]["path"]) == (400, path)
    assert multivers.get("CustomerInvoiceInfoList/ByJournal/2026/WFV//0") == []


def test_given_pascal_case_and_iso_dates_then_the_booking_is_the_same(multivers: MultiversCaller) -> None:
    body = {name[0].upper() + name[1:]: value for name, value in invoice_body().items()}
    answer = multivers.raw("POST", "CustomerInvoice", json=body | {"InvoiceDate": "2026-03-02"}).json()
    assert (answer["invoiceDate"], answer["invoiceExpirationDate"]) == ("2-3-2026", "16-3-2026")
    assert (answer["totalAmountVatExcl"], answer["vatAmount"], answer["amountTotal"]) == (100.0, 21.0, 121.0)


@pytest.mark.parametrize("vat", ["20.95", "21.05"])
def test_given_vat_rows_within_five_cents_then_they_stand_as_sent(multivers: MultiversCaller, vat: str) -> None:
    rows = [{"vatCodeId": 1, "amountTurnoverCur": 100, "vatAmountCur": float(vat)}]
    assert multivers.book(vatTransactionLines=rows).json()["vatAmountCur"] == float(vat)


@pytest.mark.parametrize(
    ("switch", "status", "bookings"),
    [("400", 400, 1), ("409", 409, 1), ("500", 500, 1), ("200_messages", 200, 1), ("second_booking", 200, 2)],
)
def test_given_a_duplicate_invoice_id_then_the_switch_decides(
    multivers: MultiversCaller, control: SandboxControl, switch: str, status: int, bookings: int
) -> None:
    control.settings(duplicate_invoice_id=switch)
    multivers.book()
    answer = multivers.book(journalTransaction=2)
    rows = multivers.get("CustomerInvoiceInfoList/ByJournal/2026/WFV//0")
    assert (answer.status_code, [row["invoiceId"] for row in rows]) == (status, ["20260001"] * bookings)


@pytest.mark.parametrize(("switch", "numbers"), [("refused", [1]), ("renumbered", [1, 2]), ("overwritten", [1])])
def test_given_a_duplicate_journal_number_then_the_switch_decides(
    multivers: MultiversCaller, control: SandboxControl, switch: str, numbers: list[int]
) -> None:
    control.settings(duplicate_journal_number=switch)
    multivers.book()
    answer = multivers.book(invoiceId="20260002")
    rows = multivers.get("JournalTransactionInfoList/WFV/2026")
    last = multivers.get("CustomerInvoiceInfoList/ByJournal/2026/WFV//0")[-1]["invoiceId"]
    assert [row["transactionId"] for row in rows] == numbers
    assert (answer.status_code, last) == ((400, "20260001") if switch == "refused" else (200, "20260002"))


def test_given_no_number_then_multivers_numbers_and_the_command_reserves_nothing(multivers: MultiversCaller) -> None:
    command = "GetNextJournalTransactionCommand?fiscalYear=2026&journalId=WFV"
    asked = [multivers.raw("POST", command).json()["nextJournalTransaction"] for _ in range(2)]
    booked = multivers.book(journalTransaction=0).json()["journalTransaction"]
    assert (asked, booked) == ([1, 1], 1)
    assert multivers.raw("POST", command).json()["nextJournalTransaction"] == 2


def test_given_a_full_journal_then_the_next_number_is_refused(multivers: MultiversCaller) -> None:
    multivers.book(journalTransaction=9999)
    answer = multivers.raw("POST", "GetNextJournalTransactionCommand?fiscalYear=2026&journalId=WFV")
    assert answer.status_code == 400


def test_given_a_credit_note_on_the_other_side_then_its_total_is_negative(multivers: MultiversCaller) -> None:
    rows = [{"vatCodeId": 1, "amountTurnoverCur": 100, "vatAmountCur": 21}]
    answer = multivers.book(
        invoiceType=2, customerInvoiceLines=[line("100.00", side="debit")], vatTransactionLines=rows
    )
    assert answer.json()["amountTotal"] == -121.0


def test_given_the_debit_side_then_debit_lines_raise_the_total(
    multivers: MultiversCaller, control: SandboxControl
) -> None:
    control.settings(sales_line_side="debit")
    answer = multivers.book(customerInvoiceLines=[line("100.00", side="debit")])
    credit = [row["creditAmount"] for row in _ledger(multivers) if row["accountId"] == "8000"]
    assert (answer.json()["amountTotal"], credit) == (121.0, [100.0])


def _ledger(multivers: MultiversCaller) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = multivers.get("JournalEntryLineInfoList/ByPeriod/2026/3/3")
    return [row for row in rows if row["journalId"] == "WFV"]


def test_given_a_booking_then_its_ledger_lines_stand_on_control_revenue_and_vat(multivers: MultiversCaller) -> None:
    multivers.book(customerInvoiceLines=[line("100.00"), line("10.00", vat_code=2, account="8020")])
    lines = [
        (row["accountId"], row["debitAmount"], row["creditAmount"], row["customerId"]) for row in _ledger(multivers)
    ]
    assert lines == [
        ("1300", 131.9, 0.0, "DB10001"),
        ("8000", 0.0, 100.0, ""),
        ("8020", 0.0, 10.0, ""),
        ("1500", 0.0, 21.0, ""),
        ("1510", 0.0, 0.9, ""),
    ]


def test_given_a_concept_then_put_replaces_it_and_what_is_left_out_falls_back(multivers: MultiversCaller) -> None:
    multivers.book(paymentReference="KENMERK")
    answer = multivers.raw("PUT", "CustomerInvoice/20260001", json=invoice_body("200.00")).json()
    assert (answer["amountTotal"], answer["paymentReference"], answer["journalTransaction"]) == (242.0, "", 1)


def test_given_a_refused_put_then_the_old_booking_stands(multivers: MultiversCaller) -> None:
    before = multivers.book().json()
    refused = multivers.raw("PUT", "CustomerInvoice/20260001", json=invoice_body() | {"customerId": "NIX"})
    assert refused.status_code == 400
    assert multivers.get("CustomerInvoice/20260001") == before


@pytest.mark.parametrize(
    ("action", "arguments"),
    [
        ("process_booking", {"invoiceId": "20260001"}),
        ("close_period", {"fiscalYear": 2026, "periodNumber": 3}),
        ("match_payment", {"invoiceId": "20260001", "amount": "1.00"}),
    ],
)
def test_given_a_booking_that_is_no_concept_any_more_then_it_cannot_be_changed(
    multivers: MultiversCaller, control: SandboxControl, action: str, arguments: dict[str, Any]
) -> None:
    multivers.book()
    control.action(action, **arguments)
    shown = multivers.get("CustomerInvoice/20260001")
    statuses = [
        multivers.raw("PUT", "CustomerInvoice/20260001", json=invoice_body("5.00")).status_code,
        multivers.raw("DELETE", "CustomerInvoice/20260001").status_code,
    ]
    assert (shown["canChange"], bool(shown["cannotChangeReason"]), statuses) == (False, True, [400, 400])


def test_given_a_deleted_concept_then_its_ledger_lines_are_gone(multivers: MultiversCaller) -> None:
    multivers.book()
    answer = multivers.raw("DELETE", "CustomerInvoice/20260001")
    assert (answer.status_code, answer.content, _ledger(multivers)) == (200, b"", [])


def test_given_a_fin_trans_with_a_customer_entry_then_the_invoice_is_settled(multivers: MultiversCaller) -> None:
    multivers.book()
    payment = {"invoiceId": "20260001", "amountPaidCur": 121.0}
    entry = {"$type": "CustomerEntryProxy", "customerId": "DB10001", "transactionDate": "10-3-2026"}
    body = {
        "journalId": "B", "fiscalYear": 2026, "periodNumber": 3, "transactionDate": "10-3-2026",
        "finTransEntries": [entry | {"customerEntryPayments": [payment]}],
    }  # fmt: skip
    posted = multivers.raw("POST", "FinTrans", json=body)
    info = multivers.get("CustomerInvoiceInfo/20260001")
    header = multivers.get("CustomerInvoiceInfo/OnlyHeader/20260001")
    assert (posted.status_code, info["state"], info["invoiceBalance"], info["paymentDate"]) == (
        200,
        1,
        0.0,
        "10-3-2026",
    )
    assert [(row["journalId"], row["paidAmount"]) for row in info["payments"]] == [("B", 121.0)]
    assert "payments" not in header


def test_given_a_memorial_that_does_not_balance_then_it_is_refused(multivers: MultiversCaller) -> None:
    entry = {"accountId": "4000", "debitAmount": 10.0, "transactionDate": "10-3-2026"}
    body = {"journalId": "M", "fiscalYear": 2026, "periodNumber": 3, "transactionDate": "10-3-2026"}
    assert multivers.raw("POST", "FinTrans", json=body | {"finTransEntries": [entry]}).status_code == 400


def test_given_a_customer_then_it_is_made_changed_and_removed(multivers: MultiversCaller) -> None:
    made = multivers.raw("POST", "Customer", json={"CustomerId": "DB1", "ShortName": "KLANT", "name": "Klant Één"})
    long_name = multivers.raw("POST", "Customer", json={"customerId": "DB2", "shortName": "K", "name": "x" * 41})
    changed = multivers.raw("PUT", "Customer/DB1", json=made.json() | {"city": "Ede"})
    twice = multivers.raw("POST", "Customer", json={"customerId": "DB1", "shortName": "K"})
    removed = multivers.raw("DELETE", "Customer/DB1")
    assert (made.json()["name"], changed.json()["city"]) == ("Klant Één", "Ede")
    assert [long_name.status_code, twice.status_code, removed.status_code] == [400, 400, 200]
    assert long_name.json()["messages"][0]["path"] == "name"


def test_given_truncate_then_a_long_text_is_cut(multivers: MultiversCaller, control: SandboxControl) -> None:
    control.settings(too_long="truncated")
    made = multivers.raw("POST", "Customer", json={"customerId": "DB1", "shortName": "K", "name": "x" * 41})
    assert made.json()["name"] == "x" * 40


def test_given_a_limit_then_429_names_the_wait(multivers: MultiversCaller, control: SandboxControl) -> None:
    control.settings(multivers_per_minute=2, retry_after=17)
    answers = [multivers.raw("GET", "CustomerNVL") for _ in range(3)]
    control.advance(60)
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["retry-after"] == "17"
    assert multivers.raw("GET", "CustomerNVL").status_code == 200


def test_given_no_flag_on_periods_then_the_year_still_tells_what_is_closed(
    multivers: MultiversCaller, control: SandboxControl
) -> None:
    control.settings(period_flag=False)
    control.action("close_period", fiscalYear=2026, periodNumber=1)
    years = {row["fiscalYear"]: row["maxProcessPeriodNumber"] for row in multivers.get("FiscalYearInfoList")}
    assert "isClosed" not in multivers.get("PeriodInfoList?fiscalYear=2026")[0]
    assert years == {2025: 12, 2026: 1}


def test_given_concepts_out_of_the_ledger_then_lists_show_only_processed_ones(
    multivers: MultiversCaller, control: SandboxControl
) -> None:
    multivers.book()
    control.settings(concept_in_ledger=False)
    before = _ledger(multivers)
    control.action("process_booking", invoiceId="20260001")
    assert (before, len(_ledger(multivers))) == ([], 3)
