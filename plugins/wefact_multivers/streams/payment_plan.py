"""What is to be written to WeFact about a payment: from the decision, on disk, and back from what was sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import TypeAdapter

from wefact_multivers.domain.canonical import canonical_json
from wefact_multivers.domain.found_payments import WeFactSide
from wefact_multivers.domain.payments import MarkPaid, PartPayment, Write
from wefact_multivers.store.intents import Effect, Intent
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.transport import load


@dataclass(frozen=True)
class PlannedWrite:
    """What is to be written to WeFact about a payment, as it is stored.

    Attributes:
        kind: the effect's own name.
        pay_date: the ledger's own date.
        amount, before, after: of a part payment, in euros: what is added, and what WeFact counts as paid.
    """

    kind: Literal["mark_paid", "part_payment"]
    pay_date: date
    amount: Decimal | None = None
    before: Decimal | None = None
    after: Decimal | None = None

    @property
    def effect(self) -> Effect:
        """Through which door it goes."""
        return Effect(self.kind)

    def stands(self, side: WeFactSide) -> bool:
        """Whether WeFact shows what was to be written."""
        return side.is_paid or (self.kind == "part_payment" and side.paid == self.after)

    def may_go(self, side: WeFactSide) -> bool:
        """Whether WeFact still is as it was when this was planned; a part payment adds, and must not add twice."""
        if side.is_paid or not side.may_be_written:
            return False
        return self.kind == "mark_paid" or side.paid == self.before


PLANNED_WRITE: TypeAdapter[PlannedWrite] = TypeAdapter(PlannedWrite)


def write_text(write: Write | None) -> str | None:
    """The text under which a decision is stored; None where nothing is to be written."""
    match write:
        case MarkPaid(pay_date):
            return canonical_json(PlannedWrite("mark_paid", pay_date))
        case PartPayment(amount, before, after, pay_date):
            return canonical_json(PlannedWrite("part_payment", pay_date, amount, before, after))
        case _:
            return None


def sent_by(intent: Intent) -> PlannedWrite:
    """What an intent sent, or may have sent."""
    return PLANNED_WRITE.validate_python({"kind": intent.frozen.effect.value, **load(intent.frozen.request)})


def kept_by(receipt: Receipt) -> PlannedWrite:
    """What the write of a receipt was."""
    return PLANNED_WRITE.validate_python({"kind": receipt.effect.value, **receipt.written})
