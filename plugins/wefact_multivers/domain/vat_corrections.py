"""The list of corrections (suppletielijst): VAT that belongs to a return that was filed already.

(`accounting-rules.md 8`.) Up to 1,000 euros on balance goes into the next return; more needs a supplement (suppletie),
within eight weeks of its discovery.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.late import quarter_of
from wefact_multivers.domain.money import ZERO
from wefact_multivers.domain.reconcile_vat import INPUT_VAT

MOST_IN_NEXT_RETURN = Decimal(1000)
"""Euros of VAT, owed or to be had back, that may go into the next return."""


@dataclass(frozen=True)
class BoxAmount:
    """What stands in a box of the return, in euros, signed as the return is; no box where it is not known yet."""

    box: str
    base: Decimal
    vat: Decimal


@dataclass(frozen=True)
class LateDocument:
    """A document dated in a period whose return was filed before it was booked.

    Attributes:
        booked_in: fiscal year and period of its booking; None as long as it waits.
        is_moved: it is booked in a later period than its own.
        amounts: by box; of one that waits, as printed, without a box.
    """

    number: str
    kind: Kind
    date: date
    booked_in: tuple[int, int] | None
    is_moved: bool
    amounts: tuple[BoxAmount, ...]

    @property
    def counts(self) -> bool:
        """Whether its VAT is to be corrected: input VAT of what arrives late is deducted in the period of receipt."""
        return self.kind is Kind.SALES or (self.booked_in is not None and not self.is_moved)


@dataclass(frozen=True)
class Correction:
    """A row of the list.

    Attributes:
        quarter: in which the document is dated.
        balance: VAT to be corrected so far, in euros: owed positive, to be had back negative.
    """

    quarter: str
    number: str
    date: date
    booked_in: tuple[int, int] | None
    box: str
    base: Decimal
    vat: Decimal
    counts: bool
    balance: Decimal


def corrections(documents: Iterable[LateDocument]) -> tuple[Correction, ...]:
    """The list with its running balance, by date and number."""
    return tuple(_running(sorted(documents, key=lambda one: (one.date, one.number))))


def needs_supplement(rows: Iterable[Correction]) -> bool:
    """Whether the balance of a list is too much for the next return."""
    balance = ZERO
    for row in rows:
        balance = row.balance
    return abs(balance) > MOST_IN_NEXT_RETURN


def _running(documents: Iterable[LateDocument]) -> Iterator[Correction]:
    balance = ZERO
    for one in documents:
        for amount in one.amounts:
            if one.counts:
                balance += -amount.vat if amount.box == INPUT_VAT else amount.vat
            yield Correction(
                quarter=quarter_of(one.date),
                number=one.number,
                date=one.date,
                booked_in=one.booked_in,
                box=amount.box,
                base=amount.base,
                vat=amount.vat,
                counts=one.counts,
                balance=balance,
            )
