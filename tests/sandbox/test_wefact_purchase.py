"""WeFact's purchase side on the wire: creditors, purchase invoices, their lines and payments."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.testing import SandboxControl
from tests.sandbox.callers import WeFactCaller
from tests.sandbox.purchases import accounts, add_purchase, purchase_line

_NAMES = "Identifier CreditInvoiceCode InvoiceCode Creditor CreditorCode Status SubStatus AuthorisationStatus Date Term"
_NAMES += " AmountExcl AmountIncl AmountPaid AmountOutstanding Authorisation PayDate PaymentMethod Currency Comment"
_NAMES += " InvoiceLines Created Modified Attachments Translations"
_ROW = "Identifier CreditInvoiceCode InvoiceCode Creditor CompanyName Initials SurName Date AmountExcl AmountIncl"
_ROW += " AmountPaid AmountOutstanding Currency Term Authorisation PayDate PayBefore Status SubStatus Comment Modified"
_AMOUNTS = ("AmountExcl", "AmountIncl", "AmountPaid", "AmountOutstanding")


def _amounts(answer: dict[str, Any]) -> list[str]:
    return [answer["creditinvoice"][name] for name in _AMOUNTS]


def test_given_a_new_purchase_invoice_then_show_has_the_documented_properties_in_order(supplied: WeFactCaller) -> None:
    added = add_purchase(supplied)
    shown = supplied("creditinvoice", "show", CreditInvoiceCode="CF0001")["creditinvoice"]
    assert list(shown) == _NAMES.split()
    assert added["creditinvoice"] == shown
    assert shown["Translations"] == {"Status": "Nog niet betaald", "PaymentMethod": "Overboeking"}
    assert shown["InvoiceLines"] == [
        {
            "Identifier": "1",
            "Number": "1",
            "Description": "Papier",
            "PriceExcl": "300",
            "TaxCode": "I21",
            "TaxPercentage": "21",
            "StartDate": "",
            "EndDate": "",
            "CostCategory": "1",
        }
    ]


def test_given_nothing_but_what_is_required_then_the_rest_comes_from_creditor_and_day(supplied: WeFactCaller) -> None:
    shown = add_purchase(supplied)["creditinvoice"]
    names = ("CreditInvoiceCode", "Status", "Date", "Term", "Authorisation", "PaymentMethod", "Currency", "PayDate")
    assert [shown[name] for name in names] == ["CF0001", "1", "2026-03-16", "30", "yes", "wire", "EUR", ""]


def test_given_a_list_then_rows_have_pay_before_and_no_creditor_code(supplied: WeFactCaller) -> None:
    add_purchase(supplied)
    row = supplied("creditinvoice", "list")["creditinvoices"][0]
    assert list(row) == _ROW.split()
    assert (row["PayBefore"], row["CompanyName"], row["Creditor"]) == ("2026-04-15", "Papier & Co", "1")


def test_given_the_documented_sample_then_a_line_leaves_the_total_stale(supplied: WeFactCaller) -> None:
    add_purchase(supplied)
    added = supplied("creditinvoiceline", "add", CreditInvoiceCode="CF0001", InvoiceLines=[purchase_line("50")])
    paid = supplied("creditinvoice", "partpayment", CreditInvoiceCode="CF0001", AmountPaid=5)
    assert added["success"] == ["Er zijn 1 factuurregels toegevoegd"]
    assert _amounts(added) == ["350.00", "363.00", "0.00", "363.00"]
    assert paid["success"] == ["Deelbetaling bij factuur INV123456 is verwerkt"]
    assert _amounts(paid) == ["350.00", "363.00", "5.00", "358.00"]
    assert [paid["creditinvoice"][name] for name in ("Status", "PaymentMethod", "PayDate")] == ["2", "wire", ""]


def test_given_recalculation_then_the_total_follows_added_and_deleted_lines(supplied: WeFactCaller) -> None:
    add_purchase(supplied)
    yes = {"CreditInvoiceCode": "CF0001", "RecalculateInclTotalAmount": "yes"}
    added = supplied("creditinvoiceline", "add", **yes, InvoiceLines=[purchase_line("50")])
    deleted = supplied("creditinvoiceline", "delete", **yes, InvoiceLines=[{"Identifier": "1"}])
    assert _amounts(added) == ["350.00", "423.50", "0.00", "423.50"]
    assert deleted["success"] == ["Er zijn 1 factuurregels verwijderd"]
    assert _amounts(deleted) == ["50.00", "60.50", "0.00", "60.50"]


def test_given_a_parents_identifier_then_lines_are_added_to_it(supplied: WeFactCaller) -> None:
    add_purchase(supplied)
    assert (
        _amounts(supplied("creditinvoiceline", "add", Identifier="1", InvoiceLines=[purchase_line("50")]))[0]
        == "350.00"
    )


def test_given_a_total_of_its_own_then_it_stands_beside_the_lines(supplied: WeFactCaller) -> None:
    lines = (purchase_line("37.50"), purchase_line("12.50"))
    assert _amounts(add_purchase(supplied, *lines, AmountIncl="60.51")) == ["50.00", "60.51", "0.00", "60.51"]


@pytest.mark.parametrize(
    ("method", "amounts"), [("sum", ["0.25", "0.30"]), ("rate", ["0.25", "0.30"]), ("line", ["0.26", "0.32"])]
)
def test_given_fine_prices_then_totals_follow_the_method(
    supplied: WeFactCaller, control: SandboxControl, method: str, amounts: list[str]
) -> None:
    control.settings(totals_method=method)
    assert _amounts(add_purchase(supplied, purchase_line("0.125"), purchase_line("0.125")))[:2] == amounts


def test_given_a_number_then_it_is_ignored_and_negative_lines_count(supplied: WeFactCaller) -> None:
    answer = add_purchase(supplied, purchase_line("100", Number="3"), purchase_line("-40.5"))
    assert _amounts(answer)[:2] == ["59.50", "72.00"]
    assert [line["Number"] for line in answer["creditinvoice"]["InvoiceLines"]] == ["1", "1"]


def test_given_a_cost_category_as_json_number_then_it_is_refused_and_a_form_is_not(supplied: WeFactCaller) -> None:
    refused = add_purchase(supplied, {"Description": "Papier", "PriceExcl": 10, "CostCategory": 1})
    form = {"InvoiceLines[0][PriceExcl]": "10", "InvoiceLines[0][CostCategory]": "1"}
    accepted = supplied.form(controller="creditinvoice", action="add", Creditor="1", InvoiceCode="A", **form)
    assert refused["errors"] == ["Invalid type for 'InvoiceLines[0].CostCategory'"]
    assert accepted["creditinvoice"]["InvoiceLines"][0]["CostCategory"] == "1"


@pytest.mark.parametrize(
    ("params", "text"),
    [
        ({"InvoiceCode": ""}, "U dient een factuurnummer op te geven (tekst van de sandbox)"),
        ({"CreditorCode": "CR9"}, "Ongeldig kenmerk voor crediteur"),
        ({"CreditorCode": ""}, "Ongeldig kenmerk voor crediteur"),
        ({"InvoiceLines": []}, "U dient minimaal een factuurregel op te geven"),
        ({"InvoiceLines": "x"}, "Invalid type for 'InvoiceLines'"),
        ({"InvoiceLines": [purchase_line(), "x"]}, "Invalid type for 'InvoiceLines[1]'"),
        ({"InvoiceLines": [purchase_line(TaxCode="V21")]}, "Ongeldige btw-code 'V21' (tekst van de sandbox)"),
        ({"InvoiceLines": [purchase_line(CostCategory="9")]}, "Ongeldig kenmerk voor kostencategorie"),
        ({"InvoiceLines": [purchase_line("tien")]}, "Invalid type for 'InvoiceLines[0].PriceExcl'"),
        ({"InvoiceLines": [purchase_line(StartDate="1 mei")]}, "Invalid type for 'InvoiceLines[0].StartDate'"),
        ({"Status": "4"}, "Ongeldige waarde voor 'Status' (tekst van de sandbox)"),
        ({"Date": "16-03-2026"}, "Invalid type for 'Date'"),
        ({"Term": "99999999"}, "Invalid type for 'Term'"),
        ({"AmountIncl": "veel"}, "Invalid type for 'AmountIncl'"),
        ({"AccountingCostCentre": 40}, "Invalid type for 'AccountingCostCentre'"),
        ({"Identifier": "1"}, "Een Identifier is niet toegestaan voor deze actie."),
    ],
)
def test_given_a_wrong_purchase_invoice_then_it_is_refused_and_nothing_changes(
    supplied: WeFactCaller, control: SandboxControl, params: dict[str, Any], text: str
) -> None:
    before = accounts(control)
    answer = add_purchase(supplied, **params)
    assert (answer["status"], answer["errors"]) == ("error", [text])
    assert accounts(control) == before


def test_given_an_own_number_then_it_is_kept_passed_over_and_not_given_twice(supplied: WeFactCaller) -> None:
    own = add_purchase(supplied, CreditInvoiceCode="CF0001")
    numbered = add_purchase(supplied)
    again = add_purchase(supplied, CreditInvoiceCode="CF0001")
    assert [answer["creditinvoice"]["CreditInvoiceCode"] for answer in (own, numbered)] == ["CF0001", "CF0002"]
    assert again["errors"] == ["Het inkoopfactuurnummer is al in gebruik (tekst van de sandbox)"]


def test_given_a_suppliers_number_then_it_finds_but_does_not_select(supplied: WeFactCaller) -> None:
    add_purchase(supplied)
    found = supplied("creditinvoice", "list", searchfor="inv1234")
    assert found["totalresults"] == 1
    assert supplied("creditinvoice", "show", InvoiceCode="INV123456")["errors"] == [
        "Ongeldig kenmerk voor inkoopfactuur"
    ]


def test_given_lists_then_search_status_and_changes_filter_and_the_newest_number_comes_first(
    supplied: WeFactCaller, control: SandboxControl
) -> None:
    add_purchase(supplied, purchase_line(Description="Toner"))
    control.advance(3600)
    add_purchase(supplied, Status="8")
    filters: list[dict[str, Any]] = [
        {},
        {"searchfor": "toner"},
        {"status": "8"},
        {"status": "1|8"},
        {"modified": {"from": "2026-03-16 06:30:00"}},
        {"created": {"to": "2026-03-16 06:30:00"}},
        {"searchat": "Creditor", "searchfor": "1"},
        {"date": {"from": "2030-01-01"}},
    ]
    codes = [
        [row["CreditInvoiceCode"] for row in supplied("creditinvoice", "list", **f)["creditinvoices"]] for f in filters
    ]
    both = ["CF0002", "CF0001"]
    assert codes == [both, ["CF0001"], ["CF0002"], both, ["CF0002"], ["CF0001"], both, both]


def test_given_an_edit_then_only_what_was_sent_and_modified_change(
    supplied: WeFactCaller, control: SandboxControl
) -> None:
    before = add_purchase(supplied)["creditinvoice"]
    control.advance(60)
    after = supplied("creditinvoice", "edit", CreditInvoiceCode="CF0001", Comment="nagekeken")["creditinvoice"]
    assert {name for name in after if after[name] != before[name]} == {"Comment", "Modified"}
    assert after["Modified"] == "2026-03-16 06:01:00"


@pytest.mark.parametrize(("switch", "incl"), [("recalculated", "121.00"), ("stale", "363.00")])
def test_given_an_edit_of_lines_then_the_total_follows_the_switch(
    supplied: WeFactCaller, control: SandboxControl, switch: str, incl: str
) -> None:
    control.settings(purchase_edit_total=switch)
    add_purchase(supplied)
    edited = supplied("creditinvoice", "edit", Identifier="1", InvoiceLines=[purchase_line("100")])
    assert _amounts(edited)[:2] == ["100.00", incl]


@pytest.mark.parametrize(("switch", "prices"), [("replace", ["75"]), ("merge", ["75", "20"])])
def test_given_an_edit_of_one_line_then_the_others_follow_the_switch(
    supplied: WeFactCaller, control: SandboxControl, switch: str, prices: list[str]
) -> None:
    control.settings(edit_lines=switch)
    add_purchase(supplied, purchase_line("10"), purchase_line("20"))
    rows = [{"Identifier": "1", "PriceExcl": "75"}]
    edited = supplied("creditinvoice", "edit", Identifier="1", InvoiceLines=rows)["creditinvoice"]
    assert [line["PriceExcl"] for line in edited["InvoiceLines"]] == prices
    assert edited["InvoiceLines"][0]["Identifier"] == "1"


def test_given_another_creditor_in_an_edit_then_the_invoice_moves(supplied: WeFactCaller) -> None:
    add_purchase(supplied)
    supplied("creditor", "add", CompanyName="Inkt B.V.")
    moved = supplied("creditinvoice", "edit", Identifier="1", CreditorCode="CR10002")["creditinvoice"]
    assert (moved["Creditor"], moved["CreditorCode"]) == ("2", "CR10002")
    assert supplied("creditinvoice", "list")["creditinvoices"][0]["CompanyName"] == "Inkt B.V."


def test_given_markaspaid_then_status_3_and_a_second_time_follows_the_switch(
    supplied: WeFactCaller, control: SandboxControl
) -> None:
    add_purchase(supplied)
    first = supplied("creditinvoice", "markaspaid", CreditInvoiceCode="CF0001", PayDate="2026-03-10")
    second = supplied("creditinvoice", "markaspaid", CreditInvoiceCode="CF0001")
    control.settings(already_paid="success", markaspaid_answer="entity")
    third = supplied("creditinvoice", "markaspaid", CreditInvoiceCode="CF0001")
    assert first["success"] == ["Factuur CF0001 is betaald."]
    assert "creditinvoice" not in first
    assert second["errors"] == ["Factuur CF0001 is al betaald (tekst van de sandbox)"]
    assert _amounts(third) == ["300.00", "363.00", "363.00", "0.00"]
    assert [third["creditinvoice"][name] for name in ("Status", "PayDate")] == ["3", "2026-03-10"]


def test_given_paid_amount_zero_then_nothing_is_outstanding_all_the_same(
    supplied: WeFactCaller, control: SandboxControl
) -> None:
    control.settings(paid_amount="zero", markaspaid_answer="entity")
    add_purchase(supplied)
    paid = supplied("creditinvoice", "markaspaid", Identifier="1", PaymentMethod="accounting")
    assert _amounts(paid)[2:] == ["0.00", "0.00"]
    assert paid["creditinvoice"]["PaymentMethod"] == "accounting"


@pytest.mark.parametrize(("means", "amounts"), [("increment", ["63", "200", "100"]), ("total", ["63", "263", "363"])])
def test_given_part_payments_then_they_lead_to_paid(
    supplied: WeFactCaller, control: SandboxControl, means: str, amounts: list[str]
) -> None:
    control.settings(partpayment_means=means)
    add_purchase(supplied)
    seen = []
    for amount in amounts:
        invoice = supplied("creditinvoice", "partpayment", Identifier="1", AmountPaid=amount)["creditinvoice"]
        seen.append((invoice["Status"], invoice["AmountPaid"], invoice["AmountOutstanding"], invoice["PayDate"]))
    assert seen == [("2", "63.00", "300.00", ""), ("2", "263.00", "100.00", ""), ("3", "363.00", "0.00", "2026-03-16")]


@pytest.mark.parametrize("amount", ["363.01", "-1", "0", "", "veel", "nan"])
def test_given_an_impossible_part_payment_then_nothing_changes(
    supplied: WeFactCaller, control: SandboxControl, amount: str
) -> None:
    add_purchase(supplied)
    before = accounts(control)
    assert supplied("creditinvoice", "partpayment", Identifier="1", AmountPaid=amount)["status"] == "error"
    assert accounts(control) == before


def test_given_overpayment_allowed_then_more_than_is_open_makes_it_paid(
    supplied: WeFactCaller, control: SandboxControl
) -> None:
    control.settings(overpayment="paid")
    add_purchase(supplied)
    paid = supplied("creditinvoice", "partpayment", Identifier="1", AmountPaid="400")
    assert (paid["creditinvoice"]["Status"], _amounts(paid)[2:]) == ("3", ["400.00", "0.00"])


@pytest.mark.parametrize("action", ["markaspaid", "partpayment"])
def test_given_a_suppliers_credit_invoice_then_it_cannot_be_paid(supplied: WeFactCaller, action: str) -> None:
    credit = add_purchase(supplied, purchase_line("-100"), Status="8")
    assert _amounts(credit) == ["-100.00", "-121.00", "0.00", "0.00"]
    refused = supplied("creditinvoice", action, Identifier="1", AmountPaid="-121")
    assert refused["errors"] == ["Betaling kan niet verwerkt worden voor deze factuur (tekst van de sandbox)"]


def test_given_status_1_by_an_edit_then_the_payment_is_taken_back(supplied: WeFactCaller) -> None:
    add_purchase(supplied)
    supplied("creditinvoice", "markaspaid", Identifier="1")
    unpaid = supplied("creditinvoice", "edit", Identifier="1", Status="1")
    assert _amounts(unpaid) == ["300.00", "363.00", "0.00", "363.00"]
    assert [unpaid["creditinvoice"][name] for name in ("Status", "PayDate")] == ["1", ""]


def test_given_untouched_payments_then_modified_stays(supplied: WeFactCaller, control: SandboxControl) -> None:
    control.settings(payment_touches_modified=False)
    add_purchase(supplied)
    control.advance(60)
    supplied("creditinvoice", "partpayment", Identifier="1", AmountPaid="1")
    supplied("creditinvoice", "markaspaid", Identifier="1")
    assert supplied("creditinvoice", "show", Identifier="1")["creditinvoice"]["Modified"] == "2026-03-16 06:00:00"


def test_given_a_deleted_purchase_invoice_then_it_is_gone_and_its_number_not_used_again(
    supplied: WeFactCaller,
) -> None:
    add_purchase(supplied)
    deleted = supplied("creditinvoice", "delete", Identifier="1")
    assert deleted["success"] == ["Inkoopfactuur CF0001 is verwijderd"]
    assert supplied("creditinvoice", "show", Identifier="1")["status"] == "error"
    assert add_purchase(supplied)["creditinvoice"]["CreditInvoiceCode"] == "CF0002"


@pytest.mark.parametrize("action", ["markasunpaid", "download", "sendbyemail", "sortlines", "credit"])
def test_given_an_action_of_sales_invoices_then_purchase_invoices_lack_it(supplied: WeFactCaller, action: str) -> None:
    assert supplied("creditinvoice", action, Identifier="1")["errors"] == ["Invalid action"]


def test_given_the_last_line_then_it_cannot_be_deleted(supplied: WeFactCaller, control: SandboxControl) -> None:
    add_purchase(supplied)
    before = accounts(control)
    for rows in ([{"Identifier": "1"}], [{"Identifier": "7"}], []):
        assert supplied("creditinvoiceline", "delete", Identifier="1", InvoiceLines=rows)["status"] == "error"
    assert accounts(control) == before


def test_given_mixed_numbers_then_rates_and_line_ids_are_numbers(
    supplied: WeFactCaller, control: SandboxControl
) -> None:
    control.settings(mixed_numbers=True)
    line = add_purchase(supplied)["creditinvoice"]["InvoiceLines"][0]
    assert (line["Identifier"], line["TaxPercentage"], line["PriceExcl"]) == (1, 21, "300")


@pytest.mark.parametrize(("switch", "tax"), [("default", ("I21", "21")), ("none", ("", "0"))])
def test_given_a_line_without_a_code_then_the_switch_says_which(
    supplied: WeFactCaller, control: SandboxControl, switch: str, tax: tuple[str, str]
) -> None:
    control.settings(missing_tax_code=switch)
    line = add_purchase(supplied, {"Description": "x", "PriceExcl": "1"})["creditinvoice"]["InvoiceLines"][0]
    assert (line["TaxCode"], line["TaxPercentage"]) == tax


def test_given_a_rate_without_a_code_then_the_rate_counts(supplied: WeFactCaller) -> None:
    answer = add_purchase(supplied, {"Description": "Duits", "PriceExcl": "100", "TaxPercentage": "19"})
    assert _amounts(answer)[:2] == ["100.00", "119.00"]


def test_given_people_then_their_actions_do_what_the_api_does(supplied: WeFactCaller, control: SandboxControl) -> None:
    control.settings(partpayment_means="total")
    control.action("add_creditor", CompanyName="Inkt B.V.")
    control.action("edit_creditor", CreditorCode="CR10002", changes={"City": "Ede"})
    control.action("add_cost_category", Title="Inkt")
    control.action("remove_cost_category", Title="Inkt")
    control.action(
        "add_purchase_invoice", CreditorCode="CR10002", InvoiceCode="A1", InvoiceLines=[purchase_line("100")]
    )
    control.action("edit_purchase_invoice", CreditInvoiceCode="CF0001", changes={"Comment": "gezien"})
    for amount in ("20", "30"):
        control.action("pay_purchase_invoice", CreditInvoiceCode="CF0001", AmountPaid=amount)
    shown = supplied("creditinvoice", "show", Identifier="1")["creditinvoice"]
    assert [shown[name] for name in ("Comment", "Status", "AmountPaid")] == ["gezien", "2", "50.00"]
    control.action("pay_purchase_invoice", CreditInvoiceCode="CF0001", PayDate="2026-03-12")
    paid = supplied("creditinvoice", "show", Identifier="1")["creditinvoice"]
    assert [paid[name] for name in ("Status", "PayDate", "AmountOutstanding")] == ["3", "2026-03-12", "0.00"]
    assert supplied("creditor", "show", Identifier="2")["creditor"]["City"] == "Ede"
    assert control.action("delete_purchase_invoice", CreditInvoiceCode="CF0001")["success"] == [
        "Inkoopfactuur CF0001 is verwijderd"
    ]
