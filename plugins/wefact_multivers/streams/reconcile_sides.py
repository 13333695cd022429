"""What each side of a reconciliation holds, as it was read: WeFact's documents, and the entries in the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from wefact_multivers.clock import AMSTERDAM
from wefact_multivers.domain.bookings import Kind, Side
from wefact_multivers.domain.documents import DocumentRow, SourceKey
from wefact_multivers.domain.found import FoundBooking, LedgerLine
from wefact_multivers.domain.money import ZERO
from wefact_multivers.domain.status import Status
from wefact_multivers.multivers.searching import Candidate
from wefact_multivers.store.intents import Effect, Frozen
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.streams.kinds import DOCUMENTS_OF, DocumentKind
from wefact_multivers.streams.runs import RunState
from wefact_multivers.streams.search import find_bookings
from wefact_multivers.streams.services import Services

Entry = tuple[int, str, int]
"""Fiscal year, journal, number: what names an entry of the ledger."""


@dataclass(frozen=True)
class Span:
    """The days that are compared, both included.

    Attributes:
        boundary: what is older is counted.
    """

    first: date
    last: date
    boundary: date

    def includes(self, day: date | None) -> bool:
        """Whether a document of that day is compared."""
        return day is not None and self.first <= day <= self.last


@dataclass(frozen=True)
class WeFactSide:
    """What WeFact has of one kind.

    Attributes:
        rows: the final documents in the span.
        drafts: what it lists and is not final.
        unreadable: identifiers of rows that cannot be read.
        apart: how many it has from before the boundary, besides those that the store knows.
        read_until: what changed later has not been read into the store (Amsterdam, without offset); None = never read.
    """

    kind: DocumentKind
    rows: Mapping[SourceKey, DocumentRow]
    drafts: frozenset[SourceKey]
    unreadable: frozenset[str]
    apart: int
    read_until: datetime | None

    def is_read(self, row: DocumentRow) -> bool:
        """Whether the store should know a row as it is."""
        return self.read_until is not None and row.modified < self.read_until


def read_wefact(services: Services, kind: DocumentKind, span: Span, start: date) -> WeFactSide:
    """WeFact's final documents of a kind in the span, and how many it has before it.

    Raises:
        AnswerUnusable: the list is not whole.
    """
    newest = services.wefact.newest_documents(kind.controller, min(span.first, span.boundary))
    with services.memory.read() as unit:
        known = unit.reconciliations.known(kind.controller, start, span.boundary)
        read_until = unit.runs.changed_until(kind.stream)
    older = newest.older + sum(row.date < span.boundary for row in newest.rows)
    return WeFactSide(
        kind=kind,
        rows={row.key: row for row in newest.rows if row.is_final and span.includes(row.date)},
        drafts=frozenset(row.key for row in newest.rows if not row.is_final),
        unreadable=frozenset(row.identifier for row in newest.unreadable),
        apart=older - known,
        read_until=read_until.astimezone(AMSTERDAM).replace(tzinfo=None) if read_until else None,
    )


@dataclass
class Standing:
    """What stands in Multivers under an entry.

    Attributes:
        balance: on the control account (debiteuren, crediteuren), in euros, debit positive.
        relations: whose it is.
        lines: of the ledger; empty where the entry stands outside it.
    """

    balance: Decimal = ZERO
    relations: set[str] = field(default_factory=set)
    lines: list[LedgerLine] = field(default_factory=list)


@dataclass(frozen=True)
class Books:
    """What Multivers has.

    Attributes:
        receipts: what was booked or adopted, dated in the span.
        standings: by entry, in every journal.
        taken: entries of ours under which something else stands now.
    """

    receipts: tuple[Receipt, ...]
    standings: Mapping[Entry, Standing]
    taken: frozenset[Entry] = frozenset()

    def of(self, kind: DocumentKind) -> list[Receipt]:
        """What was booked or adopted of one kind."""
        return [receipt for receipt in self.receipts if receipt.key.controller is kind.controller]

    def gross(self, receipt: Receipt) -> Decimal | None:
        """The gross of a booking as it stands, None where it is gone: a stranger's under its number is another one."""
        standing = self.standings.get(entry_of(receipt))
        if (
            entry_of(receipt) in self.taken
            or standing is None
            or (standing.relations and receipt.relation_code.strip() not in standing.relations)
        ):
            return None
        return debit(kind_of(receipt), standing.balance)


def read_books(services: Services, state: RunState, span: Span, kinds: Sequence[DocumentKind]) -> Books:
    """The ledger of the span, and of our bookings those that stand outside it (`multivers-api.md 8.1`)."""
    periods = state.reference.periods
    years = {period.fiscal_year for period in periods if period.start <= span.last and period.end >= span.first}
    lines = [line for year in sorted(years) for line in services.multivers.ledger_lines(year, span.first, span.last)]
    controllers = {kind.controller for kind in kinds}
    with services.memory.read() as unit:
        dated = unit.receipts.dated(Effect.CREATE_BOOKING, span.first, span.last)
        gone = {one.key for of in controllers for one in unit.records.with_status(of, {Status.MISSING})}
    receipts = [receipt for receipt in dated if receipt.key.controller in controllers]
    in_ledger = _standings(lines)
    absent = [one for one in receipts if entry_of(one) not in in_ledger and one.key not in gone]
    return Books(tuple(receipts), {**_listed(services, state, absent), **in_ledger})


def _standings(lines: Iterable[LedgerLine]) -> dict[Entry, Standing]:
    """What the ledger has under each entry."""
    entries: dict[Entry, Standing] = defaultdict(Standing)
    for line in lines:
        standing = entries[line.fiscal_year, line.journal_id, line.journal_transaction]
        standing.lines.append(line)
        if line.relation_code:
            standing.balance += line.debit - line.credit
            standing.relations.add(line.relation_code.strip())
    return dict(entries)


def _listed(services: Services, state: RunState, absent: Sequence[Receipt]) -> dict[Entry, Standing]:
    """Our bookings that the ledger does not show and the list of invoices does, as `_standings` gives them.

    A concept may stand outside the ledger until somebody processes it: it is not gone.
    """
    found: dict[tuple[object, ...], FoundBooking] = {}
    for kind in DOCUMENTS_OF.values():
        wanted = [_candidate(one) for one in absent if one.key.controller is kind.controller]
        found |= {_name(kind.kind, booking): booking for booking in find_bookings(services, state, kind.kind, wanted)}
    standings = {}
    for receipt in absent:
        booking = found.get(_name(kind_of(receipt), receipt))
        if booking is not None:
            standings[entry_of(receipt)] = Standing(debit(kind_of(receipt), booking.gross), {booking.relation_code})
    return standings


def _candidate(receipt: Receipt) -> Candidate:
    return Candidate(
        receipt.invoice_id or "", receipt.reference or "", receipt.relation_code.strip(), receipt.gross or ZERO
    )


def _name(kind: Kind, of: Receipt | FoundBooking) -> tuple[object, ...]:
    """What a booking is recognised by in a list, which does not tell its number in the journal."""
    return (kind, of.fiscal_year, of.journal_id, of.invoice_id, of.relation_code.strip())


def kind_of(receipt: Receipt) -> Kind:
    """The side of the books."""
    return DOCUMENTS_OF[receipt.key.controller].kind


def debit(kind: Kind, gross: Decimal) -> Decimal:
    """A gross amount as its control account has it, debit positive; and back."""
    return gross if kind.control_side is Side.DEBIT else -gross + ZERO


def entry_of(of: Receipt | Frozen) -> Entry:
    """The entry of a receipt or an intent."""
    return (of.fiscal_year or 0, of.journal_id or "", of.journal_transaction or 0)
