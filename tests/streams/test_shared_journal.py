"""Journals that other people book in too: what the link does not know there stops nothing, and is no difference."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.streams.changing import Booked
from wefact_multivers.domain.documents import Controller
from wefact_multivers.errors import JournalUnexplained
from wefact_multivers.streams.doctor_books import own_journals

NUMBER = "F2026-0900"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Booked:
    """The demo, booked: made once, and copied for each test."""
    return Booked(tmp_path_factory.mktemp("model"))


@pytest.fixture
def booked(model: Booked, tmp_path: Path) -> Booked:
    """The demo, booked; somebody has typed a sale into the journal of the link, and there is a new invoice."""
    world = model.twin(tmp_path)
    world.wait(minutes=1)
    lines = [{"accountId": "8000", "amount": "50.00"}]
    world.sandbox.action(
        "book_invoice", customerId="DB10001", invoiceDate="2026-03-16", lines=lines, invoiceId="880", journalId="WFV"
    )
    line = {"Description": "Advies", "PriceExcl": "100", "TaxCode": "V21"}
    world.sandbox.action(
        "add_invoice", InvoiceCode=NUMBER, DebtorCode="DB10003", Date="2026-03-16", Status="2", InvoiceLines=[line]
    )
    return world


def share(world: Booked) -> None:
    """From now on the journals are shared."""
    file = world.include / "administrations" / "demo.yaml"
    file.write_text(file.read_text().replace("shared_journal: no", "shared_journal: yes"))


def unexplained(world: Booked) -> str:
    """What reconcile said of the last run."""
    made = world.run(f"day-{world.days}-again").errors.get("reconcile")
    return str(made) if made else ""


def test_given_a_journal_of_its_own_then_a_booking_of_somebody_else_stops_it(booked: Booked) -> None:
    assert booked.next_day()["sales_invoices.post"] == "STO-011"
    assert booked.record(NUMBER, Controller.INVOICE).status != "booked"
    with booked.services() as services, pytest.raises(JournalUnexplained):
        own_journals(services)


def test_given_a_shared_journal_then_the_link_books_beside_it_under_the_next_number(booked: Booked) -> None:
    share(booked)
    booked.next_day()
    assert booked.record(NUMBER, Controller.INVOICE).status == "booked"
    taken = sorted(row["journalTransaction"] for row in booked.bookings() if row["journalId"] == "WFV")
    assert taken == list(range(1, len(taken) + 1))
    with booked.services() as services:
        assert own_journals(services) == "WFV: shared with other people"
    assert "WFV" not in unexplained(booked)


def test_given_a_shared_journal_then_a_second_booking_of_one_of_ours_is_still_named(booked: Booked) -> None:
    share(booked)
    booked.next_day()
    twin = booked.booking(NUMBER)
    booked.sandbox.action(
        "book_invoice",
        customerId="DB10003", invoiceDate="2026-03-16", invoiceId="881", journalId="WFV",
        lines=[{"accountId": "8090", "amount": "100.00"}],
    )  # fmt: skip
    assert twin["amountTotalCur"] == 121.0
    assert NUMBER in unexplained(booked)
