"""The statuses of a payment, and the one table that says which may follow which."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from wefact_multivers.domain.status import TransitionForbiddenError


class PaymentStatus(StrEnum):
    """Where the payment of a booked document stands, seen from WeFact."""

    OPEN = "open"
    PART_PAID = "part_paid"
    TO_WRITE = "to_write"
    UNCERTAIN = "uncertain"
    PAID = "paid"
    REOPENED = "reopened"
    OVERPAID = "overpaid"
    CONFLICT = "conflict"


class PaymentEvent(StrEnum):
    """What happens to a payment: seen in both systems, or written by us. All of it is done by the link."""

    SEEN_OPEN = "seen_open"
    SEEN_PART_PAID = "seen_part_paid"
    SEEN_SETTLED = "seen_settled"
    SEEN_PAID = "seen_paid"
    SEEN_REOPENED = "seen_reopened"
    SEEN_OVERPAID = "seen_overpaid"
    SEEN_CONFLICT = "seen_conflict"
    ANSWER_UNKNOWN = "answer_unknown"
    PAID_WRITTEN = "paid_written"
    PART_WRITTEN = "part_written"
    UNPAID_WRITTEN = "unpaid_written"
    FOUND_UNWRITTEN = "found_unwritten"
    FOUND_STILL_PAID = "found_still_paid"
    REFUSED_BY_WEFACT = "refused_by_wefact"


def _from(
    sources: Iterable[PaymentStatus], event: PaymentEvent, target: PaymentStatus
) -> dict[tuple[PaymentStatus, PaymentEvent], PaymentStatus]:
    return {(source, event): target for source in sources}


_SEEN = frozenset(PaymentStatus) - {PaymentStatus.UNCERTAIN}
"""May be looked at again; what may still have been written is settled first."""

_SENT = {PaymentStatus.TO_WRITE, PaymentStatus.UNCERTAIN}
_SENT_BACK = {PaymentStatus.REOPENED, PaymentStatus.UNCERTAIN}

PAYMENT_TRANSITIONS: dict[tuple[PaymentStatus, PaymentEvent], PaymentStatus] = {
    **_from(_SEEN, PaymentEvent.SEEN_OPEN, PaymentStatus.OPEN),
    **_from(_SEEN, PaymentEvent.SEEN_PART_PAID, PaymentStatus.PART_PAID),
    **_from(_SEEN, PaymentEvent.SEEN_SETTLED, PaymentStatus.TO_WRITE),
    **_from(_SEEN, PaymentEvent.SEEN_PAID, PaymentStatus.PAID),
    **_from(_SEEN, PaymentEvent.SEEN_REOPENED, PaymentStatus.REOPENED),
    **_from(_SEEN, PaymentEvent.SEEN_OVERPAID, PaymentStatus.OVERPAID),
    **_from(_SEEN, PaymentEvent.SEEN_CONFLICT, PaymentStatus.CONFLICT),
    **_from(_SENT | _SENT_BACK, PaymentEvent.ANSWER_UNKNOWN, PaymentStatus.UNCERTAIN),
    **_from(_SENT, PaymentEvent.PAID_WRITTEN, PaymentStatus.PAID),
    **_from(_SENT, PaymentEvent.PART_WRITTEN, PaymentStatus.PART_PAID),
    **_from(_SENT_BACK, PaymentEvent.UNPAID_WRITTEN, PaymentStatus.OPEN),
    (PaymentStatus.UNCERTAIN, PaymentEvent.FOUND_UNWRITTEN): PaymentStatus.OPEN,
    (PaymentStatus.UNCERTAIN, PaymentEvent.FOUND_STILL_PAID): PaymentStatus.REOPENED,
    **_from(_SENT | _SENT_BACK, PaymentEvent.REFUSED_BY_WEFACT, PaymentStatus.CONFLICT),
}
"""(from, event) → to. What is not here cannot happen."""


def can_happen(status: PaymentStatus, event: PaymentEvent) -> bool:
    """Whether the table knows an event for a status."""
    return (status, event) in PAYMENT_TRANSITIONS


def move_payment(status: PaymentStatus, event: PaymentEvent) -> PaymentStatus:
    """The status after an event.

    Raises:
        TransitionForbiddenError: the table has no such transition.
    """
    try:
        return PAYMENT_TRANSITIONS[(status, event)]
    except KeyError as error:
        raise TransitionForbiddenError(f"{event} cannot happen to a payment that is {status}") from error
