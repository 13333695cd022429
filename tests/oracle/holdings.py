"""Multivers through time: what people made or touched, what the link made, and what nobody may change."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.oracle.bookkeeping import Booking
from tests.oracle.books import Found, bookings, database
from tests.oracle.changes import Change, changes
from tests.oracle.people import TABLES, tables_of
from tests.oracle.sides import SIDES, Side

Record = dict[str, Any]
Tables = Mapping[str, Mapping[str, Record]]
BOOKINGS = {side.multivers.bookings: side for side in SIDES}
RELATIONS = {side.multivers.relations: side for side in SIDES}


@dataclass
class Holdings:
    """What the books hold, and whose it is.

    Attributes:
        books: the administration as it was last seen.
        found: every booking, by key.
        theirs: by table the keys of what people made or touched.
    """

    books: Record
    found: dict[str, Found] = field(default_factory=dict)
    theirs: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    @classmethod
    def before_the_link(cls, state: Record) -> Holdings:
        """Everything is people's work as long as the link has not run."""
        books = database(state)
        tables = tables_of(books)
        theirs = {name: set(tables[name]) for name in TABLES}
        return cls(_kept(books), dict(bookings(books)), defaultdict(set, theirs))

    def move_on(self, state: Record) -> dict[str, list[Change]]:
        """Take note of what the books hold now; gives by table what changed."""
        books = database(state)
        before, now = tables_of(self.books), tables_of(books)
        changed = {name: list(changes(before[name], now[name])) for name in TABLES}
        self.books = _kept(books)
        entries = {change.now["invoiceKey"] for change in changed["transactions"] if change.now}
        for name, side in BOOKINGS.items():
            keys = {change.key for change in changed[name]} | (entries & now[name].keys())
            self._read(side, keys, now)
        return changed

    def now_theirs(self, changed: Mapping[str, list[Change]]) -> None:
        """What people made or changed is theirs from now on, and what they took out is nobody's."""
        for name, rows in changed.items():
            self.theirs[name] |= {change.key for change in rows if change.now is not None}
            self.theirs[name] -= {change.key for change in rows if change.now is None}

    def typed(self) -> Iterator[Found]:
        """The bookings that people made or touched."""
        for name in BOOKINGS:
            yield from (self.found[key] for key in self.theirs[name] if key in self.found)

    def is_theirs(self, found: Found) -> bool:
        """Whether people made or touched a booking."""
        return found.key in self.theirs[found.side.multivers.bookings]

    def _read(self, side: Side, keys: set[str], now: Tables) -> None:
        table = now[side.multivers.bookings]
        present = {key: table[key] for key in keys if key in table}
        part = {each.multivers.bookings: present if each is side else {} for each in SIDES}
        self.found |= bookings(part | {"transactions": now["transactions"]})
        for key in keys - present.keys():
            self.found.pop(key, None)


def same_booking(one: Booking, other: Booking) -> bool:
    """Whether a booking is still the one that it was: a stranger under its number is not (DESIGN 8.6)."""
    return all(getattr(one, name) == getattr(other, name) for name in ("reference", "relation", "gross", "journal"))


def _kept(books: Record) -> Record:
    """The administration with tables of its own, so that records that go are noticed also where a state lives on."""
    names = [name for name in TABLES if name in books]
    bank = {"BankAccount": dict(books["tables"].get("BankAccount", {}))}
    return books | {name: dict(books[name]) for name in names} | {"tables": bank, "matches": list(books["matches"])}
