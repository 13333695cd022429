"""The payments as a table: what is to be written to WeFact, what waits for a person, and why."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from wefact_multivers.catalogue import Language
from wefact_multivers.domain.payment_status import PaymentStatus
from wefact_multivers.store.payments import Payment
from wefact_multivers.store.records import Record
from wefact_multivers.streams.kinds import DOCUMENT_KINDS
from wefact_multivers.streams.payment_matching import WAITING
from wefact_multivers.streams.report import NAMES, explain
from wefact_multivers.streams.services import Services

UNDONE = WAITING | {PaymentStatus.TO_WRITE}
"""Something is still to be done about it, by the link or by a person."""


@dataclass(frozen=True)
class PaymentRow:
    """A payment, as the table shows it.

    Attributes:
        gross: of the document, in euros.
        balance: what is open in Multivers, in euros; None where it did not say.
        pay_date: what WeFact will be told; None where nothing is to be written.
        amount: of a part payment, what is added in WeFact, in euros; None where the document is marked as paid.
        reason: codes and messages of what stands at it.
    """

    kind: str
    number: str
    relation_code: str
    gross: Decimal | None
    balance: Decimal | None
    status: str
    pay_date: date | None
    amount: Decimal | None
    reason: str


def payment_rows(services: Services, *, everything: bool = False) -> list[PaymentRow]:
    """The payments of both kinds of documents, by number.

    Args:
        services: of the administration.
        everything: those that are open or settled and have nothing to tell, too.
    """
    language = Language(services.administration.language)
    with services.memory.read() as unit:
        pairs = [
            (payment, record)
            for kind in DOCUMENT_KINDS.values()
            for payment in unit.payments.all_of(kind.controller)
            if everything or payment.problems or payment.status in UNDONE
            if (record := unit.records.get(payment.key)) is not None
        ]
    return sorted((_row(payment, record, language) for payment, record in pairs), key=lambda row: row.number)


def waits_for_person(rows: Iterable[PaymentRow], *, written: bool) -> bool:
    """Whether a person must act: what a run that writes has left unwritten waits for approval."""
    return any(row.status in (UNDONE if written else WAITING) for row in rows)


def _row(payment: Payment, record: Record, language: Language) -> PaymentRow:
    write = json.loads(payment.write) if payment.write and payment.status is PaymentStatus.TO_WRITE else {}
    return PaymentRow(
        kind=NAMES[payment.key.controller],
        number=record.seen.number,
        relation_code=record.seen.relation_code or "",
        gross=record.seen.gross,
        balance=payment.balance,
        status=payment.status,
        pay_date=date.fromisoformat(write["pay_date"]) if write.get("pay_date") else None,
        amount=Decimal(write["amount"]) if write.get("amount") is not None else None,
        reason="; ".join(explain(found, language) for found in payment.problems),
    )
