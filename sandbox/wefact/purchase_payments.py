"""`creditinvoice/markaspaid` and `creditinvoice/partpayment` (wefact-api.md 4); there is no markasunpaid."""

from __future__ import annotations

from sandbox.model import Record
from sandbox.wefact.context import Actions, Context
from sandbox.wefact.purchase import refresh, select_purchase_invoice, shown_purchase_invoice
from sandbox.wefact.settlement import marked_as_paid, paid_in_part, purchase_claim


def mark_as_paid(call: Context) -> Record:
    """`creditinvoice/markaspaid`: status 3; what an already paid one answers is a switch.

    Raises:
        RefusalError: a credit invoice, or a paid one where the switch says so.
    """
    record = select_purchase_invoice(call)
    _register(call, record, marked_as_paid(call, purchase_claim(record)))
    body: Record = {"success": [f"Factuur {record['CreditInvoiceCode']} is betaald."]}
    if call.settings.markaspaid_answer == "entity":
        body["creditinvoice"] = shown_purchase_invoice(record, call.settings)
    return body


def part_payment(call: Context) -> Record:
    """`creditinvoice/partpayment`: adds to AmountPaid; status 2, or 3 when nothing stays open.

    Raises:
        RefusalError: no amount, a credit or paid invoice, or more than is open where the switch says so.
    """
    record = select_purchase_invoice(call)
    _register(call, record, paid_in_part(call, purchase_claim(record)))
    text = f"Deelbetaling bij factuur {record['InvoiceCode']} is verwerkt"
    return {"success": [text], "creditinvoice": shown_purchase_invoice(record, call.settings)}


def _register(call: Context, record: Record, changes: Record) -> None:
    if not changes:
        return
    record.update(changes)
    refresh(call.account, record, call.settings.totals_method)
    if call.settings.payment_touches_modified:
        call.touch(record)


READS: Actions = {}
WRITES: Actions = {
    "creditinvoice/markaspaid": mark_as_paid,
    "creditinvoice/partpayment": part_payment,
}
