"""Every bookkeeping case end to end: the document in WeFact, a run, the journal entry in the ledger of Multivers."""

from __future__ import annotations

from operator import attrgetter
from pathlib import Path

import pytest

from tests.domain.casefile import Case, read_cases
from tests.streams.casebooks import case_world, lived, shown
from wefact_multivers.store.connection import StoreConnection
from wefact_multivers.store.database import Store
from wefact_multivers.store.migrate import upgrade


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store of the present schema, to copy."""
    file = tmp_path_factory.mktemp("store") / "store.db"
    store = Store(StoreConnection(f"sqlite:///{file}", ()))
    upgrade(store.engine)
    store.close()
    return file


@pytest.mark.parametrize("case", read_cases(), ids=attrgetter("title"))
def test_given_a_case_in_wefact_when_the_link_runs_then_the_ledger_holds_its_journal_entries(
    case: Case, tmp_path: Path, migrated: Path
) -> None:
    with case_world(case, tmp_path, migrated) as world:
        assert lived(case, world) == shown(case.expected)
