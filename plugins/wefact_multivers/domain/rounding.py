"""The ways in which a program prints totals: what a document adds up to, in each of four methods.

WeFact prints totals and no VAT per rate, and how it rounds is not documented (`accounting-rules.md 6`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from wefact_multivers.domain.bookings import RoundingMethod
from wefact_multivers.domain.documents import Document, PurchaseInvoice, SalesLine
from wefact_multivers.domain.money import amount_text, calculating, euro, spread, total

_PERCENT = Decimal("0.01")


@dataclass(frozen=True)
class Totals:
    """Net, VAT and gross in euros, signed as printed."""

    net: Decimal
    vat: Decimal
    gross: Decimal


@dataclass(frozen=True)
class Part:
    """Rate, net and VAT of a line or of all lines of a rate; unrounded unless a method rounded it."""

    rate: Decimal
    net: Decimal
    vat: Decimal


def line_net(line: SalesLine, header_discount: Decimal) -> Decimal:
    """The net amount of a sales line in euros, unrounded (`wefact-api.md 3.3`).

    Raises:
        decimal.Inexact: the line has more digits than an amount can have.
    """
    with calculating():
        undiscounted = line.quantity * line.price
        return undiscounted * (1 - line.discount * _PERCENT) * (1 - header_discount * _PERCENT)


def is_text(line: SalesLine, header_discount: Decimal) -> bool:
    """Whether a sales line has no amount: it is text, and goes to no booking line (`accounting-rules.md 22`)."""
    return 0 in {line.quantity, line.price} or 100 in {line.discount, header_discount}


def parts_of(document: Document) -> tuple[Part | None, ...]:
    """The lines in their order, unrounded; None for a line of text.

    Raises:
        decimal.Inexact: a line has more digits than an amount can have.
    """
    if isinstance(document, PurchaseInvoice):
        return tuple(_unrounded(line.rate, line.net) if line.net else None for line in document.lines)
    return tuple(
        None if is_text(line, document.discount) else _unrounded(line.rate, line_net(line, document.discount))
        for line in document.lines
    )


def with_amount(document: Document) -> list[Part]:
    """The lines that have an amount, unrounded."""
    return [part for part in parts_of(document) if part is not None]


def by_rate(parts: Sequence[Part]) -> list[Part]:
    """One part for each rate, in the order of the lines."""
    return [
        Part(
            rate,
            total([part.net for part in parts if part.rate == rate]),
            total([part.vat for part in parts if part.rate == rate]),
        )
        for rate in dict.fromkeys(part.rate for part in parts)
    ]


def readings(parts: Sequence[Part], method: RoundingMethod) -> list[list[Part]]:
    """The amounts by rate that a method gives, in each way to read it.

    Where a method rounds a base, VAT may be that of the rounded or of the unrounded base: both are practised.
    """
    if method is RoundingMethod.RATE:
        return [[round_part(part) for part in by_rate(parts)] for round_part in (_rounded, _base_rounded)]
    if method is RoundingMethod.LINE:
        return [by_rate([round_part(part) for part in parts]) for round_part in (_rounded, _base_rounded)]
    return [by_rate(parts)]


def candidates(parts: Sequence[Part]) -> Iterator[tuple[RoundingMethod, Totals]]:
    """The totals that each method prints, in order of precedence."""
    for method in (RoundingMethod.SUM, RoundingMethod.RATE, RoundingMethod.LINE):
        for reading in readings(parts, method):
            yield method, _summed(reading)
    summed = _summed(by_rate(parts))
    net, vat, gross = summed.net, summed.vat, summed.gross
    yield RoundingMethod.RESIDUAL, Totals(net, vat, net + vat)
    yield RoundingMethod.RESIDUAL, Totals(net, gross - net, gross)
    yield RoundingMethod.RESIDUAL, Totals(gross - vat, vat, gross)


def divide(whole: Decimal, amounts_by_reading: Sequence[dict[Decimal, Decimal]]) -> dict[Decimal, Decimal]:
    """The first reading that is in cents and adds up to the whole; else the first of all, spread by its rates."""
    for reading in amounts_by_reading:
        amounts = list(reading.values())
        if total(amounts) == whole and all(euro(amount) == amount for amount in amounts):
            return reading
    rates = list(amounts_by_reading[0])
    return dict(zip(rates, spread(whole, list(amounts_by_reading[0].values()), rates), strict=True))


def difference_text(method: RoundingMethod, amounts: dict[str, tuple[Decimal, Decimal]]) -> str:
    """Each amount that misses, as (printed, expected) by name, with what the method makes of it."""
    misses = [
        f"{name} {amount_text(is_)}, verwacht {amount_text(should)}, verschil {amount_text(abs(is_ - should))}"
        for name, (is_, should) in amounts.items()
        if is_ != should
    ]
    return f"{'; '.join(misses)} (methode {method})"


def _unrounded(rate: Decimal, net: Decimal) -> Part:
    with calculating():
        return Part(rate, net, net * rate * _PERCENT)


def _rounded(part: Part) -> Part:
    """Net and VAT each rounded."""
    return Part(part.rate, euro(part.net), euro(part.vat))


def _base_rounded(part: Part) -> Part:
    """Net rounded, and the VAT of that, rounded."""
    return _rounded(_unrounded(part.rate, euro(part.net)))


def _summed(parts: Sequence[Part]) -> Totals:
    """The three totals, each rounded from the sum; amounts in cents stay as they are."""
    net, vat = total([part.net for part in parts]), total([part.vat for part in parts])
    return Totals(euro(net), euro(vat), euro(total([net, vat])))
