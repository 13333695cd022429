"""The login with the store that keeps it in production, shared by several threads and processes."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from subprocess import PIPE

import pytest
from cryptography.fernet import Fernet

from sandbox.testing import CLIENT_ID, CLIENT_SECRET, DATABASE, REFRESH_TOKEN, SandboxServers
from tests.multivers.conftest import NOW, QUICK, calls_of
from wefact_multivers.clock import FixedClock
from wefact_multivers.domain.tokens import Tokens
from wefact_multivers.multivers.client import MultiversClient
from wefact_multivers.multivers.connection import MultiversConnection
from wefact_multivers.store.connection import StoreConnection
from wefact_multivers.store.database import Store
from wefact_multivers.store.lease import Lease, Target
from wefact_multivers.store.migrate import upgrade
from wefact_multivers.store.tokens import StoredTokens

LOGIN = "multivers_demo"
CALLERS = 8


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> StoreConnection:
    """A migrated store."""
    is_file = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'store.db'}" if is_file else request.getfixturevalue("postgres_url")
    connection = StoreConnection(url, (Fernet.generate_key().decode(),))
    opened = Store(connection)
    upgrade(opened.engine)
    opened.close()
    return connection


def call(store: StoreConnection, url: str) -> None:
    """One caller, with all of its own: what a process does."""
    own = Store(store)
    connection = MultiversConnection(LOGIN, url, CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN, QUICK)
    with connection.open_http() as http:
        tokens = StoredTokens(own, store)
        MultiversClient(connection, DATABASE, tokens=tokens, http=http, clock=FixedClock(NOW)).check()
    own.close()


def expired(store: StoreConnection, sandbox: SandboxServers) -> None:
    """A login that was used before, whose access token has just ended; its first refresh token is dead."""
    sandbox.settings(token_rotation="strict")
    call(store, sandbox.multivers_url)
    own = Store(store)
    with own.write() as connection:
        connection.exec_driver_sql("UPDATE token SET expires_at = '2026-03-16 04:59:59'")
    own.close()
    sandbox.forget_requests()


def in_threads(store: StoreConnection, url: str) -> None:
    """All callers at once, in one process."""
    with ThreadPoolExecutor(CALLERS) as pool:
        list(pool.map(lambda _: call(store, url), range(CALLERS)))


SCRIPT = """
import sys
from tests.multivers.test_multivers_shared_login import call
from wefact_multivers.store.connection import StoreConnection
print("ready", flush=True)
url, key, remote = sys.stdin.read().split()
call(StoreConnection(url, (key,)), remote)
"""


def in_processes(store: StoreConnection, url: str) -> None:
    """All callers at once, each a process; none begins before all are there."""
    command = [sys.executable, "-c", SCRIPT]
    with ExitStack() as stack:
        started = [
            stack.enter_context(subprocess.Popen(command, stdin=PIPE, stdout=PIPE, text=True)) for _ in range(CALLERS)
        ]
        assert [process.stdout.readline() for process in started if process.stdout] == ["ready\n"] * CALLERS
        for process in started:
            assert process.stdin
            process.stdin.write(f"{store.url} {store.token_keys[0]} {url}")
            process.stdin.close()
        assert [process.wait(60) for process in started] == [0] * CALLERS


Ways = Callable[[StoreConnection, str], None]


@pytest.mark.parametrize(
    "callers", [in_threads, pytest.param(in_processes, marks=pytest.mark.full)], ids=["threads", "processes"]
)
def test_given_eight_callers_at_expiry_under_strict_rotation_then_one_refreshes_and_none_is_rejected(
    sandbox: SandboxServers, store: StoreConnection, callers: Ways
) -> None:
    expired(store, sandbox)
    callers(store, sandbox.multivers_url)
    assert calls_of(sandbox, "POST OAuth/Token") == 1
    assert generation(store) == 2


def generation(store: StoreConnection) -> int:
    """How often the login was renewed."""
    own = Store(store)
    found = StoredTokens(own, store).read(LOGIN)
    own.close()
    return found.generation if found else 0


def test_given_a_process_that_dies_in_the_middle_of_a_refresh_then_the_next_takes_over_once_its_time_is_up(
    sandbox: SandboxServers, store: StoreConnection
) -> None:
    expired(store, sandbox)
    own = Store(store)
    # What a process that was killed leaves behind: the lock, and no new token.
    Lease(own, Target("oauth", LOGIN), "killed", seconds=0.3).acquire()
    call(store, sandbox.multivers_url)
    own.close()
    assert calls_of(sandbox, "POST OAuth/Token") == 1
    assert generation(store) == 2


def test_given_a_refresh_that_takes_longer_than_its_lock_then_its_token_is_kept_for_no_other_is_valid(
    store: StoreConnection,
) -> None:
    own = Store(store)
    tokens = StoredTokens(own, store)

    def slow(_: Tokens | None) -> Tokens:
        with own.write() as connection:
            connection.exec_driver_sql("UPDATE lease SET expires_at = 0")
        tokens.refresh(LOGIN, renew=lambda _: Tokens("first", "first", NOW, 1), stale=lambda _: True)
        return Tokens("last", "last", NOW, 2)

    tokens.refresh(LOGIN, renew=slow, stale=lambda _: True)
    assert tokens.read(LOGIN) == Tokens("last", "last", NOW, 2)
    own.close()
