"""Purchase invoices: VAT as the supplier charged it, costs in debit, and what was typed twice."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.builders import cost, cost_target, invoice, line, purchase, purchase_request
from tests.domain.printing import as_decimal, half_up
from tests.domain.test_domain_matching import entry
from wefact_multivers.domain.bookings import InvoiceType, Kind, RoundingMethod, Side, VatRow
from wefact_multivers.domain.documents import PurchaseInvoice, PurchaseLine, PurchaseStatus, SalesStatus
from wefact_multivers.domain.found import FoundBooking
from wefact_multivers.domain.matching import BookingFacts, entry_differences
from wefact_multivers.domain.money import total
from wefact_multivers.domain.numbering import reduced_number
from wefact_multivers.domain.planning import EMPTY, PlannedBooking, Release
from wefact_multivers.domain.planning_purchase import (
    KnownPurchase,
    plan_purchase_booking,
    repeated_numbers,
    similar_amounts,
)
from wefact_multivers.domain.planning_sales import pair_credits, void_problems
from wefact_multivers.domain.problems import Problem, codes, problem
from wefact_multivers.domain.totals import SettledTotals, settle_purchase, vat_by_rate
from wefact_multivers.domain.treatment import Treatment
from wefact_multivers.domain.verification import booking_differences

TWO_LINES = (cost("37.50"), cost("12.50"))
LOW = cost_target(Treatment.NL_LOW)
NONE = cost_target(Treatment.NO_VAT, scenario=16)


def planned(document: PurchaseInvoice, *targets: Any, **more: Any) -> PlannedBooking:
    outcome = plan_purchase_booking(purchase_request(document, *targets, **more))
    assert isinstance(outcome, PlannedBooking)
    return outcome


def refused(document: PurchaseInvoice, *targets: Any, **more: Any) -> list[Problem]:
    outcome = plan_purchase_booking(purchase_request(document, *targets, **more))
    assert isinstance(outcome, list)
    return outcome


def test_given_a_purchase_invoice_then_costs_and_vat_are_debited_and_it_waits_for_release() -> None:
    booking = planned(purchase()).booking
    assert (booking.kind, booking.invoice_type, booking.relation_code) == (
        Kind.PURCHASE,
        InvoiceType.PURCHASE,
        "CR10001",
    )
    assert (booking.invoice_id, booking.reference, booking.payment_reference) == ("90000001", "INV-1", "INV-1")
    assert [(row.side, row.account_id, row.amount, row.vat_amount) for row in booking.lines] == [
        (Side.DEBIT, "4000", Decimal("100.00"), Decimal("21.00"))
    ]
    assert booking.vat_rows == (VatRow(1, 11, 1, Decimal("100.00"), Decimal("21.00"), Decimal("0.00")),)
    assert (booking.gross, booking.frozen) == (Decimal("121.00"), Decimal("121.00"))


def test_given_a_supplier_who_rounds_per_line_then_that_vat_is_booked_as_charged() -> None:
    outcome = planned(purchase(*TWO_LINES, totals="50.00 60.51"))
    assert (outcome.method, outcome.booking.vat, outcome.warnings) == (RoundingMethod.LINE, Decimal("10.51"), ())
    assert [row.vat_amount for row in outcome.booking.lines] == [Decimal("7.88"), Decimal("2.63")]


def test_given_a_stale_total_then_the_figures_of_its_vat_are_told() -> None:
    assert refused(purchase(cost("350.00"), totals="350.00 363.00")) == [
        problem("DOC-001", difference="btw 13,00, verwacht 73,50, verschil 60,50 (methode sum)")
    ]


@pytest.mark.parametrize(
    ("lines", "net", "gross", "miss"),
    [
        ((cost(),), "100.00", "121.02", "0,02"),
        ((cost(),), "100.00", "120.98", "0,02"),
        ((cost(),), "100.00", "121.03", None),
        ((cost(),) * 5, "500.00", "605.05", "0,05"),
        ((cost(),) * 5, "500.00", "605.06", None),
        ((cost("10.00"),) * 40, "400.00", "484.25", "0,25"),
        ((cost("10.00"),) * 40, "400.00", "484.26", None),
        ((cost(rate="0"),), "100.00", "100.01", None),
        ((cost("0"),), "0.00", "0.01", None),
        ((cost(),), "100.01", "121.01", None),
    ],
)
def test_given_vat_beside_ours_then_a_cent_a_line_is_taken_between_two_and_twenty_five(
    lines: tuple[PurchaseLine, ...], net: str, gross: str, miss: str | None
) -> None:
    document = purchase(*lines, totals=f"{net} {gross}")
    outcome = settle_purchase(document)
    if miss is None:
        assert isinstance(outcome, Problem)
        return
    assert isinstance(outcome, SettledTotals)
    assert outcome.totals.vat == Decimal(gross) - Decimal(net)
    assert outcome.warnings == (problem("CNT-003", difference=miss),)


def test_given_stricter_settings_then_they_hold() -> None:
    off = purchase(totals="100.00 121.02")
    assert codes(refused(off, vat_limit=Decimal("0.01"))) == ["DOC-001"]
    shifted = purchase(totals="100.01 121.01")
    assert planned(shifted, tolerance=Decimal("0.01")).booking.net == Decimal("100.01")
    assert codes(refused(purchase(cost("0"), totals="0.01 0.01"), None, tolerance=Decimal("0.01"))) == ["DOC-001"]


def test_given_two_rates_and_a_cent_then_it_goes_by_largest_remainder_and_is_told() -> None:
    document = purchase(cost("10.03"), cost("10.06", "9"), totals="20.09 23.10")
    outcome = planned(document, cost_target(), LOW)
    assert [row.vat for row in outcome.booking.vat_rows] == [Decimal("2.11"), Decimal("0.90")]
    assert codes(outcome.warnings) == ["CNT-002"]


def test_given_a_line_with_too_many_digits_then_it_is_refused() -> None:
    document = purchase(cost("1." + "1" * 60))
    assert refused(document) == [
        problem("DOC-001", difference="een regel heeft meer cijfers dan een bedrag kan hebben")
    ]


@pytest.mark.parametrize("status", [PurchaseStatus.CREDIT, PurchaseStatus.UNPAID])
def test_given_a_negative_total_then_it_is_a_credit_note_whatever_the_status(status: int) -> None:
    booking = planned(purchase(cost("-50.00"), totals="-50.00 -60.50", status=status, supplier_number="CN-77")).booking
    assert (booking.invoice_type, booking.reference, booking.frozen) == (
        InvoiceType.PURCHASE_CREDIT,
        "CN-77",
        Decimal("0.00"),
    )
    assert [(row.side, row.amount, row.vat_amount) for row in booking.lines] == [
        (Side.CREDIT, Decimal("50.00"), Decimal("10.50"))
    ]


def test_given_a_negative_line_then_it_stands_on_the_other_side() -> None:
    booking = planned(purchase(cost("300.00"), cost("-30.00"), totals="270.00 326.70")).booking
    assert [(row.side, row.amount, row.vat_amount) for row in booking.lines] == [
        (Side.DEBIT, Decimal("300.00"), Decimal("63.00")),
        (Side.CREDIT, Decimal("30.00"), Decimal("6.30")),
    ]


def test_given_no_vat_then_a_row_of_nothing_is_sent_all_the_same() -> None:
    booking = planned(purchase(cost("150.00", "0"), totals="150.00 150.00"), NONE).booking
    assert (booking.scenario, booking.vat_rows) == (16, (VatRow(0, 16, 1, Decimal("150.00"), Decimal("0.00")),))


@pytest.mark.parametrize(
    ("status", "release", "frozen", "warnings"),
    [
        (PurchaseStatus.UNPAID, Release.FREE, "0.00", []),
        (PurchaseStatus.UNPAID, Release.BLOCKED, "121.00", []),
        (PurchaseStatus.PART_PAID, Release.FREE, "121.00", ["DOC-021"]),
        (PurchaseStatus.PAID, Release.FREE, "121.00", ["DOC-021"]),
    ],
)
def test_given_release_and_what_wefact_paid_then_it_may_be_paid_or_not(
    status: int, release: Release, frozen: str, warnings: list[str]
) -> None:
    outcome = planned(purchase(status=status), release=release)
    assert (outcome.booking.frozen, codes(outcome.warnings)) == (Decimal(frozen), warnings)


def test_given_warnings_that_were_found_before_then_they_come_along() -> None:
    assert codes(planned(purchase(), warnings=(problem("DOC-020", other="X"),)).warnings) == ["DOC-020"]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"status": PurchaseStatus.CREDIT}, ["DOC-009"]),
        ({"supplier_number": " "}, ["DOC-019"]),
        ({"supplier_number": "---"}, ["DOC-019"]),
        ({"currency": "USD"}, ["DOC-008"]),
    ],
)
def test_given_a_purchase_that_cannot_be_booked_then_it_says_why(more: dict[str, Any], expected: list[str]) -> None:
    assert codes(refused(purchase(**more))) == expected


@pytest.mark.parametrize("lines", [(cost("0"),), (cost("0.001"),), ()])
def test_given_nothing_but_empty_lines_then_it_is_skipped_and_no_problem(lines: tuple[PurchaseLine, ...]) -> None:
    document = replace(purchase(totals="0.00 0.00", supplier_number=""), lines=lines)
    assert plan_purchase_booking(purchase_request(document)) == EMPTY


@st.composite
def printed_purchases(draw: st.DrawFn) -> PurchaseInvoice:
    """Any purchase at 21 and 9 %, its VAT a few cents beside ours."""
    amounts = st.decimals(min_value="0.01", max_value=5000, places=2)
    lines = draw(st.lists(st.builds(cost, amounts.map(str), st.sampled_from(["21", "9"])), min_size=1, max_size=6))
    net = total([row.net for row in lines])
    vat = total([as_decimal(half_up(Fraction(row.net) * Fraction(row.rate) / 100)) for row in lines])
    cent = draw(st.sampled_from([Decimal("-0.01"), Decimal("0.00"), Decimal("0.01")]))
    return purchase(*lines, totals=f"{net} {net + vat + cent}")


@pytest.mark.property
@given(printed_purchases())
def test_given_any_purchase_then_lines_and_rates_bear_the_vat_that_the_supplier_charged(
    document: PurchaseInvoice,
) -> None:
    targets = [cost_target() if row.rate == 21 else LOW for row in document.lines]
    outcome = plan_purchase_booking(purchase_request(document, *targets))
    assert isinstance(outcome, PlannedBooking)
    booking = outcome.booking
    assert total([row.vat_amount for row in booking.lines]) == document.vat == booking.vat
    assert total([row.amount for row in booking.lines]) == document.net == booking.net
    assert total([row.vat for row in booking.vat_rows]) == document.vat
    assert total(list(vat_by_rate(document, outcome.method).values())) == document.vat


def ledger(*rows: str) -> Any:
    """Ledger lines in journal WFI."""
    return entry(*rows, journal_id="WFI")


def mixed(*, credit: bool = False) -> PlannedBooking:
    """95.24 at 21 % and 40.00 at 9 %, or its credit note."""
    sign = "-" if credit else ""
    lines = (cost(f"{sign}95.24"), cost(f"{sign}40", "9"))
    return planned(purchase(*lines, totals=f"{sign}135.24 {sign}158.84"), cost_target(), LOW)


def test_given_the_entry_that_was_asked_for_then_the_ledger_proves_a_purchase() -> None:
    rows = ("1600 0 158.84 - CR10001", "4000 95.24 0 1", "4000 40 0 2", "1520 20.00 0 1", "1520 3.60 0 2")
    assert entry_differences(mixed().booking, ledger(*rows), journal_transaction=7) == ()
    mirror = ("1600 158.84 0 - CR10001", "4000 0 95.24 1", "4000 0 40 2", "1520 0 23.60")
    assert entry_differences(mixed(credit=True).booking, ledger(*mirror), journal_transaction=7) == ()


def test_given_a_purchase_on_the_wrong_sides_then_every_account_is_named() -> None:
    rows = ("1600 158.84 0 - CR10001", "4000 0 95.24 1", "4000 0 40 2", "1520 0 23.60")
    assert entry_differences(mixed().booking, ledger(*rows), journal_transaction=7) == (
        "crediteuren debet 158,84, verwacht credit 158,84",
        "rekening 4000 btw-code 1: credit 95,24, verwacht debet 95,24",
        "rekening 4000 btw-code 2: credit 40,00, verwacht debet 40,00",
        "btw: credit 23,60, verwacht debet 23,60",
    )


def found(**more: Any) -> FoundBooking:
    """A purchase booking in Multivers."""
    plain = FoundBooking(
        invoice_id="20261001",
        reference="HP-2026-311",
        payment_reference="",
        relation_code="CR10001",
        journal_id="I",
        journal_transaction=1,
        fiscal_year=2026,
        invoice_date=dt.date(2026, 3, 3),
        due_date=None,
        net=None,
        vat=None,
        gross=Decimal("90.75"),
        balance=None,
        can_change=None,
    )
    return replace(plain, **more)


def test_given_a_purchase_then_its_facts_have_the_number_of_the_supplier() -> None:
    facts = BookingFacts.of_invoice(purchase(), "90000001")
    assert facts == BookingFacts.of_booking(planned(purchase()).booking)
    assert facts.number == "INV-1"


def test_given_another_amount_blocked_for_payment_then_it_differs_unless_nothing_is_said() -> None:
    booking = planned(purchase()).booking
    same = found(
        invoice_id="90000001",
        reference="INV-1",
        journal_id="WFI",
        invoice_date=booking.invoice_date,
        gross=booking.gross,
    )
    assert booking_differences(booking, same, 1) == ()
    free = replace(same, frozen=Decimal("0.00"))
    assert booking_differences(booking, free, 1) == ("geblokkeerd voor betaling 0,00 in plaats van 121,00",)


@pytest.mark.parametrize(
    ("one", "other"),
    [("2026-0144", "2026 0144"), ("000123", "123"), ("inv-7", "INV/7"), ("0", ""), ("né1", "N1")],
)
def test_given_two_spellings_of_a_number_then_they_are_the_same(one: str, other: str) -> None:
    assert reduced_number(one) == reduced_number(other)


TWICE = purchase(number="CF2026-0008", supplier_number="2026-0144")


@pytest.mark.parametrize(
    ("other", "expected"),
    [
        ({"supplier_number": "2026 0144"}, ["CF2026-0009"]),
        ({"supplier_number": "2026 0144", "gross": Decimal("5.00")}, ["CF2026-0009"]),
        ({"supplier_number": "2026 0144", "gross": Decimal("-121.00")}, []),
        ({"supplier_number": "2026 0144", "relation_code": "CR10002"}, []),
        ({"supplier_number": "2026-0145"}, []),
        ({"supplier_number": ""}, []),
    ],
)
def test_given_another_document_of_the_creditor_then_the_same_number_and_sign_is_a_question(
    other: dict[str, Any], expected: list[str]
) -> None:
    known = KnownPurchase.of_invoice(purchase(**{"number": "CF2026-0009", **other}))
    assert repeated_numbers(TWICE, [known]) == [problem("DOC-006", number="2026-0144", other=name) for name in expected]


def test_given_a_booking_in_multivers_then_either_reference_tells_that_it_is_the_same() -> None:
    document = purchase(supplier_number="HP-2026-311")
    bookings = [
        found(relation_code="CR10001 "),
        found(reference="x", payment_reference="hp2026311"),
        found(reference=""),
    ]
    known = [KnownPurchase.of_booking(booking) for booking in bookings]
    assert codes(repeated_numbers(document, known)) == ["DOC-006"]
    assert len(repeated_numbers(document, known)) == 2


def test_given_a_purchase_without_a_number_then_it_repeats_nothing() -> None:
    known = KnownPurchase.of_booking(found(reference="", payment_reference=""))
    assert repeated_numbers(purchase(supplier_number=""), [known]) == []


@pytest.mark.parametrize(
    ("more", "days", "warned"),
    [
        ({}, 7, True),
        ({}, -7, True),
        ({}, 8, False),
        ({"gross": Decimal("121.01")}, 0, False),
        ({"relation_code": "CR10002"}, 0, False),
    ],
)
def test_given_the_same_amount_of_the_same_creditor_then_within_a_week_it_is_a_warning(
    more: dict[str, Any], days: int, *, warned: bool
) -> None:
    other = purchase(number="CF2026-0009", date=TWICE.date + dt.timedelta(days=days), **more)
    expected = [problem("DOC-020", other="CF2026-0009")] if warned else []
    assert similar_amounts(TWICE, [KnownPurchase.of_invoice(other)]) == expected


def sale(identifier: str, status: int, gross: str, debtor: str = "DB10001") -> Any:
    """A sales document of that gross."""
    document = invoice(line(), identifier=identifier, status=status, relation_code=debtor)
    return replace(document, gross=Decimal(gross))


def test_given_void_invoices_then_each_credit_note_serves_one_of_its_own_debtor_and_amount() -> None:
    void = [sale(number, SalesStatus.VOID, "277.86") for number in ("1", "2")]
    others = [
        sale("3", SalesStatus.CREDIT, "-277.86"),
        sale("4", SalesStatus.CREDIT, "-277.85"),
        sale("5", SalesStatus.CREDIT, "-277.86", "DB10002"),
        sale("6", SalesStatus.SENT, "-277.86"),
    ]
    pairs = pair_credits([*reversed(void), *others])
    assert pairs == {void[0].key: others[0].key}
    assert void_problems(void[0], pairs) == []
    assert void_problems(void[1], pairs) == [problem("DOC-005", gross="277,86")]
    assert void_problems(others[3], pairs) == []


def test_given_a_credit_note_whose_lines_cancel_out_then_it_is_a_question() -> None:
    document = purchase(cost("10.00"), cost("-10.00"), totals="0.00 0.00", status=PurchaseStatus.CREDIT)
    assert refused(document) == [problem("DOC-009")]
