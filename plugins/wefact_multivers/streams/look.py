"""Nobody posts blind: what Multivers already holds for the documents that are about to be booked (DESIGN 8.0)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wefact_multivers.domain.found import FoundBooking
from wefact_multivers.domain.matching import BookingFacts, Match, MatchKind, compare
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.status import Event
from wefact_multivers.errors import StoreBehind
from wefact_multivers.multivers.searching import Candidate
from wefact_multivers.store.intents import Effect
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.records import Record
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.kinds import DocumentKind
from wefact_multivers.streams.prepare import PLAN, questions
from wefact_multivers.streams.runs import RunState
from wefact_multivers.streams.search import find_bookings, whole
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
        StoreBehind: more bookings of ours stand there than the store can explain; nothing was adopted.
    """
    facts = {record.key: facts_of(services, kind, record) for record in records}
    found = find_bookings(services, state, kind.kind, [candidate(fact) for fact in facts.values()])
    with services.memory.read() as unit:
        findings = [one for record in records if (one := _best(unit, kind, record, facts[record.key], found))]
    unexplained = [one for one in findings if one.match.kind is MatchKind.EQUAL and not one.explained]
    if len(unexplained) > UNEXPLAINED_ADOPTIONS and not first_contact:
        raise StoreBehind(count=len(unexplained), administration=services.name)
    for finding in findings:
        _settle(services, kind, finding)
    found_again = {finding.record.key for finding in findings}
    for record in records:
        if questions(record) and record.key not in found_again:
            _release(services, record)
    return findings


def facts_of(services: Services, kind: DocumentKind, record: Record) -> BookingFacts:
    """What identifies the booking of a document, planned or not."""
    with services.memory.read() as unit:
        number = unit.plans.number_of(record.key)
    return BookingFacts.of_invoice(kind.read(record), "" if number is None else str(number))


def candidate(facts: BookingFacts) -> Candidate:
    """What to search Multivers for."""
    return Candidate(facts.invoice_id, facts.number, facts.relation_code, facts.gross)


def _best(
    unit: Unit, kind: DocumentKind, record: Record, facts: BookingFacts, found: Sequence[FoundBooking]
) -> Finding | None:
    """The booking that comes nearest to a document, of those that are no other document's."""
    matches = [(booking, compare(facts, booking)) for booking in found]
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


def _settle(services: Services, kind: DocumentKind, finding: Finding) -> None:
    if _is_asked_already(finding):
        return
    key, now = finding.record.key, services.clock.now()
    booking = whole(services, kind.kind, finding.found)
    with services.memory.write() as unit:
        if finding.match.kind is MatchKind.EQUAL:
            unit.receipts.add(adopted_receipt(finding.record, booking), now)
            unit.records.happen(key, Event.FOUND_EQUAL, now)
            return
        problems = [*_lacks(finding.record), _question(finding, booking)]
        unit.records.happen(key, Event.REFUSED_BY_CHECKS, now, problems=problems)


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
