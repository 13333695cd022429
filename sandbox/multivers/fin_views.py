"""The edit model of a free booking (multivers-api.md 3.10): entries as they were sent, or made of ledger lines."""

from __future__ import annotations

from sandbox.model import Record
from sandbox.multivers.bookings import is_period_closed
from sandbox.multivers.context import Books
from sandbox.multivers.fields import ENTRY_PAYMENT, FIN_TRANS_ENTRY
from sandbox.multivers.kinds import BY_NAME, KINDS
from sandbox.multivers.ledger import to_euros
from sandbox.multivers.wire import dutch_date, render

_TYPE = "UNIT4.Multivers.API.BL.Financial.Edit.{}EntryProxy, UNIT4.Multivers.API.Web.WebApi.Model"
_NAMES = ("journalId", "fiscalYear", "journalTransaction", "periodNumber", "description")


def shown(books: Books, transaction: Record) -> Record:
    """The edit model of any transaction; the booking of an invoice is changed through the invoice."""
    reason = _reason_not_to_change(books, transaction)
    entries = [_entry(entry) for entry in transaction.get("entries", ())]
    return {name: transaction[name] for name in _NAMES} | {
        "canChange": not reason,
        "cannotChangeReason": reason,
        "document": transaction.get("document", ""),
        "transactionDate": dutch_date(transaction["transactionDate"]),
        "finTransEntries": entries or [_of_line(transaction, line) for line in transaction["lines"]],
        "messages": [],
    }


def _reason_not_to_change(books: Books, transaction: Record) -> str:
    if transaction["invoiceKey"]:
        return "Boeking hoort bij een factuur"
    if is_period_closed(books, transaction):
        return f"Periode {transaction['periodNumber']} is afgesloten"
    return ""


def _entry(entry: Record) -> Record:
    kind = BY_NAME.get(entry["_kind"])
    shown_entry = render(FIN_TRANS_ENTRY, entry) | {"$type": _TYPE.format(kind.resource if kind else "Basic")}
    for each in KINDS:
        rows = [render(ENTRY_PAYMENT, payment) for payment in entry[each.payments_name]]
        shown_entry[each.payments_name] = rows
    return shown_entry


def _of_line(transaction: Record, line: Record) -> Record:
    kind = next((kind for kind in KINDS if line[kind.id_name]), None)
    names = ("accountId", "customerId", "supplierId", "costCentreId", "costUnitId", "description", "document")
    return {name: line[name] for name in names} | {
        "$type": _TYPE.format(kind.resource if kind else "Basic"),
        "debitAmount": to_euros(max(line["cents"], 0)),
        "creditAmount": to_euros(max(-line["cents"], 0)),
        "quantity": line["quantity"],
        "transactionDate": dutch_date(transaction["transactionDate"]),
        "vatCodeId": line["vatCodeId"],
        "vatType": line["vatType"],
    }
