"""A Multivers client on a sandbox that serves over HTTP, and a token store in memory."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from sandbox.testing import CLIENT_ID, CLIENT_SECRET, DATABASE, REFRESH_TOKEN, SandboxServers, running
from wefact_multivers.clock import FixedClock
from wefact_multivers.domain.tokens import Tokens
from wefact_multivers.multivers.client import MultiversClient
from wefact_multivers.multivers.connection import MultiversConnection
from wefact_multivers.transport import HttpOptions, Timeouts

NOW = datetime(2026, 3, 16, 5, 0, tzinfo=UTC)
QUICK = HttpOptions(Timeouts(connect=2, read=0.5, write=2, pool=2))


class MemoryTokens:
    """Tokens in memory, for one process; one thread refreshes at a time."""

    def __init__(self) -> None:
        self.kept: dict[str, Tokens] = {}
        self._lock = threading.Lock()

    def read(self, name: str) -> Tokens | None:
        """What was stored last."""
        return self.kept.get(name)

    def refresh(
        self, name: str, *, renew: Callable[[Tokens | None], Tokens], stale: Callable[[Tokens], bool]
    ) -> Tokens:
        """Stored ones that are not stale, or renewed ones."""
        with self._lock:
            current = self.kept.get(name)
            if current is None or stale(current):
                self.kept[name] = renew(current)
            return self.kept[name]


@pytest.fixture(scope="package")
def servers() -> Iterator[SandboxServers]:
    """One sandbox for all tests of this package."""
    with running("demo") as started:
        yield started


@pytest.fixture
def sandbox(servers: SandboxServers) -> SandboxServers:
    """The sandbox, as new, with the demo company."""
    servers.reset("demo")
    return servers


@pytest.fixture
def clock() -> FixedClock:
    """The client's clock."""
    return FixedClock(NOW)


@pytest.fixture
def tokens() -> MemoryTokens:
    """The token store that all clients of a test share."""
    return MemoryTokens()


ClientOf = Callable[..., MultiversClient]


@pytest.fixture
def client_of(sandbox: SandboxServers, clock: FixedClock, tokens: MemoryTokens) -> Iterator[ClientOf]:
    """Makes clients of the sandbox's Multivers, by default with its own login and administration."""
    opened = []

    def make(
        database: str = DATABASE,
        refresh_token: str = REFRESH_TOKEN,
        client_secret: str = CLIENT_SECRET,
        pause: Callable[[float], None] | None = None,
    ) -> MultiversClient:
        connection = MultiversConnection(
            "multivers_demo", sandbox.multivers_url, CLIENT_ID, client_secret, refresh_token, QUICK
        )
        opened.append(connection.open_http())
        return MultiversClient(connection, database, tokens=tokens, http=opened[-1], clock=clock, pause=pause)

    yield make
    for http in opened:
        http.close()


@pytest.fixture
def client(client_of: ClientOf) -> MultiversClient:
    """A client of the demo company's books."""
    return client_of()


def calls_of(sandbox: SandboxServers, name: str) -> int:
    """How often a call was made since the reset."""
    return int(sandbox.requests()["calls"].get(f"multivers {name}", 0))
