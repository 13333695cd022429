"""`invoice/markaspaid`, `markasunpaid` and `partpayment` (wefact-api.md 4)."""

from __future__ import annotations

from decimal import Decimal

from sandbox.model import Record
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.context import Actions, Context
from sandbox.wefact.invoices import select_invoice, shown_invoice
from sandbox.wefact.numbering import CREDIT, DRAFT, PAID, PART_PAID, SENT, VOID
from sandbox.wefact.totals import totals
from sandbox.wefact.values import check_choices, number_of, plain_date


def mark_as_paid(call: Context) -> Record:
    """`invoice/markaspaid`: status 4; what an already paid one answers is a switch.

    Raises:
        RefusalError: a draft, credit or void invoice, or a paid one where the switch says so.
    """
    record = select_invoice(call)
    _refuse_unpayable(record)
    if record["Status"] == PAID and call.settings.already_paid == "error":
        raise RefusalError(f"Factuur {record['InvoiceCode']} is al betaald (tekst van de sandbox)")
    day, method = _pay_date(call), _method(call)
    if record["Status"] != PAID:
        incl = totals(record, call.settings.totals_method)[2]
        record["AmountPaid"] = f"{incl:.2f}" if call.settings.paid_amount == "full" else record["AmountPaid"]
        _register(call, record, {"Status": PAID, "PayDate": day, "PaymentMethod": method})
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
    _refuse_unpayable(record)
    if record["Status"] == PAID:
        raise RefusalError(f"Factuur {record['InvoiceCode']} is al betaald (tekst van de sandbox)")
    incl = totals(record, call.settings.totals_method)[2]
    before = Decimal(record["AmountPaid"])
    after = _amount(call) + (before if call.settings.partpayment_means == "increment" else 0)
    if abs(after) > abs(incl) and call.settings.overpayment == "error":
        raise RefusalError("Het bedrag is hoger dan het openstaande bedrag (tekst van de sandbox)")
    day, method = _pay_date(call), _method(call)
    paid = {"PayDate": day, "Status": PAID} if abs(after) >= abs(incl) else {"Status": PART_PAID}
    _register(call, record, paid | {"AmountPaid": f"{after:.2f}", "PaymentMethod": method})
    text = f"Deelbetaling factuur {record['InvoiceCode']} is verwerkt"
    return {"success": [text], "invoice": shown_invoice(record, call.settings)}


def _refuse_unpayable(record: Record) -> None:
    if record["Status"] in (DRAFT, CREDIT, VOID):
        raise RefusalError("Betaling kan niet verwerkt worden voor deze factuur (tekst van de sandbox)")


def _amount(call: Context) -> Decimal:
    amount = number_of("AmountPaid", call.text("AmountPaid"))
    if round(amount, 2) == 0:
        raise RefusalError("U dient een bedrag op te geven (tekst van de sandbox)")
    return amount


def _pay_date(call: Context) -> str:
    return plain_date("PayDate", call.text("PayDate")) or call.clock.today().isoformat()


def _method(call: Context) -> str:
    method = call.text("PaymentMethod") or "wire"
    check_choices({"PaymentMethod": method}, call.settings)
    return method


def _register(call: Context, record: Record, payment: Record) -> None:
    record.update(payment)
    if call.settings.payment_touches_modified:
        call.touch(record)


READS: Actions = {}
WRITES: Actions = {
    "invoice/markaspaid": mark_as_paid,
    "invoice/markasunpaid": mark_as_unpaid,
    "invoice/partpayment": part_payment,
}
