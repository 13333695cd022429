"""What is remembered of a record that was changed after it was written to Multivers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, and_, insert, select, update

from wefact_multivers.domain.documents import Controller, SourceKey
from wefact_multivers.store.tables import change, record


@dataclass(frozen=True)
class Change:
    """What is remembered of one record.

    Attributes:
        booked_content: the document as it was booked, as canonical JSON, once it is no longer what WeFact has.
        booked_hash: the content hash of that version.
        offered: the hash of the plan that Multivers, or a limit, has refused; the same one is not offered again.
        acknowledged: the hash of what a person has accepted.
    """

    booked_content: str | None = None
    booked_hash: str | None = None
    offered: str | None = None
    acknowledged: str | None = None


class Changes:
    """The changes of one administration, in one transaction."""

    def __init__(self, connection: Connection, administration_id: str) -> None:
        self._connection = connection
        self._administration_id = administration_id

    def get(self, key: SourceKey) -> Change:
        """What is remembered of a record."""
        row = self._connection.execute(select(change).where(self._is(key))).mappings().one_or_none()
        return Change() if row is None else Change(**{name: row[name] for name in _COLUMNS})

    def keep_booked(self, key: SourceKey, content: str, content_hash: str, at: datetime) -> None:
        """Keeps a document as it was booked."""
        self._save(key, at, booked_content=content, booked_hash=content_hash)

    def offer(self, key: SourceKey, plan_hash: str | None, at: datetime) -> None:
        """Remembers which plan was refused; None where a person asks for it to be offered again."""
        self._save(key, at, offered=plan_hash)

    def acknowledge(self, key: SourceKey, what: str, at: datetime) -> None:
        """Remembers what a person has accepted."""
        self._save(key, at, acknowledged=what)

    def forget(self, key: SourceKey, at: datetime) -> None:
        """Forgets the earlier version, once what stands in Multivers is no longer it."""
        self._save(key, at, booked_content=None, booked_hash=None, offered=None)

    def touched(self, controller: Controller, source_statuses: set[int], since: datetime) -> list[SourceKey]:
        """The records with one of these statuses in WeFact that were read, or moved, since then (UTC)."""
        statement = select(record.c.identifier).where(
            record.c.administration_id == self._administration_id,
            record.c.controller == controller,
            record.c.source_status.in_(source_statuses),
            record.c.updated_at >= since,
        )
        return [SourceKey(controller, identifier) for identifier in self._connection.execute(statement).scalars()]

    def _save(self, key: SourceKey, at: datetime, **values: str | None) -> None:
        if self._connection.execute(update(change).where(self._is(key)).values(at=at, **values)).rowcount:
            return
        source = {"controller": key.controller, "identifier": key.identifier}
        row = {"administration_id": self._administration_id, **source, "at": at, **values}
        self._connection.execute(insert(change).values(**row))

    def _is(self, key: SourceKey) -> ColumnElement[bool]:
        return and_(
            change.c.administration_id == self._administration_id,
            change.c.controller == key.controller,
            change.c.identifier == key.identifier,
        )


_COLUMNS = ("booked_content", "booked_hash", "offered", "acknowledged")
