"""Ties what was booked to the ledger lines, per period, account and VAT code (`accounting-rules.md 20`)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from wefact_multivers.domain.bookings import Booking, Kind, Side, VatRow
from wefact_multivers.domain.found import LedgerLine
from wefact_multivers.domain.money import ZERO
from wefact_multivers.domain.reconcile import Cause, Item, Tie, tie

VAT = "btw"
"""Stands for the VAT accounts: a booking names its VAT codes, and Multivers chooses the account of each."""

DUE = "btw verschuldigd"
"""Stands for the same accounts where we owe the VAT of a purchase ourselves, and deduct it again."""

CONTROL = {Kind.SALES: "debiteuren", Kind.PURCHASE: "crediteuren"}
"""Stands for the control account, which Multivers chooses as well."""


@dataclass(frozen=True, order=True)
class Cell:
    """What a tie is made for.

    Attributes:
        account: the ledger account, or `VAT`, `DUE` or `CONTROL`.
        vat_code: None where the ledger does not say.
    """

    fiscal_year: int
    period: int
    account: str
    vat_code: int | None

    @property
    def text(self) -> str:
        """The cell in words."""
        code = "" if self.vat_code is None else f" btw-code {self.vat_code}"
        return f"{self.fiscal_year}/{self.period:02d} {self.account}{code}"


_OF_VAT = frozenset({VAT, DUE})

Cells = dict[Cell, Decimal]
"""Debit minus credit in euros, by cell."""


@dataclass(frozen=True)
class Posted:
    """A booking as it was planned, and its entry in the ledger.

    Attributes:
        name: the printed number.
        lines: the ledger lines of its entry; never empty.
        was_tied: it was seen to stand as it was planned before: what differs now, a person has changed since.
    """

    name: str
    booking: Booking
    lines: tuple[LedgerLine, ...]
    was_tied: bool


def ledger_ties(posted: Sequence[Posted], others: Iterable[LedgerLine]) -> tuple[tuple[Tie, Decimal], ...]:
    """A tie for each cell, with what others booked in it, which is no part of the tie.

    Args:
        posted: our bookings with their ledger lines.
        others: the ledger lines that are no booking of ours.
    """
    accounts = vat_accounts(posted)
    items: dict[Cell, list[Item]] = defaultdict(list)
    for one in posted:
        expected, found = both_sides(one, accounts)
        for cell in expected.keys() | found.keys():
            left, right = expected.get(cell, ZERO), found.get(cell, ZERO)
            items[cell].append(Item(one.name, left, right, Cause.CORRECTED if one.was_tied else None))
    apart: Cells = defaultdict(lambda: ZERO)
    for line in others:
        apart[Cell(line.fiscal_year, line.period, line.account_id, line.vat_code)] += line.debit - line.credit
    return tuple((tie(cell.text, items[cell]), apart[cell]) for cell in sorted(items, key=_order))


def is_as_planned(one: Posted, accounts: frozenset[str]) -> bool:
    """Whether the ledger has a booking as it was planned, in every cell."""
    expected, found = both_sides(one, accounts)
    return expected == found


def both_sides(one: Posted, accounts: frozenset[str]) -> tuple[Cells, Cells]:
    """What was planned and what the ledger has, in the same cells.

    Where the VAT lines of the ledger do not name the codes of the booking, its VAT is compared as one amount.
    """
    expected, found = expected_cells(one.booking), found_cells(one, accounts)
    codes = {cell.vat_code for cell in expected if cell.account in _OF_VAT}
    if {cell.vat_code for cell in found if cell.account in _OF_VAT} <= codes:
        return expected, found
    return _without_codes(expected), _without_codes(found)


def _without_codes(cells: Cells) -> Cells:
    merged: Cells = defaultdict(lambda: ZERO)
    for cell, amount in cells.items():
        merged[replace(cell, vat_code=None) if cell.account in _OF_VAT else cell] += amount
    return {cell: amount for cell, amount in merged.items() if amount}


def expected_cells(booking: Booking) -> Cells:
    """What a booking should leave in the ledger."""
    cells: Cells = defaultdict(lambda: ZERO)
    year, period = booking.fiscal_year, booking.period
    control = booking.gross if booking.kind.control_side is Side.DEBIT else -booking.gross
    cells[Cell(year, period, CONTROL[booking.kind], None)] += control
    for line in booking.lines:
        cells[Cell(year, period, line.account_id, line.vat_code)] += _signed(line.side, line.ledger_amount)
    for row in booking.vat_rows:
        cells[Cell(year, period, DUE if row.is_due else VAT, row.vat_code)] += _vat_amount(booking, row)
    return {cell: amount for cell, amount in cells.items() if amount}


def found_cells(one: Posted, accounts: frozenset[str]) -> Cells:
    """What the ledger has of a booking; `accounts` are those on which Multivers keeps VAT."""
    cells: Cells = defaultdict(lambda: ZERO)
    planned = {(line.account_id, line.vat_code) for line in one.booking.lines}
    for line in one.lines:
        account, code = line.account_id, line.vat_code
        if line.relation_code:
            account, code = CONTROL[one.booking.kind], None
        elif (account, code) not in planned and account in accounts:
            account = DUE if _is_due(line, one.booking) else VAT
        cells[Cell(line.fiscal_year, line.period, account, code)] += line.debit - line.credit
    return {cell: amount for cell, amount in cells.items() if amount}


def vat_accounts(posted: Iterable[Posted]) -> frozenset[str]:
    """The accounts on which Multivers keeps VAT: what a booking's own accounts and control account leave over.

    Only a booking that has all of its own lines tells: in another one the line that is left over may be turnover
    on a wrong account.
    """
    found: set[str] = set()
    for one in posted:
        rest = [line for line in one.lines if not line.relation_code]
        planned = _own(one.booking)
        own: dict[tuple[str, int | None], Decimal] = defaultdict(lambda: ZERO)
        for line in rest:
            own[line.account_id, line.vat_code] += line.debit - line.credit
        if all(own.get(place) == amount for place, amount in planned.items()):
            found |= {account for account, code in own if (account, code) not in planned}
    return frozenset(found)


def _own(booking: Booking) -> Mapping[tuple[str, int | None], Decimal]:
    own: dict[tuple[str, int | None], Decimal] = defaultdict(lambda: ZERO)
    for line in booking.lines:
        own[line.account_id, line.vat_code] += _signed(line.side, line.ledger_amount)
    return own


def _vat_amount(booking: Booking, row: VatRow) -> Decimal:
    return _signed(booking.kind.control_side.opposite, row.ledger_amount)


def _is_due(line: LedgerLine, booking: Booking) -> bool:
    """Whether a VAT line is what we owe ourselves: by its side, and by its code where the ledger names it."""
    codes = {row.vat_code for row in booking.vat_rows}
    amount = line.debit - line.credit
    return any(
        row.is_due and amount * _vat_amount(booking, row) > 0
        for row in booking.vat_rows
        if line.vat_code == row.vat_code or line.vat_code not in codes
    )


def _signed(side: Side, amount: Decimal) -> Decimal:
    """Debit positive."""
    return amount if side is Side.DEBIT else -amount


def _order(cell: Cell) -> tuple[int, int, str, int]:
    return (cell.fiscal_year, cell.period, cell.account, -1 if cell.vat_code is None else cell.vat_code)
