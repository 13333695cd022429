"""WeFact's wire: envelopes, lists, payments and their quirks, each as the reference tells it."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import httpx
import pytest

from sandbox.datasets import demo
from sandbox.testing import KEY, SandboxControl
from sandbox.wefact.totals import totals
from tests.sandbox.callers import WeFactCaller

_ROW = re.compile(r"\| (\S+) \| (\S+) \| (\S+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|")


@pytest.mark.parametrize("row", _ROW.findall(demo.__doc__ or ""), ids=lambda row: row[0])
def test_given_the_table_of_the_demo_then_every_invoice_prints_its_amounts(
    wefact: WeFactCaller, row: tuple[str, ...]
) -> None:
    invoice = wefact("invoice", "show", InvoiceCode=row[0])["invoice"]
    printed = ("InvoiceCode", "DebtorCode", "Date", "AmountExcl", "AmountTax", "AmountIncl")
    assert tuple(invoice[name] for name in printed) == row


def test_given_the_demo_then_its_table_names_every_invoice(wefact: WeFactCaller) -> None:
    assert wefact("invoice", "list")["totalresults"] == len(_ROW.findall(demo.__doc__ or ""))


@pytest.mark.parametrize(
    ("lines", "method", "expected"),
    [
        ([("2", "100", "21"), ("155", "0.19", "21"), ("1", "0.19", "21")], "sum", ("229.64", "48.22", "277.86")),
        ([("1", "0.125", "21"), ("1", "0.125", "21")], "line", ("0.26", "0.06", "0.32")),
        ([("1", "0.125", "21"), ("1", "0.125", "21")], "rate", ("0.25", "0.05", "0.30")),
        ([("1", "-0.125", "21")], "sum", ("-0.13", "-0.03", "-0.15")),
    ],
)
def test_given_lines_then_totals_follow_the_method(
    lines: list[tuple[str, str, str]], method: str, expected: tuple[str, ...]
) -> None:
    names = ("Number", "PriceExcl", "TaxPercentage")
    rows = [dict(zip(names, values, strict=True)) | {"DiscountPercentage": "0"} for values in lines]
    invoice = {"InvoiceLines": rows, "Printed": [], "Discount": "0", "IgnoreDiscount": "no"}
    assert totals(invoice, method) == tuple(Decimal(amount) for amount in expected)


def test_given_a_header_discount_then_the_documented_sample_comes_out() -> None:
    rows = [
        {"Number": number, "PriceExcl": price, "TaxPercentage": "21", "DiscountPercentage": "0"}
        for number, price in (("2", "100"), ("155", "0.19"), ("1", "0.19"))
    ]
    invoice = {"InvoiceLines": rows, "Printed": [], "Discount": "10", "IgnoreDiscount": "no"}
    assert totals(invoice, "sum") == (Decimal("206.68"), Decimal("43.40"), Decimal("250.08"))


def test_given_an_unknown_key_then_http_is_200_and_the_envelope_invalid(wefact: WeFactCaller) -> None:
    answer = wefact.raw("debtor", "list", api_key="wrong")
    assert answer.status_code == 200
    assert answer.json() | {"date": ""} == {
        "controller": "invalid",
        "action": "invalid",
        "status": "error",
        "date": "",
        "errors": ["De API sleutel kan niet worden gevonden."],
    }


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (("debtor", "delete"), "Invalid action"),
        (("creditinvoice", "markasunpaid"), "Invalid action"),
        (("nonsense", "list"), "Invalid controller"),
        (("group", "list"), "Ongeldig type opgegeven"),
        (("invoice", "show"), "Ongeldig kenmerk voor factuur"),
    ],
)
def test_given_a_wrong_call_then_the_error_says_so(wefact: WeFactCaller, call: tuple[str, str], text: str) -> None:
    answer = wefact(*call)
    assert (answer["status"], answer["errors"]) == ("error", [text])


def test_given_any_answer_then_the_limit_headers_stand_on_it(wefact: WeFactCaller) -> None:
    first, second = wefact.raw("debtor", "list"), wefact.raw("nonsense", "list")
    left = [int(answer.headers["API-RateLimit-Remaining-Minute"]) for answer in (first, second)]
    assert left == [499, 498]
    assert int(second.headers["API-RateLimit-Reset-Minute"]) % 60 == 0


@pytest.mark.parametrize(("body", "start"), [("text", "IP 127"), ("json", '{"controller":"invalid"')])
def test_given_too_many_calls_then_the_firewall_answers_403(
    wefact: WeFactCaller, control: SandboxControl, body: str, start: str
) -> None:
    control.settings(wefact_per_minute=2, firewall_body=body)
    statuses = [wefact.raw("debtor", "list").status_code for _ in range(3)]
    assert statuses == [200, 200, 403]
    assert wefact.raw("debtor", "list").text.startswith(start)


def test_given_a_new_minute_then_the_budget_is_back(wefact: WeFactCaller, control: SandboxControl) -> None:
    control.settings(wefact_per_minute=2)
    wefact("debtor", "list")
    control.advance(60)
    assert wefact.raw("debtor", "list").headers["API-RateLimit-Remaining-Minute"] == "1"


def test_given_no_rows_then_the_rows_key_is_missing(wefact: WeFactCaller) -> None:
    answer = wefact("creditor", "list", searchfor="nobody")
    assert "creditors" not in answer
    assert answer["totalresults"] == 0


def test_given_an_offset_past_the_end_then_totalresults_is_0(wefact: WeFactCaller) -> None:
    answer = wefact("invoice", "list", offset=100)
    assert (answer["totalresults"], answer["offset"], "invoices" in answer) == (0, 100, False)


def test_given_a_form_then_brackets_nest_and_filters_echo_text(wefact: WeFactCaller) -> None:
    answer = wefact.form(controller="invoice", action="list", limit="2", **{"modified[from]": "2026-03-15 00:00:00"})
    assert answer["filters"] == {"limit": "2", "modified": {"from": "2026-03-15 00:00:00"}}
    assert [row["InvoiceCode"] for row in answer["invoices"]] == ["F2026-0017", "F2026-0016"]


def test_given_json_without_a_content_type_then_it_is_read(http: httpx.Client) -> None:
    body = f'{{"api_key":"{KEY}","controller":"debtor","action":"list","limit":1}}'
    answer = http.post("http://sandbox/v2/", content=body).json()
    assert (answer["currentresults"], answer["filters"]) == (1, {"limit": 1})


@pytest.mark.parametrize(
    ("params", "codes"),
    [
        ({"status": "3|4"}, ["F2026-0009", "F2026-0004"]),
        ({"date": {"from": "2026-03-02", "to": "2026-03-13"}}, ["F2026-0016", "F2026-0015"]),
        ({"modified": {"from": "2026-03-15 17:05:00"}}, ["F2026-0017"]),
        ({"searchat": "Debtor", "searchfor": "4"}, ["F2026-0008"]),
        ({"searchfor": "het laatste", "sort": "Date", "order": "ASC", "limit": 1}, ["F2026-0002"]),
    ],
)
def test_given_a_filter_then_the_matching_invoices_come(
    wefact: WeFactCaller, params: dict[str, Any], codes: list[str]
) -> None:
    assert [row["InvoiceCode"] for row in wefact("invoice", "list", **params)["invoices"]] == codes


def test_given_a_record_then_scalars_are_text_and_groups_keyed_by_id(wefact: WeFactCaller) -> None:
    product = wefact("product", "show", ProductCode="P-ADV")["product"]
    loose = wefact("product", "show", ProductCode="P-LOS")["product"]
    assert product["PriceExcl"] == "95"
    assert product["Groups"] == {"4": {"id": "4", "GroupName": "ADVIES"}}
    assert loose["Groups"] == []


def test_given_mixed_numbers_then_rates_and_line_ids_are_numbers(wefact: WeFactCaller, control: SandboxControl) -> None:
    control.settings(mixed_numbers=True)
    invoice = wefact("invoice", "show", InvoiceCode="F2026-0008")["invoice"]
    first = invoice["InvoiceLines"][0]
    assert (invoice["Discount"], first["TaxPercentage"], type(first["Identifier"])) == (10, 21, int)
    assert invoice["AmountExcl"] == "112.50"


def test_given_a_new_debtor_then_an_identifier_is_refused_and_a_name_needed(wefact: WeFactCaller) -> None:
    named = wefact("debtor", "add", Identifier="1", CompanyName="X")
    nameless = wefact("debtor", "add", City="Ede")
    added = wefact("debtor", "add", CompanyName="Café Één")
    assert named["errors"] == ["Een Identifier is niet toegestaan voor deze actie."]
    assert nameless["status"] == "error"
    assert added["debtor"]["DebtorCode"] == "DB10009"


def test_given_an_edit_then_only_what_was_sent_and_modified_change(
    wefact: WeFactCaller, control: SandboxControl
) -> None:
    before = wefact("debtor", "show", DebtorCode="DB10001")["debtor"]
    control.advance(60)
    wefact("debtor", "edit", DebtorCode="DB10001", City="Kampen")
    after = wefact("debtor", "show", DebtorCode="DB10001")["debtor"]
    assert {name for name in after if after[name] != before[name]} == {"City", "Modified"}
    assert after["Modified"] == "2026-03-16 06:01:00"


def test_given_markaspaid_then_status_4_and_a_second_time_is_an_error(wefact: WeFactCaller) -> None:
    first = wefact("invoice", "markaspaid", InvoiceCode="F2026-0001", PayDate="2026-03-10")
    second = wefact("invoice", "markaspaid", InvoiceCode="F2026-0001")
    invoice = wefact("invoice", "show", InvoiceCode="F2026-0001")["invoice"]
    assert first["success"] == ["Factuur F2026-0001 is betaald."]
    assert second["status"] == "error"
    paid = ("Status", "PayDate", "AmountPaid", "AmountOutstanding")
    assert [invoice[name] for name in paid] == ["4", "2026-03-10", "60.50", "0.00"]


def test_given_part_payments_then_they_add_up_until_paid(wefact: WeFactCaller) -> None:
    seen = []
    for amount in ("20.00", "40.00", "0.50"):
        invoice = wefact("invoice", "partpayment", InvoiceCode="F2026-0001", AmountPaid=amount)["invoice"]
        seen.append((invoice["Status"], invoice["AmountPaid"], invoice["AmountOutstanding"]))
    assert seen == [("3", "20.00", "40.50"), ("3", "60.00", "0.50"), ("4", "60.50", "0.00")]


@pytest.mark.parametrize("action", ["markaspaid", "partpayment"])
def test_given_a_draft_then_it_cannot_be_paid(wefact: WeFactCaller, action: str) -> None:
    assert wefact("invoice", action, InvoiceCode="[concept]0001", AmountPaid="1.00")["status"] == "error"


def test_given_a_credit_then_the_original_is_void_and_the_new_one_its_mirror(wefact: WeFactCaller) -> None:
    new = wefact("invoice", "credit", InvoiceCode="F2026-0008")["invoice"]
    original = wefact("invoice", "show", InvoiceCode="F2026-0008")["invoice"]
    assert (original["Status"], new["Status"], new["InvoiceCode"]) == ("9", "8", "F2026-0018")
    amounts = ("AmountExcl", "AmountTax", "AmountIncl", "AmountOutstanding")
    assert [new[name] for name in amounts] == ["-112.50", "-23.63", "-136.13", "0.00"]
    assert [(row["Number"], row["PriceExcl"]) for row in new["InvoiceLines"]] == [("4", "-25"), ("2", "-12.5")]


def test_given_settings_then_rates_are_fractions_of_six_decimals(wefact: WeFactCaller) -> None:
    codes = wefact("settings", "list")["settings"]["Tax"]["Codes"]
    assert {code: codes["Sale"][code]["Rate"] for code in ("V21", "V9", "V0")} == {
        "V21": "0.210000",
        "V9": "0.090000",
        "V0": "0.000000",
    }


def test_given_a_second_account_then_its_key_opens_nothing_of_the_first(wefact: WeFactCaller) -> None:
    assert wefact("invoice", "list", api_key="sandbox-wefact-key-2")["totalresults"] == 0
