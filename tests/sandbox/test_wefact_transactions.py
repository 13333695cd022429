"""WeFact's bank transactions on the wire, and what matching them does to (purchase) invoices."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.testing import SandboxControl
from tests.sandbox.callers import WeFactCaller
from tests.sandbox.purchases import accounts, add_purchase, purchase_line

_OUT = {"BankAccount": "NL02ABNA0123456789", "Date": "2026-03-10", "Type": "withdrawal", "Amount": -363}
_OUT |= {"Currency": "EUR", "AccountName": "Papier & Co"}
_IN = _OUT | {"Type": "deposit", "Amount": 121, "AccountName": "Klant"}


@pytest.fixture
def documents(supplied: WeFactCaller) -> WeFactCaller:
    """A purchase invoice of 363.00 and a sales invoice of 121.00, both with Identifier 1."""
    add_purchase(supplied)
    supplied("debtor", "add", CompanyName="Klant")
    line = {"Description": "x", "PriceExcl": "100", "TaxCode": "V21"}
    supplied("invoice", "add", Debtor="1", InvoiceLines=[line], Status=2)
    return supplied


def _match(kind: str, amount: str, **more: str) -> dict[str, str]:
    payment = "paid" if kind == "creditinvoice" else "received"
    row = {"ReferenceType": kind, "ReferenceId": "1", "MatchedAmount": amount, "PaymentType": payment}
    return row | {"Currency": "EUR"} | more


def _paid(wefact: WeFactCaller, kind: str) -> list[str]:
    shown = wefact(kind, "show", Identifier="1")[kind]
    return [shown[name] for name in ("Status", "AmountPaid", "AmountOutstanding", "PayDate", "PaymentMethod")]


def test_given_a_transaction_then_it_is_unmatched_with_a_reference_of_its_own(documents: WeFactCaller) -> None:
    added = documents("transaction", "add", **_OUT, Status="matched", Origin="bank")["transaction"]
    assert [added[name] for name in ("Status", "Origin", "Amount", "Matches")] == ["unmatched", "api", "-363.00", []]
    again = documents("transaction", "add", **_OUT | {"BankReference": added["BankReference"]})
    assert again["errors"] == ["De bankreferentie is al in gebruik (tekst van de sandbox)"]


@pytest.mark.parametrize(("kind", "body", "paid"), [("creditinvoice", _OUT, "3"), ("invoice", _IN, "4")])
def test_given_a_match_of_all_then_the_document_is_paid_on_the_day_of_the_money(
    documents: WeFactCaller, kind: str, body: dict[str, Any], paid: str
) -> None:
    documents("transaction", "add", **body)
    amount = f"{abs(body['Amount'])}.00"
    matched = documents("transaction", "match", Identifier="1", Matches=[_match(kind, amount)])["transaction"]
    assert (matched["Status"], matched["Matches"][0]["MatchedAmount"]) == ("matched", amount)
    assert _paid(documents, kind) == [paid, amount, "0.00", "2026-03-10", "wire"]


def test_given_a_match_of_a_part_then_the_rest_can_be_matched_later(documents: WeFactCaller) -> None:
    documents("transaction", "add", **_OUT)
    first = documents("transaction", "match", Identifier="1", Matches=[_match("creditinvoice", "100")])
    assert first["transaction"]["Status"] == "unmatched"
    assert _paid(documents, "creditinvoice")[:4] == ["2", "100.00", "263.00", ""]
    second = documents("transaction", "match", Identifier="1", Matches=[_match("creditinvoice", "263")])
    assert second["transaction"]["Status"] == "matched"
    assert _paid(documents, "creditinvoice")[:2] == ["3", "363.00"]


def test_given_mark_as_paid_then_less_money_settles_in_full(documents: WeFactCaller) -> None:
    documents("transaction", "add", **_OUT | {"Amount": -360})
    documents("transaction", "match", Identifier="1", Matches=[_match("creditinvoice", "360", MarkAsPaid="yes")])
    assert _paid(documents, "creditinvoice")[:3] == ["3", "363.00", "0.00"]


def test_given_a_refund_by_a_supplier_then_its_negative_invoice_is_paid(
    documents: WeFactCaller, control: SandboxControl
) -> None:
    add_purchase(documents, purchase_line("-100"))
    control.advance(60)
    documents("transaction", "add", **_IN)
    row = _match("creditinvoice", "121", ReferenceId="2")
    assert documents("transaction", "match", Identifier="1", Matches=[row])["transaction"]["Status"] == "matched"
    paid = documents("creditinvoice", "show", Identifier="2")["creditinvoice"]
    names = ("AmountIncl", "AmountPaid", "Status", "Modified")
    assert [paid[name] for name in names] == ["-121.00", "-121.00", "3", "2026-03-16 06:01:00"]


def test_given_more_than_the_transaction_has_left_then_the_match_is_refused(documents: WeFactCaller) -> None:
    documents("transaction", "add", **_OUT | {"Amount": -150})
    documents("transaction", "match", Identifier="1", Matches=[_match("creditinvoice", "100")])
    refused = documents("transaction", "match", Identifier="1", Matches=[_match("creditinvoice", "51")])
    assert refused["errors"] == ["Het bedrag is hoger dan dat van de transactie (tekst van de sandbox)"]
    assert _paid(documents, "creditinvoice")[1] == "100.00"


def test_given_a_double_payment_then_the_document_stays_as_it_is(documents: WeFactCaller) -> None:
    documents("creditinvoice", "markaspaid", Identifier="1", PayDate="2026-03-01")
    documents("transaction", "add", **_OUT)
    row = _match("creditinvoice", "363", DoublePayment="yes")
    assert documents("transaction", "match", Identifier="1", Matches=[row])["transaction"]["Status"] == "matched"
    assert _paid(documents, "creditinvoice")[3] == "2026-03-01"


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [_match("creditinvoice", "400")],
        [_match("creditinvoice", "0")],
        [_match("creditinvoice", "363", ReferenceId="7")],
        [_match("creditinvoice", "363", PaymentType="gift")],
        [_match("directdebit", "363")],
        [_match("invoice", "121")],
        [_match("creditinvoice", "10"), _match("creditinvoice", "10")],
        [_match("creditinvoice", "10"), _match("invoice", "10")],
        ["x"],
    ],
)
def test_given_a_wrong_match_then_neither_transaction_nor_documents_change(
    documents: WeFactCaller, control: SandboxControl, rows: list[Any]
) -> None:
    documents("transaction", "add", **_OUT)
    before = accounts(control)
    assert documents("transaction", "match", Identifier="1", Matches=rows)["status"] == "error"
    assert accounts(control) == before


@pytest.mark.parametrize(
    "change",
    [
        {"Amount": 363},
        {"Amount": 0},
        {"Amount": "veel"},
        {"Type": "deposit"},
        {"Type": "gift"},
        {"Date": "10 maart"},
        {"BankAccount": ""},
        {"Currency": ""},
        {"Identifier": "1"},
    ],
)
def test_given_a_wrong_transaction_then_nothing_is_added(
    documents: WeFactCaller, control: SandboxControl, change: dict[str, Any]
) -> None:
    before = accounts(control)
    assert documents("transaction", "add", **_OUT | change)["status"] == "error"
    assert accounts(control) == before


def test_given_a_list_then_the_newest_comes_first_and_direction_status_and_text_filter(
    documents: WeFactCaller,
) -> None:
    documents("transaction", "add", **_OUT)
    documents("transaction", "add", **_IN | {"Date": "2026-03-02"})
    documents("transaction", "ignore", Identifier="2")
    filters: list[dict[str, str]] = [
        {},
        {"order": "ASC"},
        {"sort": "date", "order": "ASC"},
        {"transactionDirection": "incoming"},
        {"transactionDirection": "outgoing"},
        {"status": "unmatched"},
        {"status": "ignored"},
        {"searchfor": "papier", "searchat": "Date"},
    ]
    found = [[row["Identifier"] for row in documents("transaction", "list", **f)["transactions"]] for f in filters]
    assert found == [["1", "2"], ["2", "1"], ["2", "1"], ["2"], ["1"], ["1"], ["2"], ["1"]]
    assert documents("transaction", "list", transactionDirection="sideways")["status"] == "error"


def test_given_a_matched_transaction_then_it_is_neither_ignored_nor_deleted(documents: WeFactCaller) -> None:
    documents("transaction", "add", **_OUT)
    documents("transaction", "add", **_OUT)
    documents("transaction", "match", Identifier="1", Matches=[_match("creditinvoice", "363")])
    for action in ("ignore", "delete"):
        assert documents("transaction", action, Identifier="1")["errors"] == [
            "De transactie is al gekoppeld (tekst van de sandbox)"
        ]
    assert documents("transaction", "delete", Identifier="2")["status"] == "success"
    assert documents("transaction", "show", Identifier="2")["status"] == "error"


def test_given_an_ignored_transaction_then_it_cannot_be_matched(documents: WeFactCaller) -> None:
    documents("transaction", "add", **_OUT)
    documents("transaction", "ignore", Identifier="1")
    refused = documents("transaction", "match", Identifier="1", Matches=[_match("creditinvoice", "363")])
    assert refused["errors"] == ["De transactie is genegeerd (tekst van de sandbox)"]
