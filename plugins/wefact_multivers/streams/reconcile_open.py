"""Ties what is open in WeFact to what is open in Multivers, with a bridge item for each cause.

What Multivers has open was read by the payments of the same run; where payments are switched off nothing is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from wefact_multivers.domain.documents import Controller, DocumentRow, PurchaseStatus, SalesStatus
from wefact_multivers.domain.money import ZERO, amount_text
from wefact_multivers.domain.payment_status import PaymentStatus
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.reconcile import Cause, Item, cause_of
from wefact_multivers.store.payments import Payment
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.records import Record
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.reconcile_documents import Found
from wefact_multivers.streams.reconcile_sides import WeFactSide

_UNPAID: Mapping[Controller, int] = {
    Controller.INVOICE: SalesStatus.SENT,
    Controller.CREDITINVOICE: PurchaseStatus.UNPAID,
}
_PART_PAID: Mapping[Controller, int] = {
    Controller.INVOICE: SalesStatus.PART_PAID,
    Controller.CREDITINVOICE: PurchaseStatus.PART_PAID,
}
_SET_OFF: Mapping[Controller, frozenset[int]] = {
    Controller.INVOICE: frozenset({SalesStatus.CREDIT, SalesStatus.VOID}),
    Controller.CREDITINVOICE: frozenset({PurchaseStatus.CREDIT}),
}
"""WeFact settles a credit note with its invoice at once (`wefact-api.md 5`); in Multivers a person sets them off."""

_BY_PAYMENT: Mapping[PaymentStatus, Cause] = {
    PaymentStatus.TO_WRITE: Cause.TO_WRITE,
    PaymentStatus.UNCERTAIN: Cause.UNCERTAIN,
    PaymentStatus.PART_PAID: Cause.PART_PAYMENT,
    PaymentStatus.CONFLICT: Cause.PAYMENT_QUESTION,
    PaymentStatus.REOPENED: Cause.PAYMENT_QUESTION,
    PaymentStatus.OVERPAID: Cause.PAYMENT_QUESTION,
}
_WRITTEN_OFF = "PAY-006"


@dataclass(frozen=True)
class _Open:
    """One document with its payment."""

    record: Record
    row: DocumentRow | None
    receipt: Receipt | None
    payment: Payment | None

    @property
    def controller(self) -> Controller:
        return self.record.key.controller

    @property
    def status(self) -> int | None:
        """WeFact's, as it is now where the list has it."""
        return self.row.status if self.row else self.record.seen.source_status


def open_items(unit: Unit, side: WeFactSide) -> list[Found]:
    """Every document of a kind that one of the two systems has open, of any age."""
    found = (_found(one) for one in _all(unit, side))
    return [one for one in found if one is not None and (one.item.left or one.item.right)]


def _all(unit: Unit, side: WeFactSide) -> Iterator[_Open]:
    """What WeFact lists, and what is booked; what is older and paid is open on neither side."""
    kind = side.kind
    keys = side.rows.keys() | unit.receipts.unpaid(kind.effect, kind.controller)
    receipts, payments = unit.receipts.of(keys, kind.effect), unit.payments.of(keys)
    for record in unit.records.identified(kind.controller, keys):
        receipt = receipts.get(record.key)
        verified = receipt if receipt is not None and receipt.verified else None
        yield _Open(record, side.rows.get(record.key), verified, payments.get(record.key))


def _found(one: _Open) -> Found | None:
    """None where one side does not say what is open."""
    left = _wefact_open(one)
    right = _multivers_open(one)
    if left is None or (right is None and one.receipt is not None):
        return None
    if left == (right or ZERO):
        return Found(Item(one.record.seen.number, left, left))
    cause = _cause(one, left, right or ZERO)
    item = Item(one.record.seen.number, left, right, cause)
    return Found(item, None if cause else _fault(item))


def _wefact_open(one: _Open) -> Decimal | None:
    """What WeFact has open; of an older document that is paid in part only its own row tells."""
    gross = one.row.gross if one.row else one.record.seen.gross
    if one.row and one.row.outstanding is not None and one.status == _PART_PAID[one.controller]:
        return one.row.outstanding
    if one.status == _PART_PAID[one.controller]:
        return None
    if one.row is None and one.payment and one.payment.status is PaymentStatus.PAID:
        return ZERO
    return gross if one.status == _UNPAID[one.controller] else ZERO


def _multivers_open(one: _Open) -> Decimal | None:
    if one.receipt is None or one.payment is None:
        return None
    return one.payment.balance


def _cause(one: _Open, left: Decimal, right: Decimal) -> Cause | None:
    by_record = cause_of(one.record.status)
    if by_record is not None:
        return by_record
    if one.payment is not None and one.payment.wants_details:
        return Cause.NOT_READ
    if one.status in _SET_OFF[one.controller]:
        return Cause.SET_OFF
    if one.payment is not None and any(found.code == _WRITTEN_OFF for found in one.payment.problems):
        return Cause.WRITTEN_OFF
    by_payment = _BY_PAYMENT.get(one.payment.status) if one.payment else None
    if by_payment is None and abs(left) < abs(right):
        return Cause.PAID_IN_WEFACT
    if by_payment is None and one.receipt is not None and one.receipt.adopted and right == one.receipt.gross:
        return Cause.ADOPTED
    return by_payment


def _fault(item: Item) -> Problem:
    wefact, multivers = amount_text(item.left or ZERO), amount_text(item.right or ZERO)
    return problem("RCN-007", number=item.name, wefact=wefact, multivers=multivers)
