"""A state and its expectations, side by side."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tests.oracle.books import Found, bookings, database
from tests.oracle.expectations import Expectations

Record = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """The books of a state, and what they must hold."""

    state: Record
    expected: Expectations

    @cached_property
    def books(self) -> Record:
        """The administration in Multivers."""
        return database(self.state)

    @cached_property
    def found(self) -> dict[str, Found]:
        """All bookings, by key."""
        return bookings(self.books)

    @cached_property
    def ours(self) -> list[Found]:
        """The bookings that no person made or touched."""
        return [each for key, each in self.found.items() if key not in self.expected.people.tables["invoices"]]

    def ours_of(self, reference: str) -> list[Found]:
        """Our bookings of one printed number."""
        return [each for each in self.ours if each.booking.reference == reference]

    def new_records(self, table: str) -> dict[str, Record]:
        """The records of a table that no person made or touched."""
        theirs = self.expected.people.tables[table]
        return {key: record for key, record in self.books[table].items() if key not in theirs}
