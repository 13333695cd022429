"""Ties the VAT return: per period and box what the treatments lead to, against the ledger by the scenario rules.

(`accounting-rules.md 20`.) Signed as the return is: turnover and owed VAT positive, deducted VAT (5b) positive as well.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from wefact_multivers.domain.bookings import Booking, Kind, Side, VatRow
from wefact_multivers.domain.found import LedgerLine
from wefact_multivers.domain.money import ZERO, total
from wefact_multivers.domain.reconcile import Cause, Item, Tie, tie
from wefact_multivers.domain.reconcile_ledger import (
    CONTROL,
    DUE,
    VAT,
    Cells,
    Posted,
    both_sides,
    expected_cells,
    found_cells,
)
from wefact_multivers.domain.reference import TURNOVER, VAT_AMOUNT

INPUT_VAT = "5b"
"""The box of VAT that is deducted (voorbelasting); it has no base."""

DECIDING = {Kind.SALES: TURNOVER, Kind.PURCHASE: VAT_AMOUNT}
"""Which amount of a VAT row the return shows in its box: turnover of what is sold, VAT of what is bought."""


@dataclass(frozen=True, order=True)
class BoxCell:
    """A box of the return in one period of the books.

    Attributes:
        quarter: such as 2026-Q1; returns are filed by month or by quarter.
        is_cash: of invoices under the cash scheme (kasstelsel), whose VAT is returned when they are paid.
    """

    quarter: str
    fiscal_year: int
    period: int
    box: str
    is_cash: bool


@dataclass(frozen=True)
class BoxTie:
    """What should stand in a box against what the ledger has for it, in euros."""

    cell: BoxCell
    base: Tie
    vat: Tie


@dataclass(frozen=True)
class Returned:
    """A booking of ours, and how its VAT goes into the return.

    Attributes:
        treatments: of each line of the booking.
        is_as_planned: the ledger has it as it was planned; what differs then differs by the rules of its scenario.
    """

    posted: Posted
    treatments: tuple[str, ...]
    is_cash: bool
    is_as_planned: bool

    @property
    def cause(self) -> Cause | None:
        """What explains another amount: a person corrected the booking."""
        return Cause.CORRECTED if self.posted.was_tied and not self.is_as_planned else None


@dataclass(frozen=True)
class OtherVat:
    """What others booked on the accounts of the VAT, in euros, owed positive; their scenarios are not known."""

    fiscal_year: int
    period: int
    account: str
    amount: Decimal


BoxOf = Callable[[Returned, VatRow], str]
"""The box (rubriek) that a VAT row of a booking leads to; empty = none."""

QuarterOf = Callable[[int, int], str]
"""The quarter of a fiscal year and period."""

_Boxes = dict[BoxCell, list[Decimal]]
"""Base and VAT by box."""


def box_ties(
    returned: Sequence[Returned],
    accounts: frozenset[str],
    quarter_of: QuarterOf,
    expected_box: BoxOf,
    ruled_box: BoxOf,
) -> tuple[BoxTie, ...]:
    """A tie of base and one of VAT for each period and box.

    Args:
        returned: our bookings.
        accounts: those on which Multivers keeps VAT.
        quarter_of: the quarter of a period.
        expected_box: by the treatment and the mapping tables.
        ruled_box: by the scenario rules of Multivers.
    """
    bases: dict[BoxCell, list[Item]] = defaultdict(list)
    vats: dict[BoxCell, list[Item]] = defaultdict(list)
    for one in returned:
        left = _boxed(one, _planned_rows(one.posted.booking), quarter_of, expected_box)
        right = _boxed(one, ledger_rows(one.posted, accounts), quarter_of, ruled_box)
        for cell in left.keys() | right.keys():
            expected, found = left.get(cell, [ZERO, ZERO]), right.get(cell, [ZERO, ZERO])
            bases[cell].append(Item(one.posted.name, expected[0], found[0], one.cause))
            vats[cell].append(Item(one.posted.name, expected[1], found[1], one.cause))
    return tuple(BoxTie(cell, tie("base", bases[cell]), tie("vat", vats[cell])) for cell in sorted(bases))


def planned_boxes(returned: Returned, expected_box: BoxOf) -> dict[str, tuple[Decimal, Decimal]]:
    """Base and VAT by box, as a booking was planned."""
    cells = _boxed(returned, _planned_rows(returned.posted.booking), lambda _year, _period: "", expected_box)
    return {cell.box: (base, vat) for cell, (base, vat) in sorted(cells.items())}


def other_vat(lines: Iterable[LedgerLine], accounts: frozenset[str]) -> tuple[OtherVat, ...]:
    """What others booked on the accounts of the VAT, by period and account."""
    found: dict[tuple[int, int, str], Decimal] = defaultdict(lambda: ZERO)
    for line in lines:
        if line.account_id in accounts and not line.relation_code:
            found[line.fiscal_year, line.period, line.account_id] += line.credit - line.debit
    return tuple(OtherVat(*place, found[place]) for place in sorted(found) if found[place])


_Rows = Iterator[tuple[int, int, VatRow]]


def _planned_rows(booking: Booking) -> _Rows:
    for row in booking.vat_rows:
        yield booking.fiscal_year, booking.period, row


def ledger_rows(posted: Posted, accounts: frozenset[str]) -> _Rows:
    """The VAT rows of a booking as the ledger has them, each with its fiscal year and period.

    What is cost is no part of their VAT, nor of their base.
    """
    booking = posted.booking
    cells = _with_codes(posted, accounts)
    for year, period, code in sorted({(one.fiscal_year, one.period, one.vat_code or 0) for one in cells}):
        own = {
            one: -_signed(booking, amount)
            for one, amount in cells.items()
            if (one.fiscal_year, one.period, one.vat_code or 0) == (year, period, code)
            and one.account != CONTROL[booking.kind]
        }
        due = total([amount for one, amount in own.items() if one.account == DUE])
        vat = total([amount for one, amount in own.items() if one.account == VAT])
        net = total([amount for one, amount in own.items() if one.account not in {VAT, DUE}])
        yield from ((year, period, row) for row in _rows(booking, code, net, vat, due))


def _rows(booking: Booking, code: int, net: Decimal, vat: Decimal, due: Decimal) -> Iterable[VatRow]:
    """The rows of a code: VAT, and what we owe ourselves; `due` is below 0 on an invoice.

    The ledger does not tell goods from services: rows that together are what it has of the code are taken as planned.
    """
    planned = [row for row in booking.vat_rows if row.vat_code == code]
    base = net + due + vat if due else net
    is_same = (
        total([row.ledger_amount for row in planned if not row.is_due]) == vat
        and total([row.vat for row in planned if row.is_due]) == due
        and _net(planned) == net
    )
    if is_same:
        return planned
    scenario, vat_type = (planned[0].scenario, planned[0].vat_type) if planned else (booking.scenario, 0)
    row = VatRow(code, scenario, vat_type, base, vat)
    return [row, replace(row, vat=due, is_due=True)] if due else [row]


def _net(planned: Sequence[VatRow]) -> Decimal:
    """What rows leave on the accounts of their lines: base, and VAT that is cost."""
    return total([row.base + row.not_deductible for row in planned if not row.is_due])


def _with_codes(posted: Posted, accounts: frozenset[str]) -> Cells:
    """The cells of the ledger; where it does not name the VAT codes and the VAT is as planned, by those of the plan."""
    found, expected = found_cells(posted, accounts), expected_cells(posted.booking)
    of_vat = {cell for cell in found if cell.account in {VAT, DUE}}
    planned = {cell for cell in expected if cell.account in {VAT, DUE}}
    merged_expected, merged_found = both_sides(posted, accounts)
    is_unnamed = {cell.vat_code for cell in of_vat} - {cell.vat_code for cell in planned}
    if not is_unnamed or merged_expected != merged_found:
        return found
    rest = {cell: amount for cell, amount in found.items() if cell not in of_vat}
    return rest | {cell: expected[cell] for cell in planned}


def _signed(booking: Booking, amount: Decimal) -> Decimal:
    """Debit positive, and as the control account has it."""
    return amount if booking.kind.control_side is Side.DEBIT else -amount


def _boxed(one: Returned, rows: _Rows, quarter_of: QuarterOf, box_of: BoxOf) -> _Boxes:
    """Base and VAT of the rows of a booking, by box; what leads to none is in no return."""
    found: _Boxes = defaultdict(lambda: [ZERO, ZERO])
    for year, period, row in rows:
        box = box_of(one, row)
        if not box:
            continue
        amounts = found[BoxCell(quarter_of(year, period), year, period, box, one.is_cash)]
        base, vat = _amounts(one.posted.booking, row)
        amounts[0] += base
        amounts[1] += vat
    return {cell: amounts for cell, amounts in found.items() if any(amounts)}


def _amounts(booking: Booking, row: VatRow) -> tuple[Decimal, Decimal]:
    """Base and VAT as the return shows them."""
    if booking.kind is Kind.SALES:
        return row.base, row.vat
    return (row.base, -row.vat) if row.is_due else (ZERO, row.ledger_amount)
