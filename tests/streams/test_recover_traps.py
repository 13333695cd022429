"""P1 where an old backup is only a few bookings old, so that it does not show: still nothing stands twice."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.streams.old_store import Company, doubles
from wefact_multivers.domain.documents import Controller

DOCUMENTS = 40
ALL = DOCUMENTS + DOCUMENTS // 4
HALF, FEW, FOUR, LATER = "2025-08-31", "2025-10-03", "2025-10-14", "2026-03-16"
"""From the backup to FEW three sales invoices and one purchase invoice were booked, to FOUR one more."""

RENUMBERED = "F2025-0099"
pytestmark = pytest.mark.fault


@pytest.fixture(scope="module")
def half_booked(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """Half of the documents are booked, and the store is backed up."""
    made = Company(tmp_path_factory.mktemp("half"), DOCUMENTS)
    made.it_is(HALF)
    made.sign()
    made.book("half", HALF)
    made.keep()
    return made


@pytest.fixture
def company(half_booked: Company, tmp_path: Path) -> Company:
    """The same, with a Multivers that takes a second booking of one invoice id as a booking of its own."""
    made = half_booked.twin(tmp_path)
    made.sandbox.settings(duplicate_invoice_id="second_booking")
    return made


def book_and_forget(company: Company, until: str) -> None:
    """What was booked up to that day is not in the store; much more is to be booked by now."""
    company.it_is(until)
    assert company.book("forgotten", until).errors == {}
    company.put_back()
    company.it_is(LATER)
    company.sandbox.forget_requests()


def raise_price(company: Company, number: str) -> None:
    """Somebody changes a sales invoice in WeFact, so that it is another amount."""
    row = company.wefact_row(number)
    row["InvoiceLines"][0]["PriceExcl"] = "77"
    row["Modified"] = "2025-12-01 09:00:00"


def renumber(company: Company, number: str) -> None:
    """Somebody changes amount and number, so that nothing in WeFact names the booking any more."""
    raise_price(company, number)
    company.wefact_row(number)["InvoiceCode"] = RENUMBERED


def invoice_ids(company: Company) -> list[str]:
    """The invoice ids of all bookings."""
    rows = (*company.sandbox.bookings(), *company.sandbox.purchase_bookings())
    return [row["invoiceId"] for row in rows]


@pytest.mark.full
def test_given_few_forgotten_bookings_then_they_are_linked_and_the_rest_is_booked_once(company: Company) -> None:
    book_and_forget(company, FEW)
    assert company.run("run-1").errors == {}
    assert company.documents_in_books() == ALL
    assert doubles(company) == {}
    assert company.writes()["multivers"] == ALL - len(known_before(company)) - 4


def known_before(company: Company) -> list[str]:
    """The documents that the backup knows."""
    company.put_back()
    in_books = [*company.statuses(Controller.INVOICE).values(), *company.statuses(Controller.CREDITINVOICE).values()]
    return [status for status in in_books if status.startswith("booked")]


def test_given_a_sequence_that_restarts_too_low_then_no_number_is_given_out_twice(company: Company) -> None:
    book_and_forget(company, FEW)
    # It comes first by its number, and claims the invoice id that Multivers gave to the forgotten booking.
    company.purchase_row("CF2026-00001")["CreditInvoiceCode"] = "CF2025-00000"
    assert company.run("run-1").errors == {}
    assert doubles(company) == {}
    assert len(invoice_ids(company)) == len(set(invoice_ids(company))) == ALL
    assert company.run("run-2").errors == {}
    assert company.documents_in_books() == ALL


def test_given_a_forgotten_booking_of_a_renumbered_invoice_then_nothing_is_booked_until_a_person_has_seen_it(
    company: Company,
) -> None:
    book_and_forget(company, FEW)
    renumber(company, "F2025-0026")
    outcome = company.run("run-1")
    assert outcome.codes["sales_invoices.post"] == "STO-011"
    assert "WFV 20250026 (2025)" in str(outcome.errors["sales_invoices.post"])
    assert "purchase_invoices.post" not in outcome.codes
    assert RENUMBERED not in company.booked()["sales"]
    found = company.recover()
    assert [stray.booking.reference for stray in found.strays] == ["F2025-0026"]
    assert RENUMBERED in found.strays[0].same_relation
    company.skip(RENUMBERED)
    company.recover(confirm=True)
    company.run("run-2")
    assert RENUMBERED not in company.booked()["sales"]
    assert (doubles(company), len(invoice_ids(company))) == ({}, ALL)
    assert company.run("run-3").codes.get("sales_invoices.post") is None


@pytest.mark.full
def test_given_a_forgotten_booking_of_an_invoice_changed_since_then_it_is_a_question(company: Company) -> None:
    book_and_forget(company, FEW)
    raise_price(company, "F2025-0026")
    assert company.run("run-1").codes["sales_invoices.post"] == "DOC-100"
    assert company.statuses()["F2025-0026"] == "blocked"
    assert (doubles(company), len(invoice_ids(company))) == ({}, ALL)


@pytest.mark.full
@pytest.mark.parametrize("change", [raise_price, renumber])
def test_given_many_forgotten_bookings_of_changed_invoices_then_the_store_is_behind(
    company: Company, change: Callable[[Company, str], None]
) -> None:
    book_and_forget(company, FOUR)
    for number in ("F2025-0024", "F2025-0025", "F2025-0026"):
        raise_price(company, number)
    change(company, "F2025-0027")
    outcome = company.run("run-1")
    assert outcome.codes["sales_invoices.post"] == ("STO-002" if change is raise_price else "STO-011")
    assert company.writes()["multivers"] == 3
    assert doubles(company) == {}


@pytest.mark.full
def test_given_a_booking_of_a_person_in_our_journal_then_it_is_confirmed_once_and_runs_go_on(company: Company) -> None:
    company.it_is(LATER)
    line = {"accountId": "8000", "amount": 50, "vatCodeId": 1}
    names = {"customerId": "DB10001", "reference": "by hand", "invoiceId": "4711", "journalId": "WFV"}
    company.sandbox.action("book_invoice", **names, invoiceDate="2025-09-01", lines=[line])
    outcome = company.run("run-1")
    assert outcome.codes["sales_invoices.post"] == "STO-011"
    assert "WFV 4711 (2025)" in str(outcome.errors["sales_invoices.post"])
    assert [stray.booking.invoice_id for stray in company.recover(confirm=True).strays] == ["4711"]
    assert "sales_invoices.post" not in company.run("run-2").codes
    assert company.recover().strays == ()
    assert company.documents_in_books() == ALL
