"""What people decided in the link about single documents."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tests.oracle.bookkeeping import Booking
from tests.oracle.histories import Version


class Word(StrEnum):
    """What can be decided about a document."""

    SKIP = "skip"
    RETRY = "retry"
    ACKNOWLEDGE = "acknowledge"
    ADOPT = "adopt"


@dataclass
class Decision:
    """What a person said last about a document.

    Attributes:
        version: what the document said when it was decided.
        booking: the booking of the document, as it stood then; None where it had none.
        was_skipped: it was said before that the document is never sent.
        is_perhaps: the store was set back to an old backup since: the link may know of it or not.
    """

    word: Word
    version: Version | None
    booking: Booking | None
    was_skipped: bool = False
    is_perhaps: bool = False
