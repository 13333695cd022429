"""What every document of WeFact ever said: under faults a booking may follow any version that was final."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.oracle.agreement import Agreement
from tests.oracle.booking_rules import Expected, book, digits
from tests.oracle.books import Period, regular_periods
from tests.oracle.changes import changes
from tests.oracle.expectations import amsterdam_day
from tests.oracle.paper import CREDIT_NOTE, Document, Relation
from tests.oracle.reasons import VOID, Situation, Why, period_of, why_never
from tests.oracle.sides import PURCHASES, SALES, SIDES, Side
from tests.oracle.wefact import account, papers, relation_of
from tests.oracle.written_back import OF_A_PAYMENT

Record = dict[str, Any]
Key = tuple[str, str]
"""The name of a side and WeFact's `Identifier`, which never changes."""

Name = tuple[str, str, str]
FINAL = {SALES.name: frozenset("23489"), PURCHASES.name: frozenset("1238")}
"""WeFact's statuses of a document that was sent or received (DESIGN 3)."""

CATALOGUE = ("groups", "products", "cost_categories", "tax_purchase")
"""What besides itself and its relation decides how a document is booked."""


@dataclass(frozen=True, eq=False)
class Version:
    """A document as it was for some time.

    Attributes:
        why: the reason in itself not to book it; None where there is none.
        asks: the booking that it asks for, unless such a reason or no period at all forbids it.
    """

    paper: Document
    why: Why | None
    asks: Expected | None

    @property
    def name(self) -> Name:
        """What its booking is called."""
        return name_of(self.paper)

    def is_as_old_as(self, moment: str) -> bool:
        """Whether it was there at a moment, `Modified` of WeFact; empty = now."""
        return not moment or str(self.paper.record.get("Modified", "")) <= moment.replace("T", " ")


@dataclass
class History:
    """One document through time.

    Attributes:
        versions: what it said while it was final, oldest first.
        paper: as it is now, its payment included; None once it is gone from WeFact.
        was_lost: it has been gone, void or a draft again at some time after it was seen.
        was_paid: WeFact has called it paid, or it takes no payment, at some time.
        was_in_doubt: WeFact has named an account of its creditor, at some time.
    """

    versions: list[Version] = field(default_factory=list)
    paper: Document | None = None
    was_lost: bool = False
    was_paid: bool = False
    was_in_doubt: bool = False

    @property
    def is_final(self) -> bool:
        """Whether it is final now."""
        return self.paper is not None and is_final(self.paper)

    @property
    def is_void(self) -> bool:
        """Whether it has lapsed."""
        return self.paper is not None and self.paper.side is SALES and self.paper.status == VOID

    @property
    def number(self) -> str:
        """What people call it."""
        return self.paper.number if self.paper else self.versions[-1].paper.number

    @property
    def invoice_ids(self) -> set[str]:
        """The invoice numbers that follow from the numbers it ever had."""
        return {digits(each.paper.number) for each in self.versions if each.paper.side is SALES}

    @property
    def latest_relation(self) -> str:
        """The code of its debtor or creditor."""
        return (
            self.paper.relation.code if self.paper else self.versions[-1].paper.relation.code if self.versions else ""
        )

    @property
    def latest(self) -> Version:
        """What it said last while it was final."""
        return self.versions[-1]


class Histories(dict[Key, History]):
    """Every document by side and Identifier.

    Attributes:
        by_name: the versions that ask for a booking of this name.
        relations: what each debtor or creditor ever was, by side and code.
        relation_records: the same as WeFact holds it.
    """

    def __init__(self, agreed: Agreement) -> None:
        super().__init__()
        self.by_name: Mapping[Name, list[tuple[Key, Version]]] = defaultdict(list)
        self.relations: Mapping[tuple[str, str], list[Relation]] = defaultdict(list)
        self.relation_records: Mapping[tuple[str, str], list[Record]] = defaultdict(list)
        self._agreed = agreed
        self._held: Record = {}
        self._method = ""

    def read(self, state: Record) -> None:
        """Take note of what the documents say now; only what changed is looked at."""
        held, method = account(state), state["settings"]["totals_method"]
        situation = outside(state, self._agreed)
        is_new_way = method != self._method or any(held[name] != self._held.get(name) for name in CATALOGUE)
        for side in SIDES:
            was = self._held.get(side.wefact.documents, {})
            for key in was.keys() - held[side.wefact.documents].keys():
                self._is_gone((side.name, str(was[key]["Identifier"])))
            self._read_relations(side, held)
            touched = self._touched(side, held, everything=is_new_way)
            for paper in papers(state, side, touched):
                self._note(paper, situation)
        self._held, self._method = {name: dict(held[name]) for name in _READ}, method

    def _read_relations(self, side: Side, held: Record) -> None:
        table = side.wefact.relations
        for change in changes(self._held.get(table, {}), held[table]):
            if change.now:
                relation = relation_of(side, change.now)
                self.relations[side.name, relation.code].append(relation)
                self.relation_records[side.name, relation.code].append(change.now)
                if relation.may_be_in_doubt:
                    self._doubt(side, relation.code)

    def _doubt(self, side: Side, code: str) -> None:
        """Also of what is gone from WeFact by now: the link may be about to book it."""
        for (name, _), history in self.items():
            if name == side.name and history.latest_relation == code:
                history.was_in_doubt = True

    def _touched(self, side: Side, held: Record, *, everything: bool) -> Iterable[Record]:
        records = held[side.wefact.documents]
        if everything:
            return list(records.values())
        old = self._held
        relations = {key for key, *_ in changes(old[side.wefact.relations], held[side.wefact.relations])}
        own = {key for key, *_ in changes(old[side.wefact.documents], records)}
        return [record for key, record in records.items() if key in own or record[side.wefact.relation] in relations]

    def _is_gone(self, key: Key) -> None:
        self[key].paper, self[key].was_lost = None, True

    def _note(self, paper: Document, situation: Situation) -> None:
        key = key_of(paper)
        history = self.setdefault(key, History())
        history.paper = paper
        if not is_final(paper) or history.is_void:
            history.was_lost = True
        history.was_in_doubt |= any(each.may_be_in_doubt for each in self.relations[key[0], paper.relation.code])
        history.was_paid |= paper.status in paper.side.never_paid | {paper.side.paid}
        if is_final(paper) and not (history.versions and _says_the_same(history.latest.paper, paper)):
            version = Version(paper, *_booking_of(paper, situation))
            history.versions.append(version)
            self.by_name[version.name].append((key, version))


def key_of(paper: Document) -> Key:
    """Which document it is."""
    return paper.side.name, str(paper.record["Identifier"])


def name_of(paper: Document) -> Name:
    """What its booking is called: the printed number, and on a purchase whose number it is."""
    return paper.side.name, paper.reference, "" if paper.side is SALES else paper.relation.code


def is_final(paper: Document) -> bool:
    """Whether it was sent or received, and bears a number."""
    return paper.status in FINAL[paper.side.name] and not paper.number.startswith("[concept]")


def outside(state: Record, agreed: Agreement) -> Situation:
    """What a document's own reasons need to know of the world: nothing but the day and the periods."""
    periods: tuple[Period, ...] = tuple(regular_periods(state))
    return Situation(amsterdam_day(state), periods, (), (), (), frozenset(), frozenset(), agreed)


def _booking_of(paper: Document, situation: Situation) -> tuple[Why | None, Expected | None]:
    why, period = why_never(paper, situation), period_of(paper, situation.periods)
    return why, _book(paper, period, situation) if why is None and period else None


def _book(paper: Document, period: Period, situation: Situation) -> Expected:
    return book(paper, period, is_free=situation.agreed.frees_purchases)


def _says_the_same(one: Document, other: Document) -> bool:
    if (one.relation, one.printed_lines, one.totals) != (other.relation, other.printed_lines, other.totals):
        return False
    return all((one.status == each) == (other.status == each) for each in (CREDIT_NOTE, VOID)) and all(
        one.record.get(name) == other.record.get(name) for name in _said(one, other)
    )


def _said(one: Document, other: Document) -> Iterator[str]:
    return (name for name in one.record.keys() | other.record.keys() if name not in OF_A_PAYMENT)


_READ = (*CATALOGUE, *(side.wefact.documents for side in SIDES), *(side.wefact.relations for side in SIDES))
