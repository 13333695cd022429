"""P1 and P2: connections to both systems are cut at random bytes, and every document is booked once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.full.cut_days import live, through_proxies
from tests.full.writers import booked, large_world

DOCUMENTS, MOST_DAYS = 60, 40

pytestmark = pytest.mark.fault


@pytest.mark.full
def test_given_60_documents_and_connections_cut_at_random_bytes_then_each_is_booked_once(tmp_path: Path) -> None:
    with large_world(tmp_path, DOCUMENTS) as world, through_proxies(world, 1) as proxies:
        for day in range(MOST_DAYS):
            live(world, f"day-{day}")
            if len(booked(world)) == DOCUMENTS:
                break
            world.wait(days=1)
        found = booked(world)
        assert all(proxy.cuts for proxy in proxies)
        assert len(found) == DOCUMENTS
        assert set(found.values()) == {1}
