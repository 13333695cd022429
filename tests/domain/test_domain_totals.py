"""Printed totals: accepted when they follow from the lines, and divided to the cent."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given

from tests.domain.builders import invoice, line
from tests.domain.printing import mirrored, printed_invoices
from wefact_multivers.domain.bookings import RoundingMethod
from wefact_multivers.domain.documents import SalesInvoice
from wefact_multivers.domain.money import total
from wefact_multivers.domain.problems import Problem, codes, problem
from wefact_multivers.domain.rounding import Totals, is_text, line_net
from wefact_multivers.domain.totals import LineAmounts, SettledTotals, method_of, settle_totals, vat_by_rate

HIGH, LOW = Decimal(21), Decimal(9)


def settled(document: SalesInvoice) -> SettledTotals:
    method = method_of(document)
    assert isinstance(method, RoundingMethod)
    outcome = settle_totals(document, method)
    assert isinstance(outcome, SettledTotals)
    return outcome


def test_given_discounts_on_line_and_invoice_then_both_count_and_nothing_is_rounded() -> None:
    row = line("3.5", "95.001", discount=Decimal(15))
    assert line_net(row, Decimal(10)) == Decimal("254.3651775")


@pytest.mark.parametrize(
    ("row", "discount", "expected"),
    [
        (line("0", "100"), "0", True),
        (line("1", "0"), "0", True),
        (line(discount=Decimal(100)), "0", True),
        (line(), "100", True),
        (line(), "10", False),
    ],
)
def test_given_a_line_without_an_amount_then_it_is_text(row: object, discount: str, *, expected: bool) -> None:
    assert is_text(row, Decimal(discount)) is expected  # type: ignore[arg-type]


SAME_LINES = (line("1", "0.35"), line("1", "0.35"), line("1", "0.35"))
"""VAT 0.0735 a line, 0.2205 together: 0.07 x 3 = 0.21 per line, 0.22 per rate."""

TWO_RATES = (line("1", "10.03"), line("1", "10.06", "9"))
"""VAT 2.1063 + 0.9054: 3.0117 together, 2.11 + 0.91 = 3.02 per rate."""


@pytest.mark.parametrize(
    ("lines", "totals", "method"),
    [
        (TWO_RATES, "20.09 3.01 23.10", RoundingMethod.SUM),
        (TWO_RATES, "20.09 3.02 23.11", RoundingMethod.RATE),
        (SAME_LINES, "1.05 0.22 1.27", RoundingMethod.SUM),
        (SAME_LINES, "1.05 0.21 1.26", RoundingMethod.LINE),
        ((line("1", "0.936"),), "0.94 0.20 1.13", RoundingMethod.SUM),
        ((line("1", "0.936"),), "0.94 0.20 1.14", RoundingMethod.RATE),
        ((line("1", "0.936"),), "0.94 0.19 1.13", RoundingMethod.RESIDUAL),
        ((line("1", "0.936"),), "0.93 0.20 1.13", RoundingMethod.RESIDUAL),
        ((line("1", "0.008"),) * 3, "0.02 0.01 0.03", RoundingMethod.SUM),
        ((line("1", "0.008"),) * 3, "0.02 0.00 0.02", RoundingMethod.RATE),
        ((line("1", "0.008"),) * 3, "0.03 0.00 0.03", RoundingMethod.LINE),
        ((line("1", "0.024"),) * 3, "0.06 0.00 0.06", RoundingMethod.LINE),
    ],
)
def test_given_printed_totals_then_the_first_method_that_explains_them_is_found(
    lines: tuple[object, ...], totals: str, method: RoundingMethod
) -> None:
    assert method_of(invoice(*lines, totals=totals)) == method  # type: ignore[arg-type]


def test_given_totals_that_follow_from_nothing_then_each_difference_to_the_nearest_method_is_named() -> None:
    assert method_of(invoice(*TWO_RATES, totals="20.09 3.05 23.14")) == problem(
        "DOC-001",
        difference="btw 3,05, verwacht 3,02, verschil 0,03; bruto 23,14, verwacht 23,11, verschil 0,03 (methode rate)",
    )


def test_given_a_tolerance_then_totals_within_it_are_accepted_and_booked_as_printed() -> None:
    document = invoice(*TWO_RATES, totals="20.09 3.05 23.14")
    assert method_of(document, tolerance=Decimal("0.03")) == RoundingMethod.RATE
    outcome = settle_totals(document, RoundingMethod.RATE)
    assert isinstance(outcome, SettledTotals)
    assert outcome.totals == Totals(Decimal("20.09"), Decimal("3.05"), Decimal("23.14"))
    assert total(list(vat_by_rate(document, RoundingMethod.RATE).values())) == Decimal("3.05")


def test_given_a_tolerance_and_no_amounts_then_totals_out_of_nothing_are_refused() -> None:
    document = invoice(line("0"), totals="0.01 0.00 0.01")
    assert isinstance(method_of(document, tolerance=Decimal("0.05")), Problem)


def test_given_totals_that_miss_each_other_by_more_than_a_cent_then_they_are_refused_within_the_tolerance() -> None:
    document = invoice(line(), totals="100.02 21.02 121.00")
    assert method_of(document, tolerance=Decimal("0.02")) == RoundingMethod.SUM
    outcome = settle_totals(document, RoundingMethod.SUM)
    assert outcome == problem("DOC-001", difference="netto + btw wijkt 0,04 af van bruto")


@pytest.mark.parametrize("price", ["1." + "1" * 50, "1E+60"])
def test_given_more_digits_than_an_amount_has_then_that_document_alone_is_refused(price: str) -> None:
    found = method_of(invoice(line("1.5", price)))
    assert isinstance(found, Problem)
    assert "meer cijfers" in found.values["difference"]


def test_given_three_totals_that_do_not_add_up_then_the_largest_line_takes_the_cent() -> None:
    document = invoice(line("1", "0.312"), line("2", "0.312"), totals="0.94 0.20 1.13")
    outcome = settled(document)
    assert outcome.totals == Totals(Decimal("0.93"), Decimal("0.20"), Decimal("1.13"))
    assert [amounts.net for amounts in outcome.lines if amounts] == [Decimal("0.31"), Decimal("0.62")]
    assert outcome.warnings == (problem("CNT-001", cents=-1),)


def test_given_a_cent_between_two_rates_then_the_larger_remainder_has_it_and_a_person_is_told() -> None:
    document = invoice(*TWO_RATES, totals="20.09 3.01 23.10")
    assert vat_by_rate(document, RoundingMethod.SUM) == {HIGH: Decimal("2.11"), LOW: Decimal("0.90")}
    assert codes(settled(document).warnings) == ["CNT-002"]


def test_given_a_tie_between_two_rates_then_the_higher_rate_has_the_cent() -> None:
    # VAT 0.105 and 0.045: both remainders are half a cent.
    document = invoice(line("1", "0.50", "9"), line("1", "0.50"), totals="1.00 0.15 1.15")
    assert vat_by_rate(document, RoundingMethod.SUM) == {LOW: Decimal("0.04"), HIGH: Decimal("0.11")}


def test_given_one_rate_then_its_vat_is_the_printed_vat_without_a_warning() -> None:
    assert settled(invoice(*SAME_LINES, totals="1.05 0.21 1.26")).warnings == ()


def test_given_lines_of_one_rate_then_a_cent_goes_to_the_larger_line() -> None:
    document = invoice(line("1", "0.005"), line("1", "1.005"), totals="1.01 0.21 1.22")
    assert [amounts.net for amounts in settled(document).lines if amounts] == [Decimal("0.00"), Decimal("1.01")]


def test_given_a_line_of_text_then_it_has_no_part_of_the_totals() -> None:
    document = invoice(line("0", "0", "0"), line())
    assert settled(document).lines == (None, LineAmounts(Decimal("100.00"), Decimal("21.00")))


def test_given_nothing_but_text_then_the_totals_are_zero() -> None:
    document = invoice(line("0"), totals="0.00 0.00 0.00")
    assert settled(document).totals == Totals(Decimal(0), Decimal(0), Decimal(0))


@pytest.mark.property
@given(printed_invoices())
def test_given_any_printed_invoice_then_it_is_accepted_and_books_the_printed_vat_and_gross(
    document: SalesInvoice,
) -> None:
    outcome = settled(document)
    assert (outcome.totals.vat, outcome.totals.gross) == (document.vat, document.gross)
    assert outcome.totals.net + outcome.totals.vat == outcome.totals.gross
    assert abs(outcome.totals.net - document.net) <= Decimal("0.01")


@pytest.mark.property
@given(printed_invoices())
def test_given_any_printed_invoice_then_lines_and_rates_add_up_to_the_totals(document: SalesInvoice) -> None:
    outcome = settled(document)
    amounts = [line for line in outcome.lines if line is not None]
    assert total([part.net for part in amounts]) == outcome.totals.net
    assert total([part.vat for part in amounts]) == outcome.totals.vat
    rates = vat_by_rate(document, outcome.method)
    assert total(list(rates.values())) == document.vat
    for rate, vat in rates.items():
        rows = zip(document.lines, outcome.lines, strict=True)
        assert total([part.vat for row, part in rows if part and row.rate == rate]) == vat


@pytest.mark.property
@given(printed_invoices())
def test_given_a_full_credit_note_then_it_is_the_exact_mirror(document: SalesInvoice) -> None:
    outcome, mirror = settled(document), settled(mirrored(document))
    assert mirror.method == outcome.method
    assert [(-part.net, -part.vat) for part in mirror.lines if part] == [
        (part.net, part.vat) for part in outcome.lines if part
    ]


@pytest.mark.property
@given(printed_invoices())
def test_given_a_gross_that_is_a_euro_off_then_it_is_refused(document: SalesInvoice) -> None:
    assume(any(not is_text(row, document.discount) for row in document.lines))
    assert isinstance(method_of(replace(document, gross=document.gross + 1)), Problem)
