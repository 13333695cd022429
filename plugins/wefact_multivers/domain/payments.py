"""What the payments of a booking say, and what that means for its document in WeFact (`accounting-rules.md 9`).

Paid is not the same as settled: a balance of nothing also comes of set-off, of a write-off, of a difference.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from wefact_multivers.domain.documents import Controller
from wefact_multivers.domain.found_payments import FoundPayment, LedgerSide, Means, WeFactSide
from wefact_multivers.domain.money import ZERO, amount_text, total
from wefact_multivers.domain.payment_status import PaymentEvent, PaymentStatus
from wefact_multivers.domain.problems import Problem, problem

OLD = dt.timedelta(days=90)
"""An older invoice is not marked without approval."""


@dataclass(frozen=True)
class PaymentPolicy:
    """What an administration wants of payments.

    Attributes:
        max_difference: euros of payment difference with which an invoice still counts as paid.
    """

    write_parts: bool
    mark_written_off: bool
    mark_reopened: bool
    max_difference: Decimal


@dataclass(frozen=True)
class MarkPaid:
    """Mark the document as paid in WeFact, on the ledger's own date."""

    pay_date: dt.date


@dataclass(frozen=True)
class PartPayment:
    """Add a part payment in WeFact; `partpayment` adds, so before and after say whether it was done.

    Attributes:
        amount: what is added, in euros.
        before, after: what WeFact counts as paid, in euros.
    """

    amount: Decimal
    before: Decimal
    after: Decimal
    pay_date: dt.date


@dataclass(frozen=True)
class MarkUnpaid:
    """Take back in WeFact that a sales invoice is paid."""


Write = MarkPaid | PartPayment | MarkUnpaid


@dataclass(frozen=True)
class Decision:
    """What follows for a document.

    Attributes:
        event: what happened to its payment.
        write: what to write to WeFact; None = nothing.
        problems: what a person should see.
    """

    event: PaymentEvent
    write: Write | None = None
    problems: tuple[Problem, ...] = ()


def decide_payment(before: PaymentStatus, ledger: LedgerSide, wefact: WeFactSide, policy: PaymentPolicy) -> Decision:
    """What the payments of a booking mean for its document; what does not add up is shown and never written.

    Args:
        before: the status that was known; UNCERTAIN is settled first, and is not decided here.
        ledger: from the detail call, whose identity was checked.
        wefact: as shown now.
        policy: of the administration.
    """
    if ledger.balance is None:
        return _conflict("PAY-002")
    if ledger.gross == 0:
        return Decision(PaymentEvent.SEEN_PAID)
    settled = ledger.gross - ledger.balance
    summed = total([row.settled for row in ledger.payments])
    if summed != settled:
        return _conflict("PAY-003", rows=amount_text(summed), settled=amount_text(settled))
    if any(row.means is None for row in ledger.payments):
        return _conflict("PAY-004")
    if ledger.balance * ledger.gross < 0:
        over = amount_text(abs(ledger.balance))
        return Decision(PaymentEvent.SEEN_OVERPAID, problems=(problem("PAY-001", amount=over),))
    if ledger.balance == 0:
        return _settled(ledger, wefact, policy)
    return _not_settled(before, ledger, wefact, policy)


def _settled(ledger: LedgerSide, wefact: WeFactSide, policy: PaymentPolicy) -> Decision:
    """Nothing is open: paid, unless by something that is no payment."""
    differences = _difference_notes(ledger.payments)
    if wefact.is_paid or not wefact.may_be_written:
        return Decision(PaymentEvent.SEEN_PAID, problems=differences)
    refusal = _no_payment(ledger, policy)
    pay_date = _pay_date(ledger.payments, ledger.gross)
    if refusal is not None or pay_date is None:
        return Decision(PaymentEvent.SEEN_CONFLICT, problems=(refusal or problem("PAY-005"), *differences))
    if wefact.written:
        return Decision(PaymentEvent.SEEN_CONFLICT, problems=(problem("PAY-008"), *differences))
    return Decision(PaymentEvent.SEEN_SETTLED, MarkPaid(pay_date), differences)


def _no_payment(ledger: LedgerSide, policy: PaymentPolicy) -> Problem | None:
    """Why a balance of nothing is no payment; None where it is one."""
    rows = ledger.payments
    corrected = _sum(rows, Means.CORRECTION)
    if corrected and not policy.mark_written_off:
        return problem("PAY-006", amount=amount_text(abs(corrected)))
    difference = total([row.difference for row in rows])
    if abs(difference) > policy.max_difference:
        most = amount_text(policy.max_difference)
        return problem("PAY-007", amount=amount_text(abs(difference)), most=most)
    is_paid = any(_sum(rows, means) * ledger.gross > 0 for means in (Means.MONEY, Means.CORRECTION))
    is_set_off = _sum(rows, Means.SET_OFF) + difference == ledger.gross
    return None if is_paid or is_set_off else problem("PAY-005")


def _not_settled(before: PaymentStatus, ledger: LedgerSide, wefact: WeFactSide, policy: PaymentPolicy) -> Decision:
    """Something is open: nothing was paid, a part was, or what was paid was undone."""
    open_text = amount_text(abs(ledger.balance or ZERO))
    if wefact.is_paid and (wefact.written or before in {PaymentStatus.PAID, PaymentStatus.REOPENED}):
        may_undo = policy.mark_reopened and wefact.controller is Controller.INVOICE
        undo = MarkUnpaid() if may_undo else None
        return Decision(PaymentEvent.SEEN_REOPENED, undo, (problem("PAY-009", amount=open_text),))
    rows = [row for row in ledger.payments if row.means is not Means.CORRECTION]
    paid, pay_date = total([row.settled for row in rows]), _pay_date(rows, ledger.gross)
    if pay_date is None:
        return Decision(PaymentEvent.SEEN_OPEN, problems=_written_off_in_part(ledger.payments))
    if wefact.is_paid or not wefact.may_be_written:
        return Decision(PaymentEvent.SEEN_PART_PAID)
    notes = (problem("PAY-010", amount=open_text), *_written_off_in_part(ledger.payments))
    if not policy.write_parts or ledger.gross < 0:
        return Decision(PaymentEvent.SEEN_PART_PAID, problems=notes)
    if paid == wefact.paid:
        return Decision(PaymentEvent.SEEN_PART_PAID, problems=notes)
    if not wefact.paid < paid < ledger.gross:
        return _conflict("PAY-011", wefact=amount_text(wefact.paid), multivers=amount_text(paid))
    part = PartPayment(paid - wefact.paid, before=wefact.paid, after=paid, pay_date=pay_date)
    return Decision(PaymentEvent.SEEN_SETTLED, part, notes)


def approval_reasons(dates: Sequence[dt.date], *, is_first: bool, above: int, today: dt.date) -> tuple[Problem, ...]:
    """Why write-backs wait for a person: WeFact may mail its customers (`accounting-rules.md 9`).

    Args:
        dates: the invoice dates of what would be written.
        is_first: nothing was ever written back in this administration.
        above: as many may go without approval.
        today: the calendar date in Amsterdam.

    Returns:
        PAY-014, PAY-015 and PAY-016 as they apply; nothing where the writes may go.
    """
    reasons = [problem("PAY-014")] if is_first and dates else []
    if len(dates) > above:
        reasons.append(problem("PAY-015", count=len(dates), most=above))
    if dates and today - min(dates) > OLD:
        reasons.append(problem("PAY-016", date=min(dates)))
    return tuple(reasons)


def _conflict(code: str, **params: str) -> Decision:
    return Decision(PaymentEvent.SEEN_CONFLICT, problems=(problem(code, **params),))


def _difference_notes(rows: Sequence[FoundPayment]) -> tuple[Problem, ...]:
    """What was settled without money; its VAT is the bookkeeper's."""
    difference, rebate = total([row.difference for row in rows]), total([row.rebate for row in rows])
    notes = (("PAY-012", difference), ("PAY-013", rebate))
    return tuple(problem(code, amount=amount_text(amount)) for code, amount in notes if amount)


def _written_off_in_part(rows: Sequence[FoundPayment]) -> tuple[Problem, ...]:
    corrected = _sum(rows, Means.CORRECTION)
    return (problem("PAY-006", amount=amount_text(abs(corrected))),) if corrected else ()


def _sum(rows: Sequence[FoundPayment], means: Means) -> Decimal:
    return total([row.amount for row in rows if row.means is means])


def _pay_date(rows: Sequence[FoundPayment], gross: Decimal) -> dt.date | None:
    """The date of the last money, else set-off, else correction, that brought the balance down; None without any."""
    for means in Means:
        if _sum(rows, means) * gross > 0:
            return max(row.date for row in rows if row.means is means and row.amount * gross > 0)
    return None
