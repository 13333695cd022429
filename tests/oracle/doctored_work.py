"""Pieces of work that the doctored days are made of."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from tests.oracle import doctored_books
from tests.oracle.doctored_days import Days
from tests.oracle.hand_calculated import hand_calculated

FIRST, FIRST_ID = "F2026-0001", "20260001"
FIRST_BOOKING = hand_calculated()[FIRST]


def post(days: Days, key: str, **changes: Any) -> None:
    """The first booking stands there once more."""
    doctored_books.add(days.books, replace(FIRST_BOOKING, **changes), key)


def people_take_it_out(days: Days) -> None:
    with days.people():
        days.take_out()


def people_pay(days: Days, amount: str = "60.50", **more: Any) -> None:
    """Money comes in for the first invoice."""
    with days.people():
        doctored_books.match(days.books, FIRST_ID, amount, **more)


def set_to_paid(days: Days, day: str = "2026-03-10", amount: str = "60.50") -> None:
    """The link writes that the first invoice is paid."""
    days.sale().update(Status="4", PayDate=day, AmountPaid=amount)


def add_invoice(days: Days) -> None:
    """Somebody sends a new invoice, like the first one but for its date."""
    with days.people():
        new = days.sale() | {"InvoiceCode": "F2026-0901", "Identifier": "901", "Date": "2026-01-06"}
        days.wefact["invoices"]["901"] = new
