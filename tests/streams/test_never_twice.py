"""P1: one document has one booking, whatever crashes, hangs, answers late, is retried or forgotten."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import pytest

from tests.streams.dying import KILLED, Moment, die_in_post
from tests.streams.world import World
from wefact_multivers.domain.documents import Controller
from wefact_multivers.errors import LeaseHeld
from wefact_multivers.store.database import Store
from wefact_multivers.store.lease import Lease
from wefact_multivers.streams.drain import drain
from wefact_multivers.streams.extract import extract
from wefact_multivers.streams.kinds import SALES_INVOICES
from wefact_multivers.streams.post import planned, writing
from wefact_multivers.streams.preflight import preflight
from wefact_multivers.streams.prepare import prepare
from wefact_multivers.streams.runs import RunRequest, Stream, Trigger, load_run

BOOKED = 8
"""How many invoices of the demo are booked by the link."""

ASKS_TO_WAIT = "status:503"
"""With it comes a Retry-After: the look at what stands there has to wait as well."""
LOST = ("timeout", "reset", "malformed", "html", "empty", "status:500", ASKS_TO_WAIT)
REPEATED = [pytest.param(*case, marks=pytest.mark.full) for case in (*((kind, 0) for kind in LOST[2:]), ("timeout", 3))]
"""What ends as others do, for another reason."""

pytestmark = pytest.mark.fault


def assert_each_booked_once(world: World) -> None:
    """Every invoice that the demo's first morning books stands in our journal exactly once."""
    references = Counter(row["reference"] for row in world.bookings())
    assert set(references.values()) == {1}
    assert len(references) == BOOKED
    statuses = Counter(world.statuses().values())
    assert statuses["booked"] + statuses["booked_warning"] + statuses["adopted"] >= BOOKED
    assert statuses["uncertain"] == 0


def writes(world: World) -> int:
    """How many writes Multivers has seen since the counts were forgotten."""
    return int(world.sandbox.requests()["writes"]["multivers"])


def extracted_and_prepared(world: World, key: str = "run-1") -> None:
    """Everything of a run up to the posting of sales invoices."""
    with world.services() as services:
        preflight(services, RunRequest(key, Trigger.SCHEDULED))
        for stream in (Stream.DEBTORS, Stream.SALES_INVOICES):
            extract(services, key, stream)
            prepare(services, key, stream)
    world.post(key, Stream.DEBTORS)


@pytest.mark.parametrize(("kind", "skip"), [*((kind, 0) for kind in LOST[:2]), *REPEATED, ("status:500", 7)])
@pytest.mark.parametrize("when", ["before", "after", "late:600"])
def test_an_answer_that_is_lost_leaves_one_booking_after_the_retry(
    signed: World, when: str, kind: str, skip: int
) -> None:
    signed.sandbox.fault("POST CustomerInvoice", when=when, kind=kind, times=1, skip=skip)
    first = signed.run()
    if kind == ASKS_TO_WAIT:
        assert first.codes["sales_invoices.post"] == "LIM-001"
    elif when == "after":
        assert "SND-001" not in first.codes.values()
    else:
        assert first.codes["sales_invoices.post"] == "SND-001"
    if when != "after" or kind == ASKS_TO_WAIT:
        assert list(signed.statuses().values()).count("uncertain") == 1
    signed.wait(minutes=14)
    signed.post()
    signed.wait(minutes=2)
    signed.post()
    signed.post()
    assert_each_booked_once(signed)


def test_a_booking_that_is_committed_late_is_never_posted_again_before_it_can_arrive(signed: World) -> None:
    signed.sandbox.fault("POST CustomerInvoice", when="late:840", kind="timeout", times=1)
    signed.run()
    for _ in range(14):
        signed.wait(seconds=59)
        assert signed.post().codes["sales_invoices.post"] == "SND-001"
    signed.wait(minutes=3)
    signed.post()
    assert_each_booked_once(signed)


@pytest.mark.parametrize("moment", list(Moment))
@pytest.mark.full
def test_a_process_killed_while_posting_leaves_one_booking_after_the_retry(signed: World, moment: Moment) -> None:
    extracted_and_prepared(signed)
    code = die_in_post(signed, "POST CustomerInvoice", moment, run_key="run-1", stream=Stream.SALES_INVOICES)
    assert code == KILLED
    assert len(signed.bookings()) == (1 if moment is Moment.AFTER_CALL else 0)
    assert signed.post().codes["sales_invoices.post"] == "LCK-001"
    let_the_lease_end(signed)
    retried = signed.post()
    if moment is Moment.BEFORE_CALL:
        assert retried.codes["sales_invoices.post"] == "SND-001"
    signed.wait(minutes=16)
    signed.post()
    assert_each_booked_once(signed)


@pytest.mark.parametrize("moment", list(Moment))
@pytest.mark.full
def test_a_process_killed_while_writing_a_debtor_leaves_one_relation_after_the_retry(
    signed: World, moment: Moment
) -> None:
    with signed.services() as services:
        preflight(services, RunRequest("run-1", Trigger.SCHEDULED))
    code = die_in_post(signed, "POST Customer", moment, run_key="run-1", stream=Stream.DEBTORS)
    assert code == KILLED
    let_the_lease_end(signed)
    signed.post(stream=Stream.DEBTORS)
    signed.wait(minutes=16)
    signed.run()
    customers = signed.sandbox.state()["multivers"]["databases"]["MVL00001"]["customers"]
    assert [row["shortName"] for row in customers.values()].count("DB10003") == 1
    assert signed.statuses(Controller.DEBTOR)["DB10003"] == "booked"
    assert signed.sandbox.requests()["calls"]["multivers POST Customer"] == 5
    assert_each_booked_once(signed)


def let_the_lease_end(world: World) -> None:
    """The dead process's lease runs out; a test does not wait two minutes for it."""
    store = Store(world.connections.store)
    with store.write() as connection:
        connection.exec_driver_sql("UPDATE lease SET expires_at = 0")
    store.close()


@pytest.mark.parametrize("moment", [pytest.param(Moment.BEFORE_CALL, marks=pytest.mark.full), Moment.AFTER_CALL])
def test_a_store_that_is_emptied_after_a_crash_books_nothing_twice(
    signed: World, moment: Moment, tmp_path: Path
) -> None:
    extracted_and_prepared(signed)
    die_in_post(signed, "POST CustomerInvoice", moment, run_key="run-1", stream=Stream.SALES_INVOICES)
    for file in tmp_path.glob("store.db*"):
        file.unlink()
    signed.migrate()
    unsigned = signed.run("run-2")
    stands_there = moment is Moment.AFTER_CALL
    assert unsigned.codes.get("preflight") == ("STO-010" if stands_there else None)
    assert len(signed.bookings()) == stands_there
    signed.sign()
    signed.run("run-3")
    assert_each_booked_once(signed)


def test_a_store_restored_from_an_old_backup_stops_before_it_writes(signed: World, tmp_path: Path) -> None:
    shutil.copy(tmp_path / "store.db", tmp_path / "backup.db")
    signed.run()
    for file in tmp_path.glob("store.db*"):
        file.unlink()
    shutil.copy(tmp_path / "backup.db", tmp_path / "store.db")
    signed.sandbox.forget_requests()
    second = signed.run("run-2")
    assert second.codes["sales_invoices.post"] == "STO-002"
    assert writes(signed) == 0
    signed.sign()
    assert signed.run("run-3").codes["sales_invoices.post"] == "DOC-100"
    assert_each_booked_once(signed)


def test_a_second_run_writes_nothing(signed: World) -> None:
    signed.run()
    signed.sandbox.forget_requests()
    assert signed.run("run-2").errors == {}
    assert signed.run("run-1", again=True).codes == {"debtors.post": "DOC-100", "sales_invoices.post": "DOC-100"}
    backfill = signed.run("run-3", trigger=Trigger.MANUAL, params={"from": "2026-01-01", "to": "2026-03-16"})
    assert backfill.errors == {}
    assert writes(signed) == 0
    assert_each_booked_once(signed)


def test_a_second_writer_waits_for_its_turn(signed: World) -> None:
    extracted_and_prepared(signed)
    signed.sandbox.forget_requests()
    with signed.services() as services:
        other = Lease(services.store, services.target, "another installation")
        other.acquire()
        assert signed.post().codes["sales_invoices.post"] == "LCK-001"
        assert writes(signed) == 0
        other.release()
    signed.post()
    assert_each_booked_once(signed)


def test_a_writer_that_lost_its_lease_sends_nothing(signed: World) -> None:
    extracted_and_prepared(signed)
    signed.sandbox.forget_requests()
    with signed.services() as services:
        with writing(services) as door:
            let_the_lease_end(signed)
            taker = Lease(services.store, services.target, "another installation")
            taker.acquire()
            with pytest.raises(LeaseHeld):
                drain(services, load_run(services, "run-1"), SALES_INVOICES, door, planned(services, SALES_INVOICES))
        assert writes(signed) == 0
        taker.release()
    signed.post()
    assert_each_booked_once(signed)


def test_an_invoice_that_was_booked_by_hand_meanwhile_is_linked_and_not_booked(signed: World) -> None:
    extracted_and_prepared(signed)
    by_hand = {"reference": "F2026-0001", "invoiceId": "20260001", "customerId": "DB10001"}
    line = {"accountId": "8000", "amount": 50, "vatCodeId": 1}
    signed.sandbox.action("book_invoice", **by_hand, invoiceDate="2026-01-05", lines=[line])
    signed.post()
    assert [row["reference"] for row in signed.bookings()].count("F2026-0001") == 0
    assert signed.statuses()["F2026-0001"] == "adopted"
