"""Opens the store, on SQLite or PostgreSQL, so that what it commits is really on disk."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.pool import ConnectionPoolEntry

from wefact_multivers.clock import Clock
from wefact_multivers.errors import StoreNotMigrated
from wefact_multivers.store.connection import StoreConnection
from wefact_multivers.store.faults import database_faults

SCHEMA_VERSION = "0008"
"""The migration this code needs."""

BUSY_SECONDS = 30

_NOW = {
    "sqlite": "SELECT CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)",
    "postgresql": "SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS BIGINT)",
}

CONNECT_SECONDS = 10
"""How long a PostgreSQL that does not answer is waited for."""


class Store:
    """The store of one installation; `read` and `write` open short transactions, never across a remote call.

    All of it may raise what `faults.database_faults` raises.
    """

    def __init__(
        self,
        connection: StoreConnection,
        clock: Clock | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Prepare a store; no connection is made yet.

        Args:
            connection: where it is.
            clock: the time of the database, for a simulation; by default the database's own.
            sleep: how a process waits for its turn.
        """
        self.connection_id = connection.connection_id
        self.sleep = sleep
        self._clock = clock
        self._is_migrated = False
        self.engine = open_engine(connection.url)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that only reads."""
        with database_faults(self.connection_id), transaction(self.engine) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that takes the write lock at its start, and is durable once it has ended without error."""
        with database_faults(self.connection_id), transaction(self.engine, writes=True) as connection:
            yield connection

    def milliseconds_now(self, connection: Connection) -> int:
        """The time that all who use this database share, in Unix milliseconds."""
        if self._clock is not None:
            return int(self._clock.now().timestamp() * 1000)
        return int(connection.execute(text(_NOW[connection.dialect.name])).scalar_one())

    def close(self) -> None:
        """Closes all connections."""
        self.engine.dispose()

    def check_migrated(self) -> None:
        """Checks that the store has the schema of this code.

        Raises:
            StoreNotMigrated: it has another one, or none.
        """
        if self._is_migrated:
            return
        with database_faults(self.connection_id):
            found = schema_version(self.engine)
        if found != SCHEMA_VERSION:
            raise StoreNotMigrated(store=self.connection_id, found=found or "-", wanted=SCHEMA_VERSION)
        self._is_migrated = True


def open_engine(url: str) -> Engine:
    """An engine whose commits are durable and whose SQLite connections wait for each other instead of failing.

    Its errors show no values: they hold what people wrote on their invoices.
    """
    if make_url(url).get_backend_name() != "sqlite":
        waiting = {"connect_timeout": CONNECT_SECONDS}
        return create_engine(url, pool_pre_ping=True, hide_parameters=True, connect_args=waiting)
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": BUSY_SECONDS})
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_SECONDS * 1000}",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


@contextmanager
def transaction(engine: Engine, *, writes: bool = False) -> Iterator[Connection]:
    """A transaction of an engine from `open_engine`; one that writes takes SQLite's write lock at its start."""
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            # SQLite upgrades a reader to a writer without waiting, and fails: a writer must say so at once.
            # By the driver, for SQLAlchemy spends as much on this word as on a statement.
            connection.connection.cursor().execute("BEGIN IMMEDIATE" if writes else "BEGIN")
        yield connection


def schema_version(engine: Engine) -> str | None:
    """The migration the database is at; None where there is none."""
    with engine.connect() as connection:
        if not engine.dialect.has_table(connection, "alembic_version_wefact_multivers"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version_wefact_multivers")).scalar_one_or_none()


def durable(store: Store) -> bool:
    """Whether a commit survives a crash of the database: PostgreSQL can be told otherwise."""
    if store.engine.dialect.name == "sqlite":
        return True
    with store.read() as connection:
        return str(connection.execute(text("SHOW synchronous_commit")).scalar_one()) != "off"
