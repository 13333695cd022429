"""What a refusal names, what is on the edge, and what only a second document shows: found by changing the rules."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from tests.domain.builders import (
    cost,
    cost_target,
    invoice,
    purchase,
    purchase_request,
    request,
    target,
)
from tests.domain.builders import line as sold
from tests.domain.test_domain_breaker import NOW, tripped
from tests.domain.test_domain_payments import CAREFUL, DAY, decide, ledger, row
from tests.domain.test_domain_purchase import found
from tests.domain.test_domain_reconcile import line, posted
from wefact_multivers.domain.bookings import Booking, RoundingMethod
from wefact_multivers.domain.breaker import Breaker, Reason, asked_to_wait, failed, locked, trying
from wefact_multivers.domain.changes import document_changes
from wefact_multivers.domain.documents import SalesStatus
from wefact_multivers.domain.matching import BookingFacts, MatchKind, compare
from wefact_multivers.domain.money import spread
from wefact_multivers.domain.numbering import folded, letters_and_digits
from wefact_multivers.domain.payments import approval_reasons
from wefact_multivers.domain.periods import period_of
from wefact_multivers.domain.planning import PlannedBooking
from wefact_multivers.domain.planning_purchase import KnownPurchase, plan_purchase_booking, repeated_numbers
from wefact_multivers.domain.planning_sales import pair_credits, plan_sales_booking
from wefact_multivers.domain.problems import problem
from wefact_multivers.domain.reconcile_ledger import Cell, expected_cells, is_as_planned, ledger_ties, vat_accounts
from wefact_multivers.domain.reconcile_series import series_of
from wefact_multivers.domain.reference import Period
from wefact_multivers.domain.totals import method_of, settle_purchase, vat_by_rate
from wefact_multivers.domain.treatment import Treatment

LOW = cost_target(Treatment.NL_LOW, vat_code=2)


def bought(*, credit: bool = False) -> Booking:
    """100.00 at 21 % and 40.00 at 9 % of two lines, on account 4000; or its credit note."""
    sign = "-" if credit else ""
    lines = (cost(f"{sign}100"), cost(f"{sign}30", "9"), cost(f"{sign}10", "9"))
    outcome = plan_purchase_booking(
        purchase_request(purchase(*lines, totals=f"{sign}140.00 {sign}164.60"), cost_target(), LOW, LOW)
    )
    assert isinstance(outcome, PlannedBooking)
    return outcome.booking


def sale(*, account: str = "8000") -> Booking:
    """100.00 and 50.00 at 21 % on one account."""
    document = invoice(sold(price="100"), sold(price="50"), totals="150.00 31.50 181.50")
    outcome = plan_sales_booking(request(document, target(account=account), target(account=account)))
    assert isinstance(outcome, PlannedBooking)
    return outcome.booking


@pytest.mark.parametrize("sign", [1, -1])
def test_given_a_purchase_or_its_credit_note_then_each_cell_has_its_sum_on_its_side(sign: int) -> None:
    cells = expected_cells(bought(credit=sign < 0))
    assert cells == {
        Cell(2026, 3, "crediteuren", None): sign * Decimal("-164.60"),
        Cell(2026, 3, "4000", 1): sign * Decimal("100.00"),
        Cell(2026, 3, "4000", 2): sign * Decimal("40.00"),
        Cell(2026, 3, "btw", 1): sign * Decimal("21.00"),
        Cell(2026, 3, "btw", 2): sign * Decimal("3.60"),
    }


def test_given_a_purchase_in_the_ledger_as_planned_then_all_is_tied_and_its_vat_account_is_known() -> None:
    one = posted("CF1", bought())
    assert is_as_planned(one, vat_accounts([one]))
    assert all(tie.is_tied for tie, _ in ledger_ties([one], []))


def test_given_two_lines_on_one_account_then_they_are_one_cell_and_the_vat_account_is_what_is_left() -> None:
    one = posted("F1", sale())
    assert expected_cells(one.booking)[Cell(2026, 3, "8000", 1)] == Decimal("-150.00")
    assert vat_accounts([one]) == {"1500"}


def test_given_goods_and_services_of_one_vat_code_then_their_vat_is_one_cell() -> None:
    document = invoice(sold(price="100"), sold(price="50"), totals="150.00 31.50 181.50")
    outcome = plan_sales_booking(request(document, target(vat_type=0), target(vat_type=1)))
    assert isinstance(outcome, PlannedBooking)
    assert len(outcome.booking.vat_rows) == 2
    assert expected_cells(outcome.booking)[Cell(2026, 3, "btw", 1)] == Decimal("-31.50")


def test_given_two_bookings_with_vat_on_two_accounts_then_both_accounts_are_known() -> None:
    one, other = posted("F1", sale()), posted("F2", sale())
    moved = tuple(replace(found, account_id="1510") if found.account_id == "1500" else found for found in other.lines)
    assert vat_accounts([one, replace(other, lines=moved)]) == {"1500", "1510"}


def test_given_lines_of_others_in_one_cell_then_they_add_up_beside_the_tie() -> None:
    one = posted("F1", sale())
    others = [line(one.booking, "8000", Decimal(amount), 1) for amount in ("-10.00", "-5.00")]
    apart = {tie.name: amount for tie, amount in ledger_ties([one], others)}
    assert apart["2026/03 8000 btw-code 1"] == Decimal("-15.00")


def test_given_the_cells_of_a_purchase_then_they_stand_in_the_order_of_account_and_code() -> None:
    names = [tie.name.removeprefix("2026/03 ") for tie, _ in ledger_ties([posted("CF1", bought())], [])]
    assert names == ["4000 btw-code 1", "4000 btw-code 2", "btw btw-code 1", "btw btw-code 2", "crediteuren"]


def test_given_a_cell_that_only_one_side_has_then_the_other_counts_as_nothing() -> None:
    one = posted("F1", sale())
    moved = tuple(replace(found, account_id="8090") if found.account_id == "8000" else found for found in one.lines)
    ties = {tie.name: tie for tie, _ in ledger_ties([replace(one, lines=moved)], [])}
    assert ties["2026/03 8000 btw-code 1"].difference == Decimal("-150.00")
    assert ties["2026/03 8090 btw-code 1"].difference == Decimal("150.00")


def test_given_two_fiscal_years_and_a_day_between_them_then_the_day_has_none() -> None:
    years = [Period(year, 1, dt.date(year, 1, 1), dt.date(year, 12, 31), True, False) for year in (2024, 2026)]
    assert period_of(dt.date(2025, 6, 1), years) == problem("PER-002", date="2025-06-01")


@pytest.mark.parametrize(
    ("ours", "theirs", "expected"),
    [("0.00", "0.50", 1), ("0.50", "0.00", 1), ("-0.50", "0.00", 0), ("0.50", "-0.50", 0)],
)
def test_given_small_amounts_and_none_then_only_a_sum_below_nothing_is_a_credit_note(
    ours: str, theirs: str, expected: int
) -> None:
    document = replace(purchase(), gross=Decimal(ours))
    other = KnownPurchase.of_invoice(replace(purchase(number="CF9"), gross=Decimal(theirs)))
    assert len(repeated_numbers(document, [other])) == expected


def test_given_a_booking_in_multivers_then_it_is_known_by_its_number_there_and_its_date() -> None:
    known = KnownPurchase.of_booking(found())
    assert (known.name, known.date, known.gross) == ("20261001", dt.date(2026, 3, 3), Decimal("90.75"))


def test_given_an_invoice_between_two_void_ones_then_both_find_their_credit_notes() -> None:
    void = [invoice(identifier=name, status=SalesStatus.VOID) for name in ("1", "3")]
    notes = [
        invoice(sold(price="-100"), totals="-100.00 -21.00 -121.00", identifier=name, status=SalesStatus.CREDIT)
        for name in ("4", "5")
    ]
    pairs = pair_credits([void[0], invoice(identifier="2"), void[1], *notes])
    assert set(pairs) == {one.key for one in void}


def test_given_a_payment_difference_then_as_much_as_is_allowed_is_paid_and_a_cent_more_names_both_amounts() -> None:
    assert decide(ledger(row("1209.90", difference="0.10"))).write is not None
    beyond = decide(ledger(row("1209.89", difference="0.11")))
    assert beyond.problems[0] == problem("PAY-007", amount="0,11", most="0,10")
    assert Decimal("0.10") == CAREFUL.max_difference


def test_given_a_claim_of_cents_that_is_paid_then_it_is_paid() -> None:
    assert decide(ledger(row("0.50"), gross="0.50")).write is not None


def test_given_writes_that_wait_then_the_reasons_name_how_many_and_how_old() -> None:
    old = DAY - dt.timedelta(days=91)
    assert approval_reasons([DAY, old], is_first=False, above=1, today=DAY) == (
        problem("PAY-015", count=2, most=1),
        problem("PAY-016", date=old),
    )


def test_given_the_firewall_then_the_breaker_keeps_count_and_first_instant_and_says_what_it_saw() -> None:
    later = NOW + dt.timedelta(hours=1)
    assert locked(tripped(), later) == Breaker(5, reason=Reason.FIREWALL, detail="HTTP 403", opened_at=NOW)
    assert locked(Breaker(), later).opened_at == later


def test_given_a_wait_that_was_asked_for_then_it_is_known_since_when() -> None:
    asked = asked_to_wait(Breaker(), NOW + dt.timedelta(minutes=5), NOW)
    assert asked == Breaker(reason=Reason.ASKED, opened_at=NOW, until=NOW + dt.timedelta(minutes=5))


def test_given_a_trial_that_fails_then_the_trial_is_over_and_its_reason_is_kept() -> None:
    again = failed(trying(tripped(), NOW), "HTTP 503", NOW + dt.timedelta(hours=1))
    assert (again.trial_until, again.detail) == (None, "HTTP 503")


def test_given_a_booking_of_ours_that_another_relation_has_then_the_differences_are_named() -> None:
    facts = BookingFacts.of_invoice(invoice(), "20260001")
    other = found(invoice_id="20260001", reference="X", relation_code="DB99999", gross=Decimal("5.00"))
    match = compare(facts, other)
    assert match.kind is MatchKind.TAKEN
    assert any("DB99999" in difference for difference in match.differences)


def test_given_signs_in_a_number_then_what_is_left_is_the_number_alone() -> None:
    assert letters_and_digits("F-2026/0001") == "f20260001"
    assert folded(" 00X07") == "x07"


def test_given_a_number_of_very_many_digits_then_only_the_last_ones_count_up() -> None:
    (series,) = series_of(["F" + "9" * 20 + "1", "F" + "9" * 20 + "3"])
    assert (series.count, len(series.gaps)) == (2, 1)
    assert series.last - series.first == 2
    assert series.prefix + str(series.first) == "F" + "9" * 20 + "1"


def test_given_a_description_that_was_changed_then_it_is_named_as_people_know_it() -> None:
    before = invoice()
    after = replace(before, lines=(replace(before.lines[0], description="Anders"),))
    assert any("omschrijving" in change for change in document_changes(before, after))


def test_given_a_cent_too_much_then_the_amount_that_was_rounded_up_most_gives_it_even_if_it_is_the_larger() -> None:
    exact = [Decimal("2.1151"), Decimal("0.9060")]
    assert spread(Decimal("3.02"), exact, [Decimal(21), Decimal(9)]) == (Decimal("2.11"), Decimal("0.91"))


def test_given_totals_that_were_rounded_per_line_then_each_rate_has_the_vat_of_its_lines() -> None:
    rows = (*(sold("1", "0.024") for _ in range(3)), sold("1", "1.05", "9"))
    document = invoice(*rows, totals="1.11 0.12 1.23")
    assert method_of(document) == RoundingMethod.LINE
    assert vat_by_rate(document, RoundingMethod.LINE) == {Decimal(21): Decimal("0.03"), Decimal(9): Decimal("0.09")}
    outcome = plan_sales_booking(request(document, *[target()] * 3, target(Treatment.NL_LOW)))
    assert isinstance(outcome, PlannedBooking)
    assert [(row.amount, row.vat_amount) for row in outcome.booking.lines] == [
        *[(Decimal("0.02"), Decimal("0.01"))] * 3,
        (Decimal("1.05"), Decimal("0.09")),
    ]
    assert outcome.warnings == (problem("CNT-002", method="line"),)


def test_given_a_purchase_rounded_per_line_then_its_lines_and_its_warning_follow_that_method() -> None:
    rows = (*(cost("0.024") for _ in range(3)), cost("1.05", "9"))
    outcome = plan_purchase_booking(
        purchase_request(purchase(*rows, totals="1.11 1.23"), *[cost_target()] * 3, cost_target(Treatment.NL_LOW))
    )
    assert isinstance(outcome, PlannedBooking)
    assert (outcome.method, outcome.booking.net, outcome.booking.gross) == (
        RoundingMethod.LINE,
        Decimal("1.11"),
        Decimal("1.23"),
    )
    assert [row.vat_amount for row in outcome.booking.lines] == [*[Decimal("0.01")] * 3, Decimal("0.09")]
    assert outcome.warnings == (problem("CNT-002", method="line"),)


def test_given_a_purchase_whose_net_follows_from_nothing_then_both_nets_are_named() -> None:
    assert settle_purchase(purchase(cost("100"), totals="100.05 121.05")) == problem(
        "DOC-001", difference="netto 100,05, verwacht 100,00, verschil 0,05 (methode sum)"
    )


def test_given_a_line_with_too_many_digits_then_the_refusal_is_one_about_totals() -> None:
    found = method_of(invoice(sold("1.5", "1." + "1" * 50)))
    assert found == problem("DOC-001", difference="een regel heeft meer cijfers dan een bedrag kan hebben")
