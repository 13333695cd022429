"""A booking that follows its document (accounting-rules.md 12): money is held against what it says since then."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.oracle import doctored_books
from tests.oracle.agreement import Agreement
from tests.oracle.bookkeeping import VatRow, line
from tests.oracle.doctored_days import Days, first_day
from tests.oracle.doctored_work import FIRST_BOOKING, FIRST_ID, people_pay, set_to_paid
from tests.oracle.sides import SALES

NET, VAT, GROSS = Decimal("100.00"), Decimal("21.00"), Decimal("121.00")


def follow(days: Days, gross: Decimal = GROSS) -> None:
    """Somebody doubles the first invoice, and the link changes its booking."""
    with days.people():
        days.sale()["InvoiceLines"][0]["Number"] = "4"
    (revenue,) = FIRST_BOOKING.lines
    lines = (line(NET, revenue.account, revenue.vat_code, SALES.line_side),)
    vat_rows = (VatRow(revenue.vat_code, NET, VAT),)
    doubled = (each._replace(amount=each.amount * 2) for each in FIRST_BOOKING.entry)
    days.take_out(FIRST_ID)
    booking = replace(FIRST_BOOKING, net=NET, vat=VAT, gross=gross, lines=lines, vat_rows=vat_rows)
    doctored_books.add(days.books, replace(booking, entry=tuple(sorted(doubled))))


def test_given_a_booking_that_followed_its_invoice_and_was_paid_then_writing_the_payment_is_right() -> None:
    days = first_day(Agreement(updates=True))
    follow(days)
    assert days.link() == []
    people_pay(days, "121.00")
    set_to_paid(days, amount="121.00")
    assert days.link() == []


@pytest.mark.parametrize("amount", ["60.50", "120.99"])
def test_given_a_followed_booking_that_is_paid_as_before_then_setting_it_to_paid_is_wrong(amount: str) -> None:
    days = first_day(Agreement(updates=True))
    follow(days)
    people_pay(days, amount)
    set_to_paid(days, amount="121.00")
    assert any("counted as paid from no day" in each.text for each in days.link())


def test_given_a_followed_booking_that_came_out_wrong_then_its_payment_is_wrong_as_well() -> None:
    days = first_day(Agreement(updates=True))
    follow(days, gross=Decimal("121.01"))
    people_pay(days, "121.01")
    set_to_paid(days, amount="121.00")
    found = [each.text for each in days.link()]
    assert "gross is 121.01, must be 121.00" in found
    assert any("counted as paid from no day" in text for text in found)
