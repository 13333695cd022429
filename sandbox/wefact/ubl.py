"""Prints an invoice as UBL 2.1, `Invoice` or `CreditNote`, in the Dutch profile of EN 16931 (wefact-api.md 2.4).

What WeFact's own UBL holds is not known (accounting-rules.md, last section): this one is by the standard.
"""

from __future__ import annotations

import base64
from decimal import Decimal
from xml.etree import ElementTree as ET

from sandbox.model import Record
from sandbox.wefact.breakdown import Breakdown, Subtotal
from sandbox.wefact.numbering import CREDIT
from sandbox.wefact.state import Account
from sandbox.wefact.taxes import category
from sandbox.wefact.totals import line_rate

_NAMESPACES = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
}
_ROOT = "urn:oasis:names:specification:ubl:schema:xsd:{kind}-2"
_PROFILE = "urn:cen.eu:en16931:2017#compliant#urn:fdc:nen.nl:nlcius:v1.0"
# A category without VAT must say why (EN 16931, BR-AE-10 and its kin).
_REASONS = {
    "AE": "Btw verlegd",
    "K": "Intracommunautaire levering",
    "G": "Export buiten de EU",
    "E": "Vrijgesteld van btw",
    "O": "Buiten de heffing van btw",
}
_SUPPLIER_VAT = "NL000000000B01"


def ubl_document(account: Account, invoice: Record, amounts: Breakdown, pdf: bytes | None = None) -> bytes:
    """The XML of an invoice; `pdf`, when given, is embedded in it."""
    return _Printer(account, invoice, amounts).document(pdf)


class _Printer:
    """Prints one invoice. A credit invoice prints positive amounts, as `CreditNote` means them."""

    def __init__(self, account: Account, invoice: Record, amounts: Breakdown) -> None:
        self.account, self.invoice, self.amounts = account, invoice, amounts
        self.is_credit = invoice["Status"] == CREDIT
        self.sign = -1 if self.is_credit else 1
        self.kind = "CreditNote" if self.is_credit else "Invoice"
        self.root = ET.Element(f"{{{_ROOT.format(kind=self.kind)}}}{self.kind}")

    def document(self, pdf: bytes | None) -> bytes:
        self._head()
        self._references(pdf)
        self._supplier()
        self._customer()
        self._allowances()
        self._tax_total()
        self._monetary_total()
        for number, (line, net) in enumerate(
            zip(self.invoice["InvoiceLines"], self.amounts.line_nets, strict=True), start=1
        ):
            self._line(number, line, net)
        for prefix, uri in _NAMESPACES.items():
            ET.register_namespace(prefix, uri)
        ET.register_namespace("", _ROOT.format(kind=self.kind))
        xml: bytes = ET.tostring(self.root, encoding="utf-8", xml_declaration=True)
        return xml

    def _head(self) -> None:
        invoice, root = self.invoice, self.root
        _text(root, "cbc:CustomizationID", _PROFILE)
        _text(root, "cbc:ID", invoice["InvoiceCode"])
        _text(root, "cbc:IssueDate", invoice["Date"])
        if not self.is_credit:
            _text(root, "cbc:DueDate", invoice["PayBefore"])
        _text(root, f"cbc:{self.kind}TypeCode", "381" if self.is_credit else "380")
        if invoice["Description"]:
            _text(root, "cbc:Note", invoice["Description"])
        _text(root, "cbc:DocumentCurrencyCode", invoice["Currency"])
        if invoice["ReferenceNumber"]:
            _text(root, "cbc:BuyerReference", invoice["ReferenceNumber"])

    def _references(self, pdf: bytes | None) -> None:
        if original := self.invoice.get("BillingReference"):
            _text(_path(self.root, "cac:BillingReference/cac:InvoiceDocumentReference"), "cbc:ID", original)
        if pdf is None:
            return
        reference = _child(self.root, "cac:AdditionalDocumentReference")
        code = self.invoice["InvoiceCode"]
        _text(reference, "cbc:ID", code)
        content = base64.b64encode(pdf).decode()
        attachment = _child(reference, "cac:Attachment")
        about = {"mimeCode": "application/pdf", "filename": f"{code}.pdf"}
        _text(attachment, "cbc:EmbeddedDocumentBinaryObject", content, **about)

    def _supplier(self) -> None:
        party = _path(self.root, "cac:AccountingSupplierParty/cac:Party")
        name = self.account.name or "Sandbox"
        _text(_child(party, "cac:PartyName"), "cbc:Name", name)
        _address(party, {"Country": "NL"})
        scheme = _child(party, "cac:PartyTaxScheme")
        _text(scheme, "cbc:CompanyID", _SUPPLIER_VAT)
        _text(_child(scheme, "cac:TaxScheme"), "cbc:ID", "VAT")
        _text(_child(party, "cac:PartyLegalEntity"), "cbc:RegistrationName", name)

    def _customer(self) -> None:
        invoice = self.invoice
        party = _path(self.root, "cac:AccountingCustomerParty/cac:Party")
        person = " ".join(part for part in (invoice["Initials"], invoice["SurName"]) if part)
        name = invoice["CompanyName"] or person
        _text(_child(party, "cac:PartyName"), "cbc:Name", name)
        _address(party, invoice)
        debtor = self.account.debtors.get(invoice["Debtor"], {})
        if debtor.get("TaxNumber"):
            scheme = _child(party, "cac:PartyTaxScheme")
            _text(scheme, "cbc:CompanyID", debtor["TaxNumber"])
            _text(_child(scheme, "cac:TaxScheme"), "cbc:ID", "VAT")
        _text(_child(party, "cac:PartyLegalEntity"), "cbc:RegistrationName", name)

    def _allowances(self) -> None:
        discount = self.invoice["Discount"] not in ("", "0") and self.invoice["IgnoreDiscount"] == "no"
        for part in self.amounts.subtotals:
            amount = self.sign * part.allowance
            if not amount:
                continue
            item = _child(self.root, "cac:AllowanceCharge")
            _text(item, "cbc:ChargeIndicator", "true" if amount < 0 else "false")
            _text(item, "cbc:AllowanceChargeReason", "Korting" if discount else "Afronding")
            self._money(item, "cbc:Amount", abs(amount))
            _tax_category(item, "cac:TaxCategory", part.category, part.rate)

    def _tax_total(self) -> None:
        total = _child(self.root, "cac:TaxTotal")
        self._money(total, "cbc:TaxAmount", self.sign * self.amounts.tax)
        for part in self.amounts.subtotals:
            self._subtotal(_child(total, "cac:TaxSubtotal"), part)

    def _subtotal(self, item: ET.Element, part: Subtotal) -> None:
        self._money(item, "cbc:TaxableAmount", self.sign * part.base)
        self._money(item, "cbc:TaxAmount", self.sign * part.tax)
        _tax_category(item, "cac:TaxCategory", part.category, part.rate, _REASONS.get(part.category, ""))

    def _monetary_total(self) -> None:
        amounts, item = self.amounts, _child(self.root, "cac:LegalMonetaryTotal")
        taken = [self.sign * part.allowance for part in amounts.subtotals]
        rows = {
            "LineExtensionAmount": self.sign * sum(amounts.line_nets, Decimal(0)),
            "TaxExclusiveAmount": self.sign * amounts.net,
            "TaxInclusiveAmount": self.sign * (amounts.net + amounts.tax),
            "AllowanceTotalAmount": sum((amount for amount in taken if amount > 0), Decimal(0)),
            "ChargeTotalAmount": -sum((amount for amount in taken if amount < 0), Decimal(0)),
            "PayableRoundingAmount": self.sign * amounts.rounding,
            "PayableAmount": self.sign * amounts.gross,
        }
        optional = ("AllowanceTotalAmount", "ChargeTotalAmount", "PayableRoundingAmount")
        for name, amount in rows.items():
            if amount or name not in optional:
                self._money(item, f"cbc:{name}", amount)

    def _line(self, number: int, line: Record, net: Decimal) -> None:
        item = _child(self.root, f"cac:{self.kind}Line")
        quantity = "Credited" if self.is_credit else "Invoiced"
        # A price below zero is not allowed (EN 16931, BR-27): the quantity carries the sign.
        price = self.sign * Decimal(line["PriceExcl"])
        count = Decimal(line["Number"]) * (-1 if price < 0 else 1)
        _text(item, "cbc:ID", str(number))
        _text(item, f"cbc:{quantity}Quantity", f"{count:f}", unitCode="C62")
        self._money(item, "cbc:LineExtensionAmount", self.sign * net)
        self._line_discount(item, line, abs(price) * count, self.sign * net)
        good = _child(item, "cac:Item")
        _text(good, "cbc:Name", line["Description"] or line["ProductCode"] or "-")
        rate = line_rate(line)
        _tax_category(good, "cac:ClassifiedTaxCategory", category(self.account, line["TaxCode"], rate), rate)
        _text(_child(item, "cac:Price"), "cbc:PriceAmount", f"{abs(price):f}", currencyID=self.invoice["Currency"])

    def _line_discount(self, item: ET.Element, line: Record, full: Decimal, net: Decimal) -> None:
        if line["DiscountPercentage"] in ("", "0"):
            return
        taken = round(full, 2) - net
        allowance = _child(item, "cac:AllowanceCharge")
        _text(allowance, "cbc:ChargeIndicator", "true" if taken < 0 else "false")
        _text(allowance, "cbc:AllowanceChargeReason", "Korting")
        self._money(allowance, "cbc:Amount", abs(taken))

    def _money(self, parent: ET.Element, name: str, amount: Decimal) -> None:
        _text(parent, name, f"{amount + 0:.2f}", currencyID=self.invoice["Currency"])


def _child(parent: ET.Element, name: str) -> ET.Element:
    prefix, _, local = name.partition(":")
    return ET.SubElement(parent, f"{{{_NAMESPACES[prefix]}}}{local}")


def _path(parent: ET.Element, path: str) -> ET.Element:
    for name in path.split("/"):
        parent = _child(parent, name)
    return parent


def _text(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    element = _child(parent, name)
    element.attrib.update(attributes)
    element.text = "".join(char for char in text if char in "\t\n\r" or char >= " ")


def _address(party: ET.Element, place: Record) -> None:
    address = _child(party, "cac:PostalAddress")
    for name, tag in (("Address", "StreetName"), ("City", "CityName"), ("ZipCode", "PostalZone")):
        if place.get(name):
            _text(address, f"cbc:{tag}", place[name])
    _text(_child(address, "cac:Country"), "cbc:IdentificationCode", place["Country"])


def _tax_category(parent: ET.Element, tag: str, kind: str, rate: Decimal, reason: str = "") -> None:
    item = _child(parent, tag)
    _text(item, "cbc:ID", kind)
    if kind != "O":
        _text(item, "cbc:Percent", f"{rate:f}")
    if reason:
        _text(item, "cbc:TaxExemptionReason", reason)
    _text(_child(item, "cac:TaxScheme"), "cbc:ID", "VAT")
