"""The lists for the accountant: corrections of filed returns (rule 8), and the cut-off list (rule 23)."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tests.domain.builders import cost, invoice, line, purchase
from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.cut_off import CutOff, cut_off
from wefact_multivers.domain.reference import Period
from wefact_multivers.domain.vat_corrections import BoxAmount, Correction, LateDocument, corrections, needs_supplement

DAY = dt.date(2025, 12, 30)


def box(name: str, base: str, vat: str) -> BoxAmount:
    """An amount in a box."""
    return BoxAmount(name, Decimal(base), Decimal(vat))


SALE = LateDocument("F1", Kind.SALES, DAY, (2025, 12), False, (box("1a", "1000.00", "210.00"),))
PURCHASE = LateDocument("C1", Kind.PURCHASE, DAY, (2026, 2), True, (box("5b", "0.00", "21.00"),))


def test_given_late_documents_then_each_box_has_the_balance_so_far() -> None:
    other = replace(SALE, number="F0", amounts=(box("1a", "100.00", "21.00"), box("1b", "100.00", "9.00")))
    rows = corrections([SALE, other])
    assert [(row.number, row.box, row.balance) for row in rows] == [
        ("F0", "1a", Decimal("21.00")),
        ("F0", "1b", Decimal("30.00")),
        ("F1", "1a", Decimal("240.00")),
    ]


def test_given_a_row_then_it_says_where_the_vat_belongs_and_where_it_is_booked() -> None:
    assert corrections([SALE]) == (
        Correction(
            quarter="2025-Q4",
            number="F1",
            date=DAY,
            booked_in=(2025, 12),
            box="1a",
            base=Decimal("1000.00"),
            vat=Decimal("210.00"),
            counts=True,
            balance=Decimal("210.00"),
        ),
    )


def test_given_documents_of_several_days_then_the_oldest_comes_first() -> None:
    assert [row.number for row in corrections([SALE, replace(SALE, number="F9", date=dt.date(2025, 1, 1))])] == [
        "F9",
        "F1",
    ]


@pytest.mark.parametrize(
    ("document", "counts", "balance"),
    [
        (SALE, True, "210.00"),
        (replace(SALE, booked_in=(2026, 2), is_moved=True), True, "210.00"),
        (replace(SALE, booked_in=None, amounts=(box("", "1000.00", "210.00"),)), True, "210.00"),
        (replace(PURCHASE, booked_in=(2025, 12), is_moved=False), True, "-21.00"),
        (PURCHASE, False, "0.00"),
        (replace(PURCHASE, booked_in=None, is_moved=False, amounts=(box("", "100.00", "21.00"),)), False, "0.00"),
    ],
)
def test_given_a_purchase_of_the_period_of_receipt_then_its_vat_does_not_count(
    document: LateDocument, counts: bool, balance: str
) -> None:
    (row,) = corrections([document])
    assert (row.counts, row.balance) == (counts, Decimal(balance))


def test_given_vat_that_is_owed_and_deducted_then_the_balance_is_nil() -> None:
    pair = (box("2a", "2000.00", "420.00"), box("5b", "0.00", "420.00"))
    rows = corrections([LateDocument("C2", Kind.PURCHASE, DAY, (2025, 12), False, pair)])
    assert [row.balance for row in rows] == [Decimal("420.00"), Decimal("0.00")]


@pytest.mark.parametrize(
    ("vats", "expected"),
    [([], False), (["1000.00"], False), (["1000.01"], True), (["-1000.01"], True), (["1210.00", "-210.00"], False)],
)
def test_given_more_than_a_thousand_euros_on_balance_then_a_supplement_is_needed(
    vats: list[str], expected: bool
) -> None:
    late = [replace(SALE, number=f"F{place}", amounts=(box("1a", "0.00", vat),)) for place, vat in enumerate(vats)]
    assert needs_supplement(corrections(late)) is expected


YEARS = (
    *(
        Period(year, half, dt.date(year, first, 1), dt.date(year, last, 30 if last == 6 else 31), True, False)
        for year in (2026, 2025)
        for half, first, last in ((2, 7, 12), (1, 1, 6))
    ),
    Period(2026, 13, dt.date(2026, 12, 31), dt.date(2026, 12, 31), False, False),
)


def for_days(start: str, end: str) -> dict[str, Any]:
    """The period of a line; empty = it has no such day."""
    return {
        "start": dt.date.fromisoformat(start) if start else None,
        "end": dt.date.fromisoformat(end) if end else None,
    }


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("2025-07-01", "2026-06-30", [(2026, 181, 365, "181.00")]),
        ("2025-12-31", "2026-01-01", [(2026, 1, 2, "182.50")]),
        ("2026-02-06", "2026-02-08", [(2026, 3, 3, "365.00")]),
        ("2026-01-01", "", [(2026, 1, 1, "365.00")]),
        ("", "2026-01-01", [(2026, 1, 1, "365.00")]),
        ("2026-01-01", "2025-12-31", [(2026, 1, 2, "182.50")]),
        ("2026-12-31", "2027-01-01", [(2026, 1, 2, "182.50"), (None, 1, 2, "182.50")]),
        ("2025-01-01", "2025-12-31", []),
        ("", "", []),
    ],
)
def test_given_the_period_of_a_line_then_its_share_of_another_year_is_told_by_days(
    start: str, end: str, expected: list[tuple[int | None, int, int, str]]
) -> None:
    document = replace(invoice(replace(line("1", "365"), **for_days(start, end))), date=dt.date(2025, 11, 10))
    found = list(cut_off(document, 2025, YEARS))
    assert [(one.fiscal_year, one.days, one.of_days, str(one.net)) for one in found] == expected


def test_given_discounts_and_text_then_the_share_is_of_what_the_line_comes_to() -> None:
    text = replace(line("0", "9"), **for_days("2026-01-01", "2026-01-31"))
    half = replace(line("2", "10", discount=Decimal(50)), **for_days("2026-01-01", "2026-01-31"))
    document = replace(invoice(text, half), date=dt.date(2025, 12, 1), discount=Decimal(10), number="F2025-1")
    (found,) = cut_off(document, 2025, YEARS)
    assert found == CutOff(
        number="F2025-1",
        line=2,
        start=dt.date(2026, 1, 1),
        end=dt.date(2026, 1, 31),
        booked=2025,
        fiscal_year=2026,
        days=31,
        of_days=31,
        net=Decimal("9.00"),
    )


def test_given_a_credit_note_then_its_share_is_the_mirror() -> None:
    one = replace(line("-1", "0.25"), **for_days("2025-12-31", "2026-01-01"))
    (found,) = cut_off(replace(invoice(one), date=dt.date(2025, 12, 1)), 2025, YEARS)
    assert found.net == Decimal("-0.13")


def test_given_a_purchase_that_was_moved_to_a_later_year_then_the_whole_is_of_the_earlier_one() -> None:
    late = replace(purchase(cost("100", "21")), date=dt.date(2025, 12, 18), number="CF1")
    (found,) = cut_off(late, 2026, YEARS)
    assert (found.number, found.booked, found.fiscal_year, found.net) == ("CF1", 2026, 2025, Decimal("100.00"))


def test_given_the_period_of_a_line_then_the_document_is_the_same_for_the_books() -> None:
    sale, bought = invoice(line("1", "10")), purchase(cost("10", "21"))
    days = for_days("2026-01-01", "2026-12-31")
    assert replace(sale, lines=(replace(sale.lines[0], **days),)).content_hash == sale.content_hash
    assert replace(bought, lines=(replace(bought.lines[0], **days),)).content_hash == bought.content_hash
