"""The store keeps its word on both databases: append-only, one receipt, one open intent, one writer."""

from __future__ import annotations

import threading
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from cryptography.fernet import Fernet
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from wefact_multivers.domain.documents import Controller, SourceKey
from wefact_multivers.domain.problems import problem
from wefact_multivers.domain.status import Event, Status, TransitionForbiddenError
from wefact_multivers.domain.tokens import Tokens
from wefact_multivers.errors import LeaseHeld, StoreNotMigrated, TokenKeyWrong
from wefact_multivers.store.connection import StoreConnection
from wefact_multivers.store.database import Store, durable
from wefact_multivers.store.evidence import Fact, first_broken, record_evidence
from wefact_multivers.store.intents import Effect, Frozen, OutcomeKind
from wefact_multivers.store.lease import Lease, Target
from wefact_multivers.store.migrate import upgrade
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.records import Seen
from wefact_multivers.store.tables import APPEND_ONLY, metadata
from wefact_multivers.store.tokens import StoredTokens
from wefact_multivers.store.unit import Memory

NOW = datetime(2026, 3, 16, 5, 0, tzinfo=UTC)
KEY = SourceKey(Controller.INVOICE, "17")
TARGET = Target("api.example", "MVL00001")


def seen(**changes: object) -> Seen:
    values: dict[str, object] = {
        "key": KEY,
        "number": "F2026-0001",
        "date": date(2026, 1, 5),
        "relation_code": "DB10001",
        "gross": Decimal("60.50"),
        "source_status": 2,
        "modified": "2026-01-05T10:00:00",
        "content": "{}",
        "content_hash": "a" * 64,
    }
    return Seen(**{**values, **changes})  # type: ignore[arg-type]


def frozen(**changes: object) -> Frozen:
    values: dict[str, object] = {
        "key": KEY,
        "effect": Effect.CREATE_BOOKING,
        "plan_hash": "b" * 64,
        "request": '{"invoiceId":"20260001"}',
        "relation_code": "DB10001",
        "invoice_id": "20260001",
        "reference": "F2026-0001",
        "gross": Decimal("60.50"),
    }
    return Frozen(**{**values, **changes})  # type: ignore[arg-type]


def receipt(**changes: object) -> Receipt:
    values: dict[str, object] = {
        "key": KEY,
        "effect": Effect.CREATE_BOOKING,
        "intent_id": None,
        "adopted": False,
        "content_hash": "a" * 64,
        "relation_code": "DB10001",
        "written": {},
        "verified": False,
        "invoice_id": "20260001",
        "invoice_date": date(2026, 1, 5),
        "gross": Decimal("60.50"),
    }
    return Receipt(**{**values, **changes})  # type: ignore[arg-type]


def test_a_store_without_schema_says_which_command_makes_one(connection: StoreConnection) -> None:
    store = Store(connection)
    with pytest.raises(StoreNotMigrated, match="wefact-multivers store upgrade"):
        store.check_migrated()
    upgrade(store.engine)
    upgrade(store.engine)
    store.check_migrated()
    assert durable(store)
    store.close()


def test_the_migrated_schema_is_that_of_the_tables(store: Store) -> None:
    with store.read() as connection:
        context = MigrationContext.configure(connection, opts={"version_table": "alembic_version_wefact_multivers"})
        assert compare_metadata(context, metadata) == []


def test_amounts_and_instants_come_back_as_they_went(memory: Memory) -> None:
    with memory.write() as unit:
        unit.records.see(seen(gross=Decimal("-12345678.90")), NOW)
    with memory.read() as unit:
        record = unit.records.get(KEY)
    assert record is not None
    assert record.seen == seen(gross=Decimal("-12345678.90"))
    assert record.updated_at == NOW
    assert record.status is Status.NEW


def test_an_instant_without_offset_and_a_fraction_of_a_cent_are_refused(memory: Memory) -> None:
    naive = datetime(2026, 3, 16)  # noqa: DTZ001 - that is the point
    with pytest.raises(Exception, match="offset"), memory.write() as unit:
        unit.records.see(seen(), naive)
    with pytest.raises(Exception, match="fraction of a cent"), memory.write() as unit:
        unit.records.see(seen(gross=Decimal("0.001")), NOW)


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET id = 0"])
def test_what_happened_is_never_changed_or_removed(memory: Memory, table: str, statement: str) -> None:
    with memory.write() as unit:
        intent = unit.intents.open(frozen(), TARGET, 1, NOW)
        unit.intents.note(intent, OutcomeKind.UNKNOWN, NOW)
    column = "sequence" if table == "evidence" else "id"
    with pytest.raises(DBAPIError, match="append-only"), memory.write() as unit:
        unit.connection.execute(text(statement.format(table).replace("id =", f"{column} =")))


def test_a_broken_link_of_the_evidence_is_found(store: Store) -> None:
    with store.write() as connection:
        for number in range(3):
            record_evidence(connection, "demo-2026", NOW, Fact("test", {"number": number}, KEY))
    with store.read() as connection:
        assert first_broken(connection, "demo-2026") is None
    with store.write() as connection:
        _lift_protection(connection.dialect.name, connection)
        connection.execute(text("UPDATE evidence SET content = '{}' WHERE sequence = 2"))
    with store.read() as connection:
        assert first_broken(connection, "demo-2026") == 2


def _lift_protection(dialect: str, connection: object) -> None:
    execute = connection.exec_driver_sql  # type: ignore[attr-defined]
    if dialect == "sqlite":
        execute("DROP TRIGGER evidence_no_update")
    else:
        execute("DROP TRIGGER evidence_tombstone_only ON evidence")


def test_a_second_intent_is_refused_while_the_first_is_not_settled(memory: Memory) -> None:
    with memory.write() as unit:
        first = unit.intents.open(frozen(), TARGET, 1, NOW)
    with pytest.raises(IntegrityError), memory.write() as unit:
        unit.intents.open(frozen(), TARGET, 1, NOW)
    with memory.write() as unit:
        unit.intents.note(first, OutcomeKind.ABSENT, NOW)
        assert unit.intents.is_open(KEY, Effect.CREATE_BOOKING)
        assert unit.intents.unsettled(Effect.CREATE_BOOKING)[0].absent_looks == 1
        unit.intents.note(first, OutcomeKind.SETTLED_ABSENT, NOW)
        second = unit.intents.open(frozen(), TARGET, 1, NOW)
        assert (first.attempt, second.attempt) == (1, 2)
        assert unit.intents.last(KEY, Effect.CREATE_BOOKING) == second


def test_a_document_has_one_receipt_at_most(memory: Memory) -> None:
    with memory.write() as unit:
        unit.receipts.add(receipt(), NOW)
    with pytest.raises(IntegrityError), memory.write() as unit:
        unit.receipts.add(receipt(invoice_id="20260002"), NOW)
    with memory.write() as unit:
        unit.receipts.verify(receipt(), NOW)
        assert unit.receipts.unverified(Effect.CREATE_BOOKING) == []
        assert unit.receipts.count(Effect.CREATE_BOOKING) == 1


def test_an_invoice_number_belongs_to_the_document_that_chose_it_first(memory: Memory, store: Store) -> None:
    other = SourceKey(Controller.INVOICE, "18")
    with memory.write() as unit:
        assert unit.plans.claim_number(TARGET, 20260001, KEY) == KEY
        assert unit.plans.claim_number(TARGET, 20260001, other) == KEY
        assert unit.plans.claim_number(Target("api.example", "MVL00002"), 20260001, other) == other
        assert unit.plans.number_of(KEY) == 20260001
    with Memory(store, "another").write() as unit:
        assert unit.plans.claim_number(TARGET, 20260001, other) == KEY


def test_administrations_do_not_see_each_other(memory: Memory, store: Store) -> None:
    with memory.write() as unit:
        unit.records.see(seen(), NOW)
        unit.receipts.add(receipt(), NOW)
    with Memory(store, "another").read() as unit:
        assert unit.records.all_of(Controller.INVOICE) == []
        assert unit.receipts.get(KEY, Effect.CREATE_BOOKING) is None


def test_an_event_that_cannot_happen_is_refused_and_changes_nothing(memory: Memory) -> None:
    with memory.write() as unit:
        unit.records.see(seen(), NOW)
    with pytest.raises(TransitionForbiddenError), memory.write() as unit:
        unit.records.happen(KEY, Event.CHANGED_IN_WEFACT, NOW)
    with memory.write() as unit:
        why = problem("MAP-001", group="X", line=1, file="f")
        assert unit.records.happen(KEY, Event.REFUSED_BY_CHECKS, NOW, problems=[why]) is Status.BLOCKED
    with memory.read() as unit:
        found = unit.records.get(KEY)
    assert found is not None
    assert found.problems == (why,)


def test_a_cursor_moves_forwards_only(memory: Memory) -> None:
    with memory.write() as unit:
        unit.runs.advance("debtors", NOW)
        unit.runs.advance("debtors", NOW - timedelta(hours=1))
        assert unit.runs.changed_until("debtors") == NOW


def test_one_writer_has_the_lease_until_it_gives_it_back_or_lets_it_end(store: Store) -> None:
    first, second = Lease(store, TARGET, "first", 60), Lease(store, TARGET, "second", 60)
    assert first.acquire() is False
    with pytest.raises(LeaseHeld):
        second.acquire()
    first.release()
    assert second.acquire() is False
    assert second.fence > first.fence
    with store.write() as connection:
        connection.execute(text("UPDATE lease SET expires_at = 0"))
    with pytest.raises(LeaseHeld):
        second.renew(1)
    assert first.acquire() is True
    first.renew(30)
    with pytest.raises(ValueError, match="longer than the lease"):
        first.renew(61)


def test_a_release_by_one_who_lost_the_lease_leaves_the_new_holder_alone(store: Store) -> None:
    old, new = Lease(store, TARGET, "old", 60), Lease(store, TARGET, "new", 60)
    old.acquire()
    with store.write() as connection:
        connection.execute(text("UPDATE lease SET expires_at = 0"))
    new.acquire()
    old.release()
    new.renew(1)


def test_many_writers_at_once_give_one_lease(store: Store) -> None:
    taken: list[str] = []

    def take(name: str) -> None:
        try:
            Lease(store, TARGET, name, 60).acquire()
            taken.append(name)
        except LeaseHeld:
            pass

    threads = [threading.Thread(target=take, args=(str(number),)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(taken) == 1


def tokens(generation: int) -> Tokens:
    return Tokens(f"refresh-{generation}", f"access-{generation}", NOW, generation)


def test_tokens_are_encrypted_and_refreshed_once(store: Store, connection: StoreConnection) -> None:
    stored = StoredTokens(store, connection)
    renewals: list[int] = []

    def renew(current: Tokens | None) -> Tokens:
        renewals.append(0 if current is None else current.generation)
        return tokens(len(renewals))

    def refresh() -> None:
        stored.refresh("multivers_demo", renew=renew, stale=lambda found: found.generation < 1)

    threads = [threading.Thread(target=refresh) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert renewals == [0]
    assert stored.read("multivers_demo") == tokens(1)
    with store.read() as opened:
        row = opened.execute(text("SELECT refresh_token, access_token FROM token")).one()
    assert "refresh-1" not in row.refresh_token
    assert "access-1" not in row.access_token
    assert "refresh-1" not in repr(stored.read("multivers_demo"))


def test_a_token_of_another_key_is_refused_and_one_of_an_older_key_is_read(
    store: Store, connection: StoreConnection
) -> None:
    StoredTokens(store, connection).refresh("m", renew=lambda _: tokens(1), stale=lambda _: True)
    newest = Fernet.generate_key().decode()
    rotated = StoreConnection(connection.url, (newest, *connection.token_keys))
    assert StoredTokens(store, rotated).read("m") == tokens(1)
    with pytest.raises(TokenKeyWrong):
        StoredTokens(store, StoreConnection(connection.url, (newest,))).read("m")


def test_an_error_inside_a_transaction_leaves_nothing(memory: Memory) -> None:
    with pytest.raises(IntegrityError), memory.write() as unit:  # noqa: PT012 - what came before the error counts
        unit.records.see(seen(), NOW)
        unit.receipts.add(receipt(), NOW)
        unit.receipts.add(receipt(), NOW)
    with memory.read() as unit:
        assert unit.records.get(KEY) is None
