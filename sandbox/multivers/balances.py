"""Opening balances, and totals per account and period with them, derived from the ledger.

Period 0 is the opening of a year (multivers-api.md 2.1): bookings marked as opening balance, and what the
balance accounts carry over from earlier years; the result of those years goes to equity. The carrying over is the
sandbox's own, since no source tells how a Multivers year is opened.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sandbox.model import Record
from sandbox.multivers.context import Books
from sandbox.multivers.ledger import account_totals, ledger_line

OPENING = 0
EQUITY = "0500"
_PROFIT_AND_LOSS = 2


@dataclass
class Total:
    """Debit and credit of one account in one period, in cents."""

    debit: int = 0
    credit: int = 0

    @property
    def balance(self) -> int:
        """Debit less credit."""
        return self.debit - self.credit

    def add(self, debit: int, credit: int) -> None:
        """Count more."""
        self.debit += debit
        self.credit += credit


def totals(books: Books, year: int) -> dict[tuple[str, int], Total]:
    """Totals of a year by (account, period), the opening as period 0."""
    sums: dict[tuple[str, int], Total] = defaultdict(Total)
    for line in carried_over(books, year):
        sums[line["accountId"], OPENING].add(max(line["cents"], 0), max(-line["cents"], 0))
    for (period, account), (debit, credit) in account_totals(books, year).items():
        if debit or credit:
            sums[account, period].add(debit, credit)
    return sums


def by_account(books: Books, year: int) -> tuple[dict[str, Total], dict[str, Total]]:
    """Totals of a year by account: all of it, and its opening alone."""
    whole: dict[str, Total] = defaultdict(Total)
    opening: dict[str, Total] = defaultdict(Total)
    for (account, period), total in totals(books, year).items():
        whole[account].add(total.debit, total.credit)
        if period == OPENING:
            opening[account].add(total.debit, total.credit)
    return whole, opening


def carried_over(books: Books, year: int) -> list[Record]:
    """The ledger lines with which a year opens: they add up to zero."""
    sums: dict[str, int] = defaultdict(int)
    for earlier in [int(name) for name in books.db.fiscal_years if int(name) < year]:
        for (_, account), (debit, credit) in account_totals(books, earlier).items():
            sums[_carried_to(books, earlier, account)] += debit - credit
    return [ledger_line(account, cents, description="Beginbalans") for account, cents in sorted(sums.items()) if cents]


def _carried_to(books: Books, year: int, account_id: str) -> str:
    account = books.db.accounts.get(f"{year}/{account_id}", {})
    return EQUITY if account.get("accountType") == _PROFIT_AND_LOSS else account_id
