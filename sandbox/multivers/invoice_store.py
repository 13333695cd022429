"""Where invoices of both kinds are kept and found, with the registers that the lists read."""

from __future__ import annotations

from sandbox.model import Record
from sandbox.multivers import ledger, matching, registers
from sandbox.multivers.errors import NotFoundError
from sandbox.multivers.kinds import Kind, invoice_of, kind_of
from sandbox.multivers.state import Database

SERIES = "invoice"


def enter(db: Database, key: str, invoice: Record) -> None:
    """Keep an invoice."""
    kind = kind_of(key)
    kind.invoices(db)[key] = invoice
    registers.note_id(db, SERIES, invoice["invoiceId"])
    for name in _registers(kind, invoice):
        registers.enter(db, name, key)


def leave(db: Database, key: str) -> Record:
    """Take an invoice out, with its ledger lines and all that was matched; gives its transaction."""
    kind = kind_of(key)
    invoice = kind.invoices(db)[key]
    matching.release_invoice(db, key)
    matching.release_booking(db, ledger.key_of(invoice))
    return withdraw(db, key)


def withdraw(db: Database, key: str) -> Record:
    """Take an invoice and its ledger lines out and leave its matches, for a booking that takes its place."""
    kind = kind_of(key)
    invoice = kind.invoices(db).pop(key)
    for name in _registers(kind, invoice):
        registers.leave(db, name, key)
    ids = (other["invoiceId"] for table in (db.invoices, db.supplier_invoices) for other in table.values())
    registers.forget_id(db, SERIES, invoice["invoiceId"], ids)
    return ledger.unpost(db, ledger.key_of(invoice))


def get(db: Database, key: str) -> Record:
    """The invoice under a key.

    Raises:
        NotFoundError: there is none.
    """
    invoice = invoice_of(db, key)
    if invoice is None:
        raise NotFoundError
    return invoice


def by_relation(db: Database, kind: Kind, relation: str) -> list[str]:
    """The keys of a relation's invoices, in order of booking."""
    return registers.keys_in(db, kind.register("relation", relation))


def by_year(db: Database, kind: Kind, year: int) -> list[str]:
    """The keys of a fiscal year's invoices, in order of booking."""
    return registers.keys_in(db, kind.register("year", year))


def by_journal(db: Database, kind: Kind, year: int, journal: str) -> list[str]:
    """The keys of the invoices of a journal in a fiscal year, in order of booking."""
    return registers.keys_in(db, kind.register("journal", f"{year}/{journal}"))


def _registers(kind: Kind, invoice: Record) -> tuple[str, str, str]:
    return (
        kind.register("relation", invoice[kind.id_name]),
        kind.register("year", invoice["fiscalYear"]),
        kind.register("journal", f"{invoice['fiscalYear']}/{invoice['journalId']}"),
    )
