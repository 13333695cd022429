"""What the store knows of the numbers that stand in Multivers: of journals and of invoices."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, func, insert, or_, select, update

from wefact_multivers.domain.documents import Controller, SourceKey
from wefact_multivers.store.intents import Effect
from wefact_multivers.store.lease import Target
from wefact_multivers.store.tables import approval, intent, invoice_number, receipt

RESERVED = "multivers:"
"""Begins the identifier of an invoice number that Multivers holds for no document of ours."""

_WRITES = (receipt, intent)
"""Where a number may have been written from: what is known to stand there, and whatever was ever sent."""


def plain(invoice_id: str) -> str:
    """An invoice id as it is compared: leading zeros and padding do not distinguish (`accounting-rules.md 11`)."""
    return invoice_id.strip().lstrip("0")


class Journals:
    """The journal and invoice numbers of one administration, in one transaction."""

    def __init__(self, connection: Connection, administration_id: str) -> None:
        self._connection = connection
        self._administration_id = administration_id

    def is_blank(self) -> bool:
        """Whether the store knows of no booking at all, and of none that was ever sent."""
        return not any(self._has_any(table) for table in _WRITES)

    def was_used(self) -> bool:
        """Whether a booking was ever sent, so that invoice ids have been given out for good."""
        return self._has_any(intent)

    def highest_number(self, year: int, journal_id: str) -> int:
        """The highest number in a journal that a booking of ours has, had, or was sent under; 0 before the first."""
        highest = 0
        for table in _WRITES:
            there = (table.c.fiscal_year == year, table.c.journal_id == journal_id)
            statement = select(func.max(table.c.journal_transaction)).where(self._bookings(table), *there)
            highest = max(highest, self._connection.execute(statement).scalar_one() or 0)
        return highest

    def invoice_ids(self) -> set[str]:
        """The invoice ids of everything that was booked, adopted, or ever sent, as `plain` gives them."""
        found: set[str] = set()
        for table in _WRITES:
            statement = select(table.c.invoice_id).where(self._bookings(table), table.c.invoice_id.is_not(None))
            found |= {plain(invoice_id) for invoice_id in self._connection.execute(statement).scalars()}
        return found

    def references(self, controller: Controller) -> set[tuple[str, str]]:
        """Relation code and reference of every booking of a kind that is known to stand there."""
        statement = select(receipt.c.relation_code, receipt.c.reference).where(
            self._bookings(receipt), receipt.c.controller == controller, receipt.c.reference.is_not(None)
        )
        return {(row.relation_code.strip(), row.reference) for row in self._connection.execute(statement)}

    def give_number(self, target: Target, number: int, key: SourceKey) -> set[SourceKey]:
        """Gives a document the invoice number that its booking has in Multivers.

        Whoever claimed that number and was never sent under it chooses another one; so does the document, if it
        had claimed another one itself. A number under which something was sent stays with its document.

        Returns:
            Who has lost a number, and must be planned again.
        """
        here = self._here(target, number)
        holder = self._holder(here)
        if holder == key or self._is_foreign(here) or (holder is not None and self._was_sent(holder)):
            return set()
        if holder is not None:
            self._connection.execute(delete(invoice_number).where(here))
        if not self._was_sent(key):
            self._connection.execute(delete(invoice_number).where(self._is(invoice_number, key)))
        if self._holder(self._is(invoice_number, key)) is None:
            values = {"host": target.host, "database": target.database, "number": number}
            self._connection.execute(insert(invoice_number).values(**self._source(key), **values))
        return {holder} if holder is not None else set()

    def reserve_number(self, target: Target, number: int, controller: Controller) -> set[SourceKey]:
        """Takes an invoice number out of use that Multivers holds for no document of ours.

        Returns:
            Who has lost that number, and must be planned again.
        """
        return self.give_number(target, number, SourceKey(controller, f"{RESERVED}{number}"))

    def move(self, was: Target, now: Target) -> None:
        """Takes the invoice numbers of the administration along to another address of the same books."""
        mine = invoice_number.c.administration_id == self._administration_id
        there = (invoice_number.c.host == was.host, invoice_number.c.database == was.database)
        statement = update(invoice_number).where(mine, *there)
        self._connection.execute(statement.values(host=now.host, database=now.database))

    def forget_approval(self, subject: str) -> None:
        """Lets a person release something anew; what was released stays in the evidence."""
        mine = approval.c.administration_id == self._administration_id
        self._connection.execute(delete(approval).where(mine, approval.c.subject == subject))

    def _has_any(self, table: Table) -> bool:
        statement = select(table.c.identifier).where(self._bookings(table)).limit(1)
        return self._connection.execute(statement).first() is not None

    def _was_sent(self, key: SourceKey) -> bool:
        """Whether a document has an intent: its number is chosen then, for ever."""
        statement = select(intent.c.id).where(self._is(intent, key), intent.c.effect == Effect.CREATE_BOOKING).limit(1)
        return self._connection.execute(statement).first() is not None

    def _holder(self, where: ColumnElement[bool]) -> SourceKey | None:
        statement = select(invoice_number.c.controller, invoice_number.c.identifier).where(where)
        row = self._connection.execute(statement).one_or_none()
        return None if row is None else SourceKey(Controller(row.controller), row.identifier)

    def _is_foreign(self, where: ColumnElement[bool]) -> bool:
        """Whether another administration in the same books has the number."""
        statement = select(invoice_number.c.administration_id).where(where)
        found = self._connection.execute(statement).scalar_one_or_none()
        return found not in (None, self._administration_id)

    def _here(self, target: Target, number: int) -> ColumnElement[bool]:
        return and_(
            invoice_number.c.host == target.host,
            invoice_number.c.database == target.database,
            invoice_number.c.number == number,
        )

    def _is(self, table: Table, key: SourceKey) -> ColumnElement[bool]:
        return and_(*(table.c[name] == value for name, value in self._source(key).items()))

    def _source(self, key: SourceKey) -> dict[str, str]:
        names = {"controller": key.controller, "identifier": key.identifier}
        return {"administration_id": self._administration_id, **names}

    def _bookings(self, table: Table) -> ColumnElement[bool]:
        return and_(
            table.c.administration_id == self._administration_id,
            or_(table.c.effect == Effect.CREATE_BOOKING, table.c.effect == Effect.UPDATE_BOOKING),
        )
