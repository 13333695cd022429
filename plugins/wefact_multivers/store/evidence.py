"""The evidence: what happened, append-only, each row chained to the one before it by hash."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, bindparam, func, select, update

from wefact_multivers.domain.canonical import canonical_json, digest
from wefact_multivers.domain.documents import SourceKey
from wefact_multivers.store.statements import add, change, rows_where
from wefact_multivers.store.tables import evidence, evidence_head

GENESIS = "0" * 64
ERASURE = "erasure"
"""The kind of the row that says which rows were erased, by whom and why; it is never erased itself."""

_UNHASHED = frozenset({"hash", "erased_at"})

_TAKE_SEQUENCE = (
    update(evidence_head)
    .where(evidence_head.c.administration_id == bindparam("mine"))
    .values(sequence=evidence_head.c.sequence + 1)
    .returning(evidence_head.c.sequence, evidence_head.c.hash)
)


@dataclass(frozen=True)
class Fact:
    """Something that happened, and to which record."""

    kind: str
    content: dict[str, object]
    key: SourceKey | None = None


class Evidence:
    """What happened in one administration, read back in one transaction."""

    def __init__(self, connection: Connection, administration_id: str) -> None:
        self._connection = connection
        self._administration_id = administration_id

    def of(self, key: SourceKey) -> Sequence[RowMapping]:
        """The rows about a record, oldest first; of an erased one the content is empty."""
        this = {
            "administration_id": self._administration_id,
            "controller": key.controller,
            "identifier": key.identifier,
        }
        statement = rows_where(evidence, *this).order_by(evidence.c.sequence)
        return self._connection.execute(statement, this).mappings().all()

    def broken_at(self) -> int | None:
        """The number of the first row that does not follow from the one before it, or is missing; None if all hold."""
        broken = first_broken(self._connection, self._administration_id)
        return self.count() + 1 if broken is None and self.count() != self._written() else broken

    def count(self) -> int:
        """How many rows there are."""
        mine = evidence.c.administration_id == self._administration_id
        return int(self._connection.execute(select(func.count()).select_from(evidence).where(mine)).scalar_one())

    def _written(self) -> int:
        """How many rows were ever written."""
        mine = evidence_head.c.administration_id == self._administration_id
        return self._connection.execute(select(evidence_head.c.sequence).where(mine)).scalar_one_or_none() or 0


def record_evidence(connection: Connection, administration_id: str, at: datetime, fact: Fact) -> None:
    """Adds a row to the chain of an administration, in the transaction of what it is evidence of."""
    sequence, previous = _next(connection, administration_id)
    row: dict[str, Any] = {
        "administration_id": administration_id,
        "sequence": sequence,
        "at": at,
        "kind": fact.kind,
        "controller": fact.key.controller if fact.key else None,
        "identifier": fact.key.identifier if fact.key else None,
        "content": canonical_json(fact.content),
        "previous_hash": previous,
    }
    hashed = {"hash": _hash(row)}
    add(connection, evidence, {**row, **hashed})
    change(connection, evidence_head, {"administration_id": administration_id}, hashed)


def _next(connection: Connection, administration_id: str) -> tuple[int, str]:
    """The next sequence number and the hash to chain to; the changed row makes other writers wait."""
    row = connection.execute(_TAKE_SEQUENCE, {"mine": administration_id}).one_or_none()
    if row is not None:
        return row.sequence, row.hash
    add(connection, evidence_head, {"administration_id": administration_id, "sequence": 1, "hash": GENESIS})
    return 1, GENESIS


def _hash(row: dict[str, Any]) -> str:
    return digest({name: value for name, value in row.items() if name not in _UNHASHED})


def first_broken(connection: Connection, administration_id: str) -> int | None:
    """The sequence number of the first row that does not follow from the one before it; None if the chain holds.

    A row that was erased cannot be hashed again: it holds if a later row of the chain says that it was erased, with
    the hash it had.
    """
    statement = select(evidence).where(evidence.c.administration_id == administration_id).order_by(evidence.c.sequence)
    previous, expected = GENESIS, 1
    erased: dict[int, str] = {}
    for row in connection.execute(statement).mappings():
        found = row["hash"] if row["erased_at"] else _hash(dict(row))
        if (row["sequence"], row["previous_hash"], row["hash"]) != (expected, previous, found):
            return int(row["sequence"])
        if row["erased_at"]:
            erased[expected] = row["hash"]
        elif row["kind"] == ERASURE:
            _account_for(erased, row["content"])
        previous, expected = row["hash"], expected + 1
    return min(erased, default=None)


def _account_for(erased: dict[int, str], content: str) -> None:
    """Takes the rows off that an erasure names with the hash they had."""
    for sequence, found in json.loads(content)["rows"]:
        if erased.get(sequence) == found:
            del erased[sequence]
