"""What one WeFact account holds, as plain records in the wire's own names and text values."""

from __future__ import annotations

from dataclasses import dataclass, field

from sandbox.model import Record


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
    tax_sale: dict[str, Record] = field(default_factory=dict)
    tax_purchase: dict[str, Record] = field(default_factory=dict)
    counters: dict[str, int] = field(default_factory=dict)

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

    @classmethod
    def from_record(cls, record: Record) -> WeFactState:
        """Read back what `dataclasses.asdict` wrote."""
        accounts = {key: Account(**account) for key, account in record["accounts"].items()}
        return cls(accounts, record["hits"], record["firewall"])


def find(table: dict[str, Record], field_name: str, value: str) -> Record | None:
    """Look a record up by one of its text properties."""
    return next((row for row in table.values() if row[field_name] == value), None)
