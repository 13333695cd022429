"""`invoice/markaspaid` and `invoice/partpayment` (wefact-api.md 4)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal, InvalidOperation

from sandbox.model import Record
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.context import Actions, Context
from sandbox.wefact.invoices import CREDIT, DRAFT, PAID, PART_PAID, VOID, select_invoice, shown_invoice
from sandbox.wefact.totals import totals


def mark_as_paid(call: Context) -> Record:
    """`invoice/markaspaid`: status 4; what an already paid one answers is a switch.

    Raises:
        RefusalError: a draft, credit or void invoice, or a paid one where the switch says so.
    """
    record = select_invoice(call)
    _refuse_unpayable(record)
    if record["Status"] == PAID and call.settings.already_paid == "error":
        raise RefusalError(f"Factuur {record['InvoiceCode']} is al betaald (tekst van de sandbox)")
    day = _pay_date(call)
    if record["Status"] != PAID:
        incl = totals(record, call.settings.totals_method)[2]
        record["AmountPaid"] = f"{incl:.2f}" if call.settings.paid_amount == "full" else record["AmountPaid"]
        _register(call, record, PAID, day)
    body: Record = {"success": [f"Factuur {record['InvoiceCode']} is betaald."]}
    if call.settings.markaspaid_answer == "entity":
        body["invoice"] = shown_invoice(record, call.settings)
    return body


def part_payment(call: Context) -> Record:
    """`invoice/partpayment`: adds to AmountPaid; status 3, or 4 when nothing stays open.

    Raises:
        RefusalError: no amount, a draft, credit, void or paid invoice, or more than is open where the switch says so.
    """
    record = select_invoice(call)
    _refuse_unpayable(record)
    if record["Status"] == PAID:
        raise RefusalError(f"Factuur {record['InvoiceCode']} is al betaald (tekst van de sandbox)")
    incl = totals(record, call.settings.totals_method)[2]
    before = Decimal(record["AmountPaid"])
    after = _amount(call) + (before if call.settings.partpayment_means == "increment" else 0)
    if abs(after) > abs(incl) and call.settings.overpayment == "error":
        raise RefusalError("Het bedrag is hoger dan het openstaande bedrag (tekst van de sandbox)")
    day = _pay_date(call)
    record["AmountPaid"] = f"{after:.2f}"
    _register(call, record, PAID if abs(after) >= abs(incl) else PART_PAID, day)
    text = f"Deelbetaling factuur {record['InvoiceCode']} is verwerkt"
    return {"success": [text], "invoice": shown_invoice(record, call.settings)}


def _refuse_unpayable(record: Record) -> None:
    if record["Status"] in (DRAFT, CREDIT, VOID):
        raise RefusalError("Betaling kan niet verwerkt worden voor deze factuur (tekst van de sandbox)")


def _amount(call: Context) -> Decimal:
    try:
        amount = Decimal(call.text("AmountPaid"))
    except InvalidOperation as problem:
        raise RefusalError("Invalid type for 'AmountPaid'") from problem
    if amount == 0 or not amount.is_finite():
        raise RefusalError("U dient een bedrag op te geven (tekst van de sandbox)")
    return amount


def _pay_date(call: Context) -> str:
    text = call.text("PayDate") or call.clock.today().isoformat()
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as problem:
        raise RefusalError("Invalid type for 'PayDate'") from problem


def _register(call: Context, record: Record, status: str, day: str) -> None:
    record["PaymentMethod"] = call.text("PaymentMethod") or "wire"
    record["Status"] = status
    if status == PAID:
        record["PayDate"] = day
    if call.settings.payment_touches_modified:
        call.touch(record)


READS: Actions = {}
WRITES: Actions = {
    "invoice/markaspaid": mark_as_paid,
    "invoice/partpayment": part_payment,
}
