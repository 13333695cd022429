"""Whether the printed totals follow from the lines, and what each line and rate has of them, to the cent.

WeFact prints three totals and no VAT per rate, and how it rounds is not documented (`accounting-rules.md 6`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal, Inexact, InvalidOperation

from wefact_multivers.domain.bookings import RoundingMethod
from wefact_multivers.domain.documents import SalesInvoice, SalesLine
from wefact_multivers.domain.money import CENT, ZERO, amount_text, calculating, euro, spread, total
from wefact_multivers.domain.problems import Problem, problem

_PERCENT = Decimal("0.01")


@dataclass(frozen=True)
class Totals:
    """Net, VAT and gross in euros, signed as printed."""

    net: Decimal
    vat: Decimal
    gross: Decimal


@dataclass(frozen=True)
class LineAmounts:
    """What one line has of the booked totals: net and VAT in euros to the cent, signed as printed."""

    net: Decimal
    vat: Decimal


@dataclass(frozen=True)
class SettledTotals:
    """The totals that are booked, and each line's part of them.

    Attributes:
        method: how the printed totals follow from the lines.
        totals: add up, net + VAT = gross; VAT and gross are those printed.
        lines: in the order of the invoice; None for a line of text. They add up to net and VAT.
        warnings: CNT-001 where net took a cent, CNT-002 where VAT per rate could not be just rounded.
    """

    method: RoundingMethod
    totals: Totals
    lines: tuple[LineAmounts | None, ...]
    warnings: tuple[Problem, ...]


@dataclass(frozen=True)
class _Part:
    """Rate, net and VAT of a line or of all lines of a rate; unrounded unless a method rounded it."""

    rate: Decimal
    net: Decimal
    vat: Decimal


def line_net(line: SalesLine, header_discount: Decimal) -> Decimal:
    """The net amount of a line in euros, unrounded (`wefact-api.md 3.3`).

    Raises:
        decimal.Inexact: the line has more digits than an amount can have.
    """
    with calculating():
        undiscounted = line.quantity * line.price
        return undiscounted * (1 - line.discount * _PERCENT) * (1 - header_discount * _PERCENT)


def is_text(line: SalesLine, header_discount: Decimal) -> bool:
    """Whether a line has no amount: it is text, and goes to no booking line (`accounting-rules.md 22`)."""
    return 0 in {line.quantity, line.price} or 100 in {line.discount, header_discount}


def method_of(invoice: SalesInvoice, *, tolerance: Decimal = ZERO) -> RoundingMethod | Problem:
    """The method by which the printed totals follow from the lines, tried in the order sum, rate, line, residual.

    Where a method rounds a base, VAT may be that of the rounded or of the unrounded base: both are practised,
    and either way every total must follow to the cent.

    Args:
        invoice: with its lines and totals as printed.
        tolerance: euros that each total may lie beside a method; normally 0.00.

    Returns:
        The method; or DOC-001 with the difference of each total from the nearest method.
    """
    try:
        candidates = list(_candidates(_parts(invoice)))
    except (Inexact, InvalidOperation):
        return problem("DOC-001", difference="een regel heeft meer cijfers dan een bedrag kan hebben")
    printed = Totals(invoice.net, invoice.vat, invoice.gross)
    allowed = tolerance if any(not is_text(line, invoice.discount) for line in invoice.lines) else ZERO
    for method, totals in candidates:
        if max(_distances(printed, totals)) <= allowed:
            return method
    nearest = min(candidates, key=lambda candidate: sum(_distances(printed, candidate[1])))
    return problem("DOC-001", difference=_difference_text(printed, *nearest))


def settle_totals(invoice: SalesInvoice, method: RoundingMethod) -> SettledTotals | Problem:
    """The totals to book: gross and VAT stand as printed, and net takes a cent on its largest line.

    Args:
        invoice: whose totals `method_of` has accepted.
        method: what it answered.

    Returns:
        The totals with each line's part; or DOC-001 where the three miss by more than a cent.
    """
    missing = invoice.gross - invoice.vat - invoice.net
    if abs(missing) > CENT:
        return problem("DOC-001", difference=f"netto + btw wijkt {amount_text(abs(missing))} af van bruto")
    lines = _line_amounts(invoice, method)
    warnings = []
    if missing:
        lines = _with_cent(lines, missing)
        warnings.append(problem("CNT-001", cents=int(missing.scaleb(2))))
    if _vat_is_divided(invoice, method):
        warnings.append(problem("CNT-002", method=method))
    totals = Totals(invoice.net + missing, invoice.vat, invoice.gross)
    return SettledTotals(method, totals, lines, tuple(warnings))


def vat_by_rate(invoice: SalesInvoice, method: RoundingMethod) -> dict[Decimal, Decimal]:
    """The printed VAT in euros by rate: base x rate, half-up, as the method of the invoice has it.

    A cent that remains goes by largest remainder, ties to the higher rate. Adds up to the printed VAT exactly.
    """
    readings = _readings(_parts(invoice), method)
    return _divide(invoice.vat, [{part.rate: part.vat for part in reading} for reading in readings])


def _net_by_rate(invoice: SalesInvoice, method: RoundingMethod) -> dict[Decimal, Decimal]:
    """The printed net in euros by rate, in the same way."""
    readings = _readings(_parts(invoice), method)
    return _divide(invoice.net, [{part.rate: part.net for part in reading} for reading in readings])


def _divide(whole: Decimal, readings: Sequence[dict[Decimal, Decimal]]) -> dict[Decimal, Decimal]:
    """The first reading that is in cents and adds up to the whole; else the first of all, spread."""
    for reading in readings:
        amounts = list(reading.values())
        if total(amounts) == whole and all(euro(amount) == amount for amount in amounts):
            return reading
    rates = list(readings[0])
    return dict(zip(rates, spread(whole, list(readings[0].values()), rates), strict=True))


def _parts(invoice: SalesInvoice) -> list[_Part]:
    """The lines that have an amount, unrounded."""
    return [
        _unrounded(line.rate, line_net(line, invoice.discount))
        for line in invoice.lines
        if not is_text(line, invoice.discount)
    ]


def _unrounded(rate: Decimal, net: Decimal) -> _Part:
    with calculating():
        return _Part(rate, net, net * rate * _PERCENT)


def _rounded(part: _Part) -> _Part:
    """Net and VAT each rounded."""
    return _Part(part.rate, euro(part.net), euro(part.vat))


def _base_rounded(part: _Part) -> _Part:
    """Net rounded, and the VAT of that, rounded."""
    return _rounded(_unrounded(part.rate, euro(part.net)))


def _by_rate(parts: Sequence[_Part]) -> list[_Part]:
    """One part for each rate, in the order of the lines."""
    return [
        _Part(
            rate,
            total([part.net for part in parts if part.rate == rate]),
            total([part.vat for part in parts if part.rate == rate]),
        )
        for rate in dict.fromkeys(part.rate for part in parts)
    ]


def _readings(parts: Sequence[_Part], method: RoundingMethod) -> list[list[_Part]]:
    """The amounts by rate that a method gives, in each way to read it."""
    if method is RoundingMethod.RATE:
        return [[round_part(part) for part in _by_rate(parts)] for round_part in (_rounded, _base_rounded)]
    if method is RoundingMethod.LINE:
        return [_by_rate([round_part(part) for part in parts]) for round_part in (_rounded, _base_rounded)]
    return [_by_rate(parts)]


def _candidates(parts: Sequence[_Part]) -> Iterator[tuple[RoundingMethod, Totals]]:
    """The totals that each method prints, in order of precedence."""
    for method in (RoundingMethod.SUM, RoundingMethod.RATE, RoundingMethod.LINE):
        for reading in _readings(parts, method):
            yield method, _summed(reading)
    summed = _summed(_by_rate(parts))
    net, vat, gross = summed.net, summed.vat, summed.gross
    yield RoundingMethod.RESIDUAL, Totals(net, vat, net + vat)
    yield RoundingMethod.RESIDUAL, Totals(net, gross - net, gross)
    yield RoundingMethod.RESIDUAL, Totals(gross - vat, vat, gross)


def _summed(parts: Sequence[_Part]) -> Totals:
    """The three totals, each rounded from the sum; amounts in cents stay as they are."""
    net, vat = total([part.net for part in parts]), total([part.vat for part in parts])
    return Totals(euro(net), euro(vat), euro(total([net, vat])))


def _distances(printed: Totals, totals: Totals) -> tuple[Decimal, Decimal, Decimal]:
    return (abs(printed.net - totals.net), abs(printed.vat - totals.vat), abs(printed.gross - totals.gross))


def _difference_text(printed: Totals, method: RoundingMethod, totals: Totals) -> str:
    """Each total that misses, with what the method makes of it."""
    names = ("netto", "btw", "bruto")
    values = zip(names, (printed.net, printed.vat, printed.gross), (totals.net, totals.vat, totals.gross), strict=True)
    misses = [
        f"{name} {amount_text(is_)}, verwacht {amount_text(should)}, verschil {amount_text(abs(is_ - should))}"
        for name, is_, should in values
        if is_ != should
    ]
    return f"{'; '.join(misses)} (methode {method})"


def _line_amounts(invoice: SalesInvoice, method: RoundingMethod) -> tuple[LineAmounts | None, ...]:
    """Each line's part of the printed net and VAT: per rate, by largest remainder, ties to the larger line."""
    nets, vats = _net_by_rate(invoice, method), vat_by_rate(invoice, method)
    lines: list[LineAmounts | None] = [None] * len(invoice.lines)
    places = [place for place, line in enumerate(invoice.lines) if not is_text(line, invoice.discount)]
    parts = dict(zip(places, _parts(invoice), strict=True))
    for rate, net in nets.items():
        of_rate = {place: part for place, part in parts.items() if part.rate == rate}
        sizes = [abs(part.net) for part in of_rate.values()]
        line_nets = spread(net, [part.net for part in of_rate.values()], sizes)
        line_vats = spread(vats[rate], [part.vat for part in of_rate.values()], sizes)
        for place, line_net_, line_vat in zip(of_rate, line_nets, line_vats, strict=True):
            lines[place] = LineAmounts(line_net_, line_vat)
    return tuple(lines)


def _with_cent(lines: Sequence[LineAmounts | None], cent: Decimal) -> tuple[LineAmounts | None, ...]:
    """The lines with the cent on the net of the largest, the first of equals."""
    largest = max((line for line in lines if line is not None), key=lambda line: abs(line.net))
    place = next(place for place, line in enumerate(lines) if line is largest)
    return (*lines[:place], LineAmounts(largest.net + cent, largest.vat), *lines[place + 1 :])


def _vat_is_divided(invoice: SalesInvoice, method: RoundingMethod) -> bool:
    """Whether more than one rate leaves a doubt which of them has a cent."""
    rounded = {part.rate: euro(part.vat) for part in _by_rate(_parts(invoice))}
    return len(rounded) > 1 and rounded != vat_by_rate(invoice, method)
