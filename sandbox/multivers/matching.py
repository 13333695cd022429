"""Money and credit notes matched to invoices: what is settled, by what, and what is open (multivers-api.md 3.8).

A match names the invoice by key, the booking that settles it by journal and number, and in cents with the sign of
the invoice what was paid and what was settled without money.
"""

from __future__ import annotations

from typing import NamedTuple

from sandbox.model import Record
from sandbox.multivers.kinds import invoice_of
from sandbox.multivers.ledger import key_of, to_cents
from sandbox.multivers.state import Database


class Settled(NamedTuple):
    """What one payment settles, in cents with the sign of the invoice."""

    paid: int = 0
    difference: int = 0
    rebate: int = 0
    squeeze: int = 0

    @property
    def total(self) -> int:
        """By how much the balance goes down."""
        return self.paid + self.difference + self.rebate + self.squeeze


def settle(db: Database, invoice_key: str, transaction: Record, settled: Settled) -> None:
    """Match a booking to an invoice."""
    match = {
        "invoiceKey": invoice_key,
        "cents": settled.paid,
        "differenceCents": settled.difference,
        "rebateCents": settled.rebate,
        "squeezeCents": settled.squeeze,
        "fiscalYear": transaction["fiscalYear"],
        "journalId": transaction["journalId"],
        "journalTransaction": transaction["journalTransaction"],
        "paymentDate": transaction["transactionDate"],
        "key": key_of(transaction),
    }
    db.matches.append(match)
    db.settlements.setdefault(invoice_key, []).append(match)
    if invoice_key not in transaction["matched"]:
        transaction["matched"].append(invoice_key)


def set_off(db: Database, first: str, second: str, cents: int, day: str) -> None:
    """Set two invoices of one relation off against each other: `cents` with the sign of the first.

    Each gets the booking of the other as its settlement; no ledger line is needed (accounting-rules.md 9, 10).
    """
    bookings = [db.transactions[key_of(_known(db, key))] for key in (first, second)]
    settle(db, first, bookings[1] | {"transactionDate": day}, Settled(cents))
    settle(db, second, bookings[0] | {"transactionDate": day}, Settled(-cents))


def payments_of(db: Database, invoice_key: str) -> list[Record]:
    """The matches of one invoice, in order of booking."""
    return db.settlements.get(invoice_key, [])


def settled_of(match: Record) -> Settled:
    """What one match settles."""
    return Settled(match["cents"], match["differenceCents"], match["rebateCents"], match["squeezeCents"])


def settled_cents(db: Database, invoice_key: str, without: str = "") -> int:
    """What is settled of an invoice, with its sign; `without` leaves one booking's share out."""
    return sum(settled_of(match).total for match in payments_of(db, invoice_key) if match["key"] != without)


def balance_cents(db: Database, invoice_key: str, without: str = "") -> int:
    """What is open of an invoice, with its sign; negative on an invoice that was paid too much."""
    return to_cents(_known(db, invoice_key)["amountTotalCur"]) - settled_cents(db, invoice_key, without)


class OpenItem(NamedTuple):
    """What is open of an invoice in cents, and how much of that lapses on payment in time."""

    balance: int
    squeeze: int
    rebate: int


def open_item(db: Database, invoice_key: str, day: str, without: str = "") -> OpenItem:
    """The open item on a day (ISO): kredietbeperking that still lapses, discount that may still be taken."""
    invoice, balance = _known(db, invoice_key), balance_cents(db, invoice_key, without)
    rows = [match for match in payments_of(db, invoice_key) if match["key"] != without]
    squeeze = to_cents(invoice["amountCreditSqueezeCur"]) - sum(match["squeezeCents"] for match in rows)
    rebate = to_cents(invoice["amountRebateCur"]) - sum(match["rebateCents"] for match in rows)
    return OpenItem(
        balance,
        squeeze if balance and day <= invoice["invoiceExpirationDate"] else 0,
        rebate if balance and day <= invoice["rebateExpirationDate"] else 0,
    )


def release_invoice(db: Database, invoice_key: str) -> None:
    """Undo everything that was matched to an invoice; the bookings of the money stay."""
    if db.settlements.pop(invoice_key, None):
        db.matches = [match for match in db.matches if match["invoiceKey"] != invoice_key]


def release_booking(db: Database, transaction_key: str) -> None:
    """Undo what a booking settles."""
    transaction = db.transactions[transaction_key]
    if not transaction["matched"]:
        return
    for invoice_key in transaction["matched"]:
        rest = [match for match in payments_of(db, invoice_key) if match["key"] != transaction_key]
        db.settlements[invoice_key] = rest
        if not rest:
            del db.settlements[invoice_key]
    transaction["matched"] = []
    db.matches = [match for match in db.matches if match["key"] != transaction_key]


def release_pair(db: Database, first: str, second: str) -> None:
    """Undo what two bookings of invoices, by transaction key, were set off against each other."""
    invoices = {key: db.transactions[key]["invoiceKey"] for key in (first, second)}
    pairs = {(invoices[first], second), (invoices[second], first)}
    for invoice_key, transaction_key in pairs:
        db.transactions[transaction_key]["matched"].remove(invoice_key)
        rest = [match for match in payments_of(db, invoice_key) if match["key"] != transaction_key]
        db.settlements[invoice_key] = rest
        if not rest:
            del db.settlements[invoice_key]
    db.matches = [match for match in db.matches if (match["invoiceKey"], match["key"]) not in pairs]


def move_booking(db: Database, old: Record, new: Record) -> None:
    """Let what an old transaction settles hang on the new one that takes its place."""
    new["matched"] = old["matched"]
    place = {name: new[name] for name in ("fiscalYear", "journalId", "journalTransaction")} | {"key": key_of(new)}
    for invoice_key in old["matched"]:
        for match in payments_of(db, invoice_key):
            if match["key"] == key_of(old):
                match.update(place)


def _known(db: Database, invoice_key: str) -> Record:
    invoice = invoice_of(db, invoice_key)
    if invoice is None:
        raise KeyError(invoice_key)
    return invoice
