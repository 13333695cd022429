"""Proves each run in both directions: every final document is in one status, every booking of ours has a document.

WeFact's list of the last `reconcile_days` is held against the store, and the store's receipts against the ledger
lines of Multivers; what is older is counted, and compared one by one once a week. What nothing explains makes the
run red (P2).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from wefact_multivers.catalogue import Language
from wefact_multivers.clock import today
from wefact_multivers.domain.canonical import canonical_json, text_digest
from wefact_multivers.domain.documents import SourceKey
from wefact_multivers.domain.money import amount_text
from wefact_multivers.domain.problems import Problem
from wefact_multivers.domain.reconcile import tie
from wefact_multivers.errors import NotReconciled
from wefact_multivers.mapping.administration import Administration
from wefact_multivers.store.reconciliations import Reconciliation
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.corrections import note_corrections
from wefact_multivers.streams.kinds import DOCUMENT_KINDS
from wefact_multivers.streams.reconcile_documents import documents, strangers
from wefact_multivers.streams.reconcile_gone import confirm_gone, judge_bookings, notice_gone_documents
from wefact_multivers.streams.reconcile_ledger import Own, bookings_of_ours, ledger_side
from wefact_multivers.streams.reconcile_lists import lists_of
from wefact_multivers.streams.reconcile_open import open_items
from wefact_multivers.streams.reconcile_result import Compared, Comparison, LedgerTie, difference_texts
from wefact_multivers.streams.reconcile_series import all_series
from wefact_multivers.streams.reconcile_sides import Books, Span, WeFactSide, read_books, read_wefact
from wefact_multivers.streams.reconcile_statement import statement_of
from wefact_multivers.streams.runs import RunState, Stream, load_run
from wefact_multivers.streams.services import Services

SWEEP_DAYS = 7
"""A week after everything was compared one by one, it is again."""


def reconcile(services: Services, run_key: str, *, full: bool = False) -> dict[str, int]:
    """Compares WeFact, store and Multivers, and stores the tables.

    Args:
        services: of the administration.
        run_key: the run.
        full: compare everything since the start date one by one; a week after the last time, or where the count of
            what is older has changed, that is done anyway.

    Returns:
        How many documents and bookings were compared, and how many differences something explains.

    Raises:
        NotReconciled: with the differences that nothing explains.
        ListNotWhole, AnswerUnusable: a list did not come whole; nothing is known to be gone.
    """
    state = load_run(services, run_key)
    comparison, apart = _compare(services, state, full=full)
    _store(services, run_key, comparison, apart)
    if comparison.faults:
        raise NotReconciled(
            documents=comparison.unexplained_documents,
            unexplained=amount_text(comparison.unexplained),
            differences_nl=difference_texts(comparison.faults, Language.NL),
            differences_en=difference_texts(comparison.faults, Language.EN),
        )
    return {
        "documents": sum(one.documents.left.count for one in comparison.kinds),
        "bookings": sum(one.documents.right.count for one in comparison.kinds),
        "explained": sum(bridge.count for one in comparison.kinds for bridge in one.documents.bridges),
        "differences": 0,
    }


@dataclass(frozen=True)
class _Read:
    """What was read of both systems.

    Attributes:
        wrong: what Multivers has otherwise than the receipts, by document.
    """

    span: Span
    sides: tuple[WeFactSide, ...]
    books: Books
    wrong: Mapping[SourceKey, Problem]


def _compare(services: Services, state: RunState, *, full: bool) -> tuple[Comparison, dict[str, int]]:
    administration = state.configuration.administration
    span, sides = _wefact(services, state, full=full)
    for side in sides:
        notice_gone_documents(services, span, side)
    books = read_books(services, state, span, [side.kind for side in sides])
    books = confirm_gone(services, books)
    read = _Read(span, sides, books, judge_bookings(services, books, state.run.started_at))
    note_corrections(services, books)
    with services.memory.read() as unit:
        kinds = [_kind(unit, state, side, read) for side in sides]
    owns = [(side.kind, kind.owns) for side, kind in zip(sides, kinds, strict=True)]
    statement, differing = statement_of(state, books, span, sides, owns)
    with services.memory.read() as unit:
        lists = lists_of(unit, state, [side.kind for side in sides], owns)
    with services.memory.write() as unit:
        unit.reconciliations.tie(sorted(key for kind in kinds for key in kind.tied), services.clock.now())
    comparison = Comparison(
        at=services.clock.now(),
        first=span.first,
        last=span.last,
        is_full=span.first == administration.start_date,
        kinds=tuple(kind.compared for kind in kinds),
        faults=tuple(dict.fromkeys((*(fault for kind in kinds for fault in kind.faults), *differing))),
        statement=statement,
        lists=lists,
    )
    return comparison, _apart(sides)


def _wefact(services: Services, state: RunState, *, full: bool) -> tuple[Span, tuple[WeFactSide, ...]]:
    """WeFact's side: of the last days, or of everything since the start date."""
    administration, day = state.configuration.administration, today(services.clock)
    with services.memory.read() as unit:
        swept = unit.reconciliations.latest(full=True)
    if swept is not None and not full and day - swept.last < timedelta(days=SWEEP_DAYS):
        span = Span(_back(administration, day), day, _back(administration, swept.last))
        sides = _sides(services, state, span)
        if _apart(sides) == swept.apart:
            return span, sides
    # Never done, due again, or something older has come, gone or moved: only all of it tells what.
    whole = Span(administration.start_date, day, _back(administration, day))
    return whole, _sides(services, state, whole)


def _back(administration: Administration, day: date) -> date:
    """The first of the days that are compared one by one."""
    return max(administration.start_date, day - timedelta(days=administration.reconcile_days))


def _sides(services: Services, state: RunState, span: Span) -> tuple[WeFactSide, ...]:
    start = state.configuration.administration.start_date
    kinds = [kind for kind in DOCUMENT_KINDS.values() if state.is_on(kind.stream)]
    return tuple(read_wefact(services, kind, span, start) for kind in kinds)


def _apart(sides: Sequence[WeFactSide]) -> dict[str, int]:
    return {str(side.kind.controller): side.apart for side in sides}


@dataclass(frozen=True)
class _Kind:
    """One kind: its tables, what nothing explains, and what the ledger showed as planned for the first time."""

    compared: Compared
    owns: tuple[Own, ...]
    faults: tuple[Problem, ...]
    tied: frozenset[SourceKey]


def _kind(unit: Unit, state: RunState, side: WeFactSide, read: _Read) -> _Kind:
    """The ties of one kind, and what nothing explains."""
    administration = state.configuration.administration
    journals = administration.journals.of(side.kind.kind)
    found = documents(unit, side, read.books, read.span, read.wrong)
    found += strangers(unit, side, read.books, journals, is_shared=administration.shared_journal)
    owns = bookings_of_ours(unit, side.kind, read.books)
    ledger = ledger_side(side.kind, read.books, owns)
    still_open = open_items(unit, side) if state.is_on(Stream.PAYMENTS) else None
    compared = Compared(
        stream=side.kind.stream,
        documents=tie("documents", [one.item for one in found]),
        batch=ledger.batch,
        net=ledger.net,
        ledger=tuple(LedgerTie(one, others) for one, others in ledger.cells),
        open_items=None if still_open is None else tie("open_items", [one.item for one in still_open]),
        series=all_series(unit, side.kind, read.books, journals),
    )
    faults = [one.fault for one in (*found, *(still_open or ())) if one.fault is not None]
    return _Kind(compared, tuple(owns), (*faults, *ledger.faults), ledger.tied)


def _store(services: Services, run_key: str, comparison: Comparison, apart: dict[str, int]) -> None:
    """Stores the tables, and their totals and hash as evidence."""
    content = canonical_json(comparison)
    made = Reconciliation(
        run_key=run_key,
        at=comparison.at,
        first=comparison.first,
        last=comparison.last,
        is_full=comparison.is_full,
        is_tied=not comparison.faults,
        apart=apart,
        content=content,
        hash=text_digest(content),
    )
    totals: dict[str, object] = {
        "unexplained": comparison.unexplained,
        "unexplained_documents": comparison.unexplained_documents,
        "wefact": {kind.stream: kind.documents.left for kind in comparison.kinds},
        "multivers": {kind.stream: kind.documents.right for kind in comparison.kinds},
    }
    with services.memory.write() as unit:
        unit.reconciliations.save(made, totals)
