"""Statements on one table that are built once: building one costs more than running it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from sqlalchemy import Connection, Select, Table, Update, bindparam, select, update

_ITS = "its_"
"""Before the name of a column that chooses the row: the plain name is the column's new value."""


@cache
def rows_where(table: Table, *names: str) -> Select[Any]:
    """The rows of a table with given values in these columns; the values are parameters of those names."""
    return select(table).where(*(table.c[name] == bindparam(name) for name in names))


def change(connection: Connection, table: Table, where: Mapping[str, object], values: Mapping[str, object]) -> int:
    """Changes the rows with these values, and says how many there were."""
    chosen = {f"{_ITS}{name}": value for name, value in where.items()}
    return connection.execute(_changed_where(table, *where), {**chosen, **values}).rowcount


@cache
def _changed_where(table: Table, *names: str) -> Update:
    return update(table).where(*(table.c[name] == bindparam(f"{_ITS}{name}") for name in names))
