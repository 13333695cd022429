"""Nothing in WeFact but its tax codes; a chart and a few relations in Multivers, for the one-time import."""

from __future__ import annotations

from datetime import datetime

from sandbox.core import State
from sandbox.datasets.multivers_builder import DATABASE, MultiversBuilder
from sandbox.datasets.wefact_builder import WeFactBuilder
from sandbox.wefact.state import Account

KEY, SECOND_KEY = "sandbox-wefact-key", "sandbox-wefact-key-2"


def fill(state: State, _size: int) -> datetime | None:
    """Fill the state; the clock runs."""
    for key in (KEY, SECOND_KEY):
        state.wefact.accounts[key] = Account(name=key)
        WeFactBuilder(state.wefact.accounts[key], "2026-01-01 09:00:00")
    books = MultiversBuilder(state.multivers, DATABASE, "Leeg Bedrijf B.V.")
    books.year(2025)
    books.year(2026)
    books.customer("1001", "Timmerbedrijf Bos", street1="Zagerijweg 3", zipCode="8011 AA", city="Zwolle")
    books.customer("1002", "Bloemenhuis Iris", street1="Markt 12", zipCode="6811 CG", city="Arnhem")
    books.customer("1003", "Muziekschool Allegro", street1="Singel 88", zipCode="1015 AC", city="Amsterdam")
    return None
