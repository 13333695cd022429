"""Nobody posts blind: what Multivers already holds for the documents that are about to be booked (DESIGN 8.0)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from wefact_multivers.domain.documents import SourceKey
from wefact_multivers.domain.found import FoundBooking
from wefact_multivers.domain.matching import BookingFacts, Match, MatchKind, compare
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.status import Event, Status
from wefact_multivers.errors import StoreBehind
from wefact_multivers.multivers.searching import Candidate
from wefact_multivers.store.intents import Effect
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.records import Record
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.kinds import DocumentKind
from wefact_multivers.streams.own_journals import Books, is_acknowledged, require_explained
from wefact_multivers.streams.prepare import PLAN, prepare_documents, questions
from wefact_multivers.streams.runs import RunState
from wefact_multivers.streams.search import Shelf, find_bookings, whole
from wefact_multivers.streams.services import Services

UNEXPLAINED_ADOPTIONS = 3
"""More of ours in Multivers than this, without an intent, and the store must be behind."""


@dataclass(frozen=True)
class Finding:
    """What a look found for one document.

    Attributes:
        found: the booking that is, or may be, this document.
        explained: an earlier intent of ours says why it stands there.
    """

    record: Record
    found: FoundBooking
    match: Match
    explained: bool


def look(
    services: Services, state: RunState, kind: DocumentKind, records: Sequence[Record], *, first_contact: bool = False
) -> list[Finding]:
    """Looks what Multivers holds of these documents; adopts what is equal, blocks what is a question.

    Documents without a finding are not in Multivers.

    Args:
        services: of the administration.
        state: of the run.
        kind: of the documents.
        records: open documents for which nothing was sent, or what was sent is settled as absent.
        first_contact: a person will sign the list, so that any number may be adopted.

    Raises:
        StoreBehind, JournalUnexplained: more stands there than the store can explain; nothing was adopted.
    """
    facts = facts_of_all(services, kind, records)
    shelf = Shelf(find_bookings(services, state, kind.kind, [candidate(fact) for fact in facts.values()]))
    with services.memory.read() as unit:
        findings = [one for record in records if (one := best(unit, kind, record, facts[record.key], shelf))]
    if not first_contact:
        _require_memory(services, state, kind, records, findings)
    moved = {key for finding in findings for key in _settle(services, kind, finding)}
    found_again = {finding.record.key for finding in findings}
    for record in records:
        if questions(record) and record.key not in found_again:
            _release(services, record)
    return [*findings, *_look_again(services, state, kind, moved, first_contact=first_contact)]


def _require_memory(
    services: Services, state: RunState, kind: DocumentKind, records: Sequence[Record], findings: Sequence[Finding]
) -> None:
    """Stops before anything is adopted or written where the store knows less than Multivers (DESIGN 8.0).

    Raises:
        StoreBehind: more bookings were found than chance explains.
        JournalUnexplained: something is about to be written, and our own journal holds what was not found.
    """
    books = Books.of(state.configuration.administration, state.reference)
    with services.memory.read() as unit:
        unexplained = [one for one in findings if _is_unexplained(unit, kind, books, one)]
    if len(unexplained) > UNEXPLAINED_ADOPTIONS:
        raise StoreBehind(count=len(unexplained), administration=services.name)
    if any(record.status is Status.NEW and record.plan_hash for record in records):
        require_explained(services, books, kind, [finding.found for finding in findings])


def _is_unexplained(unit: Unit, kind: DocumentKind, books: Books, finding: Finding) -> bool:
    """Whether a booking says that the store has forgotten it: equal, or in our own journal and changed since."""
    if finding.explained:
        return False
    if finding.match.kind is MatchKind.EQUAL:
        return True
    return books.is_ours(kind, finding.found) and not is_acknowledged(unit, kind, finding.found)


def _look_again(
    services: Services, state: RunState, kind: DocumentKind, moved: Collection[SourceKey], *, first_contact: bool
) -> list[Finding]:
    """Documents whose number turned out to be another one's are planned anew, and looked up under the new number."""
    if not moved:
        return []
    prepare_documents(services, state, kind)
    with services.memory.read() as unit:
        records = [record for record in unit.records.unsent(kind.controller, kind.effect) if record.key in moved]
    return look(services, state, kind, records, first_contact=first_contact)


def facts_of(services: Services, kind: DocumentKind, record: Record) -> BookingFacts:
    """What identifies the booking of a document, planned or not."""
    return facts_of_all(services, kind, [record])[record.key]


def facts_of_all(services: Services, kind: DocumentKind, records: Sequence[Record]) -> dict[SourceKey, BookingFacts]:
    """What identifies the booking of each document."""
    with services.memory.read() as unit:
        numbers = unit.plans.numbers_of(record.key for record in records)
    return {
        record.key: BookingFacts.of_invoice(kind.read(record), str(numbers.get(record.key, ""))) for record in records
    }


def candidate(facts: BookingFacts) -> Candidate:
    """What to search Multivers for."""
    return Candidate(facts.invoice_id, facts.number, facts.relation_code, facts.gross)


def best(unit: Unit, kind: DocumentKind, record: Record, facts: BookingFacts, shelf: Shelf) -> Finding | None:
    """The booking that comes nearest to a document, of those that are no other document's."""
    matches = [(booking, compare(facts, booking)) for booking in shelf.near(facts)]
    related = [
        (booking, match)
        for booking, match in matches
        if match.kind is not MatchKind.UNRELATED and not _is_of_another(unit, kind, record, booking)
    ]
    if not related:
        return None
    booking, match = min(related, key=lambda pair: _NEARNESS[pair[1].kind])
    explained = unit.intents.last(record.key, Effect.CREATE_BOOKING) is not None
    return Finding(record, booking, match, explained)


_NEARNESS = {MatchKind.EQUAL: 0, MatchKind.TAKEN: 1, MatchKind.PERHAPS: 2, MatchKind.UNRELATED: 3}


def _is_of_another(unit: Unit, kind: DocumentKind, record: Record, booking: FoundBooking) -> bool:
    """Whether a booking is known to be another document's: two invoices may share relation, date and amount."""
    holder = unit.receipts.with_invoice_id(booking.invoice_id)
    if holder is not None:
        return holder.key != record.key
    if not booking.reference or booking.reference == kind.read(record).reference:
        return False
    named = [kind.read(other) for other in unit.records.of_relation(kind.controller, booking.relation_code)]
    return booking.reference in {document.reference for document in named}


def _release(services: Services, record: Record) -> None:
    """What a document was asked about is gone from Multivers: only what else it lacks keeps it waiting."""
    now = services.clock.now()
    with services.memory.write() as unit:
        if record.plan_hash:
            plan = PLAN.validate_json(unit.plans.text(record.plan_hash))
            unit.records.happen(record.key, Event.PLANNED, now, problems=plan.warnings)
        else:
            unit.records.happen(record.key, Event.REFUSED_BY_CHECKS, now, problems=_lacks(record))


def _lacks(record: Record) -> list[Problem]:
    """What keeps a document from being planned, apart from what was found in Multivers."""
    return [] if record.plan_hash else [found for found in record.problems if found not in questions(record)]


def _settle(services: Services, kind: DocumentKind, finding: Finding) -> set[SourceKey]:
    """Adopts or asks; gives the documents that had claimed the number of an adopted booking for themselves."""
    if _is_asked_already(finding):
        return set()
    booking = whole(services, kind.kind, finding.found)
    with services.memory.write() as unit:
        if finding.match.kind is MatchKind.EQUAL:
            return adopt(unit, services, finding.record, booking)
        problems = [*_lacks(finding.record), _question(finding, booking)]
        unit.records.happen(finding.record.key, Event.REFUSED_BY_CHECKS, services.clock.now(), problems=problems)
    return set()


def adopt(unit: Unit, services: Services, record: Record, booking: FoundBooking) -> set[SourceKey]:
    """Makes a booking that stands in Multivers the one of a document.

    Returns:
        The documents that had claimed its number, and must be planned again.
    """
    now = services.clock.now()
    unit.receipts.add(adopted_receipt(record, booking), now)
    unit.records.happen(record.key, Event.FOUND_EQUAL, now)
    if not booking.invoice_id.strip().isdecimal():
        return set()
    return unit.journals.give_number(services.target, int(booking.invoice_id), record.key)


def _is_asked_already(finding: Finding) -> bool:
    """Whether a document is asked about this very booking, so that its details need not be asked for again."""
    if finding.match.kind is MatchKind.EQUAL:
        return False
    found, asks = finding.found, _question(finding, finding.found)
    return any(
        (asked.code, asked.values.get("difference")) == (asks.code, asks.values.get("difference"))
        and found.invoice_id in (asked.values.get("invoice_id"), *asked.values.get("found", "").split())
        for asked in questions(finding.record)
    )


def _question(finding: Finding, booking: FoundBooking) -> Problem:
    if finding.match.kind is MatchKind.TAKEN:
        return problem("DOC-002", invoice_id=booking.invoice_id)
    where = f"{booking.invoice_id} ({booking.journal_id} {booking.journal_transaction})"
    return problem("DOC-004", found=where, difference="; ".join(finding.match.differences))


def adopted_receipt(record: Record, booking: FoundBooking) -> Receipt:
    """The receipt of a booking that others made, and that is this document."""
    return Receipt(
        key=record.key,
        effect=Effect.CREATE_BOOKING,
        intent_id=None,
        adopted=True,
        content_hash=record.seen.content_hash,
        relation_code=booking.relation_code,
        written={},
        verified=True,
        fiscal_year=booking.fiscal_year,
        journal_id=booking.journal_id,
        journal_transaction=booking.journal_transaction,
        invoice_id=booking.invoice_id,
        reference=booking.reference,
        invoice_date=booking.invoice_date,
        gross=booking.gross,
    )
