"""Pages of the payments, found in the database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, func, select

from wefact_multivers.domain.documents import Controller, SourceKey
from wefact_multivers.domain.payment_status import PaymentStatus
from wefact_multivers.store.tables import payment


class FoundPayments:
    """The payments of one administration as a list shows them, in one transaction."""

    def __init__(self, connection: Connection, administration_id: str) -> None:
        self._connection = connection
        self._mine = payment.c.administration_id == administration_id

    def keys(self, status: PaymentStatus | None, offset: int, limit: int) -> list[SourceKey]:
        """The documents of one page, what moved last first; of every status where none is named."""
        found = self._where(select(payment.c.controller, payment.c.identifier), status)
        order = (payment.c.updated_at.desc(), payment.c.identifier.desc())
        rows = self._connection.execute(found.order_by(*order).offset(offset).limit(limit))
        return [SourceKey(Controller(row.controller), row.identifier) for row in rows]

    def count(self, status: PaymentStatus | None, most: int) -> int:
        """How many there are; what lies above `most` is not counted any further."""
        some = self._where(select(payment.c.identifier), status).limit(most + 1).subquery()
        return int(self._connection.execute(select(func.count()).select_from(some)).scalar_one())

    def _where(self, statement: Select[Any], status: PaymentStatus | None) -> Select[Any]:
        chosen = statement.where(self._mine)
        return chosen.where(payment.c.status == status) if status else chosen
