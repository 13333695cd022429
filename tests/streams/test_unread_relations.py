"""A relation whose own stream could not be read, or is off, is not written: its document waits for it (P5)."""

from __future__ import annotations

from pathlib import Path

from tests.streams.world import World, demo_world
from wefact_multivers.domain.documents import Controller
from wefact_multivers.streams.extract import extract
from wefact_multivers.streams.preflight import preflight
from wefact_multivers.streams.prepare import prepare
from wefact_multivers.streams.runs import RunRequest, Stream, Trigger

DEBTOR, INVOICE = "DB20001", "F2026-0900"


def write_to_a_new_debtor(world: World) -> None:
    """Somebody invoices a debtor that is new as well."""
    world.wait(hours=1)
    world.sandbox.action("add_debtor", DebtorCode=DEBTOR, CompanyName="Nieuw B.V.", City="Zwolle")
    lines = [{"ProductCode": "P-DOM", "Number": "1"}]
    names = {"DebtorCode": DEBTOR, "InvoiceCode": INVOICE, "Status": "2"}
    world.sandbox.action("add_invoice", **names, Date="2026-03-16", InvoiceLines=lines)
    world.wait(hours=23)


def export_sales_alone(world: World, key: str) -> None:
    """The tasks of sales invoices run, and those of debtors do not, since these could not be read."""
    with world.services() as services:
        preflight(services, RunRequest(key, Trigger.SCHEDULED))
        extract(services, key, Stream.SALES_INVOICES)
        prepare(services, key, Stream.SALES_INVOICES)
    assert set(world.post(key).codes.values()) <= {"DOC-100"}


def test_given_a_debtor_whose_stream_could_not_be_read_then_its_invoice_waits_and_is_booked_the_next_day(
    tmp_path: Path,
) -> None:
    with demo_world(tmp_path) as world:
        world.sign()
        world.run("run-1")
        write_to_a_new_debtor(world)
        export_sales_alone(world, "run-2")
        assert world.statuses()[INVOICE] == "waiting"
        assert world.statuses(Controller.DEBTOR)[DEBTOR] == "new"
        world.wait(days=1)
        world.run("run-3")
        assert world.statuses()[INVOICE] == "booked"


def test_given_debtors_are_off_then_the_invoice_of_a_new_one_waits(tmp_path: Path) -> None:
    with demo_world(tmp_path) as world:
        world.sign()
        world.run("run-1")
        world.switch(debtors=False)
        write_to_a_new_debtor(world)
        assert set(world.run("run-2").codes.values()) <= {"DOC-100", "REC-001"}
        assert world.statuses()[INVOICE] == "waiting"
