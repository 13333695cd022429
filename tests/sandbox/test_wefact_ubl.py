"""Downloads of an invoice: a PDF that stands on its own, and an UBL that adds up to the printed totals."""

from __future__ import annotations

import base64
import re
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from sandbox.testing import SandboxControl
from sandbox.wefact.pdf import LINES_PER_PAGE, text_pdf
from tests.sandbox.callers import WeFactCaller

NAMES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
KINDS = {"V21": "S", "V9": "S", "V0": "Z", "VVERL": "AE", "VICL": "K", "VEXP": "G", "VVRIJ": "E", "VGEEN": "O"}


def download(wefact: WeFactCaller, code: str, kind: str) -> bytes:
    file = wefact("invoice", "download", InvoiceCode=code, FileType=kind)["invoice"]
    assert set(file) == {"Filename", "Base64", "MimeType"}
    return base64.b64decode(file["Base64"], validate=True)


def ubl(wefact: WeFactCaller, code: str, kind: str = "ubl") -> ET.Element:
    return ET.fromstring(download(wefact, code, kind))  # noqa: S314 - made by the sandbox itself


def text(root: ET.Element, path: str) -> str:
    return root.findtext(path, "", NAMES)


def money(root: ET.Element, path: str) -> Decimal:
    return Decimal(text(root, path) or "0")


def all_money(root: ET.Element, path: str) -> Decimal:
    return sum((Decimal(item.text or "") for item in root.findall(path, NAMES)), Decimal(0))


def check_sums(root: ET.Element) -> None:
    """The sums that EN 16931 asks for (BR-CO-10 to BR-CO-16), and VAT per rate (BR-CO-14)."""
    kind = "CreditNote" if root.tag.endswith("CreditNote") else "Invoice"
    total = "cac:LegalMonetaryTotal/cbc:"
    lines = all_money(root, f"cac:{kind}Line/cbc:LineExtensionAmount")
    allowances = money(root, f"{total}AllowanceTotalAmount")
    charges = money(root, f"{total}ChargeTotalAmount")
    net, gross = money(root, f"{total}TaxExclusiveAmount"), money(root, f"{total}TaxInclusiveAmount")
    tax = money(root, "cac:TaxTotal/cbc:TaxAmount")
    assert money(root, f"{total}LineExtensionAmount") == lines
    assert lines - allowances + charges == net
    assert net + tax == gross
    assert gross + money(root, f"{total}PayableRoundingAmount") == money(root, f"{total}PayableAmount")
    assert all_money(root, "cac:TaxTotal/cac:TaxSubtotal/cbc:TaxableAmount") == net
    assert all_money(root, "cac:TaxTotal/cac:TaxSubtotal/cbc:TaxAmount") == tax


def check_lines(root: ET.Element) -> None:
    """Quantity times price, less the line's own discount, is the line's amount (PEPPOL-EN16931-R120)."""
    kind, quantity = ("CreditNote", "Credited") if root.tag.endswith("CreditNote") else ("Invoice", "Invoiced")
    for line in root.findall(f"cac:{kind}Line", NAMES):
        full = money(line, f"cbc:{quantity}Quantity") * money(line, "cac:Price/cbc:PriceAmount")
        taken = money(line, "cac:AllowanceCharge/cbc:Amount")
        assert abs(full - taken - money(line, "cbc:LineExtensionAmount")) < Decimal("0.01")


def printed(invoice: dict[str, Any]) -> tuple[Decimal, ...]:
    return tuple(Decimal(invoice[name]) for name in ("AmountExcl", "AmountTax", "AmountIncl"))


def of_ubl(root: ET.Element) -> tuple[Decimal, ...]:
    total = "cac:LegalMonetaryTotal/cbc:"
    return (
        money(root, f"{total}TaxExclusiveAmount"),
        money(root, "cac:TaxTotal/cbc:TaxAmount"),
        money(root, f"{total}PayableAmount"),
    )


@pytest.mark.parametrize("method", ["sum", "rate", "line"])
def test_given_every_invoice_of_the_demo_then_its_ubl_adds_up_to_what_is_printed(
    wefact: WeFactCaller, control: SandboxControl, method: str
) -> None:
    control.settings(totals_method=method)
    codes = [row["InvoiceCode"] for row in wefact("invoice", "list")["invoices"]]
    assert len(codes) == 19
    for code in codes:
        root = ubl(wefact, code)
        check_sums(root)
        check_lines(root)
        assert of_ubl(root) == printed(wefact("invoice", "show", InvoiceCode=code)["invoice"]), code


def test_given_two_rates_then_each_has_its_subtotal(wefact: WeFactCaller) -> None:
    root = ubl(wefact, "F2026-0003")
    rows = [
        tuple(text(part, path) for path in ("cac:TaxCategory/cbc:Percent", "cbc:TaxableAmount", "cbc:TaxAmount"))
        for part in root.findall("cac:TaxTotal/cac:TaxSubtotal", NAMES)
    ]
    assert rows == [("21", "332.50", "69.83"), ("9", "36.60", "3.29")]


def test_given_an_invoice_then_its_head_names_both_parties(wefact: WeFactCaller) -> None:
    root = ubl(wefact, "F2026-0013")
    party = "cac:AccountingCustomerParty/cac:Party/"
    assert root.tag == "{urn:oasis:names:specification:ubl:schema:xsd:Invoice-2}Invoice"
    assert [text(root, f"cbc:{name}") for name in ("ID", "IssueDate", "DueDate", "InvoiceTypeCode")] == [
        "F2026-0013", "2026-02-19", "2026-03-05", "380",
    ]  # fmt: skip
    assert text(root, "cac:AccountingSupplierParty/cac:Party/cac:PartyName/cbc:Name") == "Demo Webdiensten"
    assert text(root, f"{party}cac:PostalAddress/cac:Country/cbc:IdentificationCode") == "BE"
    assert text(root, f"{party}cac:PartyTaxScheme/cbc:CompanyID") == "BE0403019261"


def test_given_discounts_then_the_lines_show_theirs_and_the_head_its_own(wefact: WeFactCaller) -> None:
    of_line, of_head = ubl(wefact, "F2026-0004"), ubl(wefact, "F2026-0008")
    assert text(of_line, "cac:InvoiceLine/cac:AllowanceCharge/cbc:Amount") == "45.00"
    assert of_line.find("cac:AllowanceCharge", NAMES) is None
    assert text(of_head, "cac:AllowanceCharge/cbc:Amount") == "12.50"
    assert text(of_head, "cac:AllowanceCharge/cbc:AllowanceChargeReason") == "Korting"


def test_given_a_gross_that_is_off_then_the_payable_rounding_says_so(wefact: WeFactCaller) -> None:
    root = ubl(wefact, "F2026-0011")
    assert text(root, "cac:LegalMonetaryTotal/cbc:PayableRoundingAmount") == "0.03"
    check_sums(root)


def test_given_each_kind_of_supply_then_its_category_stands_on_line_and_subtotal(wefact: WeFactCaller) -> None:
    lines = [{"Description": code, "PriceExcl": "10", "TaxCode": code} for code in KINDS]
    code = wefact("invoice", "add", DebtorCode="DB10001", InvoiceLines=lines)["invoice"]["InvoiceCode"]
    root = ubl(wefact, code)
    on_lines = [item.text for item in root.findall("cac:InvoiceLine/cac:Item/cac:ClassifiedTaxCategory/cbc:ID", NAMES)]
    subtotals = root.findall("cac:TaxTotal/cac:TaxSubtotal/cac:TaxCategory", NAMES)
    assert on_lines == list(KINDS.values())
    reasons = {text(item, "cbc:ID"): text(item, "cbc:TaxExemptionReason") for item in subtotals}
    assert {kind for kind, reason in reasons.items() if not reason} == {"S", "Z"}
    assert len(subtotals) == 8
    assert [text(item, "cbc:ID") for item in subtotals if item.find("cbc:Percent", NAMES) is None] == ["O"]
    check_sums(root)


@pytest.mark.parametrize("code", ["F2026-0003", "F2026-0008", "F2026-0011"])
def test_given_a_credit_invoice_then_it_is_a_credit_note_of_positive_amounts(wefact: WeFactCaller, code: str) -> None:
    invoice = wefact("invoice", "credit", InvoiceCode=code)["invoice"]
    root = ubl(wefact, invoice["InvoiceCode"])
    assert root.tag.endswith("}CreditNote")
    assert text(root, "cbc:CreditNoteTypeCode") == "381"
    assert of_ubl(root) == tuple(-amount for amount in printed(invoice))
    prices = [Decimal(item.text or "") for item in root.findall("cac:CreditNoteLine/cac:Price/cbc:PriceAmount", NAMES)]
    assert min(prices) > 0
    assert root.find("cac:BillingReference", NAMES) is None
    check_lines(root)
    check_sums(root)


def test_given_the_switch_then_a_credit_note_names_its_original(wefact: WeFactCaller, control: SandboxControl) -> None:
    control.settings(ubl_billing_reference=True)
    wefact("invoice", "credit", InvoiceCode="F2026-0003")
    path = "cac:BillingReference/cac:InvoiceDocumentReference/cbc:ID"
    assert text(ubl(wefact, "F2026-0018"), path) == "F2026-0003"
    assert text(ubl(wefact, "F2026-0001"), path) == ""


@pytest.mark.parametrize("method", ["sum", "rate", "line"])
def test_given_awkward_lines_then_the_ubl_still_adds_up(
    wefact: WeFactCaller, control: SandboxControl, method: str
) -> None:
    control.settings(totals_method=method)
    lines = [
        {"Number": "3", "PriceIncl": "9.99", "TaxCode": "V21", "DiscountPercentage": "7.5"},
        {"Number": "-1", "PriceIncl": "0.05", "TaxCode": "V9"},
        {"Number": "1.333", "PriceIncl": "-1.11", "TaxCode": "V9"},
        {"Number": "2", "PriceIncl": "4.35", "TaxCode": "VEXP"},
    ]
    for calculation in ("incl", "excl"):
        rows = [{"PriceExcl": line["PriceIncl"]} | line for line in lines]
        params = {"DebtorCode": "DB10001", "Discount": "3", "VatCalcMethod": calculation, "InvoiceLines": rows}
        invoice = wefact("invoice", "add", **params)["invoice"]
        root = ubl(wefact, invoice["InvoiceCode"])
        check_sums(root)
        check_lines(root)
        assert of_ubl(root) == printed(invoice)
        assert min(money(item, "cac:Price/cbc:PriceAmount") for item in root.findall("cac:InvoiceLine", NAMES)) >= 0


def test_given_ubl_with_pdf_then_the_pdf_is_inside(wefact: WeFactCaller) -> None:
    path = "cac:AdditionalDocumentReference/cac:Attachment/cbc:EmbeddedDocumentBinaryObject"
    inside = ubl(wefact, "F2026-0001", "ublwithpdf").find(path, NAMES)
    assert inside is not None
    assert inside.get("mimeCode") == "application/pdf"
    assert base64.b64decode(inside.text or "") == download(wefact, "F2026-0001", "pdf")


def test_given_no_file_type_then_a_pdf_comes_and_an_unknown_one_is_refused(wefact: WeFactCaller) -> None:
    file = wefact("invoice", "download", InvoiceCode="F2026-0001")["invoice"]
    assert (file["Filename"], file["MimeType"]) == ("F2026-0001.pdf", "application/pdf")
    assert wefact("invoice", "download", InvoiceCode="F2026-0001", FileType="docx")["status"] == "error"


def test_given_a_pdf_then_its_table_of_offsets_points_at_its_objects(wefact: WeFactCaller) -> None:
    content = download(wefact, "F2026-0009", "pdf")
    assert content.startswith(b"%PDF-1.4")
    assert content.endswith(b"%%EOF\n")
    start = int(content.rsplit(b"startxref\n", 1)[1].split(b"\n")[0])
    rows = content[start:].split(b"trailer")[0].splitlines()[3:]
    for number, row in enumerate(rows, start=1):
        assert content[int(row[:10]) :].startswith(f"{number} 0 obj\n".encode())
    for shown in (b"(Factuur F2026-0009)", b"Totaal incl. btw: 78.65 EUR", b"Uitgeverij Het Laatste Woord"):
        assert shown in content
    for length, stream in re.findall(rb"/Length (\d+) >>\nstream\n(.*?)\nendstream", content, re.DOTALL):
        assert int(length) == len(stream)


def test_given_more_lines_than_a_page_then_there_is_another() -> None:
    assert b"/Count 2" in text_pdf(["(a)\\"] * (LINES_PER_PAGE + 1))
    assert b"(\\(a\\)\\\\) Tj" in text_pdf(["(a)\\"])
    assert b"/Count 1" in text_pdf([])
