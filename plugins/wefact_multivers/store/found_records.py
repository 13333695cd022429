"""Pages of the documents and relations, found in the database: what a page costs does not grow with history."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import product
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, func, select

from wefact_multivers.domain.documents import Controller, SourceKey
from wefact_multivers.domain.status import Status
from wefact_multivers.store.tables import record

_LAST = "\U0010ffff"
"""Behind every sign that a number may have."""


class Order(StrEnum):
    """What a list may be sorted by."""

    DATE = "date"
    NUMBER = "number"
    GROSS = "gross"


@dataclass(frozen=True)
class Wanted:
    """Which records a list shows; whatever is empty asks for nothing.

    Attributes:
        first, last: the dates of the documents, both included.
        relation: the code of the debtor or creditor.
        text: the beginning of a number, as it is written; the list is then in the order of the numbers.
        newest_first: the highest value of the order first.
    """

    controllers: tuple[Controller, ...]
    statuses: tuple[Status, ...] = ()
    first: date | None = None
    last: date | None = None
    relation: str = ""
    text: str = ""
    order: Order = Order.DATE
    newest_first: bool = True

    @property
    def by(self) -> Order:
        """What the list is really sorted by."""
        return Order.NUMBER if self.text else self.order


class FoundRecords:
    """The records of one administration as lists show them, in one transaction.

    Each kind and status is asked for alone and in its order, so that a page is read from one end of an index.
    """

    def __init__(self, connection: Connection, administration_id: str) -> None:
        self._connection = connection
        self._mine = record.c.administration_id == administration_id

    def keys(self, wanted: Wanted, offset: int, limit: int) -> list[SourceKey]:
        """The keys of one page, in its order; records without a value for it come last."""
        found = [self._connection.execute(one.limit(offset + limit)).all() for one in self._parts(wanted)]
        return [_key(row) for row in _in_order(found, wanted)[offset : offset + limit]]

    def every(self, wanted: Wanted, size: int) -> Iterator[list[SourceKey]]:
        """The keys of all pages, kind by kind and status by status, read as they are asked for."""
        reading = self._connection.execution_options(yield_per=size)
        for one in self._parts(wanted):
            yield from ([_key(row) for row in page] for page in reading.execute(one).partitions())

    def count(self, wanted: Wanted, most: int) -> int:
        """How many there are; what lies above `most` is not counted any further."""
        some = [one.limit(most + 1).subquery() for one in self._parts(wanted)]
        counts = (self._connection.execute(select(func.count()).select_from(one)).scalar_one() for one in some)
        return min(sum(counts), most + 1)

    def _parts(self, wanted: Wanted) -> Iterator[Select[Any]]:
        by = record.c[wanted.by]
        order = (by.desc(), record.c.identifier.desc()) if wanted.newest_first else (by, record.c.identifier)
        kept = select(record.c.controller, record.c.identifier, by.label("by")).where(
            self._mine, record.c.erased_at.is_(None), *_conditions(wanted)
        )
        for controller, status in product(wanted.controllers, wanted.statuses or (None,)):
            of_kind = kept.where(record.c.controller == controller).order_by(*order)
            yield of_kind if status is None else of_kind.where(record.c.status == status)


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    if wanted.first:
        yield record.c.date >= wanted.first
    if wanted.last:
        yield record.c.date <= wanted.last
    if wanted.relation:
        yield record.c.relation_code == wanted.relation
    if wanted.text:
        # A range, not a pattern: it is found by the index, and no sign in it means anything.
        yield record.c.number.between(wanted.text, f"{wanted.text}{_LAST}")


def _in_order(parts: Sequence[Sequence[Row[Any]]], wanted: Wanted) -> list[Row[Any]]:
    rows = [row for part in parts for row in part if row.by is not None]
    without = [row for part in parts for row in part if row.by is None]
    return sorted(rows, key=lambda row: (row.by, row.identifier), reverse=wanted.newest_first) + without


def _key(row: Row[Any]) -> SourceKey:
    return SourceKey(Controller(row.controller), row.identifier)
