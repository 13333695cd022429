"""What happens to a sales invoice of WeFact: sent, planned, held back, paid, credited."""

from __future__ import annotations

import pytest

from sandbox.testing import KEY, SandboxControl
from tests.sandbox.callers import WeFactCaller
from tests.sandbox.sales import add, amounts, refused, show, stored


def test_given_a_draft_that_is_sent_then_it_is_final_and_can_be_sent_again(
    wefact: WeFactCaller, control: SandboxControl
) -> None:
    answer = wefact("invoice", "sendbyemail", InvoiceCode="[concept]0001")
    sent = answer["invoice"]
    assert answer["warning"] == []
    assert [sent[name] for name in ("InvoiceCode", "Status", "Sent", "SentDate", "Date")] == [
        "F2026-0018", "2", "1", "2026-03-16", "2026-03-14",
    ]  # fmt: skip
    assert "ScheduledAt" not in sent
    control.advance(86400)
    again = wefact("invoice", "sendbyemail", InvoiceCode="F2026-0018")["invoice"]
    assert (again["InvoiceCode"], again["Sent"], again["SentDate"]) == ("F2026-0018", "2", "2026-03-17")


def test_given_the_switch_then_sending_dates_the_draft(wefact: WeFactCaller, control: SandboxControl) -> None:
    control.settings(sending_sets_date=True)
    sent = wefact("invoice", "sendbyemail", InvoiceCode="[concept]0001")["invoice"]
    assert (sent["Date"], sent["PayBefore"]) == ("2026-03-16", "2026-03-30")


def test_given_no_address_then_nothing_is_sent(wefact: WeFactCaller) -> None:
    wefact("invoice", "edit", InvoiceCode="[concept]0001", EmailAddress="")
    assert wefact("invoice", "sendbyemail", InvoiceCode="[concept]0001")["status"] == "error"
    assert show(wefact, "[concept]0001")["Status"] == "0"


def test_given_a_blocked_draft_then_it_is_not_sent_until_it_is_unblocked(wefact: WeFactCaller) -> None:
    blocked = wefact("invoice", "block", InvoiceCode="[concept]0001")["invoice"]
    assert blocked["SubStatus"] == "BLOCKED"
    assert "geblokkeerd" in refused(wefact("invoice", "sendbyemail", InvoiceCode="[concept]0001"))
    assert wefact("invoice", "unblock", InvoiceCode="[concept]0001")["invoice"]["SubStatus"] == ""
    assert wefact("invoice", "sendbyemail", InvoiceCode="[concept]0001")["status"] == "success"
    assert wefact("invoice", "block", InvoiceCode="F2026-0018")["status"] == "error"


def test_given_a_planned_draft_then_it_goes_out_once_at_its_moment(
    wefact: WeFactCaller, control: SandboxControl
) -> None:
    planned = wefact("invoice", "schedule", InvoiceCode="[concept]0001", ScheduledAt="2026-03-17 09:30:00")["invoice"]
    assert planned["ScheduledAt"] == "2026-03-17 09:30:00"
    control.clock("2026-03-17T09:29:59+01:00")
    assert show(wefact, "[concept]0001")["Status"] == "0"
    control.clock("2026-03-18T12:00:00+01:00")
    sent = show(wefact, "F2026-0018")
    assert (sent["Sent"], sent["SentDate"], sent["Modified"]) == ("1", "2026-03-17", "2026-03-17 09:30:00")
    assert show(wefact, "F2026-0018")["Sent"] == "1"


@pytest.mark.parametrize(("end", "left"), [("cancelschedule", 1), ("block", 1), ("delete", 0), ("sendbyemail", 1)])
def test_given_a_plan_that_ended_then_nothing_goes_out_by_itself(
    wefact: WeFactCaller, control: SandboxControl, end: str, left: int
) -> None:
    wefact("invoice", "edit", InvoiceCode="[concept]0001", ScheduledAt="2026-03-17 09:30:00")
    assert stored(control)[KEY]["scheduled"] == {"19": "2026-03-17 09:30:00"}
    assert wefact("invoice", end, InvoiceCode="[concept]0001")["status"] == "success"
    assert stored(control)[KEY]["scheduled"] == {}
    control.advance(3 * 86400)
    rows = wefact("invoice", "list", sort="Identifier", order="DESC")["invoices"]
    assert [row["Sent"] for row in rows if row["Identifier"] == "19"] == [str(int(end == "sendbyemail"))] * left


def test_given_a_paused_payment_process_then_no_reminder_goes_out(wefact: WeFactCaller) -> None:
    paused = wefact("invoice", "paymentprocesspause", InvoiceCode="F2026-0001", PaymentPausedReason="Ziek")["invoice"]
    assert (paused["SubStatus"], paused["PaymentPausedReason"]) == ("PAUSED", "Ziek")
    assert wefact("invoice", "sendreminderbyemail", InvoiceCode="F2026-0001")["status"] == "error"
    active = wefact("invoice", "paymentprocessreactivate", InvoiceCode="F2026-0001")
    assert active["success"] == ["Betalingstraject voor factuur F2026-0001 is geactiveerd"]
    wefact("invoice", "sendreminderbyemail", InvoiceCode="F2026-0001")
    chased = wefact("invoice", "sendsummationbyemail", InvoiceCode="F2026-0001")["invoice"]
    counted = ("Reminders", "ReminderDate", "Summations", "SummationDate", "SubStatus")
    assert [chased[name] for name in counted] == ["1", "2026-03-16", "1", "2026-03-16", ""]


def test_given_a_pause_with_an_end_then_reminders_go_on_after_it(wefact: WeFactCaller, control: SandboxControl) -> None:
    wefact("invoice", "paymentprocesspause", InvoiceCode="F2026-0001", PaymentPausedEndDate="2026-03-17")
    seen = []
    for _ in range(3):
        seen.append(wefact("invoice", "sendreminderbyemail", InvoiceCode="F2026-0001")["status"])
        control.advance(86400)
    assert seen == ["error", "error", "success"]


def test_given_a_payment_that_is_taken_back_then_the_invoice_is_open_again(wefact: WeFactCaller) -> None:
    answer = wefact("invoice", "markasunpaid", InvoiceCode="F2026-0004")
    invoice = show(wefact, "F2026-0004")
    assert answer["success"] == ["Betaling van factuur F2026-0004 is teruggedraaid"]
    money = ("Status", "AmountPaid", "AmountOutstanding", "PayDate")
    assert [invoice[name] for name in money] == ["2", "0.00", "308.55", ""]
    assert wefact("invoice", "markasunpaid", InvoiceCode="F2026-0004")["status"] == "error"


@pytest.mark.parametrize(
    "change",
    [{"PayDate": "yesterday"}, {"PaymentMethod": "shells"}, {"AmountPaid": "0.001"}, {"AmountPaid": "-1"}],
)
def test_given_a_payment_that_makes_no_sense_then_nothing_is_paid(
    wefact: WeFactCaller, control: SandboxControl, change: dict[str, str]
) -> None:
    before = stored(control)
    assert wefact("invoice", "partpayment", **({"InvoiceCode": "F2026-0001", "AmountPaid": "1"} | change))["errors"]
    assert stored(control) == before


@pytest.mark.parametrize("code", ["F2026-0001", "F2026-0004", "F2026-0009"])
def test_given_a_credit_of_an_open_paid_or_part_paid_invoice_then_both_are_settled(
    wefact: WeFactCaller, code: str
) -> None:
    original = show(wefact, code)
    answer = wefact("invoice", "credit", InvoiceCode=code)
    assert answer["success"] == ["Creditfactuur F2026-0018 is aangemaakt", f"Factuur {code} is gecrediteerd."]
    new, void = answer["invoice"], show(wefact, code)
    assert amounts(new) == tuple(f"-{amount}" for amount in amounts(original))
    assert (new["Status"], new["AmountPaid"], new["AmountOutstanding"]) == ("8", new["AmountIncl"], "0.00")
    assert (void["Status"], void["AmountOutstanding"]) == ("9", "0.00")
    assert wefact("invoice", "credit", InvoiceCode=code)["status"] == "error"


@pytest.mark.parametrize(
    ("switch", "left"), [("stands", ("2", "0.00", "442.22")), ("set_off", ("3", "229.90", "212.32"))]
)
def test_given_a_credit_of_some_lines_then_the_original_does_not_lapse(
    wefact: WeFactCaller, control: SandboxControl, switch: str, left: tuple[str, ...]
) -> None:
    control.settings(partial_credit=switch)
    new = control.action("credit_lines", InvoiceCode="F2026-0003", lines=[{"line": 1, "Number": "2"}])
    assert (new["InvoiceCode"], new["Status"], amounts(new)) == ("F2026-0018", "8", ("-190.00", "-39.90", "-229.90"))
    original = show(wefact, "F2026-0003")
    assert tuple(original[name] for name in ("Status", "AmountPaid", "AmountOutstanding")) == left


def test_given_a_credit_at_another_price_then_only_that_comes_off(control: SandboxControl) -> None:
    new = control.action("credit_lines", InvoiceCode="F2026-0001", lines=[{"line": 1, "PriceExcl": "5"}])
    assert amounts(new) == ("-10.00", "-2.10", "-12.10")
    with pytest.raises(ValueError, match="factuurregel"):
        control.action("credit_lines", InvoiceCode="F2026-0001", lines=[{"line": 9}])


def test_given_a_lower_price_on_an_inclusive_invoice_then_the_credit_reckons_with_it(
    wefact: WeFactCaller, control: SandboxControl
) -> None:
    code = add(wefact, {"PriceIncl": "12.10", "TaxCode": "V21"}, VatCalcMethod="incl", Status=2)["InvoiceCode"]
    new = control.action("credit_lines", InvoiceCode=code, lines=[{"line": 1, "PriceExcl": "1"}])
    assert amounts(new) == ("-1.00", "-0.21", "-1.21")


def test_given_what_people_do_with_an_invoice_then_every_status_is_reached(
    wefact: WeFactCaller, control: SandboxControl
) -> None:
    code = "F2026-0018"
    seen = [show(wefact, "[concept]0001")["Status"]]
    steps: list[tuple[str, dict[str, str]]] = [
        ("part_pay_invoice", {"AmountPaid": "10"}),
        ("pay_invoice", {"PayDate": "2026-03-15"}),
        ("unpay_invoice", {}),
        ("credit_invoice", {}),
    ]
    seen.append(control.action("send_invoice", InvoiceCode="[concept]0001")["Status"])
    seen += [control.action(name, InvoiceCode=code, **more)["Status"] for name, more in steps]
    assert [*seen, show(wefact, code)["Status"]] == ["0", "2", "3", "4", "2", "8", "9"]


@pytest.mark.parametrize("method", ["sum", "rate", "line"])
def test_given_a_credit_of_prices_including_vat_then_it_is_the_exact_mirror(
    wefact: WeFactCaller, control: SandboxControl, method: str
) -> None:
    control.settings(totals_method=method)
    lines = [{"PriceIncl": "9.99", "Number": "3", "TaxCode": "V21"}, {"PriceIncl": "4.35", "TaxCode": "V9"}]
    original = add(wefact, *lines, VatCalcMethod="incl", Status=2)
    new = wefact("invoice", "credit", InvoiceCode=original["InvoiceCode"])["invoice"]
    assert amounts(new) == tuple(f"-{amount}" for amount in amounts(original))
