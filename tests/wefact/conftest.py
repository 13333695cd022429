"""A WeFact client on a sandbox that serves over HTTP."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest

from sandbox.testing import KEY, SandboxServers, running
from wefact_multivers.clock import FixedClock
from wefact_multivers.transport import HttpOptions, Timeouts
from wefact_multivers.wefact.client import WeFactClient
from wefact_multivers.wefact.connection import WeFactConnection

NOW = datetime(2026, 3, 16, 5, 0, tzinfo=UTC)
QUICK = HttpOptions(Timeouts(connect=2, read=0.5, write=2, pool=2))

ClientOf = Callable[..., WeFactClient]


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
def client_of(sandbox: SandboxServers, clock: FixedClock) -> Iterator[ClientOf]:
    """Makes clients of the sandbox's WeFact, by default with its key and small pages."""
    opened = []

    def make(api_key: str = KEY, page_size: int = 7) -> WeFactClient:
        connection = WeFactConnection("wefact_demo", sandbox.wefact_url, api_key, QUICK)
        opened.append(connection.open_http())
        return WeFactClient(connection, opened[-1], clock, page_size=page_size)

    yield make
    for http in opened:
        http.close()


@pytest.fixture
def client(client_of: ClientOf) -> WeFactClient:
    """A client of the demo company."""
    return client_of()
