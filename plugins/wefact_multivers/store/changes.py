"""What is remembered of a record that was changed after it was written to Multivers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from wefact_multivers.domain.documents import Controller, SourceKey
from wefact_multivers.store.statements import add, change, rows_of
from wefact_multivers.store.tables import change as changed
from wefact_multivers.store.tables import record


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
        return self.of([key]).get(key, Change())

    def of(self, keys: Iterable[SourceKey]) -> dict[SourceKey, Change]:
        """What is remembered of those of these records of which anything is."""
        mine = {"administration_id": self._administration_id}
        rows = rows_of(self._connection, changed, keys, mine)
        return {
            SourceKey(Controller(row["controller"]), row["identifier"]): Change(
                **{name: row[name] for name in _COLUMNS}
            )
            for row in rows
        }

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
        source = {"controller": key.controller, "identifier": key.identifier}
        this = {"administration_id": self._administration_id, **source}
        if not change(self._connection, changed, this, {"at": at, **values}):
            add(self._connection, changed, {**this, "at": at, **values})


_COLUMNS = ("booked_content", "booked_hash", "offered", "acknowledged")
