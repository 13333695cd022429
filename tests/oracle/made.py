"""The bookings that the link ever made: each for one document, each equal to what that document once said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from tests.oracle.booking_rules import Expected, blocked_for_payment
from tests.oracle.bookkeeping import Booking, Terms
from tests.oracle.books import Found
from tests.oracle.histories import Histories, History, Key, Version
from tests.oracle.judge import differences

Record = dict[str, Any]


@dataclass
class Made:
    """A booking of the link's own.

    Attributes:
        found: as it was made, or last changed by the link.
        document: whose it is; None where no document explains it.
        wrong: what differs from what its document said, in words.
        is_confirmed: the link knew of it: its status said so at the end of a day.
        is_touched: people changed it.
        is_gone: people took it out, or gave its number to another.
        left: its record in Multivers as the link left it last.
    """

    found: Found
    document: Key | None
    wrong: list[str]
    is_confirmed: bool = False
    is_touched: bool = False
    is_gone: bool = False
    left: Record = field(default_factory=dict)

    @property
    def key(self) -> str:
        """Its key in Multivers."""
        return self.found.key

    @property
    def stands(self) -> bool:
        """Whether it is in the books."""
        return not self.is_gone

    def is_of_people(self, record: Record) -> bool:
        """Whether people's work is in it: a field is the link's as long as it equals its last write (DESIGN 8.6).

        So who saves a booking as it was, takes a correction back or types it again to the letter leaves it to the link.
        """
        return self.is_touched and _content(record) != _content(self.left)


@dataclass
class MadeBookings:
    """All of them: those that stand, by key, and all that ever were, by document."""

    standing: dict[str, Made] = field(default_factory=dict)
    of: dict[Key, list[Made]] = field(default_factory=lambda: defaultdict(list))

    def add(self, made: Made) -> None:
        """A booking that was not there before."""
        self.standing[made.key] = made
        if made.document:
            self.of[made.document].append(made)

    def now(self, document: Key) -> Made | None:
        """The booking of a document that stands."""
        return next((made for made in self.of.get(document, ()) if made.stands), None)

    def last(self, document: Key) -> Made | None:
        """The newest booking of a document, gone or not."""
        made = self.of.get(document)
        return made[-1] if made else None


def explain(found: Found, histories: Histories, made: MadeBookings) -> Made:
    """Whose booking this is, and what is wrong with it: the closest of all versions that bear its name."""
    candidates = [(key, version) for key, version in histories.by_name.get(found.booking.name, ()) if version.asks]
    if not candidates:
        return Made(found, None, [])
    wrongs = [(against(found, version, histories[key]), key) for key, version in reversed(candidates)]
    wrong, key = min(wrongs, key=lambda each: (bool(each[0]), each[1] in made.of, len(each[0])))
    return Made(found, key, wrong)


def against(found: Found, version: Version, history: History) -> list[str]:
    """What differs between a booking and what a version of its document asks for, in words."""
    return list(unlike(found, version.asks, history)) if version.asks else []


def unlike(found: Found, expected: Expected, history: History) -> Iterator[str]:
    """What differs between a booking and what is expected, in words.

    An invoice number is chosen once for each document: who is renumbered keeps it (accounting-rules.md 11). What
    WeFact has called paid may be blocked for payment, whatever was agreed (accounting-rules.md 12), and so may what is
    owed to a creditor whose account is in doubt (13).
    """
    must = expected.beside(found.booking)
    if found.booking.invoice_id in history.invoice_ids:
        must = replace(must, invoice_id=found.booking.invoice_id)
    terms = expected.terms
    may_be_frozen = history.was_paid or history.was_in_doubt
    if may_be_frozen and found.terms.frozen == blocked_for_payment(expected.paper):
        terms = replace(terms, frozen=found.terms.frozen)
    pairs: tuple[tuple[Booking | Terms, Booking | Terms], ...] = (
        (found.booking, must),
        (found.terms, terms),
    )
    for is_there, must_be in pairs:
        yield from differences(is_there, must_be)


def _content(value: Any) -> Any:
    """A record without what says nothing: empty texts, and marks that no screen shows; but not that it is processed."""
    if isinstance(value, list):
        return [_content(each) for each in value]
    if not isinstance(value, dict):
        return value
    shown = {name: each for name, each in value.items() if name == "_processed" or not name.startswith("_")}
    return {name: _content(each) for name, each in shown.items() if each not in ("", None)}
