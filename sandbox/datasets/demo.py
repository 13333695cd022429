"""A small Dutch company with one of everything, as on Monday 16 March 2026 at 06:00 (Europe/Amsterdam).

The sales invoices in WeFact, with the amounts that are printed on them:

| invoice | debtor | date | net | VAT | gross | what it is for |
|---|---|---|---:|---:|---:|---|
| F2025-0412 | DB10001 | 2025-12-30 | 10.00 | 2.10 | 12.10 | before the start date 2026-01-01: not in scope |
| F2026-0001 | DB10001 | 2026-01-05 | 50.00 | 10.50 | 60.50 | one line at 21 % |
| F2026-0002 | DB10006 | 2026-01-08 | 54.90 | 4.94 | 59.84 | one line at 9 % |
| F2026-0003 | DB10003 | 2026-01-12 | 369.10 | 73.12 | 442.22 | 21 % (3.5 hours) and 9 % mixed |
| F2026-0004 | DB10005 | 2026-01-15 | 255.00 | 53.55 | 308.55 | line discount 15 %; paid already (status 4); a person |
| F2026-0005 | DB10001 | 2026-01-20 | 100.00 | 21.00 | 121.00 | typed by hand in Multivers as 20260005, equal |
| F2026-0006 | DB10001 | 2026-01-22 | 199.17 | 41.83 | 241.00 | typed by hand as 20260006 with 242.00 |
| F2026-0007 | DB10001 | 2026-01-26 | 95.00 | 19.95 | 114.95 | typed by hand as 12345 without a reference |
| F2026-0008 | DB10004 | 2026-02-02 | 112.50 | 23.63 | 136.13 | header discount 10 %; a name above 40 characters |
| F2026-0009 | DB10006 | 2026-02-05 | 65.00 | 13.65 | 78.65 | no product, no group, a text line; 30.00 paid (status 3) |
| F2026-0010 | DB10003 | 2026-02-10 | 145.00 | 19.95 | 164.95 | a line at 0 % |
| F2026-0011 | DB10006 | 2026-02-12 | 70.00 | 14.70 | 84.73 | printed gross 0.03 off |
| F2026-0012 | DEBITEUR01 | 2026-02-17 | 10.00 | 2.10 | 12.10 | a debtor code of ten characters |
| F2026-0013 | DB10008 | 2026-02-19 | 190.00 | 39.90 | 229.90 | a Belgian debtor at 21 % |
| F2026-0014 | DB10002 | 2026-02-24 | 12.50 | 2.63 | 15.13 | code stands in Multivers under quite another name |
| F2026-0015 | DB10001 | 2026-03-02 | 64.53 | 10.26 | 74.79 | quantities of 0.25, 1.5 and 1.333, two rates |
| F2026-0016 | DB10005 | 2026-03-13 | 18.30 | 1.65 | 19.95 | changed yesterday |
| F2026-0017 | DB10003 | 2026-03-20 | 25.00 | 5.25 | 30.25 | dated after today: waits |
| [concept]0001 | DB10001 | 2026-03-14 | 95.00 | 19.95 | 114.95 | a draft |

The purchase side is in `demo_purchases`, what the bookkeeper does until the next morning in `demo_script`.

In Multivers stand DB10001 (same name: to adopt), DB10002 (another name: a question) and three bookings in
journal V. Fiscal year 2025 is closed except its correctional period 13; 2026 is open.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sandbox.clock import Clock, parse_instant
from sandbox.core import State
from sandbox.datasets.demo_purchases import fill_purchase_books, fill_purchases
from sandbox.datasets.empty import KEY, SECOND_KEY
from sandbox.datasets.multivers_builder import DATABASE, MultiversBuilder
from sandbox.datasets.wefact_builder import WeFactBuilder, free, item
from sandbox.model import Record
from sandbox.wefact.state import Account

NOW = "2026-03-16T06:00:00+01:00"
_LONG_NAME = "Coöperatieve Vereniging voor Duurzame Energie Noord-Holland U.A."

_DEBTORS: tuple[tuple[str, dict[str, str]], ...] = (
    ("DB10001", {"CompanyName": "Bakkerij De Gouden Aar B.V.", "Address": "Korenmarkt 1", "ZipCode": "8011 BB",
                 "City": "Zwolle", "EmailAddress": "info@goudenaar.example", "TaxNumber": "NL001234567B01"}),
    ("DB10002", {"CompanyName": "Garage Van Dijk", "Address": "Industrieweg 40", "ZipCode": "3044 AS",
                 "City": "Rotterdam", "EmailAddress": "balie@vandijk.example"}),
    ("DB10003", {"CompanyName": "Jansen & Zoon Ingénieurs B.V.", "Address": "Stationsplein 9b",
                 "ZipCode": "3511 ED", "City": "Utrecht", "EmailAddress": "admin@jansenzoon.example"}),
    ("DB10004", {"CompanyName": _LONG_NAME, "Address": "Dijkweg 200", "ZipCode": "1781 AP",
                 "City": "Den Helder", "EmailAddress": "bestuur@duurzaam.example", "InvoiceTerm": "30"}),
    ("DB10005", {"Initials": "S.", "SurName": "de Vries", "Sex": "f", "Address": "Lindelaan 17",
                 "ZipCode": "9722 AB", "City": "Groningen", "EmailAddress": "sofie@devries.example"}),
    ("DB10006", {"CompanyName": "Uitgeverij Het Laatste Woord", "Address": "Keizersgracht 450",
                 "ZipCode": "1016 GD", "City": "Amsterdam", "EmailAddress": "boek@laatstewoord.example"}),
    ("DEBITEUR01", {"CompanyName": "Het Dozenpakhuis", "Address": "Havenkade 5", "ZipCode": "4811 AA",
                    "City": "Breda", "EmailAddress": "inkoop@dozen.example"}),
    ("DB10008", {"CompanyName": "Brouwerij Peeters BV", "Address": "Meir 12", "ZipCode": "2000",
                 "City": "Antwerpen", "Country": "BE", "TaxNumber": "BE0403019261",
                 "EmailAddress": "kantoor@peeters.example"}),
)  # fmt: skip
_PRODUCTS = (
    ("P-HOST-S", "Hosting klein", "10.00", "V21", "HOSTING"),
    ("P-HOST-L", "Hosting groot", "25.00", "V21", "HOSTING"),
    ("P-DOM", "Domeinnaam", "12.50", "V21", "DOMEINEN"),
    ("P-BOEK", "Handboek webbeheer", "18.30", "V9", "BOEKEN"),
    ("P-ADV", "Advies per uur", "95.00", "V21", "ADVIES"),
    ("P-LOS", "Los onderdeel", "20.00", "V21", ""),
)
_INVOICES: tuple[tuple[str, str, str, list[Record], dict[str, Any]], ...] = (
    ("F2025-0412", "DB10001", "2025-12-30", [item("P-HOST-S")], {}),
    ("F2026-0001", "DB10001", "2026-01-05", [item("P-HOST-L", "2")], {}),
    ("F2026-0002", "DB10006", "2026-01-08", [item("P-BOEK", "3")], {}),
    ("F2026-0003", "DB10003", "2026-01-12", [item("P-ADV", "3.5"), item("P-BOEK", "2")], {}),
    ("F2026-0004", "DB10005", "2026-01-15", [item("P-HOST-L", "12", DiscountPercentage="15")],
     {"Status": "4", "AmountPaid": "308.55", "PayDate": "2026-01-20", "PaymentMethod": "ideal",
      "modified": "2026-01-20 14:12:00"}),
    ("F2026-0005", "DB10001", "2026-01-20", [item("P-DOM", "8")], {}),
    ("F2026-0006", "DB10001", "2026-01-22", [item("P-ADV", PriceExcl="199.17")], {}),
    ("F2026-0007", "DB10001", "2026-01-26", [item("P-ADV")], {}),
    ("F2026-0008", "DB10004", "2026-02-02", [item("P-HOST-L", "4"), item("P-DOM", "2")],
     {"Discount": "10", "Term": "30"}),
    ("F2026-0009", "DB10006", "2026-02-05",
     [free("Reiskosten", "45.00"), item("P-LOS"), free("Met dank voor uw opdracht", "0")],
     {"Status": "3", "AmountPaid": "30.00", "PaymentMethod": "wire", "modified": "2026-02-20 10:30:00"}),
    ("F2026-0010", "DB10003", "2026-02-10", [item("P-ADV"), free("Doorberekende leges", "50.00", "V0")], {}),
    ("F2026-0011", "DB10006", "2026-02-12", [item("P-HOST-S", "7")], {"Printed": ["70.00", "14.70", "84.73"]}),
    ("F2026-0012", "DEBITEUR01", "2026-02-17", [item("P-HOST-S")], {}),
    ("F2026-0013", "DB10008", "2026-02-19", [item("P-ADV", "2")], {}),
    ("F2026-0014", "DB10002", "2026-02-24", [item("P-DOM")], {}),
    ("F2026-0015", "DB10001", "2026-03-02",
     [item("P-ADV", "0.25"), item("P-BOEK", "1.5"), item("P-HOST-S", "1.333")], {}),
    ("F2026-0016", "DB10005", "2026-03-13", [item("P-BOEK")], {"modified": "2026-03-15 16:45:00"}),
    ("F2026-0017", "DB10003", "2026-03-20", [item("P-HOST-L")], {"modified": "2026-03-15 17:05:00"}),
    ("[concept]0001", "DB10001", "2026-03-14", [item("P-ADV")],
     {"Status": "0", "Sent": "0", "SentDate": "", "modified": "2026-03-14 11:00:00"}),
)  # fmt: skip


def fill(state: State, _size: int) -> datetime | None:
    """Fill the state; the clock stands at `NOW`."""
    _fill_wefact(state)
    _fill_multivers(state)
    return parse_instant(NOW)


def _fill_wefact(state: State) -> None:
    account = state.wefact.accounts[KEY] = Account(name="Demo Webdiensten")
    state.wefact.accounts[SECOND_KEY] = Account(name="Tweede administratie")
    WeFactBuilder(state.wefact.accounts[SECOND_KEY], "2025-11-03 10:00:00")
    wefact = WeFactBuilder(account, "2025-11-03 10:00:00")
    for name in ("HOSTING", "DOMEINEN", "BOEKEN", "ADVIES"):
        wefact.group(name)
    for code, name, price, tax, group in _PRODUCTS:
        wefact.product(code, name, price, tax=tax, group=group)
    for title in ("Kantoorkosten", "Hostinginkoop"):
        wefact.cost_category(title)
    for code, fields in _DEBTORS:
        wefact.debtor(code, **fields)
    for code, debtor, day, lines, more in _INVOICES:
        wefact.invoice(code, debtor, day, lines, **more)
    fill_purchases(wefact)
    account.counters |= {"invoice_code_2025": 412, "invoice_code_2026": 17, "draft_code": 1, "debtor_code": 8}


def _fill_multivers(state: State) -> None:
    books = MultiversBuilder(state.multivers, DATABASE, "Demo Webdiensten B.V.", Clock(parse_instant(NOW)))
    books.year(2025, is_closed=True)
    books.year(2026)
    address = {"street1": "Korenmarkt 1", "zipCode": "8011 BB", "city": "Zwolle"}
    books.customer("DB10001", "Bakkerij De Gouden Aar B.V.", **address)
    books.customer("DB10002", "Stichting Vrienden van het Orgel", city="Haarlem")
    typed = (
        ("20260005", "F2026-0005", "2026-01-20", "8010", "100.00"),
        ("20260006", "F2026-0006", "2026-01-22", "8030", "200.00"),
        ("12345", "", "2026-01-26", "8030", "95.00"),
    )
    for invoice_id, reference, day, account, amount in typed:
        books.hand_typed(
            customerId="DB10001",
            invoiceId=invoice_id,
            reference=reference,
            invoiceDate=day,
            lines=[{"accountId": account, "amount": amount}],
        )
    fill_purchase_books(books)
