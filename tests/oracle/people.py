"""What people did in Multivers: a machine may neither change it nor book beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.oracle.books import Tables, database

Record = dict[str, Any]
TABLES = ("invoices", "transactions", "customers")


@dataclass(frozen=True)
class People:
    """Records as people left them.

    `removed` holds the references of the link's bookings that they took out.
    """

    tables: Tables
    matches: tuple[Record, ...]
    removed: frozenset[str] = frozenset()

    @classmethod
    def before_the_link(cls, state: Record) -> People:
        """Everything in the books is people's work as long as the link has not run."""
        books = database(state)
        return cls({table: dict(books[table]) for table in TABLES}, tuple(books["matches"]))

    def after(self, before: Record, now: Record) -> People:
        """The same after people alone worked between two states: what they touched is theirs from then on."""
        old, new = database(before), database(now)
        tables = {table: _after(self.tables[table], old[table], new[table]) for table in TABLES}
        gone = old["invoices"].keys() - new["invoices"].keys() - self.tables["invoices"].keys()
        removed = {str(old["invoices"][key]["reference"]) for key in gone}
        return People(tables, tuple(new["matches"]), self.removed | removed)


def _after(theirs: Mapping[str, Record], old: Record, new: Record) -> dict[str, Record]:
    touched = {key: record for key, record in new.items() if old.get(key) != record}
    return {key: record for key, record in theirs.items() if key in new} | touched
