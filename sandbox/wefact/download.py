"""`invoice/download`: the invoice as PDF, as UBL, or as UBL that holds the PDF (wefact-api.md 2.4)."""

from __future__ import annotations

import base64

from sandbox.model import Record
from sandbox.settings import Settings
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.breakdown import breakdown
from sandbox.wefact.context import Actions, Context
from sandbox.wefact.invoices import select_invoice, shown_invoice
from sandbox.wefact.numbering import CREDIT
from sandbox.wefact.pdf import text_pdf
from sandbox.wefact.state import Account
from sandbox.wefact.ubl import ubl_document

_MIME = {"pdf": "application/pdf", "xml": "application/xml"}


def download(call: Context) -> Record:
    """`invoice/download`: `FileType` pdf (default), ubl or ublwithpdf; the content in Base64.

    Raises:
        RefusalError: no such invoice or file type.
    """
    record = select_invoice(call)
    kind = call.text("FileType") or "pdf"
    if kind not in ("pdf", "ubl", "ublwithpdf"):
        raise RefusalError("Ongeldige waarde voor 'FileType' (tekst van de sandbox)")
    content = printed_pdf(record, call.settings)
    suffix = "pdf" if kind == "pdf" else "xml"
    if suffix == "xml":
        content = printed_ubl(call.account, record, call.settings, content if kind == "ublwithpdf" else None)
    file = {"Filename": f"{record['InvoiceCode']}.{suffix}", "Base64": base64.b64encode(content).decode()}
    return {"invoice": file | {"MimeType": _MIME[suffix]}}


def printed_ubl(account: Account, record: Record, settings: Settings, pdf: bytes | None) -> bytes:
    """The UBL of an invoice; whether a credit invoice names its original there is a switch."""
    reference = record.get("Credited", "") if settings.ubl_billing_reference else ""
    amounts = breakdown(account, record, settings.totals_method)
    return ubl_document(account, record | {"BillingReference": reference}, amounts, pdf)


def printed_pdf(record: Record, settings: Settings) -> bytes:
    """A PDF with what a reader of the invoice looks for: number, date, customer, lines and totals."""
    shown = shown_invoice(record, settings)
    title = "Creditfactuur" if record["Status"] == CREDIT else "Factuur"
    head = [f"{title} {shown['InvoiceCode']}", f"Status: {shown['Translations']['Status']}", f"Datum: {shown['Date']}"]
    head += [f"Te betalen voor: {shown['PayBefore']}", f"Klant: {shown['DebtorCode']}", *_customer(shown), ""]
    names = ("Number", "Description", "PriceExcl", "DiscountPercentage", "TaxPercentage")
    head.append("Aantal | Omschrijving | Prijs excl. | Korting % | Btw %")
    lines = [" | ".join(str(line[name]) for name in names) for line in shown["InvoiceLines"]]
    foot = [f"Korting op de factuur: {shown['Discount']} %", f"Totaal excl. btw: {shown['AmountExcl']}"]
    foot += [f"Btw: {shown['AmountTax']}", f"Totaal incl. btw: {shown['AmountIncl']} {shown['Currency']}"]
    return text_pdf([*head, *lines, "", *foot])


def _customer(shown: Record) -> list[str]:
    person = f"{shown['Initials']} {shown['SurName']}".strip()
    place = f"{shown['ZipCode']} {shown['City']}".strip()
    return [line for line in (shown["CompanyName"], person, shown["Address"], place, shown["Country"]) if line]


READS: Actions = {"invoice/download": download}
WRITES: Actions = {}
