"""Runs that are at work at the same moment on PostgreSQL, where a row of another is not seen before its commit."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import event

from wefact_multivers.store.connection import StoreConnection
from wefact_multivers.store.database import Store
from wefact_multivers.store.migrate import upgrade
from wefact_multivers.store.unit import Memory

pytestmark = pytest.mark.postgres

NOW = datetime(2026, 3, 16, 5, 0, tzinfo=UTC)
LONGEST = 30


@pytest.mark.parametrize("minutes", [-1, 0, 1])
def test_given_two_first_runs_at_once_then_the_cursor_stands_at_the_later_one(postgres_url: str, minutes: int) -> None:
    connection = StoreConnection(postgres_url, (Fernet.generate_key().decode(),))
    one, other = Store(connection), Store(connection)
    upgrade(one.engine)
    is_writing = Event()

    def note(*arguments: Any) -> None:
        if str(arguments[2]).startswith("INSERT INTO cursor "):
            is_writing.set()

    def move(store: Store, until: datetime) -> None:
        with Memory(store, "demo-2026").write() as unit:
            unit.runs.advance("debtors", until)

    event.listen(other.engine, "before_cursor_execute", note)
    with ThreadPoolExecutor(1) as pool:
        with Memory(one, "demo-2026").write() as unit:
            unit.runs.advance("debtors", NOW)
            second = pool.submit(move, other, NOW + timedelta(minutes=minutes))
            assert is_writing.wait(LONGEST)
        second.result(LONGEST)
    with Memory(one, "demo-2026").read() as unit:
        assert unit.runs.changed_until("debtors") == NOW + timedelta(minutes=max(minutes, 0))
    one.close()
    other.close()
