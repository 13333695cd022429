"""Settles what the relation import sent without a clear answer, by looking what WeFact really holds (DESIGN 8.3)."""

from __future__ import annotations

from dataclasses import replace

from wefact_multivers.domain.documents import Relation
from wefact_multivers.store.intents import Effect, Intent, OutcomeKind
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.streams.effects import keep_receipt
from wefact_multivers.streams.kinds import RELATIONS_OF, RelationKind
from wefact_multivers.streams.receipts import wefact_receipt
from wefact_multivers.streams.services import Services
from wefact_multivers.streams.settle import settles_at, unsettled
from wefact_multivers.transport import load


def unsettled_imports(services: Services, kind: RelationKind) -> list[Intent]:
    """What the import sent of a kind, or may have sent, without a clear answer, oldest first."""
    return unsettled(services, replace(kind, effect=Effect.WRITE_WEFACT_RELATION))


def settle_imports(services: Services) -> None:
    """Looks up every relation that the import sent, or may have sent, without a clear answer."""
    for kind in RELATIONS_OF.values():
        for intent in unsettled_imports(services, kind):
            settle_import(services, intent)


def settle_import(services: Services, intent: Intent, *, refused: str | None = None) -> Receipt | None:
    """Looks up one relation.

    Args:
        services: of the administration.
        intent: what was sent.
        refused: what WeFact said when it refused; then one look is enough.

    Returns:
        The receipt where WeFact holds the relation as it was sent; None where it does not, or not yet.
    """
    frozen, now = intent.frozen, services.clock.now()
    found = services.wefact.find_relation(frozen.key.controller, frozen.relation_code)
    with services.memory.write() as unit:
        if found is not None and _is_sent(found, intent):
            unit.intents.note(intent, OutcomeKind.FOUND, now)
            receipt = wefact_receipt(intent, verified=True)
            keep_receipt(unit, receipt, services)
            return receipt
        if refused is not None:
            unit.intents.note(intent, OutcomeKind.SETTLED_ABSENT, now, refused)
        elif intent.absent_looks >= 1 and now >= settles_at(intent, services.administration.settle_minutes):
            unit.intents.note(intent, OutcomeKind.SETTLED_ABSENT, now)
        else:
            unit.intents.note(intent, OutcomeKind.ABSENT, now)
    return None


def _is_sent(found: Relation, intent: Intent) -> bool:
    """Whether a relation is the one of an intent: a code that somebody used meanwhile has another name."""
    sent = load(intent.frozen.request)
    return (found.code, found.name) == (intent.frozen.relation_code, sent["CompanyName"])
