"""VAT of a purchase that we owe ourselves, and VAT that is cost: to the cent, and proven on both sides."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.builders import books, cost, cost_target, purchase, purchase_request
from tests.domain.printing import as_decimal, half_up
from tests.domain.test_domain_matching import entry
from wefact_multivers.domain.bookings import Booking, VatRow
from wefact_multivers.domain.documents import PurchaseInvoice
from wefact_multivers.domain.found import LedgerLine
from wefact_multivers.domain.matching import entry_differences
from wefact_multivers.domain.money import total
from wefact_multivers.domain.planning import PlannedBooking
from wefact_multivers.domain.planning_purchase import plan_purchase_booking
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.purchase_vat import TaxedLine, vat_shares
from wefact_multivers.domain.reconcile_ledger import Posted, is_as_planned, ledger_ties, vat_accounts
from wefact_multivers.domain.reference import Account
from wefact_multivers.domain.treatment import Treatment

REVERSE = replace(cost_target(), treatment=Treatment.NL_REVERSE, scenario=14, notional_rate=Decimal(21))
PART = cost_target(deductible_percent=Decimal(60))
SHIFTED = purchase(cost("2000.00", "0"), totals="2000.00 2000.00")
CREDIT = purchase(cost("-2000.00", "0"), totals="-2000.00 -2000.00")
COSTS = ("1600 0 2000 - CR10001", "4000 2000 0 1")
PAIR = (*COSTS, "1520 420 0 1", "1530 0 420 1")


def planned(document: PurchaseInvoice, *targets: Any, **more: Any) -> Booking:
    outcome = plan_purchase_booking(purchase_request(document, *targets, **more))
    assert isinstance(outcome, PlannedBooking), outcome
    return outcome.booking


def ledger(*rows: str) -> list[LedgerLine]:
    """Ledger lines in the purchase journal."""
    return entry(*rows, journal_id="WFI")


def differences(booking: Booking, *rows: str) -> tuple[str, ...]:
    return entry_differences(booking, ledger(*rows), journal_transaction=7)


def test_given_a_purchase_under_reverse_charge_then_due_and_deductible_cancel_and_the_creditor_gets_the_print() -> None:
    booking = planned(SHIFTED, REVERSE)
    assert (booking.net, booking.vat, booking.gross) == (Decimal("2000.00"), Decimal("0.00"), Decimal("2000.00"))
    assert booking.vat_rows == (
        VatRow(1, 14, 1, Decimal("2000.00"), Decimal("420.00")),
        VatRow(1, 14, 1, Decimal("2000.00"), Decimal("-420.00"), is_due=True),
    )


@pytest.mark.parametrize(
    "vat", [PAIR[2:], ("1520 420 0", "1530 0 420"), ("1520 400 0 1", "1520 20 0 1", "1530 0 420 1")]
)
def test_given_both_sides_of_the_vat_that_we_owe_then_the_ledger_proves_the_booking(vat: tuple[str, ...]) -> None:
    assert differences(planned(SHIFTED, REVERSE), *COSTS, *vat) == ()


@pytest.mark.parametrize(
    ("vat", "where", "found"),
    [
        ((), "btw-code 1", ("debet 0,00", "debet 0,00")),
        (("1520 180 0 1", "1530 0 180 1"), "btw-code 1", ("debet 180,00", "credit 180,00")),
        (("1520 840 0 1", "1530 0 840 1"), "btw-code 1", ("debet 840,00", "credit 840,00")),
        (("1520 180 0", "1530 0 180"), "btw", ("debet 180,00", "credit 180,00")),
    ],
    ids=["no pair", "another rate", "twice", "without codes"],
)
def test_given_another_pair_than_planned_then_each_side_says_so(
    vat: tuple[str, ...], where: str, found: tuple[str, str]
) -> None:
    assert differences(planned(SHIFTED, REVERSE), *COSTS, *vat) == (
        f"{where}: {found[0]}, verwacht debet 420,00",
        f"{where}: {found[1]}, verwacht credit 420,00",
    )


def test_given_a_credit_note_under_reverse_charge_then_its_entry_is_the_mirror() -> None:
    mirror = ("1600 2000 0 - CR10001", "4000 0 2000 1", "1520 0 420 1", "1530 420 0 1")
    booking = planned(CREDIT, REVERSE)
    assert [str(row.vat) for row in booking.vat_rows if row.is_due] == ["420.00"]
    assert differences(booking, *mirror) == ()
    assert len(differences(booking, *mirror[:2])) == 2


@pytest.mark.parametrize("codes", [True, False], ids=["with codes", "without codes"])
def test_given_the_pair_in_the_ledger_then_both_sides_are_tied_and_a_missing_pair_is_not(codes: bool) -> None:
    booking = planned(SHIFTED, REVERSE)
    rows = PAIR if codes else (*COSTS, "1520 420 0", "1530 0 420")
    good = Posted("CF1", booking, tuple(ledger(*rows)), was_tied=False)
    none = Posted("CF2", booking, tuple(ledger(*COSTS)), was_tied=False)
    accounts = vat_accounts([good, none])
    assert is_as_planned(good, accounts)
    assert not is_as_planned(none, accounts)
    unexplained = {one.name for one, _ in ledger_ties([good, none], []) if one.unexplained}
    assert unexplained == {"2026/03 btw btw-code 1", "2026/03 btw verschuldigd btw-code 1"}


def test_given_vat_that_is_partly_cost_then_the_ledger_has_it_on_the_account_of_the_line() -> None:
    """Case 9b."""
    booking = planned(purchase(cost("1000.00"), totals="1000.00 1210.00"), PART)
    assert booking.vat_rows == (VatRow(1, 11, 1, Decimal("1000.00"), Decimal("210.00"), Decimal("84.00")),)
    rows = ("1600 0 1210 - CR10001", "4000 1084 0 1", "1520 126 0 1")
    assert differences(booking, *rows) == ()
    assert differences(booking, rows[0], "4000 1000 0 1", "1520 210 0 1") == (
        "rekening 4000 btw-code 1: debet 1000,00, verwacht debet 1084,00",
        "btw-code 1: debet 210,00, verwacht debet 126,00",
    )
    assert is_as_planned(Posted("CF1", booking, tuple(ledger(*rows)), was_tied=False), frozenset({"1520"}))


def refused(*targets: Any) -> list[Problem]:
    outcome = plan_purchase_booking(purchase_request(purchase(cost("50.00"), cost("50.00")), *targets))
    assert isinstance(outcome, list)
    return outcome


def test_given_lines_of_one_code_that_are_not_deducted_alike_then_blocked_since_multivers_takes_one_amount() -> None:
    assert refused(PART, cost_target()) == [problem("VAT-017", vat_code=1)]


def test_given_a_code_of_another_rate_than_the_one_we_owe_then_blocked() -> None:
    low = replace(REVERSE, notional_rate=Decimal(9))
    outcome = plan_purchase_booking(purchase_request(SHIFTED, low))
    assert isinstance(outcome, list)
    assert [found.code for found in outcome] == ["VAT-006"]


amounts = st.integers(-100_000, 100_000).filter(bool).map(lambda cents: Decimal(cents) / 100)
percents = st.sampled_from([Decimal(0), Decimal("62.5"), Decimal(60), Decimal(100)])


@given(st.lists(amounts, min_size=1, max_size=6), st.sampled_from([9, 21]), percents)
def test_given_any_purchase_under_reverse_charge_then_due_is_base_times_rate_and_the_rest_is_cost(
    nets: list[Decimal], rate: int, percent: Decimal
) -> None:
    lines = [TaxedLine((1, 14, 1), net, Decimal("0.00"), Decimal(rate), percent) for net in nets]
    shares = vat_shares(lines)
    due = total([share.due for share in shares])
    assert due == as_decimal(half_up(sum(map(Fraction, nets), Fraction(0)) * rate / 100))
    deducted = due - total([share.not_deductible for share in shares])
    assert deducted == as_decimal(half_up(Fraction(due) * Fraction(percent) / 100))
    mirrored = vat_shares([TaxedLine(one.row, -one.net, one.vat, one.notional_rate, percent) for one in lines])
    assert [(-share.due, -share.not_deductible) for share in mirrored] == [
        (share.due, share.not_deductible) for share in shares
    ]


@given(st.lists(st.tuples(amounts, percents), min_size=1, max_size=6))
def test_given_any_lines_then_what_is_deducted_and_what_is_cost_is_the_vat_that_was_charged(
    drawn: list[tuple[Decimal, Decimal]],
) -> None:
    lines = [TaxedLine((1, 11, 1), net * 5, net, None, percent) for net, percent in drawn]
    shares = vat_shares(lines)
    assert {share.due for share in shares} == {Decimal("0.00")}
    for percent in {percent for _, percent in drawn}:
        own = [place for place, (_, each) in enumerate(drawn) if each == percent]
        charged = sum((Fraction(lines[place].vat) for place in own), Fraction(0))
        cost_of = total([shares[place].not_deductible for place in own])
        assert Fraction(cost_of) == charged - Fraction(half_up(charged * Fraction(percent) / 100))


def test_given_lines_that_are_not_deducted_alike_then_what_we_owe_is_rounded_once_over_all_of_them() -> None:
    row, net, nothing = (1, 14, 1), Decimal("0.12"), Decimal("0.00")
    lines = [TaxedLine(row, net, nothing, Decimal(21), Decimal(percent)) for percent in (0, 100)]
    assert total([share.due for share in vat_shares(lines)]) == Decimal("0.05")


def test_given_an_account_that_multivers_does_not_deduct_by_itself_then_the_plan_says_so_too() -> None:
    account = Account("4000", "Kosten", blocked=False, deductible_percent=Decimal(60))
    reference = replace(books(), accounts={2026: {"4000": account}})
    document = purchase(cost("1000.00"), totals="1000.00 1210.00")
    (row,) = planned(document, cost_target(), reference=reference).vat_rows
    assert row.not_deductible == Decimal("84.00")
    outright = planned(document, replace(PART, deductible_percent=Decimal(0)), reference=reference)
    assert outright.vat_rows[0].not_deductible == Decimal("210.00")
