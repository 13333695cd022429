"""Planning: everything that is wrong at once, or a booking that adds up. The cases/*.txt hold the journal entries."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given

from tests.domain.builders import books, invoice, line, request, target
from tests.domain.printing import mirrored, printed_invoices
from wefact_multivers.domain.bookings import Booking, InvoiceType, Side
from wefact_multivers.domain.documents import SalesInvoice
from wefact_multivers.domain.money import total
from wefact_multivers.domain.planning import EMPTY, PlannedBooking, PlanRequest
from wefact_multivers.domain.planning_sales import plan_sales_booking
from wefact_multivers.domain.problems import codes, problem
from wefact_multivers.domain.reference import VatCode
from wefact_multivers.domain.rounding import is_text
from wefact_multivers.domain.treatment import Treatment

TREATMENTS = {21: Treatment.NL_HIGH, 9: Treatment.NL_LOW, 6: Treatment.NL_OTHER_RATE}


def planned(demand: PlanRequest[SalesInvoice]) -> PlannedBooking:
    outcome = plan_sales_booking(demand)
    assert isinstance(outcome, PlannedBooking)
    return outcome


def problems(demand: PlanRequest[SalesInvoice]) -> list[str]:
    outcome = plan_sales_booking(demand)
    assert isinstance(outcome, list)
    return codes(outcome)


def resolved(document: SalesInvoice) -> PlanRequest[SalesInvoice]:
    """The request of any plain invoice, with a code for each of its rates."""
    targets = [None if is_text(row, document.discount) else target(TREATMENTS[int(row.rate)]) for row in document.lines]
    third = VatCode(3, "Oud laag", ((dt.date(2001, 1, 1), Decimal(6)),))
    reference = replace(books(), vat_codes={**books().vat_codes, 3: third})
    return request(document, *targets, reference=reference)


def test_given_everything_was_found_then_the_head_of_the_booking_is_complete() -> None:
    booking = planned(request(invoice(line()))).booking
    assert (booking.invoice_type, booking.invoice_id, booking.reference) == (
        InvoiceType.SALES,
        "20260001",
        "F2026-0001",
    )
    assert (booking.journal_id, booking.fiscal_year, booking.period) == ("WFV", 2026, 3)
    assert (booking.invoice_date, booking.due_date) == (dt.date(2026, 3, 10), dt.date(2026, 3, 24))
    assert (booking.payment_condition, booking.currency, booking.scenario) == ("14", "EUR", 1)


@pytest.mark.parametrize(("number", "expected"), [("F2026-0000000016", "F2026-0000000016"), ("F2026-00000000017", "")])
def test_given_a_number_that_does_not_fit_whole_then_the_payment_reference_stays_empty(
    number: str, expected: str
) -> None:
    booking = planned(request(invoice(line(), number=number))).booking
    assert (booking.reference, booking.payment_reference) == (number, expected)


def test_given_cost_centre_and_type_then_they_reach_line_and_vat_row() -> None:
    booking = planned(request(invoice(line()), target(cost_centre="ZW", vat_type=0))).booking
    assert (booking.lines[0].cost_centre, booking.lines[0].vat_type) == ("ZW", 0)
    assert (booking.vat_rows[0].vat_code, booking.vat_rows[0].scenario, booking.vat_rows[0].vat_type) == (1, 1, 0)


def test_given_goods_and_services_at_one_rate_then_each_type_has_a_vat_row() -> None:
    document = invoice(line("1", "60"), line("1", "40"))
    booking = planned(request(document, target(vat_type=0), target(vat_type=1))).booking
    assert [(row.vat_type, row.base, row.vat) for row in booking.vat_rows] == [
        (0, Decimal("60.00"), Decimal("12.60")),
        (1, Decimal("40.00"), Decimal("8.40")),
    ]


def test_given_a_line_of_less_than_half_a_cent_then_it_is_no_booking_line() -> None:
    document = invoice(line(), line("1", "0.001"))
    assert len(planned(request(document)).booking.lines) == 1


def test_given_cents_that_lines_of_nothing_have_to_take_then_vat_without_net_keeps_its_side() -> None:
    document = invoice(line("1", "0.004"), line("1", "0.004"), totals="0.00 0.01 0.01")
    booking = planned(request(document, tolerance=Decimal("0.01"))).booking
    assert [(row.side, row.amount, row.vat_amount) for row in booking.lines] == [
        (Side.CREDIT, Decimal("0.00"), Decimal("0.01"))
    ]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"period": problem("PER-001", period=3, year=2026)}, ["PER-001"]),
        ({"invoice_id": problem("NUM-001", number="F", result="")}, ["NUM-001"]),
        ({"payment_condition": problem("MAP-005", term=14)}, ["MAP-005"]),
        ({"problems": (problem("DOC-014", date="2026-03-20"), problem("DOC-014", date="2026-03-20"))}, ["DOC-014"]),
        ({"lines": (target(account="9999"),)}, ["LED-001"]),
        ({"lines": (target(account="8999"),)}, ["LED-002"]),
        ({"lines": (target(vat_code=2),)}, ["VAT-006"]),
        ({"lines": (target(vat_code=7),)}, ["VAT-006"]),
    ],
)
def test_given_one_thing_that_is_missing_then_the_document_says_so(
    changes: dict[str, Any], expected: list[str]
) -> None:
    assert problems(replace(request(invoice(line())), **changes)) == expected


def test_given_several_things_that_are_missing_then_all_of_them_are_said() -> None:
    demand = replace(
        request(invoice(line(), totals="100.00 21.00 122.00", currency="USD"), target(account="8999", vat_code=2)),
        invoice_id=problem("NUM-001", number="F", result=""),
        problems=(problem("REL-005", code="DB10001", status="blocked"),),
    )
    assert problems(demand) == ["REL-005", "NUM-001", "DOC-001", "DOC-008", "LED-002", "VAT-006"]


def test_given_a_wrong_percentage_then_both_are_named() -> None:
    outcome = plan_sales_booking(request(invoice(line()), target(vat_code=2)))
    expected = problem("VAT-006", vat_code=2, found="9", date="2026-03-10", rate="21", file="vat_codes.csv")
    assert outcome == [expected]


def test_given_lines_of_one_missing_account_then_each_row_that_names_it_is_said_once() -> None:
    document = invoice(line("1", "50"), line("1", "50"))
    assert len(plan_sales_booking(request(document, *[target(account="9999")] * 2))) == 1  # type: ignore[arg-type]


def test_given_a_line_that_nobody_resolved_then_it_is_not_dropped_silently() -> None:
    with pytest.raises(ValueError, match="line 2 has an amount"):
        plan_sales_booking(request(invoice(line("1", "50"), line("1", "50")), target(), None))


def _signed(booking: Booking) -> list[Decimal]:
    return [row.amount if row.side is Side.CREDIT else -row.amount for row in booking.lines]


@pytest.mark.property
@given(printed_invoices())
def test_given_any_printed_invoice_then_its_booking_balances_and_bears_the_printed_amounts(
    document: SalesInvoice,
) -> None:
    outcome = plan_sales_booking(resolved(document))
    if not isinstance(outcome, PlannedBooking):
        assert outcome == EMPTY
        assert {document.net, document.vat, document.gross} == {Decimal(0)}
        return
    booking = outcome.booking
    assert (booking.vat, booking.gross) == (document.vat, document.gross)
    assert total(_signed(booking)) == booking.net == total([row.base for row in booking.vat_rows])
    assert total([row.vat for row in booking.vat_rows]) == booking.vat
    assert booking.net + booking.vat == booking.gross
    assert all(row.amount >= 0 for row in booking.lines)


@pytest.mark.property
@given(printed_invoices())
def test_given_any_credit_note_in_full_then_its_booking_mirrors_that_of_the_invoice(document: SalesInvoice) -> None:
    assume(document.gross != 0)
    outcome, mirror = plan_sales_booking(resolved(document)), plan_sales_booking(resolved(mirrored(document)))
    assert isinstance(outcome, PlannedBooking)
    assert isinstance(mirror, PlannedBooking)
    assert {outcome.booking.invoice_type, mirror.booking.invoice_type} == {InvoiceType.SALES, InvoiceType.SALES_CREDIT}
    assert [(row.side.opposite, row.amount, row.vat_amount) for row in mirror.booking.lines] == [
        (row.side, row.amount, row.vat_amount) for row in outcome.booking.lines
    ]
