"""The documents and relations that the link has seen, and where each stands."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    Table,
    bindparam,
    exists,
    func,
    or_,
    select,
)

from wefact_multivers.domain.documents import Controller, SourceKey
from wefact_multivers.domain.money import ZERO
from wefact_multivers.domain.problems import Problem
from wefact_multivers.domain.status import IN_MULTIVERS, OPEN, Event, Status, move
from wefact_multivers.store.evidence import Fact, record_evidence
from wefact_multivers.store.intents import Effect
from wefact_multivers.store.statements import CHUNK, add, batched, change, rows_of, rows_where, rows_with
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
        this = self._of(key)
        row = self._connection.execute(rows_where(record, *this), this).mappings().one_or_none()
        return None if row is None else _record(row)

    def of(self, keys: Iterable[SourceKey]) -> dict[SourceKey, Record]:
        """Those of these records that were ever seen, each as `get` gives it."""
        mine = {"administration_id": self._administration_id}
        found = map(_record, rows_of(self._connection, record, keys, mine))
        return {one.key: one for one in found}

    def by_number(self, controller: Controller, number: str) -> Record | None:
        """The record with that number or code."""
        values = {"administration_id": self._administration_id, "controller": controller, "number": number}
        row = self._connection.execute(_BY_NUMBER, values).mappings().first()
        return None if row is None else _record(row)

    def with_status(self, controller: Controller, statuses: Collection[Status]) -> list[Record]:
        """The records with one of these statuses, by number."""
        return self._having("status", controller, statuses)

    def dated(self, controller: Controller, first: date, last: date) -> list[Record]:
        """The documents dated in a range, both ends included."""
        return self._run(_DATED, controller=controller, first=first, last=last)

    def all_of(self, controller: Controller) -> list[Record]:
        """Every record of a kind, by number."""
        return self._run(_OF_A_KIND, controller=controller)

    def of_relation(self, controller: Controller, code: str) -> list[Record]:
        """The documents of a debtor or creditor, by number."""
        return self._having("relation_code", controller, [code])

    def numbers(self, controller: Controller) -> list[str]:
        """The numbers or codes of every record of a kind, in their order."""
        values = {"administration_id": self._administration_id, "controller": controller}
        return list(self._connection.execute(_NUMBERS, values).scalars())

    def of_relations(self, controller: Controller, codes: Iterable[str]) -> list[Record]:
        """The documents of several debtors or creditors, by number."""
        return self._having("relation_code", controller, codes)

    def with_numbers(self, controller: Controller, numbers: Iterable[str]) -> list[Record]:
        """The records with one of these numbers or codes, by number."""
        return self._having("number", controller, numbers)

    def identified(self, controller: Controller, keys: Iterable[SourceKey]) -> list[Record]:
        """Those of these records of a kind that were not erased, by number."""
        return self._having("identifier", controller, (key.identifier for key in keys))

    def unread(self, controller: Controller) -> list[Record]:
        """The records that could not be read as they are now, by number."""
        return self._having("modified", controller, [UNREAD])

    def unsent(self, controller: Controller, effect: Effect) -> list[Record]:
        """The open records for which nothing stands in Multivers and nothing is under way, by number."""
        return self._run(_UNSENT, controller=controller, effect=effect)

    def changed_since_receipt(self, controller: Controller, effect: Effect) -> list[Record]:
        """The records whose content is not what was written or adopted, by number."""
        return self._run(_CHANGED, controller=controller, effect=effect)

    def without_receipt(self, controller: Controller, effect: Effect) -> list[Record]:
        """The records that stand in Multivers, and of which an effect left nothing and is not under way, by number."""
        return self._run(_WITHOUT, controller=controller, effect=effect)

    def shown(self, controller: Controller, settled: Collection[Status], first: date) -> list[Record]:
        """The records that are not settled, and those dated on that day or later, or not dated, by number."""
        return self._run(_SHOWN, controller=controller, settled=list(settled), first=first)

    def unchanged(self, rows: Iterable[tuple[SourceKey, str]]) -> set[SourceKey]:
        """Which of these (key, modified) pairs were read before and have not been modified since."""
        wanted = dict(rows)
        found: set[SourceKey] = set()
        for chunk in batched(wanted, CHUNK):
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

    def counts(
        self, controller: Controller, statuses: Collection[Status] = frozenset(Status)
    ) -> dict[Status, tuple[int, Decimal]]:
        """How many records stand at each of these statuses, and their gross in euros."""
        mine = {"administration_id": self._administration_id, "controller": controller, "statuses": list(statuses)}
        rows = self._connection.execute(_COUNTS, mine)
        return {Status(status): (count, ZERO if gross is None else gross) for status, count, gross in rows}

    def see(self, seen: Seen, at: datetime) -> None:
        """Stores what was read; a new record starts as `new`, the status of a known one stays."""
        values = {**_columns(seen), "updated_at": at, "erased_at": None}
        if self.get(seen.key) is not None:
            self._change(seen.key, **values)
            return
        new = {**self._of(seen.key), "status": Status.NEW, "problems": (), **values}
        add(self._connection, record, new)

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
        change(self._connection, record, self._of(key), values)

    def _of(self, key: SourceKey) -> dict[str, str]:
        return {
            "administration_id": self._administration_id,
            "controller": key.controller,
            "identifier": key.identifier,
        }

    def _having(self, column: str, controller: Controller, values: Iterable[str]) -> list[Record]:
        mine = {"administration_id": self._administration_id, "controller": controller}
        rows = rows_with(self._connection, record, column, values, mine)
        found = [_record(row) for row in rows if row["erased_at"] is None]
        return sorted(found, key=_by_number)

    def _run(self, statement: Select[Any], **values: object) -> list[Record]:
        values["administration_id"] = self._administration_id
        found = [_record(row) for row in self._connection.execute(statement, values).mappings()]
        return sorted(found, key=_by_number)


def _beside(table: Table, *conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """Whether the other table has a row for the same record and the effect that is asked for."""
    return exists().where(
        table.c.administration_id == record.c.administration_id,
        table.c.controller == record.c.controller,
        table.c.identifier == record.c.identifier,
        table.c.effect == bindparam("effect"),
        *conditions,
    )


_OF_A_KIND = rows_where(record, "administration_id", "controller").where(record.c.erased_at.is_(None))
"""In no order: asked for one, a database may walk through all numbers to find the few that wait."""
_DATED = _OF_A_KIND.where(record.c.date.between(bindparam("first"), bindparam("last")))
_SHOWN = _OF_A_KIND.where(
    or_(
        record.c.status.not_in(bindparam("settled", expanding=True)),
        record.c.date.is_(None),
        record.c.date >= bindparam("first"),
    )
)
_COUNTS = (
    rows_where(record, "administration_id", "controller")
    .with_only_columns(record.c.status, func.count(), func.sum(record.c.gross))
    .where(record.c.status.in_(bindparam("statuses", expanding=True)))
    .group_by(record.c.status)
)
_NUMBERS = _OF_A_KIND.with_only_columns(record.c.number).order_by(record.c.number, record.c.identifier)
_BY_NUMBER = _OF_A_KIND.where(record.c.number == bindparam("number"))
_CHANGED = _OF_A_KIND.where(_beside(receipt, receipt.c.content_hash != record.c.content_hash))
_UNSENT = _OF_A_KIND.where(
    record.c.status.in_(OPEN), record.c.modified != UNREAD, ~_beside(receipt), ~_beside(open_intent)
)
_WITHOUT = _OF_A_KIND.where(record.c.status.in_(IN_MULTIVERS), ~_beside(receipt), ~_beside(open_intent))


def _by_number(one: Record) -> tuple[str, str]:
    return one.seen.number, one.key.identifier


def _record(row: RowMapping) -> Record:
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
