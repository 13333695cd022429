"""P1: two processes that export the same documents at once book each of them once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.full.writers import LEASE_HELD, booked, export_at_once, large_world

PROCESSES, DOCUMENTS = 2, 30


@pytest.mark.postgres
@pytest.mark.full
def test_given_two_processes_that_export_30_documents_at_once_then_each_is_booked_once(
    tmp_path: Path, postgres_url: str
) -> None:
    with large_world(tmp_path, DOCUMENTS, postgres_url) as world:
        ends = export_at_once(world, PROCESSES)
        assert {code for codes in ends for code in codes.values()} <= LEASE_HELD
        found = booked(world)
        assert len(found) == DOCUMENTS
        assert set(found.values()) == {1}
