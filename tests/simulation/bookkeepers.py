"""What bookkeepers do in Multivers; a function gives the action of the sandbox, or None if there is nothing to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from sandbox.datasets import hand_bookings
from sandbox.model import Record
from sandbox.wefact.invoices import shown_invoice
from tests.simulation.desk import Desk

BY_HAND = "met de hand"
"""What people note on a booking to which they gave the number of another one."""


def _about(desk: Desk, action: str, *, is_open: bool | None = None, **more: object) -> Record | None:
    found = desk.booking(is_open=is_open)
    return found and {"action": action, "kind": found[0], "invoiceId": found[1]["invoiceId"]} | more


def match_all(desk: Desk) -> Record | None:
    """Money comes in or goes out, all of it."""
    return _about(desk, "match_payment", is_open=True, date=desk.day())


def match_part(desk: Desk) -> Record | None:
    """A part of the money."""
    found = desk.booking(is_open=True)
    whole = desk.euros_open(*found) if found else 0
    if found is None or abs(whole) < 2:
        return None
    return _matched(desk, found, str(int(whole / 2)))


def match_too_much(desk: Desk) -> Record | None:
    """More money than is open."""
    found = desk.booking(is_open=True)
    return found and _matched(desk, found, str(desk.euros_open(*found) + 10))


def _matched(desk: Desk, found: tuple[str, Record], amount: str) -> Record:
    kind, booking = found
    return {
        "action": "match_payment", "kind": kind, "invoiceId": booking["invoiceId"], "amount": amount, "date": desk.day()
    }  # fmt: skip


def match_by_hand(desk: Desk) -> Record | None:
    """Money for a booking that somebody typed."""
    found = desk.booking(ours=False, is_open=True)
    return found and {"action": "match_payment", "kind": found[0], "invoiceId": found[1]["invoiceId"]}


def unmatch(desk: Desk) -> Record | None:
    """A match is undone."""
    return _about(desk, "unmatch_payment", is_open=False)


def write_off(desk: Desk) -> Record | None:
    """What is open is written off."""
    return _about(desk, "write_off", is_open=True, date=desk.day())


def set_off(desk: Desk) -> Record | None:
    """An invoice is set off against a credit note of the same relation."""
    credit = desk.pick(desk.books.invoices.values(), lambda record: record["amountTotalCur"] < 0)
    if credit is None:
        return None
    found = desk.pick(
        desk.books.invoices.values(),
        lambda record: record["customerId"] == credit["customerId"] and record["amountTotalCur"] > 0,
    )
    return found and {
        "action": "set_off", "kind": "customer", "invoiceId": found["invoiceId"],
        "creditInvoiceId": credit["invoiceId"], "date": desk.day(),
    }  # fmt: skip


def pay_supplier(desk: Desk) -> Record | None:
    """A supplier is paid."""
    found = desk.pick(desk.books.supplier_invoices.values())
    return found and {"action": "pay_supplier", "invoiceId": found["invoiceId"], "date": desk.day()}


def release(desk: Desk) -> Record | None:
    """A supplier's invoice may be paid."""
    found = desk.pick(desk.books.supplier_invoices.values())
    return found and {"action": "approve_invoice", "invoiceId": found["invoiceId"]}


def correct_due_date(desk: Desk) -> Record | None:
    """A booking gets another due date."""
    day = desk.day(back=0, ahead=60)
    return _about(desk, "edit_booking", changes={"invoiceExpirationDate": "-".join(reversed(day.split("-")))})


def correct_account(desk: Desk) -> Record | None:
    """The lines of a booking go to another account."""
    found = desk.booking()
    if found is None:
        return None
    kind, booking = found
    name, account = ("customerInvoiceLines", "8090") if kind == "customer" else ("supplierInvoiceLines", "4000")
    about = {"action": "edit_booking", "kind": kind, "invoiceId": booking["invoiceId"]}
    desk.remember("accounts", about | {"changes": {name: [dict(line) for line in booking[name]]}})
    return about | {"changes": {name: [{**line, "accountId": account} for line in booking[name]]}}


def take_correction_back(desk: Desk) -> Record | None:
    """The lines of a booking go back to the accounts they had."""
    return desk.recall("accounts")


def process(desk: Desk) -> Record | None:
    """A booking is processed."""
    return _about(desk, "process_booking")


def delete_booking(desk: Desk) -> Record | None:
    """A booking is deleted."""
    found = desk.booking()
    if found is None:
        return None
    kind, booking = found
    desk.remember("bookings", {name: value for name, value in booking.items() if not name.startswith("_")})
    return {"action": "delete_booking", "kind": kind, "invoiceId": booking["invoiceId"]}


def bring_back(desk: Desk) -> Record | None:
    """A booking that was deleted is typed again, just as it was."""
    booking = desk.recall("bookings")
    day = booking and date.fromisoformat(booking["invoiceDate"])
    return booking and {**booking, "action": "book_invoice", "invoiceDate": str(day)}


def reuse_number(desk: Desk) -> Record | None:
    """A booking is deleted, and its number goes to another one."""
    found = desk.booking()
    if found is None:
        return None
    kind, booking = found
    relation, account = ("customerId", "8090") if kind == "customer" else ("supplierId", "4000")
    return {
        "action": "reuse_number", "kind": kind, "invoiceId": booking["invoiceId"], relation: booking[relation],
        "invoiceDate": desk.day(), "reference": BY_HAND, "lines": [{"accountId": account, "amount": "11.00"}],
    }  # fmt: skip


def pay_stranger(desk: Desk) -> Record | None:
    """Money for a booking that was given the number of another one."""
    kinds = {"customer": desk.books.invoices, "supplier": desk.books.supplier_invoices}
    found = [(kind, one) for kind, table in kinds.items() for one in table.values() if one["reference"] == BY_HAND]
    kind, booking = desk.chance.choice(found) if found else ("", {})
    return booking and {"action": "match_payment", "kind": kind, "invoiceId": booking["invoiceId"]}


def book_by_hand_first(desk: Desk) -> Record | None:
    """Somebody types an invoice that the link has not booked yet, now and then without its number."""
    booked = {record["reference"] for record in desk.books.invoices.values()}
    found = desk.pick(
        desk.account.invoices.values(),
        lambda record: record["Status"] in ("2", "3") and record["InvoiceCode"] not in booked,
    )
    if found is None:
        return None
    typed = hand_bookings.sale(shown_invoice(found, desk.sandbox.state.settings))
    drawn = desk.chance.random()
    if drawn < 0.25:
        typed |= {"reference": "", "invoiceId": str(desk.chance.randint(1000, 9999))}
    elif drawn < 0.4:
        typed["lines"][0]["amount"] += 1
        del typed["vatTransactionLines"]
    return {"action": "book_invoice"} | typed


def book_something(desk: Desk) -> Record | None:
    """A booking that has nothing to do with WeFact."""
    customer = desk.pick(desk.books.customers.values())
    number = str(desk.chance.randint(10_000, 99_999))
    return customer and {
        "action": "book_invoice", "customerId": customer["customerId"], "invoiceId": number, "reference": number,
        "invoiceDate": desk.day(), "lines": [{"accountId": "8090", "amount": str(desk.chance.randint(5, 500))}],
    }  # fmt: skip


def add_customer(desk: Desk) -> Record | None:
    """Somebody makes a customer that the link would make, with the same name or another."""
    found = desk.pick(desk.account.debtors.values(), lambda record: record["DebtorCode"] not in desk.books.customers)
    if found is None:
        return None
    name = found["CompanyName"] if desk.chance.random() < 0.7 else "Iemand Anders"
    code = found["DebtorCode"]
    return {"action": "add_customer", "customerId": code, "shortName": code, "name": name, "countryId": "NL"}


def add_supplier(desk: Desk) -> Record | None:
    """Somebody makes a supplier that the link would make, with the same name or another."""
    found = desk.pick(
        desk.account.creditors.values(), lambda record: record["CreditorCode"] not in desk.books.suppliers
    )
    if found is None:
        return None
    name = found["CompanyName"] if desk.chance.random() < 0.7 else "Iemand Anders"
    code = found["CreditorCode"]
    return {
        "action": "add_supplier", "supplierId": code, "shortName": code, "name": name, "countryId": "NL",
        "paymentConditionId": "14", "vatScenarioId": 11,
    }  # fmt: skip


def close_period(desk: Desk) -> Record | None:
    """The month before last, or last month, is closed."""
    month = desk.today.month - desk.chance.choice((1, 2))
    return {"action": "close_period", "fiscalYear": desk.today.year, "periodNumber": month} if month > 0 else None


def open_period(desk: Desk) -> Record | None:
    """A closed month of this year is opened again."""
    closed = desk.pick(
        desk.books.periods, lambda period: period["isClosed"] and period["fiscalYear"] == desk.today.year
    )
    return closed and {
        "action": "open_period", "fiscalYear": closed["fiscalYear"], "periodNumber": closed["periodNumber"]
    }  # fmt: skip


DEEDS: Mapping[Callable[[Desk], Record | None], int] = {
    match_all: 14, match_part: 7, match_too_much: 1, match_by_hand: 2, unmatch: 4, write_off: 2, set_off: 2,
    pay_supplier: 4, release: 4, correct_due_date: 2, correct_account: 3, take_correction_back: 2, process: 3,
    delete_booking: 2, bring_back: 2, reuse_number: 2, book_by_hand_first: 4, book_something: 2, add_customer: 2,
    add_supplier: 2, close_period: 1, open_period: 2,
}  # fmt: skip
