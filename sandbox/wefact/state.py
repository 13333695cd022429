"""What one WeFact account holds, as plain records in the wire's own names and text values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, fields

from sandbox.model import Record


class Table(dict[str, Record]):
    """Records by `Identifier`, to be found by a code as well.

    The index of a property is made at its first use. A hit is held against the record itself, and a miss looks
    through all records, because a code may have been changed in the record. `only_grows` promises that this does
    not happen (a dataset that is being built), which makes a miss as quick as a hit.
    """

    def __init__(self, records: Iterable[tuple[str, Record]] | dict[str, Record] = ()) -> None:
        super().__init__(records)
        self.only_grows = False
        self._indexes: dict[str, dict[str, str]] = {}

    def __setitem__(self, identifier: str, record: Record) -> None:
        """Store a record; of two with one code the first stays the one that is found."""
        super().__setitem__(identifier, record)
        for field_name, index in self._indexes.items():
            index.setdefault(record[field_name], identifier)

    def by(self, field_name: str, value: str) -> Record | None:
        """The first record with this value, or None."""
        record = self.get(self._index(field_name).get(value, ""))
        if record is not None and record[field_name] == value:
            return record
        return None if self.only_grows else scan(self, field_name, value)

    def _index(self, field_name: str) -> dict[str, str]:
        index = self._indexes.get(field_name)
        if index is None:
            index = self._indexes[field_name] = {}
            for identifier, record in self.items():
                index.setdefault(record[field_name], identifier)
        return index


def scan(records: dict[str, Record], field_name: str, value: str) -> Record | None:
    """Look through all records for the first with this value."""
    return next((row for row in records.values() if row[field_name] == value), None)


@dataclass
class Account:
    """One administration: what one API key opens.

    Every table is keyed by `Identifier` (text). Records hold text as WeFact prints it; lists and groups aside.
    """

    name: str = ""
    debtors: dict[str, Record] = field(default_factory=dict)
    creditors: dict[str, Record] = field(default_factory=dict)
    products: dict[str, Record] = field(default_factory=dict)
    groups: dict[str, Record] = field(default_factory=dict)
    invoices: dict[str, Record] = field(default_factory=dict)
    creditinvoices: dict[str, Record] = field(default_factory=dict)
    cost_categories: dict[str, Record] = field(default_factory=dict)
    contacts: dict[str, Record] = field(default_factory=dict)
    attachments: dict[str, Record] = field(default_factory=dict)
    transactions: dict[str, Record] = field(default_factory=dict)
    tax_sale: dict[str, Record] = field(default_factory=dict)
    tax_purchase: dict[str, Record] = field(default_factory=dict)
    scheduled: dict[str, str] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make every table one that finds by code, also when it comes from a file."""
        for table in self.table_names():
            setattr(self, table, Table(getattr(self, table)))

    @classmethod
    def table_names(cls) -> list[str]:
        """The properties that are tables."""
        return [item.name for item in fields(cls) if item.type == "dict[str, Record]"]

    def promise_growth(self, only_grows: bool) -> None:
        """Promise for all tables that no code changes from now on, or take the promise back."""
        for name in self.table_names():
            getattr(self, name).only_grows = only_grows

    def take_number(self, kind: str) -> int:
        """Hand out the next number of a series; numbers are never used again."""
        self.counters[kind] = self.counters.get(kind, 0) + 1
        return self.counters[kind]


@dataclass
class WeFactState:
    """All accounts by API key, and who has called how often."""

    accounts: dict[str, Account] = field(default_factory=dict)
    hits: dict[str, list[float]] = field(default_factory=dict)
    firewall: list[str] = field(default_factory=list)
    failed_logins: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def from_record(cls, record: Record) -> WeFactState:
        """Read back what `dataclasses.asdict` wrote."""
        accounts = {key: Account(**account) for key, account in record["accounts"].items()}
        return cls(accounts, record["hits"], record["firewall"], record.get("failed_logins", {}))


def find(table: dict[str, Record], field_name: str, value: str) -> Record | None:
    """Look a record up by one of its text properties."""
    return table.by(field_name, value) if isinstance(table, Table) else scan(table, field_name, value)
