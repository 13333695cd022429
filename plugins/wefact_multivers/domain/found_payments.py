"""What both systems say of the payment of one document, as values that were read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from wefact_multivers.domain.documents import Controller, PurchaseStatus, SalesStatus
from wefact_multivers.domain.money import ZERO, total


class Means(StrEnum):
    """By what an item was settled, told by the type of the journal it was settled in."""

    MONEY = "money"
    SET_OFF = "set_off"
    CORRECTION = "correction"


_BY_JOURNAL_TYPE: dict[str, Means] = {
    "bank": Means.MONEY,
    "kas": Means.MONEY,
    "incasso": Means.MONEY,
    "verkoop": Means.SET_OFF,
    "inkoop": Means.SET_OFF,
    "memoriaal": Means.CORRECTION,
}
_PAID: dict[Controller, int] = {
    Controller.INVOICE: SalesStatus.PAID,
    Controller.CREDITINVOICE: PurchaseStatus.PAID,
}
_NEVER_WRITTEN: dict[Controller, frozenset[int]] = {
    Controller.INVOICE: frozenset({SalesStatus.CREDIT, SalesStatus.VOID}),
    Controller.CREDITINVOICE: frozenset({PurchaseStatus.CREDIT}),
}


@dataclass(frozen=True)
class FoundPayment:
    """A row of `payments[]` of a booking (`multivers-api.md 3.8`), in euros with the sign of the booking.

    Attributes:
        means: None where the type of the journal is not known.
        amount: what was paid, set off or corrected.
        difference: payment difference (betalingsverschil) and difference of exchange.
        rebate: payment discount and kredietbeperking that were granted.
    """

    means: Means | None
    date: dt.date
    amount: Decimal
    difference: Decimal = ZERO
    rebate: Decimal = ZERO

    @property
    def settled(self) -> Decimal:
        """What the row takes off the balance."""
        return total([self.amount, self.difference, self.rebate])


@dataclass(frozen=True)
class LedgerSide:
    """What Multivers' detail says of a booking, in euros, negative on a credit note.

    Attributes:
        balance: what is open; None where the answer does not say.
    """

    gross: Decimal
    balance: Decimal | None
    payments: tuple[FoundPayment, ...]


@dataclass(frozen=True)
class WeFactSide:
    """What WeFact says of the same document.

    Attributes:
        paid: euros that WeFact counts as paid.
        written: WeFact has taken our own write-back as paid.
    """

    controller: Controller
    status: int
    paid: Decimal
    written: bool

    @property
    def is_paid(self) -> bool:
        """Whether WeFact shows it as paid in full."""
        return self.status == _PAID[self.controller]

    @property
    def may_be_written(self) -> bool:
        """Credit notes and void invoices are never written to."""
        return self.status not in _NEVER_WRITTEN[self.controller]


def means_of(journal_type: str) -> Means | None:
    """The means by the name of a journal's type, as `JournalTypeNVL` gives it; its numbers are not published."""
    return _BY_JOURNAL_TYPE.get(journal_type.strip().casefold().removesuffix("boek"))
