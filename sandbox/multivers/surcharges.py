"""What Multivers may add to an invoice or take off it: kredietbeperking and payment discount.

Kredietbeperking comes on top of the total, without VAT, and lapses when the rest is paid in time; a discount
changes no total, it may be taken until its date (accounting-rules.md 16, multivers-api.md 3.4, 3.10).
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sandbox.model import Record
from sandbox.multivers.context import Books
from sandbox.multivers.kinds import CUSTOMER, Kind
from sandbox.multivers.vat import ZERO, cents


def set_credit_squeeze(books: Books, kind: Kind, invoice: Record, net: Decimal, vat: Decimal) -> Decimal:
    """Set and give the kredietbeperking of an invoice in euros with the invoice's sign.

    A sales invoice that names none gets that of the customer's `creditSqueezeId`, unless the switch says otherwise.
    """
    amount = cents(invoice["amountCreditSqueezeCur"])
    if not amount and kind is CUSTOMER and books.settings.credit_squeeze == "computed":
        amount = _by_customer(books, invoice, net, vat)
    invoice["amountCreditSqueezeCur"] = invoice["amountCreditSqueeze"] = amount
    return amount


def set_rebate(books: Books, invoice: Record, total: Decimal) -> None:
    """Set the discount for quick payment and the last day for it, from the invoice or its payment condition."""
    condition = books.db.payment_conditions[invoice["paymentConditionId"]]
    if not invoice["rebatePercentage"]:
        invoice["rebatePercentage"] = Decimal(condition["rebatePercentage"])
    if not invoice["rebateExpirationDate"]:
        invoice["rebateExpirationDate"] = later(invoice["invoiceDate"], condition["rebateDays"])
    sent = invoice["amountRebateCur"] or total * invoice["rebatePercentage"] / 100
    invoice["amountRebate"] = invoice["amountRebateCur"] = cents(sent)


def later(day: str, days: int) -> str:
    """The ISO date so many days after another; beyond the calendar it is its last day."""
    last = date.fromisoformat(day).toordinal() + days
    return date.fromordinal(max(1, min(last, date.max.toordinal()))).isoformat()


def _by_customer(books: Books, invoice: Record, net: Decimal, vat: Decimal) -> Decimal:
    company = books.db.company
    if invoice["openingBalance"] or (net < 0 and not company["creditSqueezeOnCreditNotes"]):
        return ZERO
    code = books.db.customers[invoice["customerId"]]["creditSqueezeId"] or "0"
    base = net + vat if company["creditSqueezeOnAmountInclVat"] else net
    return cents(base * Decimal(company["_creditSqueezePercentages"][code]) / 100)
