"""From a document to its booking (accounting-rules.md 2, 6, 10, 11, 22)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from tests.oracle import mapping
from tests.oracle.amounts import (
    acceptable,
    bases,
    cents,
    cost_by_line,
    euros,
    net_by_line,
    supplier_vat_gap,
    vat_by_rate,
)
from tests.oracle.bookkeeping import Booking, Line, Terms, VatRow, line
from tests.oracle.books import Period
from tests.oracle.paper import Document, PaperLine
from tests.oracle.sides import SALES, Side

CENT = Fraction(1, 100)
Cost = tuple[tuple[str, int, Fraction], Decimal]
"""Where a printed line stands, and how much of its VAT is cost."""

ANY_OF_THE_SEQUENCE = "any"


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

        Where a supplier's VAT follows from the lines by no method, the rules fix its sum and not which rate takes how
        many of the cents. Of a number from the sequence only its range is fixed.
        """
        lines = list(found.lines) if self._may_be(found.lines) else _lines(self.paper, int(self.booking.net * 100))
        rows = {row.vat_code: row.vat for row in found.vat_rows}
        must = _booking(self.paper, self.period, lines, rows if self._may_spread(rows) else vat_rows_of(self.paper))
        in_sequence = must.invoice_id == ANY_OF_THE_SEQUENCE and is_of_the_sequence(found.invoice_id)
        return replace(must, invoice_id=found.invoice_id) if in_sequence else must

    def _may_spread(self, rows: dict[int, Decimal]) -> bool:
        paper = self.paper
        if paper.totals in acceptable(paper.exact_lines) or sum(rows.values()) != self.booking.vat:
            return False
        exact = {code: base * rate / 100 for code, (rate, base) in _bases_by_code(paper).items()}
        room = CENT * (len(paper.lines) + supplier_vat_gap(paper.exact_lines, paper.totals[1]))
        return rows.keys() == exact.keys() and all(abs(Fraction(rows[code]) - exact[code]) <= room for code in rows)

    def _may_be(self, lines: tuple[Line, ...]) -> bool:
        net, vat, gross = self.paper.totals
        side = self.paper.side
        if _adds_up(self.paper) or _net(side, lines) != self.booking.net:
            return False
        printed = sorted(self.paper.lines, key=lambda each: _place(side, each))
        booked = sorted(lines, key=lambda each: (each.account, each.vat_code, side.sign * each.debit))
        largest = max(abs(each.exact.net) for each in printed)
        room = {largest: CENT * (1 if net + vat == gross else 2)}
        return len(printed) == len(booked) and all(
            (has.account, has.vat_code) == _place(side, must)[:2]
            and abs(Fraction(side.sign * has.debit) - must.exact.net) < room.get(abs(must.exact.net), CENT)
            for must, has in zip(printed, booked, strict=True)
        )


def book(paper: Document, period: Period, *, is_free: bool = False) -> Expected:
    """The booking of a document that may be booked: gross and VAT stand as printed, net takes a cent.

    Args:
        paper: the document.
        period: the one that holds its date.
        is_free: a purchase may be paid as soon as it is booked.
    """
    _, vat, gross = paper.totals
    booking = _booking(paper, period, _lines(paper, gross - vat), vat_rows_of(paper))
    frozen = Decimal(0) if is_free else blocked_for_payment(paper)
    return Expected(booking, _terms(paper, frozen), paper, period)


def blocked_for_payment(paper: Document) -> Decimal:
    """The euros of a document that nobody may pay until somebody releases them: a debt, and no credit note."""
    is_debt = paper.side is not SALES and not paper.is_credit
    return euros(paper.totals[2]) if is_debt else Decimal(0)


def digits(number: str) -> str:
    """The digits of a printed number."""
    return "".join(character for character in number if character.isdecimal())


def is_of_the_sequence(invoice_id: str) -> bool:
    """Whether a purchase may have this number: at most 8 digits, in the range that was set apart for purchases."""
    fits = invoice_id.isdecimal() and len(invoice_id) <= mapping.LONGEST_CODE
    return fits and int(invoice_id) >= mapping.FIRST_PURCHASE_NUMBER


def vat_rows_of(paper: Document) -> dict[int, Decimal]:
    """The VAT in euros that a document declares for each VAT code."""
    spread = vat_by_rate(paper.exact_lines, paper.totals)
    return {paper.side.vat_codes[int(rate)]: euros(amount) for rate, amount in spread.items()}


def has_vat_of_its_bases(paper: Document) -> bool:
    """Whether the VAT of each code is that of its base, rounded once."""
    must = {code: euros(cents(base * rate / 100)) for code, (rate, base) in _bases_by_code(paper).items()}
    return vat_rows_of(paper) == must


def _booking(paper: Document, period: Period, lines: list[Line], vat_by_code: dict[int, Decimal]) -> Booking:
    _, vat, gross = paper.totals
    costs = _costs(paper, vat_by_code)
    rows = [
        VatRow(code, _turnover(paper.side, lines, code), amount, _cost_of(code, costs))
        for code, amount in vat_by_code.items()
    ]
    return Booking(
        side=paper.side.name,
        reference=paper.reference,
        relation=paper.relation.code,
        invoice_id=digits(paper.number) if paper.side is SALES else ANY_OF_THE_SEQUENCE,
        journal=paper.side.journal,
        fiscal_year=period.fiscal_year,
        period=period.number,
        invoice_date=paper.invoice_date,
        due_date=paper.due_date,
        net=euros(gross - vat),
        vat=euros(vat),
        gross=euros(gross),
        lines=tuple(sorted(lines)),
        vat_rows=tuple(sorted(rows)),
        entry=_ledger_entry(paper.side, euros(gross), _with_cost(paper.side, lines, costs), rows),
    )


def _adds_up(paper: Document) -> bool:
    net, vat, gross = paper.totals
    lines = paper.exact_lines
    by_rate = {rate: sum(cents(each.net) for each in lines if each.rate == rate) for rate in bases(lines)}
    return by_rate == {rate: cents(base) for rate, base in bases(lines).items()} and (
        sum(by_rate.values()) == net == gross - vat
    )


def _ledger_entry(side: Side, gross: Decimal, lines: list[Line], rows: list[VatRow]) -> tuple[Line, ...]:
    """Claim or debt, lines and VAT; a VAT line stays where all of its VAT is cost, since it says so."""
    claim = line(gross, side.control_account, 0, side.control_side)
    taxed = [row for row in rows if row.vat]
    vat = [line(row.vat - row.cost, side.vat_accounts[row.vat_code], row.vat_code, side.line_side) for row in taxed]
    return tuple(sorted([*(each for each in [claim, *lines] if each.amount), *vat]))


def _costs(paper: Document, vat_by_code: dict[int, Decimal]) -> list[Cost]:
    """The VAT of each printed line that is cost, with the place of the line, in the order of those."""
    codes = paper.side.vat_codes
    vat = {rate: int(vat_by_code[codes[int(rate)]] * 100) for rate in bases(paper.exact_lines)}
    costs = cost_by_line(paper.exact_lines, [each.deductible for each in paper.lines], vat)
    return sorted((_place(paper.side, each), euros(cost)) for each, cost in zip(paper.lines, costs, strict=True))


def _cost_of(code: int, costs: list[Cost]) -> Decimal:
    return sum((cost for (_, own, _), cost in costs if own == code), Decimal("0.00"))


def _with_cost(side: Side, lines: list[Line], costs: list[Cost]) -> list[Line]:
    """The lines as the ledger has them: each with the VAT that is its cost, on its own account."""
    if not any(cost for _, cost in costs):
        return lines
    booked = sorted(lines, key=lambda each: (each.account, each.vat_code, side.sign * each.debit))
    return [
        line(side.sign * each.debit + cost, each.account, each.vat_code, side.line_side)
        for each, (_, cost) in zip(booked, costs, strict=True)
    ]


def _place(side: Side, printed: PaperLine) -> tuple[str, int, Fraction]:
    return printed.account, side.vat_codes[int(printed.exact.rate)], printed.exact.net


def _net(side: Side, lines: tuple[Line, ...]) -> Decimal:
    return side.sign * sum((each.debit for each in lines), Decimal(0))


def _lines(paper: Document, net: int) -> list[Line]:
    spread = zip(paper.lines, paper.vat_codes, net_by_line(paper.exact_lines, net), strict=True)
    return [line(euros(amount), each.account, code, paper.side.line_side) for each, code, amount in spread if amount]


def _turnover(side: Side, lines: list[Line], code: int) -> Decimal:
    return _net(side, tuple(each for each in lines if each.vat_code == code))


def _bases_by_code(paper: Document) -> dict[int, tuple[Fraction, Fraction]]:
    """Rate and exact base of each VAT code."""
    return {paper.side.vat_codes[int(rate)]: (rate, base) for rate, base in bases(paper.exact_lines).items()}


def _terms(paper: Document, frozen: Decimal) -> Terms:
    side = paper.side
    return Terms(
        payment_condition=side.condition(paper.record["Term"]),
        payment_reference=paper.reference if len(paper.reference) <= mapping.LONGEST_PAYMENT_REFERENCE else "",
        invoice_type=side.credit_type if paper.is_credit else side.invoice_type,
        scenario=side.scenarios[paper.vat_codes[0]],
        vat_types=frozenset({mapping.VAT_TYPE}),
        additions=Decimal(0),
        is_opening_balance=False,
        frozen=frozen,
    )
