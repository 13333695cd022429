"""P1: eight processes that export the same documents at once book each of them once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.full.writers import LEASE_HELD, booked, export_at_once, large_world
from tests.streams.world import World

PROCESSES, DOCUMENTS = 8, 500


@pytest.fixture(params=["SQLite", pytest.param("PostgreSQL", marks=pytest.mark.postgres)])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    """Five hundred documents, on each database that the store can be in."""
    url = request.getfixturevalue("postgres_url") if request.param == "PostgreSQL" else None
    with large_world(tmp_path, DOCUMENTS, url) as opened:
        yield opened


def test_given_eight_processes_that_export_500_documents_at_once_then_each_is_booked_once(world: World) -> None:
    ends = export_at_once(world, PROCESSES)
    assert {code for codes in ends for code in codes.values()} <= LEASE_HELD
    found = booked(world)
    assert len(found) == DOCUMENTS
    assert set(found.values()) == {1}
