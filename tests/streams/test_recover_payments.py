"""P1 for payments with a store that forgot: what WeFact was told once is not told again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.streams.old_store import Company
from tests.streams.paying import paid_amounts, set_policy, told

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
