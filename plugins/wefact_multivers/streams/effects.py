"""The one door to the outside: every remote write is made here and nowhere else (DESIGN 8).

    intent → write → outcome (+ receipt)

The intent holds the whole frozen request and is on disk before the call. What the call tells decides what may
happen next: *not sent* may be repeated, *accepted* leaves a receipt, *refused* and *unknown* leave the intent
open until `settle.py` has looked what really stands there. There is one function for each kind of write.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from wefact_multivers.domain.bank_accounts import BankAccount
from wefact_multivers.domain.canonical import canonical_json
from wefact_multivers.domain.documents import Relation
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
from wefact_multivers.multivers.bodies import new_account_body, new_relation_body
from wefact_multivers.store.intents import Effect, Frozen, Intent, OutcomeKind
from wefact_multivers.store.lease import Lease
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.orders import (
    BankAccountOrder,
    BookingOrder,
    PaymentOrder,
    RelationOrder,
    WeFactRelationOrder,
)
from wefact_multivers.streams.receipts import account_receipt, booking_receipt, relation_receipt, wefact_receipt
from wefact_multivers.streams.services import Services
from wefact_multivers.transport import dump, load

NOT_SENT = (RemoteUnavailable, WaitError, TokenKeyWrong, PersonNeeded)
"""Errors that are raised before a request leaves, or instead of its being accepted by the server."""

Answer = TypeVar("Answer")


@dataclass(frozen=True)
class Refused:
    """The request was understood, and the answer was no; a look-up must confirm that nothing stands there."""

    intent: Intent
    detail: str


@dataclass(frozen=True)
class Unknown:
    """Nobody knows what became of the request; only time and two look-ups can tell."""

    intent: Intent


Result = Receipt | Refused | Unknown


class Door:
    """Writes for one Multivers database and its WeFact account, as long as the lease is held.

    Every method may raise `RemoteUnavailable`, `RateLimited` or `PersonNeeded` (nothing was sent) and `LeaseHeld`
    (another writer has taken over; nothing was sent).
    """

    def __init__(self, services: Services, lease: Lease) -> None:
        self._services = services
        self._lease = lease

    def create_booking(self, order: BookingOrder) -> Result:
        """Creates a booking from a stored plan, and stores its receipt, not verified yet."""
        frozen, body = _frozen_booking(order, Effect.CREATE_BOOKING)
        kind = order.plan.booking.kind

        def receipt_of(intent: Intent, found: FoundBooking) -> Receipt:
            return booking_receipt(intent, found, order.content_hash, order.plan.booking.period)

        return self._through(frozen, lambda: self._services.multivers.create_booking(kind, body), receipt_of)

    def update_booking(self, order: BookingOrder) -> Result:
        """Replaces a booking that is still a concept by a stored plan, under the numbers it has."""
        frozen, body = _frozen_booking(order, Effect.UPDATE_BOOKING)
        booking = order.plan.booking

        def send() -> FoundBooking:
            return self._services.multivers.update_booking(booking.kind, booking.invoice_id, body)

        def receipt_of(intent: Intent, found: FoundBooking) -> Receipt:
            return booking_receipt(intent, found, order.content_hash, booking.period)

        return self._through(frozen, send, receipt_of)

    def write_multivers_relation(self, order: RelationOrder) -> Result:
        """Creates a relation, or changes the fields that are ours, and stores what was written."""
        body = relation_body(order)
        frozen = Frozen(
            key=order.key,
            effect=Effect.WRITE_MULTIVERS_RELATION,
            plan_hash=order.plan_hash,
            request=dump({"body": body, "owned": order.owned, "account": order.account}).decode(),
            relation_code=order.code,
        )

        def receipt_of(intent: Intent, answer: dict[str, object]) -> Receipt:
            return relation_receipt(intent, answer, order.content_hash)

        multivers, kind = self._services.multivers, order.kind
        if order.changes is None:
            return self._through(frozen, lambda: multivers.create_relation(kind, body), receipt_of)
        return self._through(frozen, lambda: multivers.update_relation(kind, order.code, body), receipt_of)

    def write_bank_account(self, order: BankAccountOrder) -> Result:
        """Writes the bank account of a new creditor, once; that of an existing one is never written."""
        body = new_account_body(order.organization, order.fields)
        sent = {"body": body, "fingerprint": order.fingerprint, "content_hash": order.content_hash}
        frozen = Frozen(
            key=order.key,
            effect=Effect.WRITE_BANK_ACCOUNT,
            plan_hash=None,
            request=dump(sent).decode(),
            relation_code=order.code,
        )

        def receipt_of(intent: Intent, made: BankAccount) -> Receipt:
            return account_receipt(intent, made)

        return self._through(frozen, lambda: self._services.multivers.create_bank_account(body), receipt_of)

    def write_wefact_relation(self, order: WeFactRelationOrder) -> Result:
        """Makes a relation in WeFact; the answer shows whether it has the code that was asked for."""
        frozen = Frozen(
            key=order.key,
            effect=Effect.WRITE_WEFACT_RELATION,
            plan_hash=None,
            request=dump(dict(order.fields)).decode(),
            relation_code=order.code,
        )

        def receipt_of(intent: Intent, made: Relation) -> Receipt:
            return wefact_receipt(intent, verified=made.code == order.code)

        wefact, controller = self._services.wefact, order.key.controller
        return self._through(frozen, lambda: wefact.add_relation(controller, order.fields), receipt_of)

    def mark_paid(self, order: PaymentOrder) -> Result:
        """Marks a document as paid in WeFact on the ledger's date; the receipt is not verified yet."""
        key, wefact = order.key, self._services.wefact
        return self._through(
            _frozen_payment(order, Effect.MARK_PAID),
            lambda: wefact.mark_paid(key.controller, key.identifier, order.pay_date),
            _payment_receipt,
        )

    def part_payment(self, order: PaymentOrder) -> Result:
        """Adds a part payment in WeFact; the receipt is not verified yet.

        Raises:
            ValueError: the order has no amount.
        """
        key, wefact, amount = order.key, self._services.wefact, order.amount
        if amount is None:
            raise ValueError(f"no amount to add to {key}")
        return self._through(
            _frozen_payment(order, Effect.PART_PAYMENT),
            lambda: wefact.part_payment(key.controller, key.identifier, amount, order.pay_date),
            _payment_receipt,
        )

    def _through(
        self, frozen: Frozen, send: Callable[[], Answer], receipt_of: Callable[[Intent, Answer], Receipt]
    ) -> Result:
        """Intent, call, outcome: the same for every write."""
        services = self._services
        self._lease.renew(_longest_call(services) * 2)
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
    """The request for a relation in Multivers: a new one, or the existing one with our fields changed."""
    if order.changes is None:
        return new_relation_body(
            order.kind, order.code, order.fields, credit_squeeze=order.credit_squeeze, reminds=order.reminds
        )
    return {**(order.remote or {}), **order.changes}


def keep_receipt(unit: Unit, receipt: Receipt, services: Services) -> None:
    """Stores the first receipt of an effect, or rewrites that of one that may be written again.

    What stood there before us stays known as that, whatever is written to it later.
    """
    now = services.clock.now()
    known = unit.receipts.get(receipt.key, receipt.effect)
    if known is None:
        unit.receipts.add(receipt, now)
    else:
        unit.receipts.rewrite(replace(receipt, adopted=known.adopted), now)


def _frozen_booking(order: BookingOrder, effect: Effect) -> tuple[Frozen, dict[str, object]]:
    """A booking as it will be sent, and what is remembered of it."""
    booking = order.plan.booking
    body = {**order.kept, **load(order.plan.body), "journalTransaction": order.journal_transaction}
    frozen = Frozen(
        key=order.key,
        effect=effect,
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
    return frozen, body


def _frozen_payment(order: PaymentOrder, effect: Effect) -> Frozen:
    """A payment as it will be written: its date, and of a part payment what stands there before and after."""
    asked = {
        "pay_date": order.pay_date.isoformat(),
        **{name: str(value) for name in ("amount", "before", "after") if (value := getattr(order, name)) is not None},
    }
    return Frozen(
        key=order.key,
        effect=effect,
        plan_hash=None,
        request=dump(asked).decode(),
        relation_code=order.relation_code,
        gross=order.amount,
    )


def _payment_receipt(intent: Intent, _answer: None) -> Receipt:
    return wefact_receipt(intent, verified=False)


def _longest_call(services: Services) -> float:
    """Seconds that a call to either system takes at most."""
    connections = services.connections
    return max(connections.multivers.http.timeouts.total, connections.wefact.http.timeouts.total)
