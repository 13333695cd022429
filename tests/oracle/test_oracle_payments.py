"""Payments: when the oracle says that a document is to be paid in WeFact, and what its judge finds there."""

from __future__ import annotations

import copy
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.oracle.doctored import after_the_link, before_the_link
from tests.oracle.doctored_books import match
from tests.oracle.expectations import Expectations, expect
from tests.oracle.findings import Kind
from tests.oracle.judge import judge
from tests.oracle.mapping import DATABASE
from tests.oracle.payments import Standing
from tests.oracle.people import People
from tests.oracle.sides import ALL_STREAMS
from tests.oracle.wefact import account

Record = dict[str, Any]
SALE, TYPED, PURCHASE = "F2026-0001", "F2026-0005", "CF2026-0001"
SALE_KEY, TYPED_KEY, PURCHASE_KEY = "20260001", "20260005", "purchase/90000002"
DAY = date(2026, 3, 10)


def books(state: Record) -> Record:
    found: Record = state["multivers"]["databases"][DATABASE]
    return found


def sale(state: Record, number: str = SALE) -> Record:
    found: Record = account(state)["invoices"][number]
    return found


def purchase(state: Record, number: str = PURCHASE) -> Record:
    found: Record = account(state)["creditinvoices"][number]
    return found


def first_morning() -> Expectations:
    before = before_the_link()
    return expect(before, People.before_the_link(before), streams=ALL_STREAMS)


def people_of(state: Record, earlier: Expectations) -> People:
    return earlier.people.after(after_the_link(), state)


def second_morning(state: Record, **more: Any) -> Expectations:
    """What is expected after the first run, when people have turned its books into this state."""
    earlier = more.pop("earlier", None) or first_morning()
    return expect(state, people_of(state, earlier), earlier, more.pop("streams", ALL_STREAMS), **more)


def paid_in_full(state: Record) -> Record:
    """All three of the documents above are paid."""
    match(books(state), SALE_KEY, "60.50")
    match(books(state), TYPED_KEY, "121.00")
    match(books(state), PURCHASE_KEY, "60.50")
    return state


def written_back(state: Record) -> Record:
    """A run that did what had to be done."""
    done = copy.deepcopy(state)
    for number, gross in ((SALE, "60.50"), (TYPED, "121.00")):
        sale(done, number).update(Status="4", PayDate="2026-03-10", AmountPaid=gross, PaymentMethod="accounting")
    purchase(done).update(Status="3", PayDate="2026-03-10", AmountPaid="60.50")
    return done


def in_parts(books: Record) -> None:
    match(books, SALE_KEY, "20.00", "2026-03-05")
    match(books, SALE_KEY, "40.50", "2026-03-10")


def set_off_and_money(books: Record) -> None:
    match(books, SALE_KEY, "20.00", "2026-03-12", journal="WFV")
    match(books, SALE_KEY, "40.50", "2026-03-10")


def money_and_memorial(books: Record) -> None:
    match(books, SALE_KEY, "60.00")
    match(books, SALE_KEY, "0.50", journal="M")


MATCHED: dict[str, tuple[Callable[[Record], object], Standing, date | None]] = {
    "nothing": (lambda _: None, Standing.OPEN, None),
    "all of it": (lambda books: match(books, SALE_KEY, "60.50"), Standing.SETTLED, DAY),
    "in two parts: the day of the last": (in_parts, Standing.SETTLED, DAY),
    "a part": (lambda books: match(books, SALE_KEY, "60.49"), Standing.PART, None),
    "too much": (lambda books: match(books, SALE_KEY, "60.51"), Standing.OVERPAID, None),
    "case 14a": (lambda books: match(books, SALE_KEY, "60.47", difference="0.03"), Standing.SETTLED, DAY),
    "the largest difference": (
        lambda books: match(books, SALE_KEY, "60.40", difference="0.10"), Standing.SETTLED, DAY),
    "a larger difference": (
        lambda books: match(books, SALE_KEY, "60.39", difference="0.11"), Standing.DIFFERENCE, None),
    "case 14b": (lambda books: match(books, SALE_KEY, "59.29", rebate="1.21"), Standing.SETTLED, DAY),
    "case 14c": (lambda books: match(books, SALE_KEY, "60.50", journal="M"), Standing.WRITTEN_OFF, None),
    "the rest written off": (money_and_memorial, Standing.WRITTEN_OFF, None),
    "set off": (lambda books: match(books, SALE_KEY, "60.50", journal="WFV"), Standing.SETTLED, DAY),
    "money after a set-off: the day of the money": (set_off_and_money, Standing.SETTLED, DAY),
    "discount alone": (lambda books: match(books, SALE_KEY, "0", rebate="60.50"), Standing.DIFFERENCE, None),
    "its booking has another amount": (
        lambda books: books["invoices"][SALE_KEY].update(amountTotalCur=61.0), Standing.OTHER, None),
    "its number went to a stranger": (
        lambda books: books["invoices"][SALE_KEY].update(reference="met de hand"), Standing.OTHER, None),
}  # fmt: skip


@pytest.mark.parametrize("what", MATCHED)
def test_given_what_is_matched_to_a_booking_then_its_standing_and_the_day_of_payment(what: str) -> None:
    put, standing, day = MATCHED[what]
    state = after_the_link()
    put(books(state))
    found = second_morning(state)
    assert found.standings[SALE] == (standing, day)
    assert found.payments == ({SALE: day} if day else {})


def test_given_a_credit_note_that_is_paid_back_then_settled_and_never_written_to_status_8() -> None:
    state = after_the_link()
    match(books(state), "20260021", "-277.86")
    match(books(state), "20260020", "277.86")
    found = second_morning(state)
    assert {found.standings[number].standing for number in ("F2026-0020", "F2026-0021")} == {Standing.SETTLED}
    assert found.payments == {}


def test_given_own_adopted_and_purchase_bookings_are_covered_then_all_three_are_to_be_paid() -> None:
    assert second_morning(paid_in_full(after_the_link())).payments == dict.fromkeys((SALE, TYPED, PURCHASE), DAY)


def test_given_payments_off_or_not_released_then_none_may_be_written() -> None:
    state = paid_in_full(after_the_link())
    assert second_morning(state, streams=ALL_STREAMS - {"payments"}).payments == {}
    held = second_morning(state, approved=False)
    assert held.payments == {}
    assert {finding.kind for finding in judge(written_back(state), held)} == {Kind.PAYMENT}


def test_given_a_document_that_wefact_calls_paid_or_that_changed_its_amount_then_it_stays_as_it_is() -> None:
    state = paid_in_full(after_the_link())
    sale(state).update(Status="4")
    purchase(state).update(AmountExcl="100.00", AmountIncl="121.00")
    assert second_morning(state).payments == {TYPED: DAY}


def test_given_people_edited_the_due_date_of_a_booking_then_its_payment_still_counts() -> None:
    state = paid_in_full(after_the_link())
    books(state)["invoices"][SALE_KEY]["invoiceExpirationDate"] = "2026-06-30"
    assert SALE in second_morning(state).payments


def test_given_people_deleted_a_booking_then_its_document_is_not_paid() -> None:
    state = after_the_link()
    books(state)["invoices"].pop(SALE_KEY)
    books(state)["transactions"].pop("2026/WFV/1")
    assert second_morning(state).standings[SALE].standing is Standing.OTHER


def test_given_people_took_a_payment_back_in_wefact_then_it_is_not_paid_again() -> None:
    state = paid_in_full(after_the_link())
    second = second_morning(state)
    done = written_back(state)
    sale(done).update(Status="2", PayDate="", AmountPaid="0.00")
    third = expect(done, second.people, second, ALL_STREAMS)
    assert third.payments == {}
    sale_paid_again = copy.deepcopy(done)
    sale(sale_paid_again)["Status"] = "4"
    texts = [finding.text for finding in judge(sale_paid_again, third)]
    assert texts == ["Status changed, but it was set to paid once already"]


def test_given_a_run_that_wrote_what_it_had_to_then_no_findings() -> None:
    state = paid_in_full(after_the_link())
    assert judge(written_back(state), second_morning(state)) == []


SPOILT: dict[str, tuple[Callable[[Record], object], Kind, str]] = {
    "not paid": (lambda state: sale(state).update(Status="2"), Kind.PAYMENT, "is not set to paid"),
    "a purchase not paid": (lambda state: purchase(state).update(Status="1"), Kind.PAYMENT, "is not set to paid"),
    "paid from today": (
        lambda state: sale(state).update(PayDate="2026-03-16"), Kind.PAYMENT, "from 2026-03-16, must be 2026-03-10"),
    "another amount": (lambda state: sale(state).update(AmountPaid="121.00"), Kind.PAYMENT, "must be 60.50"),
    "paid without money": (
        lambda state: sale(state, "F2026-0003").update(Status="4"), Kind.PAYMENT, "nothing is matched to it"),
    "a part payment": (
        lambda state: sale(state, "F2026-0009").update(AmountPaid="30.00"), Kind.PAYMENT, "AmountPaid changed"),
    "paid without a booking": (
        lambda state: sale(state, "F2026-0010").update(Status="4"), Kind.PAYMENT, "it has no booking"),
    "a credit note paid": (
        lambda state: purchase(state, "CF2026-0005").update(Status="3"), Kind.PAYMENT, "nothing is matched"),
    "a line changed": (
        lambda state: sale(state)["InvoiceLines"].pop(), Kind.WEFACT, "the run changed InvoiceLines"),
    "a document deleted": (
        lambda state: account(state)["invoices"].pop(SALE), Kind.WEFACT, "made or deleted by the run"),
    "a debtor changed": (
        lambda state: account(state)["debtors"]["1"].update(Country="BE"), Kind.WEFACT, "the debtor was made"),
    "a creditor deleted": (
        lambda state: account(state)["creditors"].pop("1"), Kind.WEFACT, "the creditor was made"),
    "money matched by a machine": (
        lambda state: match(books(state), SALE_KEY, "1.00"), Kind.PEOPLE, "money was matched"),
}  # fmt: skip


@pytest.mark.parametrize("error", SPOILT)
def test_given_payments_that_were_spoilt_then_a_finding_in_words(error: str) -> None:
    spoil, kind, words = SPOILT[error]
    state = paid_in_full(after_the_link())
    expectations = second_morning(state)
    done = written_back(state)
    spoil(done)
    texts = [finding.text for finding in judge(done, expectations) if finding.kind is kind]
    assert any(words in text for text in texts), texts
