"""A small state of both services, put together by hand, for tests that spoil it in one place at a time.

WeFact holds five of the demo's sales invoices and two that may not be booked, and what `doctored_purchases` adds;
Multivers holds what was calculated by hand of them, one sales invoice and one purchase invoice typed by people.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.oracle import doctored_purchases as buying
from tests.oracle.bookkeeping import Booking
from tests.oracle.doctored_books import books
from tests.oracle.hand_calculated import hand_calculated
from tests.oracle.hand_calculated_purchases import credited
from tests.oracle.mapping import DATABASE, WEFACT_ACCOUNT

Record = dict[str, Any]
TYPED = "F2026-0005"
BOOKED = ("F2026-0001", "F2026-0003", "F2026-0008", "F2026-0009", "F2026-0015")
PRODUCTS = {"P-HOST-S": "HOSTING", "P-HOST-L": "HOSTING", "P-DOM": "DOMEINEN", "P-BOEK": "BOEKEN", "P-ADV": "ADVIES"}
NAMES = {
    "DB10001": "Bakkerij De Gouden Aar B.V.",
    "DB10003": "Jansen & Zoon Ingénieurs B.V.",
    "DB10004": "Coöperatieve Vereniging voor Duurzame Energie Noord-Holland U.A.",
    "DB10006": "Uitgeverij Het Laatste Woord",
}


def before_the_link() -> Record:
    """People have typed two invoices and their relations; the link has not run yet."""
    return state([hand_calculated()[TYPED], buying.typed()], ["DB10001"], ["CR10001"])


def after_the_link() -> Record:
    """The same after a run that did everything right."""
    sales = [hand_calculated()[number] for number in (TYPED, *BOOKED)]
    return state([*sales, buying.typed(), *credited().values(), *buying.booked()], NAMES, buying.NAMES)


def state(booked: Iterable[Booking], customers: Iterable[str], suppliers: Iterable[str]) -> Record:
    """Both services, with these bookings and relations in Multivers."""
    names = {code: NAMES[code] for code in customers}, {code: buying.NAMES[code] for code in suppliers}
    return {
        "clock": "2026-03-16T06:00:00+01:00",
        "settings": {"totals_method": "sum"},
        "wefact": {"accounts": {WEFACT_ACCOUNT: _wefact() | buying.wefact()}},
        "multivers": {"databases": {DATABASE: books(list(booked), *names)}},
    }


def paper(number: str, debtor: str, day: str, lines: Iterable[Record], **more: Any) -> Record:
    """An invoice of WeFact, sent and due in 14 days unless said otherwise."""
    code = str(list(NAMES).index(debtor) + 1)
    standard = {
        "Identifier": number[-4:], "InvoiceCode": number, "Debtor": code, "DebtorCode": debtor, "Date": day,
        "PayBefore": day, "Term": "14", "Status": "2", "Discount": "0", "IgnoreDiscount": "no", "Country": "NL",
        "Currency": "EUR", "VatShift": "no", "AmountPaid": "0.00", "PayDate": "", "PaymentMethod": "wire",
        "Printed": [], "InvoiceLines": list(lines),
    }  # fmt: skip
    return standard | more


def item(product: str, number: str, price: str, rate: str = "21") -> Record:
    """A line of an invoice."""
    line = {"ProductCode": product, "Number": number, "PriceExcl": price, "TaxPercentage": rate}
    return line | {"DiscountPercentage": "0"}


def _invoices() -> list[Record]:
    return [
        paper("F2026-0001", "DB10001", "2026-01-05", [item("P-HOST-L", "2", "25")], PayBefore="2026-01-19"),
        paper("F2026-0003", "DB10003", "2026-01-12", [item("P-ADV", "3.5", "95"), item("P-BOEK", "2", "18.3", "9")],
              PayBefore="2026-01-26"),
        paper("F2026-0005", "DB10001", "2026-01-20", [item("P-DOM", "8", "12.5")], PayBefore="2026-02-03"),
        paper("F2026-0008", "DB10004", "2026-02-02", [item("P-HOST-L", "4", "25"), item("P-DOM", "2", "12.5")],
              PayBefore="2026-03-04", Term="30", Discount="10"),
        paper("F2026-0009", "DB10006", "2026-02-05",
              [item("", "1", "45"), item("P-LOS", "1", "20"), item("", "1", "0")], PayBefore="2026-02-19", Status="3"),
        paper("F2026-0010", "DB10003", "2026-02-10", [item("P-ADV", "1", "95"), item("", "1", "50", "0")]),
        paper("F2026-0015", "DB10001", "2026-03-02",
              [item("P-ADV", "0.25", "95"), item("P-BOEK", "1.5", "18.3", "9"), item("P-HOST-S", "1.333", "10")],
              PayBefore="2026-03-16"),
        paper("F2026-0017", "DB10003", "2026-03-20", [item("P-HOST-L", "1", "25")], PayBefore="2026-04-03"),
        paper("F2026-0020", "DB10003", "2026-02-16", [item("P-ADV", "1", "229.64")], PayBefore="2026-03-02",
              Status="9"),
        paper("F2026-0021", "DB10003", "2026-02-23", [item("P-ADV", "1", "-229.64")], PayBefore="2026-03-09",
              Status="8"),
    ]  # fmt: skip


def _wefact() -> Record:
    groups = sorted(set(PRODUCTS.values()))
    return {
        "invoices": {invoice["InvoiceCode"]: invoice for invoice in _invoices()},
        "debtors": {str(place + 1): _debtor(place, code) for place, code in enumerate(NAMES)},
        "groups": {group: {"GroupName": group} for group in groups},
        "products": {code: {"ProductCode": code, "GroupIds": [group]} for code, group in PRODUCTS.items()},
    }


def _debtor(place: int, code: str) -> Record:
    term = "30" if code == "DB10004" else "14"
    numbers = {"Identifier": str(place + 1), "DebtorCode": code, "InvoiceTerm": term, "TaxNumber": ""}
    return numbers | {"CompanyName": NAMES[code], "Initials": "", "SurName": "", "Country": "NL"}
