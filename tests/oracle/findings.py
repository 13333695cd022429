"""What the judge may find."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Kind(StrEnum):
    """The kinds of error in the books and in WeFact."""

    MISSING = "missing booking"
    DIFFERENT = "wrong booking"
    UNEXPLAINED = "booking that no document explains"
    DOUBLE = "booked twice"
    UNBALANCED = "ledger and bookings disagree"
    RELATION = "wrong relation"
    PEOPLE = "people's work changed"
    PROCESSED = "processed by the link"
    PAYMENT = "wrong payment in WeFact"
    WEFACT = "WeFact changed"
    PAID_TWICE = "payment written twice"
    STATUS = "wrong status"
    LOST = "document lost"
    LIMITS = "limits of WeFact broken"


OF_HISTORY = frozenset({Kind.PAID_TWICE, Kind.STATUS, Kind.LOST, Kind.LIMITS})
"""What a single state does not show: see `promises`."""

PROMISES = {
    Kind.DOUBLE: "P1", Kind.PAID_TWICE: "P1",
    Kind.MISSING: "P2", Kind.LOST: "P2", Kind.STATUS: "P2",
    Kind.DIFFERENT: "P3", Kind.UNEXPLAINED: "P3", Kind.UNBALANCED: "P3", Kind.PAYMENT: "P3",
    Kind.PEOPLE: "P6", Kind.PROCESSED: "P6", Kind.WEFACT: "P6",
    Kind.RELATION: "P7",
    Kind.LIMITS: "P8",
}  # fmt: skip
"""Which promise an error breaks (DESIGN 2)."""


class Finding(NamedTuple):
    """One error: what it is about (a document's number, a key, a relation code), and what is wrong, in words."""

    kind: Kind
    about: str
    text: str

    @property
    def promise(self) -> str:
        """The promise that is broken, P1 to P8."""
        return PROMISES[self.kind]

    def __str__(self) -> str:
        return f"{self.kind}: {self.about}: {self.text}"
