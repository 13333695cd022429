"""Every hard case of a sales invoice, as on Wednesday 1 July 2026 at 06:00 (Europe/Amsterdam).

One module per theme; each case says which rule of accounting-rules.md it is for, and carries that note in its
`Comment`. In Multivers stand the fiscal years 2018 to 2026 (closed up to 2024), the chart with the accounts that
these cases need, and the customers but two.
"""

from __future__ import annotations

from datetime import datetime

from sandbox.clock import Clock, parse_instant
from sandbox.core import State
from sandbox.datasets.case import add_sales
from sandbox.datasets.cases import credit_notes, rates, shapes, zero_rates
from sandbox.datasets.cases.debtors import DEBTORS, UNKNOWN_IN_MULTIVERS
from sandbox.datasets.empty import KEY
from sandbox.datasets.multivers_builder import DATABASE, MORE_COUNTRIES, MultiversBuilder
from sandbox.datasets.wefact_builder import WeFactBuilder
from sandbox.wefact.state import Account

NOW = "2026-07-01T06:00:00+02:00"
CASES = (*rates.CASES, *zero_rates.CASES, *credit_notes.CASES, *shapes.CASES)
_FIRST_YEAR, _FIRST_OPEN_YEAR, _LAST_YEAR = 2018, 2025, 2026
_GROUPS = ("HOSTING", "BOEKEN", "ADVIES", "LOGIES", "APPARATEN", "VOORSCHOT", "DOORBEREKEND")
_PRODUCTS = (
    ("P-HOST", "Hosting", "25.00", "V21", "HOSTING"),
    ("P-BOEK", "Handboek", "18.30", "V9", "BOEKEN"),
    ("P-ADV", "Advies per uur", "95.00", "V21", "ADVIES"),
    ("P-KAMER", "Overnachting", "100.00", "V21", "LOGIES"),
    ("P-ONTBIJT", "Ontbijt", "10.00", "V9", "LOGIES"),
    ("P-APP", "Apparaat", "800.00", "V21", "APPARATEN"),
    ("P-VOOR", "Voorschot", "500.00", "V21", "VOORSCHOT"),
    ("P-LEGES", "Doorberekende leges", "50.00", "VGEEN", "DOORBEREKEND"),
    ("P-TWEE", "Product in twee groepen", "40.00", "V21", "HOSTING|ADVIES"),
    ("P-LOS", "Product zonder groep", "20.00", "V21", ""),
)
_ACCOUNTS = (
    ("1590", "Te betalen OSS-btw"), ("1700", "Vooruitontvangen"), ("8040", "Omzet logies"), ("8050", "Omzet apparaten"),
    ("8060", "Omzet EU-diensten"), ("8061", "Omzet EU-goederen"), ("8062", "Omzet buiten de EU"), ("8063", "Omzet OSS"),
    ("8070", "Omzet vrijgesteld"), ("8071", "Omzet marge"),
)  # fmt: skip


def fill(state: State, _size: int) -> datetime | None:
    """Fill the state; the clock stands at `NOW`."""
    account = state.wefact.accounts[KEY] = Account(name="Alle gevallen")
    wefact = WeFactBuilder(account, "2018-01-02 10:00:00")
    for name in _GROUPS:
        wefact.group(name)
    for code, name, price, tax, group in _PRODUCTS:
        wefact.product(code, name, price, tax=tax, group=group)
    for code, fields in DEBTORS:
        wefact.debtor(code, **fields)
    add_sales(wefact, CASES)
    _fill_multivers(state)
    return parse_instant(NOW)


def _fill_multivers(state: State) -> None:
    books = MultiversBuilder(state.multivers, DATABASE, "Alle Gevallen B.V.", Clock(parse_instant(NOW)))
    books.countries(MORE_COUNTRIES)
    for year in range(_FIRST_YEAR, _LAST_YEAR + 1):
        books.year(year, is_closed=year < _FIRST_OPEN_YEAR)
        for account, text in _ACCOUNTS:
            books.account(year, account, text)
    for code, fields in DEBTORS:
        if code not in UNKNOWN_IN_MULTIVERS:
            name = fields.get("CompanyName") or fields["SurName"]
            where = {"countryId": fields.get("Country", "NL"), "vatNumber": fields.get("TaxNumber", "")}
            books.customer(code, name[:40], **where)
