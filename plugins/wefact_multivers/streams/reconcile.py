"""Proves each run in both directions: every final document is in one status, every booking of ours has a document.

WeFact's list of the last `reconcile_days` is held against the store, and the store's receipts against the ledger
lines of Multivers. What nothing explains makes the run red (P2).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from wefact_multivers.clock import AMSTERDAM, today
from wefact_multivers.domain.bookings import Kind, Side
from wefact_multivers.domain.found import LedgerLine
from wefact_multivers.domain.money import ZERO, amount_text
from wefact_multivers.domain.problems import problem
from wefact_multivers.domain.status import IN_MULTIVERS, Event, Status
from wefact_multivers.errors import NotReconciled
from wefact_multivers.store.intents import Effect, Frozen
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.records import Record
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.extract import withdraw
from wefact_multivers.streams.kinds import DOCUMENT_KINDS, DOCUMENTS_OF, DocumentKind
from wefact_multivers.streams.runs import RunState, load_run
from wefact_multivers.streams.services import Services
from wefact_multivers.wefact.lists import ListQuery

Entry = tuple[int, str, int]
"""Fiscal year, journal, number: what names an entry of the ledger."""

NAMED = 5
"""How many differences of a kind are named; the others are counted."""


@dataclass(frozen=True)
class Span:
    """The days that are compared, both included."""

    first: date
    last: date


def reconcile(services: Services, run_key: str) -> dict[str, int]:
    """Compares WeFact, store and Multivers.

    Returns:
        How many documents and bookings were compared.

    Raises:
        NotReconciled: with the differences that nothing explains.
    """
    state = load_run(services, run_key)
    span = _span(services, state)
    kinds = [kind for kind in DOCUMENT_KINDS.values() if state.is_on(kind.stream)]
    documents = {kind.controller: _compare_wefact(services, span, kind) for kind in kinds}
    bookings, differences = _compare_multivers(services, state, span, kinds)
    lost = [text for _, texts in documents.values() for text in texts]
    if lost or differences:
        raise NotReconciled(differences="; ".join([*lost, *differences]))
    return {"documents": sum(count for count, _ in documents.values()), "bookings": bookings, "differences": 0}


def _span(services: Services, state: RunState) -> Span:
    administration, last = state.configuration.administration, today(services.clock)
    return Span(max(administration.start_date, last - timedelta(days=administration.reconcile_days)), last)


def _compare_wefact(services: Services, span: Span, kind: DocumentKind) -> tuple[int, list[str]]:
    """Documents that WeFact has and the store has not; what the store has and WeFact has not is withdrawn."""
    listing = services.wefact.list_documents(kind.controller, ListQuery(date_from=span.first, date_to=span.last))
    final = {row.key: row for row in listing.rows if row.is_final}
    with services.memory.read() as unit:
        known = {record.key: record for record in unit.records.dated(kind.controller, span.first, span.last)}
        read_until = unit.runs.changed_until(kind.stream)
    limit = read_until.astimezone(AMSTERDAM).replace(tzinfo=None) if read_until else None
    unseen = [row for key, row in final.items() if key not in known]
    lost = [row.number for row in unseen if limit is None or row.modified < limit]
    unreadable = {row.identifier for row in listing.unreadable}
    for key, record in known.items():
        if key not in final and key.identifier not in unreadable:
            _notice_gone(services, record)
    return len(final), [_named("in WeFact, niet in de koppeling", lost)] if lost else []


def _notice_gone(services: Services, record: Record) -> None:
    """A document that WeFact no longer lists: forgotten before it was booked, a question after."""
    if withdraw(services, record.key) or record.status not in IN_MULTIVERS - {Status.CHANGED}:
        return
    why = problem("DOC-003", fields="verwijderd in WeFact")
    with services.memory.write() as unit:
        unit.records.happen(record.key, Event.CHANGED_IN_WEFACT, services.clock.now(), problems=[why])


def _compare_multivers(
    services: Services, state: RunState, span: Span, kinds: Sequence[DocumentKind]
) -> tuple[int, list[str]]:
    """Bookings that the store has and the ledger has not, entries in our journals that the store has not."""
    years = {period.fiscal_year for period in state.reference.periods if _overlaps(period.start, period.end, span)}
    lines = [line for year in sorted(years) for line in services.multivers.ledger_lines(year, span.first, span.last)]
    receipts = _receipts(services, span, kinds)
    in_ledger = _entries(lines)
    entries = {**_listed(services, receipts, in_ledger), **in_ledger}
    with services.memory.write() as unit:
        under_way = {_entry(intent.frozen) for intent in unit.intents.unsettled(Effect.CREATE_BOOKING)}
        differences = [text for receipt in receipts if (text := _difference(services, unit, receipt, entries))]
    journals = state.configuration.administration.journals
    ours = {journal for kind in kinds for journal in journals.of(kind.kind)}
    explained = {_entry(receipt) for receipt in receipts} | under_way
    strangers = sorted(entry for entry in entries if entry[1] in ours and entry not in explained)
    return len(receipts), [*differences, *_strangers(strangers)]


def _receipts(services: Services, span: Span, kinds: Sequence[DocumentKind]) -> list[Receipt]:
    """What was booked or adopted of these kinds, dated in the span."""
    controllers = {kind.controller for kind in kinds}
    with services.memory.read() as unit:
        receipts = unit.receipts.dated(Effect.CREATE_BOOKING, span.first, span.last)
    return [receipt for receipt in receipts if receipt.key.controller in controllers]


@dataclass
class Standing:
    """What stands in Multivers under an entry.

    Attributes:
        balance: on the control account (debiteuren, crediteuren), in euros, debit positive.
        relations: whose it is.
    """

    balance: Decimal = ZERO
    relations: set[str] = field(default_factory=set)


def _entries(lines: Iterable[LedgerLine]) -> dict[Entry, Standing]:
    """What the ledger has under each entry."""
    entries: dict[Entry, Standing] = defaultdict(Standing)
    for line in lines:
        standing = entries[line.fiscal_year, line.journal_id, line.journal_transaction]
        if line.relation_code:
            standing.balance += line.debit - line.credit
            standing.relations.add(line.relation_code.strip())
    return dict(entries)


def _listed(
    services: Services, receipts: Sequence[Receipt], in_ledger: Mapping[Entry, Standing]
) -> dict[Entry, Standing]:
    """Our bookings that the ledger does not show and the list of invoices does, as `_entries` gives them.

    A concept may stand outside the ledger until somebody processes it (`multivers-api.md 8.1`): it is not gone. The
    lists are read only where something is not in the ledger, and nobody knows yet that it is gone.
    """
    with services.memory.read() as unit:
        missing = [one for of in DOCUMENTS_OF for one in unit.records.with_status(of, {Status.MISSING})]
        gone = {record.key for record in missing}
    absent = [receipt for receipt in receipts if _entry(receipt) not in in_ledger and receipt.key not in gone]
    places = sorted({(_kind(one), one.fiscal_year) for one in absent if one.fiscal_year})
    found = {
        (kind, booking.fiscal_year, booking.journal_id, booking.invoice_id, booking.relation_code): booking.gross
        for kind, year in places
        for booking in services.multivers.bookings(kind, year)
    }
    names = {
        _entry(one): (_kind(one), one.fiscal_year, one.journal_id, one.invoice_id, one.relation_code) for one in absent
    }
    return {
        entry: Standing(_debit(name[0], found[name]), {name[-1].strip()})
        for entry, name in names.items()
        if name in found
    }


def _kind(receipt: Receipt) -> Kind:
    return DOCUMENTS_OF[receipt.key.controller].kind


def _debit(kind: Kind, gross: Decimal) -> Decimal:
    """A gross amount as its control account has it, debit positive."""
    return gross if kind.control_side is Side.DEBIT else -gross


def _entry(of: Receipt | Frozen) -> Entry:
    """The entry of a receipt or an intent."""
    return (of.fiscal_year or 0, of.journal_id or "", of.journal_transaction or 0)


def _difference(services: Services, unit: Unit, receipt: Receipt, entries: Mapping[Entry, Standing]) -> str | None:
    """What the ledger has otherwise than a receipt; a booking that is gone on two runs is `missing`."""
    record = unit.records.get(receipt.key)
    if record is None or record.status is Status.REJECTED:
        # A booking that differs from its plan waits for a person already.
        return None
    gross, now = _gross(receipt, entries.get(_entry(receipt))), services.clock.now()
    if gross == receipt.gross:
        if record.gone_since is not None:
            unit.records.gone(receipt.key, None)
        if record.status is Status.MISSING:
            unit.records.happen(receipt.key, Event.BACK_IN_MULTIVERS, now)
        return None
    if gross is not None:
        return f"{receipt.reference}: {amount_text(gross)} in Multivers, {amount_text(receipt.gross or ZERO)} geboekt"
    if record.gone_since is None or record.status not in IN_MULTIVERS | {Status.MISSING}:
        unit.records.gone(receipt.key, now)
        return f"{receipt.reference}: boeking {receipt.invoice_id} niet gevonden in het grootboek"
    if record.status is not Status.MISSING:
        why = problem("DOC-013", invoice_id=receipt.invoice_id or "")
        unit.records.happen(receipt.key, Event.GONE_FROM_MULTIVERS, now, problems=[why])
        return f"{receipt.reference}: boeking {receipt.invoice_id} is verdwenen"
    return None


def _gross(receipt: Receipt, standing: Standing | None) -> Decimal | None:
    """The gross of a booking as it stands, None where it is gone: a stranger's under its number is another one."""
    if standing is None or (standing.relations and receipt.relation_code.strip() not in standing.relations):
        return None
    return _debit(_kind(receipt), standing.balance)


def _strangers(entries: list[Entry]) -> list[str]:
    names = [f"{journal} {number} ({year})" for year, journal, number in entries]
    return [_named("in ons dagboek, niet van de koppeling", names)] if names else []


def _named(what: str, names: list[str]) -> str:
    more = f" en {len(names) - NAMED} meer" if len(names) > NAMED else ""
    return f"{len(names)} {what}: {', '.join(names[:NAMED])}{more}"


def _overlaps(start: date, end: date, span: Span) -> bool:
    return start <= span.last and end >= span.first
