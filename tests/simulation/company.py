"""The small company of a simulated world: few relations, hardly a document, books of three years."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from sandbox.clock import Clock, parse_instant
from sandbox.core import Sandbox, State
from sandbox.datasets.empty import KEY
from sandbox.datasets.multivers_builder import DATABASE, MultiversBuilder
from sandbox.datasets.wefact_builder import WeFactBuilder, cost, item
from sandbox.wefact.state import Account

FIRST_YEAR, LAST_YEAR = 2025, 2027
PRODUCTS = (
    ("P-HOST-S", "Hosting klein", "10.00", "V21", "HOSTING"),
    ("P-HOST-L", "Hosting groot", "25.00", "V21", "HOSTING"),
    ("P-DOM", "Domeinnaam", "12.50", "V21", "DOMEINEN"),
    ("P-BOEK", "Handboek webbeheer", "18.30", "V9", "BOEKEN"),
    ("P-ADV", "Advies per uur", "95.00", "V21", "ADVIES"),
    ("P-LOS", "Los onderdeel", "20.00", "V21", ""),
)
CATEGORIES = ("Kantoorkosten", "Hostinginkoop", "Uitbesteed werk", "Representatie", "Autokosten", "Inkoop goederen")
DEBTORS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("DB10001", "Bakkerij De Gouden Aar B.V.", {}),
    ("DB10002", "Garage Van Dijk", {}),
    ("DB10003", "Jansen & Zoon Ingénieurs B.V.", {"InvoiceTerm": "30"}),
    ("DB10004", "Uitgeverij Het Laatste Woord", {}),
    ("DEBITEUR01", "Het Dozenpakhuis", {}),
)
"""The last has a code that Multivers cannot hold."""

CREDITORS: tuple[tuple[str, str, dict[str, str]], ...] = (
    ("CR10001", "Kantoorboekhandel Het Potlood B.V.", {"TaxNumber": "NL820011228B01"}),
    ("CR10002", "Hosting Partner B.V.", {"TaxNumber": "NL821122332B01", "AccountNumber": "NL02ABNA0123456789"}),
    ("CR10003", "Bouwbedrijf De Onderaannemer", {"TaxNumber": "NL822233447B01"}),
)
FIRST_INVOICE = "F2025-0001"
"""The link knows the company by it: nobody touches it (DESIGN 8.1)."""

KNOWN = 2
"""How many relations of each side stand in Multivers from the start: the first of them."""


@dataclass(frozen=True)
class Start:
    """How a company begins.

    Attributes:
        day: the first simulated day.
        invoices: how many days before that each sales invoice of the past is dated, with its debtor.
        purchases: the same of the purchase invoices.
    """

    day: date
    invoices: list[tuple[int, str]] = field(default_factory=list)
    purchases: list[tuple[int, str]] = field(default_factory=list)


def draw_start(chance: random.Random, day: date) -> Start:
    """A few documents of the weeks before."""
    debtors, creditors = [code for code, *_ in DEBTORS], [code for code, *_ in CREDITORS]
    invoices = sorted((chance.randint(0, 40), chance.choice(debtors)) for _ in range(chance.randint(0, 4)))
    purchases = sorted((chance.randint(0, 40), chance.choice(creditors)) for _ in range(chance.randint(0, 2)))
    return Start(day, invoices[::-1], purchases[::-1])


def build(sandbox: Sandbox, start: Start) -> None:
    """Let the sandbox hold the company as it is at the start."""
    state = State(dataset="simulation")
    state.wefact.accounts[KEY] = Account(name="Demo Webdiensten")
    sandbox.use(state)
    _fill_wefact(state, start)
    _fill_multivers(state, start)
    state.wefact.accounts[KEY].promise_growth(False)


def _fill_wefact(state: State, start: Start) -> None:
    account = state.wefact.accounts[KEY]
    wefact = WeFactBuilder(account, "2025-11-03 10:00:00")
    for name in ("HOSTING", "DOMEINEN", "BOEKEN", "ADVIES"):
        wefact.group(name)
    for code, name, price, tax, group in PRODUCTS:
        wefact.product(code, name, price, tax=tax, group=group)
    for title in CATEGORIES:
        wefact.cost_category(title)
    for code, name, more in DEBTORS:
        wefact.debtor(code, CompanyName=name, Address="Kade 1", ZipCode="8011 BB", City="Zwolle", **more)
    for code, name, more in CREDITORS:
        wefact.creditor(code, CompanyName=name, Address="Laan 2", ZipCode="3572 AA", City="Utrecht", **more)
    paid = {"Status": "4", "AmountPaid": "12.10", "PayDate": "2025-02-01"}
    wefact.invoice(FIRST_INVOICE, DEBTORS[0][0], "2025-01-15", [item("P-HOST-S")], **paid)
    for number, (ago, code) in enumerate(start.invoices, start=2):
        day = start.day - timedelta(days=ago)
        wefact.invoice(f"F{day.year}-{number:04}", code, day.isoformat(), [item("P-HOST-L", str(number))])
    for number, (ago, code) in enumerate(start.purchases, start=1):
        day = start.day - timedelta(days=ago)
        lines = [cost("Papier", f"{40 + number}.00", category=CATEGORIES[0])]
        wefact.purchase_invoice(f"CF{day.year}-{number:04}", code, day.isoformat(), lines)
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        account.counters[f"invoice_code_{year}"] = 1 + len(start.invoices)
        account.counters[f"creditinvoice_code_{year}"] = len(start.purchases)
    account.counters["debtor_code"] = 10_000 + len(DEBTORS)


def _fill_multivers(state: State, start: Start) -> None:
    noon = Clock(parse_instant(f"{start.day.isoformat()}T00:00:00"))
    books = MultiversBuilder(state.multivers, DATABASE, "Demo Webdiensten B.V.", noon)
    books.year(FIRST_YEAR, is_closed=True)
    for year in range(FIRST_YEAR + 1, LAST_YEAR + 1):
        books.year(year)
    for code, name, _ in DEBTORS[:KNOWN]:
        books.customer(code, name, city="Zwolle")
    for code, name, more in CREDITORS[:KNOWN]:
        vat = {"vatNumber": more["TaxNumber"]} if "TaxNumber" in more else {}
        books.supplier(code, name, city="Utrecht", **vat)
