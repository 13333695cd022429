"""Policy `update_while_concept`: a booking follows its document within limits, once, whatever gets lost or dies."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.streams.changing import INVOICE, LOCKED, Booked
from wefact_multivers.streams import inbox
from wefact_multivers.streams.acknowledge import acknowledge
from wefact_multivers.streams.inbox import Decision

DECISION = Decision(INVOICE, "A. de Boer")
PUT = "PUT /V22/api/MVL00001/CustomerInvoice"
FIELDS = "netto 255,00 → 306,00; btw 53,55 → 64,26; bruto 308,55 → 370,26; regel 1 prijs 25,00 → 30,00"


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


def test_given_a_changed_invoice_then_its_booking_follows_under_its_own_numbers(booked: Booked) -> None:
    before = booked.booking()
    booked.price("30")
    assert booked.next_day() == {}
    assert booked.is_followed()
    assert booked.told() == {"DOC-030": {"fields": FIELDS}}
    kept = ("invoiceId", "reference", "journalId", "journalTransaction", "periodNumber", "customerId")
    assert {name: before[name] for name in kept} == {name: booked.booking()[name] for name in kept}
    assert booked.puts() == 1
    assert booked.next_day() == {}
    booked.price("25")
    assert booked.next_day() == {}
    assert (booked.booking()["amountTotalCur"], booked.puts(), booked.record().status) == (308.55, 2, "booked")


def test_given_a_change_that_multivers_does_not_hold_then_nothing_is_written(booked: Booked) -> None:
    lines = [{**booked.sandbox.invoices()[INVOICE]["InvoiceLines"][0], "Number": "24", "PriceExcl": "12.50"}]
    booked.edit(InvoiceLines=lines)
    assert booked.next_day() == {}
    assert booked.told()["DOC-030"]["fields"].startswith("regel 1 aantal")
    assert booked.puts() == 0


def test_given_a_closed_period_then_the_booking_stays(booked: Booked) -> None:
    booked.sandbox.action("close_period", fiscalYear=2026, periodNumber=1)
    booked.price("30")
    booked.next_day()
    assert {"DOC-003", "PER-001"} <= booked.told().keys()
    assert booked.puts() == 0
    booked.sandbox.action("open_period", fiscalYear=2026, periodNumber=1)
    booked.next_day()
    assert booked.is_followed()


def test_given_a_stranger_under_our_number_then_it_is_left_alone(booked: Booked) -> None:
    invoice_id = booked.booking()["invoiceId"]
    line = {"accountId": "8000", "amount": "255.00", "vatCodeId": 1}
    booked.sandbox.action(
        "reuse_number", invoiceId=invoice_id, customerId="DB10001", invoiceDate="2026-01-15", lines=[line]
    )
    booked.price("30")
    booked.next_day()
    assert booked.told()["DOC-034"]["reason"].startswith("in Multivers is gewijzigd: customerId")
    assert booked.puts() == 0


def test_given_a_refusal_then_it_is_offered_again_when_a_person_asks(booked: Booked) -> None:
    booked.price("30")
    with booked.refused(PUT):
        booked.next_day()
    assert booked.told()["DOC-035"] == {"answer": LOCKED, "number": INVOICE}
    booked.next_day()
    assert booked.puts() == 0
    with booked.services() as services:
        assert inbox.retry(services, DECISION) == "changed"
    assert booked.next_day() == {}
    assert (booked.is_followed(), booked.puts()) == (True, 1)


def test_given_an_update_that_arrives_late_then_the_booking_is_replaced_once(booked: Booked) -> None:
    booked.sandbox.fault("PUT CustomerInvoice", when="late:600", kind="timeout", times=1)
    booked.price("30")
    assert booked.next_day()["sales_invoices.post"] == "SND-001"
    assert booked.told()["DOC-036"]["number"] == INVOICE
    booked.wait(minutes=16)
    assert booked.post(f"day-{booked.days}").codes == {}
    assert booked.is_followed()
    assert booked.puts() == 1


def test_given_an_update_that_is_stored_otherwise_then_it_is_told_until_a_person_accepts_it(booked: Booked) -> None:
    change = {"paymentReference": "x", "reference": "ander nummer"}
    booked.sandbox.fault("PUT CustomerInvoice", when="after", kind="stored_differs", times=1, change=change)
    booked.price("30")
    booked.next_day()
    assert "referentie" in booked.told()["DOC-039"]["difference"]
    with booked.services() as services:
        acknowledge(services, DECISION, "checked by hand")
    assert booked.next_day() == {}
    assert booked.record().status == "booked_warning"
