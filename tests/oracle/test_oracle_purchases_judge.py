"""The judge is silent about right books of purchases and sees every kind of error in spoilt ones."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.oracle.books import entry_key
from tests.oracle.doctored import after_the_link, before_the_link
from tests.oracle.expectations import Expectations, expect
from tests.oracle.findings import Kind
from tests.oracle.judge import judge
from tests.oracle.mapping import DATABASE
from tests.oracle.people import People
from tests.oracle.sides import ALL_STREAMS
from tests.oracle.wefact import account

Record = dict[str, Any]


def books(state: Record) -> Record:
    found: Record = state["multivers"]["databases"][DATABASE]
    return found


def expected(streams: frozenset[str] = ALL_STREAMS) -> Expectations:
    state = before_the_link()
    return expect(state, People.before_the_link(state), streams=streams)


def test_given_the_purchase_streams_off_then_nothing_of_them_is_asked_for_and_all_of_it_is_unexplained() -> None:
    alone = expected(frozenset({"debtors", "sales_invoices"}))
    assert {number[:1] for number in alone.bookings} == {"F"}
    findings = judge(after_the_link(), alone)
    assert {finding.kind for finding in findings} == {Kind.UNEXPLAINED, Kind.RELATION}
    assert len(findings) == 9 + 5


def booked(state: Record, reference: str = "INV-CF2026-0001") -> Record:
    found: Record = next(each for each in books(state)["supplier_invoices"].values() if each["reference"] == reference)
    return found


def line(state: Record, reference: str = "INV-CF2026-0001", **changes: object) -> None:
    booked(state, reference)["supplierInvoiceLines"][0].update(changes)


def vat_row(state: Record, reference: str, **changes: object) -> None:
    booked(state, reference)["vatTransactionLines"][0].update(changes)


def move(state: Record, reference: str, account: str, to: str) -> None:
    key = entry_key(booked(state, reference))
    found = next(row for row in books(state)["transactions"][key]["lines"] if row["accountId"] == account)
    found["accountId"] = to


def take_the_number_of_a_sale(state: Record) -> None:
    booked(state)["invoiceId"] = "20260001"


def copy_booking(state: Record) -> None:
    twin = booked(state) | {"reference": "INVCF20260001", "invoiceId": "90000099", "journalTransaction": 99}
    books(state)["supplier_invoices"]["purchase/90000099"] = twin
    entry = {"journalId": "WFI", "journalTransaction": 99, "invoiceKey": "purchase/90000099", "lines": []}
    books(state)["transactions"]["2026/WFI/99"] = entry


SPOILT: dict[str, tuple[Callable[[Record], object], Kind, str]] = {
    "a booking is gone": (
        lambda state: books(state)["supplier_invoices"].pop("purchase/90000002"), Kind.MISSING, "no booking of 60.50"),
    "a wrong cost account": (lambda state: line(state, accountId="4100"), Kind.DIFFERENT, "lines is D 4100 50.00"),
    "costs in credit": (
        lambda state: line(state, debitAmountCur=0.0, creditAmountCur=50.0), Kind.DIFFERENT, "lines is C 4000 50.00"),
    "a wrong VAT code": (lambda state: line(state, vatCodeId=2), Kind.DIFFERENT, "(VAT code 2)"),
    "VAT as computed, not as charged": (
        lambda state: booked(state, "INV-CF2026-0003").update(vatAmountCur=10.5), Kind.DIFFERENT, "must be 10.51"),
    "all VAT deducted of a lunch": (
        lambda state: vat_row(state, "INV-CF2026-0015", amountNotDeductibleCur=0.0), Kind.DIFFERENT,
        "VAT code 2: 4.50 over 50.00, must be"),
    "the cost of VAT on another account": (
        lambda state: move(state, "INV-CF2026-0016", "4310", "4300"), Kind.DIFFERENT, "D 4300 1084.00"),
    "not blocked for payment": (lambda state: booked(state).update(amountFrozenCur=0.0), Kind.DIFFERENT, "frozen is"),
    "WeFact's number as reference": (
        lambda state: booked(state).update(reference="CF2026-0001"), Kind.MISSING, "no booking of 60.50"),
    "a wrong payment reference": (
        lambda state: booked(state).update(paymentReference="CF2026-0001"), Kind.DIFFERENT, "payment reference is"),
    "the journal of people": (lambda state: booked(state).update(journalId="I"), Kind.DIFFERENT, "journal is I"),
    "a number of nine digits": (
        lambda state: booked(state).update(invoiceId="900000021"), Kind.DIFFERENT, "invoice id is 900000021"),
    "a number below the range": (
        lambda state: booked(state).update(invoiceId="12345"), Kind.DIFFERENT, "invoice id is 12345"),
    "a number of a sale": (take_the_number_of_a_sale, Kind.DOUBLE, "this invoice number is used 2 times"),
    "the supplier's number spelt otherwise": (copy_booking, Kind.DOUBLE, "this number is booked 2 times"),
    "a credit note as an invoice": (
        lambda state: booked(state, "CN-77").update(invoiceType=1), Kind.DIFFERENT, "invoice type is 1, must be 3"),
    "a credit note with the wrong sign": (
        lambda state: booked(state, "CN-77").update(amountTotalCur=60.5), Kind.DIFFERENT, "gross is 60.50"),
    "a credited sale as an invoice": (
        lambda state: books(state)["invoices"]["20260021"].update(invoiceType=0), Kind.DIFFERENT, "must be 2"),
    "a scenario with VAT": (
        lambda state: booked(state, "INV-CF2026-0020").update(vatScenarioId=11), Kind.DIFFERENT, "scenario is 11"),
    "reverse charge as if plain": (
        lambda state: booked(state).update(reference="2026-118", supplierId="CR10003"),
        Kind.UNEXPLAINED, "but nothing says why it bears no VAT"),
    "an entry of none": (
        lambda state: books(state)["supplier_invoices"].pop("purchase/90000003"),
        Kind.UNEXPLAINED, "belongs to no invoice and no person"),
    "a creditor is missing": (
        lambda state: books(state)["suppliers"].pop("CR10003"), Kind.RELATION, "the creditor does not stand"),
    "a creditor's name": (
        lambda state: books(state)["suppliers"]["CR10009"].update(name="Klusmans"), Kind.RELATION, "name differs"),
    "an altered creditor code": (
        lambda state: books(state)["suppliers"]["CR10009"].update(supplierId="CR109"), Kind.RELATION, "altered to"),
    "people's supplier changed": (
        lambda state: books(state)["suppliers"]["CR10001"].update(name="x"), Kind.PEOPLE, "was changed: name"),
    "people's purchase changed": (
        lambda state: books(state)["supplier_invoices"]["purchase/20261001"].update(reference="x"),
        Kind.PEOPLE, "was changed: reference"),
    "processed": (lambda state: booked(state).update(_processed=True), Kind.PROCESSED, "no person did that"),
}  # fmt: skip


@pytest.mark.parametrize("error", SPOILT)
def test_given_books_of_purchases_that_were_spoilt_then_a_finding_in_words(error: str) -> None:
    spoil, kind, words = SPOILT[error]
    state = after_the_link()
    spoil(state)
    texts = [finding.text for finding in judge(state, expected()) if finding.kind is kind]
    assert any(words in text for text in texts), texts


def test_given_an_empty_field_of_people_s_supplier_then_the_link_may_fill_in_what_wefact_says() -> None:
    before, after = before_the_link(), after_the_link()
    for state in (before, after):
        books(state)["suppliers"]["CR10001"] |= {"city": "", "street1": ""}
        account(state)["creditors"]["1"]["City"] = "Utrecht"
    found = expect(before, People.before_the_link(before), streams=ALL_STREAMS)
    books(after)["suppliers"]["CR10001"]["city"] = "Utrecht"
    assert judge(after, found) == []
    books(after)["suppliers"]["CR10001"]["street1"] = "Elders 1"
    assert [finding.kind for finding in judge(after, found)] == [Kind.PEOPLE]
