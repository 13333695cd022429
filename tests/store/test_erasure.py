"""What is erased leaves a tombstone, the chain still holds, and nothing else of it can be changed."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.store.test_store import KEY, NOW, TARGET, frozen, seen
from wefact_multivers.domain.documents import Controller
from wefact_multivers.domain.status import Event
from wefact_multivers.store.database import Store
from wefact_multivers.store.evidence import first_broken
from wefact_multivers.store.intents import OutcomeKind
from wefact_multivers.store.unit import Memory

LATER = datetime(2034, 1, 1, 5, 0, tzinfo=UTC)


@pytest.fixture
def written(memory: Memory) -> Memory:
    """One document that was sent, with everything that is kept of that."""
    with memory.write() as unit:
        unit.records.see(seen(content='{"name":"De Vries"}'), NOW)
        unit.plans.save(KEY, "b" * 64, '{"plan":"De Vries"}', NOW)
        sent = unit.intents.open(frozen(request='{"name":"De Vries"}'), TARGET, 1, NOW)
        unit.intents.note(sent, OutcomeKind.ACCEPTED, NOW, "De Vries")
        unit.records.happen(KEY, Event.VERIFIED, NOW)
    return memory


def everything(memory: Memory) -> str:
    """All that the store holds, as text."""
    tables = ("record", "plan", "intent", "outcome", "receipt", "evidence")
    with memory.read() as unit:
        return str([unit.connection.execute(text(f"SELECT * FROM {name}")).all() for name in tables])


def test_given_an_erased_record_then_its_words_are_gone_and_number_amount_and_hashes_stay(written: Memory) -> None:
    assert everything(written).count("De Vries") == 6
    with written.write() as unit:
        assert unit.erasure.erase(KEY, "A. de Boer", "kept until 2033-12-31", LATER) == 4
    told = everything(written)
    assert "De Vries" not in told
    with written.read() as unit:
        record = unit.records.get(KEY)
        assert record is not None
        assert (record.seen.number, record.seen.gross) == ("F2026-0001", Decimal("60.50"))
        assert record.seen.content_hash == "a" * 64
        assert unit.records.by_number(Controller.INVOICE, "F2026-0001") is None
        assert first_broken(unit.connection, "demo-2026") is None


def test_given_a_record_that_is_read_again_after_its_erasure_then_it_is_known_as_before(written: Memory) -> None:
    with written.write() as unit:
        unit.erasure.erase(KEY, "A. de Boer", "old", LATER)
        unit.records.see(seen(), LATER)
    with written.read() as unit:
        assert unit.records.by_number(Controller.INVOICE, "F2026-0001") is not None


@pytest.mark.parametrize(
    ("change", "broken"),
    [
        ("UPDATE evidence SET content = '', erased_at = '2034-01-01 05:00:00+00:00' WHERE sequence = 3", 3),
        ("UPDATE evidence SET content = '{}' WHERE sequence = 3", None),
        ("UPDATE evidence SET content = '', erased_at = NULL WHERE sequence = 3", None),
        ("UPDATE evidence SET content = '', hash = 'x', erased_at = '2034-01-01 05:00:00+00:00'", None),
        ("UPDATE intent SET request = '{}', erased_at = '2034-01-01 05:00:00+00:00'", None),
        ("UPDATE intent SET request = '', gross = 1, erased_at = '2034-01-01 05:00:00+00:00'", None),
        ("DELETE FROM evidence WHERE sequence = 3", None),
        ("DELETE FROM outcome", None),
    ],
)
def test_given_a_row_that_somebody_changes_then_the_store_refuses_it_or_the_chain_tells(
    written: Memory, store: Store, change: str, broken: int | None
) -> None:
    if broken is None:
        with pytest.raises(DBAPIError, match="append-only"), store.write() as connection:
            connection.execute(text(change))
    else:
        with store.write() as connection:
            connection.execute(text(change))
    with store.read() as connection:
        assert first_broken(connection, written.administration_id) == broken


def test_given_an_erased_row_whose_hash_was_changed_then_the_chain_tells(written: Memory, store: Store) -> None:
    with written.write() as unit:
        unit.erasure.erase(KEY, "A. de Boer", "old", LATER)
    with store.write() as connection:
        trigger = {"sqlite": "evidence_no_update", "postgresql": "evidence_tombstone_only ON evidence"}
        connection.execute(text(f"DROP TRIGGER {trigger[connection.dialect.name]}"))
        connection.execute(text("UPDATE evidence SET hash = 'x' WHERE sequence = 4"))
        connection.execute(text("UPDATE evidence SET previous_hash = 'x' WHERE sequence = 5"))
    with store.read() as connection:
        assert first_broken(connection, "demo-2026") == 5
