"""What was agreed with the bookkeeper, as far as it differs from one administration to the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tests.oracle.mapping import CLOSED_UNTIL, START
from tests.oracle.sides import ALL_STREAMS


@dataclass(frozen=True)
class Agreement:
    """What the administration file says.

    Attributes:
        start: documents dated before it are never booked.
        closed_until: documents dated up to and including it wait for a person.
        streams: the streams that are on, by the names of the administration file.
        writes_parts: part payments are written to WeFact.
        pays_written_off: what was written off counts as paid.
        reopens: a payment that was undone is taken back in WeFact.
        updates: a booking of the link's own follows its document while it is a concept (accounting-rules.md 12).
        frees_purchases: a purchase may be paid as soon as it is booked (accounting-rules.md 12).
        is_spoiled: Multivers may keep something else than it was sent; then a difference that a person is told of
            (status `rejected`) is no fault of the link.
    """

    start: date = START
    closed_until: date = CLOSED_UNTIL
    streams: frozenset[str] = ALL_STREAMS
    writes_parts: bool = False
    pays_written_off: bool = False
    reopens: bool = False
    updates: bool = False
    frees_purchases: bool = False
    is_spoiled: bool = False


DEMO = Agreement()
