"""VAT of another country: a ledger line of its own, out of the Dutch return, and the printed totals stay."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tests.domain.builders import books, cost, cost_target, invoice, line, purchase, purchase_request, request, target
from wefact_multivers.domain.bookings import Side
from wefact_multivers.domain.evidence import Party
from wefact_multivers.domain.planning import Outcome, PlannedBooking, ResolvedLine
from wefact_multivers.domain.planning_purchase import plan_purchase_booking
from wefact_multivers.domain.planning_sales import plan_sales_booking
from wefact_multivers.domain.problems import codes
from wefact_multivers.domain.reference import Account
from wefact_multivers.domain.treatment import Treatment

GERMAN = Party("DE", "DE811222336", "DE", is_well_formed=True)
ACCOUNTS = {number: Account(number, number, blocked=number == "1599") for number in ("8000", "4000", "1540", "1599")}
BOOKS = replace(books(), accounts={2026: ACCOUNTS})


def oss(account: str = "1540", **more: Any) -> ResolvedLine:
    """Where a line under OSS goes."""
    plain = replace(target(), treatment=Treatment.OSS, vat_code=0, foreign_account=account)
    return replace(plain, **more)


def sold(*targets: ResolvedLine, totals: str = "100.00 19.00 119.00") -> Outcome:
    """A German sale at 19 %."""
    lines = [line(rate="19") for _ in targets]
    return plan_sales_booking(request(invoice(*lines, totals=totals), *targets, reference=BOOKS, party=GERMAN))


def planned(outcome: Outcome) -> PlannedBooking:
    """The plan, which has to be there."""
    assert isinstance(outcome, PlannedBooking)
    return outcome


def test_given_a_sale_under_oss_then_multivers_sees_no_vat_and_the_print_is_met() -> None:
    booking = planned(sold(oss())).booking
    assert [(row.account_id, row.side, row.amount, row.vat_amount) for row in booking.lines] == [
        ("8000", Side.CREDIT, Decimal("100.00"), Decimal("0.00")),
        ("1540", Side.CREDIT, Decimal("19.00"), Decimal("0.00")),
    ]
    assert [(row.base, row.vat) for row in booking.vat_rows] == [(Decimal("119.00"), Decimal("0.00"))]
    assert (booking.net, booking.vat, booking.gross) == (Decimal("119.00"), Decimal("0.00"), Decimal("119.00"))
    assert (booking.printed_net, booking.printed_vat) == (Decimal("100.00"), Decimal("19.00"))


def test_given_two_lines_at_one_rate_then_their_vat_is_one_line() -> None:
    plan = planned(sold(oss(), oss(), totals="200.00 38.00 238.00"))
    assert [row.amount for row in plan.booking.lines] == [Decimal("100.00"), Decimal("100.00"), Decimal("38.00")]
    assert len(plan.treatments) == len(plan.booking.lines)


@pytest.mark.parametrize(
    ("account", "code", "found"), [("1555", 0, ["LED-001"]), ("1599", 0, ["LED-002"]), ("1540", 1, ["VAT-006"])]
)
def test_given_an_account_or_code_that_cannot_be_then_it_blocks(account: str, code: int, found: list[str]) -> None:
    outcome = sold(oss(account, vat_code=code))
    assert isinstance(outcome, list)
    assert codes(outcome) == found


@pytest.mark.parametrize(("account", "booked"), [("1540", "1540"), ("", "4000")])
def test_given_foreign_vat_on_a_purchase_then_it_is_reclaimed_or_cost(account: str, booked: str) -> None:
    plain = cost_target(vat_code=0, scenario=16, foreign_account=account)
    where = replace(plain, treatment=Treatment.FOREIGN_VAT)
    document = purchase(cost(rate="19"), totals="100.00 119.00")
    booking = planned(plan_purchase_booking(purchase_request(document, where, reference=BOOKS))).booking
    assert [(row.account_id, row.side, row.amount) for row in booking.lines] == [
        ("4000", Side.DEBIT, Decimal("100.00")),
        (booked, Side.DEBIT, Decimal("19.00")),
    ]
    assert (booking.vat, booking.printed_vat) == (Decimal("0.00"), Decimal("19.00"))


def test_given_a_plan_then_it_keeps_who_the_vat_was_decided_for() -> None:
    assert planned(sold(oss())).party == GERMAN
