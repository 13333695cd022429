"""What is returned apart of sales to other countries: ICP per VAT number, OSS per country and rate.

(`accounting-rules.md 15, 20, 21`.)
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from wefact_multivers.domain.bookings import Booking, BookingLine, Kind
from wefact_multivers.domain.money import ZERO
from wefact_multivers.domain.treatment import Treatment

ICP_BOX = "3b"
"""The box of the return that the ICP return must add up to."""

_VAT_OF_RATE = re.compile(rf"^Btw (?P<rate>[\d,]+) % \({Treatment.OSS}\)$")
"""The line of a booking that has the VAT of another country."""


@dataclass(frozen=True)
class EuSale:
    """A sales booking of ours with what decided about its VAT.

    Attributes:
        quarter: such as 2026-Q1, of the period that it is booked in.
        treatments: of each line.
        rates: printed on each line of the document that has an amount; empty where the document is not known as booked.
    """

    quarter: str
    booking: Booking
    treatments: tuple[str, ...]
    country: str
    vat_number: str
    rates: tuple[Decimal, ...] = ()


@dataclass(frozen=True)
class IcpRow:
    """What one customer takes of us in another country of the EU, in euros (opgaaf ICP)."""

    quarter: str
    vat_number: str
    goods: Decimal
    services: Decimal


@dataclass(frozen=True)
class OssRow:
    """What is owed in another country, in euros.

    Attributes:
        rate: percentage; None where the document is no longer as it was booked, so that its lines cannot be told apart.
    """

    quarter: str
    country: str
    rate: Decimal | None
    base: Decimal
    vat: Decimal


def icp_rows(sales: Iterable[EuSale]) -> tuple[IcpRow, ...]:
    """Goods and services apart, by quarter and VAT number; a credit note counts in the quarter of its own."""
    found: dict[tuple[str, str], dict[str, Decimal]] = defaultdict(lambda: defaultdict(lambda: ZERO))
    for sale in sales:
        for line, treatment in zip(sale.booking.lines, sale.treatments, strict=True):
            if treatment in {Treatment.IC_GOODS, Treatment.IC_SERVICES}:
                found[sale.quarter, sale.vat_number][treatment] += _turnover(line)
    return tuple(
        IcpRow(*place, found[place][Treatment.IC_GOODS], found[place][Treatment.IC_SERVICES]) for place in sorted(found)
    )


def oss_rows(sales: Iterable[EuSale]) -> tuple[OssRow, ...]:
    """Base and VAT by quarter, country and rate."""
    found: dict[tuple[str, str, Decimal | None], list[Decimal]] = defaultdict(lambda: [ZERO, ZERO])
    for sale in sales:
        for rate, base, vat in _oss_amounts(sale):
            amounts = found[sale.quarter, sale.country, rate]
            amounts[0] += base
            amounts[1] += vat
    return tuple(OssRow(*place, *found[place]) for place in sorted(found, key=_order))


def _oss_amounts(sale: EuSale) -> list[tuple[Decimal | None, Decimal, Decimal]]:
    """Rate, base and VAT of each line under OSS."""
    if Treatment.OSS not in sale.treatments:
        return []
    rows = list(zip(sale.booking.lines, sale.treatments, strict=True))
    own = [(line, treatment) for line, treatment in rows if not _is_oss_vat(line, treatment)]
    rates: Sequence[Decimal | None] = sale.rates if len(sale.rates) == len(own) else [None] * len(own)
    bases = [
        (rate, _turnover(line), ZERO)
        for (line, treatment), rate in zip(own, rates, strict=True)
        if treatment == Treatment.OSS
    ]
    is_told = all(rate is not None for rate, *_ in bases)
    vats = [(_rate(line) if is_told else None, ZERO, _turnover(line)) for line, same in rows if _is_oss_vat(line, same)]
    return [*bases, *vats]


def _is_oss_vat(line: BookingLine, treatment: str) -> bool:
    return treatment == Treatment.OSS and _VAT_OF_RATE.match(line.description) is not None


def _rate(line: BookingLine) -> Decimal | None:
    matched = _VAT_OF_RATE.match(line.description)
    return Decimal(matched["rate"].replace(",", ".")) if matched else None


def _turnover(line: BookingLine) -> Decimal:
    """What a line of a sale adds to turnover or to what is owed: credit positive."""
    return line.amount if line.side is Kind.SALES.control_side.opposite else -line.amount


def _order(place: tuple[str, str, Decimal | None]) -> tuple[str, str, Decimal]:
    quarter, country, rate = place
    return quarter, country, Decimal(-1) if rate is None else rate
