"""The tables of a reconciliation, as they are stored and shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from pydantic import TypeAdapter

from wefact_multivers.catalogue import CATALOGUE, Language
from wefact_multivers.domain.money import total
from wefact_multivers.domain.problems import Problem
from wefact_multivers.domain.reconcile import Item, Tie
from wefact_multivers.domain.reconcile_series import Series
from wefact_multivers.streams.reconcile_ledger import BatchTotals
from wefact_multivers.streams.reconcile_lists import AccountantLists
from wefact_multivers.streams.reconcile_statement import Statement
from wefact_multivers.streams.runs import Stream
from wefact_multivers.streams.services import Office

NAMED = 5
"""How many differences of a kind are named; the others are counted."""


@dataclass(frozen=True)
class LedgerTie:
    """One period, account and VAT code: planned against the ledger, and what others booked there (euros, debit +)."""

    tie: Tie
    others: Decimal


@dataclass(frozen=True)
class Compared:
    """What was compared of one kind of document.

    Attributes:
        documents: WeFact's gross against that of the bookings.
        open_items: None where payments are switched off, so that Multivers' side is not known.
        series: the numbers of documents, and of our journals.
    """

    stream: Stream
    documents: Tie
    batch: tuple[BatchTotals, ...]
    net: Tie
    ledger: tuple[LedgerTie, ...]
    open_items: Tie | None
    series: tuple[Series, ...]

    @property
    def ties(self) -> Iterator[Tie]:
        """All ties of this kind."""
        yield self.documents
        yield self.net
        yield from (one.tie for one in self.ledger)
        if self.open_items is not None:
            yield self.open_items


@dataclass(frozen=True)
class Comparison:
    """How both systems compare, as of a stated moment.

    Attributes:
        at: the instant (UTC) at which both systems had been read.
        first, last: the dates of the documents that were compared one by one.
        is_full: everything since the start date was.
        faults: what nothing explains.
        statement: VAT return, ICP, OSS and control accounts; empty in what was stored before there was one.
        lists: what an accountant has to judge; they turn nothing red.
    """

    at: datetime
    first: date
    last: date
    is_full: bool
    kinds: tuple[Compared, ...]
    faults: tuple[Problem, ...]
    statement: Statement = field(default_factory=Statement)
    lists: AccountantLists = field(default_factory=AccountantLists)

    @property
    def unexplained_items(self) -> list[Item]:
        """What nothing explains, in any tie."""
        ties = [*(one for kind in self.kinds for one in kind.ties), *self.statement.ties]
        return [item for one in ties for item in one.unexplained]

    @property
    def unexplained_documents(self) -> int:
        """How many documents and bookings nothing explains."""
        return len({item.name for item in self.unexplained_items} | {one.values["number"] for one in self.faults})

    @property
    def unexplained(self) -> Decimal:
        """What nothing explains, in euros, of each document its largest difference: faults never cancel out."""
        largest: dict[str, Decimal] = defaultdict(Decimal)
        for item in self.unexplained_items:
            largest[item.name] = max(largest[item.name], abs(item.difference))
        return total(list(largest.values()))


_COMPARISON: TypeAdapter[Comparison] = TypeAdapter(Comparison)


def latest_comparison(services: Office) -> Comparison | None:
    """The tables of the last reconciliation; None before the first."""
    latest = latest_with_hash(services)
    return latest and latest[0]


def latest_with_hash(services: Office) -> tuple[Comparison, str] | None:
    """The tables of the last reconciliation and their hash in the evidence; None before the first."""
    services.store.check_migrated()
    with services.memory.read() as unit:
        latest = unit.reconciliations.latest()
    return None if latest is None else (_COMPARISON.validate_json(latest.content), latest.hash)


def difference_texts(faults: Sequence[Problem], language: Language) -> str:
    """What nothing explains, in one line: a few of each code by name, the others as a number."""
    by_code: dict[str, list[Problem]] = defaultdict(list)
    for fault in faults:
        by_code[fault.code].append(fault)
    return "; ".join(text for code in sorted(by_code) for text in _named(by_code[code], language))


def _named(faults: Sequence[Problem], language: Language) -> Iterable[str]:
    yield from (fault_text(fault, language) for fault in faults[:NAMED])
    if len(faults) > NAMED:
        yield f"+{len(faults) - NAMED}"


def fault_text(fault: Problem, language: Language) -> str:
    """What one of the differences is, without its code."""
    return CATALOGUE[fault.code].message(language, fault.values)
