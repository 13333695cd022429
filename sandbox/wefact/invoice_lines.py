"""Controller `invoiceline`, and `invoice/sortlines` (wefact-api.md 2, 9: lines change in any status)."""

from __future__ import annotations

from sandbox.model import Record
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.context import Actions, Context
from sandbox.wefact.inputs import texts
from sandbox.wefact.invoices import select_invoice, shown_invoice
from sandbox.wefact.lines import LineSetting, new_lines, numbered


def add_lines(call: Context) -> Record:
    """`invoiceline/add`: more lines on an invoice that `Identifier` or `InvoiceCode` names."""
    record = select_invoice(call)
    added = new_lines(LineSetting(call.account, record, call.settings), call.params.get("InvoiceLines") or [])
    _store(call, record, record["InvoiceLines"] + numbered(call.account, added))
    return _answer(call, record, f"Er zijn {len(added)} factuurregels toegevoegd")


def delete_lines(call: Context) -> Record:
    """`invoiceline/delete`: each row of `InvoiceLines` names a line by its Identifier; one line must stay."""
    record = select_invoice(call)
    gone = _named_lines(call, record)
    kept = [line for line in record["InvoiceLines"] if line["Identifier"] not in gone]
    if not kept:
        raise RefusalError("U dient minimaal een factuurregel op te geven (tekst van de sandbox)")
    _store(call, record, kept)
    return _answer(call, record, f"Er zijn {len(gone)} factuurregels verwijderd")


def sort_lines(call: Context) -> Record:
    """`invoice/sortlines`: `InvoiceLines` names every line of the invoice in its new order."""
    record = select_invoice(call)
    order = _named_lines(call, record)
    lines = {line["Identifier"]: line for line in record["InvoiceLines"]}
    if len(order) != len(lines):
        raise RefusalError("U dient alle factuurregels op te geven (tekst van de sandbox)")
    record["InvoiceLines"] = [lines[identifier] for identifier in order]
    call.touch(record)
    return _answer(call, record, "De factuurregels zijn gesorteerd (tekst van de sandbox)")


def _named_lines(call: Context, record: Record) -> list[str]:
    """The Identifiers that were sent, as rows with an Identifier or as plain ids."""
    given = call.params.get("InvoiceLines") or []
    rows = list(given.values()) if isinstance(given, dict) else given
    if not isinstance(rows, list):
        raise RefusalError("Invalid type for 'InvoiceLines'")
    ids = [row.get("Identifier") if isinstance(row, dict) else row for row in rows]
    named = texts({"InvoiceLines": ids}, "InvoiceLines")
    known = {line["Identifier"] for line in record["InvoiceLines"]}
    if not named or not known.issuperset(named):
        raise RefusalError("Ongeldig kenmerk voor factuurregel (tekst van de sandbox)")
    return named


def _store(call: Context, record: Record, lines: list[Record]) -> None:
    """Other lines mean other totals: those that were printed apart from the lines hold no longer."""
    record.update(InvoiceLines=lines, Printed=[])
    call.touch(record)


def _answer(call: Context, record: Record, text: str) -> Record:
    return {"success": [text], "invoice": shown_invoice(record, call.settings)}


READS: Actions = {}
WRITES: Actions = {
    "invoiceline/add": add_lines,
    "invoiceline/delete": delete_lines,
    "invoice/sortlines": sort_lines,
}
