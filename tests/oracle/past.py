"""Everything that the oracle remembers of two programs and the link between them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests.oracle.agreement import Agreement
from tests.oracle.bookkeeping import Booking
from tests.oracle.changes import Change
from tests.oracle.covering import Bound, Covering
from tests.oracle.expectations import amsterdam_day
from tests.oracle.histories import Histories, Key
from tests.oracle.holdings import BOOKINGS, Holdings
from tests.oracle.made import MadeBookings
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
        decided: the documents that a person decided about in the link.
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
    decided: set[Key] = field(default_factory=set)

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
            made = self.made.standing.get(change.key)
            if made is None:
                continue
            found = self.holdings.found.get(change.key)
            made.is_gone = found is None or _is_another(made.found.booking, found.booking)
            made.is_touched = True
            if made.is_gone:
                del self.made.standing[change.key]

    def bind(self, document: Key, bound: Bound) -> None:
        """A document has a booking from now on; its first one stays the one that counts, unless that is gone."""
        held = self.bound.get(document)
        if held is None or held.key not in self.holdings.found:
            self.bound[document] = bound

    def look_at_money(self) -> None:
        """How the bound bookings stand now."""
        self.covering.look(self.holdings, self.bound)


def _is_another(made: Booking, now: Booking) -> bool:
    """Whether a number was given to something else: who corrects a reference changes neither amount nor relation."""
    is_same_claim = (made.relation, made.gross, made.invoice_date) == (now.relation, now.gross, now.invoice_date)
    return made.reference != now.reference and not is_same_claim
