"""Intents, outcomes and receipts: what was about to be written, what became of it, and what stands there now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, and_, bindparam, delete, func, insert, select, update

from wefact_multivers.domain.documents import Controller, SourceKey
from wefact_multivers.store.evidence import Fact, record_evidence
from wefact_multivers.store.lease import Target
from wefact_multivers.store.statements import add, rows_where, rows_with
from wefact_multivers.store.tables import intent, open_intent, outcome


class Effect(StrEnum):
    """The kinds of remote write; there is exactly one function for each (DESIGN 8)."""

    CREATE_BOOKING = "create_booking"
    UPDATE_BOOKING = "update_booking"
    WRITE_MULTIVERS_RELATION = "write_multivers_relation"
    WRITE_BANK_ACCOUNT = "write_bank_account"
    WRITE_WEFACT_RELATION = "write_wefact_relation"
    MARK_PAID = "mark_paid"
    PART_PAYMENT = "part_payment"


class OutcomeKind(StrEnum):
    """What became of an intent, or what a look-up saw."""

    ACCEPTED = "accepted"
    NOT_SENT = "not_sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    FOUND = "found"
    ABSENT = "absent"
    SETTLED_ABSENT = "settled_absent"


SETTLING = frozenset({OutcomeKind.ACCEPTED, OutcomeKind.NOT_SENT, OutcomeKind.FOUND, OutcomeKind.SETTLED_ABSENT})
"""After one of these it is known what stands in Multivers; `refused` is settled by the look-up that follows it."""


@dataclass(frozen=True)
class Frozen:
    """A write as it will be sent, whole.

    Attributes:
        request: the body as canonical JSON.
        fiscal_year … gross: of a booking; None for a relation.
    """

    key: SourceKey
    effect: Effect
    plan_hash: str | None
    request: str
    relation_code: str
    fiscal_year: int | None = None
    period: int | None = None
    journal_id: str | None = None
    journal_transaction: int | None = None
    invoice_id: str | None = None
    reference: str | None = None
    gross: Decimal | None = None


@dataclass(frozen=True)
class Intent:
    """A stored intent; `sent_at` is when it was committed, just before the call."""

    id: int
    frozen: Frozen
    attempt: int
    sent_at: datetime
    absent_looks: int = 0


class Intents:
    """The intents of one administration, in one transaction."""

    def __init__(self, connection: Connection, administration_id: str) -> None:
        self._connection = connection
        self._administration_id = administration_id

    def open(self, frozen: Frozen, target: Target, fence: int, at: datetime) -> Intent:
        """Stores an intent before its call.

        The unique key of `open_intent` refuses a second one while the first is not settled.
        """
        attempt = 1 + self._attempts(frozen)
        columns = {name: getattr(frozen, name) for name in _FROZEN}
        values = {**self._of(frozen.key, frozen.effect), **columns, **asdict(target)}
        values |= {"attempt": attempt, "fence": fence, "created_at": at}
        identity = int(self._connection.execute(_OPENED, values).scalar_one())
        opened = {"intent_id": identity, **self._of(frozen.key, frozen.effect), "absent_looks": 0}
        add(self._connection, open_intent, opened)
        self._evidence(at, "intent", frozen.key, intent=identity, attempt=attempt, **columns)
        return Intent(identity, frozen, attempt, at)

    def note(self, noted: Intent, kind: OutcomeKind, at: datetime, detail: str = "") -> None:
        """Adds what became of an intent; a settling outcome takes it off the open ones."""
        add(self._connection, outcome, {"intent_id": noted.id, "kind": kind, "detail": detail, "at": at})
        if kind in SETTLING:
            self._connection.execute(_SETTLED, {"noted": noted.id})
        elif kind is OutcomeKind.ABSENT:
            self._connection.execute(_LOOKED_FOR, {"noted": noted.id})
        self._evidence(at, "outcome", noted.frozen.key, intent=noted.id, outcome=kind, detail=detail)

    def get(self, identity: int) -> Intent:
        """One intent, settled or not."""
        row = self._connection.execute(rows_where(intent, "id"), {"id": identity}).mappings().one()
        return _intent({**row, "absent_looks": 0})

    def plan_hashes(self, identities: Iterable[int]) -> dict[int, str]:
        """Which plan each of these intents sent; of relations, which have none, nothing."""
        mine = {"administration_id": self._administration_id}
        rows = rows_with(self._connection, intent, "id", identities, mine)
        return {row["id"]: row["plan_hash"] for row in rows if row["plan_hash"]}

    def unsettled(self, effect: Effect) -> list[Intent]:
        """The intents whose outcome is not known, oldest first."""
        values = {"administration_id": self._administration_id, "effect": effect}
        return [_intent(dict(row)) for row in self._connection.execute(_UNSETTLED, values).mappings()]

    def is_open(self, key: SourceKey, effect: Effect) -> bool:
        """Whether something was sent, or may have been, and is not settled."""
        this = self._of(key, effect)
        return self._connection.execute(rows_where(open_intent, *this), this).first() is not None

    def unanswered(self, key: SourceKey, effect: Effect, since: datetime) -> int:
        """How many of the intents for a document, opened then or later, had no clear answer."""
        values = {**self._of(key, effect), "since": since}
        return int(self._connection.execute(_UNANSWERED, values).scalar_one())

    def last(self, key: SourceKey, effect: Effect) -> Intent | None:
        """The latest intent for a document, settled or not."""
        row = self._connection.execute(_LAST, self._of(key, effect)).mappings().one_or_none()
        return None if row is None else _intent({**row, "absent_looks": 0})

    def _attempts(self, frozen: Frozen) -> int:
        return int(self._connection.execute(_ATTEMPTS, self._of(frozen.key, frozen.effect)).scalar_one())

    def _of(self, key: SourceKey, effect: Effect) -> dict[str, str]:
        return {
            "administration_id": self._administration_id,
            "controller": key.controller,
            "identifier": key.identifier,
            "effect": effect,
        }

    def _evidence(self, at: datetime, kind: str, key: SourceKey, **content: object) -> None:
        record_evidence(self._connection, self._administration_id, at, Fact(kind, content, key))


_FROZEN = (
    "plan_hash",
    "request",
    "relation_code",
    "fiscal_year",
    "period",
    "journal_id",
    "journal_transaction",
    "invoice_id",
    "reference",
    "gross",
)


_IS_OF = and_(
    *(intent.c[name] == bindparam(name) for name in ("administration_id", "controller", "identifier", "effect"))
)
_OPENED = insert(intent).returning(intent.c.id)
_IS_NOTED = open_intent.c.intent_id == bindparam("noted")
_SETTLED = delete(open_intent).where(_IS_NOTED)
_LOOKED_FOR = update(open_intent).where(_IS_NOTED).values(absent_looks=open_intent.c.absent_looks + 1)
_ATTEMPTS = select(func.count()).select_from(intent).where(_IS_OF)
_LAST = select(intent).where(_IS_OF).order_by(intent.c.attempt.desc()).limit(1)
_UNANSWERED = (
    select(func.count())
    .select_from(intent.join(outcome, outcome.c.intent_id == intent.c.id))
    .where(_IS_OF, intent.c.created_at >= bindparam("since"), outcome.c.kind == OutcomeKind.UNKNOWN)
)
_UNSETTLED = (
    select(intent, open_intent.c.absent_looks)
    .join(open_intent, open_intent.c.intent_id == intent.c.id)
    .where(*(open_intent.c[name] == bindparam(name) for name in ("administration_id", "effect")))
    .order_by(intent.c.id)
)


def _intent(row: dict[str, Any]) -> Intent:
    frozen = Frozen(
        key=SourceKey(Controller(row["controller"]), row["identifier"]),
        effect=Effect(row["effect"]),
        **{name: row[name] for name in _FROZEN},
    )
    return Intent(row["id"], frozen, row["attempt"], row["created_at"], row["absent_looks"])
