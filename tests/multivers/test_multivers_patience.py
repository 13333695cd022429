"""Issue 5: Multivers asks to wait in the middle of a long list; a short wait does not begin it anew."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sandbox.testing import SandboxServers
from tests.multivers.conftest import ClientOf, calls_of
from wefact_multivers.clock import FixedClock
from wefact_multivers.domain.bookings import Kind
from wefact_multivers.errors import RateLimited
from wefact_multivers.multivers.client import MultiversClient

LIMIT = 10
"""Calls a minute; the demo has more accounts than that, and their list comes one by one."""


@pytest.fixture
def waits() -> list[float]:
    """The seconds that were waited, each time."""
    return []


@pytest.fixture
def client(client_of: ClientOf, sandbox: SandboxServers, clock: FixedClock, waits: list[float]) -> MultiversClient:
    """A client that waits in its place, by the sandbox's clock and its own."""

    def wait(seconds: float) -> None:
        waits.append(seconds)
        clock.at += timedelta(seconds=seconds)
        sandbox.clock(clock.at.isoformat())

    sandbox.clock(clock.at.isoformat())
    return client_of(pause=wait)


def test_given_a_list_of_more_pages_than_calls_a_minute_then_it_is_read_to_its_end(
    client: MultiversClient, sandbox: SandboxServers, waits: list[float]
) -> None:
    sandbox.settings(page_cap=1, multivers_per_minute=LIMIT)
    client.check()
    assert calls_of(sandbox, "GET AccountInfoList") > 2 * LIMIT
    assert len(waits) >= 2


def test_given_a_longer_wait_than_a_minute_then_the_slot_is_given_back(
    client: MultiversClient, sandbox: SandboxServers, waits: list[float]
) -> None:
    sandbox.settings(retry_after=61)
    sandbox.fault("GET AccountInfoList", kind="status:429")
    with pytest.raises(RateLimited):
        client.check()
    assert waits == []


def test_given_a_write_then_it_does_not_wait_and_is_sent_once(
    client: MultiversClient, sandbox: SandboxServers, waits: list[float]
) -> None:
    client.check()
    sandbox.fault("POST CustomerInvoice", kind="status:429")
    with pytest.raises(RateLimited):
        client.create_booking(Kind.SALES, {})
    assert (waits, calls_of(sandbox, "POST CustomerInvoice")) == ([], 1)
