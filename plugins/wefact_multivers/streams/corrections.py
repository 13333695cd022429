"""Notes what people have corrected in a booking in Multivers: it is shown, and never undone (DESIGN 8.6)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from wefact_multivers.domain.bookings import Plan
from wefact_multivers.domain.matching import entry_differences
from wefact_multivers.domain.problems import problem
from wefact_multivers.domain.status import Event, Status
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.records import Record
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.last_writes import last_writes
from wefact_multivers.streams.reconcile_sides import Books, Standing, entry_of
from wefact_multivers.streams.services import Services

CORRECTED = "DOC-038"

_NOTED = frozenset({Status.BOOKED, Status.BOOKED_WARNING})


def note_corrections(services: Services, books: Books) -> None:
    """Holds the ledger lines of our bookings against what we wrote last; what others booked is theirs.

    Args:
        services: of the administration.
        books: as reconcile has read them, so that this costs no call.
    """
    now = services.clock.now()
    # A booking that a person has accepted as it stood is not ours either.
    ours = [one for one in books.receipts if not one.adopted and books.gross(one) is not None]
    with services.memory.write() as unit:
        records, plans = unit.records.of(one.key for one in ours), last_writes(unit, ours)
        for receipt in ours:
            record, plan = records.get(receipt.key), plans.get(receipt.key)
            standing = books.standings[entry_of(receipt)]
            if record is not None and plan is not None and record.status in _NOTED and standing.lines:
                _note(unit, _Booked(receipt, record, plan), standing, now)


@dataclass(frozen=True)
class _Booked:
    """A booking of ours, with its document and what we wrote."""

    receipt: Receipt
    record: Record
    plan: Plan


def _note(unit: Unit, booked: _Booked, standing: Standing, now: datetime) -> None:
    record, number = booked.record, booked.receipt.journal_transaction or 0
    rest = [found for found in record.problems if found.code != CORRECTED]
    differences = entry_differences(booked.plan.booking, standing.lines, journal_transaction=number)
    if differences:
        why = problem(CORRECTED, difference="; ".join(differences))
        unit.records.happen(record.key, Event.CORRECTED_IN_MULTIVERS, now, problems=[*rest, why])
    elif len(rest) < len(record.problems):
        event = Event.CORRECTED_IN_MULTIVERS if rest else Event.CORRECTION_TAKEN_BACK
        unit.records.happen(record.key, event, now, problems=rest)
