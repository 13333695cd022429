"""Prints the totals of an invoice as a program with one of the four habits would: a witness with code of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import strategies as st

from tests.domain.builders import cost, invoice, line, purchase
from wefact_multivers.domain.documents import PurchaseInvoice, PurchaseLine, SalesInvoice, SalesLine

RATES = (Decimal(21), Decimal(9), Decimal(6))
DISCOUNTS = (Decimal(0), Decimal(10), Decimal("12.5"))
MISSES = st.sampled_from([Decimal(cents).scaleb(-2) for cents in (-100, -3, -2, -1, 0, 0, 1, 2, 3, 100)])


def half_up(amount: Fraction) -> Fraction:
    """Whole cents, half away from zero, in fractions instead of decimals."""
    cents = abs(amount) * 100
    whole = int(cents + Fraction(1, 2))
    return Fraction(whole if amount >= 0 else -whole, 100)


def net_of(row: SalesLine, discount: Decimal) -> Fraction:
    """The net amount of a line, exact."""
    left = Fraction(100 - row.discount) / 100 * (Fraction(100 - discount) / 100)
    return Fraction(row.quantity) * Fraction(row.price) * left


def by_sum(rows: Sequence[tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction, Fraction]:
    """Each total rounded from the unrounded sum."""
    net, vat = sum((row[0] for row in rows), Fraction()), sum((row[0] * row[1] for row in rows), Fraction())
    return half_up(net), half_up(vat), half_up(net + vat)


def by_line(rows: Sequence[tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction, Fraction]:
    """Net and VAT rounded per line, then added."""
    net = sum((half_up(amount) for amount, _ in rows), Fraction())
    vat = sum((half_up(amount * rate) for amount, rate in rows), Fraction())
    return net, vat, net + vat


def by_line_of_rounded_net(rows: Sequence[tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction, Fraction]:
    """Net rounded per line, and the VAT of that."""
    return by_line([(half_up(amount), rate) for amount, rate in rows])


def per_rate(rows: Sequence[tuple[Fraction, Fraction]]) -> list[tuple[Fraction, Fraction]]:
    """The base of each rate."""
    return [
        (sum((amount for amount, other in rows if other == rate), Fraction()), rate)
        for rate in dict.fromkeys(rate for _, rate in rows)
    ]


def by_rate(rows: Sequence[tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction, Fraction]:
    """Base and VAT rounded per rate, then added."""
    return by_line(per_rate(rows))


def by_rate_of_rounded_base(rows: Sequence[tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction, Fraction]:
    """Base rounded per rate, and the VAT of that."""
    return by_line_of_rounded_net(per_rate(rows))


def by_residual_gross(rows: Sequence[tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction, Fraction]:
    """Gross is what net and VAT add up to."""
    net, vat, _ = by_sum(rows)
    return net, vat, net + vat


def by_residual_vat(rows: Sequence[tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction, Fraction]:
    """VAT is what lies between net and gross."""
    net, _, gross = by_sum(rows)
    return net, gross - net, gross


def by_residual_net(rows: Sequence[tuple[Fraction, Fraction]]) -> tuple[Fraction, Fraction, Fraction]:
    """Net is gross without VAT."""
    _, vat, gross = by_sum(rows)
    return gross - vat, vat, gross


HABITS = (
    by_sum,
    by_rate,
    by_rate_of_rounded_base,
    by_line,
    by_line_of_rounded_net,
    by_residual_gross,
    by_residual_vat,
    by_residual_net,
)


def as_decimal(amount: Fraction) -> Decimal:
    """Whole cents as an amount in euros."""
    return (Decimal(amount.numerator) / Decimal(amount.denominator)).quantize(Decimal("0.01"), ROUND_HALF_UP)


@st.composite
def printed_invoices(draw: st.DrawFn) -> SalesInvoice:
    """Any plain invoice or credit note, printed by any of the habits."""
    lines = draw(st.lists(st.one_of(sales_lines(), lines_incl()), min_size=1, max_size=8))
    discount = draw(st.sampled_from(DISCOUNTS))
    net, vat, gross = (as_decimal(amount) for amount in draw(st.sampled_from(HABITS))(rows_of(lines, discount)))
    return invoice(*lines, discount=discount, net=net, vat=vat, gross=gross)


@st.composite
def misprinted_invoices(draw: st.DrawFn) -> SalesInvoice:
    """An invoice of which each total may be some cents off."""
    document = draw(printed_invoices())
    net, vat, gross = (draw(MISSES) for _ in range(3))
    return replace(document, net=document.net + net, vat=document.vat + vat, gross=document.gross + gross)


def rows_of(lines: Sequence[SalesLine], discount: Decimal) -> list[tuple[Fraction, Fraction]]:
    """Net amount and rate of each line, exact."""
    return [(net_of(row, discount), Fraction(row.rate) / 100) for row in lines]


def prints(rows: Sequence[tuple[Fraction, Fraction]]) -> set[tuple[Decimal, Decimal, Decimal]]:
    """All totals that any of the habits prints."""
    return {
        (as_decimal(net), as_decimal(vat), as_decimal(gross)) for net, vat, gross in (made(rows) for made in HABITS)
    }


@st.composite
def lines_incl(draw: st.DrawFn) -> SalesLine:
    """A line that was typed with its price including VAT: WeFact keeps the price without, with many decimals."""
    rate = draw(st.sampled_from(RATES))
    incl = draw(st.decimals(min_value=-500, max_value=5000, places=2))
    price = (incl / (1 + rate / 100)).quantize(Decimal("1E-10"), ROUND_HALF_UP)
    return replace(line(), quantity=Decimal(draw(st.integers(0, 99))), price=price, rate=rate)


@st.composite
def misprinted_purchases(draw: st.DrawFn) -> PurchaseInvoice:
    """A purchase of any rates and signs, as any of the habits prints it, its net or VAT perhaps some cents off."""
    lines = draw(st.lists(cost_lines(), min_size=1, max_size=6))
    net, vat, _ = (as_decimal(amount) for amount in draw(st.sampled_from(HABITS))(cost_rows(lines)))
    net_miss, vat_miss = draw(st.sampled_from([Decimal(0), Decimal(0), Decimal("0.01")])), draw(MISSES)
    return purchase(*lines, totals=f"{net + net_miss} {net + net_miss + vat + vat_miss}")


@st.composite
def cost_lines(draw: st.DrawFn) -> PurchaseLine:
    """Any line of a purchase: negative amounts, and fractions of a cent where the price was typed including VAT."""
    amount = draw(st.decimals(min_value=-500, max_value=5000, places=draw(st.sampled_from([2, 2, 4]))))
    return cost(str(amount), draw(st.sampled_from(["21", "9", "0"])))


def cost_rows(lines: Sequence[PurchaseLine]) -> list[tuple[Fraction, Fraction]]:
    """Net amount and rate of each line, exact."""
    return [(Fraction(row.net), Fraction(row.rate) / 100) for row in lines]


@st.composite
def sales_lines(draw: st.DrawFn) -> SalesLine:
    """Any line: quantities with decimals, negative prices, discounts, and lines of text."""
    return replace(
        line(),
        quantity=draw(st.decimals(min_value=0, max_value=500, places=3)),
        price=draw(st.decimals(min_value=-500, max_value=5000, places=4)),
        discount=draw(st.sampled_from([Decimal(0), Decimal(5), Decimal("33.333"), Decimal(100)])),
        rate=draw(st.sampled_from(RATES)),
    )


def mirrored(document: SalesInvoice) -> SalesInvoice:
    """The full credit note: prices and totals negative, quantities as they are (`wefact-api.md 6`)."""
    lines = tuple(replace(row, price=-row.price) for row in document.lines)
    return replace(document, lines=lines, net=-document.net, vat=-document.vat, gross=-document.gross)
