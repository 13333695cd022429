"""Moves that the transition tables allow and nothing leads to, each with its reason.

One that is met all the same is no longer true here, and the table says so.
"""

from __future__ import annotations

from collections.abc import Mapping

from tests.simulation.coverage import MOVE, PAYMENT
from wefact_multivers.domain.payment_status import PAYMENT_TRANSITIONS, PaymentEvent
from wefact_multivers.domain.status import TRANSITIONS, Event, Status

UNSAID = frozenset({PaymentEvent.UNPAID_WRITTEN, PaymentEvent.FOUND_STILL_PAID})
"""Events of payments that no code of the package says: it never takes a payment back in WeFact (DESIGN 8)."""

_NOT_SENT = (
    "an uncertain document has an open intent, which the list of what may be sent leaves out; another writer that made "
    "it uncertain meanwhile holds the lease, and the door sends nothing without it"
)
_UNSAID = "the link never takes a payment back in WeFact, so nothing says this"


def cell_of_move(before: Status, event: Event) -> str:
    """The cell of a move of a document or relation."""
    return f"{MOVE} | {before} | {event} | {TRANSITIONS[before, event][0]}"


NO_WAY: Mapping[str, str] = {
    cell_of_move(Status.UNCERTAIN, Event.NOT_SENT): _NOT_SENT,
    **{
        f"{PAYMENT} | {before} | {event} | {after}": _UNSAID
        for (before, event), after in PAYMENT_TRANSITIONS.items()
        if event in UNSAID
    },
}
"""The cell, and why it cannot be met."""
