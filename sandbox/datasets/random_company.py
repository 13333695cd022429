"""`random:N`: a plausible company with N sales and N/4 purchase invoices, and the history that people gave it.

What happened is first drawn as a list of dated events (`draw`), then played through the actions that people's work
consists of. The same seed gives the same company. As on Monday 16 March 2026; what is of 2025 was nearly all booked
by hand in Multivers and paid there, what is of 2026 hardly.
"""

from __future__ import annotations

import random
from datetime import datetime

from sandbox.clock import Clock, parse_instant
from sandbox.core import Sandbox, State
from sandbox.datasets.empty import KEY
from sandbox.datasets.multivers_builder import DATABASE, MORE_COUNTRIES, MultiversBuilder
from sandbox.datasets.random_events import draw, play
from sandbox.datasets.random_people import RELATIONS_OF, Person, creditors, debtors
from sandbox.datasets.wefact_builder import WeFactBuilder
from sandbox.model import ControlError
from sandbox.wefact.state import Account

NOW = "2026-03-16T06:00:00+01:00"
DEFAULT_SIZE, MAX_SIZE = 200, 8000
GROUPS = ("HOSTING", "DOMEINEN", "BOEKEN", "ADVIES")
PRODUCTS = (
    ("P-HOST-S", "Hosting klein", "10.00", "V21", "HOSTING"),
    ("P-HOST-L", "Hosting groot", "25.00", "V21", "HOSTING"),
    ("P-DOM", "Domeinnaam", "12.50", "V21", "DOMEINEN"),
    ("P-BOEK", "Handboek webbeheer", "18.30", "V9", "BOEKEN"),
    ("P-ADV", "Advies per uur", "95.00", "V21", "ADVIES"),
)


def fill(state: State, size: int) -> datetime | None:
    """Fill the state; the clock stands at `NOW`.

    Raises:
        ControlError: more invoices than numbers of eight digits.
    """
    size = size or DEFAULT_SIZE
    if size > MAX_SIZE:
        raise ControlError(f"random has at most {MAX_SIZE} sales invoices; large:N has more")
    chance = random.Random(state.seed)
    customers, suppliers = debtors(chance, size), creditors(chance, size)
    _fill_wefact(state, customers, suppliers)
    _fill_multivers(state, chance, customers, suppliers)
    play(Sandbox(state, Clock(parse_instant(NOW))), draw(chance, size, customers, suppliers))
    return parse_instant(NOW)


def _fill_wefact(state: State, customers: list[Person], suppliers: list[Person]) -> None:
    account = state.wefact.accounts[KEY] = Account(name="Willekeurig bedrijf")
    wefact = WeFactBuilder(account, "2025-01-01 08:00:00")
    for name in GROUPS:
        wefact.group(name)
    for code, name, price, tax, group in PRODUCTS:
        wefact.product(code, name, price, tax=tax, group=group)
    for title in ("Kantoorkosten", "Hostinginkoop", "Uitbesteed werk"):
        wefact.cost_category(title)
    for person in customers:
        wefact.debtor(person.code, **person.fields)
    for person in suppliers:
        wefact.creditor(person.code, **person.fields)


def _fill_multivers(state: State, chance: random.Random, customers: list[Person], suppliers: list[Person]) -> None:
    books = MultiversBuilder(state.multivers, DATABASE, "Willekeurig Bedrijf B.V.", Clock(parse_instant(NOW)))
    books.year(2025)
    books.year(2026)
    books.countries(MORE_COUNTRIES)
    for people, add in ((customers, books.customer), (suppliers, books.supplier)):
        for person in people:
            person.is_known = chance.random() < RELATIONS_OF
            if person.is_known:
                where = {"countryId": person.fields["Country"], "vatNumber": person.fields["TaxNumber"]}
                add(person.code, person.fields["CompanyName"][:40], city=person.fields["City"], **where)
