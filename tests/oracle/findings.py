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


class Finding(NamedTuple):
    """One error: what it is about (a document's number, a key, a relation code), and what is wrong, in words."""

    kind: Kind
    about: str
    text: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.about}: {self.text}"
