"""The purchase side of the doctored state: what WeFact holds of creditors and their invoices."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from tests.oracle.bookkeeping import Booking
from tests.oracle.hand_calculated import read
from tests.oracle.hand_calculated_purchases import purchases

Record = dict[str, Any]
NAMES = {
    "CR10001": "Kantoorboekhandel Het Potlood B.V.",
    "CR10002": "Hosting Partner B.V.",
    "CR10003": "Bouwbedrijf De Onderaannemer",
    "CR10009": "K. Klusmans",
    "CR10006": "Restaurant De Gouden Pan",
    "CR10010": "Garage Bochtenvliegers",
}
CATEGORIES = {
    "1": "Kantoorkosten", "2": "Hostinginkoop", "3": "Uitbesteed werk", "4": "Representatie", "5": "Huur",
    "6": "Autokosten",
}  # fmt: skip
OFFICE, HOSTING, WORK, MEALS, RENT, CARS = CATEGORIES
TAXES = {"I21": "S", "I9": "S", "I0": "Z", "IVERL": "AE", "IVRIJ": "E"}
_TYPED = """
CF2026-0024  HP-2026-311  CR10001  2026-03-03  due 2026-03-17
2026/3  I  20261001
C  1600  90.75
D  4000  75.00  1
D  1520  15.75  1  over 75.00
"""


def typed() -> Booking:
    """The purchase invoice that people had typed before."""
    return read(_TYPED)["CF2026-0024"]


def booked() -> list[Booking]:
    """Those that the link books."""
    return list(purchases().values())


def purchase(number: str, creditor: str, day: str, lines: Iterable[Record], **more: Any) -> Record:
    """A purchase invoice of WeFact, unpaid, with the totals that follow from its lines."""
    rows = list(lines)
    nets = [Decimal(row["Number"]) * Decimal(row["PriceExcl"]) for row in rows]
    net = sum(nets, Decimal(0))
    vat = sum((each * Decimal(row["TaxPercentage"]) / 100 for each, row in zip(nets, rows, strict=True)), Decimal(0))
    standard = {
        "Identifier": number[-4:], "CreditInvoiceCode": number, "InvoiceCode": f"INV-{number}",
        "Creditor": str(list(NAMES).index(creditor) + 1), "CreditorCode": creditor, "Date": day,
        "PayBefore": date.fromisoformat(day).isoformat(), "Term": "14", "Status": "1", "Currency": "EUR",
        "AmountExcl": f"{net:.2f}", "AmountIncl": f"{net + vat:.2f}", "AmountPaid": "0.00", "PayDate": "",
        "PaymentMethod": "wire", "InvoiceLines": rows,
    }  # fmt: skip
    return standard | more


def cost(price: str, tax: str = "I21", rate: str = "21", category: str = OFFICE) -> Record:
    """A line of a purchase invoice."""
    return {"Number": "1", "PriceExcl": price, "TaxCode": tax, "TaxPercentage": rate, "CostCategory": category}


def wefact() -> Record:
    """The tables of the purchase side."""
    return {
        "creditinvoices": {invoice["CreditInvoiceCode"]: invoice for invoice in _invoices()},
        "creditors": {str(place): _creditor(place, code) for place, code in enumerate(NAMES, 1)},
        "cost_categories": {key: {"Title": title} for key, title in CATEGORIES.items()},
        "tax_purchase": {code: {"Category": category} for code, category in TAXES.items()},
    }


def _invoices() -> list[Record]:
    return [
        purchase("CF2026-0001", "CR10001", "2026-01-06", [cost("50")], PayBefore="2026-01-20"),
        purchase("CF2026-0002", "CR10001", "2026-01-09", [cost("80", "I9", "9"), cost("6.95")],
                 PayBefore="2026-01-23"),
        purchase("CF2026-0003", "CR10001", "2026-01-12", [cost("37.5"), cost("12.5")], PayBefore="2026-01-26",
                 AmountIncl="60.51"),
        purchase("CF2026-0005", "CR10002", "2026-01-19", [cost("-50", category=HOSTING)], PayBefore="2026-02-02",
                 Status="8", InvoiceCode="CN-77"),
        purchase("CF2026-0010", "CR10003", "2026-02-20", [cost("2000", "IVERL", "0", WORK)], InvoiceCode="2026-118"),
        purchase("CF2026-0015", "CR10006", "2026-02-09", [cost("50", "I9", "9", MEALS)], PayBefore="2026-02-23"),
        purchase("CF2026-0016", "CR10010", "2026-02-10", [cost("1000", category=CARS)], PayBefore="2026-02-24"),
        purchase("CF2026-0020", "CR10009", "2026-02-17", [cost("150", "IVRIJ", "0")], PayBefore="2026-03-03"),
        purchase("CF2026-0021", "CR10003", "2026-02-18", [cost("2000", category=WORK)], PayBefore="2026-03-04"),
        purchase("CF2026-0024", "CR10001", "2026-03-03", [cost("75")], PayBefore="2026-03-17",
                 InvoiceCode="HP-2026-311"),
        purchase("CF2026-0025", "CR10001", "2026-03-04", [cost("300"), cost("-30")], PayBefore="2026-03-18"),
    ]  # fmt: skip


def _creditor(place: int, code: str) -> Record:
    number = "" if code == "CR10009" else f"NL82001122{place}B01"
    name = {"CompanyName": NAMES[code], "Initials": "", "SurName": ""}
    if code == "CR10009":
        name = {"CompanyName": "", "Initials": "K.", "SurName": "Klusmans"}
    numbers = {"Identifier": str(place), "CreditorCode": code, "InvoiceTerm": "14", "TaxNumber": number}
    return numbers | name | {"Country": "NL"}
