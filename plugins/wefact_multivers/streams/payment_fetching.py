"""Reads what is open in Multivers, and tells which payments have changed since they were last looked at.

Only the open lists are read, so that a day costs what changed on it and not what history holds.
"""

from __future__ import annotations

from collections.abc import Mapping

from wefact_multivers.domain.documents import SourceKey
from wefact_multivers.domain.found import FoundBooking
from wefact_multivers.domain.payment_status import PaymentEvent, PaymentStatus
from wefact_multivers.store.payments import Payment
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.streams.kinds import DOCUMENT_KINDS, DocumentKind
from wefact_multivers.streams.runs import RunState, load_run
from wefact_multivers.streams.services import Services

Open = Mapping[tuple[int, str], FoundBooking]
"""The open bookings of a kind by fiscal year and invoice id."""

_DECIDED = frozenset(PaymentStatus) - {PaymentStatus.OPEN, PaymentStatus.PART_PAID, PaymentStatus.UNCERTAIN}
"""What these mean depends on what people do in WeFact as well."""


def fetch(services: Services, run_key: str) -> dict[str, int]:
    """Reads what is open in Multivers, and remembers which payments have changed since they were last looked at.

    Returns:
        `open` bookings in Multivers, and `changed` payments of ours.
    """
    state = load_run(services, run_key)
    counts = [_fetch(services, state, kind) for kind in _longest_first(services, kinds_on(state))]
    return {"open": sum(found for found, _ in counts), "changed": sum(changed for _, changed in counts)}


def kinds_on(state: RunState) -> list[DocumentKind]:
    """The kinds of documents whose stream is on; payments of the others rest."""
    return [kind for kind in DOCUMENT_KINDS.values() if state.is_on(kind.stream)]


def is_ours(receipt: Receipt, found: FoundBooking) -> bool:
    """Whether a booking is still the one that the receipt is of: a stranger under our number gets no payment."""
    numbers = {receipt.journal_transaction, found.journal_transaction} - {0, None}
    return len(numbers) <= 1 and (found.relation_code.strip(), found.reference, found.gross, found.journal_id) == (
        receipt.relation_code.strip(),
        receipt.reference,
        receipt.gross,
        receipt.journal_id,
    )


def _longest_first(services: Services, kinds: list[DocumentKind]) -> list[DocumentKind]:
    """A long list first, since it makes one call enough for a shorter one (`multivers.pages`)."""
    with services.memory.read() as unit:
        lengths = {kind: sum(bool(one.balance) for one in unit.payments.all_of(kind.controller)) for kind in kinds}
    return sorted(kinds, key=lengths.__getitem__, reverse=True)


def _fetch(services: Services, state: RunState, kind: DocumentKind) -> tuple[int, int]:
    with services.memory.read() as unit:
        receipts = unit.receipts.verified(kind.effect, kind.controller)
        payments = {payment.key: payment for payment in unit.payments.all_of(kind.controller)}
        moved = unit.payments.moved_in_wefact(kind.controller, _DECIDED)
    listed = _open(services, kind, _years(state, receipts, payments))
    changed = 0
    for receipt in receipts:
        payment = payments.get(receipt.key)
        found = listed.get((receipt.fiscal_year or 0, receipt.invoice_id or ""))
        if _is_untouched(receipt, payment, found):
            _see_open(services, receipt)
        elif receipt.key in moved or _has_changed(payment, found):
            changed += 1
            with services.memory.write() as unit:
                unit.payments.want_details(receipt.key, services.clock.now())
    return len(listed), changed


def _years(state: RunState, receipts: list[Receipt], payments: Mapping[SourceKey, Payment]) -> list[int]:
    """The fiscal years in scope, and older ones in which something of ours is not paid yet."""
    unpaid = {
        receipt.fiscal_year
        for receipt in receipts
        if receipt.fiscal_year and ((known := payments.get(receipt.key)) is None or known.balance)
    }
    return sorted(unpaid | {period.fiscal_year for period in state.reference.periods})


def _open(services: Services, kind: DocumentKind, years: list[int]) -> Open:
    listed = [booking for year in years for booking in services.multivers.open_bookings(kind.kind, year)]
    return {(booking.fiscal_year, booking.invoice_id): booking for booking in listed}


def _is_untouched(receipt: Receipt, payment: Payment | None, found: FoundBooking | None) -> bool:
    """Whether a booking that was never looked at is open as it was booked."""
    return payment is None and found is not None and is_ours(receipt, found) and found.balance == receipt.gross


def _has_changed(payment: Payment | None, found: FoundBooking | None) -> bool:
    """Whether only the details can tell; what is as it was when it was looked at is not asked again."""
    if payment is None or payment.wants_details:
        return True
    if payment.status is PaymentStatus.UNCERTAIN:
        return False
    # What was open and is listed no more has changed; what was seen to be settled, or gone, has not.
    return bool(payment.balance) if found is None else payment.balance != found.balance


def _see_open(services: Services, receipt: Receipt) -> None:
    with services.memory.write() as unit:
        seen = Payment(receipt.key, balance=receipt.gross)
        unit.payments.happen(PaymentEvent.SEEN_OPEN, seen, services.clock.now())
