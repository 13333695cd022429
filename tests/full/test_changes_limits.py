"""Policy `update_while_concept`: within its limits alone, and once, whatever is lost or dies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.streams.changing import INVOICE, Booked

PUT = "PUT /V22/api/MVL00001/CustomerInvoice"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Booked:
    """The demo, booked: made once, and copied for each test."""
    made = Booked(tmp_path_factory.mktemp("model"))
    made.follow()
    return made


@pytest.fixture
def booked(model: Booked, tmp_path: Path) -> Booked:
    """The demo, booked; bookings follow their documents."""
    return model.twin(tmp_path)


@pytest.mark.parametrize("when", ["before", "after", "late:600"])
@pytest.mark.parametrize("kind", ["timeout", "reset", "status:500", "malformed"])
def test_given_an_answer_that_is_lost_then_the_booking_is_replaced_once(booked: Booked, when: str, kind: str) -> None:
    booked.sandbox.fault("PUT CustomerInvoice", when=when, kind=kind, times=1)
    booked.price("30")
    codes = booked.next_day()
    for minutes in (1, 16):
        booked.wait(minutes=minutes)
        codes = booked.post(f"day-{booked.days}").codes
    assert codes == {}
    assert booked.is_followed()
    assert booked.next_day() == {}
    assert len([row for row in booked.bookings() if row["reference"] == INVOICE]) == 1


@pytest.mark.parametrize(
    ("match", "is_answered"),
    [(PUT, False), (PUT, True), ("GET /V22/api/MVL00001/JournalEntryLineInfoList/ByPeriod", False)],
    ids=["before the call", "after the call", "before it is read back"],
)
def test_given_a_process_that_is_killed_then_the_booking_is_replaced_once(
    booked: Booked, match: str, *, is_answered: bool
) -> None:
    booked.price("30")
    booked.dies(match, is_answered=is_answered, work=booked.next_day)
    for minutes in (1, 16):
        booked.wait(minutes=minutes)
        codes = booked.post(f"day-{booked.days}").codes
    assert codes == {}
    assert booked.is_followed()
    assert booked.next_day() == {}
    assert booked.told().keys() == {"DOC-030"}


def process(world: Booked, invoice_id: str) -> None:
    """The bookkeeper processes the booking."""
    world.sandbox.action("process_booking", invoiceId=invoice_id)


def pay(world: Booked, invoice_id: str) -> None:
    """The bookkeeper matches a part payment."""
    world.sandbox.settings(matched_change="accepted")
    world.sandbox.action("match_payment", invoiceId=invoice_id, amount="10")


def correct(world: Booked, invoice_id: str) -> None:
    """The bookkeeper writes another text."""
    line = {**world.booking()["customerInvoiceLines"][0], "description": "Advies"}
    world.sandbox.action("edit_booking", invoiceId=invoice_id, changes={"customerInvoiceLines": [line]})


def file_vat(world: Booked, _invoice_id: str) -> None:
    """The return of the first month is filed."""
    file = world.include / "administrations" / "demo.yaml"
    file.write_text(file.read_text().replace("vat_filed_until: 2025-12-31", "vat_filed_until: 2026-01-31"))


def redate(world: Booked, _invoice_id: str) -> None:
    """Somebody gives the invoice another date."""
    world.edit(Date="2026-01-16")


@pytest.mark.parametrize(
    ("deed", "reason"),
    [
        (process, "zij is geen concept meer"),
        (pay, "er is een betaling of verrekening aan gekoppeld"),
        (correct, "in Multivers is gewijzigd: customerInvoiceLines 1 description"),
        (file_vat, "de btw-aangifte over 2026-01-15 is gedaan"),
        (redate, "factuurdatum 2026-01-15 → 2026-01-16"),
    ],
)
def test_given_a_limit_then_the_booking_stays_and_the_reason_is_told_once(
    booked: Booked, deed: Any, reason: str
) -> None:
    deed(booked, booked.booking()["invoiceId"])
    before = booked.booking()
    booked.price("30")
    assert booked.next_day()["sales_invoices.post"] == "DOC-100"
    assert booked.told()["DOC-034"] == {"reason": reason, "number": INVOICE}
    asked = booked.sandbox.requests()["calls"].get("multivers GET CustomerInvoiceInfo", 0)
    assert "sales_invoices.post" not in booked.next_day()
    assert booked.sandbox.requests()["calls"].get("multivers GET CustomerInvoiceInfo", 0) == asked
    assert (booked.booking(), booked.puts()) == (before, 0)
