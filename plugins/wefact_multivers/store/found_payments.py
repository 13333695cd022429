"""Pages of the payments, found in the database."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, Select, and_, func, select

from wefact_multivers.domain.documents import Controller, SourceKey
from wefact_multivers.domain.payment_status import PaymentStatus
from wefact_multivers.store.tables import payment, record

_SOURCE = ("administration_id", "controller", "identifier")


class FoundPayments:
    """The payments of one administration as a list shows them, in one transaction."""

    def __init__(self, connection: Connection, administration_id: str) -> None:
        self._connection = connection
        self._mine = payment.c.administration_id == administration_id

    def keys(self, statuses: Collection[PaymentStatus], offset: int, limit: int) -> list[SourceKey]:
        """The documents of one page, the newest document first; of every status where none is named."""
        source = and_(*(payment.c[name] == record.c[name] for name in _SOURCE))
        found = select(payment.c.controller, payment.c.identifier).join(record, source)
        order = (record.c.date.desc(), record.c.identifier.desc())
        rows = self._connection.execute(self._where(found, statuses).order_by(*order).offset(offset).limit(limit))
        return [SourceKey(Controller(row.controller), row.identifier) for row in rows]

    def count(self, statuses: Collection[PaymentStatus]) -> int:
        """How many there are."""
        counting = select(func.count()).select_from(payment)
        return int(self._connection.execute(self._where(counting, statuses)).scalar_one())

    def _where(self, statement: Select[Any], statuses: Collection[PaymentStatus]) -> Select[Any]:
        chosen = statement.where(self._mine)
        return chosen.where(payment.c.status.in_(statuses)) if statuses else chosen
