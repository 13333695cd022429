"""Finds bookings in Multivers by what names them, in whichever way costs fewer calls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.found import FoundBooking
from wefact_multivers.domain.matching import BookingFacts
from wefact_multivers.domain.numbering import folded, letters_and_digits, reduced_number
from wefact_multivers.multivers.calls import PAGE_SIZE
from wefact_multivers.multivers.searching import Candidate
from wefact_multivers.store.intents import Effect
from wefact_multivers.store.journals import plain
from wefact_multivers.streams.runs import RunState
from wefact_multivers.streams.services import Services

CANDIDATES_PER_CALL = 4
"""About how many candidates fit into one question."""

BOOKINGS_PER_CALL = PAGE_SIZE
"""How many bookings a page of a list holds."""


class Shelf:
    """Bookings by what names them, so that many documents can be looked up among many bookings."""

    def __init__(self, bookings: Iterable[FoundBooking]) -> None:
        self._by_name: dict[str, list[FoundBooking]] = defaultdict(list)
        for booking in bookings:
            for name in dict.fromkeys(_names_of(booking)):
                self._by_name[name].append(booking)

    def near(self, facts: BookingFacts) -> list[FoundBooking]:
        """The bookings that have a document's invoice id, its number, or its relation and amount."""
        return self._having(facts.invoice_id, (facts.number,), facts.relation_code, facts.gross)

    def could_be(self, candidate: Candidate) -> list[FoundBooking]:
        """The bookings that could be a candidate, as `Candidate.could_be` says."""
        numbers = candidate.spellings
        return self._having(candidate.invoice_id, numbers, candidate.relation_code, candidate.gross)

    def _having(self, invoice_id: str, numbers: Sequence[str], code: str, gross: Decimal) -> list[FoundBooking]:
        names = [*_id_name(invoice_id), *map(_number_name, numbers), _amount_name(code, gross)]
        return list(dict.fromkeys(booking for name in names for booking in self._by_name.get(name, ())))


def _names_of(booking: FoundBooking) -> Iterator[str]:
    yield from _id_name(booking.invoice_id)
    for text in (booking.invoice_id, booking.reference, booking.payment_reference):
        yield from map(_number_name, filter(letters_and_digits, (text, *text.split())))
    yield _amount_name(booking.relation_code, booking.gross)


def _id_name(invoice_id: str) -> list[str]:
    return [f"id {plain(invoice_id)}"] if invoice_id.strip().isdecimal() else []


def _number_name(number: str) -> str:
    return f"number {reduced_number(number)}"


def _amount_name(code: str, gross: Decimal) -> str:
    return f"amount {folded(code)} {gross:.2f}"


def find_bookings(
    services: Services, state: RunState, kind: Kind, candidates: Sequence[Candidate], *, whole_since: int | None = None
) -> list[FoundBooking]:
    """What stands in the fiscal years of this run and could be one of the candidates.

    A few are asked for by name; many, such as at first contact, are picked from the list of the year.

    Args:
        services: of the administration.
        state: of the run.
        kind: of the bookings.
        candidates: what they could be.
        whole_since: from this fiscal year on, be it before the years of this run, everything on the relation of a
            candidate could be it; None = in no year.
    """
    if not candidates:
        return []
    scope = {period.fiscal_year for period in state.reference.periods}
    whole_years = {year for year in {*scope, *state.reference.years} if whole_since is not None and year >= whole_since}
    years = sorted(scope | whole_years)
    if _naming_is_cheaper(services, len(candidates), len(years)):
        of_relation = [replace(one, any_amount=True) for one in candidates]
        return [
            *services.multivers.find_bookings(kind, candidates, sorted(scope - whole_years)),
            *services.multivers.find_bookings(kind, of_relation, sorted(whole_years)),
        ]
    listed = [booking for year in years for booking in services.multivers.bookings(kind, year)]
    shelf = Shelf(listed)
    return list(dict.fromkeys(booking for candidate in candidates for booking in shelf.could_be(candidate)))


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
