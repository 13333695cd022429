"""Ties our bookings to the ledger lines: batch totals, and account by VAT code by period (`accounting-rules.md 20`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from wefact_multivers.domain.bookings import Booking, Plan
from wefact_multivers.domain.documents import SourceKey
from wefact_multivers.domain.money import CENT, ZERO, amount_text, total
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.reconcile import Cause, Item, Tie, tie
from wefact_multivers.domain.reconcile_ledger import (
    CONTROL,
    DUE,
    VAT,
    Cells,
    Posted,
    found_cells,
    is_as_planned,
    ledger_ties,
    vat_accounts,
)
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.records import Record
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.kinds import DocumentKind
from wefact_multivers.streams.last_writes import last_writes
from wefact_multivers.streams.reconcile_sides import Books, debit, entry_of


@dataclass(frozen=True)
class BatchTotals:
    """One column of the batch totals, in euros.

    Attributes:
        column: wefact, plan, receipt or ledger.
        net, vat: None where that column does not know them.
        numbers: the invoice ids added up, so that one number for another shows.
    """

    column: str
    count: int
    net: Decimal | None
    vat: Decimal | None
    gross: Decimal
    numbers: int


@dataclass(frozen=True)
class LedgerSide:
    """What the ledger says of one kind.

    Attributes:
        batch: the four columns over what the link booked itself.
        net: what was planned against what WeFact prints.
        cells: a tie for each period, account and VAT code, with what others booked there.
        tied: bookings that are seen as planned for the first time.
    """

    batch: tuple[BatchTotals, ...]
    net: Tie
    cells: tuple[tuple[Tie, Decimal], ...]
    tied: frozenset[SourceKey]
    faults: tuple[Problem, ...]


@dataclass(frozen=True)
class Own:
    """A booking of ours that stands in the ledger, with its plan and its document."""

    receipt: Receipt
    plan: Plan
    posted: Posted
    record: Record | None

    @property
    def unchanged(self) -> Record | None:
        """The document, where it is still as it was booked."""
        record = self.record
        if record is None or record.seen.content_hash != self.receipt.content_hash or not record.seen.content:
            return None
        return record


def ledger_side(kind: DocumentKind, books: Books, owns: Sequence[Own]) -> LedgerSide:
    """Holds the ledger against the plans of a kind; what stands outside the ledger is not tied here."""
    posted = [own.posted for own in owns]
    ours = {entry_of(own.receipt) for own in owns}
    others = [line for entry, one in books.standings.items() if entry not in ours for line in one.lines]
    cells = ledger_ties(posted, others)
    accounts = vat_accounts(posted)
    news = [own for own in owns if is_as_planned(own.posted, accounts) and not own.posted.was_tied]
    net, differing = _net(kind, owns)
    return LedgerSide(
        batch=_batch(kind, owns, accounts),
        net=net,
        cells=cells,
        tied=frozenset(own.receipt.key for own in news),
        faults=(*differing, *(_cell_fault(item, one.name) for one, _ in cells for item in one.unexplained)),
    )


def bookings_of_ours(unit: Unit, kind: DocumentKind, books: Books) -> list[Own]:
    """The bookings of a kind that the link made and that stand in the ledger with the amount that was booked."""
    known = unit.reconciliations.tied()
    # Gone, or of another amount: that is told of the document itself.
    receipts = [one for one in books.of(kind) if books.gross(one) == one.gross]
    plans, records = last_writes(unit, receipts), unit.records.of(one.key for one in receipts)
    found = []
    for receipt in receipts:
        plan, lines = plans.get(receipt.key), books.standings[entry_of(receipt)].lines
        if plan is None or not lines:
            continue
        record = records.get(receipt.key)
        name = record.seen.number if record else receipt.reference or ""
        posted = Posted(name, plan.booking, tuple(lines), receipt.key in known)
        found.append(Own(receipt, plan, posted, record))
    return found


def _cell_fault(item: Item, cell: str) -> Problem:
    planned, found = amount_text(item.left or ZERO), amount_text(item.right or ZERO)
    return problem("RCN-006", number=item.name, cell=cell, found=found, planned=planned)


def _net(kind: DocumentKind, owns: Sequence[Own]) -> tuple[Tie, list[Problem]]:
    """WeFact's net against the planned one: gross and VAT stand, net may take a cent (`accounting-rules.md 6`)."""
    items = []
    for own in owns:
        record, booking = own.unchanged, own.posted.booking
        if record is None:
            continue
        document = kind.read(record)
        net = booking.printed_net
        is_cent = abs(document.net - net) <= CENT and document.gross == booking.gross
        items.append(Item(own.posted.name, document.net, net, Cause.ROUNDING if is_cent else None))
    made = tie("net", items)
    faults = [
        problem("RCN-010", number=one.name, wefact=amount_text(one.left or ZERO), booked=amount_text(one.right or ZERO))
        for one in made.unexplained
    ]
    return made, faults


def _batch(kind: DocumentKind, owns: Sequence[Own], accounts: frozenset[str]) -> tuple[BatchTotals, ...]:
    """Count, net, VAT, gross and numbers of what the link booked, as each of the four knows them."""
    count = len(owns)
    numbers = sum(int(own.receipt.invoice_id or 0) for own in owns)
    bookings = [own.posted.booking for own in owns]
    records = [own.record for own in owns if own.record is not None]
    documents = [kind.read(record) for record in records if record.seen.content]
    found = [found_cells(own.posted, accounts) for own in owns]
    gross = debit(kind.kind, _of(found, CONTROL[kind.kind]))
    # VAT of another country, and VAT that is cost, stand on other accounts; their lines are tied one by one.
    elsewhere = total([booking.foreign_vat for booking in bookings]) + total([_cost(booking) for booking in bookings])
    vat = elsewhere - debit(kind.kind, _of(found, VAT)) - debit(kind.kind, _of(found, DUE))
    return (
        BatchTotals(
            "wefact",
            len(records),
            total([document.net for document in documents]),
            total([document.vat for document in documents]),
            total([record.seen.gross or ZERO for record in records]),
            numbers,
        ),
        BatchTotals(
            "plan",
            count,
            total([booking.printed_net for booking in bookings]),
            total([booking.printed_vat for booking in bookings]),
            total([booking.gross for booking in bookings]),
            sum(int(booking.invoice_id) for booking in bookings),
        ),
        BatchTotals("receipt", count, None, None, total([own.receipt.gross or ZERO for own in owns]), numbers),
        BatchTotals("ledger", count, gross - vat, vat, gross, numbers),
    )


def _cost(booking: Booking) -> Decimal:
    """VAT that is no input VAT."""
    return total([row.not_deductible for row in booking.vat_rows])


def _of(found: Sequence[Cells], account: str) -> Decimal:
    """What all bookings together have on an account."""
    return total([amount for cells in found for cell, amount in cells.items() if cell.account == account])
