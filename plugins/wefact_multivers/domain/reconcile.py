"""What an accountant calls *aansluiting*: two sides, what explains their difference, and what nothing explains.

Each document stands in a tie by itself, so that two mistakes that cancel out stay two mistakes
(`accounting-rules.md 20`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from wefact_multivers.domain.money import ZERO, total
from wefact_multivers.domain.status import Status


class Cause(StrEnum):
    """Why a document may stand otherwise in the two systems: the bridge items (overbruggingsposten)."""

    NOT_READ = "not_read"
    NOT_BOOKED = "not_booked"
    BLOCKED = "blocked"
    REJECTED = "rejected"
    UNCERTAIN = "uncertain"
    SKIPPED = "skipped"
    CHANGED = "changed"
    MISSING = "missing"
    ADOPTED = "adopted"
    CORRECTED = "corrected"
    ROUNDING = "rounding"
    SET_OFF = "set_off"
    PAID_IN_WEFACT = "paid_in_wefact"
    TO_WRITE = "to_write"
    PART_PAYMENT = "part_payment"
    WRITTEN_OFF = "written_off"
    PAYMENT_QUESTION = "payment_question"


_BY_STATUS: dict[Status, Cause] = {
    Status.NEW: Cause.NOT_BOOKED,
    Status.PREVIEW: Cause.NOT_BOOKED,
    Status.WAITING: Cause.NOT_BOOKED,
    Status.BLOCKED: Cause.BLOCKED,
    Status.REJECTED: Cause.REJECTED,
    Status.UNCERTAIN: Cause.UNCERTAIN,
    Status.SKIPPED: Cause.SKIPPED,
    Status.CHANGED: Cause.CHANGED,
    Status.MISSING: Cause.MISSING,
}


def cause_of(status: Status) -> Cause | None:
    """What a status explains by itself; None where both systems should hold the same."""
    return _BY_STATUS.get(status)


@dataclass(frozen=True)
class Item:
    """One document, booking or part of one in a tie.

    Attributes:
        name: the printed number, or the entry in the journal.
        left, right: in euros; None where that side does not have it, which is not the same as 0.00.
        cause: why they may differ; None = they may not.
    """

    name: str
    left: Decimal | None
    right: Decimal | None
    cause: Cause | None = None

    @property
    def difference(self) -> Decimal:
        """Left minus right, in euros."""
        return (self.left or ZERO) - (self.right or ZERO)


@dataclass(frozen=True)
class Bridge:
    """The items that one cause explains: how many, and what they come to in euros."""

    cause: Cause
    count: int
    amount: Decimal


@dataclass(frozen=True)
class Totals:
    """One side of a tie: how many it has, and what they come to in euros."""

    count: int
    amount: Decimal


@dataclass(frozen=True)
class Tie:
    """Two sides held against each other.

    Attributes:
        name: what is tied.
        bridges: what is explained, by cause.
        unexplained: the items that nothing explains.
    """

    name: str
    left: Totals
    right: Totals
    bridges: tuple[Bridge, ...] = ()
    unexplained: tuple[Item, ...] = ()

    @property
    def difference(self) -> Decimal:
        """Left minus right, in euros: what the bridges and the unexplained items add up to."""
        return self.left.amount - self.right.amount

    @property
    def unexplained_amount(self) -> Decimal:
        """What nothing explains, in euros; 0.00 does not mean that there are no such items."""
        return total([item.difference for item in self.unexplained])

    @property
    def is_tied(self) -> bool:
        """Whether everything is explained: 0.00 and 0 documents."""
        return not self.unexplained


def tie(name: str, items: Iterable[Item]) -> Tie:
    """Holds two sides against each other, item by item.

    What explains an item explains all of its difference: explained and unexplained add up to the difference.
    """
    listed = list(items)
    apart = [item for item in listed if item.left != item.right]
    by_cause: dict[Cause, list[Decimal]] = defaultdict(list)
    for item in apart:
        if item.cause is not None:
            by_cause[item.cause].append(item.difference)
    return Tie(
        name=name,
        left=_totals([item.left for item in listed]),
        right=_totals([item.right for item in listed]),
        bridges=tuple(
            Bridge(cause, len(by_cause[cause]), total(by_cause[cause])) for cause in Cause if by_cause[cause]
        ),
        unexplained=tuple(item for item in apart if item.cause is None),
    )


def _totals(amounts: Iterable[Decimal | None]) -> Totals:
    present = [amount for amount in amounts if amount is not None]
    return Totals(len(present), total(present))
