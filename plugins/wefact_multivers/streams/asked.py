"""What a document is asked about: the question stands while the booking does, and a person can end it.

Somebody who edits or renumbers a document in WeFact takes away what made it resemble a booking, and not what made
the link ask. A booking in a journal of the link was made for some document: as long as no other one holds it, the
document that was asked about it is not sent, since it might be booked twice (P1).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from wefact_multivers.domain.found import FoundBooking
from wefact_multivers.domain.problems import Problem
from wefact_multivers.domain.status import Event, Status
from wefact_multivers.store.records import Record
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.kinds import PLAN, DocumentKind
from wefact_multivers.streams.own_journals import Books, is_acknowledged
from wefact_multivers.streams.prepare import questions
from wefact_multivers.streams.services import Services

PERHAPS_BOOKED = "DOC-004"


def standing(
    services: Services, books: Books, kind: DocumentKind, record: Record, found: str
) -> Iterator[tuple[Problem, FoundBooking]]:
    """The questions about bookings in our own journals that stand as before, and are no other document's.

    Args:
        services: of the administration.
        books: of the run.
        kind: of the document.
        record: the document.
        found: the invoice id of the booking that a look has found for it, which is asked about anew.
    """
    for asked in questions(record):
        invoice_id = named_booking(asked)
        booking = services.multivers.booking(kind.kind, invoice_id) if invoice_id not in ("", found) else None
        if booking is not None and books.is_ours(kind, booking) and _is_free(services, kind, record, booking):
            yield asked, booking


def named_booking(asked: Problem) -> str:
    """The invoice id of the booking that a document perhaps is; empty where the question is another one."""
    return asked.values["found"].split()[0] if asked.code == PERHAPS_BOOKED else ""


def release(unit: Unit, record: Record, now: datetime) -> Status:
    """Nothing is asked about a document any more: only what else it lacks keeps it waiting."""
    if not record.plan_hash:
        return unit.records.happen(record.key, Event.REFUSED_BY_CHECKS, now, problems=lacks(record))
    plan = PLAN.validate_json(unit.plans.text(record.plan_hash))
    return unit.records.happen(record.key, Event.PLANNED, now, problems=plan.warnings)


def lacks(record: Record) -> list[Problem]:
    """What keeps a document from being planned, apart from what was found in Multivers."""
    return [] if record.plan_hash else [found for found in record.problems if found not in questions(record)]


def _is_free(services: Services, kind: DocumentKind, record: Record, booking: FoundBooking) -> bool:
    """Whether no other document holds a booking, and no person has said that it is none."""
    with services.memory.read() as unit:
        holder = unit.receipts.with_invoice_id(booking.invoice_id)
        is_held = holder is not None and holder.key != record.key
        return not is_held and not is_acknowledged(unit, kind, booking)
