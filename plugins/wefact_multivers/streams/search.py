"""Finds bookings in Multivers by what names them, in whichever way costs fewer calls."""

from __future__ import annotations

from collections.abc import Sequence

from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.found import FoundBooking
from wefact_multivers.multivers.calls import PAGE_SIZE
from wefact_multivers.multivers.searching import Candidate
from wefact_multivers.store.intents import Effect
from wefact_multivers.streams.runs import RunState
from wefact_multivers.streams.services import Services

CANDIDATES_PER_CALL = 4
"""About how many candidates fit into one question."""

BOOKINGS_PER_CALL = PAGE_SIZE
"""How many bookings a page of a list holds."""


def find_bookings(
    services: Services, state: RunState, kind: Kind, candidates: Sequence[Candidate]
) -> list[FoundBooking]:
    """What stands in the fiscal years of this run and could be one of the candidates.

    A few are asked for by name; many, such as at first contact, are picked from the list of the year.
    """
    if not candidates:
        return []
    years = sorted({period.fiscal_year for period in state.reference.periods})
    if _naming_is_cheaper(services, len(candidates), len(years)):
        return services.multivers.find_bookings(kind, candidates, years)
    listed = [booking for year in years for booking in services.multivers.bookings(kind, year)]
    return [booking for booking in listed if any(candidate.could_be(booking) for candidate in candidates)]


def whole(services: Services, kind: Kind, found: FoundBooking) -> FoundBooking:
    """A booking with its number in the journal, which a list does not tell (`multivers-api.md 3.8`).

    Where two bookings have one invoice id (`multivers-api.md 8.2`), the details may be those of the other one: then
    the booking stays as the list told it.
    """
    if found.journal_transaction:
        return found
    details = services.multivers.booking(kind, found.invoice_id)
    return details if details is not None and _identity(details) == _identity(found) else found


def _identity(booking: FoundBooking) -> tuple[object, ...]:
    """What list and details of one booking have in common."""
    return (booking.fiscal_year, booking.journal_id, booking.relation_code, booking.gross, booking.invoice_date)


def _naming_is_cheaper(services: Services, candidates: int, years: int) -> bool:
    with services.memory.read() as unit:
        known = unit.receipts.count(Effect.CREATE_BOOKING)
    naming = years * -(-candidates // CANDIDATES_PER_CALL)
    listing = years + known // BOOKINGS_PER_CALL
    return naming <= listing
