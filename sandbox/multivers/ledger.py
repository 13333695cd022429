"""The ledger underneath: balanced transactions and the totals that derive from them.

Ledger lines hold whole cents, debit positive; every transaction adds up to zero. What lists ask for (the
transactions of a year or journal, totals by account and period, the last number) is kept with each posting.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from sandbox.model import Record
from sandbox.multivers import registers
from sandbox.multivers.context import Books
from sandbox.multivers.errors import refuse
from sandbox.multivers.kinds import invoice_of
from sandbox.multivers.state import Database

_LINE: Record = {
    "accountId": "", "cents": 0, "customerId": "", "supplierId": "", "description": "", "document": "",
    "costCentreId": "", "costUnitId": "", "vatCodeId": 0, "vatType": 0, "vatCents": 0, "quantity": Decimal(0),
    "vatAdjusted": False,
}  # fmt: skip


def to_cents(amount: Decimal) -> int:
    """Euros to whole cents, half away from zero."""
    return int((amount * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def to_euros(cents: int) -> Decimal:
    """Whole cents to euros with two decimals."""
    return Decimal(cents).scaleb(-2)


def ledger_line(account: str, cents: int, **more: object) -> Record:
    """One line of a transaction."""
    return _LINE | {"accountId": account, "cents": cents} | more


def transaction_key(year: int, journal: str, number: int) -> str:
    """The key of a booking: fiscal year, journal, number."""
    return f"{year}/{journal}/{number}"


def key_of(record: Record) -> str:
    """The key of the transaction of an invoice, or of a transaction itself."""
    return transaction_key(record["fiscalYear"], record["journalId"], record["journalTransaction"])


def post(db: Database, header: Record, lines: list[Record]) -> Record:
    """Write one transaction.

    `header` has fiscalYear, journalId, journalTransaction, periodNumber, transactionDate (ISO), description and
    invoiceKey (empty for a free booking); `openingBalance` marks the opening balance.

    Raises:
        RefusedError: the lines do not add up to zero.
    """
    if sum(line["cents"] for line in lines) != 0:
        raise refuse("", "Boeking is niet in evenwicht")
    kept = [line for line in lines if line["cents"] or line["vatCents"]]
    transaction: Record = {"openingBalance": False, "matched": []} | header | {"lines": kept}
    key = key_of(transaction)
    db.transactions[key] = transaction
    registers.enter(db, _of_year(header["fiscalYear"]), key)
    registers.enter(db, _of_journal(header["fiscalYear"], header["journalId"]), key)
    _count(db, transaction, 1)
    journal = f"{header['fiscalYear']}/{header['journalId']}"
    db.last_numbers[journal] = max(db.last_numbers.get(journal, 0), header["journalTransaction"])
    db.last_dates[journal] = max(db.last_dates.get(journal, ""), header["transactionDate"])
    return transaction


def unpost(db: Database, key: str) -> Record:
    """Take one transaction out, as if it had never been posted."""
    transaction = db.transactions.pop(key)
    year, journal_id = transaction["fiscalYear"], transaction["journalId"]
    registers.leave(db, _of_year(year), key)
    registers.leave(db, _of_journal(year, journal_id), key)
    _count(db, transaction, -1)
    journal = f"{year}/{journal_id}"
    while (number := db.last_numbers[journal]) and transaction_key(year, journal_id, number) not in db.transactions:
        db.last_numbers[journal] = number - 1
    if transaction["transactionDate"] == db.last_dates[journal]:
        db.last_dates[journal] = _latest(db, year, journal_id, db.last_dates[journal])
    return transaction


def last_number(db: Database, year: int, journal: str) -> int:
    """The highest number used in a journal of a year, 0 when none is."""
    return db.last_numbers.get(f"{year}/{journal}", 0)


def last_date(db: Database, year: int, journal: str) -> str:
    """The latest date (ISO) booked in a journal of a year, empty when there is none."""
    return db.last_dates.get(f"{year}/{journal}", "")


def transactions_of(db: Database, year: int, journal: str = "") -> Iterator[Record]:
    """The transactions of a year, or of one journal of it, in the order of booking."""
    name = _of_journal(year, journal) if journal else _of_year(year)
    return (db.transactions[key] for key in registers.keys_in(db, name))


def is_processed(db: Database, transaction: Record) -> bool:
    """Tell whether a booking is past its concept state; money bookings always are."""
    invoice = invoice_of(db, transaction["invoiceKey"]) if transaction["invoiceKey"] else None
    return invoice is None or bool(invoice["_processed"])


def is_shown(books: Books, transaction: Record) -> bool:
    """Tell whether ledger lists show a booking: the switch may leave concepts out."""
    return books.settings.concept_in_ledger or is_processed(books.db, transaction)


def entry_lines(books: Books, year: int | None = None) -> Iterator[tuple[Record, Record]]:
    """Every (transaction, line) that ledger lists show, of one year or of all."""
    db = books.db
    for transaction in db.transactions.values() if year is None else transactions_of(db, year):
        if is_shown(books, transaction):
            for line in transaction["lines"]:
                yield transaction, line


def account_totals(books: Books, year: int) -> dict[tuple[int, str], tuple[int, int]]:
    """Debit and credit cents of a year by (period, account); period 0 is the opening balance."""
    if books.settings.concept_in_ledger:
        wanted = f"{year}/"
        pairs = ((key.split("/"), both) for key, both in books.db.account_totals.items() if key.startswith(wanted))
        return {(int(parts[1]), parts[2]): (both[0], both[1]) for parts, both in pairs}
    totals: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0])
    for transaction, line in entry_lines(books, year):
        _add(totals[_period(transaction), line["accountId"]], line["cents"], 1)
    return {key: (both[0], both[1]) for key, both in totals.items()}


def _latest(db: Database, year: int, journal: str, latest_until_now: str) -> str:
    """The latest date in a journal; mostly one of the last bookings still has the date that was latest."""
    keys = registers.keys_in(db, _of_journal(year, journal))
    if any(db.transactions[key]["transactionDate"] == latest_until_now for key in reversed(keys)):
        return latest_until_now
    return max((db.transactions[key]["transactionDate"] for key in keys), default="")


def _of_year(year: int) -> str:
    return f"transactions/{year}"


def _of_journal(year: int, journal: str) -> str:
    return f"transactions/{year}/{journal}"


def _period(transaction: Record) -> int:
    return 0 if transaction["openingBalance"] else int(transaction["periodNumber"])


def _count(db: Database, transaction: Record, direction: int) -> None:
    start = f"{transaction['fiscalYear']}/{_period(transaction)}/"
    for line in transaction["lines"]:
        both = db.account_totals.setdefault(start + line["accountId"], [0, 0])
        _add(both, line["cents"], direction)


def _add(both: list[int], cents: int, direction: int) -> None:
    both[0 if cents > 0 else 1] += direction * abs(cents)
