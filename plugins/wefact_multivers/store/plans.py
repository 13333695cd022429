"""Plans, the invoice numbers they chose, and which kinds of booking have been proven on the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from wefact_multivers.domain.documents import Controller, SourceKey
from wefact_multivers.store.evidence import Fact, record_evidence
from wefact_multivers.store.lease import Target
from wefact_multivers.store.statements import add, change, rows_of, rows_where, rows_with
from wefact_multivers.store.tables import invoice_number, plan, proof


@dataclass(frozen=True)
class Proof:
    """What the proof booking of a combination showed.

    Attributes:
        identifier: of the document whose booking it is.
    """

    combination: str
    identifier: str
    proven: bool
    detail: str


class Plans:
    """The plans of one administration, in one transaction."""

    def __init__(self, connection: Connection, administration_id: str) -> None:
        self._connection = connection
        self._administration_id = administration_id

    def text(self, plan_hash: str) -> str:
        """A stored plan, as canonical JSON."""
        this = self._of(plan_hash)
        return str(self._connection.execute(rows_where(plan, *this), this).mappings().one()["content"])

    def texts(self, hashes: Iterable[str]) -> dict[str, str]:
        """The stored plans with these hashes, as canonical JSON."""
        mine = {"administration_id": self._administration_id}
        rows = rows_with(self._connection, plan, "hash", hashes, mine)
        return {row["hash"]: row["content"] for row in rows}

    def save(self, key: SourceKey, plan_hash: str, content: str, at: datetime) -> None:
        """Stores a plan, once for each hash."""
        this = self._of(plan_hash)
        if self._connection.execute(rows_where(plan, *this), this).first() is not None:
            return
        source = {"controller": key.controller, "identifier": key.identifier}
        add(self._connection, plan, {**this, **source, "content": content, "created_at": at})
        record_evidence(self._connection, self._administration_id, at, Fact("plan", {"plan": plan_hash}, key))

    def claim_number(self, target: Target, number: int, key: SourceKey) -> SourceKey:
        """Gives a document the invoice number it asks for, unless another one has it already.

        Returns:
            Who has the number now: the document itself, or the one that was first.
        """
        wanted = {**asdict(target), "number": number}
        holder = self._connection.execute(rows_where(invoice_number, *wanted), wanted).one_or_none()
        if holder is not None:
            return SourceKey(Controller(holder.controller), holder.identifier)
        source = {"controller": key.controller, "identifier": key.identifier}
        add(self._connection, invoice_number, {"administration_id": self._administration_id, **source, **wanted})
        return key

    def highest_number(self, target: Target, first: int) -> int | None:
        """The highest invoice number from `first` on that was ever given out in a database, by any administration."""
        statement = select(func.max(invoice_number.c.number)).where(
            invoice_number.c.host == target.host,
            invoice_number.c.database == target.database,
            invoice_number.c.number >= first,
        )
        return self._connection.execute(statement).scalar_one_or_none()

    def number_of(self, key: SourceKey) -> int | None:
        """The invoice number that was chosen for a document."""
        return self.numbers_of([key]).get(key)

    def numbers_of(self, keys: Iterable[SourceKey]) -> dict[SourceKey, int]:
        """The invoice numbers that were chosen for those of these documents that have one."""
        mine = {"administration_id": self._administration_id}
        rows = rows_of(self._connection, invoice_number, keys, mine)
        return {SourceKey(Controller(row["controller"]), row["identifier"]): row["number"] for row in rows}

    def proof(self, combination: str) -> Proof | None:
        """What is known of a kind of booking; None if it was never read back."""
        this = self._proves(combination)
        row = self._connection.execute(rows_where(proof, *this), this).mappings().one_or_none()
        if row is None:
            return None
        return Proof(row["combination"], row["identifier"], row["proven"], row["detail"])

    def prove(self, shown: Proof, key: SourceKey, at: datetime) -> None:
        """Stores what the booking of a document proved."""
        values = {"identifier": shown.identifier, "proven": shown.proven, "detail": shown.detail, "at": at}
        this = self._proves(shown.combination)
        if not change(self._connection, proof, this, values):
            add(self._connection, proof, {**this, **values})
        content = {"combination": shown.combination, "proven": shown.proven, "detail": shown.detail}
        fact = Fact("proof", content, key)
        record_evidence(self._connection, self._administration_id, at, fact)

    def _of(self, plan_hash: str) -> dict[str, str]:
        return {"administration_id": self._administration_id, "hash": plan_hash}

    def _proves(self, combination: str) -> dict[str, str]:
        return {"administration_id": self._administration_id, "combination": combination}
