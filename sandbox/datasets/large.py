"""`large:N`: N sales and N/4 purchase invoices over two fiscal years, with a tenth as many relations.

In Multivers stand the years and journals to book them in, each journal with room for 9,000 bookings: `WFV` and
`WFI`, then `S02`, `S03` … for sales and `P02`, `P03` … for purchases.
"""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from sandbox.clock import Clock, parse_instant
from sandbox.core import State
from sandbox.datasets.copying import repeat_invoice, repeat_purchase
from sandbox.datasets.empty import KEY
from sandbox.datasets.multivers_builder import DATABASE, MultiversBuilder
from sandbox.datasets.wefact_builder import WeFactBuilder, cost, item
from sandbox.model import Record
from sandbox.multivers.reference import JOURNAL_PURCHASE, JOURNAL_SALES
from sandbox.wefact.state import Account

NOW = "2026-03-16T06:00:00+01:00"
DEFAULT_SIZE = 1000
PER_JOURNAL = 9000
_FIRST_DAY = date(2025, 1, 1)
_DAYS = 439
_MODELS = 100
_GROUPS = ("HOSTING", "DOMEINEN", "BOEKEN", "ADVIES")
_PRODUCTS = (
    ("P-HOST-S", "10.00", "V21", "HOSTING"),
    ("P-HOST-L", "25.00", "V21", "HOSTING"),
    ("P-DOM", "12.50", "V21", "DOMEINEN"),
    ("P-BOEK", "18.30", "V9", "BOEKEN"),
    ("P-ADV", "95.00", "V21", "ADVIES"),
)
_COSTS = (("Kantoorkosten", "I21"), ("Hostinginkoop", "I21"), ("Vakliteratuur", "I9"))


def fill(state: State, size: int) -> datetime | None:
    """Fill the state; the same size and seed give the same company."""
    size, chance = size or DEFAULT_SIZE, random.Random(state.seed)
    account = state.wefact.accounts[KEY] = Account(name=KEY)
    wefact = WeFactBuilder(account, "2025-01-01 08:00:00")
    _catalogue(wefact)
    relations = max(1, size // 10)
    debtors = [
        wefact.debtor(f"DB{10001 + index}", CompanyName=f"Klant {10001 + index} B.V.", City="Utrecht")
        for index in range(relations)
    ]
    creditors = [
        wefact.creditor(f"CR{10001 + index}", CompanyName=f"Leverancier {10001 + index} B.V.", City="Gouda")
        for index in range(relations)
    ]
    _sales(wefact, debtors, size, chance)
    _purchases(wefact, creditors, size // 4, chance)
    _books(state, size)
    return parse_instant(NOW)


def _catalogue(wefact: WeFactBuilder) -> None:
    for name in _GROUPS:
        wefact.group(name)
    for code, price, tax, group in _PRODUCTS:
        wefact.product(code, code, price, tax=tax, group=group)
    for title, _ in _COSTS:
        wefact.cost_category(title)


def _numbered_days(prefix: str, size: int) -> list[tuple[str, str]]:
    """Number and ISO date of each document: evenly over the two years, counted from 1 in each."""
    numbers = {2025: 0, 2026: 0}
    rows = []
    for index in range(size):
        day = _FIRST_DAY + timedelta(days=index * _DAYS // size)
        numbers[day.year] += 1
        rows.append((f"{prefix}{day.year}-{numbers[day.year]:05d}", day.isoformat()))
    return rows


def _sales(wefact: WeFactBuilder, debtors: list[Record], size: int, chance: random.Random) -> None:
    models: list[Record] = []
    for code, day in _numbered_days("F", size):
        debtor = chance.choice(debtors)
        if len(models) < _MODELS:
            lines = [item(chance.choice(_PRODUCTS)[0], str(chance.randint(1, 12))) for _ in range(chance.randint(1, 4))]
            models.append(wefact.invoice(code, debtor["DebtorCode"], day, lines))
        else:
            repeat_invoice(wefact.account, chance.choice(models), debtor, code, day)


def _purchases(wefact: WeFactBuilder, creditors: list[Record], size: int, chance: random.Random) -> None:
    models: list[Record] = []
    for code, day in _numbered_days("CF", size):
        creditor = chance.choice(creditors)
        if len(models) < _MODELS:
            lines = [_cost_line(chance) for _ in range(chance.randint(1, 3))]
            models.append(wefact.purchase_invoice(code, creditor["CreditorCode"], day, lines))
        else:
            repeat_purchase(wefact.account, chance.choice(models), creditor, code, day)


def _cost_line(chance: random.Random) -> Record:
    title, tax = chance.choice(_COSTS)
    return cost(title, f"{chance.randint(500, 90000) / 100:.2f}", tax, title)


def _books(state: State, size: int) -> None:
    books = MultiversBuilder(state.multivers, DATABASE, "Groot Bedrijf B.V.", Clock(parse_instant(NOW)))
    books.year(2025)
    books.year(2026)
    for number in range(2, size // PER_JOURNAL + 3):
        books.journal(f"S{number:02d}", f"Verkoop WeFact {number}", JOURNAL_SALES)
    for number in range(2, size // 4 // PER_JOURNAL + 3):
        books.journal(f"P{number:02d}", f"Inkoop WeFact {number}", JOURNAL_PURCHASE)
