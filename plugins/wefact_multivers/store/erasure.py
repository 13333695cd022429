"""Erases what was kept of a record, and leaves tombstones: key, number, amounts, hashes and the day of erasure."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, and_, select, update

from wefact_multivers.domain.documents import SourceKey
from wefact_multivers.store.evidence import ERASURE, Fact, record_evidence
from wefact_multivers.store.tables import change, evidence, intent, outcome, payment, plan, receipt, record


class Erasure:
    """Erases records of one administration, in one transaction."""

    def __init__(self, connection: Connection, administration_id: str) -> None:
        self._connection = connection
        self._administration_id = administration_id

    def erase(self, key: SourceKey, by: str, reason: str, at: datetime) -> int:
        """Empties everything that was kept of a record, word for word; the chain says who did that and why.

        Returns:
            How many rows of the evidence were emptied.
        """
        rows = self._evidence_of(key)
        told = (self._of(evidence, key), evidence.c.erased_at.is_(None))
        self._connection.execute(update(evidence).where(*told).values(content="", erased_at=at))
        self._erase_writes(key, at)
        self._erase_present(key, at)
        number = self._connection.execute(select(record.c.number).where(self._of(record, key))).scalar_one()
        content: dict[str, object] = {
            "controller": key.controller,
            "identifier": key.identifier,
            "number": number,
            "by": by,
            "reason": reason,
            "rows": rows,
        }
        # Without a key: this row is never found among those of the record, and so never erased itself.
        record_evidence(self._connection, self._administration_id, at, Fact(ERASURE, content))
        return len(rows)

    def _evidence_of(self, key: SourceKey) -> list[list[object]]:
        statement = (
            select(evidence.c.sequence, evidence.c.hash)
            .where(self._of(evidence, key), evidence.c.erased_at.is_(None))
            .order_by(evidence.c.sequence)
        )
        return [[row.sequence, row.hash] for row in self._connection.execute(statement)]

    def _erase_writes(self, key: SourceKey, at: datetime) -> None:
        """What was sent and answered."""
        writes = select(intent.c.id).where(self._of(intent, key))
        outcomes = (outcome.c.intent_id.in_(writes), outcome.c.erased_at.is_(None))
        self._connection.execute(update(outcome).where(*outcomes).values(detail="", erased_at=at))
        intents = (self._of(intent, key), intent.c.erased_at.is_(None))
        self._connection.execute(update(intent).where(*intents).values(request="", erased_at=at))

    def _erase_present(self, key: SourceKey, at: datetime) -> None:
        """What is known of it now."""
        self._connection.execute(update(plan).where(self._of(plan, key)).values(content=""))
        self._connection.execute(update(receipt).where(self._of(receipt, key)).values(written="{}"))
        self._connection.execute(update(payment).where(self._of(payment, key)).values(problems=(), write=None))
        self._connection.execute(update(change).where(self._of(change, key)).values(booked_content=None))
        gone = {"content": "", "problems": (), "erased_at": at}
        self._connection.execute(update(record).where(self._of(record, key)).values(**gone))

    def _of(self, table: Table, key: SourceKey) -> ColumnElement[bool]:
        return and_(
            table.c.administration_id == self._administration_id,
            table.c.controller == key.controller,
            table.c.identifier == key.identifier,
        )
