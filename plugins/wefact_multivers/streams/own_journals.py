"""The journals of the link belong to it: what stands there and no receipt explains means that the store is behind.

A store that is lost, or that comes from an old backup, knows less than Multivers. A document can have changed since
it was booked, so that no look finds its booking; the number in our own journal still tells that something stands
there. Nothing is booked before a person has seen what it is (`recover`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from wefact_multivers.domain.canonical import digest
from wefact_multivers.domain.found import FoundBooking
from wefact_multivers.domain.reference import ReferenceData
from wefact_multivers.errors import JournalUnexplained, RequestRefused, StoreBlank
from wefact_multivers.mapping.administration import Administration
from wefact_multivers.store.journals import plain
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.kinds import DOCUMENT_KINDS, DocumentKind
from wefact_multivers.streams.services import Services

NAMED = 5
"""How many bookings an error names; the others are counted."""

LAST_NUMBER = 9999
"""The highest number a journal can hold in a fiscal year (`multivers-api.md 3.4`)."""


@dataclass(frozen=True)
class Books:
    """Where the bookings of a run may stand.

    Attributes:
        years: the fiscal years in scope, oldest first.
    """

    administration: Administration
    years: tuple[int, ...]

    @classmethod
    def of(cls, administration: Administration, reference: ReferenceData) -> Books:
        """The books of an administration in the years that Multivers says it has."""
        return cls(administration, tuple(sorted({period.fiscal_year for period in reference.periods})))

    def is_ours(self, kind: DocumentKind, booking: FoundBooking) -> bool:
        """Whether a booking stands in a journal of the link."""
        return booking.journal_id.strip().casefold() in {name.casefold() for name in self.journals(kind)}

    def journals(self, kind: DocumentKind) -> tuple[str, ...]:
        """The journals of the link for one kind of document."""
        return self.administration.journals.of(kind.kind)

    @property
    def kinds(self) -> list[DocumentKind]:
        """The kinds of documents whose stream is on."""
        return [kind for kind in DOCUMENT_KINDS.values() if getattr(self.administration.streams, kind.stream)]


def require_memory(services: Services, books: Books) -> None:
    """Refuses a store that knows no booking while the link's own journals hold some.

    Raises:
        StoreBlank: the store was lost, or another one is connected.
    """
    with services.memory.read() as unit:
        if not unit.journals.is_blank():
            return
    found = [booking for kind in books.kinds for booking in strangers(services, books, kind)]
    if found:
        journals = ", ".join(sorted({booking.journal_id for booking in found}))
        raise StoreBlank(count=len(found), journals=journals, administration=services.name)


def require_explained(services: Services, books: Books, kind: DocumentKind, explained: Iterable[FoundBooking]) -> None:
    """Refuses to book while the link's own journals hold what neither store nor look explains.

    Args:
        services: of the administration.
        books: of the run.
        kind: of the documents that are about to be booked.
        explained: the bookings that a look has found to be a document, or has made a question of.

    Raises:
        JournalUnexplained: nothing was booked.
    """
    seen = {plain(booking.invoice_id) for booking in explained}
    found = [booking for booking in strangers(services, books, kind) if plain(booking.invoice_id) not in seen]
    if found:
        names = sorted(f"{booking.journal_id} {booking.invoice_id} ({booking.fiscal_year})" for booking in found)
        more = f" +{len(names) - NAMED}" if len(names) > NAMED else ""
        named = ", ".join(names[:NAMED]) + more
        raise JournalUnexplained(count=len(found), bookings=named, administration=services.name)


def strangers(services: Services, books: Books, kind: DocumentKind) -> list[FoundBooking]:
    """The bookings in the link's own journals that the store does not know, and that nobody has acknowledged.

    The lists are read only of years in which a journal has gone further than the store knows. In a journal that is
    shared with other people a booking says nothing: only the look for each document tells that the store is behind.
    """
    if books.administration.shared_journal:
        return []
    further = {year for year in books.years if _has_gone_further(services, year, books.journals(kind))}
    listed = [booking for year in sorted(further) for booking in services.multivers.bookings(kind.kind, year)]
    ours = [booking for booking in listed if books.is_ours(kind, booking)]
    return unknown(services, kind, ours)


def unknown(services: Services, kind: DocumentKind, bookings: Iterable[FoundBooking]) -> list[FoundBooking]:
    """Those of some bookings that no receipt and no intent explains, and that nobody has acknowledged.

    A booking with the relation and the number of one that is known was entered anew by hand: it is no other document.
    """
    with services.memory.read() as unit:
        known, references = unit.journals.invoice_ids(), unit.journals.references(kind.controller)
        return [
            booking
            for booking in bookings
            if plain(booking.invoice_id) not in known
            and (booking.relation_code.strip(), booking.reference) not in references
            and not is_acknowledged(unit, kind, booking)
        ]


def acknowledge(unit: Unit, services: Services, kind: DocumentKind, booking: FoundBooking, by: str) -> None:
    """Records that a person has seen a booking in our journal that is no document of WeFact."""
    subject, identity = acknowledgement(kind, booking)
    unit.payments.approve(subject, identity, by, services.clock.now())


def is_acknowledged(unit: Unit, kind: DocumentKind, booking: FoundBooking) -> bool:
    """Whether a person has seen exactly this booking before."""
    subject, identity = acknowledgement(kind, booking)
    return unit.payments.approved(subject) == identity


def acknowledgement(kind: DocumentKind, booking: FoundBooking) -> tuple[str, str]:
    """What is acknowledged, and the hash of what makes it this booking and no other; whether it is paid does not."""
    identity = digest(
        [
            booking.journal_id,
            booking.relation_code.strip(),
            booking.reference,
            booking.invoice_date,
            booking.gross,
        ]
    )
    return f"booking/{kind.kind}/{booking.fiscal_year}/{booking.invoice_id}", identity


def _has_gone_further(services: Services, year: int, journals: Iterable[str]) -> bool:
    """Whether a journal has numbers above the last one that the store knows of."""
    with services.memory.read() as unit:
        known = {journal: unit.journals.highest_number(year, journal) for journal in journals}
    return any(last < LAST_NUMBER and _next(services, year, journal) > last + 1 for journal, last in known.items())


def _next(services: Services, year: int, journal: str) -> int:
    """The number after the last one of a journal; a server may refuse to name one above the last it can hold."""
    try:
        return services.multivers.next_journal_transaction(year, journal)
    except RequestRefused:
        return LAST_NUMBER + 1
