"""`large:N`: N sales invoices over two fiscal years, N/10 debtors, and journals enough for 9,000 bookings each."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta

from sandbox.clock import parse_instant
from sandbox.core import State
from sandbox.datasets.empty import KEY
from sandbox.datasets.multivers_builder import DATABASE, MultiversBuilder
from sandbox.datasets.wefact_builder import WeFactBuilder, item
from sandbox.multivers.reference import JOURNAL_SALES
from sandbox.wefact.state import Account

NOW = "2026-03-16T06:00:00+01:00"
DEFAULT_SIZE = 1000
PER_JOURNAL = 9000
_FIRST_DAY = date(2025, 1, 1)
_DAYS = 439
_GROUPS = ("HOSTING", "DOMEINEN", "BOEKEN", "ADVIES")
_PRODUCTS = (
    ("P-HOST-S", "10.00", "V21", "HOSTING"),
    ("P-HOST-L", "25.00", "V21", "HOSTING"),
    ("P-DOM", "12.50", "V21", "DOMEINEN"),
    ("P-BOEK", "18.30", "V9", "BOEKEN"),
    ("P-ADV", "95.00", "V21", "ADVIES"),
)


def fill(state: State, size: int) -> datetime | None:
    """Fill the state; the same size and seed give the same company."""
    size = size or DEFAULT_SIZE
    chance = random.Random(state.seed)
    account = state.wefact.accounts[KEY] = Account(name=KEY)
    wefact = WeFactBuilder(account, "2025-01-01 08:00:00")
    for name in _GROUPS:
        wefact.group(name)
    for code, price, tax, group in _PRODUCTS:
        wefact.product(code, code, price, tax=tax, group=group)
    debtors = [f"DB{10001 + index}" for index in range(max(1, size // 10))]
    for code in debtors:
        wefact.debtor(code, CompanyName=f"Klant {code} B.V.", City="Utrecht")
    _invoices(wefact, debtors, size, chance)
    _books(state, size)
    return parse_instant(NOW)


def _invoices(wefact: WeFactBuilder, debtors: list[str], size: int, chance: random.Random) -> None:
    numbers = {2025: 0, 2026: 0}
    for index in range(size):
        day = _FIRST_DAY + timedelta(days=index * _DAYS // size)
        numbers[day.year] += 1
        code = f"F{day.year}-{numbers[day.year]:05d}"
        lines = [item(chance.choice(_PRODUCTS)[0], str(chance.randint(1, 12))) for _ in range(chance.randint(1, 4))]
        wefact.invoice(code, chance.choice(debtors), day.isoformat(), lines)


def _books(state: State, size: int) -> None:
    books = MultiversBuilder(state.multivers, DATABASE, "Groot Bedrijf B.V.")
    books.year(2025)
    books.year(2026)
    for number in range(2, size // PER_JOURNAL + 3):
        books.journal(f"WF{number}", f"Verkoop WeFact {number}", JOURNAL_SALES)
