"""Decides what the payments of a booking mean, from its details and from WeFact as it is now (DESIGN 11).

Nothing is written to WeFact here; in a preview this is what would be.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from wefact_multivers.domain.documents import SourceKey
from wefact_multivers.domain.found_payments import LedgerSide, WeFactSide
from wefact_multivers.domain.money import amount_text
from wefact_multivers.domain.payment_status import PaymentEvent, PaymentStatus
from wefact_multivers.domain.payments import Decision, PaymentPolicy, decide_payment
from wefact_multivers.domain.problems import problem
from wefact_multivers.errors import AnswerUnusable, RequestRefused
from wefact_multivers.multivers.reading import BookingDetails
from wefact_multivers.store.intents import Effect
from wefact_multivers.store.payments import Payment
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.streams.kinds import DOCUMENTS_OF
from wefact_multivers.streams.payment_fetching import is_ours, kinds_on
from wefact_multivers.streams.payment_marks import is_under_way, remember_mark
from wefact_multivers.streams.payment_plan import write_text
from wefact_multivers.streams.runs import RunState, load_run
from wefact_multivers.streams.services import Services

WAITING = frozenset({PaymentStatus.CONFLICT, PaymentStatus.REOPENED, PaymentStatus.OVERPAID})
"""A person must look."""


@dataclass(frozen=True)
class _Known:
    """What the store holds of a payment.

    Attributes:
        written: WeFact has taken our mark: it is made once.
        source_status: of the document in WeFact when it was last read.
    """

    payment: Payment
    receipt: Receipt
    written: bool
    source_status: int | None


@dataclass(frozen=True)
class _Finding:
    """What was decided, and what it was decided from; `asks_again` where an answer could not be read."""

    decision: Decision
    balance: Decimal | None
    source_status: int | None
    asks_again: bool = False


def match(services: Services, run_key: str) -> dict[str, int]:
    """Asks for the details of what has changed, and decides what each means; nothing is written to WeFact.

    Returns:
        `matched`: how many were looked at; and how many payments stand at each status.
    """
    state = load_run(services, run_key)
    mine = {kind.controller for kind in kinds_on(state)}
    with services.memory.read() as unit:
        changed = [payment.key for payment in unit.payments.wanting_details() if payment.key.controller in mine]
        wanted = [key for key in changed if not is_under_way(unit, key)]
    for key in wanted:
        match_one(services, state, key)
    return {"matched": len(wanted), **payment_counts(services)}


def match_one(services: Services, state: RunState, key: SourceKey) -> None:
    """Decides what the payments of one booking mean; what cannot be read concerns this booking alone.

    Raises:
        RemoteUnavailable, RateLimited, PersonNeeded: see the clients.
    """
    known = _known(services, key)
    try:
        finding = _look(services, state, known)
    except (AnswerUnusable, RequestRefused) as error:
        why = Decision(PaymentEvent.SEEN_CONFLICT, problems=(problem("PAY-022", answer=error.params["detail"]),))
        finding = _Finding(why, known.payment.balance, known.source_status, asks_again=True)
    seen = Payment(
        key,
        problems=finding.decision.problems,
        write=write_text(finding.decision.write),
        balance=finding.balance,
        source_status=finding.source_status,
        wants_details=finding.asks_again,
    )
    with services.memory.write() as unit:
        unit.payments.happen(finding.decision.event, seen, services.clock.now())


def _known(services: Services, key: SourceKey) -> _Known:
    with services.memory.read() as unit:
        receipt, paid = unit.receipts.get(key, Effect.CREATE_BOOKING), unit.receipts.get(key, Effect.MARK_PAID)
        payment, record = unit.payments.get(key) or Payment(key), unit.records.get(key)
    if receipt is None or record is None:
        raise LookupError(f"{key} has a payment and no booking")
    return _Known(payment, receipt, paid is not None, record.seen.source_status)


def _look(services: Services, state: RunState, known: _Known) -> _Finding:
    """The details, then who they are of, then WeFact: each only where the one before leaves a question."""
    receipt, key = known.receipt, known.receipt.key
    details = services.multivers.booking_details(DOCUMENTS_OF[key.controller].kind, receipt.invoice_id or "")
    if details is None:
        return _Finding(_conflict("PAY-017", invoice_id=receipt.invoice_id or ""), None, known.source_status)
    balance = details.booking.balance
    if not is_ours(receipt, details.booking):
        return _Finding(_conflict("PAY-018", invoice_id=receipt.invoice_id or ""), balance, known.source_status)
    try:
        wefact = services.wefact.payment_of(key.controller, key.identifier)
    except RequestRefused as error:
        return _Finding(_conflict("PAY-021", answer=error.params["detail"]), balance, known.source_status)
    remember_mark(services, key, receipt.relation_code, wefact.status, by_package=wefact.by_package)
    side = WeFactSide(key.controller, wefact.status, wefact.paid, known.written)
    decision = decide_payment(known.payment.status, _ledger_side(receipt, details), side, _policy(state))
    if decision.write is not None and wefact.gross != receipt.gross:
        # What covers the booking does not cover an invoice that says something else since.
        booked, says = amount_text(receipt.gross or details.booking.gross), amount_text(wefact.gross)
        decision = _conflict("PAY-024", booked=booked, wefact=says)
    return _Finding(decision, balance, wefact.status)


def _ledger_side(receipt: Receipt, details: BookingDetails) -> LedgerSide:
    return LedgerSide(receipt.gross or details.booking.gross, details.booking.balance, details.payments)


def _conflict(code: str, **params: str) -> Decision:
    return Decision(PaymentEvent.SEEN_CONFLICT, problems=(problem(code, **params),))


def _policy(state: RunState) -> PaymentPolicy:
    policy = state.configuration.administration.payments
    return PaymentPolicy(
        write_parts=policy.part == "write",
        mark_written_off=policy.write_off == "mark_paid",
        mark_reopened=False,
        max_difference=policy.max_difference,
    )


def payment_counts(services: Services) -> dict[str, int]:
    """How many payments stand at each status."""
    with services.memory.read() as unit:
        counts = unit.payments.counts()
    return {status.value: counts[status] for status in PaymentStatus if status in counts}
