"""Notes what people have corrected in a booking in Multivers: it is shown, and never undone (DESIGN 8.6)."""

from __future__ import annotations

from datetime import datetime

from wefact_multivers.domain.bookings import Plan
from wefact_multivers.domain.matching import entry_differences
from wefact_multivers.domain.problems import problem
from wefact_multivers.domain.status import Event, Status
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.prepare import PLAN
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
    with services.memory.write() as unit:
        for receipt in books.receipts:
            standing = books.standings.get(entry_of(receipt))
            if standing is not None and standing.lines and books.gross(receipt) is not None:
                _note(unit, receipt, standing, now)


def _note(unit: Unit, receipt: Receipt, standing: Standing, now: datetime) -> None:
    record, plan = unit.records.get(receipt.key), _last_write(unit, receipt)
    if record is None or plan is None or record.status not in _NOTED:
        return
    rest = [found for found in record.problems if found.code != CORRECTED]
    differences = entry_differences(plan.booking, standing.lines, journal_transaction=receipt.journal_transaction or 0)
    if differences:
        why = problem(CORRECTED, difference="; ".join(differences))
        unit.records.happen(record.key, Event.CORRECTED_IN_MULTIVERS, now, problems=[*rest, why])
    elif len(rest) < len(record.problems):
        event = Event.CORRECTED_IN_MULTIVERS if rest else Event.CORRECTION_TAKEN_BACK
        unit.records.happen(record.key, event, now, problems=rest)


def _last_write(unit: Unit, receipt: Receipt) -> Plan | None:
    """What we wrote; None for a booking that others made, or that a person has accepted as it stood."""
    if receipt.adopted or receipt.intent_id is None:
        return None
    return PLAN.validate_json(unit.plans.text(unit.intents.get(receipt.intent_id).frozen.plan_hash or ""))
