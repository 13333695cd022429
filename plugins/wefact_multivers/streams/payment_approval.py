"""Which payments may be written to WeFact, and which wait until a person has released them.

WeFact may mail its customers when an invoice is marked as paid, so the first write-back, a large one and one of an
old invoice wait (`accounting-rules.md 9`). A person releases each payment as it is planned: another plan lapses it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from wefact_multivers.clock import today
from wefact_multivers.domain.canonical import digest
from wefact_multivers.domain.documents import Controller, SourceKey
from wefact_multivers.domain.payment_status import PaymentStatus
from wefact_multivers.domain.payments import approval_reasons
from wefact_multivers.domain.problems import Problem
from wefact_multivers.store.payments import Payment
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.kinds import DOCUMENTS_OF
from wefact_multivers.streams.runs import RunState
from wefact_multivers.streams.services import Services

FIRST = "payments_first"
"""What a person approves once: that payments are written to WeFact at all."""

APPROVAL = frozenset({"PAY-014", "PAY-015", "PAY-016"})
"""Why a payment waits to be released."""

_PASSING = APPROVAL | {"DOC-012"}
"""What stands at a payment only until it is written."""


def approve(services: Services, by: str) -> int:
    """Records that a person releases the payments that are to be written now; gives how many those are.

    Nobody releases a list that is empty: the first one with a payment still waits.
    """
    with services.memory.write() as unit:
        now, waiting = services.clock.now(), _to_write(unit, DOCUMENTS_OF)
        if waiting:
            unit.payments.approve(FIRST, "", by, now)
        for payment in waiting:
            unit.payments.approve(_subject(payment.key), digest(payment.write), by, now)
    return len(waiting)


def released(services: Services, state: RunState, controllers: Collection[Controller]) -> list[Payment]:
    """The payments that may be written now; at the others it says why they wait."""
    with services.memory.write() as unit:
        to_write = _to_write(unit, controllers)
        unapproved = [one for one in to_write if unit.payments.approved(_subject(one.key)) != digest(one.write)]
        reasons = _reasons(services, state, unit, unapproved)
        held = {payment.key for payment in unapproved} if reasons else set()
        for payment in to_write:
            is_held = payment.key in held
            why = (*lasting(payment.problems), *(reasons if is_held else ()))
            unit.payments.explain(payment.key, why, services.clock.now())
            if waits_for_release(payment) and not is_held:
                unit.payments.forget_red(payment.key)
    return [payment for payment in to_write if payment.key not in held]


def lasting(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """What still is to be said of a payment once it is written."""
    return tuple(found for found in problems if found.code not in _PASSING)


def waits_for_release(payment: Payment) -> bool:
    """Whether a payment waits until a person releases it."""
    return payment.status is PaymentStatus.TO_WRITE and any(found.code in APPROVAL for found in payment.problems)


def _to_write(unit: Unit, controllers: Collection[Controller]) -> list[Payment]:
    planned = unit.payments.with_status({PaymentStatus.TO_WRITE})
    return [payment for payment in planned if payment.write and payment.key.controller in controllers]


def _reasons(services: Services, state: RunState, unit: Unit, unapproved: Sequence[Payment]) -> tuple[Problem, ...]:
    dates = [record.seen.date for payment in unapproved if (record := unit.records.get(payment.key))]
    return approval_reasons(
        [day for day in dates if day is not None],
        is_first=unit.payments.approved(FIRST) is None,
        above=state.configuration.administration.payments.approve_above,
        today=today(services.clock),
    )


def _subject(key: SourceKey) -> str:
    return f"payment/{key.controller}/{key.identifier}"
