"""Sales invoices of WeFact: made, changed, listed and deleted; their lines and their VAT."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.testing import SandboxControl
from tests.sandbox.callers import WeFactCaller
from tests.sandbox.sales import LINE, add, amounts, refused, show, stored


def test_given_a_new_invoice_then_it_is_a_draft_with_the_customers_snapshot(wefact: WeFactCaller) -> None:
    invoice = add(wefact, City="Elders")
    assert (invoice["InvoiceCode"], invoice["Status"], invoice["ScheduledAt"]) == ("[concept]0002", "0", "")
    assert (invoice["CompanyName"], invoice["City"]) == ("Bakkerij De Gouden Aar B.V.", "Elders")
    assert (invoice["Date"], invoice["Term"], invoice["PayBefore"]) == ("2026-03-16", "14", "2026-03-30")
    assert amounts(invoice) == ("200.00", "42.00", "242.00")
    assert invoice["Created"] == invoice["Modified"] == "2026-03-16 06:00:00"


def test_given_a_debtor_with_a_term_then_the_invoice_takes_it(wefact: WeFactCaller) -> None:
    invoice = add(wefact, DebtorCode="DB10004")
    assert (invoice["Term"], invoice["PayBefore"]) == ("30", "2026-04-15")


@pytest.mark.parametrize(
    ("params", "code", "status"),
    [
        ({}, "[concept]0002", "0"),
        ({"Status": 2}, "F2026-0018", "2"),
        ({"Status": "2", "Date": "2025-12-31"}, "F2025-0413", "2"),
        ({"Status": "4", "InvoiceCode": "HUB-77"}, "HUB-77", "4"),
        ({"InvoiceCode": "HUB-78"}, "HUB-78", "0"),
        ({"Status": 2, "InvoiceCode": "[concept]0009"}, "F2026-0018", "2"),
    ],
)
def test_given_a_status_or_an_own_number_then_the_number_follows(
    wefact: WeFactCaller, params: dict[str, Any], code: str, status: str
) -> None:
    invoice = add(wefact, **params)
    assert (invoice["InvoiceCode"], invoice["Status"]) == (code, status)


def test_given_a_number_that_somebody_took_by_hand_then_the_series_passes_over_it(wefact: WeFactCaller) -> None:
    add(wefact, Status=2, InvoiceCode="F2026-0018")
    assert add(wefact, Status=2)["InvoiceCode"] == "F2026-0019"


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"Identifier": "7"}, "Een Identifier is niet toegestaan voor deze actie."),
        ({"DebtorCode": "DB999"}, "Ongeldig kenmerk voor debiteur"),
        ({"InvoiceLines": []}, "U dient minimaal een factuurregel op te geven (tekst van de sandbox)"),
        ({"InvoiceLines": "x"}, "Invalid type for 'InvoiceLines'"),
        ({"InvoiceLines": [LINE, {"PriceExcl": "1,50"}]}, "Invalid type for 'InvoiceLines[1].PriceExcl'"),
        ({"InvoiceLines": [LINE | {"Number": ["1"]}]}, "Invalid type for 'InvoiceLines[0].Number'"),
        (
            {"InvoiceLines": [LINE | {"AccountingCostCentre": 12}]},
            "Invalid type for 'InvoiceLines[0].AccountingCostCentre'",
        ),
        ({"InvoiceLines": [LINE | {"TaxCode": "V20"}]}, "Ongeldige btw-code 'V20' (tekst van de sandbox)"),
        ({"InvoiceCode": "F2026-0001"}, "Het factuurnummer is al in gebruik (tekst van de sandbox)"),
        ({"Status": "5"}, "Ongeldige waarde voor 'Status' (tekst van de sandbox)"),
        ({"PaymentMethod": "shells"}, "Ongeldige waarde voor 'PaymentMethod' (tekst van de sandbox)"),
        ({"Date": "16-03-2026"}, "Invalid type for 'Date'"),
        ({"Term": "soon"}, "Invalid type for 'Term'"),
        ({"Term": "99999999"}, "Invalid type for 'Term'"),
        ({"IgnoreDiscount": "maybe"}, "Invalid type for 'IgnoreDiscount'"),
        ({"InvoiceLines": [LINE | {"Periodic": "x"}]}, "Ongeldige waarde voor 'Periodic' (tekst van de sandbox)"),
        (
            {"InvoiceLines": [LINE | {"TaxCode": "", "TaxPercentage": "-100"}]},
            "Invalid type for 'InvoiceLines[0].TaxPercentage'",
        ),
        ({"InvoiceLines": [LINE | {"PriceExcl": "1e99"}]}, "Invalid type for 'InvoiceLines[0].PriceExcl'"),
        ({"CustomFields": "x"}, "Invalid type for 'CustomFields'"),
        ({"Comment": {"a": "b"}}, "Invalid type for 'Comment'"),
        (
            {"ScheduledAt": "2026-03-16 05:59:59"},
            "Het moment van verzenden ligt in het verleden (tekst van de sandbox)",
        ),
    ],
    ids=str,
)
def test_given_what_cannot_be_an_invoice_then_it_is_refused_and_nothing_stored(
    wefact: WeFactCaller, control: SandboxControl, change: dict[str, Any], text: str
) -> None:
    before = stored(control)
    answer = wefact("invoice", "add", **({"DebtorCode": "DB10001", "InvoiceLines": [LINE]} | change))
    assert refused(answer) == text
    assert stored(control) == before


def test_given_totals_in_a_call_then_they_are_not_taken(wefact: WeFactCaller) -> None:
    assert amounts(add(wefact, Printed=["1.00", "1.00", "9.00"])) == ("200.00", "42.00", "242.00")


@pytest.mark.parametrize(("sent", "shown"), [("0", "no"), ("1", "yes"), (1, "yes"), ("yes", "yes")])
def test_given_ignore_discount_then_it_goes_in_as_a_digit_and_comes_out_as_a_word(
    wefact: WeFactCaller, sent: Any, shown: str
) -> None:
    invoice = add(wefact, Discount="10", IgnoreDiscount=sent)
    assert invoice["IgnoreDiscount"] == shown
    assert invoice["AmountExcl"] == ("200.00" if shown == "yes" else "180.00")


@pytest.mark.parametrize(
    ("line", "code", "rate"),
    [
        ({"ProductCode": "P-BOEK"}, "V9", "9"),
        ({"ProductCode": "P-BOEK", "TaxCode": "V21"}, "V21", "21"),
        ({"PriceExcl": "1", "TaxPercentage": "9"}, "V9", "9"),
        ({"PriceExcl": "1", "TaxPercentage": 6}, "", "6"),
        ({"PriceExcl": "1", "TaxPercentage": "6", "TaxCode": "V21"}, "V21", "21"),
        ({"PriceExcl": "1"}, "V21", "21"),
        ({"PriceExcl": "1", "TaxCode": "VVERL"}, "VVERL", "0"),
    ],
)
def test_given_a_line_then_its_vat_comes_from_code_rate_product_or_default(
    wefact: WeFactCaller, line: dict[str, Any], code: str, rate: str
) -> None:
    row = add(wefact, line)["InvoiceLines"][0]
    assert (row["TaxCode"], row["TaxPercentage"]) == (code, rate)


def test_given_no_default_code_then_a_bare_line_bears_no_vat(wefact: WeFactCaller, control: SandboxControl) -> None:
    control.settings(missing_tax_code="none")
    assert amounts(add(wefact, {"PriceExcl": "1"})) == ("1.00", "0.00", "1.00")


def test_given_a_customer_with_a_vat_code_then_lines_take_it(wefact: WeFactCaller) -> None:
    wefact("debtor", "edit", DebtorCode="DB10008", CustomTaxCode="VICD")
    row = add(wefact, {"ProductCode": "P-ADV"}, DebtorCode="DB10008")["InvoiceLines"][0]
    assert (row["TaxCode"], row["TaxPercentage"]) == ("VICD", "0")


def test_given_a_product_then_it_fills_what_was_not_sent(wefact: WeFactCaller) -> None:
    row = add(wefact, {"ProductCode": "P-HOST-L", "Number": 1.50})["InvoiceLines"][0]
    filled = ("Description", "PriceExcl", "Number", "Date", "DiscountPercentageType")
    assert [row[name] for name in filled] == ["Hosting groot", "25", "1.5", "2026-03-16", "line"]


@pytest.mark.parametrize(
    ("price", "method", "expected"),
    [
        ("unrounded", "sum", ("24.77", "5.20", "29.97")),
        ("cents", "sum", ("24.77", "5.20", "29.97")),
        ("unrounded", "line", ("24.78", "5.19", "29.97")),
        ("unrounded", "rate", ("24.77", "5.20", "29.97")),
    ],
)
def test_given_prices_including_vat_then_the_gross_is_what_was_typed(
    wefact: WeFactCaller, control: SandboxControl, price: str, method: str, expected: tuple[str, ...]
) -> None:
    control.settings(incl_price=price, totals_method=method)
    line = {"PriceIncl": "9.99", "TaxCode": "V21"}
    invoice = add(wefact, line, line, line, VatCalcMethod="incl")
    assert amounts(invoice) == expected
    row = invoice["InvoiceLines"][0]
    assert row["PriceExcl"] == {"unrounded": "8.25619835", "cents": "8.26"}[price]
    assert "PriceIncl" not in row


def test_given_a_price_without_vat_on_an_inclusive_invoice_then_its_gross_is_in_cents(wefact: WeFactCaller) -> None:
    invoice = add(wefact, {"PriceExcl": "8.26", "Number": "100", "TaxCode": "V21"}, VatCalcMethod="incl")
    assert amounts(invoice) == ("825.62", "173.38", "999.00")


def test_given_lines_rounded_one_by_one_then_vat_is_taken_out_of_the_rounded_gross(
    wefact: WeFactCaller, control: SandboxControl
) -> None:
    control.settings(totals_method="line")
    line = {"PriceIncl": "1.03", "DiscountPercentage": "7.5", "TaxCode": "V21"}
    assert amounts(add(wefact, line, VatCalcMethod="incl")) == ("0.79", "0.16", "0.95")


def test_given_discounts_then_line_and_header_both_come_off(wefact: WeFactCaller) -> None:
    invoice = add(wefact, LINE | {"DiscountPercentage": "15", "DiscountPercentageType": "subscription"}, Discount="5")
    assert amounts(invoice) == ("161.50", "33.92", "195.42")
    assert invoice["InvoiceLines"][0]["DiscountPercentageType"] == "subscription"


def test_given_an_edit_then_only_what_was_sent_changes_in_any_status(
    wefact: WeFactCaller, control: SandboxControl
) -> None:
    before = show(wefact, "F2026-0004")
    control.advance(60)
    answer = wefact("invoice", "edit", InvoiceCode="F2026-0004", City="Assen", Comment="Nagekeken")
    after = show(wefact, "F2026-0004")
    assert answer["invoice"] == after
    assert {name for name in after if after[name] != before[name]} == {"City", "Comment", "Modified"}


def test_given_a_new_date_or_term_then_the_day_of_payment_follows(wefact: WeFactCaller) -> None:
    wefact("invoice", "edit", InvoiceCode="F2026-0001", Date="2026-01-06")
    wefact("invoice", "edit", InvoiceCode="F2026-0001", Term=30)
    assert show(wefact, "F2026-0001")["PayBefore"] == "2026-02-05"


def test_given_a_zero_date_then_it_is_today_for_the_invoice_and_stays_for_the_payment(wefact: WeFactCaller) -> None:
    invoice = add(wefact, Date="0000-00-00", PayDate="0000-00-00")
    assert (invoice["Date"], invoice["PayBefore"], invoice["PayDate"]) == ("2026-03-16", "2026-03-30", "0000-00-00")


def test_given_another_debtor_then_the_snapshot_is_his(wefact: WeFactCaller) -> None:
    invoice = wefact("invoice", "edit", InvoiceCode="[concept]0001", DebtorCode="DB10003", City="Zeist")["invoice"]
    assert (invoice["Debtor"], invoice["CompanyName"], invoice["City"]) == (
        "3",
        "Jansen & Zoon Ingénieurs B.V.",
        "Zeist",
    )


@pytest.mark.parametrize(("mode", "expected"), [("replace", ["9", "20"]), ("merge", ["9", "50", "20"])])
def test_given_lines_in_an_edit_then_known_ones_change_and_others_go_or_stay(
    wefact: WeFactCaller, control: SandboxControl, mode: str, expected: list[str]
) -> None:
    control.settings(edit_lines=mode)
    first = show(wefact, "F2026-0010")["InvoiceLines"][0]
    rows = [{"Identifier": first["Identifier"], "PriceExcl": "9"}, {"PriceExcl": "20", "TaxCode": "V9"}]
    lines = wefact("invoice", "edit", InvoiceCode="F2026-0010", InvoiceLines=rows)["invoice"]["InvoiceLines"]
    assert [line["PriceExcl"] for line in lines] == expected
    assert (lines[0]["Identifier"], lines[0]["Description"]) == (first["Identifier"], first["Description"])
    assert lines[-1]["Identifier"] not in ("", first["Identifier"])


def test_given_a_line_of_another_invoice_in_an_edit_then_it_is_refused_whole(
    wefact: WeFactCaller, control: SandboxControl
) -> None:
    before = stored(control)
    stranger = show(wefact, "F2026-0002")["InvoiceLines"][0]["Identifier"]
    answer = wefact("invoice", "edit", InvoiceCode="F2026-0001", City="X", InvoiceLines=[{"Identifier": stranger}])
    assert refused(answer) == "Ongeldig kenmerk voor factuurregel (tekst van de sandbox)"
    assert stored(control) == before


def test_given_a_draft_made_final_by_an_edit_then_it_gets_its_number(wefact: WeFactCaller) -> None:
    wefact("invoice", "edit", InvoiceCode="[concept]0001", Status="2")
    assert show(wefact, "F2026-0018")["Status"] == "2"
    back = wefact("invoice", "edit", InvoiceCode="F2026-0018", Status="0")
    assert refused(back) == "Een definitieve factuur kan geen concept worden (tekst van de sandbox)"


def test_given_a_draft_then_it_can_be_deleted_and_a_final_invoice_cannot(wefact: WeFactCaller) -> None:
    gone = wefact("invoice", "delete", InvoiceCode="[concept]0001")
    assert gone["success"] == ["Conceptfactuur [concept]0001 is verwijderd."]
    assert refused(wefact("invoice", "show", InvoiceCode="[concept]0001")) == "Ongeldig kenmerk voor factuur"
    assert refused(wefact("invoice", "delete", InvoiceCode="F2026-0001")) == "Factuur kan niet verwijderd worden"


def test_given_a_paid_invoice_then_lines_can_still_come_and_go(wefact: WeFactCaller, control: SandboxControl) -> None:
    control.advance(5)
    paid = show(wefact, "F2026-0004")
    added = wefact("invoiceline", "add", Identifier=paid["Identifier"], InvoiceLines=[LINE])
    assert added["success"] == ["Er zijn 1 factuurregels toegevoegd"]
    assert amounts(added["invoice"]) == ("455.00", "95.55", "550.55")
    assert added["invoice"]["Modified"] == "2026-03-16 06:00:05"
    rows = [{"Identifier": added["invoice"]["InvoiceLines"][1]["Identifier"]}]
    removed = wefact("invoiceline", "delete", InvoiceCode="F2026-0004", InvoiceLines=rows)
    assert removed["success"] == ["Er zijn 1 factuurregels verwijderd"]
    assert amounts(removed["invoice"]) == amounts(paid)
    last = [{"Identifier": paid["InvoiceLines"][0]["Identifier"]}]
    assert wefact("invoiceline", "delete", InvoiceCode="F2026-0004", InvoiceLines=last)["status"] == "error"


def test_given_a_new_order_then_the_lines_stand_in_it(wefact: WeFactCaller) -> None:
    ids = [line["Identifier"] for line in show(wefact, "F2026-0009")["InvoiceLines"]]
    order = [ids[2], ids[0], ids[1]]
    wefact("invoice", "sortlines", InvoiceCode="F2026-0009", InvoiceLines=[{"Identifier": key} for key in order])
    assert [line["Identifier"] for line in show(wefact, "F2026-0009")["InvoiceLines"]] == order
    assert wefact("invoice", "sortlines", InvoiceCode="F2026-0009", InvoiceLines=order[:2])["status"] == "error"


def test_given_totals_apart_from_the_lines_then_a_new_line_ends_them(wefact: WeFactCaller) -> None:
    answer = wefact("invoiceline", "add", InvoiceCode="F2026-0011", InvoiceLines=[{"ProductCode": "P-HOST-S"}])
    assert amounts(answer["invoice"]) == ("80.00", "16.80", "96.80")


def test_given_totals_apart_from_the_lines_then_a_discount_ends_them_and_an_address_does_not(
    wefact: WeFactCaller,
) -> None:
    moved = wefact("invoice", "edit", InvoiceCode="F2026-0011", City="Edam")["invoice"]
    cheaper = wefact("invoice", "edit", InvoiceCode="F2026-0011", Discount=10)["invoice"]
    assert amounts(moved) == ("70.00", "14.70", "84.73")
    assert amounts(cheaper) == ("63.00", "13.23", "76.23")


def test_given_drafts_among_numbers_then_they_sort_by_their_text(wefact: WeFactCaller) -> None:
    codes = [row["InvoiceCode"] for row in wefact("invoice", "list", limit=2)["invoices"]]
    assert codes == ["[concept]0001", "F2026-0017"]


def test_given_numbers_as_codes_then_they_sort_as_text_and_amounts_by_size(wefact: WeFactCaller) -> None:
    for code, price in (("9", "5000"), ("10", "40000")):
        add(wefact, {"PriceExcl": price}, InvoiceCode=code, Status=2)
    by_code = wefact("invoice", "list", limit=2, order="ASC")["invoices"]
    by_amount = wefact("invoice", "list", limit=3, sort="AmountIncl")["invoices"]
    assert [row["InvoiceCode"] for row in by_code] == ["10", "9"]
    assert [row["AmountIncl"] for row in by_amount] == ["48400.00", "6050.00", "442.22"]


def test_given_the_switch_then_vat_shift_is_not_shown(wefact: WeFactCaller, control: SandboxControl) -> None:
    assert add(wefact, VatShift="yes")["VatShift"] == "yes"
    control.settings(vat_shift=False)
    assert "VatShift" not in show(wefact, "[concept]0002")


def test_given_a_debtor_that_moves_then_old_invoices_keep_his_old_address(wefact: WeFactCaller) -> None:
    wefact("debtor", "edit", DebtorCode="DB10001", City="Kampen")
    assert show(wefact, "F2026-0001")["City"] == "Zwolle"


def test_given_custom_fields_then_they_are_kept_by_their_code(wefact: WeFactCaller) -> None:
    code = add(wefact, CustomFields={"po": "77", "dept": "A"})["InvoiceCode"]
    edited = wefact("invoice", "edit", InvoiceCode=code, CustomFields={"po": "78"})["invoice"]
    assert edited["CustomFields"] == {"po": "78", "dept": "A"}


@pytest.mark.parametrize("controller", ["subscription", "pricequote", "pricequoteline", "task", "interaction"])
def test_given_a_controller_out_of_scope_then_it_has_no_actions(wefact: WeFactCaller, controller: str) -> None:
    assert refused(wefact(controller, "list")) == "Invalid action"


def test_given_settings_then_every_kind_of_supply_has_a_code(wefact: WeFactCaller, control: SandboxControl) -> None:
    shown = wefact("settings", "list")["settings"]
    assert shown["CorporateIdentity"] == [{"LanguageCode": "nl_nl", "Name": "Nederlands", "Default": "yes"}]
    assert list(shown["Tax"]["Codes"]["Sale"]) == [
        "V21", "V9", "V0", "VVERL", "VICL", "VICD", "VEXP", "VVRIJ", "VGEEN",
    ]  # fmt: skip
    assert shown["Tax"]["Codes"]["Purchase"]["I21"] == {
        "TaxCode": "I21", "Name": "21%", "Rate": "0.210000", "IsDefault": "yes",
    }  # fmt: skip
    control.settings(tax_codes="list")
    assert [row["TaxCode"] for row in wefact("settings", "list")["settings"]["Tax"]["Codes"]["Sale"]][:2] == [
        "V21",
        "V9",
    ]
