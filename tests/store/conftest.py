"""A migrated store on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from wefact_multivers.store.connection import StoreConnection
from wefact_multivers.store.database import Store
from wefact_multivers.store.migrate import upgrade
from wefact_multivers.store.unit import Memory


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def connection(request: pytest.FixtureRequest, tmp_path: Path) -> StoreConnection:
    """Where an empty store is."""
    url = f"sqlite:///{tmp_path / 'store.db'}"
    if request.param == "postgresql":
        url = request.getfixturevalue("postgres_url")
    return StoreConnection(url, (Fernet.generate_key().decode(),))


@pytest.fixture
def store(connection: StoreConnection) -> Iterator[Store]:
    """A migrated store."""
    opened = Store(connection)
    upgrade(opened.engine)
    yield opened
    opened.close()


@pytest.fixture
def memory(store: Store) -> Memory:
    """What is remembered of one administration."""
    return Memory(store, "demo-2026")
