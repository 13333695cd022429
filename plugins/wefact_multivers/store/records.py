"""The documents and relations that the link has seen, and where each stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, exists, func, insert, select, update

from wefact_multivers.domain.documents import Controller, SourceKey
from wefact_multivers.domain.money import ZERO
from wefact_multivers.domain.problems import Problem
from wefact_multivers.domain.status import OPEN, Event, Status, move
from wefact_multivers.store.evidence import Fact, record_evidence
from wefact_multivers.store.intents import Effect
from wefact_multivers.store.tables import open_intent, receipt, record

UNREAD = ""
"""Stands for the time of the last change of a record that could not be read as it is now."""


@dataclass(frozen=True)
class Seen:
    """What a WeFact record looked like when it was read.

    Attributes:
        number: the document's number, or the relation's code.
        date, relation_code, gross: of a document; None for a relation.
        modified: WeFact's own time of the last change, as text: only equality matters.
        content: the domain value as canonical JSON.
        content_hash: of what concerns the books alone; a payment in WeFact does not change it.
    """

    key: SourceKey
    number: str
    date: date | None
    relation_code: str | None
    gross: Decimal | None
    source_status: int | None
    modified: str
    content: str
    content_hash: str


@dataclass(frozen=True)
class Record:
    """A document or relation with its status."""

    seen: Seen
    status: Status
    problems: tuple[Problem, ...]
    plan_hash: str | None
    red_run: str | None
    red_at: datetime | None
    gone_since: datetime | None
    updated_at: datetime

    @property
    def key(self) -> SourceKey:
        """Which record of WeFact this is."""
        return self.seen.key


class Records:
    """The records of one administration, in one transaction."""

    def __init__(self, connection: Connection, administration_id: str) -> None:
        self._connection = connection
        self._administration_id = administration_id

    def get(self, key: SourceKey) -> Record | None:
        """One record; of one that was erased its number, amounts and hashes."""
        return next(iter(self._rows(self._is(key), erased=True)), None)

    def by_number(self, controller: Controller, number: str) -> Record | None:
        """The record with that number or code."""
        return next(iter(self._rows(record.c.controller == controller, record.c.number == number)), None)

    def with_status(self, controller: Controller, statuses: Collection[Status]) -> list[Record]:
        """The records with one of these statuses, by number."""
        return self._rows(record.c.controller == controller, record.c.status.in_(statuses))

    def dated(self, controller: Controller, first: date, last: date) -> list[Record]:
        """The documents dated in a range, both ends included."""
        return self._rows(record.c.controller == controller, record.c.date.between(first, last))

    def all_of(self, controller: Controller) -> list[Record]:
        """Every record of a kind, by number."""
        return self._rows(record.c.controller == controller)

    def of_relation(self, controller: Controller, code: str) -> list[Record]:
        """The documents of a debtor or creditor, by number."""
        return self._rows(record.c.controller == controller, record.c.relation_code == code)

    def unread(self, controller: Controller) -> list[Record]:
        """The records that could not be read as they are now, by number."""
        return self._rows(record.c.controller == controller, record.c.modified == UNREAD)

    def unsent(self, controller: Controller, effect: Effect) -> list[Record]:
        """The open records for which nothing stands in Multivers and nothing is under way, by number."""
        return self._rows(
            record.c.controller == controller,
            record.c.status.in_(OPEN),
            record.c.modified != UNREAD,
            ~_beside(receipt, effect),
            ~_beside(open_intent, effect),
        )

    def changed_since_receipt(self, controller: Controller, effect: Effect) -> list[Record]:
        """The records whose content is not what was written or adopted, by number."""
        differs = receipt.c.content_hash != record.c.content_hash
        return self._rows(record.c.controller == controller, _beside(receipt, effect, differs))

    def unchanged(self, rows: Iterable[tuple[SourceKey, str]]) -> set[SourceKey]:
        """Which of these (key, modified) pairs were read before and have not been modified since."""
        wanted = dict(rows)
        found: set[SourceKey] = set()
        for chunk in _chunks(list(wanted), 500):
            identifiers = [key.identifier for key in chunk]
            statement = select(record.c.controller, record.c.identifier, record.c.modified).where(
                record.c.administration_id == self._administration_id,
                record.c.controller == chunk[0].controller,
                record.c.identifier.in_(identifiers),
                record.c.status != Status.WITHDRAWN,
            )
            for controller, identifier, modified in self._connection.execute(statement):
                key = SourceKey(Controller(controller), identifier)
                if wanted[key] == modified:
                    found.add(key)
        return found

    def counts(self, controller: Controller) -> dict[Status, tuple[int, Decimal]]:
        """How many records stand at each status, and their gross in euros."""
        statement = (
            select(record.c.status, func.count(), func.sum(record.c.gross))
            .where(record.c.administration_id == self._administration_id, record.c.controller == controller)
            .group_by(record.c.status)
        )
        rows = self._connection.execute(statement)
        return {Status(status): (count, ZERO if gross is None else gross) for status, count, gross in rows}

    def see(self, seen: Seen, at: datetime) -> None:
        """Stores what was read; a new record starts as `new`, the status of a known one stays."""
        values = {**_columns(seen), "updated_at": at, "erased_at": None}
        if self.get(seen.key) is not None:
            self._change(seen.key, **values)
            return
        self._connection.execute(
            insert(record).values(
                administration_id=self._administration_id,
                controller=seen.key.controller,
                identifier=seen.key.identifier,
                status=Status.NEW,
                problems=(),
                **values,
            )
        )

    def happen(self, key: SourceKey, event: Event, at: datetime, *, problems: Iterable[Problem] = ()) -> Status:
        """Moves a record along the transition table, and writes it into the evidence if that changes anything.

        Raises:
            TransitionForbiddenError: the table does not know this event for the record's status.
        """
        current = self.get(key)
        if current is None:
            raise LookupError(f"{key} has never been seen")
        status, found = move(current.status, event), tuple(problems)
        if (status, found) == (current.status, current.problems):
            return status
        self._change(key, status=status, problems=found, updated_at=at)
        content: dict[str, object] = {
            "event": event,
            "status": status,
            "problems": [(entry.code, entry.values) for entry in found],
        }
        record_evidence(self._connection, self._administration_id, at, Fact("status", content, key))
        return status

    def plan(self, key: SourceKey, plan_hash: str | None) -> None:
        """Says which plan is the document's present one."""
        self._change(key, plan_hash=plan_hash)

    def painted_red(self, keys: Iterable[SourceKey], run_key: str, at: datetime) -> None:
        """Remembers in which run these documents turned their stream red."""
        for key in keys:
            self._change(key, red_run=run_key, red_at=at)

    def gone(self, key: SourceKey, since: datetime | None) -> None:
        """Remembers since when the booking of a record is not found in Multivers; None when it is back."""
        self._change(key, gone_since=since)

    def _change(self, key: SourceKey, **values: object) -> None:
        self._connection.execute(update(record).where(self._is(key)).values(**values))

    def _is(self, key: SourceKey) -> ColumnElement[bool]:
        return and_(
            record.c.administration_id == self._administration_id,
            record.c.controller == key.controller,
            record.c.identifier == key.identifier,
        )

    def _rows(self, *conditions: ColumnElement[bool], erased: bool = False) -> list[Record]:
        statement: Select[Any] = select(record).where(
            record.c.administration_id == self._administration_id, *conditions
        )
        if not erased:
            statement = statement.where(record.c.erased_at.is_(None))
        ordered = statement.order_by(record.c.number, record.c.identifier)
        return [_record(dict(row)) for row in self._connection.execute(ordered).mappings()]


def _beside(table: Table, effect: Effect, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the other table has a row for the same record and this effect."""
    return exists().where(
        table.c.administration_id == record.c.administration_id,
        table.c.controller == record.c.controller,
        table.c.identifier == record.c.identifier,
        table.c.effect == effect,
        *conditions,
    )


def _record(row: dict[str, Any]) -> Record:
    return Record(
        seen=Seen(
            key=SourceKey(Controller(row["controller"]), row["identifier"]),
            **{name: row[name] for name in _SEEN},
        ),
        status=Status(row["status"]),
        problems=row["problems"],
        plan_hash=row["plan_hash"],
        red_run=row["red_run"],
        red_at=row["red_at"],
        gone_since=row["gone_since"],
        updated_at=row["updated_at"],
    )


_SEEN = ("number", "date", "relation_code", "gross", "source_status", "modified", "content", "content_hash")


def _columns(seen: Seen) -> dict[str, object]:
    return {name: getattr(seen, name) for name in _SEEN}


def _chunks(keys: list[SourceKey], size: int) -> list[list[SourceKey]]:
    return [keys[start : start + size] for start in range(0, len(keys), size)]
