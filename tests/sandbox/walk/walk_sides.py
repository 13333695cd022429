"""The two sides of the books in the words of the wire, and what the walker sees of each (multivers-api.md 2.1, 3)."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sandbox.model import Record
from tests.sandbox.walk.walk_world import Call, NothingToDoError, World

Maker = Callable[[World], Call]
CENT = Decimal("0.01")
SALES, PURCHASES = 4, 3


@dataclass(frozen=True)
class Side:
    """Customers or suppliers.

    `raising` is the side of a line that raises an invoice's total; `invoice` and `credit` are the invoice types;
    `accounts` is how the accounts of its lines begin; `sign` is +1 where an invoice debits the control account.
    """

    word: str
    raising: str
    lowering: str
    invoice: int
    credit: int
    journal_type: int
    accounts: str
    sign: int

    @property
    def id_name(self) -> str:
        """`customerId` or `supplierId`."""
        return f"{self.word.lower()}Id"

    @property
    def lines_name(self) -> str:
        """`customerInvoiceLines` or `supplierInvoiceLines`."""
        return f"{self.word.lower()}InvoiceLines"


CUSTOMER = Side("Customer", "credit", "debit", 0, 2, SALES, "8", 1)
SUPPLIER = Side("Supplier", "debit", "credit", 1, 3, PURCHASES, "4", -1)
SIDES = (CUSTOMER, SUPPLIER)


def relations(world: World, side: Side) -> dict[str, Record]:
    """The relations of a side by id."""
    return world.db.customers if side is CUSTOMER else world.db.suppliers


def groups(world: World, side: Side) -> dict[str, Record]:
    """The relation groups of a side, with their control accounts."""
    return world.db.customer_groups if side is CUSTOMER else world.db.supplier_groups


def invoices(world: World, side: Side) -> dict[str, Record]:
    """The invoices of a side by key."""
    return world.db.invoices if side is CUSTOMER else world.db.supplier_invoices


def all_invoices(world: World) -> dict[str, Record]:
    """The invoices of both sides by key."""
    return world.db.invoices | world.db.supplier_invoices


def side_of(row: Record) -> Side:
    """The side to which an invoice belongs."""
    return CUSTOMER if CUSTOMER.id_name in row else SUPPLIER


def scenarios(world: World, side: Side) -> list[int]:
    """The VAT scenarios of a side."""
    return [row["vatScenarioId"] for row in world.db.scenarios.values() if row["_sales"] == (side is CUSTOMER)]


def matched(world: World) -> set[str]:
    """The keys of invoices that something was matched with."""
    return {match["invoiceKey"] for match in world.db.matches}


def period_of(world: World, row: Record) -> Record | None:
    """The period that a booking stands in."""
    place = (row["fiscalYear"], row["periodNumber"])
    return next((row for row in world.db.periods if (row["fiscalYear"], row["periodNumber"]) == place), None)


def is_open(world: World, row: Record) -> bool:
    """Whether the period of a booking can still be booked in."""
    period = period_of(world, row)
    return period is not None and not period["isClosed"]


def open_period(world: World) -> Record:
    """A period that can be booked in, of the present fiscal year."""
    year = world.today.year
    return world.pick(world.db.periods, lambda row: row["fiscalYear"] == year and not row["isClosed"])


def journal(world: World, kind: int) -> str:
    """A journal of a type."""
    return str(world.pick(world.db.journals.values(), lambda row: row["journalType"] == kind)["journalId"])


def account(world: World, year: int, first: str) -> str:
    """A ledger account of a year that takes bookings without anything more."""

    def is_free(row: Record) -> bool:
        refused = row["isBlocked"] or row["specifyCostCentre"] or row["specifyCostUnit"]
        return row["fiscalYear"] == year and row["accountId"].startswith(first) and not refused

    return str(world.pick(world.db.accounts.values(), is_free)["accountId"])


def euros(world: World) -> Decimal:
    """An amount of money above nought."""
    return Decimal(world.rng.randint(1, 900_000)).scaleb(-2)


def balance(world: World, row: Record) -> Decimal:
    """What is open on an invoice by its own page."""
    side = side_of(row)
    return Decimal(str(world.get(f"{side.word}InvoiceInfo/{row['invoiceId']}")["invoiceBalance"]))


def open_item(world: World, side: Side) -> tuple[Record, Decimal]:
    """An invoice with something open on it.

    Raises:
        NothingToDoError: the chosen one is settled.
    """
    row = world.pick(invoices(world, side).values())
    left = balance(world, row)
    if not left:
        raise NothingToDoError
    return row, left


def answer_json(body: bytes) -> Any:
    """A body as JSON."""
    return json.loads(body)
