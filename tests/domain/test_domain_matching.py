"""Is a booking in Multivers a document of ours, and does the ledger prove the booking."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from tests.domain.builders import invoice, line, request, target
from wefact_multivers.domain.bookings import Booking
from wefact_multivers.domain.found import FoundBooking, LedgerLine
from wefact_multivers.domain.matching import BookingFacts, MatchKind, compare, entry_differences, vat_differences
from wefact_multivers.domain.planning import PlannedBooking
from wefact_multivers.domain.planning_sales import plan_sales_booking
from wefact_multivers.domain.treatment import Treatment
from wefact_multivers.domain.verification import booking_differences

FACTS = BookingFacts.of_invoice(invoice(number="F2026-0005"), "20260005")


def found(**more: Any) -> FoundBooking:
    """Invoice F2026-0005 as it stands in Multivers, unless told otherwise."""
    plain = FoundBooking(
        invoice_id="20260005",
        reference="F2026-0005",
        payment_reference="",
        relation_code="DB10001",
        journal_id="V",
        journal_transaction=3,
        fiscal_year=2026,
        invoice_date=dt.date(2026, 3, 10),
        due_date=None,
        net=None,
        vat=Decimal("21.00"),
        gross=Decimal("121.00"),
        balance=None,
        can_change=None,
    )
    return replace(plain, **more)


@pytest.mark.parametrize(
    "same",
    [
        {},
        {"invoice_id": "12345"},
        {"reference": "", "payment_reference": "F2026-0005"},
        {"reference": "factuur f2026/0005 hosting"},
        {"relation_code": "DB10001 "},
    ],
)
def test_given_relation_amounts_date_and_full_number_agree_then_the_booking_is_ours_to_adopt(
    same: dict[str, Any],
) -> None:
    match = compare(FACTS, found(**same))
    assert (match.kind, match.differences) == (MatchKind.EQUAL, ())


@pytest.mark.parametrize(
    ("other", "difference"),
    [
        ({"gross": Decimal("122.00")}, "bruto 122,00, WeFact 121,00"),
        ({"gross": Decimal("-121.00")}, "bruto -121,00, WeFact 121,00"),
        ({"vat": Decimal("20.99")}, "btw 20,99, WeFact 21,00"),
        ({"vat": None}, "btw in Multivers onbekend"),
        ({"invoice_date": dt.date(2026, 3, 11)}, "datum 2026-03-11, WeFact 2026-03-10"),
        ({"reference": ""}, "factuurnummer F2026-0005 staat er niet bij"),
        ({"reference": "", "invoice_id": "12345"}, "factuurnummer F2026-0005 staat er niet bij"),
        ({"reference": "hosting maart"}, "factuurnummer F2026-0005 staat er niet bij"),
        ({"relation_code": "db10001"}, "relatie db10001, WeFact DB10001"),
        ({"relation_code": "DB2", "invoice_id": "9"}, "relatie DB2, WeFact DB10001"),
    ],
)
def test_given_one_thing_differs_or_is_unknown_then_it_is_a_question_that_names_it(
    other: dict[str, Any], difference: str
) -> None:
    match = compare(FACTS, found(**other))
    assert (match.kind, match.differences) == (MatchKind.PERHAPS, (difference,))


@pytest.mark.parametrize(
    "other",
    [
        {"relation_code": "DB2"},
        {"relation_code": "DB2", "reference": "F2026-0099"},
        {"reference": "F2026-0099", "gross": Decimal("50.00")},
        {"invoice_id": "0020260005", "relation_code": "DB2", "reference": ""},
    ],
)
def test_given_our_invoice_id_on_another_document_then_it_is_taken(other: dict[str, Any]) -> None:
    assert compare(FACTS, found(**other)).kind is MatchKind.TAKEN


@pytest.mark.parametrize(
    "other",
    [
        {"invoice_id": "9", "reference": "F2026-0099", "gross": Decimal("50.00")},
        {"invoice_id": "9", "reference": "F2026-0099", "invoice_date": dt.date(2026, 1, 1)},
        {"invoice_id": "9", "relation_code": "DB2", "reference": "F2026-0099"},
        {"invoice_id": "9", "relation_code": "DB2", "gross": Decimal("50.00")},
        {"invoice_id": "", "reference": "F2026-00055", "gross": Decimal("50.00")},
    ],
)
def test_given_neither_number_nor_amount_of_ours_then_it_is_unrelated(other: dict[str, Any]) -> None:
    assert compare(FACTS, found(**other)).kind is MatchKind.UNRELATED


@pytest.mark.parametrize(
    ("number", "other", "kind"),
    [
        ("118", {"reference": "000118"}, MatchKind.PERHAPS),
        ("000118", {"reference": "", "payment_reference": "118"}, MatchKind.PERHAPS),
        ("000118", {"reference": "factuur 118"}, MatchKind.PERHAPS),
        ("118", {"reference": "000119"}, MatchKind.UNRELATED),
        ("118", {"reference": "000118", "gross": Decimal("-50.00")}, MatchKind.UNRELATED),
        ("118", {"reference": "000118", "relation_code": "DB2"}, MatchKind.UNRELATED),
        ("000", {"reference": "-"}, MatchKind.UNRELATED),
    ],
)
def test_given_a_number_that_differs_in_leading_zeros_then_on_its_relation_it_is_a_question(
    number: str, other: dict[str, Any], kind: MatchKind
) -> None:
    plain: dict[str, Any] = {"invoice_id": "9", "gross": Decimal("50.00"), "invoice_date": dt.date(2024, 1, 1)}
    match = compare(replace(FACTS, number=number), found(**(plain | other)))
    assert match.kind is kind
    told = f"factuurnummer {number} staat er met andere voorloopnullen"
    assert (told in match.differences) is (kind is MatchKind.PERHAPS)


def test_given_a_document_without_a_number_then_an_empty_reference_is_no_match() -> None:
    facts = replace(FACTS, number="", invoice_id="")
    assert compare(facts, found(reference="", gross=Decimal(5))).kind is MatchKind.UNRELATED


def booking(*, credit: bool = False) -> Booking:
    """100.00 at 21 % and 50.00 at 9 %, on 8000 and 8020; or its credit note."""
    sign = "-" if credit else ""
    document = invoice(
        line("1", f"{sign}100"),
        line("1", f"{sign}50", "9"),
        totals=f"{sign}150.00 {sign}25.50 {sign}175.50",
    )
    low = target(Treatment.NL_LOW, account="8000")
    planned = plan_sales_booking(request(document, target(), low))
    assert isinstance(planned, PlannedBooking)
    return planned.booking


@pytest.mark.parametrize(
    ("held", "differences"),
    [
        (None, ()),
        (((1, Decimal("21.00")), (2, Decimal("4.50"))), ()),
        (((1, Decimal("25.50")),), ("btw-code 1 25,50, WeFact 21,00", "btw-code 2 0,00, WeFact 4,50")),
        (
            ((1, Decimal("21.01")), (2, Decimal("4.49"))),
            ("btw-code 1 21,01, WeFact 21,00", "btw-code 2 4,49, WeFact 4,50"),
        ),
        (
            ((1, Decimal("21.00")), (3, Decimal("4.50"))),
            ("btw-code 2 0,00, WeFact 4,50", "btw-code 3 4,50, WeFact 0,00"),
        ),
    ],
)
def test_given_equal_totals_then_the_vat_of_each_code_tells_whether_it_is_the_same(
    held: tuple[tuple[int, Decimal], ...] | None, differences: tuple[str, ...]
) -> None:
    assert vat_differences(booking(), found(vat=Decimal("25.50"), vat_by_code=held)) == differences


def test_given_a_credit_note_then_the_vat_of_each_code_is_compared_with_its_sign() -> None:
    held = ((1, Decimal("-21.00")), (2, Decimal("-4.50")))
    assert vat_differences(booking(credit=True), found(vat=Decimal("-25.50"), vat_by_code=held)) == ()
    assert len(vat_differences(booking(), found(vat_by_code=held))) == 2


def entry(*rows: str, **place: Any) -> list[LedgerLine]:
    """Ledger lines written as `account debit credit [code] [debtor]`."""
    lines = []
    for row in rows:
        account, debit, credit, code, debtor = (*row.split(), "-", "-")[:5]
        plain = LedgerLine(
            fiscal_year=2026,
            period=3,
            journal_id="WFV",
            journal_transaction=7,
            date=dt.date(2026, 3, 10),
            account_id=account,
            debit=Decimal(debit),
            credit=Decimal(credit),
            vat_code=None if code == "-" else int(code),
            relation_code=debtor.replace("-", ""),
            description="",
        )
        lines.append(replace(plain, **place))
    return lines


TURNOVER = ("1300 175.50 0 - DB10001", "8000 0 100 1", "8000 0 50 2")
GOOD = (*TURNOVER, "1500 0 21 1", "1510 0 4.50 2")


@pytest.mark.parametrize("rows", [GOOD, (*TURNOVER, "1500 0 25.50"), (*TURNOVER, "1500 0 21", "1500 0 4.50")])
def test_given_the_entry_that_was_asked_for_then_the_ledger_proves_the_booking(rows: tuple[str, ...]) -> None:
    assert entry_differences(booking(), entry(*rows), journal_transaction=7) == ()


def test_given_a_credit_note_then_its_entry_is_the_mirror() -> None:
    rows = ("1300 0 175.50 - DB10001", "8000 100 0 1", "8000 50 0 2", "1500 21 0 1", "1510 4.50 0 2")
    assert entry_differences(booking(credit=True), entry(*rows), journal_transaction=7) == ()


def test_given_the_whole_entry_on_the_wrong_sides_then_right_totals_do_not_hide_it() -> None:
    rows = ("1300 0 175.50 - DB10001", "8000 100 0 1", "8000 50 0 2", "1500 21 0 1", "1510 4.50 0 2")
    assert entry_differences(booking(), entry(*rows), journal_transaction=7) == (
        "debiteuren credit 175,50, verwacht debet 175,50",
        "rekening 8000 btw-code 1: debet 100,00, verwacht credit 100,00",
        "rekening 8000 btw-code 2: debet 50,00, verwacht credit 50,00",
        "btw-code 1: debet 21,00, verwacht credit 21,00",
        "btw-code 2: debet 4,50, verwacht credit 4,50",
    )


@pytest.mark.parametrize(
    ("rows", "difference"),
    [
        (
            (*GOOD[:1], "8000 0 150 1", *GOOD[3:]),
            "rekening 8000 btw-code 1: credit 150,00, verwacht credit 100,00",
        ),
        ((*GOOD, "8000 1 0 1"), "de post is niet in evenwicht: debet 1,00"),
        (("1300 175.50 0 - DB2", *GOOD[1:]), "relatie DB2, verwacht DB10001"),
        (("1300 175.50 0 -", *GOOD[1:]), "debiteuren debet 0,00, verwacht debet 175,50"),
        ((*TURNOVER, "1500 0 4.50 1", "1510 0 21 2"), "btw-code 1: credit 4,50, verwacht credit 21,00"),
        ((*TURNOVER, "1500 0 25.51 9"), "btw: credit 25,51, verwacht credit 25,50"),
    ],
)
def test_given_one_ledger_line_that_differs_then_it_is_named(rows: tuple[str, ...], difference: str) -> None:
    assert difference in entry_differences(booking(), entry(*rows), journal_transaction=7)


@pytest.mark.parametrize(
    ("place", "where"),
    [
        ({"period": 4}, "periode 4 van 2026, dagboek WFV nummer 7"),
        ({"journal_id": "V"}, "periode 3 van 2026, dagboek V nummer 7"),
        ({"journal_transaction": 8}, "periode 3 van 2026, dagboek WFV nummer 8"),
        ({"fiscal_year": 2025}, "periode 3 van 2025, dagboek WFV nummer 7"),
    ],
)
def test_given_the_entry_in_another_place_then_it_is_said_once(place: dict[str, Any], where: str) -> None:
    assert entry_differences(booking(), entry(*GOOD, **place), journal_transaction=7) == (
        f"staat in {where}, verwacht periode 3 van 2026, dagboek WFV nummer 7",
    )


def test_given_no_ledger_lines_then_nothing_is_proven() -> None:
    assert entry_differences(booking(), [], journal_transaction=7) == ("geen grootboekregels gevonden",)


def test_given_a_booking_then_its_facts_are_those_of_the_document() -> None:
    facts = BookingFacts.of_booking(booking())
    document = invoice(totals="150.00 25.50 175.50")
    assert facts == BookingFacts.of_invoice(document, "20260001")


def test_given_the_booking_read_back_as_planned_then_it_is_verified() -> None:
    planned = booking()
    same = found(invoice_id="20260001", reference="F2026-0001", vat=planned.vat, gross=planned.gross, journal_id="WFV")
    assert booking_differences(planned, same, 3) == ()


def test_given_the_booking_read_back_otherwise_then_every_difference_is_named() -> None:
    other = found(
        invoice_id="20260001",
        reference="F2026-0001",
        journal_id="",
        due_date=dt.date(2026, 3, 31),
        net=Decimal("150.00"),
        vat=Decimal("25.50"),
    )
    assert booking_differences(booking(), other, 4) == (
        "vervaldatum 2026-03-31 in plaats van 2026-03-24",
        "boekstuk 3 in plaats van 4",
        "bruto 121,00 in plaats van 175,50",
    )
