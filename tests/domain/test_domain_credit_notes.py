"""Which invoice a credit note is for: the one that it names, else the one that holds all of its lines."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.domain.builders import cost, invoice, line, purchase
from wefact_multivers.domain.credit_notes import Origins, possible_origins
from wefact_multivers.domain.documents import Document, PurchaseInvoice, PurchaseLine, SalesInvoice, SalesLine

LATER = dt.date(2026, 3, 20)


def sale(number: str, *lines: SalesLine, **more: Any) -> SalesInvoice:
    """An invoice."""
    return invoice(*lines, identifier=number[-1], number=number, **more)


def credit(*lines: SalesLine, **more: Any) -> SalesInvoice:
    """A credit note of a later day."""
    more = {"identifier": "9", "number": "F2026-0009", "date": LATER} | more
    return invoice(*lines, totals="-100.00 -21.00 -121.00", **more)


def bought(number: str, *lines: PurchaseLine, totals: str = "100.00 121.00", **more: Any) -> PurchaseInvoice:
    """A purchase invoice, or a credit note where its totals are negative."""
    return purchase(*lines, totals=totals, identifier=number[-1], supplier_number=number, **more)


def shown(ways: list[Origins]) -> list[list[str]]:
    """Each way as the reference and place, from 0, of each line's original."""
    return [[f"{one.document.reference}/{one.position}" if one else "-" for one in way] for way in ways]


HUNDRED, FIFTY, TEXT = line("1", "100"), line("1", "50"), line("0", "0", description="Met dank")
MINUS = line("1", "-100")


@pytest.mark.parametrize(
    ("document", "others", "ways"),
    [
        (credit(MINUS), [sale("F1", HUNDRED)], [["F1/0"]]),
        (credit(TEXT, MINUS), [sale("F1", FIFTY, HUNDRED)], [["-", "F1/1"]]),
        (credit(line("-1", "100")), [sale("F1", line("3", "100"))], [["F1/0"]]),
        (credit(MINUS, MINUS), [sale("F1", HUNDRED, HUNDRED)], [["F1/0", "F1/1"]]),
        (credit(line("1", "100")), [sale("F1", line("1", "-100"), line("1", "300"))], [["F1/0"]]),
    ],
)
def test_given_lines_the_other_way_round_then_the_invoice_that_holds_them_is_the_original(
    document: Document, others: list[Document], ways: list[list[str]]
) -> None:
    assert shown(possible_origins(document, others)) == ways


@pytest.mark.parametrize(
    ("document", "other"),
    [
        (sale("F9", HUNDRED), sale("F1", HUNDRED)),
        (credit(MINUS), sale("F1", HUNDRED, relation_code="DB10002")),
        (credit(MINUS), sale("F1", HUNDRED, currency="USD")),
        (credit(MINUS), sale("F1", HUNDRED, date=dt.date(2026, 3, 21))),
        (credit(MINUS), credit(MINUS)),
        (credit(MINUS), credit(HUNDRED, number="F1", identifier="1")),
        (credit(MINUS), sale("F1", HUNDRED, reverse_charge=True)),
        (credit(MINUS), sale("F1", FIFTY)),
        (credit(MINUS), sale("F1", line("1", "100", product_code="P-2"))),
        (credit(MINUS), sale("F1", line("1", "100", "9"))),
        (credit(MINUS), sale("F1", line("1", "100", tax_code="V21B"))),
        (credit(MINUS), sale("F1", line("1", "200"))),
        (credit(line("-2", "100")), sale("F1", HUNDRED)),
        (credit(MINUS, MINUS), sale("F1", HUNDRED)),
        (credit(TEXT), sale("F1", HUNDRED)),
    ],
)
def test_given_another_relation_day_direction_or_line_then_it_is_no_original(
    document: Document, other: Document
) -> None:
    assert possible_origins(document, [other]) == []


def test_given_several_that_hold_its_lines_then_the_exact_mirror_comes_first_and_then_the_latest() -> None:
    others = [
        sale("F1", HUNDRED, date=dt.date(2026, 1, 10)),
        sale("F2", HUNDRED, date=dt.date(2026, 2, 10)),
        sale("F3", HUNDRED, FIFTY, totals="150.00 31.50 181.50"),
    ]
    assert shown(possible_origins(credit(MINUS), others)) == [["F2/0"], ["F1/0"], ["F3/0"]]


@pytest.mark.parametrize(
    "document",
    [
        credit(line("1", "-20"), named="Factuur F2026-0001."),
        credit(line("1", "-20", description="Korting op (f2026 0001), F2026-0001")),
    ],
)
def test_given_a_number_in_its_reference_or_lines_then_that_is_the_original_also_of_a_part(document: Document) -> None:
    others = [sale("F2026-0001", FIFTY, HUNDRED), sale("F2026-0002", line("1", "20"))]
    assert shown(possible_origins(document, others)) == [["F2026-0001/0"]]


def test_given_two_numbers_then_each_line_goes_to_the_one_that_has_it() -> None:
    note = credit(line("1", "-100", "9"), MINUS, line("1", "-400"), named="F2026-0001 en F2026-0002")
    others = [sale("F2026-0001", HUNDRED), sale("F2026-0002", line("1", "100", "9"))]
    assert shown(possible_origins(note, others)) == [["F2026-0002/0", "F2026-0001/0", "-"]]


def test_given_a_number_of_an_invoice_without_such_lines_then_no_other_one_is_taken_for_it() -> None:
    others = [sale("F2026-0001", line("1", "100", "9")), sale("F2026-0002", HUNDRED)]
    assert possible_origins(credit(MINUS, named="F2026-0001"), others) == []


def test_given_a_short_number_then_a_word_of_the_text_does_not_name_it() -> None:
    note = credit(line("1", "-20"), named="1")
    assert possible_origins(note, [sale("1", HUNDRED)]) == []


@pytest.mark.parametrize(
    ("lines", "ways"),
    [
        ([cost("-100.00")], [["INV-1/0"]]),
        ([cost("-40.00")], []),
        ([cost("-40.00", description="Bij INV-1")], [["INV-1/0"]]),
        ([cost("-100.00", category="Hosting")], []),
    ],
)
def test_given_a_purchase_then_its_whole_lines_are_mirrored_or_its_number_is_named(
    lines: list[PurchaseLine], ways: list[list[str]]
) -> None:
    note = bought("CN-9", *lines, totals="-100.00 -121.00", date=LATER)
    assert shown(possible_origins(note, [bought("INV-1", cost("100.00"))])) == ways
