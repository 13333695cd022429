"""What the page shows of a store: lists a page at a time, causes with all they hold, a document beside its booking."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from tests.streams.world import World, demo_world
from wefact_multivers.catalogue import Language
from wefact_multivers.domain.documents import Controller, SourceKey
from wefact_multivers.domain.status import Status
from wefact_multivers.store.found_records import Order, Wanted
from wefact_multivers.store.intents import Effect
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.streams.alerts import waiting
from wefact_multivers.streams.document_list import PAGE, document_page, every_document
from wefact_multivers.streams.document_view import Choice, document_view
from wefact_multivers.streams.inbox import Decision, skip
from wefact_multivers.streams.overview import latest_runs, overview
from wefact_multivers.streams.payment_page import payment_page
from wefact_multivers.streams.runs import Stream
from wefact_multivers.streams.services import Office, build_office
from wefact_multivers.streams.waiting_groups import waiting_groups

DOCUMENTS = (Controller.INVOICE, Controller.CREDITINVOICE)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The demo's first morning, at its end."""
    with demo_world(tmp_path_factory.mktemp("page")) as opened:
        opened.sign()
        opened.run()
        yield opened


@pytest.fixture
def office(world: World) -> Iterator[Office]:
    """The office of the demo: no client of a remote system is made."""
    with world.services() as services:
        yield build_office("demo", world.include, services.administration, services.store, world.clock)


def numbers(office: Office, wanted: Wanted, page: int = 1) -> list[str]:
    return [row.number for row in document_page(office, wanted, page, Language.NL).rows]


def test_given_documents_of_both_kinds_then_a_page_has_them_newest_first(office: Office) -> None:
    found = document_page(office, Wanted(DOCUMENTS), 1, Language.NL)
    assert found.count == len(found.rows) == 44
    dates = [row.date for row in found.rows if row.date]
    assert dates == sorted(dates, reverse=True)
    shown = {row.number: row for row in found.rows}["F2026-0001"]
    assert (shown.stream, shown.status, shown.gross) == (Stream.SALES_INVOICES, "booked", Decimal("60.50"))
    assert shown.booked_in == "WFV 1"
    assert shown.relation_name


@pytest.mark.parametrize("page", [0, -3, 2, 10**9])
def test_given_a_page_that_is_not_there_then_the_nearest_is_shown(office: Office, page: int) -> None:
    assert document_page(office, Wanted(DOCUMENTS), page, Language.NL).number == 1


def test_given_filters_then_only_what_fits_them_all_is_shown(office: Office) -> None:
    blocked = Wanted((Controller.INVOICE,), (Status.BLOCKED,), order=Order.NUMBER, newest_first=False)
    assert {row.status for row in document_page(office, blocked, 1, Language.NL).rows} == {"blocked"}
    assert numbers(office, blocked) == sorted(numbers(office, blocked))
    first, last = date(2026, 2, 1), date(2026, 2, 28)
    rows = document_page(office, Wanted(DOCUMENTS, first=first, last=last), 1, Language.NL).rows
    assert rows
    assert all(row.date and first <= row.date <= last for row in rows)
    assert numbers(office, Wanted(DOCUMENTS, text="F2026-0008")) == ["F2026-0008"]
    debtor = document_page(office, Wanted(DOCUMENTS, relation="DB10004"), 1, Language.NL).rows
    assert {row.relation_code for row in debtor} == {"DB10004"}


@pytest.mark.parametrize("text", ["%", "_", "F2026_0001", "\\", "' or 1=1 --"])
def test_given_signs_that_mean_something_to_a_database_then_they_are_only_text(office: Office, text: str) -> None:
    assert numbers(office, Wanted(DOCUMENTS, text=text)) == []


def test_given_an_export_then_it_has_every_row_of_the_pages(office: Office) -> None:
    wanted = Wanted(DOCUMENTS, order=Order.GROSS)
    assert sorted(row.number for row in every_document(office, wanted, Language.NL)) == sorted(numbers(office, wanted))
    assert len(numbers(office, wanted)) < PAGE


def test_given_what_waits_then_every_record_stands_under_each_of_its_causes(office: Office) -> None:
    groups = waiting_groups(office, Language.NL)
    assert [group.count for group in groups] == sorted((group.count for group in groups), reverse=True)
    shown = {(one.stream, one.number) for group in groups for one in group.documents}
    standing = overview(office)
    assert len(shown) == standing.waiting
    assert standing.last_run is not None
    assert f"{standing.waiting} wait for you" in standing.last_run.note
    asked = next(group for group in groups if group.cause.code == "REL-003")
    assert [one.number for one in asked.documents] == ["CR10002"]
    rent = next(group for group in groups if group.cause.code == "MAP-002")
    assert (rent.count, rent.gross) == (2, Decimal("736.28"))
    assert "Huur" in rent.cause.message
    assert rent.cause.remedy


def test_given_what_waits_then_page_run_and_alerts_mean_the_same(world: World, office: Office) -> None:
    with world.services() as services, services.memory.read() as unit:
        told = list(waiting(services, unit))
    assert len(told) == overview(office).waiting
    assert "REL-003" in {found.code for one in told for found in one.problems}


def test_given_a_booked_document_then_its_lines_stand_beside_those_of_its_booking(office: Office) -> None:
    view = document_view(office, Stream.SALES_INVOICES, "F2026-0008")
    assert [(line.net, line.rate) for line in view.lines] == [
        (Decimal("90.00"), Decimal(21)),
        (Decimal("22.50"), Decimal(21)),
    ]
    assert [(line.account, line.amount, line.vat) for line in view.explained.lines] == [
        ("8000", Decimal("90.00"), Decimal("18.90")),
        ("8010", Decimal("22.50"), Decimal("4.73")),
    ]
    assert {line.box for line in view.explained.lines} == {"1a"}
    assert "payment_conditions.csv" in view.explained.condition
    assert view.choices == ()


def test_given_a_blocked_document_then_it_may_be_offered_again_or_skipped(office: Office) -> None:
    view = document_view(office, Stream.PURCHASE_INVOICES, "CF2026-0022")
    assert view.choices == (Choice.RETRY, Choice.SKIP)


def test_given_a_decision_then_the_mark_of_the_document_is_another(tmp_path: Path) -> None:
    with demo_world(tmp_path) as world:
        world.sign()
        with world.services() as services:
            before = document_view(services, Stream.PURCHASE_INVOICES, "CF2026-0022").mark
            skip(services, Decision("CF2026-0022", "An", Stream.PURCHASE_INVOICES), "not ours")
            after = document_view(services, Stream.PURCHASE_INVOICES, "CF2026-0022")
    assert after.mark != before
    assert after.choices == (Choice.RETRY,)


def test_given_a_morning_then_the_overview_says_what_it_did(office: Office) -> None:
    standing = overview(office)
    assert standing.link is not None
    assert standing.link.signed_by == "A. de Boer"
    assert standing.left_alone == {}
    assert standing.last_run is not None
    assert standing.last_run == latest_runs(office, 5)[0]
    assert standing.last_run.run.run_key == "run-1"
    assert "booked" in standing.last_run.note
    assert standing.compared is not None
    assert standing.compared.is_tied


def test_given_a_mark_that_only_wefact_remembers_then_the_payment_is_told_without_a_date(office: Office) -> None:
    with office.memory.read() as unit:
        record = unit.records.by_number(Controller.INVOICE, "F2026-0001")
    assert record is not None
    with office.memory.write() as unit:
        unit.receipts.add(_found_mark(record.key), office.clock.now())
    shown = {row.number: row for row in payment_page(office, None, 1, Language.NL).rows}
    assert (shown["F2026-0001"].told, shown["F2026-0001"].pay_date) == (True, None)
    assert not shown["F2026-0002"].told


def _found_mark(key: SourceKey) -> Receipt:
    return Receipt(
        key=key,
        effect=Effect.MARK_PAID,
        intent_id=None,
        adopted=True,
        content_hash="",
        relation_code="DB10001",
        written={},
        verified=True,
    )
