"""What becomes of a document when money is put against it (wefact-api.md 4); sales and purchase alike."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sandbox.model import Record
from sandbox.settings import Settings
from sandbox.wefact.answers import RefusalError


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
