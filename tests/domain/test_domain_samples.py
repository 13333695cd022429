"""The samples that WeFact publishes come out to the cent, from the answer of its API to the booking."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from tests.domain.builders import purchase_request, request
from wefact_multivers.domain.bookings import RoundingMethod, Side
from wefact_multivers.domain.documents import SalesInvoice
from wefact_multivers.domain.planning import PlannedBooking
from wefact_multivers.domain.planning_purchase import plan_purchase_booking
from wefact_multivers.domain.planning_sales import plan_sales_booking
from wefact_multivers.domain.problems import problem
from wefact_multivers.wefact.purchases import PurchaseRecord
from wefact_multivers.wefact.sales import InvoiceRecord

SAMPLES = Path(__file__).parent / "samples"


def answer(name: str) -> dict[str, Any]:
    """The record of a sample."""
    content: dict[str, Any] = json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))
    record: dict[str, Any] = content[content["controller"]]
    return record


def sale(name: str) -> SalesInvoice:
    """A sample as the client reads it; every line prints its rate."""
    return InvoiceRecord.model_validate(answer(name)).invoice(lambda _: Decimal("NaN"))


@pytest.mark.parametrize(
    ("name", "side", "lines", "vat", "gross"),
    [
        ("invoice", Side.CREDIT, ["200.00", "29.45", "0.19"], "48.22", "277.86"),
        ("invoice_with_discount", Side.CREDIT, ["180.00", "26.51", "0.17"], "43.40", "250.08"),
        ("credit_invoice", Side.DEBIT, ["200.00", "29.45", "0.19"], "48.22", "277.86"),
    ],
)
def test_given_a_sample_of_wefact_then_its_booking_is_exact(
    name: str, side: Side, lines: list[str], vat: str, gross: str
) -> None:
    document = sale(name)
    outcome = plan_sales_booking(request(document))
    assert isinstance(outcome, PlannedBooking)
    booking = outcome.booking
    assert [(row.side, row.amount) for row in booking.lines] == [(side, Decimal(amount)) for amount in lines]
    assert sum(row.vat_amount for row in booking.lines) == Decimal(vat) == abs(booking.vat)
    assert abs(booking.gross) == Decimal(gross)
    assert booking.invoice_type.is_credit == (side is Side.DEBIT)
    assert (outcome.method, outcome.warnings) == (RoundingMethod.SUM, ())


def test_given_the_purchase_sample_with_a_stale_total_then_it_is_blocked_with_both_amounts_of_vat() -> None:
    record = PurchaseRecord.model_validate(answer("creditinvoice_with_stale_total"))
    document = record.invoice(lambda _: Decimal("NaN"), lambda _: "")
    assert plan_purchase_booking(purchase_request(document)) == [
        problem("DOC-001", difference="btw 13,00, verwacht 73,50, verschil 60,50 (methode sum)")
    ]
