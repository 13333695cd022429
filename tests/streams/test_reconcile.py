"""P2 and accounting-rules.md 20: what is wrong is named, and what may differ is explained to the cent."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.streams.reconciling import NUMBER, Reconciled
from wefact_multivers.domain.money import ZERO, total
from wefact_multivers.domain.reconcile import Cause, Tie
from wefact_multivers.store.tables import receipt, record
from wefact_multivers.streams.audit import verify_chain
from wefact_multivers.streams.runs import Stream


@pytest.fixture(scope="module")
def booked(tmp_path_factory: pytest.TempPathFactory) -> Reconciled:
    """The demo's sales side, booked and reconciled; nobody may touch it."""
    made = Reconciled(tmp_path_factory.mktemp("booked"), creditors=False, purchase_invoices=False, payments=False)
    assert "reconcile" not in made.morning()
    return made


@pytest.fixture
def world(booked: Reconciled, tmp_path: Path) -> Reconciled:
    """The same, to do something with."""
    return booked.copied(tmp_path)


def bridges(tie: Tie) -> dict[Cause, tuple[int, Decimal]]:
    """What explains the difference of a tie."""
    return {bridge.cause: (bridge.count, bridge.amount) for bridge in tie.bridges}


def test_given_a_morning_then_everything_is_explained_to_the_cent(world: Reconciled) -> None:
    comparison = world.comparison()
    assert (comparison.unexplained, comparison.unexplained_documents, comparison.faults) == (ZERO, 0, ())
    documents = world.documents()
    assert (documents.left.count, documents.right.count) == (16, 9)
    assert bridges(documents) == {Cause.BLOCKED: (7, documents.difference)}
    (kind,) = comparison.kinds
    by_column = {one.column: one for one in kind.batch}
    assert {(one.count, one.gross, one.numbers) for one in kind.batch} == {(8, Decimal("1180.63"), 162080058)}
    for column in ("wefact", "plan", "ledger"):
        assert (by_column[column].net, by_column[column].vat) == (Decimal("989.33"), Decimal("191.30"))
    assert all(one.tie.is_tied for one in kind.ledger)
    assert total([one.tie.right.amount for one in kind.ledger]) == ZERO


def test_given_a_deleted_booking_then_it_is_named_twice_and_then_explained(world: Reconciled) -> None:
    world.sandbox.action("delete_booking", invoiceId=world.booking()["invoiceId"])
    assert world.differences("one") == [f"{NUMBER}: booking 20260004 not found in the ledger"]
    assert world.documents().unexplained_amount == Decimal("308.55")
    assert world.differences("two") == [f"{NUMBER}: booking 20260004 has disappeared"]
    assert world.differences("three") == []
    assert bridges(world.documents())[Cause.MISSING] == (1, Decimal("308.55"))


def test_given_our_numbers_on_another_booking_of_the_same_debtor_then_ours_is_gone(world: Reconciled) -> None:
    booked = world.booking()
    lines = [{"accountId": "8030", "amount": 11, "vatCodeId": 1}]
    reused = {name: booked[name] for name in ("customerId", "invoiceDate", "invoiceId")}
    world.sandbox.action("reuse_number", reference="by hand", lines=lines, **reused)
    assert world.differences("one") == [f"{NUMBER}: booking 20260004 not found in the ledger"]
    assert world.differences("two") == [f"{NUMBER}: booking 20260004 has disappeared"]
    assert world.differences("three") == []
    assert world.statuses()[NUMBER] == "missing"


def test_given_a_doubled_booking_then_it_is_named_with_its_original(world: Reconciled) -> None:
    booked = world.booking()
    copied = ("customerId", "invoiceDate", "paymentConditionId", "vatScenarioId")
    lines = [{"accountId": "8030", "amount": 255, "vatCodeId": 1}]
    world.sandbox.action("book_invoice", journalId="WFV", lines=lines, **{name: booked[name] for name in copied})
    assert world.differences() == [f"WFV 9 (2026): looks like a second booking of {NUMBER}"]
    assert world.documents().unexplained_amount == Decimal("-308.55")


def test_given_a_strange_booking_in_our_journal_then_it_is_named(world: Reconciled) -> None:
    lines = [{"accountId": "8030", "amount": 10, "vatCodeId": 1}]
    world.sandbox.action("book_invoice", journalId="WFV", customerId="DB10001", invoiceDate="2026-03-10", lines=lines)
    assert world.differences() == ["WFV 9 (2026): in our journal, not by the link"]


def test_given_a_booking_a_cent_off_then_both_amounts_are_named(world: Reconciled) -> None:
    booked = world.booking()
    lines = [{**line, "creditAmountCur": "255.01"} for line in booked["customerInvoiceLines"]]
    world.sandbox.action("edit_booking", invoiceId=booked["invoiceId"], changes={"customerInvoiceLines": lines})
    assert world.differences() == [f"{NUMBER}: 308,56 in Multivers, 308,55 was booked"]
    assert world.documents().unexplained_amount == Decimal("-0.01")


def test_given_a_document_that_the_store_lost_then_it_is_named(world: Reconciled) -> None:
    world.drop("F2026-0010")
    world.wait(days=1)
    world.sandbox.forget_requests()
    assert world.differences() == ["F2026-0010: in WeFact, not in the link"]
    world.drop(NUMBER, (record, receipt))
    assert world.differences("two") == [
        "F2026-0004: in WeFact, not in the link",
        "F2026-0010: in WeFact, not in the link",
        "WFV 2 (2026): in our journal, not by the link",
    ]


def test_given_an_account_that_a_person_corrected_then_it_is_explained_and_shown(world: Reconciled) -> None:
    booked = world.booking()
    lines = [{**line, "accountId": "8030"} for line in booked["customerInvoiceLines"]]
    world.sandbox.action("edit_booking", invoiceId=booked["invoiceId"], changes={"customerInvoiceLines": lines})
    assert world.differences() == []
    (kind,) = world.comparison().kinds
    corrected = {one.tie.name: one.tie.bridges[0].amount for one in kind.ledger if one.tie.bridges}
    assert corrected == {
        "2026/01 8000 btw-code 1": Decimal("-255.00"),
        "2026/01 8030 btw-code 1": Decimal("255.00"),
    }


def test_given_an_account_that_was_never_right_then_it_is_named(world: Reconciled) -> None:
    with world.services() as services, services.store.write() as connection:
        connection.exec_driver_sql("DELETE FROM tied")
    booked = world.booking()
    lines = [{**line, "accountId": "8030"} for line in booked["customerInvoiceLines"]]
    world.sandbox.action("edit_booking", invoiceId=booked["invoiceId"], changes={"customerInvoiceLines": lines})
    assert world.differences() == [
        f"{NUMBER}: 2026/01 8000 btw-code 1 0,00, planned -255,00",
        f"{NUMBER}: 2026/01 8030 btw-code 1 -255,00, planned 0,00",
    ]
    assert (world.comparison().unexplained, world.comparison().unexplained_documents) == (Decimal("255.00"), 1)


def test_given_a_document_deleted_in_wefact_then_only_its_own_page_decides(world: Reconciled) -> None:
    world.sandbox.action("delete_invoice", InvoiceCode=NUMBER)
    assert world.differences() == []
    assert world.statuses()[NUMBER] == "changed"
    assert bridges(world.documents())[Cause.CHANGED] == (1, Decimal("-308.55"))


def test_given_the_evidence_then_it_holds_the_totals_and_the_hash_of_each_reconciliation(world: Reconciled) -> None:
    with world.services() as services:
        verify_chain(services)
        with services.memory.read() as unit:
            rows = unit.connection.exec_driver_sql("SELECT content FROM evidence WHERE kind = 'reconciled'").scalars()
            contents, kept = list(rows), unit.reconciliations.latest()
    assert kept is not None
    assert len(contents) == 1
    assert kept.hash in contents[0]
    assert '"unexplained":"0.00"' in contents[0]


def test_given_two_mornings_with_payments_then_both_sides_of_what_is_open_are_explained(tmp_path: Path) -> None:
    world = Reconciled(tmp_path)
    world.morning()
    assert bridges(world.open_items())[Cause.PAID_IN_WEFACT] == (2, Decimal("-338.55"))
    assert bridges(world.open_items(Stream.PURCHASE_INVOICES))[Cause.SET_OFF] == (1, Decimal("60.50"))
    world.sandbox.action("demo_second_morning")
    world.morning()
    found = bridges(world.open_items())
    assert found[Cause.WRITTEN_OFF][0] == 1
    assert world.open_items().is_tied
    assert total([amount for _, amount in found.values()]) == world.open_items().difference
