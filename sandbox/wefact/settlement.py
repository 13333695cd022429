"""What becomes of a document when money is put against it (wefact-api.md 4); sales and purchase alike."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sandbox.model import Record
from sandbox.settings import Settings
from sandbox.wefact.answers import RefusalError
from sandbox.wefact.context import Context
from sandbox.wefact.totals import cents, totals
from sandbox.wefact.values import check_choices, number_of, plain_date


@dataclass(frozen=True)
class Side:
    """The statuses of one side: partly paid, paid, and those that take no money (wefact-api.md 3.8)."""

    part_paid: str
    paid: str
    closed: tuple[str, ...]


SALES = Side(part_paid="3", paid="4", closed=("0", "8", "9"))
PURCHASE = Side(part_paid="2", paid="3", closed=("8",))


@dataclass(frozen=True)
class Claim:
    """A document that money can settle; `total` in euros including VAT, `name` as sentences call it."""

    record: Record
    total: Decimal
    side: Side
    name: str

    @property
    def is_paid(self) -> bool:
        """Whether nothing is left to pay."""
        return bool(self.record["Status"] == self.side.paid)

    def refuse_closed(self) -> None:
        """Refuse money for a draft, a credit invoice or a void one.

        Raises:
            RefusalError: it is one of those.
        """
        if self.record["Status"] in self.side.closed:
            raise RefusalError("Betaling kan niet verwerkt worden voor deze factuur (tekst van de sandbox)")

    def refuse_paid(self) -> None:
        """Refuse money for what is paid already.

        Raises:
            RefusalError: it is.
        """
        if self.is_paid:
            raise RefusalError(f"Factuur {self.name} is al betaald (tekst van de sandbox)")


def sales_claim(record: Record, settings: Settings) -> Claim:
    """A sales invoice as something to be paid."""
    return Claim(record, totals(record, settings.totals_method)[2], SALES, record["InvoiceCode"])


def purchase_claim(record: Record) -> Claim:
    """A purchase invoice as something to be paid."""
    return Claim(record, Decimal(record["AmountIncl"]), PURCHASE, record["CreditInvoiceCode"])


@dataclass(frozen=True)
class Payment:
    """How and on which day was paid."""

    day: str
    method: str


def settled_in_full(claim: Claim, payment: Payment, settings: Settings) -> Record:
    """The properties that change when a document is marked as paid."""
    paid = f"{claim.total:.2f}" if settings.paid_amount == "full" else claim.record["AmountPaid"]
    return {
        "Status": claim.side.paid,
        "AmountPaid": paid,
        "PayDate": payment.day,
        "PaymentMethod": payment.method,
    }


def settled_in_part(claim: Claim, paid: Decimal, payment: Payment, settings: Settings) -> Record:
    """The properties that change when `paid` euros have come in altogether.

    Raises:
        RefusalError: of the other sign than the document, or above its total where the switch refuses that.
    """
    if claim.total and paid * claim.total < 0:
        raise RefusalError("Het bedrag heeft het verkeerde teken (tekst van de sandbox)")
    if abs(paid) > abs(claim.total) and settings.overpayment == "error":
        raise RefusalError("Het bedrag is hoger dan het openstaande bedrag (tekst van de sandbox)")
    changes = {"Status": claim.side.part_paid, "AmountPaid": f"{paid:.2f}", "PaymentMethod": payment.method}
    if abs(paid) < abs(claim.total):
        return changes
    return changes | {"Status": claim.side.paid, "PayDate": payment.day}


def marked_as_paid(call: Context, claim: Claim) -> Record:
    """The properties that a `markaspaid` changes; none where the document was paid already.

    Raises:
        RefusalError: a document that takes no money, or a paid one where the switch says so.
    """
    claim.refuse_closed()
    if call.settings.already_paid == "error":
        claim.refuse_paid()
    payment = _payment(call)
    return {} if claim.is_paid else settled_in_full(claim, payment, call.settings)


def paid_in_part(call: Context, claim: Claim) -> Record:
    """The properties that a `partpayment` changes: it adds to AmountPaid, unless the switch says otherwise.

    Raises:
        RefusalError: no amount, a document that takes no money or is paid, or an amount that does not fit.
    """
    claim.refuse_closed()
    claim.refuse_paid()
    paid = cents(number_of("AmountPaid", call.text("AmountPaid")))
    if not paid:
        raise RefusalError("U dient een bedrag op te geven (tekst van de sandbox)")
    if call.settings.partpayment_means == "increment":
        paid += Decimal(claim.record["AmountPaid"])
    return settled_in_part(claim, paid, _payment(call), call.settings)


def _payment(call: Context) -> Payment:
    method = call.text("PaymentMethod") or "wire"
    check_choices({"PaymentMethod": method}, call.settings)
    return Payment(plain_date("PayDate", call.text("PayDate")) or call.clock.today().isoformat(), method)
