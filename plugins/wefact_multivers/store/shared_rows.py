"""Small tables that several processes change in turn: rows are read and written in one short transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Connection, Result, Table
from sqlalchemy.exc import DBAPIError, IntegrityError
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt

from wefact_multivers.store.database import Store
from wefact_multivers.store.statements import add, change, locked_where, rows_where

Answer = TypeVar("Answer")
Row = Mapping[str, Any]
Step = Callable[[Sequence[Row]], tuple[Sequence[Row], Answer]]

_TRIES = 5


class SharedRows:
    """The rows of one small table.

    Every method may raise what `faults.database_faults` raises, and `StoreNotMigrated`.
    """

    def __init__(self, store: Store, table: Table) -> None:
        self._store = store
        self._table = table

    def read(self, **where: str) -> list[Row]:
        """The rows with those values."""
        with self._migrated(), self._store.read() as connection:
            return _plain(connection.execute(rows_where(self._table, *where), where))

    def change(
        self,
        step: Step[Answer],
        where: Mapping[str, str],
        *,
        besides: Callable[[Connection, Answer], None] | None = None,
    ) -> Answer:
        """Let `step` make new rows of those with those values; only one process is inside at a time.

        Args:
            step: gives the rows that are new or changed, with all their columns, and an answer.
            where: which rows it gets.
            besides: what else belongs into the transaction.
        """
        turns = Retrying(retry=retry_if_exception_type(IntegrityError), stop=stop_after_attempt(_TRIES), reraise=True)
        # Somebody else can make a row between our look and our insert.
        answer: Answer = turns(self._change_once, step, where, besides)
        return answer

    def _change_once(
        self, step: Step[Answer], where: Mapping[str, str], besides: Callable[[Connection, Answer], None] | None
    ) -> Answer:
        with self._migrated(), self._store.write() as connection:
            before = _plain(connection.execute(locked_where(self._table, *where), where))
            after, answer = step(before)
            known = {self._key(row) for row in before}
            for row in after:
                self._write(connection, row, is_new=self._key(row) not in known)
            if besides is not None:
                besides(connection, answer)
        return answer

    def _write(self, connection: Connection, row: Row, *, is_new: bool) -> None:
        if is_new:
            add(connection, self._table, row)
            return
        mine = {column.name: row[column.name] for column in self._table.primary_key}
        change(connection, self._table, mine, row)

    def _key(self, row: Row) -> tuple[object, ...]:
        return tuple(row[column.name] for column in self._table.primary_key)

    @contextmanager
    def _migrated(self) -> Iterator[None]:
        """Says of a table that is not there that the store is not migrated: a check of its own would cost each time."""
        try:
            yield
        except IntegrityError:
            raise
        except DBAPIError:
            self._store.check_migrated()
            raise


def _plain(found: Result[Any]) -> list[Row]:
    return [dict(row) for row in found.mappings()]
