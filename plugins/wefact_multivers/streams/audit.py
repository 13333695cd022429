"""Reads the evidence back: what happened to one record, and whether the chain still holds."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from wefact_multivers.store.evidence import first_broken
from wefact_multivers.store.tables import evidence, evidence_head
from wefact_multivers.streams.named import find_record
from wefact_multivers.streams.refusals import EvidenceBroken
from wefact_multivers.streams.runs import Stream
from wefact_multivers.streams.services import Services

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


def trail(services: Services, number: str, stream: Stream | None = None) -> list[EvidenceRow]:
    """Everything that happened to a record, oldest first.

    Raises:
        RecordUnknown: the store has never seen that number.
        NumberAmbiguous: more than one record has it.
    """
    services.store.check_migrated()
    with services.memory.read() as unit:
        key = find_record(services, unit, number, stream).key
        statement = (
            select(evidence.c.sequence, evidence.c.at, evidence.c.kind, evidence.c.content)
            .where(
                evidence.c.administration_id == _id(services),
                evidence.c.controller == key.controller,
                evidence.c.identifier == key.identifier,
            )
            .order_by(evidence.c.sequence)
        )
        rows = unit.connection.execute(statement).all()
    return [EvidenceRow(row.sequence, row.at, row.kind, _shown(row.content)) for row in rows]


def words(row: EvidenceRow) -> str:
    """The content of a row in one line."""
    return ", ".join(f"{name} {value}" for name, value in row.content.items() if value not in (None, "", []))


def verify_chain(services: Services) -> int:
    """Checks the whole chain of an administration.

    Returns:
        How many rows it has.

    Raises:
        EvidenceBroken: a row does not follow from the one before it, or rows are missing at the end.
    """
    services.store.check_migrated()
    mine = evidence.c.administration_id == _id(services)
    with services.memory.read() as unit:
        broken = first_broken(unit.connection, _id(services))
        rows = int(unit.connection.execute(select(func.count()).select_from(evidence).where(mine)).scalar_one())
        end = select(evidence_head.c.sequence).where(evidence_head.c.administration_id == _id(services))
        written = unit.connection.execute(end).scalar_one_or_none() or 0
    if broken is None and rows != written:
        broken = rows + 1
    if broken is not None:
        raise EvidenceBroken(administration=services.name, row=broken)
    return rows


def _id(services: Services) -> str:
    return services.memory.administration_id


def _shown(content: str) -> dict[str, object]:
    if not content:
        return {"erased": "the copy is gone, its hash is kept"}
    told: dict[str, object] = json.loads(content)
    return {name: value for name, value in told.items() if name not in _WITHHELD}
