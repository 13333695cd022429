"""What the link wrote last for the bookings that stand in Multivers, read for many of them at once."""

from __future__ import annotations

from collections.abc import Sequence

from wefact_multivers.domain.bookings import Plan
from wefact_multivers.domain.documents import SourceKey
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.kinds import PLAN


def last_writes(unit: Unit, receipts: Sequence[Receipt]) -> dict[SourceKey, Plan]:
    """The plan behind each booking of ours; bookings that others made have none, nor have those that were erased."""
    intents = {one.key: one.intent_id for one in receipts if one.intent_id is not None}
    hashes = unit.intents.plan_hashes(intents.values())
    texts = unit.plans.texts(set(hashes.values()))
    written = {key: texts.get(hashes.get(intent_id, "")) for key, intent_id in intents.items()}
    return {key: PLAN.validate_json(text) for key, text in written.items() if text}
