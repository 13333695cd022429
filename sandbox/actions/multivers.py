"""What the bookkeeper does in Multivers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sandbox.core import Sandbox
from sandbox.model import ControlError, Record
from sandbox.multivers import bookings, customers, fintrans, ledger
from sandbox.multivers.context import Books, find_period

DATABASE = "MVL00001"


def _books(sandbox: Sandbox, arguments: Record) -> Books:
    database = sandbox.state.multivers.databases[str(arguments.pop("database", DATABASE))]
    return Books(database, sandbox.state.settings, sandbox.clock)


def _key(books: Books, arguments: Record) -> str:
    return bookings.find_key(books, str(arguments.pop("invoiceId")))


def book_invoice(sandbox: Sandbox, arguments: Record) -> Record:
    """Book an invoice by hand: the properties of CustomerInvoice, most of them filled in when left out.

    Short form: `customerId`, `invoiceDate` (ISO), `lines` of {accountId, amount, vatCodeId, description}, and
    as one likes `invoiceId`, `reference`, `journalId` (default V) and anything else of the edit model.
    """
    books = _books(sandbox, arguments)
    key, _ = bookings.create_invoice(books, by_hand(books, arguments))
    return bookings.rendered(books, key)


def by_hand(books: Books, arguments: Record) -> Record:
    """The body of a CustomerInvoice from the short form of `book_invoice`."""
    body: Record = {"journalId": "V", "paymentConditionId": "14", "vatScenarioId": 1} | arguments
    day = date.fromisoformat(str(body["invoiceDate"]))
    body.setdefault("fiscalYear", day.year)
    body.setdefault("periodNumber", day.month)
    side = f"{books.settings.sales_line_side}AmountCur"
    lines = [
        {"accountId": line["accountId"], side: line["amount"], "vatCodeId": line.get("vatCodeId", 1),
         "description": line.get("description", ""), "transactionDate": body["invoiceDate"]}
        for line in body.pop("lines", [])
    ]  # fmt: skip
    return {"customerInvoiceLines": lines} | body


def edit_booking(sandbox: Sandbox, arguments: Record) -> Record:
    """Change a booking by hand: `invoiceId` and `changes` (properties of the edit model)."""
    books = _books(sandbox, arguments)
    key = _key(books, arguments)
    bookings.edit_invoice(books, key, arguments.pop("changes"))
    return bookings.rendered(books, key)


def delete_booking(sandbox: Sandbox, arguments: Record) -> Record:
    """Delete a booking by hand, with what was matched to it: `invoiceId`."""
    books = _books(sandbox, arguments)
    key = _key(books, arguments)
    bookings.remove_booking(books, key)
    return {"deleted": key}


def reuse_number(sandbox: Sandbox, arguments: Record) -> Record:
    """Delete a booking and give its numbers to another: `invoiceId` and the short form of `book_invoice`."""
    books = _books(sandbox, arguments)
    key = bookings.find_key(books, str(arguments["invoiceId"]))
    old = books.db.invoices[key]
    bookings.remove_booking(books, key)
    numbers = {name: old[name] for name in ("journalId", "journalTransaction", "fiscalYear", "periodNumber")}
    return book_invoice(sandbox, numbers | arguments)


def process_booking(sandbox: Sandbox, arguments: Record) -> Record:
    """Process a booking, so that it is no concept any more: `invoiceId`."""
    books = _books(sandbox, arguments)
    key = _key(books, arguments)
    books.db.invoices[key]["_processed"] = True
    return bookings.rendered(books, key)


def close_period(sandbox: Sandbox, arguments: Record) -> Record:
    """Close a period: `fiscalYear`, `periodNumber`; its bookings cannot be changed any more."""
    return _set_closed(sandbox, arguments, is_closed=True)


def open_period(sandbox: Sandbox, arguments: Record) -> Record:
    """Open a period again: `fiscalYear`, `periodNumber`."""
    return _set_closed(sandbox, arguments, is_closed=False)


def _set_closed(sandbox: Sandbox, arguments: Record, *, is_closed: bool) -> Record:
    books = _books(sandbox, arguments)
    period = find_period(books.db, int(arguments["fiscalYear"]), int(arguments["periodNumber"]))
    if period is None:
        raise ControlError("no such period")
    period["isClosed"] = is_closed
    return period


def match_payment(sandbox: Sandbox, arguments: Record) -> Record:
    """Match money to an invoice by a bank entry: `invoiceId`; `amount` (default: all open), `date`, `journalId`."""
    books = _books(sandbox, arguments)
    key = _key(books, arguments)
    invoice = books.db.invoices[key]
    balance = ledger.to_cents(invoice["amountTotalCur"]) - ledger.paid_cents(books.db).get(key, 0)
    day = str(arguments.get("date") or books.clock.today().isoformat())
    payment = {"invoiceId": key, "amountPaidCur": _amount(arguments, balance), "description": "Ontvangst"}
    entry = {"customerId": invoice["customerId"], "transactionDate": day, "customerEntryPayments": [payment]}
    body = {
        "journalId": arguments.get("journalId", "B"), "fiscalYear": int(day[:4]), "periodNumber": int(day[5:7]),
        "transactionDate": day, "description": "Bankafschrift", "finTransEntries": [entry],
    }  # fmt: skip
    booked = fintrans.book(books, body)
    return {name: booked[name] for name in ("fiscalYear", "journalId", "journalTransaction")}


def _amount(arguments: Record, balance: int) -> Decimal:
    wanted: Any = arguments.get("amount")
    return ledger.to_euros(balance) if wanted is None else Decimal(str(wanted))


def unmatch_payment(sandbox: Sandbox, arguments: Record) -> Record:
    """Undo what was matched to an invoice and remove those bank entries: `invoiceId`."""
    books = _books(sandbox, arguments)
    keys = {match["key"] for match in ledger.payments_of(books.db, _key(books, arguments))}
    for key in keys:
        fintrans.remove(books, key)
    return {"removed": sorted(keys)}


def write_off(sandbox: Sandbox, arguments: Record) -> Record:
    """Write off what is open on an invoice by a memorial entry: `invoiceId`; `amount`, `accountId` (default 4500)."""
    books = _books(sandbox, arguments)
    key = _key(books, arguments)
    invoice = books.db.invoices[key]
    balance = ledger.to_cents(invoice["amountTotalCur"]) - ledger.paid_cents(books.db).get(key, 0)
    amount, day = _amount(arguments, balance), books.clock.today().isoformat()
    payment = {"invoiceId": key, "amountPaidCur": amount, "description": "Afboeking"}
    entries = [
        {"customerId": invoice["customerId"], "transactionDate": day, "customerEntryPayments": [payment]},
        {"accountId": arguments.get("accountId", "4500"), "transactionDate": day, "debitAmount": amount},
    ]
    body = {
        "journalId": "M", "fiscalYear": int(day[:4]), "periodNumber": int(day[5:7]), "transactionDate": day,
        "description": "Oninbaar", "finTransEntries": entries,
    }  # fmt: skip
    booked = fintrans.book(books, body)
    return {name: booked[name] for name in ("fiscalYear", "journalId", "journalTransaction")}


def add_customer(sandbox: Sandbox, arguments: Record) -> Record:
    """Make a customer by hand: the properties of Customer."""
    books = _books(sandbox, arguments)
    return customers.rendered_customer(books, customers.create_customer(books, arguments))


ACTIONS = {
    "book_invoice": book_invoice,
    "edit_booking": edit_booking,
    "delete_booking": delete_booking,
    "reuse_number": reuse_number,
    "process_booking": process_booking,
    "close_period": close_period,
    "open_period": open_period,
    "match_payment": match_payment,
    "unmatch_payment": unmatch_payment,
    "write_off": write_off,
    "add_customer": add_customer,
}
