"""Watches two programs, the people who work in them, and the link between them; judges the link's promises.

A chronicle remembers what every document ever said, who made every booking, and what was ever put against it. So it
can judge after each day, also in the middle of trouble: then only what always holds is asked. Once everything is
quiet, `settled` asks that everything is done. It shares no code with the link.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.oracle.agreement import DEMO, Agreement
from tests.oracle.claims import claimed
from tests.oracle.decisions import Word
from tests.oracle.findings import Finding, Kind
from tests.oracle.histories import Key
from tests.oracle.past import Past
from tests.oracle.posting import posted
from tests.oracle.relation_steps import related
from tests.oracle.settling import unsettled
from tests.oracle.status_rows import SIDE_OF, Rows, StatusRow
from tests.oracle.writing import written

Record = dict[str, Any]
__all__ = ["Agreement", "Chronicle", "Finding", "StatusRow"]


class Chronicle:
    """What happened, and whether the promises P1, P2, P3, P6, P7 and P8 were kept (DESIGN 2).

    States are snapshots that do not change later: what `GET /__sandbox__/state` tells, or `snapshots`. Records that
    two states share as one object are not compared, which makes a day cost what changed.
    """

    def __init__(self, state: Record, agreed: Agreement = DEMO) -> None:
        """Begin before the link wrote anything: all bookings there are people's."""
        self._past = Past.begin(state, agreed)
        self._found: list[Finding] = []

    def people_worked(self, before: Record, now: Record) -> None:
        """Only people changed things between the two states; what changed before that was the link."""
        self._link(before)
        self._past.people_worked(now)

    def link_worked(self, now: Record, rows: Sequence[StatusRow]) -> list[Finding]:
        """Judge a day, in the middle of trouble or not.

        Args:
            now: both programs.
            rows: everything that the store says of documents, relations and payments.

        Returns:
            What is wrong; each error once.
        """
        self._link(now)
        found, self._found = self._found, []
        return [*found, *claimed(self._past, Rows(rows))]

    def settled(self, now: Record, rows: Sequence[StatusRow]) -> list[Finding]:
        """Judge the end, after days without faults and without people: everything must be done, or say why not."""
        return [*self.link_worked(now, rows), *unsettled(self._past, Rows(rows))]

    def store_set_back(self) -> None:
        """The store was replaced by an older backup: what the link knew since it may have forgotten."""
        self._past.forgets = True
        self._past.shown.clear()
        for made in (made for several in self._past.made.of.values() for made in several):
            made.is_confirmed = False
        for decision in self._past.decisions.values():
            decision.is_perhaps = True

    def person_decided(  # noqa: PLR0917 - one fact each
        self, now: Record, controller: str, identifier: str, word: Word, adopted: str = "", shown: str = ""
    ) -> None:
        """Somebody decided about this document in the link: the link goes by it from now on.

        Args:
            now: both programs; what changed before that was the link.
            controller: WeFact's name of the kind.
            identifier: WeFact's `Identifier`.
            word: what was decided.
            adopted: the key of the booking that is the document, as the person says.
            shown: WeFact's `Modified` of the document that the link showed; empty where that is as it is now.
        """
        self._link(now)
        self._past.decided((SIDE_OF[controller], identifier), word, adopted, shown)

    def document_of(self, booking: str) -> Key | None:
        """The document that the link made a booking for; None where people made it, or took it out."""
        made = self._past.made.standing.get(booking)
        return made.document if made else None

    def person_took_over(self, booking: str) -> None:
        """Somebody said of a booking in the link's own journal that it is no document: it is people's from now on."""
        self._past.took_over(booking)

    def _link(self, now: Record) -> None:
        before, past = self._past.state, self._past
        if now is before:
            return
        past.state = now
        matches = past.holdings.books["matches"]
        changed = past.holdings.move_on(now)
        if matches != past.holdings.books["matches"]:
            text = "money was matched or un-matched by somebody else than people"
            self._found.append(Finding(Kind.PEOPLE, "payments", text))
        self._found += posted(past, changed)
        self._found += related(past, changed)
        past.look_at_money()
        self._found += written(past, before, now)
        self._found += _limits(before, now)
        past.histories.read(now)


def _limits(before: Record, now: Record) -> list[Finding]:
    locked = set(now["wefact"].get("firewall", ())) - set(before["wefact"].get("firewall", ()))
    return [Finding(Kind.LIMITS, address, "WeFact has locked this address out") for address in sorted(locked)]
