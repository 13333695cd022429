"""Binds what `recover` has found, when a person orders it: a document with a receipt is never booked again.

Only the store is written. The payments of what was bound are read from both systems as they stand.
"""

from __future__ import annotations

from wefact_multivers.domain.matching import MatchKind
from wefact_multivers.store.evidence import Fact, record_evidence
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.look import adopt
from wefact_multivers.streams.own_journals import acknowledge
from wefact_multivers.streams.payment_approval import FIRST
from wefact_multivers.streams.post import writing
from wefact_multivers.streams.recover import Pair, Progress, Recovery, Stray
from wefact_multivers.streams.search import whole
from wefact_multivers.streams.services import Services

TOLD_EVERY = 100
"""After so many bookings the progress is told."""


def bind(services: Services, found: Recovery, by: str, progress: Progress) -> int:
    """Makes the receipts of what was matched, and records that a person has seen the rest.

    The first payment that is to be written afterwards waits for a release again: what was written before, and taken
    back by a person, is not remembered any more.

    Args:
        services: of the administration.
        found: what `recover` gave.
        by: who has looked at it.
        progress: is told how far it is.

    Returns:
        How many documents were bound.

    Raises:
        LeaseHeld: a writer is at work; nothing was bound.
    """
    with writing(services):
        bound = 0
        for done, pair in enumerate(found.matched, start=1):
            bound += _bind(services, pair)
            if done % TOLD_EVERY == 0 or done == len(found.matched):
                progress(f"{done} of {len(found.matched)}")
        with services.memory.write() as unit:
            for stray in found.strays:
                _acknowledge(services, unit, stray, by)
            unit.journals.forget_approval(FIRST)
            _remember(services, unit, found, by)
    return bound


def _bind(services: Services, pair: Pair) -> bool:
    """Makes one receipt; false where a run was quicker."""
    booking = whole(services, pair.kind.kind, pair.booking)
    key, effect = pair.record.key, pair.kind.effect
    with services.memory.write() as unit:
        is_free = unit.receipts.with_invoice_id(booking.invoice_id) is None
        if not is_free or unit.receipts.get(key, effect) is not None or unit.intents.is_open(key, effect):
            return False
        adopt(unit, services, pair.record, booking)
    return True


def _acknowledge(services: Services, unit: Unit, stray: Stray, by: str) -> None:
    """A person has seen it; its number goes to nobody, unless it may be the document that has that number."""
    acknowledge(unit, services, stray.kind, stray.booking, by)
    policy = services.administration.numbers
    is_open_question = stray.perhaps is not None and (
        stray.perhaps.match.kind is MatchKind.PERHAPS or not policy.is_sequence(stray.kind.kind)
    )
    if stray.booking.invoice_id.strip().isdecimal() and not is_open_question:
        number = int(stray.booking.invoice_id)
        unit.journals.reserve_number(services.target, number, stray.kind.controller)


def _remember(services: Services, unit: Unit, found: Recovery, by: str) -> None:
    """The three lists as evidence, by their numbers alone."""
    content: dict[str, object] = {
        "by": by,
        "matched": [[pair.record.seen.number, pair.booking.invoice_id] for pair in found.matched],
        "strays": [f"{stray.booking.journal_id} {stray.booking.invoice_id}" for stray in found.strays],
        "unbooked": [document.record.seen.number for document in found.unbooked],
    }
    fact = Fact("recovered", content)
    record_evidence(unit.connection, services.memory.administration_id, services.clock.now(), fact)
