"""Numbers of bookings: in a journal, and of invoices (multivers-api.md 3.4, 4.3, 8.7 to 8.11)."""

from __future__ import annotations

from sandbox.model import Record
from sandbox.multivers import invoice_store, ledger, matching
from sandbox.multivers.context import Books
from sandbox.multivers.errors import refuse, refused_by_switch
from sandbox.multivers.kinds import KINDS, Kind

MAX_NUMBER = 9999
MAX_INVOICE_ID = 99_999_999


def next_number(books: Books, year: int, journal: str) -> int:
    """The next free number of a journal; it is not reserved unless the switch says so.

    Raises:
        RefusedError: the journal is full at 9999 for that year.
    """
    reserved = books.db.reserved.get(f"{year}/{journal}", 0)
    number = max(ledger.last_number(books.db, year, journal), reserved) + 1
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
    key = ledger.transaction_key(year, journal, wanted)
    if key not in books.db.transactions:
        return wanted
    if books.settings.duplicate_journal_number == "refused":
        raise refuse("journalTransaction", f"Boekstuk {wanted} bestaat al in dagboek {journal}")
    if books.settings.duplicate_journal_number == "renumbered":
        return next_number(books, year, journal)
    remove_transaction(books, key)
    return wanted


def remove_transaction(books: Books, key: str) -> None:
    """Remove a transaction whatever it is: an invoice goes with it, and what it settled is open again."""
    invoice_key = books.db.transactions[key]["invoiceKey"]
    if invoice_key:
        invoice_store.leave(books.db, invoice_key)
        return
    matching.release_booking(books.db, key)
    ledger.unpost(books.db, key)


def next_invoice_id(books: Books) -> str:
    """The number after the highest one in use, of both kinds.

    Raises:
        RefusedError: no number of eight digits is left.
    """
    number = max(books.db.highest.get(invoice_store.SERIES, 0), books.clock.today().year * 10000) + 1
    if number > MAX_INVOICE_ID:
        raise refuse("invoiceId", "Er is geen factuurnummer meer vrij")
    return str(number)


def choose_invoice_id(books: Books, kind: Kind, invoice: Record) -> str:
    """The invoiceId that a new booking gets.

    Raises:
        RefusedError: it is taken (by either kind, where the switch says so) or missing.
    """
    invoice_id = str(invoice["invoiceId"])
    if not invoice_id:
        if books.settings.missing_invoice_id == "required":
            raise refuse("invoiceId", "invoiceId is verplicht")
        return next_invoice_id(books)
    kinds = KINDS if books.settings.invoice_id_space == "one" else (kind,)
    is_taken = any(each.key(invoice_id) in each.invoices(books.db) for each in kinds)
    switch = books.settings.duplicate_invoice_id
    if is_taken and switch != "second_booking":
        raise refused_by_switch(switch, "invoiceId", f"Factuurnummer {invoice_id} bestaat al")
    return invoice_id


def free_key(books: Books, kind: Kind, invoice_id: str) -> str:
    """The key for one more booking of an invoiceId."""
    key = kind.key(invoice_id)
    return f"{key}#{books.db.next_serial()}" if key in kind.invoices(books.db) else key
