"""The one door to the outside: every remote write is made here and nowhere else (DESIGN 8).

    intent → write → outcome (+ receipt)

The intent holds the whole frozen request and is on disk before the call. What the call tells decides what may
happen next: *not sent* may be repeated, *accepted* leaves a receipt, *refused* and *unknown* leave the intent
open until `settle.py` has looked what really stands there. There is one function for each kind of write.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from wefact_multivers.domain.bookings import Kind, Plan
from wefact_multivers.domain.canonical import canonical_json
from wefact_multivers.domain.documents import SourceKey
from wefact_multivers.domain.found import FoundBooking
from wefact_multivers.errors import (
    AnswerUnusable,
    PersonNeeded,
    RemoteUnavailable,
    RequestRefused,
    SyncError,
    TokenKeyWrong,
    WaitError,
)
from wefact_multivers.multivers.bodies import new_relation_body
from wefact_multivers.store.intents import Effect, Frozen, Intent, OutcomeKind
from wefact_multivers.store.lease import Lease
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.services import Services
from wefact_multivers.transport import dump, load

NOT_SENT = (RemoteUnavailable, WaitError, TokenKeyWrong, PersonNeeded)
"""Errors that are raised before a request leaves, or instead of its being accepted by the server."""

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class BookingOrder:
    """A booking to create: the stored plan, and its number in the journal."""

    key: SourceKey
    plan: Plan
    plan_hash: str
    content_hash: str
    journal_transaction: int


@dataclass(frozen=True)
class RelationOrder:
    """A relation to write.

    Attributes:
        fields: what the debtor gives, in Multivers' field names.
        owned: the fields that are ours after this write.
        changes: of an existing relation, the fields to change; None creates it.
        remote: the existing relation as it was read, whole: Multivers replaces what it is sent.
    """

    key: SourceKey
    code: str
    fields: dict[str, str]
    content_hash: str
    plan_hash: str | None
    owned: dict[str, str]
    credit_squeeze: str
    changes: dict[str, str] | None = None
    remote: dict[str, object] | None = None


@dataclass(frozen=True)
class Refused:
    """Multivers understood the request and said no; a look-up must confirm that nothing stands there."""

    intent: Intent
    detail: str


@dataclass(frozen=True)
class Unknown:
    """Nobody knows what became of the request; only time and two look-ups can tell."""

    intent: Intent


class Door:
    """Writes to one Multivers database, as long as the lease is held."""

    def __init__(self, services: Services, lease: Lease) -> None:
        self._services = services
        self._lease = lease

    def create_booking(self, order: BookingOrder) -> Receipt | Refused | Unknown:
        """Creates a booking from a stored plan, and stores its receipt, not verified yet.

        Raises:
            RemoteUnavailable, RateLimited, PersonNeeded: nothing was sent.
            LeaseHeld: another writer has taken over; nothing was sent.
        """
        booking = order.plan.booking
        body: dict[str, object] = {**load(order.plan.body), "journalTransaction": order.journal_transaction}
        frozen = Frozen(
            key=order.key,
            effect=Effect.CREATE_BOOKING,
            plan_hash=order.plan_hash,
            request=dump(body).decode(),
            relation_code=booking.relation_code,
            fiscal_year=booking.fiscal_year,
            period=booking.period,
            journal_id=booking.journal_id,
            journal_transaction=order.journal_transaction,
            invoice_id=booking.invoice_id,
            reference=booking.reference,
            gross=booking.gross,
        )

        def receipt_of(intent: Intent, found: FoundBooking) -> Receipt:
            return booking_receipt(intent, found, order.content_hash, booking.period)

        return self._through(frozen, lambda: self._services.multivers.create_booking(Kind.SALES, body), receipt_of)

    def write_multivers_relation(self, order: RelationOrder) -> Receipt | Refused | Unknown:
        """Creates a relation, or changes the fields that are ours, and stores what was written.

        Raises:
            RemoteUnavailable, RateLimited, PersonNeeded: nothing was sent.
            LeaseHeld: another writer has taken over; nothing was sent.
        """
        body = relation_body(order)
        frozen = Frozen(
            key=order.key,
            effect=Effect.WRITE_MULTIVERS_RELATION,
            plan_hash=order.plan_hash,
            request=dump({"body": body, "owned": order.owned}).decode(),
            relation_code=order.code,
        )

        def receipt_of(intent: Intent, answer: dict[str, object]) -> Receipt:
            return relation_receipt(intent, answer, order.content_hash)

        multivers = self._services.multivers
        if order.changes is None:
            return self._through(frozen, lambda: multivers.create_relation(Kind.SALES, body), receipt_of)
        return self._through(frozen, lambda: multivers.update_relation(Kind.SALES, order.code, body), receipt_of)

    def _through(
        self, frozen: Frozen, send: Callable[[], Answer], receipt_of: Callable[[Intent, Answer], Receipt]
    ) -> Receipt | Refused | Unknown:
        """Intent, call, outcome: the same for every write."""
        services = self._services
        self._lease.renew(services.connections.multivers.http.timeouts.total * 2)
        with services.memory.write() as unit:
            intent = unit.intents.open(frozen, services.target, self._lease.fence, services.clock.now())
        try:
            answer = send()
        except NOT_SENT as error:
            self._note(intent, OutcomeKind.NOT_SENT, error)
            raise
        except RequestRefused as error:
            self._note(intent, OutcomeKind.REFUSED, error)
            return Refused(intent, error.params["detail"])
        except AnswerUnusable as error:
            self._note(intent, OutcomeKind.UNKNOWN, error)
            return Unknown(intent)
        receipt = receipt_of(intent, answer)
        with services.memory.write() as unit:
            unit.intents.note(intent, OutcomeKind.ACCEPTED, services.clock.now())
            keep_receipt(unit, receipt, services)
        return receipt

    def _note(self, intent: Intent, kind: OutcomeKind, error: SyncError) -> None:
        detail = canonical_json({"code": error.code, "detail": error.params.get("detail", "")})
        with self._services.memory.write() as unit:
            unit.intents.note(intent, kind, self._services.clock.now(), detail)


def relation_body(order: RelationOrder) -> dict[str, object]:
    """The request for a relation: a new one, or the existing one with our fields changed."""
    if order.changes is None:
        return new_relation_body(Kind.SALES, order.code, order.fields, credit_squeeze=order.credit_squeeze)
    return {**(order.remote or {}), **order.changes}


def keep_receipt(unit: Unit, receipt: Receipt, services: Services) -> None:
    """Stores the first receipt of a document or relation, or rewrites that of a relation."""
    now = services.clock.now()
    if unit.receipts.get(receipt.key, receipt.effect) is None:
        unit.receipts.add(receipt, now)
    else:
        unit.receipts.rewrite(receipt, now)


def booking_receipt(intent: Intent, found: FoundBooking, content_hash: str, period: int | None) -> Receipt:
    """The receipt of a booking that was answered, or found to be the one of this intent."""
    return Receipt(
        key=intent.frozen.key,
        effect=Effect.CREATE_BOOKING,
        intent_id=intent.id,
        adopted=False,
        content_hash=content_hash,
        relation_code=found.relation_code,
        written={},
        verified=False,
        fiscal_year=found.fiscal_year,
        period=period,
        journal_id=found.journal_id or intent.frozen.journal_id,
        journal_transaction=found.journal_transaction or intent.frozen.journal_transaction,
        invoice_id=found.invoice_id,
        reference=found.reference,
        invoice_date=found.invoice_date,
        gross=found.gross,
    )


def relation_receipt(intent: Intent, remote: dict[str, object], content_hash: str) -> Receipt:
    """The receipt of a relation that was answered, or found to be as an intent wanted it.

    Only those fields are ours from now on that Multivers holds exactly as they were sent.
    """
    owned = owned_fields(intent)
    kept = {name: value for name, value in owned.items() if str(remote.get(name) or "") == value}
    return Receipt(
        key=intent.frozen.key,
        effect=Effect.WRITE_MULTIVERS_RELATION,
        intent_id=intent.id,
        adopted=False,
        content_hash=content_hash,
        relation_code=str(remote.get("customerId") or ""),
        written=kept,
        verified=remote.get("customerId") == intent.frozen.relation_code and kept == owned,
    )


def owned_fields(intent: Intent) -> dict[str, str]:
    """The fields that an intent to write a relation makes ours."""
    owned: dict[str, str] = load(intent.frozen.request)["owned"]
    return owned
