"""The judge is silent about right books and sees every kind of error in spoilt ones."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.oracle import doctored_books
from tests.oracle.doctored import NAMES, after_the_link, before_the_link, item, paper
from tests.oracle.expectations import Expectations, expect
from tests.oracle.findings import OF_HISTORY, Kind
from tests.oracle.hand_calculated import hand_calculated
from tests.oracle.judge import judge
from tests.oracle.mapping import DATABASE, WEFACT_ACCOUNT
from tests.oracle.people import People
from tests.oracle.reasons import Why
from tests.oracle.sides import ALL_STREAMS, SALES

Record = dict[str, Any]
Spoil = Callable[[Record], object]
FIRST, TYPED = hand_calculated()["F2026-0001"], hand_calculated()["F2026-0005"]


def books(state: Record) -> Record:
    found: Record = state["multivers"]["databases"][DATABASE]
    return found


def invoice(state: Record, invoice_id: str = "20260001") -> Record:
    found: Record = books(state)["invoices"][invoice_id]
    return found


def line(state: Record, **changes: object) -> None:
    invoice(state)["customerInvoiceLines"][0].update(changes)


def expect_all(state: Record, people: People, earlier: Expectations | None = None) -> Expectations:
    return expect(state, people, earlier, ALL_STREAMS)


def expected() -> Expectations:
    before = before_the_link()
    return expect_all(before, People.before_the_link(before))


def add_booking(state: Record, key: str, **changes: Any) -> None:
    """One more booking by the link, with its entry: the first one but for some changes."""
    doctored_books.add(books(state), replace(FIRST, **changes), key)


def shift_a_cent(state: Record) -> None:
    entry = books(state)["transactions"]["2026/WFV/1"]
    entry["lines"][0]["cents"] += 1


def recode(state: Record) -> None:
    record = books(state)["customers"].pop("DB10003")
    books(state)["customers"]["DB1003"] = record | {"customerId": "DB1003"}


def add_relation(state: Record, code: str, of: str) -> None:
    books(state)["customers"][code] = doctored_books.relation(SALES, of, NAMES[of]) | {"customerId": code}


SPOILT: dict[str, tuple[Spoil, Kind, str]] = {
    "a booking is gone": (
        lambda state: (books(state)["invoices"].pop("20260001"), books(state)["transactions"].pop("2026/WFV/1")),
        Kind.MISSING, "no booking of 60.50"),
    "a wrong account": (lambda state: line(state, accountId="8090"), Kind.DIFFERENT, "lines is C 8090 50.00"),
    "a wrong VAT code": (lambda state: line(state, vatCodeId=2), Kind.DIFFERENT, "(VAT code 2)"),
    "a wrong VAT type": (lambda state: line(state, vatType=0), Kind.DIFFERENT, "vat types"),
    "a line on the wrong side": (
        lambda state: line(state, creditAmountCur=0.0, debitAmountCur=50.0), Kind.DIFFERENT, "lines is D 8000 50.00"),
    "a wrong line amount": (lambda state: line(state, creditAmountCur=50.01), Kind.DIFFERENT, "50.01"),
    "a part of a cent": (lambda state: line(state, creditAmountCur=50.001), Kind.DIFFERENT, "lines is"),
    "a wrong gross": (lambda state: invoice(state).update(amountTotalCur=60.49), Kind.DIFFERENT, "gross is 60.49"),
    "a wrong net": (lambda state: invoice(state).update(totalAmountVatExclCur=0.5), Kind.DIFFERENT, "net is 0.50"),
    "a wrong VAT": (lambda state: invoice(state).update(vatAmountCur=10.51), Kind.DIFFERENT, "vat is 10.51"),
    "a wrong VAT row": (
        lambda state: invoice(state)["vatTransactionLines"][0].update(amountTurnoverCur=49.0),
        Kind.DIFFERENT, "vat rows is VAT code 1: 10.50 over 49.00"),
    "a lost VAT row": (
        lambda state: invoice(state, "20260003")["vatTransactionLines"].pop(), Kind.DIFFERENT, "vat rows is"),
    "a wrong period": (lambda state: invoice(state).update(periodNumber=2), Kind.DIFFERENT, "period is 2, must be 1"),
    "the correctional period": (
        lambda state: invoice(state, "20260015").update(periodNumber=13), Kind.DIFFERENT, "period is 13"),
    "a wrong fiscal year": (
        lambda state: invoice(state).update(fiscalYear=2025), Kind.DIFFERENT, "fiscal year is 2025"),
    "a wrong date": (
        lambda state: invoice(state).update(invoiceDate="2026-01-06"), Kind.DIFFERENT, "invoice date is 2026-01-06"),
    "a wrong due date": (
        lambda state: invoice(state).update(invoiceExpirationDate="2026-02-04"), Kind.DIFFERENT, "due date is"),
    "a wrong relation": (lambda state: invoice(state).update(customerId="DB10003"), Kind.DIFFERENT, "relation is"),
    "a wrong invoice number": (lambda state: invoice(state).update(invoiceId="1"), Kind.DIFFERENT, "invoice id is 1"),
    "people's journal": (lambda state: invoice(state).update(journalId="V"), Kind.DIFFERENT, "journal is V"),
    "a wrong payment condition": (
        lambda state: invoice(state).update(paymentConditionId="30"), Kind.DIFFERENT, "payment condition is 30"),
    "no payment reference": (
        lambda state: invoice(state).update(paymentReference=""), Kind.DIFFERENT, "payment reference is empty"),
    "a credit note": (lambda state: invoice(state).update(invoiceType=2), Kind.DIFFERENT, "invoice type is 2"),
    "a wrong scenario": (lambda state: invoice(state).update(vatScenarioId=2), Kind.DIFFERENT, "scenario is 2"),
    "a rebate": (lambda state: invoice(state).update(amountRebateCur=1.0), Kind.DIFFERENT, "additions is 1.00"),
    "an opening balance": (lambda state: invoice(state).update(openingBalance=True), Kind.DIFFERENT, "opening"),
    "a wrong ledger line": (
        lambda state: books(state)["transactions"]["2026/WFV/1"]["lines"][0].update(accountId="1900"),
        Kind.DIFFERENT, "entry is"),
    "an invoice that must be blocked": (
        lambda state: add_booking(state, "20260010", reference="F2026-0010", invoice_id="20260010"),
        Kind.UNEXPLAINED, "but it is not plain Dutch VAT"),
    "an invoice of the future": (
        lambda state: add_booking(state, "20260017", reference="F2026-0017", invoice_id="20260017"),
        Kind.UNEXPLAINED, "but it is dated after today"),
    "a booking of nothing": (
        lambda state: add_booking(state, "77", reference="", invoice_id="77", gross=Decimal("1.00")),
        Kind.UNEXPLAINED, "WeFact has no such invoice"),
    "an entry without an invoice": (
        lambda state: books(state)["transactions"].update(
            {"2026/M/1": {"journalId": "M", "journalTransaction": 1, "invoiceKey": "", "lines": []}}),
        Kind.UNEXPLAINED, "belongs to no invoice"),
    "one number twice": (
        lambda state: add_booking(state, "20260001#9", invoice_date=date(2026, 1, 6)),
        Kind.DOUBLE, "this number is booked 2 times, as 20260001, 20260001#9"),
    "one claim twice under two numbers": (
        lambda state: add_booking(state, "99", reference="F2026-9999", invoice_id="99"),
        Kind.DOUBLE, "60.50 of 2026-01-05 is booked 2 times"),
    "booked beside people": (
        lambda state: add_booking(state, "20260005#9", reference="F2026-0005", invoice_id="20260005"),
        Kind.DOUBLE, "this number is booked 2 times"),
    "booked beside people who gave no reference": (
        lambda state: add_booking(state, "5", reference="F-5", invoice_id="5", gross=TYPED.gross,
                                  invoice_date=TYPED.invoice_date),
        Kind.DOUBLE, "121.00 of 2026-01-20 is booked 2 times"),
    "an entry that does not balance": (shift_a_cent, Kind.UNBALANCED, "debit and credit differ by"),
    "a booking without an entry": (
        lambda state: books(state)["transactions"].pop("2026/WFV/1"), Kind.UNBALANCED, "no entry 2026/WFV/1"),
    "a debtor is missing": (
        lambda state: books(state)["customers"].pop("DB10003"), Kind.RELATION, "does not stand in Multivers"),
    "an altered code": (recode, Kind.RELATION, "it has the name of debtor DB10003"),
    "an altered code under its key": (
        lambda state: books(state)["customers"]["DB10003"].update(customerId="DB1003"),
        Kind.RELATION, "altered to DB1003"),
    "a code with zeros": (lambda state: add_relation(state, "0DB10003", "DB10003"), Kind.RELATION, "leading zeros"),
    "a relation twice": (lambda state: add_relation(state, "X1", "DB10003"), Kind.RELATION, "2 relations have"),
    "a wrong name": (
        lambda state: books(state)["customers"]["DB10003"].update(name="Jansen"), Kind.RELATION, "name differs"),
    "a wrong country": (
        lambda state: books(state)["customers"]["DB10003"].update(countryId="BE"), Kind.RELATION, "countryId differs"),
    "people's booking changed": (
        lambda state: invoice(state, "20260005").update(reference="x"), Kind.PEOPLE, "was changed: reference"),
    "people's booking deleted": (
        lambda state: books(state)["invoices"].pop("20260005"), Kind.PEOPLE, "a booking of people's own is gone"),
    "people's entry changed": (
        lambda state: books(state)["transactions"]["2026/V/1"]["lines"].pop(), Kind.PEOPLE, "a ledger entry of"),
    "people's relation changed": (
        lambda state: books(state)["customers"]["DB10001"].update(name="x"), Kind.PEOPLE, "was changed: name"),
    "money matched": (lambda state: books(state)["matches"].append({"invoiceKey": "", "cents": 1}),
                      Kind.PEOPLE, "money was matched"),
    "a bank account changed": (
        lambda state: books(state)["tables"]["BankAccount"]["3/1"].update(iban="NL96TRIO0200300400"),
        Kind.PEOPLE, "a bank account of people's own was changed: iban"),
    "processed": (lambda state: invoice(state).update(_processed=True), Kind.PROCESSED, "no person did that"),
}  # fmt: skip


def test_right_books_then_no_findings() -> None:
    assert judge(after_the_link(), expected()) == []


def test_books_that_the_link_has_not_seen_then_only_what_is_missing() -> None:
    kinds = {finding.kind for finding in judge(before_the_link(), expected())}
    assert kinds == {Kind.MISSING, Kind.RELATION}


@pytest.mark.parametrize("error", SPOILT)
def test_books_that_were_spoilt_then_a_finding_in_words(error: str) -> None:
    spoil, kind, words = SPOILT[error]
    state = after_the_link()
    spoil(state)
    texts = [finding.text for finding in judge(state, expected()) if finding.kind is kind]
    assert any(words in text for text in texts), texts


def test_every_kind_of_finding_about_bookings_is_seen_in_a_spoilt_state() -> None:
    assert {kind for _, kind, _ in SPOILT.values()} == set(Kind) - OF_HISTORY - {Kind.PAYMENT, Kind.WEFACT}


def test_two_equal_invoices_of_one_day_then_two_bookings_are_right() -> None:
    before, after = before_the_link(), after_the_link()
    twin = paper("F2026-0090", "DB10001", "2026-01-05", [item("P-HOST-L", "2", "25")], PayBefore="2026-01-19")
    for state in (before, after):
        state["wefact"]["accounts"][WEFACT_ACCOUNT]["invoices"]["F2026-0090"] = twin
    twin_booking = {"reference": "F2026-0090", "invoice_id": "20260090"}
    add_booking(after, "20260090", **twin_booking)
    assert judge(after, expect_all(before, People.before_the_link(before))) == []
    add_booking(after, "20260091", reference="F2026-0091", invoice_id="20260091")
    kinds = [finding.kind for finding in judge(after, expect_all(before, People.before_the_link(before)))]
    assert kinds == [Kind.UNEXPLAINED, Kind.DOUBLE]


def test_people_change_a_booking_of_ours_then_it_is_theirs() -> None:
    before, people = after_the_link(), expected().people
    now = copy.deepcopy(before)
    line(now, accountId="8090")
    later = expect_all(now, people.after(before, now), expected())
    assert later.unbooked["F2026-0001"] is Why.TOUCHED
    assert judge(now, later) == []
    assert {finding.kind for finding in judge(before, later)} == {Kind.PEOPLE}


def test_people_take_a_booking_of_ours_out_then_it_may_not_come_back() -> None:
    before, people = after_the_link(), expected().people
    now = copy.deepcopy(before)
    books(now)["invoices"].pop("20260001")
    books(now)["transactions"].pop("2026/WFV/1")
    later = expect_all(now, people.after(before, now), expected())
    assert later.unbooked["F2026-0001"] is Why.REMOVED
    assert judge(now, later) == []
    assert [finding.kind for finding in judge(before, later)] == [Kind.UNEXPLAINED]
    assert expect_all(now, later.people, later).unbooked["F2026-0001"] is Why.REMOVED


def test_an_invoice_changes_after_it_was_booked_then_its_booking_stands() -> None:
    state = after_the_link()
    changed = state["wefact"]["accounts"][WEFACT_ACCOUNT]["invoices"]["F2026-0001"]
    changed["InvoiceLines"][0]["PriceExcl"] = "30"
    assert judge(state, expect_all(state, expected().people, expected())) == []
    assert any(finding.kind is Kind.DIFFERENT for finding in judge(state, expect_all(state, expected().people)))
