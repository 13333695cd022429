"""What each run was asked to do, and how far the changes of WeFact have been read."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache

from sqlalchemy import Connection, Insert, RowMapping, select
from sqlalchemy.dialects import postgresql, sqlite

from wefact_multivers.store.statements import add, change, rows_where
from wefact_multivers.store.tables import cursor, run


@dataclass(frozen=True)
class Run:
    """A run as its first try fixed it.

    Attributes:
        window: canonical JSON of the window.
        configuration_number: the version every task reads; a later try may take a newer one.
        multivers_hash, groups_hash: the versions of the reference data.
    """

    run_key: str
    trigger: str
    mode: str
    window: str
    configuration_number: int
    multivers_hash: str
    groups_hash: str
    started_at: datetime


@dataclass(frozen=True)
class ReportedRun:
    """A run, with its report.

    Attributes:
        note: one line; empty where the run has not come to its end.
        counts: by kind of record, `payment` among them, and status: how many, and their gross as text.
    """

    run: Run
    note: str
    counts: dict[str, dict[str, tuple[int, str]]]


class Runs:
    """The runs and cursors of one administration, in one transaction."""

    def __init__(self, connection: Connection, administration_id: str) -> None:
        self._connection = connection
        self._administration_id = administration_id

    def get(self, run_key: str) -> Run | None:
        """A run; None if its preflight never succeeded."""
        mine = self._is(run_key)
        row = self._connection.execute(rows_where(run, *mine), mine).mappings().one_or_none()
        if row is None:
            return None
        return _run(row)

    def save(self, saved: Run) -> Run:
        """Stores a run, or what a later try of it reads; its window and start stay those of the first try."""
        known = self.get(saved.run_key)
        values = {name: getattr(saved, name) for name in Run.__dataclass_fields__}
        if known is None:
            add(self._connection, run, {"administration_id": self._administration_id, **values})
            return saved
        kept = replace(saved, window=known.window, started_at=known.started_at)
        changes = {name: getattr(kept, name) for name in _MAY_CHANGE}
        change(self._connection, run, self._is(saved.run_key), changes)
        return kept

    def latest(self, count: int) -> list[ReportedRun]:
        """The last runs, newest first."""
        mine = run.c.administration_id == self._administration_id
        statement = select(run).where(mine).order_by(run.c.started_at.desc(), run.c.run_key.desc()).limit(count)
        return [_reported(row) for row in self._connection.execute(statement).mappings()]

    def latest_reported(self) -> ReportedRun | None:
        """The last run that came to its end; None before the first."""
        mine = run.c.administration_id == self._administration_id
        statement = select(run).where(mine, run.c.report.is_not(None)).order_by(run.c.started_at.desc()).limit(1)
        row = self._connection.execute(statement).mappings().one_or_none()
        return None if row is None else _reported(row)

    def report(self, run_key: str, text: str) -> None:
        """Stores the report of a run."""
        change(self._connection, run, self._is(run_key), {"report": text})

    def changed_until(self, stream: str) -> datetime | None:
        """Until when the changes of a stream have been read (UTC); None before the first run."""
        place = self._at(stream)
        row = self._connection.execute(rows_where(cursor, *place), place).mappings().one_or_none()
        return None if row is None else row["changed_until"]

    def advance(self, stream: str, until: datetime) -> None:
        """Moves the cursor of a stream forwards, never back."""
        # One statement: two runs side by side may both find no cursor, or the same old one.
        row = {**self._at(stream), "changed_until": until}
        self._connection.execute(_advanced(self._connection.dialect.name), row)

    def _is(self, run_key: str) -> dict[str, str]:
        return {"administration_id": self._administration_id, "run_key": run_key}

    def _at(self, stream: str) -> dict[str, str]:
        return {"administration_id": self._administration_id, "stream": stream}


def _run(row: RowMapping) -> Run:
    return Run(**{name: row[name] for name in Run.__dataclass_fields__})


def _reported(row: RowMapping) -> ReportedRun:
    report = json.loads(row["report"] or "{}")
    return ReportedRun(_run(row), report.get("note", ""), report.get("counts", {}))


@cache
def _advanced(dialect: str) -> Insert:
    row = sqlite.insert(cursor) if dialect == "sqlite" else postgresql.insert(cursor)
    until = row.excluded.changed_until
    key, behind = list(cursor.primary_key), cursor.c.changed_until < until
    return row.on_conflict_do_update(index_elements=key, set_={"changed_until": until}, where=behind)


_MAY_CHANGE = ("mode", "configuration_number", "multivers_hash", "groups_hash")
