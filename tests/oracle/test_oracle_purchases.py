"""Purchases and credit notes: the oracle against calculations by hand, and the reasons not to book them."""

from __future__ import annotations

from typing import Any

import pytest

from tests.oracle.doctored import before_the_link, item, paper
from tests.oracle.doctored_purchases import HOSTING, RENT, cost, purchase
from tests.oracle.expectations import Expectations, expect
from tests.oracle.hand_calculated_purchases import credited, purchases
from tests.oracle.mapping import DATABASE
from tests.oracle.people import People
from tests.oracle.reasons import Why
from tests.oracle.sides import ALL_STREAMS
from tests.oracle.wefact import account

Record = dict[str, Any]
NUMBER = "CF2026-0500"
CALCULATED = purchases() | credited()


def books(state: Record) -> Record:
    found: Record = state["multivers"]["databases"][DATABASE]
    return found


def expected(*more: Record, streams: frozenset[str] = ALL_STREAMS) -> Expectations:
    """What is expected of the small state, with more documents."""
    state = before_the_link()
    for document in more:
        table = "creditinvoices" if "CreditInvoiceCode" in document else "invoices"
        account(state)[table][document.get("CreditInvoiceCode", document["InvoiceCode"])] = document
    return expect(state, People.before_the_link(state), streams=streams)


def supplied(*lines: Record, **more: Any) -> Record:
    """A purchase invoice of 1 March 2026."""
    creditor = more.pop("creditor", "CR10001")
    return purchase(NUMBER, creditor, "2026-03-01", lines or [cost("50")], **more)


@pytest.mark.parametrize("number", CALCULATED)
def test_given_a_document_of_the_purchase_side_or_a_credit_then_it_is_as_calculated_by_hand(number: str) -> None:
    assert expected().bookings[number].booking == CALCULATED[number]


def test_given_those_calculated_by_hand_then_they_agree_with_themselves() -> None:
    for booking in CALCULATED.values():
        assert booking.net + booking.vat == booking.gross
        assert sum(each.debit for each in booking.entry) == 0


def test_given_a_debt_then_it_is_blocked_for_payment_and_a_credit_note_is_not() -> None:
    found = expected().bookings
    assert [str(found[number].terms.frozen) for number in ("CF2026-0002", "CF2026-0005")] == ["95.61", "0"]
    assert [found[number].terms.invoice_type for number in ("CF2026-0002", "CF2026-0005", "F2026-0021")] == [1, 3, 2]
    assert [found[number].terms.scenario for number in ("CF2026-0002", "CF2026-0020")] == [11, 16]


def test_given_a_negative_total_that_is_called_unpaid_then_a_credit_note() -> None:
    """Case 11b."""
    found = expected(supplied(cost("-50"))).bookings[NUMBER]
    assert found.terms.invoice_type == 3
    assert [str(line) for line in found.booking.entry] == [
        "C 1520 10.50 (VAT code 1)", "C 4000 50.00 (VAT code 1)", "D 1600 60.50",
    ]  # fmt: skip


REASONS: dict[str, tuple[Record, Why]] = {
    "before the start": (supplied(Date="2025-12-31"), Why.BEFORE_START),
    "nothing": (supplied(cost("0")), Why.ZERO),
    "case 11c": (supplied(Status="8"), Why.CREDIT),
    "no supplier's number": (supplied(InvoiceCode=" - "), Why.REFERENCE),
    "dollars": (supplied(Currency="USD"), Why.CURRENCY),
    "a rate of Germany": (supplied(cost("50", "", "19")), Why.VAT),
    "case 8": (supplied(cost("2000", "IVERL", "0"), creditor="CR10003"), Why.UNTAXED),
    "a small entrepreneur's reverse charge": (
        supplied(cost("50", "IVERL", "0"), creditor="CR10009"), Why.UNTAXED),
    "some lines without VAT": (supplied(cost("50"), cost("5", "I0", "0"), creditor="CR10009"), Why.UNTAXED),
    "no category": (supplied(cost("50", category="0")), Why.CATEGORY),
    "a category without an account": (supplied(cost("50", category=RENT)), Why.CATEGORY),
    "case 10b": (supplied(cost("350", category=HOSTING), AmountIncl="363.00"), Why.TOTALS),
    "three cents on one line": (supplied(AmountIncl="60.53"), Why.TOTALS),
    "a net of other lines": (supplied(AmountExcl="49.99", AmountIncl="60.49"), Why.TOTALS),
    "VAT where none is due": (
        supplied(cost("50", "IVRIJ", "0"), creditor="CR10009", AmountIncl="50.01"), Why.TOTALS),
    "tomorrow": (supplied(Date="2026-03-17"), Why.FUTURE),
    "typed already, equal": (
        supplied(cost("75"), Date="2026-03-03", InvoiceCode="HP 2026/311", Identifier="1"), Why.ADOPTED),
    "typed already, another amount": (supplied(InvoiceCode="hp2026311", Identifier="1"), Why.PERHAPS),
    "the number typed twice": (supplied(InvoiceCode="inv cf2026 0001"), Why.DUPLICATE),
}  # fmt: skip


@pytest.mark.parametrize("case", REASONS)
def test_given_a_purchase_that_may_not_be_booked_then_its_reason(case: str) -> None:
    document, why = REASONS[case]
    found = expected(document)
    assert found.unbooked[NUMBER] is why
    assert NUMBER not in found.bookings


def test_given_a_closed_period_then_a_purchase_waits_like_a_sale() -> None:
    state = before_the_link()
    books(state)["periods"][0]["isClosed"] = True
    found = expect(state, People.before_the_link(state), streams=ALL_STREAMS)
    assert found.unbooked["CF2026-0001"] is Why.PERIOD
    assert "CF2026-0025" in found.bookings


@pytest.mark.parametrize("gross", ["60.48", "60.52"])
def test_given_two_cents_beside_what_follows_then_the_supplier_s_vat_stands(gross: str) -> None:
    booking = expected(supplied(AmountIncl=gross)).bookings[NUMBER].booking
    assert (str(booking.net), str(booking.gross)) == ("50.00", gross)
    assert [str(row) for row in booking.vat_rows] == [f"VAT code 1: {float(gross) - 50:.2f} over 50.00"]


@pytest.mark.parametrize("change", [{"Country": "DE", "TaxNumber": "DE811222336"}, {"Country": "DE", "TaxNumber": ""}])
def test_given_vat_of_a_supplier_abroad_then_it_is_no_dutch_input_vat(change: Record) -> None:
    state = before_the_link()
    account(state)["creditors"]["3"].update(change)
    found = expect(state, People.before_the_link(state), streams=ALL_STREAMS)
    assert found.unbooked["CF2026-0021"] is Why.FOREIGN_VAT


def test_given_a_dutch_vat_number_abroad_then_dutch_vat() -> None:
    state = before_the_link()
    account(state)["creditors"]["3"]["Country"] = "BE"
    assert "CF2026-0021" in expect(state, People.before_the_link(state), streams=ALL_STREAMS).bookings


def test_given_one_number_spelt_in_two_ways_then_only_the_later_one_waits() -> None:
    first, second = supplied(InvoiceCode="2026-0144"), supplied(InvoiceCode="2026 0144")
    second |= {"CreditInvoiceCode": "CF2026-0501", "Identifier": "501"}
    found = expected(first, second)
    assert NUMBER in found.bookings
    assert found.unbooked["CF2026-0501"] is Why.DUPLICATE


def test_given_a_void_invoice_without_its_credit_note_then_not_booked() -> None:
    lone = paper("F2026-0030", "DB10003", "2026-02-16", [item("P-ADV", "1", "100")], Status="9")
    other = paper("F2026-0031", "DB10001", "2026-02-16", [item("P-ADV", "1", "-100")], Status="8")
    found = expected(lone, other)
    assert found.unbooked["F2026-0030"] is Why.VOID
    assert "F2026-0031" in found.bookings


def test_given_creditors_off_then_only_suppliers_that_stand_there_may_be_booked() -> None:
    found = expected(streams=ALL_STREAMS - {"creditors"})
    assert found.unbooked["CF2026-0021"] is Why.RELATION
    assert "CF2026-0001" in found.bookings
