"""A state and its expectations, side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tests.oracle.bookkeeping import Booking
from tests.oracle.books import Found, bookings, database
from tests.oracle.expectations import Expectations
from tests.oracle.people import tables_of
from tests.oracle.sides import Side
from tests.oracle.wefact import account

Record = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """Both programs in a state, and what they must hold."""

    state: Record
    expected: Expectations

    @cached_property
    def books(self) -> Record:
        """The administration in Multivers."""
        return database(self.state)

    @cached_property
    def tables(self) -> Mapping[str, Mapping[str, Record]]:
        """Its tables in which the link and people work."""
        return tables_of(self.books)

    @cached_property
    def wefact(self) -> Record:
        """The account in WeFact."""
        return account(self.state)

    @cached_property
    def found(self) -> dict[str, Found]:
        """All bookings, by key."""
        return bookings(self.books)

    @cached_property
    def ours(self) -> list[Found]:
        """The bookings that no person made or touched."""
        theirs = self.expected.people.tables
        return [each for key, each in self.found.items() if key not in theirs[each.side.multivers.bookings]]

    @cached_property
    def _by_name(self) -> Mapping[tuple[str, str, str], list[Found]]:
        named = defaultdict(list)
        for each in self.ours:
            named[each.booking.name].append(each)
        return named

    def ours_of(self, booking: Booking) -> list[Found]:
        """Our bookings of the same document."""
        return self._by_name.get(booking.name, [])

    def is_expected(self, booking: Booking) -> bool:
        """Whether some document asks for this booking."""
        return booking.name in self._asked

    @cached_property
    def _asked(self) -> frozenset[tuple[str, str, str]]:
        return frozenset(expected.booking.name for expected in self.expected.bookings.values())

    def numbers_of(self, booking: Booking) -> list[str]:
        """The documents of WeFact that have this name, and may not be booked."""
        return [number for number, name in self.expected.names.items() if name == booking.name]

    def new_records(self, table: str) -> dict[str, Record]:
        """The records of a table that no person made or touched."""
        theirs = self.expected.people.tables[table]
        return {key: record for key, record in self.tables[table].items() if key not in theirs}

    def new_relations(self, side: Side) -> dict[str, Record]:
        """The relations of a side that no person made or touched."""
        return self.new_records(side.multivers.relations)
