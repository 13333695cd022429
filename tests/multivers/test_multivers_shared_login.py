"""The login with the store that keeps it in production, shared by several writers."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from sandbox.testing import CLIENT_ID, CLIENT_SECRET, DATABASE, REFRESH_TOKEN, SandboxServers
from tests.multivers.conftest import NOW, QUICK, calls_of
from wefact_multivers.clock import FixedClock
from wefact_multivers.multivers.client import MultiversClient
from wefact_multivers.multivers.connection import MultiversConnection
from wefact_multivers.store.connection import StoreConnection
from wefact_multivers.store.database import Store
from wefact_multivers.store.migrate import upgrade
from wefact_multivers.store.tokens import StoredTokens


@pytest.mark.parametrize("rotation", ["lenient", "strict"])
def test_given_many_stores_on_one_file_then_only_one_refreshes(
    sandbox: SandboxServers, tmp_path: Path, rotation: str
) -> None:
    sandbox.settings(token_rotation=rotation)
    store = StoreConnection(f"sqlite:///{tmp_path / 'store.db'}", (Fernet.generate_key().decode(),))
    first = Store(store)
    upgrade(first.engine)
    first.close()

    def check(_: int) -> None:
        own = Store(store)
        connection = MultiversConnection(
            "multivers_demo", sandbox.multivers_url, CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN, QUICK
        )
        with connection.open_http() as http:
            tokens = StoredTokens(own, store)
            MultiversClient(connection, DATABASE, tokens=tokens, http=http, clock=FixedClock(NOW)).check()
        own.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(check, range(6)))
    assert calls_of(sandbox, "POST OAuth/Token") == 1
