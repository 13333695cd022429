"""P1 for payments with a store that forgot: what WeFact was told once is not told again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.streams.old_store import Company
from tests.streams.paying import booking_of, paid_amounts, set_policy, told

WHOLE, PART, LATE = "F2025-0001", "F2025-0002", "F2025-0003"
"""Paid in whole, in part, and in whole after the store was lost."""

NOW, PAID_ON, LATER = "2025-12-01", "2025-11-20", "2026-03-16"
pytestmark = [pytest.mark.fault, pytest.mark.full]


@pytest.fixture(scope="module")
def paid(tmp_path_factory: pytest.TempPathFactory) -> Company:
    """Everything is booked; then a whole and a part payment are written to WeFact. The backup knows no payment."""
    made = Company(tmp_path_factory.mktemp("paid"), 12)
    made.switch(payments=True)
    set_policy(made, part="write")
    made.it_is(NOW)
    made.sign()
    made.book("books", NOW)
    made.keep()
    match(made, WHOLE)
    match(made, PART, "10.00")
    made.run("payments")
    made.approve()
    made.run_payments("payments")
    assert statuses(made) == {WHOLE: "paid", PART: "part_paid"}
    made.sandbox.forget_requests()
    return made


@pytest.fixture
def company(paid: Company, tmp_path: Path) -> Company:
    """The same, to go on from here."""
    return paid.twin(tmp_path)


def match(company: Company, number: str, amount: str | None = None) -> None:
    """The bookkeeper matches money to the booking of a sales invoice."""
    invoice_id = number.removeprefix("F").replace("-", "")
    named = {"amount": amount} if amount else {}
    company.sandbox.action("match_payment", invoiceId=invoice_id, date=PAID_ON, **named)


def statuses(company: Company) -> dict[str, str]:
    """The payments of which there is something to tell."""
    return {number: status for number, (status, _, _) in told(company).items()}


def test_given_a_backup_without_the_payments_then_they_are_not_written_again(company: Company) -> None:
    before = paid_amounts(company)
    company.put_back()
    for key in ("run-1", "run-2"):
        company.run(key)
        company.approve()
        company.run_payments(key)
    assert statuses(company) == {WHOLE: "paid", PART: "part_paid"}
    assert company.writes() == {"wefact": 0, "multivers": 0}
    assert paid_amounts(company) == before


def take_back(company: Company, number: str) -> None:
    """A person sets a sales invoice to unpaid in WeFact."""
    company.wait(hours=1)
    company.sandbox.action("unpay_invoice", InvoiceCode=number)
    company.wait(days=1)


@pytest.mark.parametrize("is_matched_anew", [False, True])
def test_given_a_backup_without_the_mark_and_a_person_takes_it_back_then_it_is_not_made_again(
    company: Company, is_matched_anew: bool
) -> None:
    company.put_back()
    company.run("run-1")
    take_back(company, WHOLE)
    if is_matched_anew:
        company.sandbox.action("unmatch_payment", invoiceId=booking_of(WHOLE))
        company.run("run-2")
        assert WHOLE not in statuses(company)
        match(company, WHOLE)
    company.run("run-3")
    company.approve()
    company.run_payments("run-3")
    assert told(company)[WHOLE] == ("conflict", "0.00", "PAY-008")
    assert company.writes() == {"wefact": 0, "multivers": 0}


def test_given_a_backup_without_the_mark_and_a_match_undone_then_that_is_told(company: Company) -> None:
    company.sandbox.action("unmatch_payment", invoiceId=booking_of(WHOLE))
    company.put_back()
    company.run("run-1")
    assert told(company)[WHOLE][::2] == ("reopened", "PAY-009")


def test_given_a_backup_with_a_release_then_the_next_payments_wait_for_one_again(company: Company) -> None:
    company.keep("released")
    company.put_back("released")
    company.approve()
    match(company, LATE)
    assert company.run("run-1").codes["payments.settle"] == "DOC-100"
    assert told(company)[LATE] == ("to_write", "0.00", "PAY-014 PAY-016")
    assert company.writes() == {"wefact": 0, "multivers": 0}


def test_given_a_lost_store_and_recover_then_only_a_new_payment_is_written_and_only_when_released(
    company: Company,
) -> None:
    company.lose_and_make_anew()
    company.recover(confirm=True)
    company.sign()
    match(company, LATE)
    assert company.run("run-1").codes["payments.settle"] == "DOC-100"
    assert company.writes() == {"wefact": 0, "multivers": 0}
    assert statuses(company) == {WHOLE: "paid", PART: "part_paid", LATE: "to_write"}
    company.approve()
    company.run_payments("run-1")
    assert statuses(company) == {WHOLE: "paid", PART: "part_paid", LATE: "paid"}
    assert company.writes() == {"wefact": 1, "multivers": 0}


def test_given_bookings_bound_again_then_the_next_payments_wait_for_a_release_once_more(company: Company) -> None:
    company.keep("released")
    company.it_is(LATER)
    assert "sales_invoices.post" not in company.book("rest", LATER).codes
    company.put_back("released")
    assert len(company.recover(confirm=True).matched) > 0
    company.sandbox.forget_requests()
    match(company, LATE)
    assert company.run("run-1").codes["payments.settle"] == "DOC-100"
    assert company.writes() == {"wefact": 0, "multivers": 0}
    assert statuses(company)[LATE] == "to_write"
