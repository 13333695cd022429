"""`invoice/markaspaid`, `markasunpaid` and `partpayment` (wefact-api.md 4)."""

from __future__ import annotations

from sandbox.model import Record
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.context import Actions, Context
from sandbox.wefact.invoices import select_invoice, shown_invoice
from sandbox.wefact.numbering import PAID, SENT
from sandbox.wefact.settlement import marked_as_paid, paid_in_part, sales_claim


def mark_as_paid(call: Context) -> Record:
    """`invoice/markaspaid`: status 4; what an already paid one answers is a switch.

    Raises:
        RefusalError: a draft, credit or void invoice, or a paid one where the switch says so.
    """
    record = select_invoice(call)
    _register(call, record, marked_as_paid(call, sales_claim(record, call.settings)))
    body: Record = {"success": [f"Factuur {record['InvoiceCode']} is betaald."]}
    if call.settings.markaspaid_answer == "entity":
        body["invoice"] = shown_invoice(record, call.settings)
    return body


def mark_as_unpaid(call: Context) -> Record:
    """`invoice/markasunpaid`: status 4 becomes 2, and nothing has been paid.

    Raises:
        RefusalError: an invoice that is not paid.
    """
    record = select_invoice(call)
    if record["Status"] != PAID:
        raise RefusalError(f"Factuur {record['InvoiceCode']} is niet betaald (tekst van de sandbox)")
    _register(call, record, {"Status": SENT, "AmountPaid": "0.00", "PayDate": "", "PaymentMethod": ""})
    return {"success": [f"Betaling van factuur {record['InvoiceCode']} is teruggedraaid"]}


def part_payment(call: Context) -> Record:
    """`invoice/partpayment`: adds to AmountPaid; status 3, or 4 when nothing stays open.

    Raises:
        RefusalError: no amount, a draft, credit, void or paid invoice, or more than is open where the switch says so.
    """
    record = select_invoice(call)
    _register(call, record, paid_in_part(call, sales_claim(record, call.settings)))
    text = f"Deelbetaling factuur {record['InvoiceCode']} is verwerkt"
    return {"success": [text], "invoice": shown_invoice(record, call.settings)}


def _register(call: Context, record: Record, changes: Record) -> None:
    record.update(changes)
    if changes and call.settings.payment_touches_modified:
        call.touch(record)


READS: Actions = {}
WRITES: Actions = {
    "invoice/markaspaid": mark_as_paid,
    "invoice/markasunpaid": mark_as_unpaid,
    "invoice/partpayment": part_payment,
}
