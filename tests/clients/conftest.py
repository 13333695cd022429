"""Both services on real ports, as strangers meet them, with one customer of our own to book on."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from sandbox.testing import SandboxServers, running
from tests.sandbox.callers import MultiversCaller, WeFactCaller

CUSTOMER = {
    "customerId": "90001",
    "shortName": "KLANT",
    "name": "Klant Zuid",
    "paymentConditionId": "14",
    "vatScenarioId": 1,
    "creditSqueezeId": "0",
}


@pytest.fixture(scope="session")
def started() -> Iterator[SandboxServers]:
    """Both ports, for the whole session."""
    with running("empty") as both:
        yield both


@pytest.fixture
def servers(started: SandboxServers) -> SandboxServers:
    """An administration without invoices."""
    started.reset("empty")
    return started


@pytest.fixture
def http() -> Iterator[httpx.Client]:
    """A plain HTTP client that knows no proxy."""
    with httpx.Client(trust_env=False, timeout=10) as client:
        yield client


@pytest.fixture
def multivers(http: httpx.Client, servers: SandboxServers) -> MultiversCaller:
    """Multivers, signed in, with customer 90001."""
    caller = MultiversCaller(http, servers.multivers_url)
    assert caller.raw("POST", "Customer", json=CUSTOMER).status_code == 200
    return caller


@pytest.fixture
def wefact(servers: SandboxServers) -> Iterator[WeFactCaller]:
    """WeFact with debtor DB10001, called as JSON."""
    with httpx.Client(trust_env=False, timeout=10) as client:
        caller = WeFactCaller(client, servers.wefact_url)
        assert caller("debtor", "add", DebtorCode="DB10001", CompanyName="Bakkerij Jansen")["status"] == "success"
        yield caller
