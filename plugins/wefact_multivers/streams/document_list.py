"""The documents and relations as people look through them: a page at a time, in their order."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Generic, TypeVar

from wefact_multivers.catalogue import Language
from wefact_multivers.domain.documents import SourceKey
from wefact_multivers.store.found_records import Wanted
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.records import Record
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.explain import ExplainedProblem, explain_problem
from wefact_multivers.streams.kinds import KIND_OF, RELATION_KINDS, DocumentKind, RelationKind
from wefact_multivers.streams.report import booked_in
from wefact_multivers.streams.runs import Stream
from wefact_multivers.streams.services import Office

PAGE = 50
"""Rows of a page."""

MOST = 1000
"""Rows that can be paged through: who wants more asks for less, or takes the file. What lies above is not counted."""

_AT_ONCE = 500
"""Rows that an export reads at once."""


@dataclass(frozen=True)
class DocumentRow:
    """A document or relation in a list.

    Attributes:
        relation_name: empty where the relation was never seen, or was erased.
        gross: in euros; None for a relation.
        booked_in: journal and number, or the relation's code; empty before.
        payment: where the payment stands; empty before it was looked at.
        updated_at: UTC.
    """

    stream: Stream
    number: str
    date: date | None
    relation_code: str
    relation_name: str
    gross: Decimal | None
    status: str
    booked_in: str
    payment: str
    problems: tuple[ExplainedProblem, ...]
    updated_at: datetime


Row = TypeVar("Row")


@dataclass(frozen=True)
class Place:
    """Which rows a page shows.

    Attributes:
        number: of the page; the first is 1.
    """

    number: int
    size: int = PAGE

    @property
    def offset(self) -> int:
        """How many rows stand before it."""
        return (self.number - 1) * self.size


@dataclass(frozen=True)
class Paged(Generic[Row]):
    """One page of a list.

    Attributes:
        number: of the page; the first is 1.
        count: of all rows that are wanted, or one more than can be paged through.
    """

    rows: tuple[Row, ...]
    number: int
    count: int

    @property
    def is_cut(self) -> bool:
        """Whether there is more than can be paged through."""
        return self.count > MOST

    @property
    def last(self) -> int:
        """The number of the last page."""
        return _last_page(self.count)

    @staticmethod
    def at(number: int, count: int) -> Place:
        """The page of that number; the nearest one where the list is not so long."""
        return Place(min(max(1, number), _last_page(count)))


def _last_page(count: int) -> int:
    return max(1, -(-min(count, MOST) // PAGE))


def document_page(office: Office, wanted: Wanted, number: int, language: Language) -> Paged[DocumentRow]:
    """One page of what is wanted; a number behind the last gives the last."""
    with office.memory.read() as unit:
        count = unit.found.count(wanted, MOST)
        at = Paged.at(number, count)
        keys = unit.found.keys(wanted, at.offset, at.size)
        return Paged(tuple(_rows(unit, keys, language)), at.number, count)


def every_document(office: Office, wanted: Wanted, language: Language) -> Iterator[DocumentRow]:
    """Everything that is wanted, read little by little: the length of the list costs no memory."""
    with office.memory.read() as unit:
        for keys in unit.found.every(wanted, _AT_ONCE):
            yield from _rows(unit, keys, language)


def _rows(unit: Unit, keys: Sequence[SourceKey], language: Language) -> Iterator[DocumentRow]:
    """The rows of these records, in the order of the keys."""
    records, payments = unit.records.of(keys), unit.payments.of(keys)
    names, receipts = relation_names(unit, records.values()), receipts_of(unit, keys)
    for key in keys:
        record, payment = records[key], payments.get(key)
        found = (*record.problems, *(payment.problems if payment else ()))
        yield DocumentRow(
            stream=KIND_OF[key.controller].stream,
            number=record.seen.number,
            date=record.seen.date,
            relation_code=record.seen.relation_code or "",
            relation_name=names.get(key, ""),
            gross=record.seen.gross,
            status=record.status.value,
            booked_in=booked_in(receipts.get(key)),
            payment=payment.status.value if payment else "",
            problems=tuple(explain_problem(one, language) for one in found),
            updated_at=record.updated_at,
        )


def receipts_of(unit: Unit, keys: Sequence[SourceKey]) -> dict[SourceKey, Receipt]:
    """What stands in Multivers for these records of several kinds."""
    effects = {KIND_OF[key.controller].effect for key in keys}
    return {key: receipt for effect in effects for key, receipt in unit.receipts.of(keys, effect).items()}


def relation_names(unit: Unit, records: Collection[Record]) -> dict[SourceKey, str]:
    """The names that belong to these records: of a relation its own, of a document its debtor's or creditor's."""
    names: dict[SourceKey, str] = {}
    for kind in RELATION_KINDS.values():
        mine = [record for record in records if _relations(record) is kind]
        codes = {_code(record) for record in mine}
        known = {one.seen.number: kind.read(one).name for one in unit.records.with_numbers(kind.controller, codes)}
        names |= {record.key: known.get(_code(record), "") for record in mine}
    return names


def _relations(record: Record) -> RelationKind:
    kind = KIND_OF[record.key.controller]
    return kind.relations if isinstance(kind, DocumentKind) else kind


def _code(record: Record) -> str:
    """The code of the relation: a relation's number is its code."""
    is_document = isinstance(KIND_OF[record.key.controller], DocumentKind)
    return (record.seen.relation_code or "") if is_document else record.seen.number
