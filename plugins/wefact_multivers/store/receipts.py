"""Receipts: what stands in Multivers for a document or relation, one at most."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, bindparam, exists, func, select

from wefact_multivers.domain.canonical import canonical_json
from wefact_multivers.domain.documents import Controller, SourceKey
from wefact_multivers.domain.money import ZERO
from wefact_multivers.domain.payment_status import PaymentStatus
from wefact_multivers.store.evidence import Fact, record_evidence
from wefact_multivers.store.intents import Effect
from wefact_multivers.store.statements import add, change, rows_of, rows_where
from wefact_multivers.store.tables import payment, receipt


@dataclass(frozen=True)
class Receipt:
    """What was answered, or found.

    Attributes:
        intent_id: the intent it came from; None where it was adopted without one.
        content_hash: of the document as it was booked: another hash now means it was changed since.
        written: of a relation, the fields as we last wrote them; only those are ours to change.
        verified: read back and found as planned; only then does the document count as booked.
    """

    key: SourceKey
    effect: Effect
    intent_id: int | None
    adopted: bool
    content_hash: str
    relation_code: str
    written: dict[str, str]
    verified: bool
    fiscal_year: int | None = None
    period: int | None = None
    journal_id: str | None = None
    journal_transaction: int | None = None
    invoice_id: str | None = None
    reference: str | None = None
    invoice_date: date | None = None
    gross: Decimal | None = None


_COLUMNS = (
    "intent_id",
    "adopted",
    "content_hash",
    "relation_code",
    "verified",
    "fiscal_year",
    "period",
    "journal_id",
    "journal_transaction",
    "invoice_id",
    "reference",
    "invoice_date",
    "gross",
)


class Receipts:
    """The receipts of one administration, in one transaction."""

    def __init__(self, connection: Connection, administration_id: str) -> None:
        self._connection = connection
        self._administration_id = administration_id

    def get(self, key: SourceKey, effect: Effect) -> Receipt | None:
        """The receipt of a document or relation."""
        this = self._of(key, effect)
        row = self._connection.execute(rows_where(receipt, *this), this).mappings().one_or_none()
        return None if row is None else _receipt(row)

    def of(self, keys: Iterable[SourceKey], effect: Effect) -> dict[SourceKey, Receipt]:
        """The receipts of those of these records that have one."""
        mine = {"administration_id": self._administration_id, "effect": effect}
        found = map(_receipt, rows_of(self._connection, receipt, keys, mine))
        return {one.key: one for one in found}

    def unverified(self, effect: Effect) -> list[Receipt]:
        """The receipts that nobody has read back yet."""
        return self._run(_UNVERIFIED, effect=effect)

    def verified(self, effect: Effect, controller: Controller) -> list[Receipt]:
        """The receipts of a kind of record that were found to stand as they were planned, or were adopted."""
        return self._run(_VERIFIED, effect=effect, controller=controller)

    def unpaid(self, effect: Effect, controller: Controller) -> set[SourceKey]:
        """The records of a kind with a verified receipt, but for those that are known to be paid to the last cent."""
        values = {"administration_id": self._administration_id, "effect": effect, "controller": controller}
        return {SourceKey(controller, identifier) for identifier in self._connection.execute(_UNPAID, values).scalars()}

    def count(self, effect: Effect) -> int:
        """How many receipts of an effect there are."""
        values = {"administration_id": self._administration_id, "effect": effect}
        return int(self._connection.execute(_COUNT, values).scalar_one())

    def highest_number(self, effect: Effect, year: int, journal_id: str) -> int:
        """The highest number that a booking of ours ever had in a journal; 0 before the first."""
        statement = select(func.max(receipt.c.journal_transaction)).where(
            receipt.c.administration_id == self._administration_id,
            receipt.c.effect == effect,
            receipt.c.fiscal_year == year,
            receipt.c.journal_id == journal_id,
        )
        return int(self._connection.execute(statement).scalar_one() or 0)

    def with_invoice_id(self, invoice_id: str) -> Receipt | None:
        """The receipt of the booking with that invoice id."""
        found = self._run(_WITH_INVOICE_ID, effect=Effect.CREATE_BOOKING, invoice_id=invoice_id)
        return next(iter(found), None)

    def dated(self, effect: Effect, first: date, last: date) -> list[Receipt]:
        """The receipts of bookings dated in a range, both ends included."""
        return self._run(_DATED, effect=effect, first=first, last=last)

    def booked_after(self, booked: datetime, last: date) -> list[Receipt]:
        """The receipts of the link's own bookings made since a moment, of documents dated up to and including a day."""
        return self._run(_BOOKED_AFTER, effect=Effect.CREATE_BOOKING, booked=booked, last=last)

    def add(self, added: Receipt, at: datetime) -> None:
        """Stores a receipt; the primary key refuses a second one for the same document."""
        row = {**self._of(added.key, added.effect), "written": canonical_json(added.written), "created_at": at}
        add(self._connection, receipt, row | {name: getattr(added, name) for name in _COLUMNS})
        self._evidence(at, "adopted" if added.adopted else "receipt", added)

    def verify(self, verified: Receipt, at: datetime) -> None:
        """Marks a receipt as read back and found right."""
        self._change(verified, verified=True)
        self._evidence(at, "verified", verified)

    def rewrite(self, rewritten: Receipt, at: datetime) -> None:
        """Stores what a later write left: other fields of a relation, or the booking as it stands now."""
        columns = {name: getattr(rewritten, name) for name in _COLUMNS}
        self._change(rewritten, written=canonical_json(rewritten.written), **columns)
        self._evidence(at, "rewritten", rewritten)

    def _change(self, changed: Receipt, **values: object) -> None:
        change(self._connection, receipt, self._of(changed.key, changed.effect), values)

    def _of(self, key: SourceKey, effect: Effect) -> dict[str, str]:
        return {
            "administration_id": self._administration_id,
            "controller": key.controller,
            "identifier": key.identifier,
            "effect": effect,
        }

    def _run(self, statement: Select[Any], **values: object) -> list[Receipt]:
        values["administration_id"] = self._administration_id
        return [_receipt(row) for row in self._connection.execute(statement, values).mappings()]

    def _evidence(self, at: datetime, kind: str, about: Receipt) -> None:
        facts = {name: getattr(about, name) for name in _COLUMNS}
        content = {"effect": about.effect, **facts}
        record_evidence(self._connection, self._administration_id, at, Fact(kind, content, about.key))


_OF_AN_EFFECT = rows_where(receipt, "administration_id", "effect")
_COUNT = _OF_AN_EFFECT.with_only_columns(func.count())
_IN_ORDER = _OF_AN_EFFECT.order_by(receipt.c.identifier)
_UNVERIFIED = _IN_ORDER.where(receipt.c.verified.is_(False))
_VERIFIED = _IN_ORDER.where(receipt.c.controller == bindparam("controller"), receipt.c.verified.is_(True))
_WITH_INVOICE_ID = _IN_ORDER.where(receipt.c.invoice_id == bindparam("invoice_id"))
_DATED = _IN_ORDER.where(receipt.c.invoice_date.between(bindparam("first"), bindparam("last")))
_BOOKED_AFTER = _IN_ORDER.where(
    receipt.c.adopted.is_(False),
    receipt.c.invoice_date <= bindparam("last"),
    receipt.c.created_at >= bindparam("booked"),
)
_IS_PAID_OFF = exists().where(
    *(payment.c[name] == receipt.c[name] for name in ("administration_id", "controller", "identifier")),
    payment.c.status == PaymentStatus.PAID,
    payment.c.balance == ZERO,
)
_UNPAID = (
    rows_where(receipt, "administration_id", "effect", "controller")
    .with_only_columns(receipt.c.identifier)
    .where(receipt.c.verified.is_(True), ~_IS_PAID_OFF)
)


def _receipt(row: RowMapping) -> Receipt:
    return Receipt(
        key=SourceKey(Controller(row["controller"]), row["identifier"]),
        effect=Effect(row["effect"]),
        written=json.loads(row["written"]),
        **{name: row[name] for name in _COLUMNS},
    )
