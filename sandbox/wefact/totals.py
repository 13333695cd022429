"""How WeFact prints the amounts of an invoice: by code of the sandbox's own, so that it can be a witness."""

from __future__ import annotations

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

from sandbox.model import Record

CENT = Decimal("0.01")
HUNDRED = Decimal(100)


def cents(value: Decimal) -> Decimal:
    """Round to the cent, half away from zero."""
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


def line_net(line: Record, discount: Decimal) -> Decimal:
    """Unrounded euros of one line: number x price, minus line discount and header discount (wefact-api.md 3.3)."""
    net = Decimal(line["Number"]) * Decimal(line["PriceExcl"])
    net *= 1 - Decimal(line["DiscountPercentage"] or 0) / HUNDRED
    return net * (1 - discount / HUNDRED)


def header_discount(invoice: Record) -> Decimal:
    """The percentage off every line; none when the invoice says that discounts are ignored."""
    return Decimal(0) if invoice["IgnoreDiscount"] == "yes" else Decimal(invoice["Discount"] or 0)


def totals(invoice: Record, method: str) -> tuple[Decimal, Decimal, Decimal]:
    """The printed net, VAT and gross in euros.

    `invoice["Printed"]`, when filled, wins: invoices whose totals do not follow from their lines exist.
    """
    if invoice["Printed"]:
        excl, tax, incl = invoice["Printed"]
        return Decimal(excl), Decimal(tax), Decimal(incl)
    discount = header_discount(invoice)
    pairs = [(line_net(line, discount), Decimal(line["TaxPercentage"] or 0)) for line in invoice["InvoiceLines"]]
    return _METHODS[method](pairs)


def _by_sum(pairs: list[tuple[Decimal, Decimal]]) -> tuple[Decimal, Decimal, Decimal]:
    net = sum((net for net, _ in pairs), Decimal(0))
    tax = sum((net * rate / HUNDRED for net, rate in pairs), Decimal(0))
    return cents(net), cents(tax), cents(net + tax)


def _by_rate(pairs: list[tuple[Decimal, Decimal]]) -> tuple[Decimal, Decimal, Decimal]:
    bases: dict[Decimal, Decimal] = defaultdict(Decimal)
    for net, rate in pairs:
        bases[rate] += net
    return _by_line([(base, rate) for rate, base in bases.items()])


def _by_line(pairs: list[tuple[Decimal, Decimal]]) -> tuple[Decimal, Decimal, Decimal]:
    net = sum((cents(net) for net, _ in pairs), Decimal("0.00"))
    tax = sum((cents(net * rate / HUNDRED) for net, rate in pairs), Decimal("0.00"))
    return net, tax, net + tax


_METHODS = {"sum": _by_sum, "rate": _by_rate, "line": _by_line}
