"""Pages of the documents and relations, found in the database: what a page costs does not grow with history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, or_, select

from wefact_multivers.domain.documents import Controller, SourceKey
from wefact_multivers.domain.status import Status
from wefact_multivers.store.tables import record

_ESCAPE = "\\"


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
        text: the beginning of a number, or of the code of a relation.
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


class FoundRecords:
    """The records of one administration as lists show them, in one transaction."""

    def __init__(self, connection: Connection, administration_id: str) -> None:
        self._connection = connection
        self._mine = record.c.administration_id == administration_id

    def keys(self, wanted: Wanted, offset: int, limit: int) -> list[SourceKey]:
        """The keys of one page, in its order."""
        statement = self._where(select(record.c.controller, record.c.identifier), wanted)
        ordered = statement.order_by(*_order(wanted)).offset(offset).limit(limit)
        return [SourceKey(Controller(row.controller), row.identifier) for row in self._connection.execute(ordered)]

    def every(self, wanted: Wanted, size: int) -> Iterator[list[SourceKey]]:
        """The keys of all pages, in their order, read as they are asked for."""
        statement = self._where(select(record.c.controller, record.c.identifier), wanted)
        rows = self._connection.execution_options(yield_per=size).execute(statement.order_by(*_order(wanted)))
        for page in rows.partitions():
            yield [SourceKey(Controller(row.controller), row.identifier) for row in page]

    def count(self, wanted: Wanted) -> int:
        """How many there are."""
        counting = self._where(select(func.count()).select_from(record), wanted)
        return int(self._connection.execute(counting).scalar_one())

    def _where(self, statement: Select[Any], wanted: Wanted) -> Select[Any]:
        return statement.where(self._mine, record.c.erased_at.is_(None), *_conditions(wanted))


def _conditions(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    yield record.c.controller.in_(wanted.controllers)
    if wanted.statuses:
        yield record.c.status.in_(wanted.statuses)
    if wanted.first:
        yield record.c.date >= wanted.first
    if wanted.last:
        yield record.c.date <= wanted.last
    if wanted.relation:
        yield record.c.relation_code == wanted.relation
    if wanted.text:
        begins = f"{_literally(wanted.text)}%"
        either = (column.ilike(begins, escape=_ESCAPE) for column in (record.c.number, record.c.relation_code))
        yield or_(*either)


def _order(wanted: Wanted) -> tuple[ColumnElement[Any], ...]:
    columns = (record.c[wanted.order], record.c.identifier)
    return tuple(column.desc() if wanted.newest_first else column.asc() for column in columns)


def _literally(text: str) -> str:
    """A text in which nothing stands for something else in a pattern."""
    for special in (_ESCAPE, "%", "_"):
        text = text.replace(special, _ESCAPE + special)
    return text
