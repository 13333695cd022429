"""Money and credit notes matched to invoices of both kinds: paid, part-paid, over-paid, set off, undone."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from sandbox.core import Sandbox
from sandbox.testing import SandboxControl
from tests.sandbox.bare_books import bare_sandbox
from tests.sandbox.callers import MultiversCaller, line, purchase_body


@pytest.fixture
def sandbox() -> Sandbox:
    """Books in which only what the test does has happened."""
    return bare_sandbox()


SIDES = {
    "customer": {"invoice": "CustomerInvoice", "id": "DB10001", "control": "1300"},
    "supplier": {"invoice": "SupplierInvoice", "id": "CR1", "control": "1600"},
}


@pytest.fixture(autouse=True)
def _supplier(control: SandboxControl) -> None:
    control.action("add_supplier", supplierId="CR1", shortName="LEV", paymentConditionId="14")


@pytest.fixture(params=["customer", "supplier"])
def side(request: pytest.FixtureRequest, multivers: MultiversCaller) -> str:
    """Either side, with an open invoice 90000001 of 121.00."""
    name: str = request.param
    book(multivers, name)
    return name


def book(multivers: MultiversCaller, side: str, **changes: Any) -> dict[str, Any]:
    """Book an invoice of 121.00 on a side."""
    if side == "customer":
        answer = multivers.book(**({"invoiceId": "90000001"} | changes))
    else:
        answer = multivers.raw("POST", "SupplierInvoice", json=purchase_body() | changes)
    booked: dict[str, Any] = answer.json()
    return booked


def pay(multivers: MultiversCaller, side: str, *payments: dict[str, Any], **changes: Any) -> httpx.Response:
    """Post a bank booking that settles invoices of a side."""
    entry = {f"{side}Id": SIDES[side]["id"], "transactionDate": "10-3-2026", f"{side}EntryPayments": list(payments)}
    return multivers.raw("POST", "FinTrans", json=bank(entry) | changes)


def bank(*entries: dict[str, Any]) -> dict[str, Any]:
    """A bank booking of 10 March 2026."""
    return {
        "journalId": "B",
        "fiscalYear": 2026,
        "periodNumber": 3,
        "transactionDate": "10-3-2026",
        "finTransEntries": list(entries),
    }


def paid(amount: float, invoice_id: str = "90000001", **more: Any) -> dict[str, Any]:
    """One payment."""
    return {"invoiceId": invoice_id, "amountPaidCur": amount} | more


def info(multivers: MultiversCaller, side: str, invoice_id: str = "90000001") -> dict[str, Any]:
    """The Info of an invoice."""
    found: dict[str, Any] = multivers.get(f"{SIDES[side]['invoice']}Info/{invoice_id}")
    return found


def lines_of(multivers: MultiversCaller, journal: str) -> list[tuple[str, float, float]]:
    """Account, debit and credit of a journal's lines in March."""
    rows = multivers.get("JournalEntryLineInfoList/ByPeriod/2026/3/3")
    return [(row["accountId"], row["debitAmount"], row["creditAmount"]) for row in rows if row["journalId"] == journal]


def test_given_a_payment_in_full_then_the_invoice_is_settled(multivers: MultiversCaller, side: str) -> None:
    assert pay(multivers, side, paid(121)).status_code == 200
    shown = info(multivers, side)
    assert (shown["state"], shown["invoiceBalance"], shown["settledAmount"]) == (1, 0.0, 121.0)
    assert shown["paymentDate"] == "10-3-2026"
    assert [(row["journalId"], row["paidAmount"]) for row in shown["payments"]] == [("B", 121.0)]
    control_line, bank_line = ("1300", 0.0, 121.0), ("1100", 121.0, 0.0)
    mirror = [("1600", 121.0, 0.0), ("1100", 0.0, 121.0)]
    assert lines_of(multivers, "B") == ([control_line, bank_line] if side == "customer" else mirror)


def test_given_part_payments_then_the_rest_stays_open(multivers: MultiversCaller, side: str) -> None:
    pay(multivers, side, paid(100), paid(20))
    pay(multivers, side, paid(0.5))
    shown = info(multivers, side)
    assert (shown["invoiceBalance"], shown["settledAmount"], len(shown["payments"])) == (0.5, 120.5, 3)


@pytest.mark.parametrize(("switch", "outcome"), [("accepted", (200, -29.0)), ("refused", (400, 121.0))])
def test_given_too_much_money_then_the_switch_decides(
    multivers: MultiversCaller, control: SandboxControl, side: str, switch: str, outcome: tuple[int, float]
) -> None:
    control.settings(over_payment=switch)
    status = pay(multivers, side, paid(150)).status_code
    assert (status, info(multivers, side)["invoiceBalance"]) == outcome
    assert info(multivers, side)["state"] == 0


def test_given_a_relation_of_somebody_else_then_nothing_is_matched(multivers: MultiversCaller, side: str) -> None:
    entry = {f"{side}Id": SIDES[side]["id"], f"{side}EntryPayments": [paid(5), paid(5, "1")]}
    strange = {"customerId": "DB10002", "customerEntryPayments": [paid(5)]}
    answers = [multivers.raw("POST", "FinTrans", json=bank(each)) for each in (entry, strange)]
    assert [answer.status_code for answer in answers] == [400, 400]
    assert (info(multivers, side)["payments"], lines_of(multivers, "B")) == ([], [])


def test_given_money_without_an_invoice_then_it_stands_on_the_relation(multivers: MultiversCaller, side: str) -> None:
    amount = {"creditAmountCur": 50} if side == "customer" else {"debitAmountCur": 50}
    posted = multivers.raw("POST", "FinTrans", json=bank({f"{side}Id": SIDES[side]["id"]} | amount))
    row = multivers.get("JournalEntryLineInfoList/ByPeriod/2026/3/3")[-2]
    assert posted.status_code == 200
    assert (row["accountId"], row[f"{side}Id"], row["document"]) == (SIDES[side]["control"], SIDES[side]["id"], "")
    empty = multivers.raw("POST", "FinTrans", json=bank({f"{side}Id": SIDES[side]["id"]}))
    assert empty.status_code == 400


def test_given_a_payment_difference_then_it_is_settled_without_money(multivers: MultiversCaller, side: str) -> None:
    pay(multivers, side, paid(120.97, paymentDifferenceAmountCur=0.03))
    shown = info(multivers, side)
    row = shown["payments"][0]
    assert (shown["invoiceBalance"], shown["state"]) == (0.0, 1)
    assert (row["paidAmount"], row["paymentDifferenceAmount"]) == (120.97, 0.03)
    assert lines_of(multivers, "B")[1] == (("4900", 0.03, 0.0) if side == "customer" else ("4900", 0.0, 0.03))


@pytest.mark.parametrize(
    "wrong", [{"paymentDifferenceAmountCur": 0.06}, {"paymentRebateAmountCur": 1}, {"creditSqueezeAmountCur": 1}]
)
def test_given_more_than_may_go_without_money_then_it_is_refused(
    multivers: MultiversCaller, side: str, wrong: dict[str, Any]
) -> None:
    assert pay(multivers, side, paid(100, **wrong)).status_code == 400
    assert info(multivers, side)["payments"] == []


@pytest.mark.parametrize(("rest", "balance"), [(0.05, 0.0), (0.06, 0.06)])
def test_given_small_rests_are_settled_then_only_up_to_the_companys_most(
    multivers: MultiversCaller, control: SandboxControl, side: str, rest: float, balance: float
) -> None:
    control.settings(payment_rest="settled")
    pay(multivers, side, paid(round(121 - rest, 2)))
    assert info(multivers, side)["invoiceBalance"] == balance


def test_given_a_discount_then_it_may_be_taken_until_its_day(multivers: MultiversCaller, side: str) -> None:
    book(multivers, side, invoiceId="2", journalTransaction=2, rebatePercentage=2, rebateExpirationDate="10-03-2026")
    book(multivers, side, invoiceId="3", journalTransaction=3, rebatePercentage=2, rebateExpirationDate="09-03-2026")
    answers = [pay(multivers, side, paid(118.58, key, paymentRebateAmountCur=2.42)).status_code for key in ("2", "3")]
    assert answers == [200, 400]
    assert info(multivers, side, "2")["payments"][0]["paymentRebateAmountCur"] == 2.42
    assert (info(multivers, side, "2")["invoiceBalance"], info(multivers, side, "3")["invoiceBalance"]) == (0.0, 121.0)


def test_given_a_condition_with_a_discount_then_the_invoice_shows_it(multivers: MultiversCaller) -> None:
    condition = multivers.get("PaymentCondition/30") | {"rebateDays": 8, "rebatePercentage": 2}
    assert multivers.raw("PUT", "PaymentCondition/30", json=condition).status_code == 200
    booked = multivers.book(paymentConditionId="30", invoiceDate="16-03-2026").json()
    assert (booked["amountRebate"], booked["rebateExpirationDate"], booked["amountTotal"]) == (2.42, "24-3-2026", 121.0)
    assert multivers.get("CustomerInvoiceInfo/20260001")["rebateRemaining"] == 2.42


def test_given_kredietbeperking_then_it_comes_on_top_and_lapses_on_timely_payment(
    multivers: MultiversCaller, control: SandboxControl
) -> None:
    customer = multivers.get("Customer/DB10001") | {"creditSqueezeId": "2"}
    multivers.raw("PUT", "Customer/DB10001", json=customer)
    control.settings(payment_rest="settled")
    booked = multivers.book().json()
    assert (booked["amountCreditSqueeze"], booked["amountTotal"], booked["vatAmount"]) == (2.0, 123.0, 21.0)
    assert ("8080", 0.0, 2.0) in lines_of(multivers, "WFV")
    assert info(multivers, "customer", "20260001")["creditSqueezeRemaining"] == 2.0
    pay(multivers, "customer", paid(121, "20260001"))
    shown = info(multivers, "customer", "20260001")
    assert (shown["invoiceBalance"], shown["payments"][0]["creditSqueezeAmount"]) == (0.0, 2.0)
    assert ("8080", 2.0, 0.0) in lines_of(multivers, "B")


def test_given_kredietbeperking_is_only_what_was_sent_then_none_is_added(
    multivers: MultiversCaller, control: SandboxControl
) -> None:
    multivers.raw("PUT", "Customer/DB10001", json=multivers.get("Customer/DB10001") | {"creditSqueezeId": "3"})
    control.settings(credit_squeeze="sent")
    assert multivers.book().json()["amountTotal"] == 121.0
    named = multivers.book(invoiceId="2", journalTransaction=2, amountCreditSqueezeCur=5).json()
    assert named["amountTotal"] == 126.0


def test_given_a_purchase_with_kredietbeperking_then_what_was_sent_counts(multivers: MultiversCaller) -> None:
    assert book(multivers, "supplier", amountCreditSqueezeCur=5)["amountTotal"] == 126.0
    assert lines_of(multivers, "I")[0] == ("1600", 0.0, 126.0)


def test_given_a_credit_note_then_it_is_set_off_without_a_ledger_line(
    multivers: MultiversCaller, control: SandboxControl, side: str
) -> None:
    credit_type, opposite = (2, "debit") if side == "customer" else (3, "credit")
    lines = [line("50.00", side=opposite, account="8000" if side == "customer" else "4000")]
    book(
        multivers, side, invoiceId="2", journalTransaction=2, invoiceType=credit_type, **{f"{side}InvoiceLines": lines}
    )
    before = multivers.get("JournalEntryLineInfoList/ByPeriod/2026/3/3")
    answer = control.action("set_off", invoiceId="90000001", creditInvoiceId="2", kind=side, date="2026-03-12")
    invoice, credit = info(multivers, side), info(multivers, side, "2")
    assert answer["settled"] == "60.50"
    assert (invoice["invoiceBalance"], credit["invoiceBalance"], credit["state"]) == (60.5, 0.0, 1)
    assert [(row["journalTransaction"], row["paidAmount"]) for row in invoice["payments"]] == [(2, 60.5)]
    assert [(row["paidAmount"], row["paymentDate"]) for row in credit["payments"]] == [(-60.5, "12-3-2026")]
    assert multivers.get("JournalEntryLineInfoList/ByPeriod/2026/3/3") == before
    control.action("unmatch_payment", invoiceId="2", kind=side)
    assert [info(multivers, side, key)["invoiceBalance"] for key in ("90000001", "2")] == [121.0, -60.5]


def test_given_a_set_off_then_deleting_one_side_opens_the_other(
    multivers: MultiversCaller, control: SandboxControl
) -> None:
    book(multivers, "customer")
    book(multivers, "customer", invoiceId="2", journalTransaction=2, customerInvoiceLines=[line("-100.00")])
    control.action("set_off", invoiceId="90000001", creditInvoiceId="2")
    control.action("delete_booking", invoiceId="2")
    assert (info(multivers, "customer")["invoiceBalance"], info(multivers, "customer")["payments"]) == (121.0, [])
    assert control.state()["multivers"]["databases"]["MVL00001"]["matches"] == []


@pytest.mark.parametrize("arguments", [{"creditInvoiceId": "20260005"}, {"creditInvoiceId": "2", "amount": "121.01"}])
def test_given_nothing_to_set_off_then_the_action_says_so(
    multivers: MultiversCaller, control: SandboxControl, arguments: dict[str, str]
) -> None:
    book(multivers, "customer")
    book(multivers, "customer", invoiceId="2", journalTransaction=2, customerInvoiceLines=[line("-100.00")])
    with pytest.raises(ValueError, match="set_off"):
        control.action("set_off", invoiceId="90000001", **arguments)


def test_given_a_memorial_then_it_sets_off_both_sides_of_one_company(multivers: MultiversCaller) -> None:
    book(multivers, "customer", invoiceId="2")
    book(multivers, "supplier")
    entries = (
        {"customerId": "DB10001", "customerEntryPayments": [paid(121, "2")]},
        {"supplierId": "CR1", "supplierEntryPayments": [paid(121)]},
    )
    assert multivers.raw("POST", "FinTrans", json=bank(*entries) | {"journalId": "M"}).status_code == 200
    assert lines_of(multivers, "M") == [("1300", 0.0, 121.0), ("1600", 121.0, 0.0)]
    assert info(multivers, "customer", "2")["payments"][0]["journalId"] == "M"
    assert info(multivers, "supplier")["state"] == 1


def test_given_a_write_off_then_the_loss_is_on_the_other_account(
    multivers: MultiversCaller, control: SandboxControl, side: str
) -> None:
    control.action("write_off", invoiceId="90000001", kind=side, date="2026-03-11")
    assert info(multivers, side)["invoiceBalance"] == 0.0
    loss = ("4500", 121.0, 0.0) if side == "customer" else ("4500", 0.0, 121.0)
    assert loss in lines_of(multivers, "M")


def test_given_a_match_then_the_action_takes_amount_and_differences(
    multivers: MultiversCaller, control: SandboxControl, side: str
) -> None:
    control.action("match_payment", invoiceId="90000001", kind=side, amount="100", journalId="K")
    control.action("match_payment", invoiceId="90000001", kind=side, difference="0.05")
    rows = info(multivers, side)["payments"]
    assert [(row["journalId"], row["paidAmount"]) for row in rows] == [("K", 100.0), ("B", 20.95)]
    assert info(multivers, side)["invoiceBalance"] == 0.0


def test_given_an_undone_match_then_the_bank_entry_is_gone_too(
    multivers: MultiversCaller, control: SandboxControl, side: str
) -> None:
    control.action("match_payment", invoiceId="90000001", kind=side)
    removed = control.action("unmatch_payment", invoiceId="90000001", kind=side)
    assert removed == {"removed": ["2026/B/1"]}
    assert (info(multivers, side)["invoiceBalance"], info(multivers, side)["paymentDate"]) == (121.0, "")
    assert (lines_of(multivers, "B"), multivers.get(SIDES[side]["invoice"] + "/90000001")["canChange"]) == ([], True)


def test_given_a_set_off_then_an_edit_that_renumbers_takes_it_along(
    multivers: MultiversCaller, control: SandboxControl
) -> None:
    book(multivers, "customer")
    book(multivers, "customer", invoiceId="2", journalTransaction=2, customerInvoiceLines=[line("-100.00")])
    control.action("set_off", invoiceId="90000001", creditInvoiceId="2")
    control.action("edit_booking", invoiceId="2", changes={"journalTransaction": 7})
    assert info(multivers, "customer")["payments"][0]["journalTransaction"] == 7
    control.action("unmatch_payment", invoiceId="90000001")
    assert info(multivers, "customer", "2")["payments"] == []
