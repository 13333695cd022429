"""Faults of the store's database as errors of the link: it does not answer, cannot be used, or has no room left.

What is none of these (a broken rule, a mistake in a statement) passes as it is.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

from sqlalchemy.exc import DBAPIError, OperationalError

from wefact_multivers.errors import StoreFull, StoreUnreachable, StoreUnusable, SyncError

_PRIMARY = 0xFF
"""SQLite's extended codes carry the primary one in their last byte."""

_SQLITE: Mapping[int, type[SyncError]] = MappingProxyType(
    {
        sqlite3.SQLITE_BUSY: StoreUnreachable,
        sqlite3.SQLITE_LOCKED: StoreUnreachable,
        sqlite3.SQLITE_FULL: StoreFull,
        sqlite3.SQLITE_IOERR: StoreUnusable,
        sqlite3.SQLITE_CANTOPEN: StoreUnusable,
        sqlite3.SQLITE_READONLY: StoreUnusable,
        sqlite3.SQLITE_PERM: StoreUnusable,
        sqlite3.SQLITE_CORRUPT: StoreUnusable,
        sqlite3.SQLITE_NOTADB: StoreUnusable,
    }
)
_POSTGRES: Mapping[str, type[SyncError]] = MappingProxyType(
    {
        "53100": StoreFull,
        "25006": StoreUnusable,
        "42501": StoreUnusable,
        "58030": StoreUnusable,
    }
)
"""By SQLSTATE: disk full, read-only, no right, input or output."""

_POSTGRES_AWAY = ("08", "53", "55", "57")
"""Classes of SQLSTATE that say that the server cannot serve now."""

_NAMED = re.compile(r'"[^"]*"')
_REASON = re.compile(r".*(?:failed: |FATAL: |ERROR: )", re.DOTALL)
_LENGTH = 120


@contextmanager
def database_faults(connection_id: str) -> Iterator[None]:
    """Tells a fault of the database apart, whatever was done in the block.

    Raises:
        StoreUnreachable: it does not answer, or is busy for too long.
        StoreUnusable: it cannot be opened, read or written.
        StoreFull: there is no room left.
    """
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:
        fault = _fault_of(error)
        if fault is None:
            raise
        raise fault(store=connection_id, detail=_detail(getattr(error, "orig", error))) from error


def _fault_of(error: DBAPIError | sqlite3.Error) -> type[SyncError] | None:
    cause = getattr(error, "orig", error)
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        return _SQLITE.get(code & _PRIMARY)
    state = getattr(cause, "sqlstate", None)
    if state is None:
        # A connection that was never made, or that broke, has no state.
        return StoreUnreachable if isinstance(error, OperationalError) else None
    return _POSTGRES.get(state, StoreUnreachable if state.startswith(_POSTGRES_AWAY) else None)


def _detail(error: object) -> str:
    """The reason in the database's words, without the names that PostgreSQL puts in quotes."""
    lines = str(error).strip().splitlines() or [type(error).__name__]
    said = _NAMED.sub("…", _REASON.sub("", lines[0])).strip()
    name = getattr(error, "sqlite_errorname", "")
    return f"{name}: {said}"[:_LENGTH] if name else said[:_LENGTH]
