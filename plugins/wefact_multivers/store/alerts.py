"""What people were told, and still stands."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, RowMapping, delete, insert

from wefact_multivers.domain.alerts import Cause, Level, Told
from wefact_multivers.store.statements import rows_where
from wefact_multivers.store.tables import alert


class Alerts:
    """The causes that one administration's people know of, in one transaction."""

    def __init__(self, connection: Connection, administration_id: str) -> None:
        self._connection = connection
        self._administration_id = administration_id

    def told(self) -> list[Told]:
        """What was told and still stands, as far as was known then."""
        mine = {"administration_id": self._administration_id}
        rows = self._connection.execute(rows_where(alert, *mine), mine).mappings()
        return [_told(row) for row in rows]

    def remember(self, told: Iterable[Told]) -> None:
        """Remembers these, and nothing else."""
        self._connection.execute(delete(alert).where(alert.c.administration_id == self._administration_id))
        rows = [self._row(one) for one in {one.cause.key: one for one in told}.values()]
        if rows:
            self._connection.execute(insert(alert), rows)

    def add(self, told: Told) -> None:
        """Remembers one more."""
        self.remember([*self.told(), told])

    def _row(self, told: Told) -> dict[str, object]:
        cause = told.cause
        return {
            "administration_id": self._administration_id,
            "key": cause.key,
            "level": cause.level,
            "place": cause.place,
            "problem": (cause.problem,),
            "count": cause.count,
            "gross": cause.gross,
            "told_on": told.on,
        }


def _told(row: RowMapping) -> Told:
    (problem,) = row["problem"]
    return Told(Cause(Level(row["level"]), row["place"], problem, row["count"], row["gross"]), row["told_on"])
