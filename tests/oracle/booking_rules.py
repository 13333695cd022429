"""From a document to its booking (accounting-rules.md 2, 6, 11, 22)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from tests.oracle import mapping
from tests.oracle.amounts import bases, cents, euros, net_by_line, vat_by_rate
from tests.oracle.bookkeeping import DEBIT, Booking, Line, Terms, VatRow, line
from tests.oracle.books import Period
from tests.oracle.paper import Document, PaperLine

CENT = Fraction(1, 100)


class Expected(NamedTuple):
    """What the books must say of a document."""

    booking: Booking
    terms: Terms
    paper: Document
    period: Period

    def beside(self, found: Booking) -> Booking:
        """The booking to compare with: the expected one, or the same with the lines of `found`.

        Where the rounded lines do not add up to the rounded base of each rate, those not to the printed net, or that
        and the VAT not to the gross, the rules fix the net but not the lines that take the cents. Then any lines are
        right that lie within a cent of the printed ones; the largest may take the cent of the gross besides.
        """
        return _booking(self.paper, self.period, list(found.lines)) if self._may_be(found.lines) else self.booking

    def _may_be(self, lines: tuple[Line, ...]) -> bool:
        net, vat, gross = self.paper.totals
        if _adds_up(self.paper) or _net(lines) != self.booking.net:
            return False
        printed = sorted(self.paper.lines, key=_place)
        booked = sorted(lines, key=lambda each: (each.account, each.vat_code, -each.debit))
        largest = max(abs(each.exact.net) for each in printed)
        room = {largest: CENT * (1 if net + vat == gross else 2)}
        return len(printed) == len(booked) and all(
            (has.account, has.vat_code) == _place(must)[:2]
            and abs(Fraction(-has.debit) - must.exact.net) < room.get(abs(must.exact.net), CENT)
            for must, has in zip(printed, booked, strict=True)
        )


def book(paper: Document, period: Period) -> Expected:
    """The booking of a document that may be booked: gross and VAT stand as printed, net takes a cent."""
    _, vat, gross = paper.totals
    return Expected(_booking(paper, period, _lines(paper, gross - vat)), _terms(paper), paper, period)


def invoice_id(number: str) -> str:
    """The digits of a printed number."""
    return "".join(character for character in number if character.isdecimal())


def _booking(paper: Document, period: Period, lines: list[Line]) -> Booking:
    _, vat, gross = paper.totals
    rows = _vat_rows(paper, lines)
    return Booking(
        reference=paper.number,
        relation=paper.debtor.code,
        invoice_id=invoice_id(paper.number),
        journal=mapping.JOURNAL,
        fiscal_year=period.fiscal_year,
        period=period.number,
        invoice_date=paper.invoice_date,
        due_date=paper.due_date,
        net=euros(gross - vat),
        vat=euros(vat),
        gross=euros(gross),
        lines=tuple(sorted(lines)),
        vat_rows=tuple(sorted(rows)),
        entry=_ledger_entry(euros(gross), lines, rows),
    )


def _adds_up(paper: Document) -> bool:
    net, vat, gross = paper.totals
    lines = [each.exact for each in paper.lines]
    by_rate = {rate: sum(cents(each.net) for each in lines if each.rate == rate) for rate in bases(lines)}
    return by_rate == {rate: cents(base) for rate, base in bases(lines).items()} and (
        sum(by_rate.values()) == net == gross - vat
    )


def _ledger_entry(gross: Decimal, lines: list[Line], rows: list[VatRow]) -> tuple[Line, ...]:
    claim = line(gross, mapping.DEBTORS, 0, DEBIT)
    due = [line(row.vat, mapping.VAT_ACCOUNTS[row.vat_code], row.vat_code) for row in rows]
    return tuple(sorted(each for each in [claim, *lines, *due] if each.amount))


def _place(printed: PaperLine) -> tuple[str, int, Fraction]:
    return printed.account, mapping.VAT_CODES[int(printed.exact.rate)], printed.exact.net


def _net(lines: tuple[Line, ...]) -> Decimal:
    return -sum((each.debit for each in lines), Decimal(0))


def _lines(paper: Document, net: int) -> list[Line]:
    nets = net_by_line([each.exact for each in paper.lines], net)
    return [
        line(euros(amount), each.account, mapping.VAT_CODES[int(each.exact.rate)])
        for each, amount in zip(paper.lines, nets, strict=True)
        if amount
    ]


def _vat_rows(paper: Document, lines: list[Line]) -> list[VatRow]:
    spread = vat_by_rate([each.exact for each in paper.lines], paper.totals)
    codes = {mapping.VAT_CODES[int(rate)]: amount for rate, amount in spread.items()}
    turnover = {code: _net(tuple(each for each in lines if each.vat_code == code)) for code in codes}
    return [VatRow(code, turnover[code], euros(amount)) for code, amount in codes.items()]


def _terms(paper: Document) -> Terms:
    return Terms(
        payment_condition=mapping.CONDITIONS.get(paper.record["Term"], mapping.OTHER_CONDITION),
        payment_reference=paper.number if len(paper.number) <= mapping.LONGEST_PAYMENT_REFERENCE else "",
        invoice_type=0,
        scenario=mapping.SCENARIO,
        vat_types=frozenset({mapping.VAT_TYPE}),
        additions=Decimal(0),
        is_opening_balance=False,
    )
