"""The oracle's own computation against calculations by hand: the ten bookings, the worked cases, the reasons."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.oracle.amounts import (
    PRINTERS,
    ExactLine,
    acceptable,
    cents,
    difference,
    exact_net,
    net_by_line,
    vat_by_rate,
)
from tests.oracle.bookkeeping import Booking
from tests.oracle.doctored import BOOKED, NAMES, before_the_link, item, paper
from tests.oracle.expectations import Expectations, expect
from tests.oracle.hand_calculated import hand_calculated
from tests.oracle.mapping import DATABASE, WEFACT_ACCOUNT
from tests.oracle.people import People
from tests.oracle.reasons import Why

Record = dict[str, Any]
HIGH, LOW = Fraction(21), Fraction(9)
lines_of_an_invoice = st.lists(
    st.builds(
        ExactLine,
        st.integers(1, 10_000_000).map(lambda thousandths: Fraction(thousandths, 1000)),
        st.sampled_from([HIGH, LOW]),
    ),
    min_size=1,
    max_size=8,
)


def line(net: str, rate: Fraction, discount: str = "0") -> ExactLine:
    return ExactLine(exact_net("1", net, discount), rate)


def booked(*lines: Record, **more: Any) -> Booking:
    """The booking that is expected of an invoice of 1 March 2026."""
    return (
        expect_of(with_one(paper("F2026-0500", "DB10003", "2026-03-01", lines, **more))).bookings["F2026-0500"].booking
    )


def with_one(invoice: Record) -> Record:
    """The small state with this invoice alone."""
    state = before_the_link()
    state["wefact"]["accounts"][WEFACT_ACCOUNT]["invoices"] = {invoice["InvoiceCode"]: invoice}
    return state


def debtor_of(state: Record, identifier: str) -> Record:
    found: Record = state["wefact"]["accounts"][WEFACT_ACCOUNT]["debtors"][identifier]
    return found


def expect_of(state: Record) -> Expectations:
    return expect(state, People.before_the_link(state))


def test_the_ten_agree_with_themselves() -> None:
    ten = hand_calculated()
    assert len(ten) == 10
    for booking in ten.values():
        assert booking.net + booking.vat == booking.gross
        assert sum(each.debit for each in booking.entry) == 0
        assert sum(row.turnover for row in booking.vat_rows) == booking.net


@pytest.mark.parametrize("number", BOOKED)
def test_an_invoice_of_the_ten_then_the_oracle_computes_what_was_calculated_by_hand(number: str) -> None:
    assert expect_of(before_the_link()).bookings[number].booking == hand_calculated()[number]


def test_lodging_at_two_rates_then_each_rate_on_its_own_account() -> None:
    """Case 1, with a date in scope."""
    booking = booked(item("P-ADV", "1", "200"), item("P-BOEK", "1", "40", "9"))
    assert [str(each) for each in booking.entry] == [
        "C 1500 42.00 (VAT code 1)", "C 1510 3.60 (VAT code 2)", "C 8020 40.00 (VAT code 2)",
        "C 8030 200.00 (VAT code 1)", "D 1300 285.60",
    ]  # fmt: skip


def test_six_percent_then_not_booked_for_want_of_a_code() -> None:
    """Case 2: never at the present low rate."""
    invoice = paper("F2026-0500", "DB10003", "2026-03-01", [item("P-ADV", "1", "1000", "6")])
    assert expect_of(with_one(invoice)).unbooked == {"F2026-0500": Why.VAT}


def test_two_rates_and_a_cent_then_the_low_rate_gives_it() -> None:
    """Case 3."""
    booking = booked(item("", "1", "10.03"), item("", "1", "10.06", "9"))
    assert [str(row) for row in booking.vat_rows] == ["VAT code 1: 2.11 over 10.03", "VAT code 2: 0.90 over 10.06"]
    assert (booking.net, booking.vat, booking.gross) == (Decimal("20.09"), Decimal("3.01"), Decimal("23.10"))


def test_three_totals_that_do_not_add_up_then_net_gives_the_cent() -> None:
    """Case 3b: printed 0.94 / 0.20 / 1.13."""
    booking = booked(item("", "1", "1.04"), Discount="10")
    assert (booking.net, booking.vat, booking.gross) == (Decimal("0.93"), Decimal("0.20"), Decimal("1.13"))


def test_vat_that_does_not_follow_then_the_difference_to_the_nearest_method() -> None:
    """Case 3c: printed 20.09 / 3.05 / 23.14, three cents from the nearest method."""
    lines = [line("10.03", HIGH), line("10.06", LOW)]
    gap = difference(lines, (2009, 305, 2314))
    assert gap is not None
    assert gap[1] == 3


def test_totals_that_follow_per_line_alone_then_the_vat_of_the_lines() -> None:
    """At 21 % the lines print VAT of 3.14, 40.37 and 4.23, at 9 % of 5.32 and 13.11."""
    lines = [line("14.9305625", HIGH), line("192.236953125", HIGH), line("20.12705625", HIGH)]
    lines += [line("59.115175", LOW), line("145.71025", LOW)]
    assert vat_by_rate(lines, (43213, 6617, 49830)) == {HIGH: 4774, LOW: 1843}


def test_a_negative_line_then_the_other_side_and_netted_vat() -> None:
    booking = booked(item("P-ADV", "1", "100"), item("P-ADV", "1", "-30"))
    assert [str(each) for each in booking.lines] == ["C 8030 100.00 (VAT code 1)", "D 8030 30.00 (VAT code 1)"]
    assert [str(row) for row in booking.vat_rows] == ["VAT code 1: 14.70 over 70.00"]


REASONS: dict[Why, tuple[Record, dict[str, str]]] = {
    Why.DRAFT: ({"Status": "0", "InvoiceCode": "[concept]0001"}, {}),
    Why.BEFORE_START: ({"Date": "2025-12-31"}, {}),
    Why.CREDIT: ({"Status": "8"}, {}),
    Why.VOID: ({"Status": "9"}, {}),
    Why.CURRENCY: ({"Currency": "USD"}, {}),
    Why.FUTURE: ({"Date": "2026-03-17"}, {}),
    Why.ZERO: ({"InvoiceLines": [item("", "1", "0")]}, {}),
    Why.RELATION: ({}, {"DebtorCode": "DEBITEUR01"}),
    Why.VAT: ({"InvoiceLines": [item("", "1", "5", "0")]}, {}),
    Why.TOTALS: ({"Printed": ["25.00", "5.25", "30.28"]}, {}),
    Why.ADOPTED: ({"InvoiceCode": "F2026-0005", "Debtor": "1", "Date": "2026-01-20",
                   "InvoiceLines": [item("P-DOM", "8", "12.5")]}, {}),
    Why.PERHAPS: ({"InvoiceCode": "F2026-0005", "Debtor": "1"}, {}),
    Why.NUMBER: ({"InvoiceCode": "F2026-00001"}, {}),
    Why.PERIOD: ({"Date": "2026-01-05", "InvoiceCode": "F2026-0500"}, {}),
}  # fmt: skip


@pytest.mark.parametrize("why", REASONS)
def test_a_document_that_may_not_be_booked_then_its_reason(why: Why) -> None:
    changes, debtor = REASONS[why]
    invoice = paper("F2026-0500", "DB10003", "2026-03-01", [item("P-HOST-L", "1", "25")]) | changes
    state = with_one(invoice)
    debtor_of(state, "2").update(debtor)
    if why is Why.PERIOD:
        state["multivers"]["databases"][DATABASE]["periods"][0]["isClosed"] = True
    found = expect_of(state)
    assert found.unbooked == {invoice["InvoiceCode"]: why}
    assert found.bookings == {}


@pytest.mark.parametrize("changes", [{"VatShift": "yes"}, {"Country": "BE"}])
def test_evidence_of_another_treatment_then_not_booked(changes: dict[str, str]) -> None:
    invoice = paper("F2026-0500", "DB10003", "2026-03-01", [item("P-HOST-L", "1", "25")], **changes)
    assert expect_of(with_one(invoice)).unbooked == {"F2026-0500": Why.VAT}


def test_a_relation_of_another_name_then_neither_relation_nor_booking() -> None:
    invoice = paper("F2026-0500", "DB10001", "2026-03-01", [item("P-HOST-L", "1", "25")])
    state = with_one(invoice)
    debtor_of(state, "1")["CompanyName"] = "Quite another"
    found = expect_of(state)
    assert found.unbooked == {"F2026-0500": Why.RELATION}
    assert {code for _, code in found.relations} == set(NAMES) - {"DB10001"}


def with_lines(booking: Booking, *amounts: str) -> Booking:
    lines = [each._replace(amount=Decimal(amount)) for each, amount in zip(booking.lines, amounts, strict=True)]
    return replace(booking, lines=tuple(sorted(lines)))


def test_lines_that_round_to_a_cent_more_than_printed_then_any_line_may_give_it_and_no_other_sum_is_right() -> None:
    """36.405 and 55.367 print 91.77 together, and 36.41 and 55.37 one by one."""
    invoice = paper("F2026-0500", "DB10003", "2026-03-01", [item("", "1", "36.405"), item("", "1", "55.367", "9")])
    expected = expect_of(with_one(invoice)).bookings["F2026-0500"]
    for amounts in (("36.41", "55.36"), ("36.40", "55.37")):
        found = with_lines(expected.booking, *amounts)
        assert expected.beside(found).lines == found.lines
        assert [str(row.turnover) for row in expected.beside(found).vat_rows] == list(amounts)
    for amounts in (("36.41", "55.37"), ("36.42", "55.35"), ("36.39", "55.38")):
        found = with_lines(expected.booking, *amounts)
        assert expected.beside(found).lines != found.lines


def test_lines_that_add_up_as_printed_then_no_cent_may_move() -> None:
    invoice = paper("F2026-0500", "DB10003", "2026-03-01", [item("", "1", "36.40"), item("", "1", "55.37", "9")])
    expected = expect_of(with_one(invoice)).bookings["F2026-0500"]
    assert expected.beside(with_lines(expected.booking, "36.41", "55.36")) == expected.booking


@pytest.mark.parametrize(("euros", "whole"), [("0.125", 13), ("-0.125", -13), ("0.1249", 12), ("2.675", 268)])
def test_half_a_cent_then_away_from_zero(euros: str, whole: int) -> None:
    assert cents(Fraction(euros)) == whole


@pytest.mark.property
@given(lines_of_an_invoice, st.sampled_from(sorted(PRINTERS)))
def test_any_invoice_then_its_printed_totals_are_accepted_and_spread_without_loss(
    lines: list[ExactLine], method: str
) -> None:
    net, vat, gross = PRINTERS[method](lines)
    assert (net, vat, gross) in acceptable(lines)
    assert difference(lines, (net, vat, gross)) is None
    assert sum(vat_by_rate(lines, (net, vat, gross)).values()) == vat
    assert sum(net_by_line(lines, gross - vat)) == gross - vat


@pytest.mark.property
@given(lines_of_an_invoice)
def test_any_invoice_printed_by_sum_then_no_rate_is_a_cent_or_more_beside_its_exact_vat(lines: list[ExactLine]) -> None:
    spread = vat_by_rate(lines, PRINTERS["sum"](lines))
    exact = {rate: sum(each.vat for each in lines if each.rate == rate) for rate in spread}
    assert all(abs(Fraction(amount, 100) - exact[rate]) < Fraction(1, 100) for rate, amount in spread.items())
