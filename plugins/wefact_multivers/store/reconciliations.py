"""How both systems compared in each run, and which bookings the ledger has shown as they were planned."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection, delete, func, insert, select

from wefact_multivers.domain.canonical import canonical_json
from wefact_multivers.domain.documents import Controller, SourceKey
from wefact_multivers.domain.status import Status
from wefact_multivers.store.evidence import Fact, record_evidence
from wefact_multivers.store.tables import reconciliation, record, tied


@dataclass(frozen=True)
class Reconciliation:
    """What one run compared, and how that ended.

    Attributes:
        at: the instant (UTC) at which both systems had been read.
        first, last: the dates of the documents that were compared one by one.
        is_full: everything since the start date was compared.
        apart: by kind of document how many WeFact has besides those that were compared or are known to be older.
        content: the tables as canonical JSON.
        hash: of the tables.
    """

    run_key: str
    at: datetime
    first: date
    last: date
    is_full: bool
    is_tied: bool
    apart: dict[str, int]
    content: str
    hash: str


class Reconciliations:
    """The reconciliations of one administration, in one transaction."""

    def __init__(self, connection: Connection, administration_id: str) -> None:
        self._connection = connection
        self._administration_id = administration_id

    def latest(self, *, full: bool = False) -> Reconciliation | None:
        """The last one, or the last in which everything was compared; None before the first."""
        statement = select(reconciliation).where(reconciliation.c.administration_id == self._administration_id)
        if full:
            statement = statement.where(reconciliation.c.is_full.is_(True))
        row = self._connection.execute(statement.order_by(reconciliation.c.number.desc()).limit(1)).mappings().first()
        if row is None:
            return None
        columns = {name: row[name] for name in Reconciliation.__dataclass_fields__}
        return Reconciliation(**columns | {"apart": json.loads(row["apart"])})

    def save(self, saved: Reconciliation, totals: dict[str, object]) -> None:
        """Stores how a run compared, in place of an earlier try of the run; the evidence keeps both.

        Args:
            saved: with its tables.
            totals: what the evidence says of it besides its hash.
        """
        mine = reconciliation.c.administration_id == self._administration_id
        last = self._connection.execute(select(func.max(reconciliation.c.number)).where(mine)).scalar_one()
        self._connection.execute(delete(reconciliation).where(mine, reconciliation.c.run_key == saved.run_key))
        values = {name: getattr(saved, name) for name in Reconciliation.__dataclass_fields__}
        values |= {"administration_id": self._administration_id, "apart": canonical_json(saved.apart)}
        values["number"] = (last or 0) + 1
        self._connection.execute(insert(reconciliation).values(**values))
        named = ("run_key", "first", "last", "is_full", "is_tied", "hash")
        content = {name: getattr(saved, name) for name in named} | totals
        record_evidence(self._connection, self._administration_id, saved.at, Fact("reconciled", content))

    def known(self, controller: Controller, first: date, before: date) -> int:
        """How many documents dated from `first` on and before another day the store knows, withdrawn ones apart."""
        statement = (
            select(func.count())
            .select_from(record)
            .where(
                record.c.administration_id == self._administration_id,
                record.c.controller == controller,
                record.c.date >= first,
                record.c.date < before,
                record.c.status != Status.WITHDRAWN,
            )
        )
        return int(self._connection.execute(statement).scalar_one())

    def tied(self) -> set[SourceKey]:
        """The documents whose booking the ledger has shown as planned."""
        statement = select(tied.c.controller, tied.c.identifier).where(
            tied.c.administration_id == self._administration_id
        )
        rows = self._connection.execute(statement)
        return {SourceKey(Controller(controller), identifier) for controller, identifier in rows}

    def tie(self, keys: Iterable[SourceKey], at: datetime) -> None:
        """Remembers that the ledger has shown these as planned; none of them is known as such yet."""
        rows = [
            {
                "administration_id": self._administration_id,
                "controller": key.controller,
                "identifier": key.identifier,
                "at": at,
            }
            for key in keys
        ]
        if rows:
            self._connection.execute(insert(tied), rows)
