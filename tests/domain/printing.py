"""Prints the totals of an invoice as a program with one of the four habits would: a witness with code of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from hypothesis import strategies as st

from tests.domain.builders import invoice, line
from wefact_multivers.domain.documents import SalesInvoice, SalesLine

RATES = (Decimal(21), Decimal(9), Decimal(6))


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
    lines = draw(st.lists(sales_lines(), min_size=1, max_size=8))
    discount = draw(st.sampled_from([Decimal(0), Decimal(10), Decimal("12.5")]))
    rows = [(net_of(row, discount), Fraction(row.rate) / 100) for row in lines]
    net, vat, gross = (as_decimal(amount) for amount in draw(st.sampled_from(HABITS))(rows))
    return invoice(*lines, discount=discount, net=net, vat=vat, gross=gross)


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
