"""The arithmetic of a printed invoice in exact fractions: totals, the VAT of each rate, the net of each line.

All amounts in and out are euros as `Decimal` with two decimals, unless a name says `exact`.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

Totals = tuple[int, int, int]
"""Net, VAT and gross in cents."""


@dataclass(frozen=True)
class ExactLine:
    """One line before any rounding: euros and the printed rate in percent."""

    net: Fraction
    rate: Fraction

    @property
    def vat(self) -> Fraction:
        """Exact VAT in euros."""
        return self.net * self.rate / 100


def exact_net(number: str, price: str, *discounts: str) -> Fraction:
    """Number x price less each percentage in turn, unrounded (wefact-api.md 3.3)."""
    net = Fraction(number) * Fraction(price)
    for discount in discounts:
        net *= 1 - Fraction(discount or "0") / 100
    return net


def cents(euros: Fraction) -> int:
    """Whole cents, half away from zero: a credit note is the mirror of its invoice (accounting-rules.md 6)."""
    whole = math.floor(abs(euros) * 100 + Fraction(1, 2))
    return whole if euros >= 0 else -whole


def euros(whole_cents: int) -> Decimal:
    """Cents as euros with two decimals."""
    return Decimal(whole_cents).scaleb(-2)


def by_sum(lines: Sequence[ExactLine]) -> Totals:
    """Each total rounded from its unrounded sum."""
    net = sum((line.net for line in lines), Fraction(0))
    vat = sum((line.vat for line in lines), Fraction(0))
    return cents(net), cents(vat), cents(net + vat)


def by_line(lines: Sequence[ExactLine]) -> Totals:
    """Rounded per line, then added."""
    net = sum(cents(line.net) for line in lines)
    vat = sum(cents(line.vat) for line in lines)
    return net, vat, net + vat


def by_rate(lines: Sequence[ExactLine]) -> Totals:
    """Base and VAT rounded per rate, then added."""
    return by_line([ExactLine(net, rate) for rate, net in bases(lines).items()])


def bases(lines: Iterable[ExactLine]) -> dict[Fraction, Fraction]:
    """The exact base of each rate, highest rate first."""
    found: dict[Fraction, Fraction] = defaultdict(Fraction)
    for line in lines:
        found[line.rate] += line.net
    return dict(sorted(found.items(), reverse=True))


PRINTERS = {"sum": by_sum, "rate": by_rate, "line": by_line}


def acceptable(lines: Sequence[ExactLine]) -> dict[Totals, str]:
    """Every way in which totals may follow from the lines, with the name of its method (accounting-rules.md 6)."""
    net, vat, gross = by_sum(lines)
    residual = [(net, vat, net + vat), (net, gross - net, gross), (gross - vat, vat, gross)]
    found = dict.fromkeys(residual, "residual")
    return found | {method(lines): name for name, method in reversed(PRINTERS.items())}


def difference(lines: Sequence[ExactLine], printed: Totals) -> Totals | None:
    """Nothing if the printed totals follow from the lines, else what lies between them and the nearest method."""
    gaps = [tuple(has - follows for has, follows in zip(printed, way, strict=True)) for way in acceptable(lines)]
    net, vat, gross = min(gaps, key=lambda gap: sum(abs(amount) for amount in gap))
    return (net, vat, gross) if (net, vat, gross) != (0, 0, 0) else None


def supplier_vat_gap(lines: Sequence[ExactLine], vat: int) -> int:
    """Cents between the VAT that a supplier charged and what follows from the lines by the nearest method."""
    return min(abs(vat - way[1]) for way in acceptable(lines))


def nets(lines: Sequence[ExactLine]) -> set[int]:
    """Every net in cents that may follow from the lines."""
    return {way[0] for way in acceptable(lines)}


def vat_by_rate(lines: Sequence[ExactLine], printed: Totals) -> dict[Fraction, int]:
    """The printed VAT in cents per rate, by WeFact's own way of rounding (DESIGN 10, accounting-rules.md 6).

    Totals that follow per line alone have the VAT of their lines. Otherwise it is the base times the rate, and what
    remains goes by largest remainder: of a tie the higher rate gets the cent, and keeps it where one is too many.
    """
    if acceptable(lines).get(printed) == "line":
        return {rate: sum(cents(line.vat) for line in lines if line.rate == rate) for rate in bases(lines)}
    exact = {rate: base * rate for rate, base in bases(lines).items()}
    spread = {rate: cents(vat / 100) for rate, vat in exact.items()}
    while left := printed[1] - sum(spread.values()):
        step = 1 if left > 0 else -1
        short = {rate: (vat - spread[rate]) * step for rate, vat in exact.items()}
        larger = step if printed[1] > 0 else -step
        spread[max(short, key=lambda rate: (short[rate], rate * larger))] += step
    return spread


def shares(whole: int, exact: Sequence[Fraction]) -> list[int]:
    """Cents for each exact amount in euros, together `whole`, by largest remainder; of a tie the larger one gets it."""
    spread = [cents(amount) for amount in exact]
    while left := whole - sum(spread):
        step = 1 if left > 0 else -1
        short = [(step * (amount * 100 - has), abs(amount)) for amount, has in zip(exact, spread, strict=True)]
        spread[short.index(max(short))] += step
    return spread


def cost_by_line(lines: Sequence[ExactLine], deductible: Sequence[int], vat: dict[Fraction, int]) -> list[int]:
    """The VAT in cents of each line that is cost (accounting-rules.md 17).

    Of the VAT of all lines with one rate and percentage that percentage is input VAT, half-up; the rest is cost.
    """
    found = [0] * len(lines)
    for rate, whole in vat.items():
        own = [place for place, each in enumerate(lines) if each.rate == rate]
        of_line = dict(zip(own, shares(whole, [lines[place].vat for place in own]), strict=True))
        for percent in {deductible[place] for place in own}:
            group = [place for place in own if deductible[place] == percent]
            charged = sum(of_line[place] for place in group)
            cost = charged - cents(Fraction(charged * percent, 10000))
            parts = shares(cost, [Fraction(of_line[place] * (100 - percent), 10000) for place in group])
            for place, part in zip(group, parts, strict=True):
                found[place] = part
    return found


def net_by_line(lines: Sequence[ExactLine], net: int) -> list[int]:
    """The net of each line in cents; what rounding leaves goes to the largest lines, a cent each."""
    spread = [cents(line.net) for line in lines]
    by_size = sorted(range(len(lines)), key=lambda place: -abs(lines[place].net))
    turn = 0
    while left := net - sum(spread):
        spread[by_size[turn % len(by_size)]] += 1 if left > 0 else -1
        turn += 1
    return spread
