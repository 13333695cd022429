"""What goes wrong in the middle of a run: nothing is sent before it is written down, and the next run mends it."""

from __future__ import annotations

import resource
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event

from tests.streams.spoiling import ask_again, store_file
from tests.streams.test_never_twice import BOOKED, assert_each_booked_once, extracted_and_prepared, let_the_lease_end
from tests.streams.world import Outcome, World
from wefact_multivers.catalogue import CATALOGUE, Language
from wefact_multivers.domain.documents import Controller
from wefact_multivers.domain.problems import Problem
from wefact_multivers.errors import AnswerUnusable, FirewallBlocked, StoreUnreachable, SyncError
from wefact_multivers.store.connection import StoreConnection
from wefact_multivers.store.database import Store
from wefact_multivers.store.migrate import upgrade
from wefact_multivers.streams.extract import extract
from wefact_multivers.streams.preflight import preflight
from wefact_multivers.streams.runs import RunRequest, Stream, Trigger

PAGE = 4096
"""Bytes of a page of SQLite."""

PAGES = 20
"""More than eight bookings take."""

BYTES_AT_MOST = 250_000
"""Room for some of the eight bookings in the log beside the store."""


def test_given_a_wefact_that_stops_answering_midway_then_nothing_more_is_asked_and_the_next_run_is_whole(
    world: World,
) -> None:
    with world.services() as services:
        preflight(services, RunRequest("run-1", Trigger.SCHEDULED))
    assert read_until(world, "html", AnswerUnusable, skip=3) == 3
    assert read_until(world, "status:403", FirewallBlocked, skip=2) == 5
    ask_again(world)
    world.sign()
    world.run("run-2")
    assert_each_booked_once(world)


def read_until(world: World, kind: str, error: type[SyncError], *, skip: int) -> int:
    """Reads invoices until WeFact answers so; gives how many the store has by then."""
    world.sandbox.forget_requests()
    world.sandbox.fault("invoice/show", kind=kind, skip=skip)
    with world.services() as services:
        with pytest.raises(error, match="WeFact"):
            extract(services, "run-1", Stream.SALES_INVOICES)
        with services.memory.read() as unit:
            assert unit.runs.changed_until(Stream.SALES_INVOICES) is None
    asked = world.sandbox.requests()
    assert asked["calls"]["wefact invoice/show"] == skip + 1
    assert asked["writes"] == {"wefact": 0, "multivers": 0}
    return len(world.records())


@pytest.mark.fault
def test_given_a_disk_that_is_full_again_and_again_then_every_booking_was_written_down_before_it_was_sent(
    signed: World,
) -> None:
    extracted_and_prepared(signed)
    used = store_file(signed).stat().st_size // PAGE
    stops = []
    for most in range(used, used + PAGES, 2):
        stops.append(post_with_pages(signed, most).errors["sales_invoices.post"])
        assert_nothing_half_written(signed)
        signed.wait(minutes=16)
    codes = [error.code for error in stops]
    assert codes == sorted(codes, reverse=True)
    assert codes.count("STO-006") > 3
    assert codes[-1] == "DOC-100"
    assert "wefact_multivers_store" in stops[0].message(Language.NL)
    assert "Maak plaats op de schijf" in stops[0].remedy(Language.NL)
    assert "Make room on the disk" in stops[0].remedy(Language.EN)
    assert_each_booked_once(signed)


def post_with_pages(world: World, most: int) -> Outcome:
    """The post task while SQLite may use so many pages."""

    def limit(connection: Any, _entry: object) -> None:
        connection.execute(f"PRAGMA max_page_count={most}")

    event.listen(Engine, "connect", limit)
    try:
        return world.post()
    finally:
        event.remove(Engine, "connect", limit)


@pytest.mark.fault
def test_given_files_that_may_not_grow_while_posting_then_the_rest_is_booked_once_they_may(signed: World) -> None:
    extracted_and_prepared(signed)
    with small_files():
        stopped = signed.post()
    error = stopped.errors["sales_invoices.post"]
    assert error.code == "STO-005"
    assert "SQLITE_IOERR_WRITE" in error.message(Language.NL)
    assert "of de schijf plaats heeft" in error.remedy(Language.NL)
    assert "the disk is sound and has room" in error.remedy(Language.EN)
    assert 0 < len(signed.bookings()) < BOOKED
    assert_nothing_half_written(signed)
    let_the_lease_end(signed)
    signed.wait(minutes=16)
    signed.post()
    assert_each_booked_once(signed)


@contextmanager
def small_files() -> Iterator[None]:
    """The system lets no file of this process grow any more, as a used-up quota does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (BYTES_AT_MOST, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def assert_nothing_half_written(world: World) -> None:
    """Every booking in Multivers has its intent, and at most the last one has no receipt."""
    booked = {row["reference"] for row in world.bookings()}
    assert booked <= intended(world)
    assert len(booked - receipted(world)) <= 1


def intended(world: World) -> set[str]:
    """The references of all bookings that the store says were about to be sent."""
    return column(world, "SELECT reference FROM intent WHERE effect = 'create_booking'")


def receipted(world: World) -> set[str]:
    """The references of all bookings whose answer the store has."""
    return column(world, "SELECT reference FROM receipt WHERE effect = 'create_booking'")


def column(world: World, statement: str) -> set[str]:
    with world.services() as services, services.store.read() as connection:
        return set(connection.exec_driver_sql(statement).scalars())


BAD = {
    (Controller.INVOICE, "F2026-0011"): ("DOC-001", "verschil 0,03", "Controleer de factuur in WeFact", "correct it"),
    (Controller.INVOICE, "F2026-0012"): ("REL-005", "DEBITEUR01", "relatie DEBITEUR01", "relation DEBITEUR01"),
    (Controller.INVOICE, "F2026-0018"): ("VAT-001", "0 %", "btw-code van de regel", "line's tax code in WeFact"),
    (Controller.DEBTOR, "DEBITEUR01"): ("REL-004", "DEBITEUR01", "nooit ingekort", "never cut"),
}
"""Lines that do not add up, a debtor code that Multivers cannot hold, and a line without a tax code."""


def test_given_documents_that_are_wrong_then_they_alone_wait_and_once_mended_each_is_booked_once(
    signed: World,
) -> None:
    assert add_untaxed(signed) == "F2026-0018"
    signed.run()
    assert_each_booked_once(signed)
    for (controller, number), (code, place, nl, en) in BAD.items():
        problem = only_problem(signed, controller, number)
        entry, told = CATALOGUE[problem.code], problem.values
        assert problem.code == code
        assert place in entry.message(Language.NL, told)
        assert place in entry.message(Language.EN, told)
        assert nl in entry.remedy(Language.NL, told)
        assert en in entry.remedy(Language.EN, told)
    signed.wait(minutes=1)
    mend(signed)
    signed.run("run-2")
    booked = Counter(row["reference"] for row in signed.bookings())
    assert set(booked.values()) == {1}
    assert len(booked) == BOOKED + 3
    assert booked.keys() >= {"F2026-0011", "F2026-0012", "F2026-0018"}


def add_untaxed(world: World) -> str:
    """An invoice whose only line has no tax code; gives its number."""
    world.sandbox.settings(missing_tax_code="none")
    lines = [{"Description": "Advies", "PriceExcl": "100", "Number": "1"}]
    made = world.sandbox.action("add_invoice", DebtorCode="DB10003", Date="2026-03-10", InvoiceLines=lines)
    return str(made["InvoiceCode"])


def mend(world: World) -> None:
    """What the remedies say."""
    lines = {
        "F2026-0011": {"Description": "Hosting", "PriceExcl": "10", "Number": "7", "TaxCode": "V21"},
        "F2026-0018": {"Description": "Advies", "PriceExcl": "100", "Number": "1", "TaxCode": "V21"},
    }
    for number, line in lines.items():
        world.sandbox.action("edit_invoice", InvoiceCode=number, changes={"InvoiceLines": [line]})
    world.sandbox.action("edit_invoice", InvoiceCode="F2026-0012", changes={"DebtorCode": "DB10006"})


def only_problem(world: World, controller: Controller, number: str) -> Problem:
    """The one problem of a record that is blocked."""
    record = next(one for one in world.records(controller) if one.seen.number == number)
    assert record.status == "blocked"
    (found,) = record.problems
    return found


@pytest.mark.postgres
def test_given_a_postgres_that_goes_away_in_a_transaction_then_it_is_said_so_and_nothing_of_it_stays(
    postgres_url: str,
) -> None:
    store = Store(StoreConnection(postgres_url, ()))
    upgrade(store.engine)
    with pytest.raises(StoreUnreachable) as raised:
        write_and_go_away(store)
    assert "start the database" in raised.value.remedy(Language.EN)
    with store.read() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM lease").scalar_one() == 0
    store.close()


def write_and_go_away(store: Store) -> None:
    """A transaction whose connection the server ends."""
    with store.write() as connection:
        connection.exec_driver_sql("INSERT INTO lease VALUES ('api.example', 'MVL00001', 'we', 1, 0)")
        connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")
