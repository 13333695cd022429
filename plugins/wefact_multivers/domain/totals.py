"""Whether the printed totals follow from the lines, and what each line and rate has of them, to the cent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, Inexact, InvalidOperation

from wefact_multivers.domain.bookings import RoundingMethod
from wefact_multivers.domain.documents import Document, PurchaseInvoice, SalesInvoice
from wefact_multivers.domain.money import CENT, ZERO, amount_text, euro, spread
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.rounding import (
    Part,
    Totals,
    by_rate,
    candidates,
    difference_text,
    divide,
    parts_of,
    readings,
    with_amount,
)

LEAST_VAT_LIMIT = Decimal("0.02")
MOST_VAT_LIMIT = Decimal("0.25")
"""Euros that a supplier's VAT may lie beside ours: a cent a line, between these two (`accounting-rules.md 6`)."""

_TOO_MANY_DIGITS = "een regel heeft meer cijfers dan een bedrag kan hebben"


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
        lines: in the order of the document; None for a line of text. They add up to net and VAT.
        warnings: CNT-001 where net took a cent, CNT-002 where VAT per rate could not be just rounded, CNT-003
            where a supplier's VAT follows from no method.
    """

    method: RoundingMethod
    totals: Totals
    lines: tuple[LineAmounts | None, ...]
    warnings: tuple[Problem, ...]


def method_of(invoice: SalesInvoice, *, tolerance: Decimal = ZERO) -> RoundingMethod | Problem:
    """The method by which the printed totals follow from the lines, tried in the order sum, rate, line, residual.

    Args:
        invoice: with its lines and totals as printed.
        tolerance: euros that each total may lie beside a method; normally 0.00.

    Returns:
        The method; or DOC-001 with the difference of each total from the nearest method.
    """
    try:
        parts = with_amount(invoice)
        known = list(candidates(parts))
    except (Inexact, InvalidOperation):
        return problem("DOC-001", difference=_TOO_MANY_DIGITS)
    printed = Totals(invoice.net, invoice.vat, invoice.gross)
    allowed = tolerance if parts else ZERO
    for method, totals in known:
        if max(_distances(printed, totals)) <= allowed:
            return method
    method, nearest = min(known, key=lambda candidate: sum(_distances(printed, candidate[1])))
    amounts = {
        "netto": (printed.net, nearest.net),
        "btw": (printed.vat, nearest.vat),
        "bruto": (printed.gross, nearest.gross),
    }
    return problem("DOC-001", difference=difference_text(method, amounts))


def settle_sales(invoice: SalesInvoice, *, tolerance: Decimal = ZERO) -> SettledTotals | Problem:
    """The totals of a sales invoice to book; or DOC-001 (`method_of`, `settle_totals`)."""
    method = method_of(invoice, tolerance=tolerance)
    return method if isinstance(method, Problem) else settle_totals(invoice, method)


def settle_purchase(
    invoice: PurchaseInvoice, *, tolerance: Decimal = ZERO, vat_limit: Decimal = MOST_VAT_LIMIT
) -> SettledTotals | Problem:
    """The totals of a purchase invoice to book: VAT as the supplier charged it (`accounting-rules.md 6`).

    Args:
        invoice: with its lines and totals as printed; its VAT is what lies between gross and net.
        tolerance: euros that net may lie beside a method; normally 0.00.
        vat_limit: the most that VAT may lie beside a method, however many lines there are.

    Returns:
        The totals with each line's part; or DOC-001 with the difference from the nearest method.
    """
    try:
        parts = with_amount(invoice)
        known = list(candidates(parts))
    except (Inexact, InvalidOperation):
        return problem("DOC-001", difference=_TOO_MANY_DIGITS)

    def distances(totals: Totals) -> tuple[Decimal, Decimal]:
        return abs(invoice.net - totals.net), abs(invoice.vat - totals.vat)

    def rank(candidate: tuple[RoundingMethod, Totals]) -> tuple[bool, Decimal]:
        """A method that explains the net comes before one that is nearer in the sum: only VAT may lie beside."""
        net_miss, vat_miss = distances(candidate[1])
        return net_miss > allowed, net_miss + vat_miss

    allowed = tolerance if parts else ZERO
    method, nearest = min(known, key=rank)
    net_miss, vat_miss = distances(nearest)
    if net_miss > allowed or vat_miss > _vat_limit(parts, vat_limit):
        amounts = {"netto": (invoice.net, nearest.net), "btw": (invoice.vat, nearest.vat)}
        return problem("DOC-001", difference=difference_text(method, amounts))
    warnings = [problem("CNT-003", difference=amount_text(vat_miss))] if vat_miss else []
    if _vat_is_divided(invoice, method):
        warnings.append(problem("CNT-002", method=method))
    totals = Totals(invoice.net, invoice.vat, invoice.gross)
    return SettledTotals(method, totals, _line_amounts(invoice, method), tuple(warnings))


def _vat_limit(parts: Sequence[Part], most: Decimal) -> Decimal:
    """What VAT may lie beside ours; nothing where no line bears any: VAT has to be of some rate."""
    if not any(part.vat for part in by_rate(parts)):
        return ZERO
    return min(most, max(LEAST_VAT_LIMIT, CENT * len(parts)))


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


def vat_by_rate(document: Document, method: RoundingMethod) -> dict[Decimal, Decimal]:
    """The printed VAT in euros by rate: base x rate, half-up, as the method of the document has it.

    A cent that remains goes by largest remainder, ties to the higher rate. Adds up to the printed VAT exactly.
    """
    parts = with_amount(document)
    return divide(document.vat, [{part.rate: part.vat for part in read} for read in readings(parts, method)])


def _net_by_rate(document: Document, method: RoundingMethod) -> dict[Decimal, Decimal]:
    """The printed net in euros by rate, in the same way."""
    parts = with_amount(document)
    return divide(document.net, [{part.rate: part.net for part in read} for read in readings(parts, method)])


def _distances(printed: Totals, totals: Totals) -> tuple[Decimal, Decimal, Decimal]:
    return (abs(printed.net - totals.net), abs(printed.vat - totals.vat), abs(printed.gross - totals.gross))


def _line_amounts(document: Document, method: RoundingMethod) -> tuple[LineAmounts | None, ...]:
    """Each line's part of the printed net and VAT: per rate, by largest remainder, ties to the larger line."""
    nets, vats = _net_by_rate(document, method), vat_by_rate(document, method)
    parts = parts_of(document)
    lines: list[LineAmounts | None] = [None] * len(parts)
    for rate, net in nets.items():
        of_rate = {place: part for place, part in enumerate(parts) if part is not None and part.rate == rate}
        sizes = [abs(part.net) for part in of_rate.values()]
        line_nets = spread(net, [part.net for part in of_rate.values()], sizes)
        line_vats = spread(vats[rate], [part.vat for part in of_rate.values()], sizes)
        for place, line_net, line_vat in zip(of_rate, line_nets, line_vats, strict=True):
            lines[place] = LineAmounts(line_net, line_vat)
    return tuple(lines)


def _with_cent(lines: Sequence[LineAmounts | None], cent: Decimal) -> tuple[LineAmounts | None, ...]:
    """The lines with the cent on the net of the largest, the first of equals."""
    largest = max((line for line in lines if line is not None), key=lambda line: abs(line.net))
    place = next(place for place, line in enumerate(lines) if line is largest)
    return (*lines[:place], LineAmounts(largest.net + cent, largest.vat), *lines[place + 1 :])


def _vat_is_divided(document: Document, method: RoundingMethod) -> bool:
    """Whether more than one rate leaves a doubt which of them has a cent."""
    rounded = {part.rate: euro(part.vat) for part in by_rate(with_amount(document))}
    return len(rounded) > 1 and rounded != vat_by_rate(document, method)
