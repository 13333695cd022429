"""Payments: what the rows of the ledger mean for WeFact, and that nothing is written that does not add up."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wefact_multivers.domain.documents import Controller, PurchaseStatus, SalesStatus
from wefact_multivers.domain.found_payments import FoundPayment, LedgerSide, Means, WeFactSide, means_of
from wefact_multivers.domain.money import from_cents
from wefact_multivers.domain.payment_status import (
    PAYMENT_TRANSITIONS,
    PaymentEvent,
    PaymentStatus,
    can_happen,
    move_payment,
)
from wefact_multivers.domain.payments import (
    Decision,
    MarkPaid,
    MarkUnpaid,
    PartPayment,
    PaymentPolicy,
    approval_reasons,
    decide_payment,
)
from wefact_multivers.domain.problems import codes, problem
from wefact_multivers.domain.status import TransitionForbiddenError

DAY = dt.date(2026, 3, 20)
LATER = dt.date(2026, 3, 25)
CAREFUL = PaymentPolicy(write_parts=False, mark_written_off=False, mark_reopened=False, max_difference=Decimal("0.10"))
WRITING = PaymentPolicy(write_parts=True, mark_written_off=True, mark_reopened=True, max_difference=Decimal("0.10"))
UNPAID = WeFactSide(Controller.INVOICE, SalesStatus.SENT, Decimal("0.00"), written=False)
MARKED = WeFactSide(Controller.INVOICE, SalesStatus.PAID, Decimal("1210.00"), written=True)


def row(amount: str, means: Means | None = Means.MONEY, day: dt.date = DAY, **more: str) -> FoundPayment:
    """A row of the detail; differences and rebates by name."""
    return FoundPayment(means, day, Decimal(amount), **{name: Decimal(value) for name, value in more.items()})


def ledger(*rows: FoundPayment, balance: str | None = "0.00", gross: str = "1210.00") -> LedgerSide:
    """A booking of 1,210.00 with those rows."""
    return LedgerSide(Decimal(gross), None if balance is None else Decimal(balance), rows)


def decide(
    booking: LedgerSide,
    wefact: WeFactSide = UNPAID,
    policy: PaymentPolicy = CAREFUL,
    before: PaymentStatus = PaymentStatus.OPEN,
) -> Decision:
    return decide_payment(before, booking, wefact, policy)


def seen(decision: Decision) -> tuple[PaymentStatus, list[str]]:
    """The status after what was seen, and the codes to show."""
    return move_payment(PaymentStatus.OPEN, decision.event), codes(decision.problems)


def test_given_money_for_all_of_it_then_it_is_marked_paid_on_the_day_of_the_last_money() -> None:
    rows = (row("1000.00"), row("200.00", day=LATER), row("10.00", Means.SET_OFF, dt.date(2026, 3, 31)))
    assert decide(ledger(*rows)) == Decision(PaymentEvent.SEEN_SETTLED, MarkPaid(LATER))


def test_given_case_14a_then_a_small_difference_is_paid_and_listed() -> None:
    found = decide(ledger(row("1209.97", difference="0.03")))
    assert (found.write, seen(found)) == (MarkPaid(DAY), (PaymentStatus.TO_WRITE, ["PAY-012"]))
    assert found.problems == (problem("PAY-012", amount="0,03"),)


def test_given_case_14b_then_a_discount_is_paid_and_listed_with_its_vat() -> None:
    found = decide(ledger(row("1185.80", rebate="24.20")))
    assert (found.write, found.problems) == (MarkPaid(DAY), (problem("PAY-013", amount="24,20"),))


def test_given_case_14c_then_a_write_off_is_not_paid_unless_the_policy_says_so() -> None:
    written_off = ledger(row("1210.00", Means.CORRECTION))
    found = decide(written_off)
    assert (found.write, found.problems) == (None, (problem("PAY-006", amount="1210,00"),))
    assert seen(found)[0] is PaymentStatus.CONFLICT
    assert decide(written_off, policy=WRITING).write == MarkPaid(DAY)


def test_given_case_14d_then_a_match_that_was_undone_is_told_and_written_only_by_policy() -> None:
    open_again = ledger(balance="1210.00")
    found = decide(open_again, MARKED, before=PaymentStatus.PAID)
    assert found == Decision(PaymentEvent.SEEN_REOPENED, None, (problem("PAY-009", amount="1210,00"),))
    assert move_payment(PaymentStatus.PAID, found.event) is PaymentStatus.REOPENED
    assert decide(open_again, MARKED, WRITING, PaymentStatus.PAID).write == MarkUnpaid()


def test_given_a_reopened_invoice_then_it_stays_so_until_either_system_changes() -> None:
    not_ours = replace(MARKED, written=False)
    open_again = ledger(balance="1210.00")
    assert decide(open_again, not_ours, before=PaymentStatus.REOPENED).event is PaymentEvent.SEEN_REOPENED
    assert decide(open_again, UNPAID, before=PaymentStatus.REOPENED).event is PaymentEvent.SEEN_OPEN
    paid = ledger(row("1210.00"))
    assert decide(paid, not_ours, before=PaymentStatus.REOPENED).event is PaymentEvent.SEEN_PAID


def test_given_a_purchase_that_was_undone_then_it_is_told_and_never_written() -> None:
    paid = WeFactSide(Controller.CREDITINVOICE, PurchaseStatus.PAID, Decimal("1210.00"), written=True)
    found = decide(ledger(balance="1210.00"), paid, WRITING, PaymentStatus.PAID)
    assert (found.event, found.write) == (PaymentEvent.SEEN_REOPENED, None)


@pytest.mark.parametrize(
    ("booking", "code"),
    [
        (ledger(balance=None), "PAY-002"),
        (ledger(row("1000.00")), "PAY-003"),
        (ledger(row("1000.00"), balance="200.00"), "PAY-003"),
        (ledger(balance="0.00"), "PAY-003"),
        (ledger(row("1210.00", None)), "PAY-004"),
        (ledger(row("0.00", rebate="1210.00")), "PAY-005"),
        (ledger(row("10.00", Means.SET_OFF, rebate="1200.00")), "PAY-005"),
        (ledger(row("1209.80", difference="0.20")), "PAY-007"),
        (ledger(row("1209.00"), row("1.00", Means.CORRECTION)), "PAY-006"),
        (ledger(row("0.00", difference="0.05"), gross="0.05"), "PAY-005"),
    ],
)
def test_given_what_does_not_add_up_or_is_no_payment_then_it_is_a_conflict_and_nothing_is_written(
    booking: LedgerSide, code: str
) -> None:
    found = decide(booking)
    assert (found.event, found.write) == (PaymentEvent.SEEN_CONFLICT, None)
    assert code in codes(found.problems)


def test_given_a_set_off_that_covers_all_then_it_is_paid_on_its_date() -> None:
    found = decide(ledger(row("1209.97", Means.SET_OFF, LATER, difference="0.03")))
    assert found.write == MarkPaid(LATER)


def test_given_money_that_went_back_then_its_date_does_not_count() -> None:
    rows = (row("1210.00"), row("-1210.00", day=LATER), row("1210.00", Means.SET_OFF, dt.date(2026, 3, 22)))
    assert decide(ledger(*rows)).write == MarkPaid(dt.date(2026, 3, 22))
    rows = (row("1210.00"), row("-10.00", day=LATER), row("10.00", day=dt.date(2026, 3, 22)))
    assert decide(ledger(*rows)).write == MarkPaid(dt.date(2026, 3, 22))


def test_given_too_much_money_then_it_is_told_and_nothing_is_written() -> None:
    found = decide(ledger(row("1220.00"), balance="-10.00"), policy=WRITING)
    assert found == Decision(PaymentEvent.SEEN_OVERPAID, None, (problem("PAY-001", amount="10,00"),))


@pytest.mark.parametrize(
    ("booking", "wefact", "event"),
    [
        (ledger(row("1210.00")), replace(UNPAID, status=SalesStatus.PAID), PaymentEvent.SEEN_PAID),
        (ledger(row("1210.00", Means.CORRECTION)), replace(UNPAID, status=SalesStatus.PAID), PaymentEvent.SEEN_PAID),
        (ledger(row("1210.00", Means.SET_OFF)), replace(UNPAID, status=SalesStatus.VOID), PaymentEvent.SEEN_PAID),
        (
            ledger(row("-1210.00", Means.SET_OFF), gross="-1210.00"),
            replace(UNPAID, status=SalesStatus.CREDIT),
            PaymentEvent.SEEN_PAID,
        ),
        (
            ledger(row("-10.00", Means.SET_OFF), gross="-1210.00", balance="-1200.00"),
            WeFactSide(Controller.CREDITINVOICE, PurchaseStatus.CREDIT, Decimal("0.00"), written=False),
            PaymentEvent.SEEN_PART_PAID,
        ),
        (ledger(gross="0.00"), UNPAID, PaymentEvent.SEEN_PAID),
        (ledger(balance="1210.00"), UNPAID, PaymentEvent.SEEN_OPEN),
        (ledger(balance="1210.00"), replace(UNPAID, status=SalesStatus.PAID), PaymentEvent.SEEN_OPEN),
        (ledger(row("10.00"), balance="1200.00"), replace(UNPAID, status=4), PaymentEvent.SEEN_PART_PAID),
    ],
)
def test_given_nothing_that_wefact_lacks_or_may_be_told_then_nothing_is_written(
    booking: LedgerSide, wefact: WeFactSide, event: PaymentEvent
) -> None:
    assert decide(booking, wefact, WRITING) == Decision(event)


def test_given_a_person_who_put_it_back_to_unpaid_then_it_is_not_marked_again() -> None:
    found = decide(ledger(row("1210.00")), replace(UNPAID, written=True), WRITING, PaymentStatus.PAID)
    assert found == Decision(PaymentEvent.SEEN_CONFLICT, None, (problem("PAY-008"),))


PART = ledger(row("500.00"), row("10.00", Means.CORRECTION), balance="700.00")
NOTES = (problem("PAY-010", amount="700,00"), problem("PAY-006", amount="10,00"))


def test_given_a_part_then_it_is_only_told_unless_the_policy_writes_it() -> None:
    assert decide(PART) == Decision(PaymentEvent.SEEN_PART_PAID, None, NOTES)
    written = PartPayment(Decimal("400.00"), Decimal("100.00"), Decimal("500.00"), DAY)
    partly = replace(UNPAID, status=SalesStatus.PART_PAID, paid=Decimal("100.00"))
    assert decide(PART, partly, WRITING) == Decision(PaymentEvent.SEEN_SETTLED, written, NOTES)
    same = replace(partly, paid=Decimal("500.00"))
    assert decide(PART, same, WRITING) == Decision(PaymentEvent.SEEN_PART_PAID, None, NOTES)


@pytest.mark.parametrize(
    ("booking", "paid"),
    [
        (PART, "500.01"),
        (ledger(row("1300.00"), row("-200.00", Means.CORRECTION), balance="110.00"), "0.00"),
    ],
)
def test_given_more_in_one_system_than_can_be_then_it_is_a_conflict(booking: LedgerSide, paid: str) -> None:
    found = decide(booking, replace(UNPAID, paid=Decimal(paid)), WRITING)
    assert (found.event, found.write, codes(found.problems)) == (PaymentEvent.SEEN_CONFLICT, None, ["PAY-011"])


def test_given_a_part_of_a_negative_invoice_then_it_is_never_written() -> None:
    booking = ledger(row("-10.00"), gross="-1210.00", balance="-1200.00")
    assert decide(booking, UNPAID, WRITING).write is None


def test_given_nothing_but_a_write_off_of_a_part_then_it_stays_open_and_is_told() -> None:
    found = decide(ledger(row("10.00", Means.CORRECTION), balance="1200.00"), policy=WRITING)
    assert found == Decision(PaymentEvent.SEEN_OPEN, None, (problem("PAY-006", amount="10,00"),))


@pytest.mark.parametrize(
    ("name", "means"),
    [
        ("Bank", Means.MONEY),
        ("Bankboek", Means.MONEY),
        (" kas ", Means.MONEY),
        ("Verkoopboek", Means.SET_OFF),
        ("Inkoop", Means.SET_OFF),
        ("Memoriaal", Means.CORRECTION),
        ("Voorraad", None),
        ("", None),
    ],
)
def test_given_the_type_of_a_journal_then_it_tells_the_means_or_nothing(name: str, means: Means | None) -> None:
    assert means_of(name) is means


ROWS = st.lists(
    st.builds(
        FoundPayment,
        means=st.sampled_from(Means),
        date=st.sampled_from([DAY, LATER]),
        amount=st.integers(-50_000, 150_000).map(from_cents),
        difference=st.sampled_from([Decimal("0.00"), Decimal("0.03"), Decimal("-0.05"), Decimal("5.00")]),
        rebate=st.sampled_from([Decimal("0.00"), Decimal("24.20")]),
    ),
    max_size=4,
)
SIDES = st.builds(
    WeFactSide,
    controller=st.sampled_from([Controller.INVOICE, Controller.CREDITINVOICE]),
    status=st.sampled_from([1, 2, 3, 4, 8, 9]),
    paid=st.integers(0, 130_000).map(from_cents),
    written=st.booleans(),
)
BEFORE = sorted(set(PaymentStatus) - {PaymentStatus.UNCERTAIN})


@pytest.mark.property
@given(
    ROWS, SIDES, st.sampled_from(BEFORE), st.sampled_from([CAREFUL, WRITING]), st.sampled_from(["1210.00", "-60.50"])
)
def test_given_any_rows_then_no_write_exceeds_what_is_settled_and_the_table_knows_the_event(
    rows: list[FoundPayment], wefact: WeFactSide, before: PaymentStatus, policy: PaymentPolicy, gross: str
) -> None:
    settled = sum((one.settled for one in rows), Decimal("0.00"))
    booking = LedgerSide(Decimal(gross), Decimal(gross) - settled, tuple(rows))
    found = decide(booking, wefact, policy, before)
    move_payment(before, found.event)
    if isinstance(found.write, MarkPaid):
        assert settled == booking.gross
        assert found.write.pay_date in {one.date for one in rows}
        assert not wefact.is_paid
        assert not wefact.written
        assert wefact.status not in {8, 9}
    if isinstance(found.write, PartPayment):
        assert wefact.paid == found.write.before
        assert found.write.before + found.write.amount == found.write.after < booking.gross
        assert found.write.amount > 0
    if isinstance(found.write, MarkUnpaid):
        assert (wefact.controller, wefact.is_paid) == (Controller.INVOICE, True)
        assert settled != booking.gross


@pytest.mark.property
@given(ROWS, st.integers(1, 500).map(from_cents), SIDES)
def test_given_rows_that_miss_the_balance_by_anything_then_nothing_is_written(
    rows: list[FoundPayment], miss: Decimal, wefact: WeFactSide
) -> None:
    settled = sum((one.settled for one in rows), Decimal("0.00"))
    booking = LedgerSide(Decimal("1210.00"), Decimal("1210.00") - settled + miss, tuple(rows))
    found = decide(booking, wefact, WRITING)
    assert (found.event, found.write) == (PaymentEvent.SEEN_CONFLICT, None)


def test_given_any_status_and_event_then_only_what_the_table_has_can_happen() -> None:
    for status, event in product(PaymentStatus, PaymentEvent):
        if (status, event) in PAYMENT_TRANSITIONS:
            assert move_payment(status, event) is PAYMENT_TRANSITIONS[(status, event)]
            continue
        with pytest.raises(TransitionForbiddenError, match=status):
            move_payment(status, event)


def test_given_an_answer_that_never_came_then_only_looking_it_up_goes_on() -> None:
    left = {event: to for (status, event), to in PAYMENT_TRANSITIONS.items() if status is PaymentStatus.UNCERTAIN}
    assert left == {
        PaymentEvent.ANSWER_UNKNOWN: PaymentStatus.UNCERTAIN,
        PaymentEvent.PAID_WRITTEN: PaymentStatus.PAID,
        PaymentEvent.PART_WRITTEN: PaymentStatus.PART_PAID,
        PaymentEvent.UNPAID_WRITTEN: PaymentStatus.OPEN,
        PaymentEvent.FOUND_UNWRITTEN: PaymentStatus.OPEN,
        PaymentEvent.FOUND_STILL_PAID: PaymentStatus.REOPENED,
        PaymentEvent.REFUSED_BY_WEFACT: PaymentStatus.CONFLICT,
    }


@pytest.mark.parametrize(
    ("dates", "is_first", "expected"),
    [
        ([DAY] * 25, False, []),
        ([DAY] * 26, False, ["PAY-015"]),
        ([DAY], True, ["PAY-014"]),
        ([], True, []),
        ([DAY - dt.timedelta(days=90)], False, []),
        ([DAY, DAY - dt.timedelta(days=91)], False, ["PAY-016"]),
    ],
)
def test_given_what_would_be_written_then_the_first_the_many_and_the_old_wait_for_approval(
    dates: list[dt.date], expected: list[str], *, is_first: bool
) -> None:
    assert codes(approval_reasons(dates, is_first=is_first, above=25, today=DAY)) == expected


def test_given_any_status_and_event_then_it_can_happen_where_the_table_has_it() -> None:
    pairs = set(product(PaymentStatus, PaymentEvent))
    assert {pair for pair in pairs if can_happen(*pair)} == set(PAYMENT_TRANSITIONS)
    assert set(PAYMENT_TRANSITIONS) < pairs
