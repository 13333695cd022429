"""The payments as people look through them: where each stands in both systems, and what WeFact was told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from wefact_multivers.catalogue import Language
from wefact_multivers.domain.documents import SourceKey
from wefact_multivers.domain.payment_status import PaymentStatus
from wefact_multivers.store.intents import Effect
from wefact_multivers.store.payments import Payment
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.records import Record
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.document_list import MOST, Paged, receipts_of
from wefact_multivers.streams.explain import ExplainedProblem, explain_problem
from wefact_multivers.streams.kinds import KIND_OF
from wefact_multivers.streams.payment_plan import PLANNED_WRITE, PlannedWrite, kept_by
from wefact_multivers.streams.report import booked_in
from wefact_multivers.streams.runs import Stream
from wefact_multivers.streams.services import Office

_WRITES = (Effect.MARK_PAID, Effect.PART_PAYMENT)


@dataclass(frozen=True)
class PaymentShown:
    """The payment of a booked document in a list.

    Attributes:
        gross: of the document, in euros.
        balance: what is open in Multivers, in euros; None where it did not say.
        pay_date: the ledger's date that WeFact was told, or will be; None where it is told nothing.
        told: whether WeFact has been told.
    """

    stream: Stream
    number: str
    date: dt.date | None
    relation_code: str
    gross: Decimal | None
    booked_in: str
    status: str
    balance: Decimal | None
    pay_date: dt.date | None
    told: bool
    problems: tuple[ExplainedProblem, ...]


def payment_page(office: Office, status: PaymentStatus | None, number: int, language: Language) -> Paged[PaymentShown]:
    """One page of the payments with that status, of all where none is named; what moved last first."""
    with office.memory.read() as unit:
        count = unit.found_payments.count(status, MOST)
        at = Paged.at(number, count)
        keys = unit.found_payments.keys(status, at.offset, at.size)
        return Paged(tuple(_rows(unit, keys, language)), at.number, count)


def _rows(unit: Unit, keys: Sequence[SourceKey], language: Language) -> Iterator[PaymentShown]:
    records, payments, receipts = unit.records.of(keys), unit.payments.of(keys), receipts_of(unit, keys)
    writes = {key: kept for effect in _WRITES for key, kept in unit.receipts.of(keys, effect).items()}
    for key in keys:
        yield _row(records[key], payments[key], receipts.get(key), writes, language)


def _row(
    record: Record,
    payment: Payment,
    receipt: Receipt | None,
    writes: Mapping[SourceKey, Receipt],
    language: Language,
) -> PaymentShown:
    kept = writes.get(record.key)
    # Of a mark that was found in WeFact nobody knows any more what was written.
    write = (kept_by(kept) if kept.written else None) if kept else _planned(payment)
    return PaymentShown(
        stream=KIND_OF[record.key.controller].stream,
        number=record.seen.number,
        date=record.seen.date,
        relation_code=record.seen.relation_code or "",
        gross=record.seen.gross,
        booked_in=booked_in(receipt),
        status=payment.status.value,
        balance=payment.balance,
        pay_date=write.pay_date if write else None,
        told=kept is not None,
        problems=tuple(explain_problem(found, language) for found in payment.problems),
    )


def _planned(payment: Payment) -> PlannedWrite | None:
    """What WeFact will be told; what was planned before something else happened is not to be written any more."""
    if payment.write is None or payment.status is not PaymentStatus.TO_WRITE:
        return None
    return PLANNED_WRITE.validate_json(payment.write)
