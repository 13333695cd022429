"""What people did in Multivers: a machine may neither change it nor book beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.oracle.books import Tables, bookings, database
from tests.oracle.sides import SIDES

Record = dict[str, Any]
BANK_ACCOUNTS = "bank accounts"
TABLES = (
    *(side.multivers.bookings for side in SIDES),
    *(side.multivers.relations for side in SIDES),
    "transactions",
    BANK_ACCOUNTS,
)


def tables_of(books: Record) -> dict[str, Mapping[str, Record]]:
    """The tables in which the link and people work, bank accounts of relations among them."""
    return {name: books[name] for name in TABLES if name in books} | {
        BANK_ACCOUNTS: books["tables"].get("BankAccount", {})
    }


@dataclass(frozen=True)
class People:
    """Records as people left them.

    `removed` holds the names of the link's bookings that they took out.
    """

    tables: Tables
    matches: tuple[Record, ...]
    removed: frozenset[tuple[str, str, str]] = frozenset()

    @classmethod
    def before_the_link(cls, state: Record) -> People:
        """Everything in the books is people's work as long as the link has not run."""
        books = database(state)
        tables = {name: dict(table) for name, table in tables_of(books).items()}
        return cls(tables, tuple(books["matches"]))

    def after(self, before: Record, now: Record) -> People:
        """The same after people alone worked between two states: what they touched is theirs from then on."""
        old, new = database(before), database(now)
        tables = {name: _after(self.tables[name], tables_of(old)[name], tables_of(new)[name]) for name in TABLES}
        return People(tables, tuple(new["matches"]), self.removed | self._taken_out(old, new))

    def _taken_out(self, old: Record, new: Record) -> set[tuple[str, str, str]]:
        theirs, there = bookings(self.tables), {found.booking.name for found in bookings(new).values()}
        ours = {found.booking.name for key, found in bookings(old).items() if key not in theirs}
        return ours - there


def _after(theirs: Mapping[str, Record], old: Mapping[str, Record], new: Mapping[str, Record]) -> dict[str, Record]:
    touched = {key: record for key, record in new.items() if old.get(key) != record}
    return {key: record for key, record in theirs.items() if key in new} | touched
