"""Callers of the sandbox, in process and over HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest

from sandbox.control import reset
from sandbox.core import Sandbox
from sandbox.testing import SandboxControl, SandboxServers, running
from sandbox.transport import InProcessTransport
from tests.sandbox.callers import MultiversCaller, WeFactCaller


@pytest.fixture
def sandbox() -> Sandbox:
    """The demo company, in process."""
    box = Sandbox()
    reset(box, {"dataset": "demo"})
    return box


@pytest.fixture
def http(sandbox: Sandbox) -> Iterator[httpx.Client]:
    """An httpx client on the in-process sandbox."""
    with httpx.Client(transport=InProcessTransport(sandbox), base_url="http://sandbox") as client:
        yield client


@pytest.fixture
def control(sandbox: Sandbox) -> Iterator[SandboxControl]:
    """The control API, in process."""
    controller = SandboxControl("http://sandbox", InProcessTransport(sandbox))
    yield controller
    controller.close()


@pytest.fixture
def wefact(http: httpx.Client) -> WeFactCaller:
    """WeFact, in process."""
    return WeFactCaller(http, "http://sandbox/v2/")


@pytest.fixture
def multivers(http: httpx.Client) -> MultiversCaller:
    """Multivers, in process and signed in."""
    return MultiversCaller(http, "http://sandbox/V22")


@pytest.fixture
def servers() -> Iterator[SandboxServers]:
    """The demo company on two real ports."""
    with running("demo") as both:
        yield both


@pytest.fixture
def supplied(wefact: WeFactCaller, control: SandboxControl) -> WeFactCaller:
    """WeFact with creditor CR10001, cost category 1 and nothing else, on 16 March 2026 at 06:00."""
    control.reset("empty")
    control.clock("2026-03-16T06:00:00+01:00")
    wefact("creditor", "add", CompanyName="Papier & Co", Country="DE", InvoiceTerm="30", Authorisation="yes")
    wefact("settings", "costcategory_add", Title="Kantoorkosten")
    return wefact
