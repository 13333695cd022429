"""How often an effect stands in the sandbox, by its own state."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sandbox.testing import DATABASE, KEY, SandboxControl
from tests.kills.cells import Effect

PART = Decimal("10.00")
"""Euros of each part payment."""

WHOLE = ("F2026-0001", "F2026-0002", "F2026-0005", "F2026-0009")
IN_PART = ("F2026-0003", "F2026-0008", "F2026-0015", "F2026-0016")
DEARER = {
    "F2026-0001": ("30", "72.60"),
    "F2026-0002": ("20", "65.40"),
    "F2026-0003": ("100", "463.39"),
    "F2026-0008": ("30", "157.91"),
    "F2026-0015": ("100", "76.30"),
    "F2026-0016": ("20", "21.80"),
}
"""What booked invoices become before they are paid: the price of the first line, and the gross that follows."""

SENT = {
    Effect.WRITE_MULTIVERS_RELATION: 5,
    Effect.CREATE_BOOKING: 8,
    Effect.UPDATE_BOOKING: len(DEARER),
    Effect.MARK_PAID: len(WHOLE),
    Effect.PART_PAYMENT: len(IN_PART),
}
"""How often each call is made where the demo sells and is paid: once for a document, whatever has died meanwhile."""

State = dict[str, Any]


def make_dearer(sandbox: SandboxControl) -> None:
    """Somebody changes prices in WeFact of invoices that are booked."""
    for number, (price, _) in DEARER.items():
        first, *others = sandbox.invoices()[number]["InvoiceLines"]
        lines = [first | {"PriceExcl": price}, *others]
        sandbox.action("edit_invoice", InvoiceCode=number, changes={"InvoiceLines": lines})


def effects(state: State, effect: Effect, identifier: str) -> Fraction:
    """How often the effect was written for a document or relation; more than 1 is twice, a part is wrong."""
    return COUNTS[effect](state, identifier)


def _bookings(state: State, identifier: str) -> Fraction:
    number = _account(state)["invoices"][identifier]["InvoiceCode"]
    rows = _books(state)["invoices"].values()
    return Fraction(sum(row["reference"] == number and row["journalId"] == "WFV" for row in rows))


def _replaced(state: State, identifier: str) -> Fraction:
    """How often the booking was replaced; never, if it is not that of the invoice as it is now."""
    number = _account(state)["invoices"][identifier]["InvoiceCode"]
    gross = Fraction(DEARER[number][1])
    rows = [row for row in _books(state)["invoices"].values() if row["reference"] == number]
    return Fraction(sum(row.get("_replaced", 0) for row in rows if Fraction(str(row["amountTotal"])) == gross))


def _relations(state: State, identifier: str) -> Fraction:
    code = _account(state)["debtors"][identifier]["DebtorCode"]
    return Fraction(sum(row["customerId"] == code for row in _books(state)["customers"].values()))


def _imported(state: State, code: str) -> Fraction:
    return Fraction(sum(row["DebtorCode"] == code for row in _account(state)["debtors"].values()))


def _paid_whole(state: State, identifier: str) -> Fraction:
    row = _account(state)["invoices"][identifier]
    gross = {booking["reference"]: booking["amountTotal"] for booking in _books(state)["invoices"].values()}
    return Fraction(row["AmountPaid"]) / Fraction(str(gross[row["InvoiceCode"]]))


def _paid_in_part(state: State, identifier: str) -> Fraction:
    return Fraction(_account(state)["invoices"][identifier]["AmountPaid"]) / Fraction(PART)


COUNTS: dict[Effect, Callable[[State, str], Fraction]] = {
    Effect.CREATE_BOOKING: _bookings,
    Effect.UPDATE_BOOKING: _replaced,
    Effect.WRITE_MULTIVERS_RELATION: _relations,
    Effect.WRITE_WEFACT_RELATION: _imported,
    Effect.MARK_PAID: _paid_whole,
    Effect.PART_PAYMENT: _paid_in_part,
}
CALLS = {
    Effect.CREATE_BOOKING: "multivers POST CustomerInvoice",
    Effect.UPDATE_BOOKING: "multivers PUT CustomerInvoice",
    Effect.WRITE_MULTIVERS_RELATION: "multivers POST Customer",
    Effect.WRITE_WEFACT_RELATION: "wefact debtor/add",
    Effect.MARK_PAID: "wefact invoice/markaspaid",
    Effect.PART_PAYMENT: "wefact invoice/partpayment",
}
"""How the sandbox counts the calls of each effect."""


def _account(state: State) -> State:
    account: State = state["wefact"]["accounts"][KEY]
    return account


def _books(state: State) -> State:
    books: State = state["multivers"]["databases"][DATABASE]
    return books
