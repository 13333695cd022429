"""The amounts of an invoice per VAT category and rate, made to add up to what is printed at its foot."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from sandbox.model import Record
from sandbox.wefact import taxes
from sandbox.wefact.state import Account
from sandbox.wefact.totals import HUNDRED, cents, header_discount, is_incl, line_amount, line_rate, totals


@dataclass
class Subtotal:
    """One VAT category and rate, all in euros.

    Attributes:
        category: code of UN/CEFACT 5305.
        rate: percent.
        base: what VAT is reckoned on.
        tax: the VAT.
        lines: sum of the lines as printed, before the header discount.
    """

    category: str
    rate: Decimal
    base: Decimal = Decimal(0)
    tax: Decimal = Decimal(0)
    lines: Decimal = Decimal(0)

    @property
    def allowance(self) -> Decimal:
        """What comes off the lines: the header discount, and the cents that rounding makes."""
        return self.lines - self.base


@dataclass
class Breakdown:
    """A whole invoice: `net` + `tax` + `rounding` = `gross`, and the subtotals add up to `net` and `tax`."""

    subtotals: list[Subtotal]
    line_nets: list[Decimal]
    net: Decimal
    tax: Decimal
    gross: Decimal
    rounding: Decimal = field(init=False)

    def __post_init__(self) -> None:
        """A gross that is not net and VAT together differs by rounding."""
        self.rounding = self.gross - self.net - self.tax


def breakdown(account: Account, invoice: Record, method: str) -> Breakdown:
    """Split an invoice by VAT category and rate; the largest part takes the cents that do not divide."""
    net, tax, gross = totals(invoice, method)
    discount = header_discount(invoice)
    parts: dict[tuple[str, Decimal], Subtotal] = {}
    line_nets = []
    for line in invoice["InvoiceLines"]:
        rate = line_rate(line)
        kind = taxes.category(account, line["TaxCode"], rate)
        part = parts.setdefault((kind, rate), Subtotal(kind, rate))
        printed = cents(_net(line, Decimal(0), invoice))
        line_nets.append(printed)
        part.lines += printed
        part.base += _net(line, discount, invoice)
    subtotals = list(parts.values())
    _round(subtotals, net, tax)
    return Breakdown(subtotals, line_nets, net, tax, gross)


def _net(line: Record, discount: Decimal, invoice: Record) -> Decimal:
    if not is_incl(invoice):
        return line_amount(line, discount)
    return line_amount(line, discount, incl=True) * HUNDRED / (HUNDRED + line_rate(line))


def _round(subtotals: list[Subtotal], net: Decimal, tax: Decimal) -> None:
    for part in subtotals:
        part.tax = cents(part.base * part.rate / HUNDRED)
        part.base = cents(part.base)
    largest = max(subtotals, key=lambda part: abs(part.base))
    largest.base += net - sum((part.base for part in subtotals), Decimal(0))
    taxed = max(subtotals, key=lambda part: abs(part.tax))
    taxed.tax += tax - sum((part.tax for part in subtotals), Decimal(0))
