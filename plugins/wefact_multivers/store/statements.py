"""Statements on one table that are built once: building one costs more than running it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Insert, RowMapping, Select, Table, Update, bindparam, insert, select, update

from wefact_multivers.domain.documents import SourceKey

Value = TypeVar("Value")

CHUNK = 500
"""How many values one statement asks for."""

_ITS = "its_"
"""Before the name of a column that chooses the row: the plain name is the column's new value."""


@cache
def rows_where(table: Table, *names: str) -> Select[Any]:
    """The rows of a table with given values in these columns; the values are parameters of those names."""
    return select(table).where(*(table.c[name] == bindparam(name) for name in names))


@cache
def locked_where(table: Table, *names: str) -> Select[Any]:
    """The same rows, kept from other writers until the transaction ends."""
    return rows_where(table, *names).with_for_update()


def add(connection: Connection, table: Table, row: Mapping[str, object]) -> None:
    """Adds a row to a table."""
    connection.execute(_added_to(table), dict(row))


@cache
def _added_to(table: Table) -> Insert:
    return insert(table)


def change(connection: Connection, table: Table, where: Mapping[str, object], values: Mapping[str, object]) -> int:
    """Changes the rows with these values, and says how many there were."""
    chosen = {f"{_ITS}{name}": value for name, value in where.items()}
    return connection.execute(_changed_where(table, *where), {**chosen, **values}).rowcount


@cache
def _changed_where(table: Table, *names: str) -> Update:
    return update(table).where(*(table.c[name] == bindparam(f"{_ITS}{name}") for name in names))


def rows_of(
    connection: Connection, table: Table, keys: Iterable[SourceKey], where: Mapping[str, object]
) -> Iterator[RowMapping]:
    """The rows of many records that have these values besides, in few statements; in no order."""
    for controller, identifiers in _by_controller(keys).items():
        yield from rows_with(connection, table, "identifier", identifiers, {**where, "controller": controller})


def rows_with(
    connection: Connection, table: Table, column: str, values: Iterable[object], where: Mapping[str, object]
) -> Iterator[RowMapping]:
    """The rows that have one of many values in a column, and these values besides; in no order."""
    for chunk in batched(values, CHUNK):
        yield from connection.execute(*_chosen(table, column, chunk, where)).mappings()


def _chosen(
    table: Table, column: str, wanted: list[object], where: Mapping[str, object]
) -> tuple[Select[Any], dict[str, object]]:
    """The statement and its parameters; most ask for one value, and a list is written into it at each call."""
    if len(wanted) == 1:
        values = {**where, column: wanted[0]}
        return rows_where(table, *values), values
    return _rows_with(table, column, *where), {**where, "wanted": wanted}


@cache
def _rows_with(table: Table, column: str, *names: str) -> Select[Any]:
    return rows_where(table, *names).where(table.c[column].in_(bindparam("wanted", expanding=True)))


def _by_controller(keys: Iterable[SourceKey]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for key in keys:
        found[key.controller].append(key.identifier)
    return found


def batched(values: Iterable[Value], size: int) -> Iterator[list[Value]]:
    """The values in lists of at most so many: a statement takes no more parameters than its database allows."""
    rest = iter(values)
    while chunk := list(islice(rest, size)):
        yield chunk
