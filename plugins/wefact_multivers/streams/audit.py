"""Reads the evidence back: what happened to one record, and whether the chain still holds."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from wefact_multivers.streams.named import find_record
from wefact_multivers.streams.refusals import EvidenceBroken
from wefact_multivers.streams.runs import Stream
from wefact_multivers.streams.services import Office

_WITHHELD = frozenset({"request", "written", "detail"})
"""What may hold names and addresses: what was sent and answered, word for word."""


@dataclass(frozen=True)
class EvidenceRow:
    """One thing that happened.

    Attributes:
        at: UTC.
        content: what is known of it, without what was sent and answered.
    """

    sequence: int
    at: datetime
    kind: str
    content: dict[str, object]


def trail(services: Office, number: str, stream: Stream | None = None) -> list[EvidenceRow]:
    """Everything that happened to a record, oldest first.

    Raises:
        RecordUnknown: the store has never seen that number.
        NumberAmbiguous: more than one record has it.
    """
    services.store.check_migrated()
    with services.memory.read() as unit:
        rows = unit.evidence.of(find_record(services, unit, number, stream).key)
    return [EvidenceRow(row["sequence"], row["at"], row["kind"], _shown(row["content"])) for row in rows]


def words(row: EvidenceRow) -> str:
    """The content of a row in one line."""
    return ", ".join(f"{name} {value}" for name, value in row.content.items() if value not in (None, "", []))


def verify_chain(services: Office) -> int:
    """Checks the whole chain of an administration.

    Returns:
        How many rows it has.

    Raises:
        EvidenceBroken: a row does not follow from the one before it, or rows are missing at the end.
    """
    services.store.check_migrated()
    with services.memory.read() as unit:
        broken, rows = unit.evidence.broken_at(), unit.evidence.count()
    if broken is not None:
        raise EvidenceBroken(administration=services.name, row=broken)
    return rows


def _shown(content: str) -> dict[str, object]:
    if not content:
        return {"erased": "the copy is gone, its hash is kept"}
    told: dict[str, object] = json.loads(content)
    return {name: value for name, value in told.items() if name not in _WITHHELD}
