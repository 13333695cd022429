"""How WeFact prints the amounts of an invoice: by code of the sandbox's own, so that it can be a witness."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from sandbox.model import Record

CENT = Decimal("0.01")
HUNDRED = Decimal(100)
_NOTHING = Decimal(0)
Amounts = tuple[Decimal, Decimal, Decimal]


def cents(value: Decimal) -> Decimal:
    """Round to the cent, half away from zero."""
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


def line_amount(line: Record, discount: Decimal, *, incl: bool = False) -> Decimal:
    """Unrounded euros of one line: number x price, minus line discount and header discount (wefact-api.md 3.3).

    `incl` reckons with the price including VAT.
    """
    amount = Decimal(line["Number"]) * (price_incl(line) if incl else Decimal(line["PriceExcl"]))
    own = line["DiscountPercentage"]
    if own not in ("0", ""):
        amount *= 1 - Decimal(own) / HUNDRED
    return amount * (1 - discount / HUNDRED) if discount else amount


def price_incl(line: Record) -> Decimal:
    """Euros including VAT of one piece: as typed, else the price excluding VAT and its VAT, in cents."""
    typed = line.get("PriceIncl")
    if typed:
        return Decimal(typed)
    return cents(Decimal(line["PriceExcl"]) * (1 + line_rate(line) / HUNDRED))


def line_rate(line: Record) -> Decimal:
    """The VAT rate of a line in percent."""
    return Decimal(line["TaxPercentage"] or 0)


def header_discount(invoice: Record) -> Decimal:
    """The percentage off every line; none when the invoice says that discounts are ignored."""
    return _NOTHING if invoice["IgnoreDiscount"] == "yes" else Decimal(invoice["Discount"] or 0)


def is_incl(invoice: Record) -> bool:
    """Whether the invoice was made with prices including VAT."""
    return invoice.get("VatCalcMethod") == "incl"


def totals(invoice: Record, method: str) -> Amounts:
    """The printed net, VAT and gross in euros.

    `invoice["Printed"]`, when filled, wins: invoices whose totals do not follow from their lines exist.
    With prices including VAT the gross of the lines is what stands; net and VAT are taken out of it.
    """
    if invoice["Printed"]:
        excl, tax, incl = invoice["Printed"]
        return Decimal(excl), Decimal(tax), Decimal(incl)
    discount, with_vat = header_discount(invoice), is_incl(invoice)
    pairs = [(line_amount(line, discount, incl=with_vat), line_rate(line)) for line in invoice["InvoiceLines"]]
    return (_INCL if with_vat else _EXCL)[method](pairs)


Pairs = list[tuple[Decimal, Decimal]]


def _sum_excl(pairs: Pairs) -> Amounts:
    net = tax = _NOTHING
    for amount, rate in pairs:
        net += amount
        tax += amount * rate
    tax /= HUNDRED
    return cents(net), cents(tax), cents(net + tax)


def _line_excl(pairs: Pairs) -> Amounts:
    net = tax = Decimal("0.00")
    for amount, rate in pairs:
        net += cents(amount)
        tax += cents(amount * rate / HUNDRED)
    return net, tax, net + tax


def _sum_incl(pairs: Pairs) -> Amounts:
    gross = sum((amount for amount, _ in pairs), _NOTHING)
    tax = sum((_vat_within(amount, rate) for amount, rate in pairs), _NOTHING)
    return cents(gross - tax), cents(tax), cents(gross)


def _line_incl(pairs: Pairs) -> Amounts:
    gross = tax = Decimal("0.00")
    for amount, rate in pairs:
        gross += cents(amount)
        tax += cents(_vat_within(cents(amount), rate))
    return gross - tax, tax, gross


def _vat_within(gross: Decimal, rate: Decimal) -> Decimal:
    return gross * rate / (HUNDRED + rate)


def _per_rate(of_lines: Callable[[Pairs], Amounts]) -> Callable[[Pairs], Amounts]:
    def of_rates(pairs: Pairs) -> Amounts:
        bases: dict[Decimal, Decimal] = defaultdict(Decimal)
        for amount, rate in pairs:
            bases[rate] += amount
        return of_lines([(base, rate) for rate, base in bases.items()])

    return of_rates


_EXCL = {"sum": _sum_excl, "rate": _per_rate(_line_excl), "line": _line_excl}
_INCL = {"sum": _sum_incl, "rate": _per_rate(_line_incl), "line": _line_incl}
