"""Supplier invoices that may not be paid yet, and their release (multivers-api.md 2.1, 2.4 C).

`amountFrozenCur` says how much of an invoice is blocked. A 200 may carry the failure as `error` (4.2).
"""

from __future__ import annotations

from decimal import Decimal

from sandbox.model import Record
from sandbox.multivers import invoice_store
from sandbox.multivers.context import Books, Call, Routes
from sandbox.multivers.errors import refuse
from sandbox.multivers.kinds import SUPPLIER, kind_of


def freeze(books: Books, key: str, amount: Decimal) -> None:
    """Block an amount in euros, with the sign of the invoice, for payment; 0 releases.

    Raises:
        RefusedError: no supplier invoice, or more than its total.
    """
    invoice = invoice_store.get(books.db, key)
    total = invoice["amountTotalCur"]
    if kind_of(key) is not SUPPLIER or not min(total, Decimal(0)) <= amount <= max(total, Decimal(0)):
        raise refuse("amountFrozenCur", "Geblokkeerd bedrag is hoger dan het factuurbedrag")
    invoice["amountFrozen"] = invoice["amountFrozenCur"] = amount


def approve_command(call: Call) -> Record:
    """`POST ApproveInvoicePaymentCommand?invoiceId&approverId`."""
    invoice_id, approver = call.query.get("invoiceid", ""), call.query.get("approverid", "")
    key = SUPPLIER.key(invoice_id)
    error = _reason_not_to_approve(call.db.supplier_invoices.get(key), invoice_id, approver)
    if not error:
        freeze(call.books, key, Decimal(0))
    return {"approved": not error, "approverId": approver, "error": error, "invoiceId": invoice_id, "messages": []}


def _reason_not_to_approve(invoice: Record | None, invoice_id: str, approver: str) -> str:
    if invoice is None:
        return f"Inkoopfactuur {invoice_id} bestaat niet"
    if not approver:
        return "Er is geen fiatteur gekozen"
    return "" if invoice["amountFrozenCur"] else f"Inkoopfactuur {invoice_id} is niet geblokkeerd"


ROUTES: Routes = {"POST ApproveInvoicePaymentCommand": approve_command}
