"""The chronicle is silent about days that went right, and sees each way in which a promise can be broken."""

from __future__ import annotations

import copy
from decimal import Decimal

import pytest

from tests.oracle import doctored_books
from tests.oracle.agreement import Agreement
from tests.oracle.broken_bookings import BOOKINGS
from tests.oracle.broken_payments import PAYMENTS
from tests.oracle.broken_statuses import STATUSES
from tests.oracle.decisions import Word
from tests.oracle.doctored import TYPED
from tests.oracle.doctored_days import Days, first_day
from tests.oracle.doctored_work import (
    FIRST,
    FIRST_BOOKING,
    FIRST_ID,
    add_invoice,
    people_pay,
    people_take_it_out,
    post,
    set_to_paid,
)
from tests.oracle.findings import Kind
from tests.oracle.test_oracle_judge import SPOILT

PARTS = Agreement(writes_parts=True)
BROKEN = BOOKINGS | STATUSES | PAYMENTS


@pytest.mark.parametrize("error", BROKEN)
def test_given_a_broken_promise_then_a_finding_in_words(error: str) -> None:
    breaks, kind, words = BROKEN[error]
    found = list(breaks(first_day()))
    assert any(words in each.text for each in found if each.kind is kind), [str(each) for each in found]


@pytest.mark.parametrize("error", SPOILT)
def test_given_a_spoilt_state_then_the_chronicle_sees_what_the_judge_sees(error: str) -> None:
    days = Days()
    SPOILT[error][0](days.state)
    assert days.settled() != []


def test_given_right_days_then_no_findings() -> None:
    days = first_day()
    assert days.link() == []
    assert days.settled() == []


def test_given_a_part_payment_repeated_then_it_is_seen() -> None:
    days = first_day(PARTS)
    people_pay(days, "20.00")
    days.sale().update(Status="3", AmountPaid="20.00")
    assert days.link() == []
    days.sale().update(AmountPaid="40.00")
    assert "40.00 counts as paid in part, and the books only ever said 0.00, 20.00" in [
        each.text for each in days.link()
    ]


def test_given_a_payment_undone_before_the_late_write_back_then_it_is_right() -> None:
    days = first_day()
    people_pay(days)
    with days.people():
        days.books["matches"].clear()
    set_to_paid(days)
    assert days.link() == []


def test_given_an_invoice_edited_before_its_late_booking_then_the_former_version_is_right() -> None:
    days = first_day()
    add_invoice(days)
    with days.people():
        days.wefact["invoices"]["901"].update(Date="2026-01-07")
    day = FIRST_BOOKING.invoice_date.replace(day=6)
    post(days, "20260901", reference="F2026-0901", invoice_id="20260901", invoice_date=day)
    assert days.link() == []
    days.statuses["F2026-0901"] = "booked"
    assert [each.kind for each in days.settled()] == [Kind.STATUS]
    days.statuses["F2026-0901"] = "changed"
    assert days.settled() == []


def test_given_a_booking_taken_out_before_the_link_knew_of_it_then_posting_it_again_is_right() -> None:
    days = Days()
    days.statuses[FIRST] = "uncertain"
    assert days.link() == []
    people_take_it_out(days)
    post(days, FIRST_ID)
    assert days.link() == []


def test_given_an_old_backup_then_posting_again_what_people_took_out_is_right() -> None:
    days = first_day()
    people_take_it_out(days)
    days.chronicle.store_set_back()
    post(days, FIRST_ID)
    assert days.link() == []


def test_given_a_booking_that_people_bring_back_then_calling_it_booked_is_right() -> None:
    days = first_day()
    before = copy.deepcopy(days.books)
    people_take_it_out(days)
    days.statuses[FIRST] = "missing"
    assert days.settled() == []
    with days.people():
        days.books.update(copy.deepcopy({name: before[name] for name in ("invoices", "transactions")}))
    days.statuses[FIRST] = "booked"
    assert days.settled() == []


@pytest.mark.parametrize(("saved", "kinds"), [(FIRST, []), ("x", [Kind.PEOPLE])])
def test_given_people_who_leave_a_booking_as_it_was_then_it_may_follow_its_document(
    saved: str, kinds: list[Kind]
) -> None:
    days = first_day(Agreement(updates=True))
    for reference in ("x", saved):
        with days.people():
            days.booking().update(paymentReference=reference, projectId="", _replaced=1)
    with days.people():
        days.sale().update(PayBefore="2026-01-31")
    days.booking().update(paymentReference=FIRST, invoiceExpirationDate="2026-01-31")
    assert [each.kind for each in days.link()] == kinds


@pytest.mark.parametrize(("status", "kinds"), [("rejected", []), ("booked", [Kind.PAYMENT])])
def test_given_a_booking_that_people_changed_and_that_waits_for_a_person_then_its_payment_waits_with_it(
    status: str, kinds: list[Kind]
) -> None:
    days = first_day()
    with days.people():
        days.booking().update(invoiceExpirationDate="2026-01-31")
    people_pay(days)
    days.statuses[FIRST] = status
    assert [each.kind for each in days.settled()] == kinds


def test_given_a_person_who_decides_then_the_status_is_theirs() -> None:
    days = first_day()
    add_invoice(days)
    days.statuses["F2026-0901"] = "skipped"
    assert [each.kind for each in days.settled()] == [Kind.STATUS]
    days.chronicle.person_decided(days.state, "invoice", "901", Word.SKIP)
    assert days.settled() == []
    days.statuses["F2026-0901"] = "blocked"
    assert [each.kind for each in days.settled()] == [Kind.STATUS]


def test_given_a_person_who_skips_then_booking_it_is_wrong() -> None:
    days = first_day()
    add_invoice(days)
    days.chronicle.person_decided(days.state, "invoice", "901", Word.SKIP)
    day = FIRST_BOOKING.invoice_date.replace(day=6)
    post(days, "20260901", reference="F2026-0901", invoice_id="20260901", invoice_date=day)
    assert "a person said that it is never sent, and it was booked" in [each.text for each in days.link()]


def test_given_a_skip_that_an_old_backup_does_not_know_then_booking_it_is_right() -> None:
    days = first_day()
    add_invoice(days)
    days.chronicle.person_decided(days.state, "invoice", "901", Word.SKIP)
    days.chronicle.store_set_back()
    day = FIRST_BOOKING.invoice_date.replace(day=6)
    post(days, "20260901", reference="F2026-0901", invoice_id="20260901", invoice_date=day)
    days.statuses["F2026-0901"] = "booked"
    assert days.settled() == []


def test_given_a_skipped_document_that_is_deleted_then_only_an_old_backup_need_not_know_it() -> None:
    days = first_day()
    add_invoice(days)
    days.chronicle.person_decided(copy.deepcopy(days.state), "invoice", "901", Word.SKIP)
    with days.people():
        del days.wefact["invoices"]["901"]
    assert [each.kind for each in days.settled()] == [Kind.LOST]
    days.chronicle.store_set_back()
    assert days.settled() == []


def test_given_a_skip_that_was_taken_back_then_only_an_old_backup_may_still_say_so() -> None:
    days = first_day()
    add_invoice(days)
    days.statuses["F2026-0901"] = "skipped"
    for word in (Word.SKIP, Word.RETRY):
        days.chronicle.person_decided(days.state, "invoice", "901", word)
    assert [each.kind for each in days.settled()] == [Kind.STATUS]
    days.chronicle.store_set_back()
    assert days.settled() == []


def test_given_a_change_that_a_person_accepts_then_calling_it_changed_is_wrong() -> None:
    days = first_day()
    with days.people():
        days.sale().update(Date="2026-01-07")
    days.statuses[FIRST] = "changed"
    assert days.settled() == []
    days.chronicle.person_decided(days.state, "invoice", days.sale()["Identifier"], Word.ACKNOWLEDGE)
    assert [each.kind for each in days.settled()] == [Kind.STATUS]
    days.statuses[FIRST] = "booked_warning"
    assert days.settled() == []


def test_given_an_acceptance_of_what_the_link_had_read_then_a_later_change_is_one() -> None:
    days = first_day()
    with days.people():
        days.sale().update(Date="2026-01-07", Modified="2026-03-10 12:00:00")
    days.statuses[FIRST] = "changed"
    identifier = days.sale()["Identifier"]
    days.chronicle.person_decided(days.state, "invoice", identifier, Word.ACKNOWLEDGE, shown="2026-03-10T11:59:59")
    assert days.settled() == []
    days.chronicle.person_decided(days.state, "invoice", identifier, Word.ACKNOWLEDGE, shown="2026-03-10T12:00:00")
    assert [each.kind for each in days.settled()] == [Kind.STATUS]


def test_given_an_old_backup_then_only_an_adopted_document_that_is_gone_may_be_unknown() -> None:
    days = first_day()
    days.chronicle.store_set_back()
    del days.statuses[TYPED]
    assert [each.kind for each in days.settled()] == [Kind.LOST]
    with days.people():
        del days.wefact["invoices"][TYPED]
    assert days.settled() == []
    days.statuses[TYPED] = "changed"
    assert days.settled() == []
    del days.statuses[TYPED]
    assert [each.kind for each in days.settled()] == [Kind.LOST]


def test_given_a_service_that_keeps_something_else_then_only_who_hides_it_is_wrong() -> None:
    days = first_day(Agreement(is_spoiled=True))
    add_invoice(days)
    day = FIRST_BOOKING.invoice_date.replace(day=6)
    post(days, "20260901", reference="F2026-0901", invoice_id="20260901", invoice_date=day, gross=Decimal("60.51"))
    days.statuses["F2026-0901"] = "rejected"
    assert days.settled() == []
    days.statuses["F2026-0901"] = "booked"
    assert {each.kind for each in days.settled()} == {Kind.STATUS, Kind.DIFFERENT}


def test_given_a_booking_adopted_and_paid_on_one_day_then_it_is_right() -> None:
    days = Days()
    with days.people():
        doctored_books.match(days.books, "20260005", "121.00")
    days.sale(TYPED).update(Status="4", PayDate="2026-03-10", AmountPaid="121.00")
    assert days.link() == []


def test_given_a_proof_booking_that_came_out_wrong_then_the_others_of_its_kind_may_wait() -> None:
    days = Days()
    days.state["settings"]["sales_line_side"] = "debit"
    days.booking().update(amountTotalCur=-60.50)
    days.statuses[FIRST] = "rejected"
    days.take_out("20260003")
    days.statuses["F2026-0003"] = "blocked"
    assert days.settled() == []
    days.state["settings"]["sales_line_side"] = "credit"
    assert Kind.MISSING in {each.kind for each in days.settled()}


@pytest.mark.parametrize(("side", "frees", "kinds"), [
    ("debit", False, [Kind.MISSING]), ("credit", False, []), ("credit", True, [Kind.MISSING]),
])  # fmt: skip
def test_given_costs_on_the_other_side_then_what_is_blocked_for_payment_may_be_refused(
    side: str, frees: bool, kinds: list[Kind]
) -> None:
    days = Days(Agreement(frees_purchases=frees))
    table = days.books["supplier_invoices"]
    (key,) = (key for key, record in table.items() if record["reference"] == "INV-CF2026-0001")
    del table[key]
    for record in table.values() if frees else ():
        record["amountFrozenCur"] = 0.0
    entries = days.books["transactions"].items()
    days.books["transactions"] = {name: entry for name, entry in entries if entry["invoiceKey"] != key}
    days.state["settings"]["purchase_line_side"] = side
    days.statuses["CF2026-0001"] = "rejected"
    found = [each for each in days.settled() if each.about == "CF2026-0001"]
    assert [each.kind for each in found] == kinds
