"""What the bookkeeper does in Multivers, on both sides.

An action that names an invoice finds it by `invoiceId` among the customers' invoices, then among the suppliers';
`kind` (customer or supplier) chooses where both have the number.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sandbox.core import Sandbox
from sandbox.model import ControlError, Record
from sandbox.multivers import approvals, bookings, fintrans, invoice_store, ledger, matching, relations
from sandbox.multivers.context import Books, find_period
from sandbox.multivers.errors import NotFoundError
from sandbox.multivers.kinds import BY_NAME, CUSTOMER, KINDS, SUPPLIER, Kind, kind_of

DATABASE = "MVL00001"
_STANDARD: dict[str, Record] = {
    "customer": {"journalId": "V", "paymentConditionId": "14", "vatScenarioId": 1},
    "supplier": {"journalId": "I", "paymentConditionId": "14", "vatScenarioId": 11},
}
_WITHOUT_MONEY = (
    ("difference", "paymentDifferenceAmountCur"),
    ("rebate", "paymentRebateAmountCur"),
    ("squeeze", "creditSqueezeAmountCur"),
)


def _books(sandbox: Sandbox, arguments: Record) -> Books:
    database = sandbox.state.multivers.databases[str(arguments.pop("database", DATABASE))]
    return Books(database, sandbox.state.settings, sandbox.clock)


def _kinds(arguments: Record) -> tuple[Kind, ...]:
    name = arguments.pop("kind", "")
    if name and name not in BY_NAME:
        raise ControlError(f"kind is one of {', '.join(BY_NAME)}")
    return (BY_NAME[name],) if name else KINDS


def _key(books: Books, arguments: Record, name: str = "invoiceId") -> str:
    invoice_id = str(arguments.pop(name))
    for kind in _kinds(arguments):
        if kind.key(invoice_id) in kind.invoices(books.db):
            return kind.key(invoice_id)
    raise NotFoundError


def book_invoice(sandbox: Sandbox, arguments: Record) -> Record:
    """Book an invoice by hand: the properties of the edit model, most of them filled in when left out.

    Short form: `customerId` or `supplierId`, `invoiceDate` (ISO), `lines` of {accountId, amount, vatCodeId,
    description}, and as one likes `invoiceId`, `reference`, `journalId` (default V, purchase I) and anything else
    of the edit model. A negative amount makes a credit line.
    """
    books = _books(sandbox, arguments)
    kind = SUPPLIER if "supplierId" in arguments else CUSTOMER
    arguments.pop("kind", None)
    key, _ = bookings.create_invoice(books, by_hand(books, arguments, kind), kind)
    return bookings.rendered(books, key)


def by_hand(books: Books, arguments: Record, kind: Kind = CUSTOMER) -> Record:
    """The body of an invoice from the short form of `book_invoice`."""
    body: Record = _STANDARD[kind.name] | arguments
    day = date.fromisoformat(str(body["invoiceDate"]))
    body.setdefault("fiscalYear", day.year)
    body.setdefault("periodNumber", day.month)
    side = f"{getattr(books.settings, kind.line_side)}AmountCur"
    lines = [
        {"accountId": line["accountId"], side: line["amount"], "vatCodeId": line.get("vatCodeId", 1),
         "description": line.get("description", ""), "transactionDate": body["invoiceDate"]}
        for line in body.pop("lines", [])
    ]  # fmt: skip
    return {kind.lines_name: lines} | body


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
    books = _books(sandbox, dict(arguments))
    invoice_id = str(arguments["invoiceId"])
    key = _key(books, arguments)
    old = invoice_store.get(books.db, key)
    names = ("journalId", "journalTransaction", "fiscalYear", "periodNumber")
    wanted = {name: old[name] for name in names} | {"invoiceId": invoice_id} | arguments
    kind = SUPPLIER if "supplierId" in wanted else CUSTOMER
    bookings.check_body(books, by_hand(books, wanted, kind), kind)
    bookings.remove_booking(books, key)
    return book_invoice(sandbox, wanted)


def process_booking(sandbox: Sandbox, arguments: Record) -> Record:
    """Process a booking, so that it is no concept any more: `invoiceId`."""
    books = _books(sandbox, arguments)
    key = _key(books, arguments)
    invoice_store.get(books.db, key)["_processed"] = True
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
    """Match money to an invoice by a bank entry: `invoiceId`; `amount` (default: all open), `date`, `journalId`.

    `difference`, `rebate` and `squeeze` settle that much without money (payment difference, discount,
    kredietbeperking); the default amount is what is open without them. Amounts in euros, with the invoice's sign.
    """
    books = _books(sandbox, arguments)
    key = _key(books, arguments)
    return _settle(books, key, arguments | {"text": arguments.get("text", "Betaling")}, ())


def _settle(books: Books, key: str, arguments: Record, entries: tuple[Record, ...]) -> Record:
    """Book one entry that settles an invoice, with what else belongs to it; gives its place in the journal."""
    kind, invoice = kind_of(key), invoice_store.get(books.db, key)
    day = str(arguments.get("date") or books.clock.today().isoformat())
    payment: Record = {wire: Decimal(str(arguments.get(name, 0))) for name, wire in _WITHOUT_MONEY}
    payment |= {"invoiceId": invoice["invoiceId"], "description": arguments["text"]}
    payment["amountPaidCur"] = _amount(books, key, arguments) - sum(payment[wire] for _, wire in _WITHOUT_MONEY)
    entry = {kind.id_name: invoice[kind.id_name], "transactionDate": day, kind.payments_name: [payment]}
    body = {
        "journalId": arguments.get("journalId", "B"), "fiscalYear": int(day[:4]), "periodNumber": int(day[5:7]),
        "transactionDate": day, "description": arguments["text"], "finTransEntries": [entry, *entries],
    }  # fmt: skip
    booked = fintrans.book(books, body)
    return {name: booked[name] for name in ("fiscalYear", "journalId", "journalTransaction")}


def _amount(books: Books, key: str, arguments: Record) -> Decimal:
    """What an action settles in euros: what it names and what goes without money, else all that is open."""
    if arguments.get("amount") is None:
        return ledger.to_euros(matching.balance_cents(books.db, key))
    return sum(
        (Decimal(str(arguments.get(name, 0))) for name in ("amount", "difference", "rebate", "squeeze")), Decimal(0)
    )


def pay_supplier(sandbox: Sandbox, arguments: Record) -> Record:
    """Pay a supplier invoice from the bank: the arguments of `match_payment`.

    What is blocked for payment is not paid by default, and refused when it is asked for.
    """
    books = _books(sandbox, dict(arguments))
    key = SUPPLIER.key(str(arguments["invoiceId"]))
    invoice = invoice_store.get(books.db, key)
    payable = ledger.to_euros(matching.balance_cents(books.db, key)) - invoice["amountFrozenCur"]
    amount = Decimal(str(arguments.get("amount", payable)))
    if abs(amount) > abs(payable):
        raise ControlError(f"of this invoice {invoice['amountFrozenCur']} is blocked for payment")
    return match_payment(sandbox, arguments | {"kind": "supplier", "amount": amount})


def unmatch_payment(sandbox: Sandbox, arguments: Record) -> Record:
    """Undo what was matched to an invoice and remove those bank entries: `invoiceId`."""
    books = _books(sandbox, arguments)
    key = _key(books, arguments)
    booked = dict.fromkeys(match["key"] for match in matching.payments_of(books.db, key))
    own = ledger.key_of(invoice_store.get(books.db, key))
    for each in booked:
        if books.db.transactions[each]["invoiceKey"]:
            matching.release_pair(books.db, own, each)
        else:
            fintrans.remove(books, each)
    return {"removed": sorted(booked)}


def set_off(sandbox: Sandbox, arguments: Record) -> Record:
    """Set off a credit note: `invoiceId`, `creditInvoiceId`; `amount` (default: as much as may be), `date`."""
    books = _books(sandbox, arguments)
    chosen = {"kind": arguments.pop("kind", "")}
    credit = _key(books, arguments | chosen, "creditInvoiceId")
    key = _key(books, arguments | {"kind": kind_of(credit).name})
    pair = [invoice_store.get(books.db, each) for each in (key, credit)]
    balances = [matching.balance_cents(books.db, each) for each in (key, credit)]
    id_name = kind_of(key).id_name
    most = min(abs(balance) for balance in balances)
    cents = abs(ledger.to_cents(Decimal(str(arguments["amount"])))) if "amount" in arguments else most
    if pair[0][id_name] != pair[1][id_name] or balances[0] * balances[1] >= 0 or cents > most:
        raise ControlError("set_off: needs open invoices of one relation and opposite sign, and no more than is open")
    day = str(arguments.get("date") or books.clock.today().isoformat())
    matching.set_off(books.db, key, credit, cents if balances[0] > 0 else -cents, day)
    return {"settled": str(ledger.to_euros(cents)), "invoices": [each["invoiceId"] for each in pair]}


def write_off(sandbox: Sandbox, arguments: Record) -> Record:
    """Write off what is open on an invoice by a memorial entry: `invoiceId`; `amount`, `accountId` (default 4500)."""
    books = _books(sandbox, arguments)
    key = _key(books, arguments)
    amount = kind_of(key).sign * _amount(books, key, arguments)
    account = arguments.get("accountId", "4500")
    other_side = {"accountId": account, "debitAmount": amount, "description": "Afboeking"}
    return _settle(books, key, {"journalId": "M", "text": "Oninbaar"} | arguments, (other_side,))


def freeze_invoice(sandbox: Sandbox, arguments: Record) -> Record:
    """Block a supplier invoice for payment: `invoiceId`; `amount` (default: its total)."""
    books = _books(sandbox, arguments)
    key = SUPPLIER.key(str(arguments["invoiceId"]))
    total = invoice_store.get(books.db, key)["amountTotalCur"]
    approvals.freeze(books, key, Decimal(str(arguments.get("amount", total))))
    return bookings.rendered(books, key)


def approve_invoice(sandbox: Sandbox, arguments: Record) -> Record:
    """Release a supplier invoice for payment: `invoiceId`."""
    books = _books(sandbox, arguments)
    key = SUPPLIER.key(str(arguments["invoiceId"]))
    approvals.freeze(books, key, Decimal(0))
    return bookings.rendered(books, key)


def add_customer(sandbox: Sandbox, arguments: Record) -> Record:
    """Make a customer by hand: the properties of Customer."""
    return _add_relation(sandbox, CUSTOMER, arguments)


def add_supplier(sandbox: Sandbox, arguments: Record) -> Record:
    """Make a supplier by hand: the properties of Supplier."""
    return _add_relation(sandbox, SUPPLIER, arguments)


def _add_relation(sandbox: Sandbox, kind: Kind, arguments: Record) -> Record:
    books = _books(sandbox, arguments)
    return relations.rendered(books, kind, relations.create_relation(books, kind, arguments))


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
    "set_off": set_off,
    "pay_supplier": pay_supplier,
    "write_off": write_off,
    "freeze_invoice": freeze_invoice,
    "approve_invoice": approve_invoice,
    "add_customer": add_customer,
    "add_supplier": add_supplier,
}
