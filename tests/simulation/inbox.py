"""The person at the inbox: now and then looks at what waits there, and decides."""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from tests.oracle.decisions import Word
from tests.simulation.installation import Installation
from tests.simulation.processes import Process
from tests.simulation.rows import last_sequence, told_since
from tests.simulation.world import World
from wefact_multivers.errors import SyncError
from wefact_multivers.streams import inbox
from wefact_multivers.streams.acknowledge import acknowledge
from wefact_multivers.streams.inbox import Decision
from wefact_multivers.streams.runs import Stream
from wefact_multivers.streams.services import Services

PERSON = "A. de Boer"
AT_ONCE, SHARE = 8, 0.5
"""How many documents a person decides about at one sitting, and which share of many."""

STREAMS = {"invoice": Stream.SALES_INVOICES, "creditinvoice": Stream.PURCHASE_INVOICES}
PREFIX = {"invoice": "", "creditinvoice": "purchase/"}
"""How the key of a booking begins, by the kind of its document."""

_LEAVE = ""
_PERHAPS_BOOKED = "DOC-004"
_CHOICES: Mapping[str, Mapping[str, int]] = {
    "blocked": {Word.SKIP: 35, Word.RETRY: 5, _LEAVE: 60},
    "rejected": {Word.SKIP: 5, Word.RETRY: 45, _LEAVE: 50},
    "changed": {Word.ACKNOWLEDGE: 25, Word.RETRY: 10, _LEAVE: 65},
    "missing": {Word.SKIP: 20, _LEAVE: 80},
    "skipped": {Word.RETRY: 3, _LEAVE: 97},
}
"""What is decided about a document, by its status, with the weight of each."""

_WAITING = f"""SELECT controller, identifier, number, status, problems, modified FROM record
    WHERE controller IN ('invoice', 'creditinvoice') AND status IN ({", ".join(f"'{status}'" for status in _CHOICES)})
    ORDER BY controller, identifier"""


@dataclass(frozen=True)
class Waiting:
    """A document in the inbox.

    Attributes:
        perhaps: the invoice numbers of the bookings in Multivers that are perhaps this document.
        modified: WeFact's `Modified` of the document as the link has read it; empty where nobody looked.
    """

    controller: str
    number: str
    status: str
    perhaps: tuple[str, ...]
    modified: str = ""


class Inbox:
    """The inbox of one installation, and who looks at it.

    Args:
        world: with the chronicle that is told of every decision.
        chance: what decides.
    """

    def __init__(self, world: World, chance: random.Random) -> None:
        self._world, self._chance = world, chance

    def work(self, installation: Installation) -> None:
        """One sitting; what the link refuses is no decision."""
        waiting = list(_waiting(installation))
        most = max(AT_ONCE, int(len(waiting) * SHARE))
        for document in self._chance.sample(waiting, min(most, len(waiting))):
            word, invoice_id = self._choose(document)
            if word:
                self.decide(installation, document, Word(word), invoice_id)

    def _choose(self, document: Waiting) -> tuple[str, str]:
        """What is to be done about a document, and the booking that it is."""
        if document.perhaps and document.status == "blocked" and self._chance.random() < 0.5:
            return Word.ADOPT, self._chance.choice(document.perhaps)
        choices = dict(_CHOICES[document.status])
        if self._is_ours(document):
            choices.pop(Word.RETRY, None)
        (word,) = self._chance.choices(list(choices), list(choices.values()))
        return word, ""

    def _is_ours(self, document: Waiting) -> bool:
        """Whether the link made the booking that is asked about: who offers the document again books it twice."""
        bookings = (PREFIX[document.controller] + invoice_id for invoice_id in document.perhaps)
        return any(self._world.chronicle.document_of(booking) for booking in bookings)

    def decide(self, installation: Installation, document: Waiting, word: Word, invoice_id: str = "") -> None:
        """One decision about one document, with the booking that it is."""
        world, before = self._world, last_sequence(installation)
        said = Decision(document.number, PERSON, STREAMS[document.controller])
        try:
            with installation.process(Process(f"inbox/{word}")) as services:
                _CALLS[word](services, said, invoice_id)
        except SyncError as refused:
            world.tell(f"inbox {word} {document.number}: {type(refused).__name__} {refused}")
        for controller, identifier, _ in told_since(installation, "decision", before):
            world.tell(f"inbox {word} {document.number} {invoice_id}, was {document.status}")
            adopted = PREFIX[controller] + invoice_id if invoice_id else ""
            now, shown = world.camera.picture(), document.modified
            world.chronicle.person_decided(now, controller, identifier, word, adopted, shown)


def _waiting(installation: Installation) -> Iterator[Waiting]:
    for controller, _, number, status, problems, modified in installation.rows(_WAITING):
        perhaps = tuple(_found_in(json.loads(str(problems))))
        yield Waiting(str(controller), str(number), str(status), perhaps, str(modified))


def _found_in(problems: Iterable[tuple[str, Mapping[str, str]]]) -> Iterator[str]:
    return (values["found"].split()[0] for code, values in problems if code == _PERHAPS_BOOKED)


_CALLS: Mapping[Word, Callable[[Services, Decision, str], object]] = {
    Word.SKIP: lambda services, said, _: inbox.skip(services, said, "hoort niet in de boeken"),
    Word.RETRY: lambda services, said, _: inbox.retry(services, said),
    Word.ACKNOWLEDGE: lambda services, said, _: acknowledge(services, said, "is zo goed"),
    Word.ADOPT: inbox.adopt,
}
"""As `cli/inbox.py` calls them."""
