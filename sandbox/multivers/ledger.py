"""The ledger underneath: balanced transactions, money matched to invoices, and what derives from both.

Ledger lines hold whole cents, debit positive; every transaction adds up to zero.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from sandbox.model import Record
from sandbox.multivers.context import Books
from sandbox.multivers.errors import refuse, refused_by_switch
from sandbox.multivers.state import Database

MAX_NUMBER = 9999


def to_cents(amount: Decimal) -> int:
    """Euros to whole cents, half away from zero."""
    return int((amount * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def to_euros(cents: int) -> Decimal:
    """Whole cents to euros with two decimals."""
    return Decimal(cents).scaleb(-2)


def ledger_line(account: str, cents: int, **more: object) -> Record:
    """One line of a transaction."""
    line: Record = {
        "accountId": account,
        "cents": cents,
        "customerId": "",
        "description": "",
        "document": "",
        "costCentreId": "",
        "costUnitId": "",
        "vatCodeId": 0,
        "vatType": 0,
        "vatCents": 0,
        "quantity": Decimal(0),
    }
    return line | more


def transaction_key(year: int, journal: str, number: int) -> str:
    """The key of a booking: fiscal year, journal, number."""
    return f"{year}/{journal}/{number}"


def used_numbers(db: Database, year: int, journal: str) -> Iterable[int]:
    """The numbers taken in a journal of a year."""
    prefix = f"{year}/{journal}/"
    return (item["journalTransaction"] for key, item in db.transactions.items() if key.startswith(prefix))


def next_number(books: Books, year: int, journal: str) -> int:
    """The next free number of a journal; it is not reserved unless the switch says so.

    Raises:
        RefusedError: the journal is full at 9999 for that year.
    """
    reserved = books.db.reserved.get(f"{year}/{journal}", 0)
    number = max(*used_numbers(books.db, year, journal), reserved, 0, 0) + 1
    if number > MAX_NUMBER:
        raise refuse("journalTransaction", f"Dagboek {journal} is vol in boekjaar {year}")
    if books.settings.journal_number_reserved:
        books.db.reserved[f"{year}/{journal}"] = number
    return number


def choose_number(books: Books, wanted: int, year: int, journal: str) -> int:
    """The number that a booking gets: the wanted one, or what the switches make of it.

    Raises:
        RefusedError: the number is taken, missing or above 9999.
    """
    if not 0 <= wanted <= MAX_NUMBER:
        raise refuse("journalTransaction", f"Boekstuknummer moet tussen 0 en {MAX_NUMBER} liggen")
    if wanted == 0:
        if books.settings.missing_journal_number == "required":
            raise refuse("journalTransaction", "journalTransaction is verplicht")
        return next_number(books, year, journal)
    if transaction_key(year, journal, wanted) not in books.db.transactions:
        return wanted
    if books.settings.duplicate_journal_number == "refused":
        raise refused_by_switch("400", "journalTransaction", f"Boekstuk {wanted} bestaat al in dagboek {journal}")
    if books.settings.duplicate_journal_number == "renumbered":
        return next_number(books, year, journal)
    _overwrite(books.db, transaction_key(year, journal, wanted))
    return wanted


def _overwrite(db: Database, key: str) -> None:
    old = db.transactions.pop(key)
    db.invoices.pop(old["invoiceKey"], None)
    db.matches = [match for match in db.matches if match["invoiceKey"] != old["invoiceKey"] and match["key"] != key]


def post(db: Database, header: Record, lines: list[Record]) -> None:
    """Write one transaction.

    Raises:
        RefusedError: the lines do not add up to zero.
    """
    if sum(line["cents"] for line in lines) != 0:
        raise refuse("", "Boeking is niet in evenwicht")
    key = transaction_key(header["fiscalYear"], header["journalId"], header["journalTransaction"])
    db.transactions[key] = header | {"lines": [line for line in lines if line["cents"] or line["vatCents"]]}


def paid_cents(db: Database) -> dict[str, int]:
    """Matched money per invoice key, in cents with the invoice's sign."""
    paid: dict[str, int] = defaultdict(int)
    for match in db.matches:
        paid[match["invoiceKey"]] += match["cents"]
    return paid


def payments_of(db: Database, invoice_key: str) -> list[Record]:
    """The matches of one invoice, in order of booking."""
    return [match for match in db.matches if match["invoiceKey"] == invoice_key]


def is_processed(db: Database, transaction: Record) -> bool:
    """Tell whether a booking is past its concept state; money bookings always are."""
    invoice = db.invoices.get(transaction["invoiceKey"])
    return invoice is None or bool(invoice["_processed"])


def entry_lines(books: Books) -> Iterable[tuple[Record, Record]]:
    """Every (transaction, line) that ledger lists show."""
    for transaction in books.db.transactions.values():
        if books.settings.concept_in_ledger or is_processed(books.db, transaction):
            for line in transaction["lines"]:
                yield transaction, line
