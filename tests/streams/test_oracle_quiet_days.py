"""No false alarms: people do everything that people do, on days without faults, and the chronicle is silent."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, cast

import httpx
import pytest

from sandbox.control import reset
from sandbox.core import Sandbox
from sandbox.testing import SandboxControl, SandboxServers
from sandbox.transport import InProcessTransport
from tests.oracle.promises import Chronicle
from tests.oracle.snapshots import Camera
from tests.oracle.status_rows import StatusRow
from tests.streams.world import World
from wefact_multivers.errors import SyncError
from wefact_multivers.streams.services import Network

Deeds = list[tuple[str, dict[str, Any]]]
WEFACT, MULTIVERS = "http://127.0.0.1:7001/v2/", "http://127.0.0.1:7002/V22"
LATE = {"DebtorCode": "DB10003", "Date": "2026-03-16"}


class Quiet:
    """The demo, twenty invoices more, and a chronicle beside it."""

    def __init__(self, folder: Path) -> None:
        core = Sandbox()
        reset(core, {"dataset": "demo"})
        transport = InProcessTransport(core)
        self.sandbox = SandboxControl("http://127.0.0.1:7002", transport)
        servers = cast(SandboxServers, self.sandbox)
        servers.wefact_url, servers.multivers_url = WEFACT, MULTIVERS
        network = Network(
            wefact=httpx.Client(base_url=WEFACT, transport=transport),
            multivers=httpx.Client(base_url=MULTIVERS, transport=transport),
        )
        self.file = folder / "store.db"
        self.world = World(servers, folder, f"sqlite:///{self.file}", network)
        self.world.migrate()
        self.camera = Camera(core)
        for number in (*range(501, 510), *range(601, 611)):
            self.sandbox.action("add_invoice", **LATE, InvoiceCode=f"F2026-0{number}", InvoiceLines=[work(number)])
        self.world.sign()
        self.chronicle = Chronicle(self.camera.picture())

    def people(self, deeds: Deeds) -> None:
        """People work in both programs."""
        before = self.camera.picture()
        for action, arguments in deeds:
            self.sandbox.action(action, **arguments)
        self.chronicle.people_worked(before, self.camera.picture())

    def day(self, *, settled: bool = False) -> list[str]:
        """A run, and its payments again once a person has released them; gives what is found."""
        key = self.world.clock.now().isoformat()
        self.world.run(key)
        with suppress(SyncError):
            self.world.approve()
            self.world.run_payments(key)
        judge = self.chronicle.settled if settled else self.chronicle.link_worked
        found = judge(self.camera.picture(), self.rows())
        self.world.wait(days=1)
        return [str(each) for each in found]

    def rows(self) -> list[StatusRow]:
        """What the store says."""
        with closing(sqlite3.connect(self.file)) as store:
            records = store.execute("SELECT controller, identifier, number, status FROM record").fetchall()
            payments = store.execute("SELECT controller, identifier, status FROM payment").fetchall()
        numbers = {(controller, identifier): number for controller, identifier, number, _ in records}
        of_records = [StatusRow(each[0], each[1], each[2], _kind(each[0]), each[3]) for each in records]
        return of_records + [StatusRow(each[0], each[1], numbers[each[:2]], "payment", each[2]) for each in payments]

    def purchase_id(self, reference: str) -> str:
        """The invoice number that the link gave to a purchase."""
        rows = self.sandbox.purchase_bookings("WFI")
        return next(str(row["invoiceId"]) for row in rows if row["reference"] == reference)


def _kind(controller: str) -> str:
    return "relation" if controller in ("debtor", "creditor") else "document"


def work(euros: int) -> dict[str, str]:
    """A line of so many euros, so that no two invoices of a debtor claim the same."""
    return {"Description": "Werk", "PriceExcl": str(euros), "TaxCode": "V21"}


def sellers() -> Deeds:
    """Every event of WeFact, each on another document that was booked."""
    lines = [work(77)]
    return [
        ("edit_invoice", {"InvoiceCode": "F2026-0501", "changes": {"InvoiceLines": lines}}),
        ("edit_invoice", {"InvoiceCode": "F2026-0502", "changes": {"InvoiceCode": "F2026-0702"}}),
        ("edit_invoice", {"InvoiceCode": "F2026-0503", "changes": {"Date": "2026-02-12"}}),
        ("edit_invoice", {"InvoiceCode": "F2026-0504", "changes": {"Comment": "notitie"}}),
        ("credit_invoice", {"InvoiceCode": "F2026-0505"}),
        ("credit_lines", {"InvoiceCode": "F2026-0506", "lines": [{"line": 1}]}),
        ("delete_invoice", {"InvoiceCode": "F2026-0507"}),
        ("pay_invoice", {"InvoiceCode": "F2026-0508"}),
        ("part_pay_invoice", {"InvoiceCode": "F2026-0509", "AmountPaid": "10.00"}),
        ("add_invoice", {"DebtorCode": "DB10003", "Date": "2026-03-16", "InvoiceLines": [work(801)]}),
        ("add_invoice", {"DebtorCode": "DB10003", "Date": "2026-03-16", "InvoiceLines": [work(802)], "Status": "0"}),
        ("add_invoice", {"DebtorCode": "DB10003", "Date": "2026-04-30", "InvoiceLines": [work(803)]}),
        ("edit_debtor", {"DebtorCode": "DB10004", "changes": {"City": "Hoorn"}}),
        ("edit_purchase_invoice", {"CreditInvoiceCode": "CF2026-0001", "changes": {"InvoiceCode": "XX-1"}}),
        ("delete_purchase_invoice", {"CreditInvoiceCode": "CF2026-0002"}),
        ("pay_purchase_invoice", {"CreditInvoiceCode": "CF2026-0003"}),
        ("edit_invoice", {"InvoiceCode": "F2026-0006", "changes": {"InvoiceLines": [work(5)]}}),
    ]


def bookkeepers(quiet: Quiet) -> Deeds:
    """Every event of Multivers, each on another booking of the link."""
    typed = {"InvoiceCode": "F2026-0720", **LATE, "InvoiceLines": [work(720)]}
    by_hand = {"customerId": "DB10003", "invoiceDate": "2026-03-16"}
    bought = quiet.purchase_id("INV-CF2026-0019")
    return [
        ("add_invoice", typed),
        ("book_invoice", {**by_hand, "invoiceId": "20260720", "reference": "F2026-0720",
                          "lines": [{"accountId": "8090", "amount": 720}]}),
        ("book_invoice", {**by_hand, "invoiceId": "777", "lines": [{"accountId": "8000", "amount": 700}]}),
        ("match_payment", {"invoiceId": "20260601"}),
        ("match_payment", {"invoiceId": "20260602", "amount": "10"}),
        ("match_payment", {"invoiceId": "20260603"}),
        ("unmatch_payment", {"invoiceId": "20260603"}),
        ("write_off", {"invoiceId": "20260604"}),
        ("match_payment", {"invoiceId": "20260605", "amount": "1000"}),
        ("edit_booking", {"invoiceId": "20260606", "changes": {"reference": "iets anders"}}),
        ("edit_booking", {"invoiceId": "20260607", "changes": {"paymentReference": "iets anders"}}),
        ("process_booking", {"invoiceId": "20260608"}),
        ("delete_booking", {"invoiceId": "20260609"}),
        ("reuse_number", {"invoiceId": "20260610", "customerId": "DB10001", "reference": "anders",
                          "invoiceDate": "2026-03-12", "lines": [{"accountId": "8000", "amount": 700}]}),
        ("delete_booking", {"invoiceId": "20260005"}),
        ("approve_invoice", {"invoiceId": bought}),
        ("pay_supplier", {"invoiceId": bought}),
        ("close_period", {"fiscalYear": 2026, "periodNumber": 1}),
        ("add_invoice", {"DebtorCode": "DB10003", "Date": "2026-01-16", "InvoiceLines": [work(804)]}),
        ("add_customer", {"customerId": "DB19999", "shortName": "x", "name": "Van mensen"}),
    ]  # fmt: skip


@pytest.mark.full
def test_given_people_who_do_everything_then_the_chronicle_is_silent(tmp_path: Path) -> None:
    quiet = Quiet(tmp_path)
    assert quiet.day() == []
    quiet.people(sellers())
    quiet.people(bookkeepers(quiet))
    assert quiet.day() == []
    assert quiet.day() == []
    assert quiet.day(settled=True) == []
