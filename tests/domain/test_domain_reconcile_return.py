"""The ties of the return: boxes against the ledger, ICP and OSS apart, and how the control accounts moved."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.domain.builders import invoice, purchase, request, target
from tests.domain.builders import line as sold
from tests.domain.test_domain_purchase_vat import COSTS, PAIR, REVERSE, SHIFTED, ledger
from tests.domain.test_domain_purchase_vat import planned as bought
from tests.domain.test_domain_reconcile import line, lines_of
from wefact_multivers.domain.bookings import Booking, BookingLine, Kind, Side, VatRow
from wefact_multivers.domain.found import LedgerLine
from wefact_multivers.domain.money import ZERO
from wefact_multivers.domain.planning import PlannedBooking
from wefact_multivers.domain.planning_sales import plan_sales_booking
from wefact_multivers.domain.reconcile import Cause
from wefact_multivers.domain.reconcile_control import Move, Movement, by_others, control_accounts, moves
from wefact_multivers.domain.reconcile_eu import EuSale, IcpRow, OssRow, icp_rows, oss_rows
from wefact_multivers.domain.reconcile_ledger import Posted, vat_accounts
from wefact_multivers.domain.reconcile_vat import BoxTie, OtherVat, Returned, box_ties, other_vat, planned_boxes
from wefact_multivers.domain.treatment import Treatment

BOXES = {1: "1a", 2: "1b", 7: ""}
SALES_JOURNAL, BANK, MEMORIAL = 4, 2, 0


@pytest.fixture
def sale() -> Booking:
    """An invoice of 100.00 at 21 % and 50.00 at 9 %."""
    lines = (sold(price="100"), sold(price="50", rate="9"))
    low = target(Treatment.NL_LOW, vat_code=2)
    found = plan_sales_booking(request(invoice(*lines, totals="150.00 25.50 175.50"), target(), low))
    assert isinstance(found, PlannedBooking)
    return found.booking


def posted(booking: Booking, *lines: LedgerLine, was_tied: bool = False) -> Posted:
    """A booking in the ledger, as it was planned unless other lines are given."""
    return Posted("F1", booking, lines or tuple(lines_of(booking)), was_tied)


def box_of(one: Returned, row: VatRow) -> str:
    """The boxes of an administration: due VAT in 2a, deducted VAT in 5b, sales by code."""
    if one.posted.booking.kind is Kind.PURCHASE:
        return "2a" if row.is_due else "5b"
    return BOXES[row.vat_code]


def tied(one: Posted, *, is_as_planned: bool = True, is_cash: bool = False) -> tuple[BoxTie, ...]:
    """The ties of one booking."""
    returned = Returned(one, (), is_cash, is_as_planned)
    return box_ties([returned], vat_accounts([one]), lambda year, _: f"{year}-Q1", box_of, box_of)


def amounts(ties: tuple[BoxTie, ...]) -> dict[str, tuple[str, str, str, str]]:
    """Base and VAT of each box, as expected and as found."""
    return {
        one.cell.box: tuple(str(side.amount) for part in (one.base, one.vat) for side in (part.left, part.right))  # type: ignore[misc]
        for one in ties
    }


def with_vat(booking: Booking, **changes: str) -> tuple[LedgerLine, ...]:
    """The lines of a booking, of which the VAT line of a code (`c1`) has another amount."""
    found = []
    for one in lines_of(booking):
        amount = changes.get(f"c{one.vat_code}") if one.account_id == "1500" else None
        found.append(one if amount is None else replace(one, credit=Decimal(amount), debit=ZERO))
    return tuple(found)


def test_given_a_booking_as_planned_then_each_box_has_base_and_vat_on_both_sides(sale: Booking) -> None:
    ties = tied(posted(sale))
    assert amounts(ties) == {
        "1a": ("100.00", "100.00", "21.00", "21.00"),
        "1b": ("50.00", "50.00", "4.50", "4.50"),
    }
    assert all(part.is_tied for one in ties for part in (one.base, one.vat))
    assert [one.cell.quarter for one in ties] == ["2026-Q1", "2026-Q1"]


def test_given_a_booking_then_its_boxes_are_known_without_the_ledger(sale: Booking) -> None:
    boxes = planned_boxes(Returned(Posted("F1", sale, (), False), (), False, True), box_of)
    wanted = {"1a": (Decimal("100.00"), Decimal("21.00")), "1b": (Decimal("50.00"), Decimal("4.50"))}
    assert list(boxes.items()) == list(wanted.items())


def test_given_a_credit_note_then_its_boxes_are_negative(sale: Booking) -> None:
    found = plan_sales_booking(request(invoice(sold("-1"), totals="-100.00 -21.00 -121.00")))
    assert isinstance(found, PlannedBooking)
    assert amounts(tied(posted(found.booking))) == {"1a": ("-100.00", "-100.00", "-21.00", "-21.00")}


def test_given_other_vat_in_the_ledger_then_its_box_names_the_document(sale: Booking) -> None:
    (high, _) = tied(posted(sale, *with_vat(sale, c1="20.00")), is_as_planned=False)
    assert [(item.name, item.difference) for item in high.vat.unexplained] == [("F1", Decimal("1.00"))]
    (corrected, _) = tied(posted(sale, *with_vat(sale, c1="20.00"), was_tied=True), is_as_planned=False)
    assert [bridge.cause for bridge in corrected.vat.bridges] == [Cause.CORRECTED]


def test_given_vat_under_a_code_that_leads_to_no_box_then_it_is_in_none(sale: Booking) -> None:
    lines = tuple(replace(one, vat_code=7) if one.vat_code == 2 else one for one in lines_of(sale))
    assert amounts(tied(posted(sale, *lines), is_as_planned=False))["1b"] == ("50.00", "0.00", "4.50", "0.00")


def test_given_a_ledger_that_does_not_name_the_codes_of_its_vat_then_those_of_the_plan_count(sale: Booking) -> None:
    lines = tuple(replace(one, vat_code=None) if one.account_id == "1500" else one for one in lines_of(sale))
    assert amounts(tied(posted(sale, *lines)))["1b"] == ("50.00", "50.00", "4.50", "4.50")
    cash = tied(posted(sale, *lines), is_cash=True)
    assert {one.cell.is_cash for one in cash} == {True}


def test_given_a_purchase_then_its_vat_is_deducted_and_has_no_base() -> None:
    booking = bought(purchase())
    assert amounts(tied(posted(booking))) == {"5b": ("0.00", "0.00", "21.00", "21.00")}


def test_given_a_purchase_under_reverse_charge_then_what_is_owed_and_what_is_deducted_stand_apart() -> None:
    booking = bought(SHIFTED, REVERSE)
    expected = {"2a": ("2000.00", "2000.00", "420.00", "420.00"), "5b": ("0.00", "0.00", "420.00", "420.00")}
    assert amounts(tied(posted(booking, *ledger(*PAIR)))) == expected
    other = ledger(*COSTS, "1520 420 0 1", "1530 0 400 1")
    assert amounts(tied(posted(booking, *other), is_as_planned=False))["2a"][2:] == ("420.00", "400.00")


def test_given_vat_of_others_then_it_stands_by_account_and_what_cancels_out_does_not(sale: Booking) -> None:
    theirs = [line(sale, "1500", Decimal("-7.00"), 1), line(sale, "1510", Decimal("3.00"), 1)]
    undone = [line(sale, "1520", Decimal("5.00"), 1), line(sale, "1520", Decimal("-5.00"), 1)]
    elsewhere = [line(sale, "8000", Decimal("-9.00"), 1), line(sale, "1500", Decimal("-1.00"), 1, "DB1")]
    found = other_vat([*theirs, *undone, *elsewhere], frozenset({"1500", "1510", "1520"}))
    assert found == (OtherVat(2026, 3, "1500", Decimal("7.00")), OtherVat(2026, 3, "1510", Decimal("-3.00")))


def eu_sale(booking: Booking, *treatments: str, **more: object) -> EuSale:
    """A sale to another country."""
    plain = EuSale("2026-Q2", booking, treatments, "BE", "BE0123456749")
    return replace(plain, **more)  # type: ignore[arg-type]


def with_lines(booking: Booking, *rows: tuple[str, str]) -> Booking:
    """A booking with these amounts, as turnover, and descriptions."""
    plain = booking.lines[0]
    return replace(booking, lines=tuple(_line(plain, Decimal(amount), text) for amount, text in rows))


def _line(plain: BookingLine, amount: Decimal, text: str) -> BookingLine:
    side = Side.CREDIT if amount > 0 else Side.DEBIT
    return replace(plain, amount=abs(amount), side=side, description=text)


def test_given_goods_and_services_to_the_eu_then_icp_has_them_apart_by_number(sale: Booking) -> None:
    both = with_lines(sale, ("1200.00", "advies"), ("800.00", "apparaat"), ("10.00", "porto"))
    note = with_lines(sale, ("-200.00", "advies"))
    found = icp_rows([
        eu_sale(both, Treatment.IC_SERVICES, Treatment.IC_GOODS, Treatment.NL_HIGH),
        eu_sale(note, Treatment.IC_SERVICES),
        eu_sale(note, Treatment.IC_SERVICES, quarter="2026-Q1"),
    ])  # fmt: skip
    assert found == (
        IcpRow("2026-Q1", "BE0123456749", ZERO, Decimal("-200.00")),
        IcpRow("2026-Q2", "BE0123456749", Decimal("800.00"), Decimal("1000.00")),
    )


def test_given_oss_then_base_and_vat_stand_by_country_and_rate(sale: Booking) -> None:
    oss = (Treatment.OSS,) * 4
    two = with_lines(
        sale, ("100.00", "boek"), ("50.00", "kaas"), ("19.00", "Btw 19 % (oss)"), ("3.50", "Btw 7 % (oss)")
    )
    known = eu_sale(two, *oss, country="DE", rates=(Decimal(19), Decimal(7)))
    assert oss_rows([known, eu_sale(sale, Treatment.NL_HIGH, Treatment.NL_LOW)]) == (
        OssRow("2026-Q2", "DE", Decimal(7), Decimal("50.00"), Decimal("3.50")),
        OssRow("2026-Q2", "DE", Decimal(19), Decimal("100.00"), Decimal("19.00")),
    )


def test_given_oss_of_a_document_that_was_changed_since_then_its_rate_is_not_known(sale: Booking) -> None:
    one = with_lines(sale, ("100.00", "boek"), ("19.00", "Btw 19 % (oss)"))
    changed = eu_sale(one, Treatment.OSS, Treatment.OSS, country="DE")
    assert oss_rows([changed]) == (OssRow("2026-Q2", "DE", None, Decimal("100.00"), Decimal("19.00")),)


def on_control(booking: Booking, amount: str, journal: str, period: int = 3) -> LedgerLine:
    """A line of the control account of debtors."""
    plain = line(booking, "1300", Decimal(amount), None, booking.relation_code)
    return replace(plain, journal_id=journal, period=period)


def test_given_a_control_account_then_each_move_has_its_cause_and_they_close(sale: Booking) -> None:
    lines = [
        on_control(sale, "500.00", "BEG", period=0),
        on_control(sale, "121.00", "WFV"), on_control(sale, "-21.00", "WFV"), on_control(sale, "-60.50", "ING"),
        on_control(sale, "-0.03", "MEM"), on_control(sale, "1.00", "???"),
    ]  # fmt: skip
    types = {"WFV": SALES_JOURNAL, "ING": BANK, "MEM": MEMORIAL, "BEG": MEMORIAL}
    found = moves(Kind.SALES, lines, types)
    assert {move: str(amount) for move, amount in found} == {
        Move.OPENING: "500.00", Move.INVOICES: "121.00", Move.CREDIT_NOTES: "-21.00", Move.PAYMENTS: "-60.50",
        Move.CORRECTIONS: "0.97",
    }  # fmt: skip
    day = sale.invoice_date
    movement = Movement(Kind.SALES, ("1300",), day, day, found, ZERO, is_from_start=True)
    assert movement.closing == Decimal("540.47")
    assert by_others(Kind.SALES, lines, types) == Decimal("100.00")


def test_given_creditors_then_what_is_owed_counts_as_open(sale: Booking) -> None:
    booking = bought(purchase())
    lines = [one for one in lines_of(booking) if one.relation_code]
    assert control_accounts(lines_of(booking)) == ("1600",)
    assert dict(moves(Kind.PURCHASE, lines, {booking.journal_id: 3}))[Move.INVOICES] == booking.gross
