"""Whether a booking that was read back is the one that was planned."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tests.domain.builders import invoice, request, target
from wefact_multivers.domain.found import FoundBooking
from wefact_multivers.domain.planning import PlannedBooking
from wefact_multivers.domain.planning_sales import plan_sales_booking
from wefact_multivers.domain.verification import booking_differences

PLANNED = plan_sales_booking(request(invoice(), target()))
assert isinstance(PLANNED, PlannedBooking)
BOOKING = PLANNED.booking
NUMBER = 7
AS_PLANNED = FoundBooking(
    invoice_id=BOOKING.invoice_id,
    reference=BOOKING.reference,
    payment_reference=BOOKING.payment_reference,
    relation_code=BOOKING.relation_code,
    journal_id=BOOKING.journal_id,
    journal_transaction=NUMBER,
    fiscal_year=BOOKING.fiscal_year,
    invoice_date=BOOKING.invoice_date,
    due_date=BOOKING.due_date,
    net=BOOKING.net,
    vat=BOOKING.vat,
    gross=BOOKING.gross,
    balance=BOOKING.gross,
    can_change=True,
)


def differences(**changes: Any) -> tuple[str, ...]:
    return booking_differences(BOOKING, replace(AS_PLANNED, **changes), NUMBER)


def test_given_a_booking_as_planned_then_nothing_differs() -> None:
    assert differences() == ()


def test_given_an_answer_that_does_not_say_then_that_is_no_difference() -> None:
    unsaid = {"due_date": None, "net": None, "vat": None, "journal_id": "", "journal_transaction": 0}
    assert differences(**unsaid) == ()


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("relation_code", "DB99999", "relatie DB99999"),
        ("invoice_id", "99", "factuurnummer 99"),
        ("reference", "Jan Jansen", "referentie wijkt af"),
        ("invoice_date", dt.date(2026, 1, 1), "factuurdatum 2026-01-01"),
        ("due_date", dt.date(2026, 1, 2), "vervaldatum 2026-01-02"),
        ("fiscal_year", 2025, "boekjaar 2025"),
        ("journal_id", "V", "dagboek V"),
        ("journal_transaction", 8, "boekstuk 8 in plaats van 7"),
        ("net", Decimal("1.00"), "netto 1,00"),
        ("vat", Decimal("2.00"), "btw 2,00"),
        ("gross", -BOOKING.gross, "bruto -"),
    ],
)
def test_given_one_field_otherwise_then_it_alone_is_named(field: str, value: object, told: str) -> None:
    (found,) = differences(**{field: value})
    assert found.startswith(told)
    assert "Jansen" not in found
