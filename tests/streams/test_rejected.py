"""DESIGN 8.4, 8.6: a booking that is not as planned, and what becomes of it once people take it out."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.streams.reconciling import Reconciled
from wefact_multivers.streams.inbox import Decision, skip

NUMBER = "F2026-0001"
"""The first invoice that is booked: the proof of others of its kind."""

OTHERS = ("F2026-0004", "F2026-0008")


@pytest.fixture
def company(tmp_path: Path) -> Reconciled:
    """The demo's sales side, of which Multivers keeps the first booking of each kind on the other side."""
    made = Reconciled(tmp_path, creditors=False, purchase_invoices=False, payments=False)
    made.sandbox.settings(sales_line_side="debit")
    made.morning()
    statuses = made.statuses()
    assert {NUMBER: statuses[NUMBER]} | {number: statuses[number] for number in OTHERS} == {
        NUMBER: "rejected"
    } | dict.fromkeys(OTHERS, "waiting")
    made.sandbox.settings(sales_line_side="credit")
    return made


def test_given_another_booking_under_the_number_of_a_rejected_one_then_ours_is_missing_and_can_be_left_at_that(
    company: Reconciled,
) -> None:
    lines = [{"accountId": "8000", "amount": "11.00", "vatCodeId": 1}]
    company.sandbox.action(
        "reuse_number", invoiceId="20260001", customerId="DB10001", reference="met de hand",
        invoiceDate="2026-03-02", lines=lines,
    )  # fmt: skip
    company.morning()
    company.morning()
    assert company.statuses()[NUMBER] == "missing"
    with company.services() as services:
        skip(services, Decision(NUMBER, by="A. de Boer"), "opnieuw geboekt als iets anders")
    company.morning()
    assert company.statuses()[NUMBER] == "skipped"


def test_given_a_rejected_proof_booking_that_is_deleted_then_another_document_proves_its_kind(
    company: Reconciled,
) -> None:
    company.sandbox.action("delete_booking", invoiceId="20260001")
    for _ in range(3):
        company.morning()
    statuses = company.statuses()
    assert statuses[NUMBER] == "missing"
    assert {statuses[number] for number in OTHERS} == {"booked"}


def test_given_a_rejected_booking_that_is_deleted_and_typed_again_as_wrong_then_it_is_rejected_again(
    company: Reconciled,
) -> None:
    sent = company.sandbox.bookings("WFV")[0]
    company.sandbox.action("delete_booking", invoiceId="20260001")
    company.morning()
    company.morning()
    assert company.statuses()[NUMBER] == "missing"
    company.sandbox.settings(sales_line_side="debit")
    company.sandbox.action("book_invoice", **sent)
    company.morning()
    company.morning()
    assert company.statuses()[NUMBER] == "rejected"


def test_given_a_rejected_booking_that_people_put_right_then_it_is_booked_and_its_kind_goes_on(
    company: Reconciled,
) -> None:
    sent = company.sandbox.bookings("WFV")[0]
    company.sandbox.action("delete_booking", invoiceId="20260001")
    company.sandbox.action("book_invoice", **sent)
    company.morning()
    statuses = company.statuses()
    assert {statuses[number] for number in (NUMBER, *OTHERS)} == {"booked"}
