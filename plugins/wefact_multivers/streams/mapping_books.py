"""What `mapping check` sees ahead: numbers that would collide, journals that run full, years that are not there yet."""

from __future__ import annotations

from collections.abc import Iterator

from wefact_multivers.catalogue import CATALOGUE, Language
from wefact_multivers.clock import today
from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.numbering import invoice_id_digits, letters_and_digits
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.reference import ReferenceData
from wefact_multivers.errors import RequestRefused
from wefact_multivers.mapping.configuration import Configuration
from wefact_multivers.store.journals import plain
from wefact_multivers.streams.number_series import final_numbers, series_problems
from wefact_multivers.streams.own_journals import LAST_NUMBER, Books
from wefact_multivers.streams.services import Services
from wefact_multivers.streams.year_change import year_gaps

LITTLE_ROOM = 1_000
"""Numbers that are left in the last journal of a list when it is time for another one."""


def number_problems(services: Services, books: Books) -> dict[str, Problem]:
    """What would go wrong with the final numbers of WeFact, by number: among themselves, or with what others booked.

    NUM-001, NUM-002 and NUM-005 as `series_problems` finds them; DOC-002 where another booking has the invoice id.
    """
    return series_problems(services) | _taken(services, books)


def _taken(services: Services, books: Books) -> dict[str, Problem]:
    """Numbers whose invoice id is that of a booking which the store does not know, and which does not name them."""
    policy = services.administration.numbers
    with services.memory.read() as unit:
        ours = unit.journals.invoice_ids()
    listed = [booking for kind in Kind for year in books.years for booking in services.multivers.bookings(kind, year)]
    others = {plain(one.invoice_id): letters_and_digits(one.reference + one.payment_reference) for one in listed}
    found = {}
    for kind, numbers in final_numbers(services).items():
        for number in () if policy.is_sequence(kind) else numbers:
            invoice_id = str(invoice_id_digits(number))
            named = others.get(invoice_id)
            if named is not None and invoice_id not in ours and letters_and_digits(number) not in named:
                found[number] = problem("DOC-002", invoice_id=invoice_id)
    return found


def message(services: Services, found: Problem) -> str:
    """A problem in one line, with its code."""
    return f"{found.code} {CATALOGUE[found.code].message(Language(services.administration.language), found.values)}"


def full_journals(services: Services, books: Books, reference: ReferenceData) -> Iterator[tuple[str, bool]]:
    """Kinds whose last journal has little room left this fiscal year; True where it has none."""
    year = _present_year(services, reference)
    for kind in books.kinds if year else ():
        names = [name for name in books.journals(kind) if name in reference.journals]
        if year and names:
            room = _room(services, year, names[-1])
            if room < LITTLE_ROOM:
                yield (
                    f"dagboek {names[-1]} (journals.{kind.kind}) heeft in {year} nog {room} nummers",
                    room <= 0,
                )


def _room(services: Services, year: int, journal: str) -> int:
    """How many numbers are left in a journal; a server may refuse to name one above the last."""
    try:
        return max(LAST_NUMBER + 1 - services.multivers.next_journal_transaction(year, journal), 0)
    except RequestRefused:
        return 0


def missing_years(
    services: Services, configuration: Configuration, reference: ReferenceData
) -> Iterator[tuple[str, bool]]:
    """The present fiscal year, which blocks; in its last month what the next one lacks, which will."""
    if _present_year(services, reference) is None:
        yield f"PER-002 boekjaar {today(services.clock).year}", True
    for found in year_gaps(services, configuration, reference):
        yield message(services, found), False


def _present_year(services: Services, reference: ReferenceData) -> int | None:
    day = today(services.clock)
    return next((one.fiscal_year for one in reference.periods if one.start <= day <= one.end), None)
