"""Everything that the oracle remembers of two programs and the link between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.oracle.agreement import Agreement
from tests.oracle.bookkeeping import Booking
from tests.oracle.books import Found
from tests.oracle.changes import Change
from tests.oracle.covering import Bound, Covering
from tests.oracle.decisions import Decision, Word
from tests.oracle.expectations import amsterdam_day
from tests.oracle.histories import Histories, Key
from tests.oracle.holdings import BOOKINGS, Holdings, same_booking
from tests.oracle.made import Made, MadeBookings
from tests.oracle.wefact import account

Record = dict[str, Any]
ChangedTables = Mapping[str, list[Change]]
USUAL = {"sales_line_side": "credit", "purchase_line_side": "debit", "due_date": "given"}
"""What the demo's administration file counts on: where Multivers has it otherwise, proof bookings say so."""


@dataclass
class Past:
    """What was seen so far.

    Attributes:
        state: both programs as they were last seen.
        bound: the booking of each document, made or adopted.
        paid: how often the link set a document to paid.
        forgets: the store was set back to an old backup, so that its statuses may be of another day.
        decisions: what a person said last in the link about each document.
        shown: the documents that the link has shown since its store was last set back.
    """

    agreed: Agreement
    state: Record
    histories: Histories
    holdings: Holdings
    covering: Covering
    made: MadeBookings = field(default_factory=MadeBookings)
    bound: dict[Key, Bound] = field(default_factory=dict)
    paid: Counter[Key] = field(default_factory=Counter)
    forgets: bool = False
    decisions: dict[Key, Decision] = field(default_factory=dict)
    shown: set[Key] = field(default_factory=set)

    @classmethod
    def begin(cls, state: Record, agreed: Agreement) -> Past:
        """Before the link wrote anything."""
        past = cls(agreed, state, Histories(agreed), Holdings.before_the_link(state), Covering(agreed))
        past.histories.read(state)
        return past

    @property
    def today(self) -> date:
        """The day in Amsterdam."""
        return amsterdam_day(self.state)

    @property
    def is_spoiled(self) -> bool:
        """Whether Multivers may keep something else than it was sent, by a fault or by a habit of its own."""
        settings = self.state["settings"]
        return self.agreed.is_spoiled or any(settings.get(name, usual) != usual for name, usual in USUAL.items())

    @property
    def wefact(self) -> Record:
        """WeFact's account."""
        return account(self.state)

    def people_worked(self, now: Record) -> None:
        """What changed since the last state is people's work."""
        self.state = now
        self.histories.read(now)
        changed = self.holdings.move_on(now)
        self._note_bookings(changed)
        self.holdings.now_theirs(changed)
        self.look_at_money()

    def _note_bookings(self, changed: ChangedTables) -> None:
        """Which bookings of the link people changed, took out, or gave the number of to another."""
        for change in (change for name in BOOKINGS for change in changed[name]):
            found = self.holdings.found.get(change.key)
            made = self.made.standing.get(change.key) or self._brought_back(change, found)
            if made is None:
                continue
            made.is_gone = found is None or _is_another(made.found.booking, found.booking)
            made.is_touched = True
            if made.is_gone:
                del self.made.standing[change.key]

    def _brought_back(self, change: Change, found: Found | None) -> Made | None:
        """The booking of the link that people had taken out, and now entered again as it was."""
        if change.before is not None or found is None:
            return None
        gone = (made for several in self.made.of.values() for made in several if made.is_gone)
        back = (made for made in gone if made.key == change.key and same_booking(made.found.booking, found.booking))
        made = next(back, None)
        if made:
            self.made.standing[change.key] = made
        return made

    def decided(self, document: Key, word: Word, adopted: str, shown: str) -> None:
        """A person has decided about a document, and named the booking that it is, if that was the question.

        Who decides has seen what the link read last, and not what WeFact says since.
        """
        if adopted:
            self.bound[document] = Bound(adopted, self.holdings.found[adopted].booking)
        bound, history = self.bound.get(document), self.histories[document]
        found = self.holdings.found.get(bound.key) if bound else None
        version = next((each for each in reversed(history.versions) if each.is_as_old_as(shown)), None)
        before = self.decisions.get(document)
        was_skipped = before is not None and (before.word is Word.SKIP or before.was_skipped)
        self.decisions[document] = Decision(word, version, found.booking if found else None, was_skipped)

    def took_over(self, booking: str) -> None:
        """A booking that the link made is one of people's from now on."""
        made = self.made.standing.pop(booking, None)
        if made is None:
            return
        self.holdings.theirs[made.found.side.multivers.bookings].add(booking)
        if made.document:
            self.made.of[made.document].remove(made)
            self.bound.pop(made.document, None)

    def has_skipped(self, document: Key) -> bool:
        """Whether a person said that a document is never sent, and the link surely knows it."""
        decision = self.decisions.get(document)
        return decision is not None and decision.word is Word.SKIP and not decision.is_perhaps

    def bind(self, document: Key, bound: Bound) -> None:
        """A document has a booking from now on; its first one stays the one that counts, unless that is gone."""
        held = self.bound.get(document)
        if held is None or held.key not in self.holdings.found:
            self.bound[document] = bound

    def follow(self, document: Key, bound: Bound) -> None:
        """The booking of a document follows it (accounting-rules.md 12): money is held against what it says now."""
        held = self.bound.get(document)
        if held is not None and held.key == bound.key:
            self.bound[document] = bound

    def look_at_money(self) -> None:
        """How the bound bookings stand now."""
        self.covering.look(self.holdings, self.bound)


def _is_another(made: Booking, now: Booking) -> bool:
    """Whether a number was given to something else: who corrects a reference changes neither amount nor relation."""
    is_same_claim = (made.relation, made.gross, made.invoice_date) == (now.relation, now.gross, now.invoice_date)
    return made.reference != now.reference and not is_same_claim
