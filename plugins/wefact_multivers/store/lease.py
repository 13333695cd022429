"""The lease: one writer for each Multivers database, on the clock that all writers share, the store's own."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, RowMapping
from sqlalchemy.exc import IntegrityError

from wefact_multivers.errors import LeaseHeld
from wefact_multivers.store.database import Store
from wefact_multivers.store.statements import add, change, locked_where
from wefact_multivers.store.tables import lease

LEASE_SECONDS = 120


@dataclass(frozen=True)
class Target:
    """A Multivers database: what a lease, an invoice number and a journal counter belong to."""

    host: str
    database: str


class Lease:
    """The right to write to one Multivers database, for `seconds` after each renewal."""

    def __init__(self, store: Store, target: Target, owner: str, seconds: float = LEASE_SECONDS) -> None:
        self._store = store
        self._target = target
        self._where = asdict(target)
        self._owner = owner
        self._milliseconds = int(seconds * 1000)
        self.fence = 0

    def acquire(self) -> bool:
        """Takes the lease.

        Returns:
            True when an earlier holder let it expire, so that what it left open is unknown.

        Raises:
            LeaseHeld: somebody else has it.
        """
        with self._store.write() as connection:
            now = self._store.milliseconds_now(connection)
            row = self._row(connection)
            if row is not None and row["owner"] and row["owner"] != self._owner and row["expires_at"] > now:
                raise LeaseHeld(_instant(row["expires_at"]), database=self._target.database)
            self.fence = 1 if row is None else row["fence"] + 1
            values = {"owner": self._owner, "fence": self.fence, "expires_at": now + self._milliseconds}
            try:
                if row is None:
                    add(connection, lease, {**self._where, **values})
                else:
                    self._change(connection, values)
            except IntegrityError as error:
                # Somebody else made the row between our look and our insert.
                raise LeaseHeld(_instant(now), database=self._target.database) from error
            return row is not None and bool(row["owner"])

    def renew(self, needed_seconds: float) -> None:
        """Makes sure that the lease lasts long enough for a write.

        Args:
            needed_seconds: how long the write may take, with its time-out counted twice.

        Raises:
            LeaseHeld: it was lost meanwhile; nothing may be sent.
        """
        if needed_seconds * 1000 > self._milliseconds:
            raise ValueError("a write may take longer than the lease lasts")
        with self._store.write() as connection:
            now = self._store.milliseconds_now(connection)
            row = self._row(connection)
            if row is None or row["fence"] != self.fence or row["expires_at"] <= now:
                until = now if row is None else max(row["expires_at"], now)
                raise LeaseHeld(_instant(until), database=self._target.database)
            self._change(connection, {"expires_at": now + self._milliseconds})

    def require(self, connection: Connection) -> None:
        """Makes sure, in the transaction that depends on it, that nobody has taken over since.

        Raises:
            LeaseHeld: somebody has.
        """
        row = self._row(connection)
        if row is None or row["fence"] != self.fence:
            until = self._store.milliseconds_now(connection) if row is None else row["expires_at"]
            raise LeaseHeld(_instant(until), database=self._target.database)

    def release(self) -> None:
        """Gives the lease back, if it is still ours; the row stays, for its fence must only rise."""
        with self._store.write() as connection:
            row = self._row(connection)
            if row is not None and row["fence"] == self.fence:
                self._change(connection, {"owner": "", "expires_at": 0})

    def _row(self, connection: Connection) -> RowMapping | None:
        found = connection.execute(locked_where(lease, *self._where), self._where)
        return found.mappings().one_or_none()

    def _change(self, connection: Connection, values: dict[str, object]) -> None:
        change(connection, lease, self._where, values)


def _instant(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
