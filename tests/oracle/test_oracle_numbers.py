"""An invoice number is chosen once (accounting-rules.md 11): who is renumbered before he is booked keeps it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.oracle import doctored_books
from tests.oracle.doctored_days import Days, first_day
from tests.oracle.doctored_work import FIRST_BOOKING, add_invoice
from tests.oracle.findings import Kind

NEW, RENUMBERED = "F2026-0901", "F2026-0950"


def renumbered(invoice_id: str) -> Days:
    """A new invoice is renumbered before it is booked, and people have used an invoice number for something else."""
    days = first_day()
    add_invoice(days)
    with days.people():
        days.wefact["invoices"]["901"].update(InvoiceCode=RENUMBERED)
        other = replace(FIRST_BOOKING, reference="met de hand", relation="DB10003", invoice_id=invoice_id, journal="V")
        doctored_books.add(days.books, other)
    return days


def test_given_the_number_that_was_chosen_for_it_is_taken_then_it_may_be_blocked() -> None:
    days = renumbered("20260901")
    days.statuses[RENUMBERED] = "blocked"
    assert days.settled() == []


@pytest.mark.parametrize(("invoice_id", "status"), [("777", "blocked"), ("20260901", "skipped"), ("20260901", "new")])
def test_given_no_number_of_its_own_is_taken_or_it_says_something_else_then_it_is_wrong(
    invoice_id: str, status: str
) -> None:
    days = renumbered(invoice_id)
    days.statuses[RENUMBERED] = status
    assert {each.kind for each in days.settled()} & {Kind.MISSING, Kind.STATUS}
