"""DESIGN 8.4, 8.6: a booking that people take out before it was read back, whoever gets its number."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.streams.reconciling import Reconciled

NUMBER = "F2026-0001"
"""The first invoice that is booked: the proof of others of its kind."""

OTHERS = ("F2026-0004", "F2026-0008")


@pytest.fixture
def company(tmp_path: Path) -> Reconciled:
    """The demo's sales side, booked but for the answer that would have proven the first booking."""
    made = Reconciled(tmp_path, creditors=False, purchase_invoices=False, payments=False)
    made.sandbox.fault("GET JournalEntryLineInfoList", when="before", kind="status:400", times=1)
    assert made.morning()["sales_invoices.post"] == "NET-003"
    return made


def test_given_another_booking_under_the_number_of_a_proof_then_ours_is_missing_and_its_kind_goes_on(
    company: Reconciled,
) -> None:
    lines = [{"accountId": "8000", "amount": "11.00", "vatCodeId": 1}]
    company.sandbox.action(
        "reuse_number", invoiceId="20260001", customerId="DB10001", reference="met de hand",
        invoiceDate="2026-03-02", lines=lines,
    )  # fmt: skip
    company.morning()
    company.morning()
    statuses = company.statuses()
    assert statuses[NUMBER] == "missing"
    assert {statuses[number] for number in OTHERS} == {"booked"}


def test_given_a_booking_deleted_before_it_was_read_back_then_it_is_missing_until_it_is_back(
    company: Reconciled,
) -> None:
    sent = company.sandbox.bookings("WFV")[0]
    company.sandbox.action("delete_booking", invoiceId="20260001")
    company.morning()
    company.morning()
    assert company.statuses()[NUMBER] == "missing"
    company.sandbox.action("book_invoice", **sent)
    company.morning()
    company.morning()
    assert company.statuses()[NUMBER] == "booked"
