"""What WeFact says has been paid of a document (`wefact-api.md 4`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pydantic import Field

from wefact_multivers.wefact.values import Amount, OptionalAmount, OptionalDay, Text, Whole
from wefact_multivers.wefact.wire import Identified

BY_ACCOUNTING_PACKAGE = "accounting"
"""WeFact's payment method "via boekhoudpakket" (`wefact-api.md 3.8`)."""


@dataclass(frozen=True)
class PaymentState:
    """What WeFact says of the payment of a document; status and outstanding decide, not what was paid.

    Attributes:
        gross: the printed total in euros.
        paid: in euros; 0.00 on a document that was marked as paid is normal (`wefact-api.md 4`).
        outstanding: in euros; None where WeFact does not say.
        pay_date: of the last payment; None before one.
        by_package: an accounting package made the last payment.
    """

    status: int
    gross: Decimal
    paid: Decimal
    outstanding: Decimal | None
    pay_date: date | None
    by_package: bool = False


class MarkRecord(Identified):
    """Who made the last payment, whatever else is wrong with a document."""

    method: Text = Field("", alias="PaymentMethod")

    @property
    def by_package(self) -> bool:
        """Whether an accounting package did."""
        return self.method == BY_ACCOUNTING_PACKAGE


class PaymentRecord(MarkRecord):
    """The properties of payment that both kinds of documents have in `show` (`wefact-api.md 3.3, 3.4`)."""

    status: Whole = Field(alias="Status")
    gross: Amount = Field(alias="AmountIncl")
    paid: OptionalAmount = Field(None, alias="AmountPaid")
    outstanding: OptionalAmount = Field(None, alias="AmountOutstanding")
    pay_date: OptionalDay = Field(None, alias="PayDate")

    def state(self) -> PaymentState:
        """The payment in the domain's words."""
        paid = Decimal("0.00") if self.paid is None else self.paid
        return PaymentState(self.status, self.gross, paid, self.outstanding, self.pay_date, self.by_package)
