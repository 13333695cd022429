"""`creditinvoice/markaspaid` and `creditinvoice/partpayment` (wefact-api.md 4); there is no markasunpaid."""

from __future__ import annotations

from decimal import Decimal

from sandbox.model import Record
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.context import Actions, Context
from sandbox.wefact.inputs import amount, day
from sandbox.wefact.purchase import refresh, select_purchase_invoice, shown_purchase_invoice
from sandbox.wefact.settlement import PURCHASE, Claim, Payment, settled_in_full, settled_in_part
from sandbox.wefact.totals import cents
from sandbox.wefact.values import check_choices


def mark_as_paid(call: Context) -> Record:
    """`creditinvoice/markaspaid`: status 3; what an already paid one answers is a switch.

    Raises:
        RefusalError: a credit invoice, or a paid one where the switch says so.
    """
    record = select_purchase_invoice(call)
    claim = purchase_claim(record)
    claim.refuse_closed()
    if call.settings.already_paid == "error":
        claim.refuse_paid()
    payment = _payment(call)
    if not claim.is_paid:
        register(call, record, settled_in_full(claim, payment, call.settings))
    body: Record = {"success": [f"Factuur {record['CreditInvoiceCode']} is betaald."]}
    return body | (
        {"creditinvoice": shown_purchase_invoice(record, call.settings)}
        if call.settings.markaspaid_answer == "entity"
        else {}
    )


def part_payment(call: Context) -> Record:
    """`creditinvoice/partpayment`: adds to AmountPaid; status 2, or 3 when nothing stays open.

    Raises:
        RefusalError: no amount, a credit or paid invoice, or more than is open where the switch says so.
    """
    record = select_purchase_invoice(call)
    claim = purchase_claim(record)
    claim.refuse_closed()
    claim.refuse_paid()
    paid = cents(amount(call.text("AmountPaid"), "AmountPaid"))
    if not paid:
        raise RefusalError("U dient een bedrag op te geven (tekst van de sandbox)")
    if call.settings.partpayment_means == "increment":
        paid += Decimal(record["AmountPaid"])
    register(call, record, settled_in_part(claim, paid, _payment(call), call.settings))
    text = f"Deelbetaling bij factuur {record['InvoiceCode']} is verwerkt"
    return {"success": [text], "creditinvoice": shown_purchase_invoice(record, call.settings)}


def purchase_claim(record: Record) -> Claim:
    """A purchase invoice as something to be paid."""
    return Claim(record, Decimal(record["AmountIncl"]), PURCHASE, record["CreditInvoiceCode"])


def register(call: Context, record: Record, changes: Record) -> None:
    """Write a payment into a purchase invoice."""
    record.update(changes)
    refresh(call.account, record, call.settings.totals_method)
    if call.settings.payment_touches_modified:
        call.touch(record)


def _payment(call: Context) -> Payment:
    method = call.text("PaymentMethod") or "wire"
    check_choices({"PaymentMethod": method}, call.settings)
    return Payment(day(call.text("PayDate"), "PayDate") or call.clock.today().isoformat(), method)


READS: Actions = {}
WRITES: Actions = {
    "creditinvoice/markaspaid": mark_as_paid,
    "creditinvoice/partpayment": part_payment,
}
