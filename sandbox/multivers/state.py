"""What one Multivers server holds, as plain records: dates ISO text, money `Decimal`, ledger lines in cents."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sandbox.model import Record


@dataclass
class Database:
    """One administration.

    `accounts` is keyed `year/account`, `journals` by id, `transactions` `year/journal/number`. Customer invoices
    are keyed by `invoiceId`, supplier invoices by `purchase/invoiceId`, so that a key names one booking of either
    kind; a second booking of one id, where the switch allows it, gets a mark behind the key. `organizations` says
    which customer and supplier are one company.
    `tables` holds what only its own calls know (cost units, orders, document links ...), by resource and key.
    `matches` says which money belongs to which invoice; open items derive from it.

    What would take a scan is kept at hand, written only by `ledger`, `matching` and `registers`: `settlements` (the
    matches of each invoice), `account_totals` (debit and credit cents by `year/period/account`), `last_numbers`
    and `last_dates` (by `year/journal`), `registers` (ordered sets of keys by name) and `highest` (ids handed out).
    """

    database: str = ""
    description: str = ""
    company: Record = field(default_factory=dict)
    fiscal_years: dict[str, Record] = field(default_factory=dict)
    periods: list[Record] = field(default_factory=list)
    journals: dict[str, Record] = field(default_factory=dict)
    accounts: dict[str, Record] = field(default_factory=dict)
    vat_codes: dict[str, Record] = field(default_factory=dict)
    scenarios: dict[str, Record] = field(default_factory=dict)
    scenario_rules: list[Record] = field(default_factory=list)
    payment_conditions: dict[str, Record] = field(default_factory=dict)
    countries: dict[str, Record] = field(default_factory=dict)
    currencies: dict[str, Record] = field(default_factory=dict)
    cost_centres: dict[str, Record] = field(default_factory=dict)
    customer_groups: dict[str, Record] = field(default_factory=dict)
    tables: dict[str, dict[str, Record]] = field(default_factory=dict)
    supplier_groups: dict[str, Record] = field(default_factory=dict)
    customers: dict[str, Record] = field(default_factory=dict)
    suppliers: dict[str, Record] = field(default_factory=dict)
    organizations: dict[str, Record] = field(default_factory=dict)
    invoices: dict[str, Record] = field(default_factory=dict)
    supplier_invoices: dict[str, Record] = field(default_factory=dict)
    transactions: dict[str, Record] = field(default_factory=dict)
    matches: list[Record] = field(default_factory=list)
    settlements: dict[str, list[Record]] = field(default_factory=dict)
    account_totals: dict[str, list[int]] = field(default_factory=dict)
    last_numbers: dict[str, int] = field(default_factory=dict)
    last_dates: dict[str, str] = field(default_factory=dict)
    registers: dict[str, dict[str, None]] = field(default_factory=dict)
    highest: dict[str, int] = field(default_factory=dict)
    reserved: dict[str, int] = field(default_factory=dict)
    serial: int = 0

    def __post_init__(self) -> None:
        """Let `settlements` hold the very records of `matches`, also after a state was read back."""
        self.settlements = {}
        for match in self.matches:
            self.settlements.setdefault(match["invoiceKey"], []).append(match)

    def next_serial(self) -> int:
        """Hand out a number that is never used again (organisations, second bookings)."""
        self.serial += 1
        return self.serial


@dataclass
class MultiversState:
    """All administrations and everything that OAuth has handed out.

    Tokens and codes are keyed by their text; `expires` is ISO text, empty for no end.
    """

    databases: dict[str, Database] = field(default_factory=dict)
    clients: dict[str, str] = field(default_factory=dict)
    codes: dict[str, Record] = field(default_factory=dict)
    access_tokens: dict[str, Record] = field(default_factory=dict)
    refresh_tokens: dict[str, Record] = field(default_factory=dict)
    groups: dict[str, Record] = field(default_factory=dict)
    licenses: dict[str, Record] = field(default_factory=dict)
    token_serial: int = 0
    recent: list[float] = field(default_factory=list)

    @classmethod
    def from_record(cls, record: Record) -> MultiversState:
        """Read back what `dataclasses.asdict` wrote."""
        rest: dict[str, Any] = dict(record)
        databases = {name: Database(**database) for name, database in rest.pop("databases").items()}
        return cls(databases=databases, **rest)
