"""How a control account moved: opening, invoices, credit notes, payments, corrections, closing.

(`accounting-rules.md 20`: debiteurenaansluiting and crediteurenaansluiting.)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum

from wefact_multivers.domain.bookings import Kind, Side
from wefact_multivers.domain.found import LedgerLine
from wefact_multivers.domain.money import ZERO, total


class JournalType(IntEnum):
    """What a journal is for (`multivers-api.md 3.10`)."""

    MEMORIAL = 0
    CASH = 1
    BANK = 2
    PURCHASE = 3
    SALES = 4


OPENING_PERIOD = 0


class Move(StrEnum):
    """Why a control account moves."""

    OPENING = "opening"
    INVOICES = "invoices"
    CREDIT_NOTES = "credit_notes"
    PAYMENTS = "payments"
    CORRECTIONS = "corrections"


_PAYING = frozenset({JournalType.CASH, JournalType.BANK})
_INVOICING = {Kind.SALES: JournalType.SALES, Kind.PURCHASE: JournalType.PURCHASE}


@dataclass(frozen=True)
class Movement:
    """The control accounts of one side of the books in the days that were read, in euros, what is open positive.

    Attributes:
        accounts: of debtors or of creditors.
        moves: by cause, in the order of `Move`.
        by_others: the part of invoices and credit notes that the link did not book.
        is_from_start: the days begin a fiscal year, so that the closing amount is the balance of the accounts.
    """

    kind: Kind
    accounts: tuple[str, ...]
    first: date
    last: date
    moves: tuple[tuple[Move, Decimal], ...]
    by_others: Decimal
    is_from_start: bool

    @property
    def closing(self) -> Decimal:
        """What the moves add up to."""
        return total([amount for _, amount in self.moves])


def control_accounts(lines: Iterable[LedgerLine]) -> tuple[str, ...]:
    """The control accounts that stand in the ledger lines of bookings of one side."""
    return tuple(sorted({line.account_id for line in lines if line.relation_code}))


def moves(kind: Kind, lines: Iterable[LedgerLine], journal_types: dict[str, int]) -> tuple[tuple[Move, Decimal], ...]:
    """What moved the control accounts, from their own ledger lines.

    Args:
        kind: whose accounts they are.
        lines: of these accounts, by whomever.
        journal_types: by journal.
    """
    found = dict.fromkeys(Move, ZERO)
    for line in lines:
        amount = _open(kind, line)
        found[_move(kind, line, amount, journal_types.get(line.journal_id))] += amount
    return tuple(found.items())


def _open(kind: Kind, line: LedgerLine) -> Decimal:
    """An amount on a control account: positive where it raises what is open."""
    amount = line.debit - line.credit
    return amount if kind.control_side is Side.DEBIT else -amount


def _move(kind: Kind, line: LedgerLine, amount: Decimal, journal_type: int | None) -> Move:
    if line.period == OPENING_PERIOD:
        return Move.OPENING
    if journal_type == _INVOICING[kind]:
        return Move.INVOICES if amount >= 0 else Move.CREDIT_NOTES
    return Move.PAYMENTS if journal_type in _PAYING else Move.CORRECTIONS


def by_others(kind: Kind, lines: Iterable[LedgerLine], journal_types: dict[str, int]) -> Decimal:
    """What invoices and credit notes of others come to, of the lines that they have on the control accounts."""
    invoicing = {Move.INVOICES, Move.CREDIT_NOTES}
    return total([amount for move, amount in moves(kind, lines, journal_types) if move in invoicing])
