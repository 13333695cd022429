"""Nothing in WeFact but its tax codes; a chart and thirty relations in Multivers, for the one-time import."""

from __future__ import annotations

from datetime import datetime

from sandbox.clock import Clock, parse_instant
from sandbox.core import State
from sandbox.datasets.empty_relations import fill_relations
from sandbox.datasets.multivers_builder import DATABASE, MORE_COUNTRIES, MultiversBuilder
from sandbox.datasets.wefact_builder import WeFactBuilder
from sandbox.wefact.state import Account

MADE = "2026-01-01T09:00:00+01:00"
KEY, SECOND_KEY = "sandbox-wefact-key", "sandbox-wefact-key-2"


def fill(state: State, _size: int) -> datetime | None:
    """Fill the state; the clock runs."""
    for key in (KEY, SECOND_KEY):
        state.wefact.accounts[key] = Account(name=key)
        WeFactBuilder(state.wefact.accounts[key], "2026-01-01 09:00:00")
    books = MultiversBuilder(state.multivers, DATABASE, "Leeg Bedrijf B.V.", Clock(parse_instant(MADE)))
    books.year(2025)
    books.year(2026)
    books.countries(MORE_COUNTRIES)
    fill_relations(books)
    return None
