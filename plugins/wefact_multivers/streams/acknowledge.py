"""A person accepts what was changed after its booking, with the booking as it stands in Multivers now."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from wefact_multivers.domain.found import FoundBooking
from wefact_multivers.domain.matching import compare
from wefact_multivers.domain.problems import codes, problem
from wefact_multivers.domain.status import Event, Status
from wefact_multivers.store.intents import Effect
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.records import Record
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.bank_accounts import SAID, say_of_account, settled_receipt
from wefact_multivers.streams.changes import ACCEPTED, accepted
from wefact_multivers.streams.effects import keep_receipt
from wefact_multivers.streams.inbox import Decision, remember, require
from wefact_multivers.streams.kinds import DocumentKind
from wefact_multivers.streams.look import adopted_receipt, facts_of
from wefact_multivers.streams.named import find_record, kind_of
from wefact_multivers.streams.payment_fetching import is_ours
from wefact_multivers.streams.post import writing
from wefact_multivers.streams.refusals import BookingDiffers, BookingUnknown, SentAlready
from wefact_multivers.streams.services import Services


def acknowledge(services: Services, decision: Decision, reason: str) -> tuple[str, ...]:
    """Accepts a document that was changed after it was booked, with its booking as it stands in Multivers now.

    Of a relation it accepts the bank account that Multivers holds: a person has checked it (`accounting-rules.md 13`).

    Returns:
        What differs between the document and the booking; the person has said that it is right all the same.

    Raises:
        StatusForbids: the document was not changed, and nothing is asked about an account.
        SentAlready: an update of the booking is being looked up.
        BookingUnknown, BookingDiffers: the booking is gone, or another relation's.
        LeaseHeld: a writer is at work.
    """
    with writing(services):
        with services.memory.read() as unit:
            record = find_record(services, unit, decision.number, decision.stream)
        if _asks_about_account(record):
            _accept_account(services, decision, record, reason)
            return ()
        with services.memory.read() as unit:
            receipt = unit.receipts.get(record.key, Effect.CREATE_BOOKING)
            under_way = unit.intents.is_open(record.key, Effect.UPDATE_BOOKING)
        require(record, frozenset({Status.CHANGED}))
        kind = kind_of(record)
        if receipt is None or under_way or not isinstance(kind, DocumentKind):
            raise SentAlready(number=decision.number)
        services.multivers.check()
        booking = _standing(services, kind, receipt)
        differences = compare(facts_of(services, kind, record), booking).differences
        now = services.clock.now()
        with services.memory.write() as unit:
            _accept(unit, record, receipt, booking, now)
            why = problem(ACCEPTED, reason=reason)
            status = unit.records.happen(record.key, Event.ACKNOWLEDGED, now, problems=[why])
            content = {"decision": "acknowledge", "status": status, "reason": reason, "differences": list(differences)}
            remember(services, unit, decision, record, content)
    return differences


def _asks_about_account(record: Record) -> bool:
    return not SAID.isdisjoint(codes(record.problems))


def _accept_account(services: Services, decision: Decision, record: Record, reason: str) -> None:
    """The account was checked: nothing is said of it any more, until WeFact names yet another one."""
    with services.memory.write() as unit:
        keep_receipt(unit, settled_receipt(unit, record), services)
        say_of_account(unit, services, record, None)
        about = [found.code for found in record.problems if found.code in SAID]
        remember(services, unit, decision, record, {"decision": "acknowledge", "about": about, "reason": reason})


def _standing(services: Services, kind: DocumentKind, receipt: Receipt) -> FoundBooking:
    """The booking of a receipt as it stands now, whatever was corrected in it but the relation."""
    invoice_id = receipt.invoice_id or ""
    booking = services.multivers.booking(kind.kind, invoice_id)
    if booking is None:
        raise BookingUnknown(invoice_id=invoice_id)
    if booking.relation_code.strip() != receipt.relation_code.strip():
        difference = f"relatie {booking.relation_code}, geboekt op {receipt.relation_code}"
        raise BookingDiffers(invoice_id=invoice_id, number=receipt.reference or "", difference=difference)
    return booking


def _accept(unit: Unit, record: Record, receipt: Receipt, booking: FoundBooking, now: datetime) -> None:
    """From now on the booking as it stands is that of the document as it is; one that people corrected is theirs."""
    corrected = adopted_receipt(record, booking)
    stays = replace(receipt, content_hash=record.seen.content_hash)
    unit.receipts.rewrite(stays if is_ours(receipt, booking) else corrected, now)
    update = unit.receipts.get(record.key, Effect.UPDATE_BOOKING)
    if update is not None and not update.verified:
        unit.receipts.verify(update, now)
    unit.changes.forget(record.key, now)
    unit.changes.acknowledge(record.key, accepted(record.problems), now)
