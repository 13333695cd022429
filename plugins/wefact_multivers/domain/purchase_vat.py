"""VAT of a purchase beside what is deducted: what we owe ourselves, and what is cost (`accounting-rules.md 5, 17`)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from wefact_multivers.domain.money import ZERO, calculating, euro, spread

_PERCENT = Decimal("0.01")


@dataclass(frozen=True)
class TaxedLine:
    """What of a line decides about its VAT, in euros, signed as the document is.

    Attributes:
        row: VAT code, scenario and type: what one VAT row is made for.
        vat: what the document has of it.
        notional_rate: the rate of the VAT that we owe; None where the supplier charges it.
        deductible_percent: the part of the VAT that is input VAT.
    """

    row: tuple[int, int, int]
    net: Decimal
    vat: Decimal
    notional_rate: Decimal | None
    deductible_percent: Decimal


@dataclass(frozen=True)
class VatShare:
    """What a line has of the VAT, in euros, signed as the document is.

    Attributes:
        due: what we owe ourselves; the same amount is deducted, but for what is cost.
        not_deductible: what is cost.
    """

    due: Decimal = ZERO
    not_deductible: Decimal = ZERO


def vat_shares(lines: Sequence[TaxedLine]) -> list[VatShare]:
    """Due and not deductible VAT of each line: the only amounts that no invoice prints (DESIGN 2, P3).

    Both are rounded once, over all lines of one VAT row and rate, and then spread over them: due = base x rate, and of
    all VAT the percentage is input VAT, half-up. The rest is cost, so that together they are the VAT to the cent.
    """
    dues = _by_group(lines, [line.net for line in lines], _due_group, lambda line: line.notional_rate or ZERO)
    vats = [line.vat + due for line, due in zip(lines, dues, strict=True)]
    inputs = _by_group(lines, vats, _cost_group, lambda line: line.deductible_percent)
    rows = zip(dues, vats, inputs, strict=True)
    return [VatShare(due, vat - deductible + ZERO) for due, vat, deductible in rows]


def _due_group(line: TaxedLine) -> Hashable:
    return line.row, line.notional_rate


def _cost_group(line: TaxedLine) -> Hashable:
    return line.row, line.notional_rate, line.deductible_percent


def _by_group(
    lines: Sequence[TaxedLine],
    bases: Sequence[Decimal],
    group_of: Callable[[TaxedLine], Hashable],
    percent_of: Callable[[TaxedLine], Decimal],
) -> list[Decimal]:
    """A percentage of the bases, rounded once for each group; each line has its part of that to the cent."""
    places: dict[Hashable, list[int]] = {}
    for place, line in enumerate(lines):
        places.setdefault(group_of(line), []).append(place)
    found = [ZERO] * len(lines)
    for own in places.values():
        with calculating():
            exact = [bases[place] * percent_of(lines[place]) * _PERCENT for place in own]
        parts = spread(euro(sum(exact, ZERO)), exact, [abs(lines[place].net) for place in own])
        for place, part in zip(own, parts, strict=True):
            found[place] = part
    return found
