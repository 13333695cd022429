"""Nobody posts blind: what Multivers already holds for the documents that are about to be booked (DESIGN 8.0)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from wefact_multivers.domain.bookings import Kind
from wefact_multivers.domain.documents import SourceKey
from wefact_multivers.domain.found import FoundBooking
from wefact_multivers.domain.matching import BookingFacts, Match, MatchKind, compare, vat_differences
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.status import Event, Status
from wefact_multivers.errors import StoreBehind
from wefact_multivers.multivers.searching import Candidate
from wefact_multivers.store.intents import Effect
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.records import Record
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.asked import lacks, release, standing
from wefact_multivers.streams.kinds import PLAN, DocumentKind
from wefact_multivers.streams.own_journals import Books, is_acknowledged, require_explained
from wefact_multivers.streams.prepare import prepare_documents, questions
from wefact_multivers.streams.runs import RunState
from wefact_multivers.streams.search import Shelf, find_bookings, whole
from wefact_multivers.streams.services import Services

EARLIER_YEARS = 2
"""Fiscal years before that of a purchase in which the same number of its creditor is the same invoice."""

UNEXPLAINED_ADOPTIONS = 3
"""More of ours in Multivers than this, without an intent, and the store must be behind."""


@dataclass(frozen=True)
class Finding:
    """What a look found for one document.

    Attributes:
        found: the booking that is, or may be, this document.
        explained: an earlier intent of ours says why it stands there.
        asked: the question that stands as it was; None where it is found by what names it.
    """

    record: Record
    found: FoundBooking
    match: Match
    explained: bool
    asked: Problem | None = None


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
    candidates = [candidate(fact) for fact in facts.values()]
    # Earlier years are read for what is about to be written, and while something is asked, not for all that is blocked.
    wanted = records if first_contact else [*_ready(records), *filter(questions, records)]
    since = _whole_since(state, kind, (facts[one.key] for one in wanted))
    shelf = Shelf(find_bookings(services, state, kind.kind, candidates, whole_since=since))
    with services.memory.read() as unit:
        findings = [one for record in records if (one := best(unit, kind, record, facts[record.key], shelf))]
    kept = _keep(services, state, kind, records, findings)
    answered = _answered(records, [*findings, *kept])
    if not first_contact:
        _require_memory(services, state, kind, [*answered, *_ready(records)], [*findings, *kept])
    findings = [_read_whole(services, kind, finding) for finding in findings]
    moved = {key for finding in findings for key in _settle(services, kind, finding, kept)}
    for record in {one.record.key: one.record for one in kept}.values():
        _ask_still(services, record, findings, kept)
    for record in answered:
        with services.memory.write() as unit:
            release(unit, record, services.clock.now())
    return [*findings, *kept, *_look_again(services, state, kind, moved, first_contact=first_contact)]


def _whole_since(state: RunState, kind: DocumentKind, facts: Iterable[BookingFacts]) -> int | None:
    """The first of the fiscal years in which a supplier's number must be new (`accounting-rules.md 14`)."""
    if kind.kind is not Kind.PURCHASE:
        return None
    periods = [period for period in state.reference.periods if period.regular]
    dates = [fact.invoice_date for fact in facts]
    years = [one.fiscal_year for one in periods if any(one.start <= date <= one.end for date in dates)]
    return min(years) - EARLIER_YEARS if years else None


def _keep(
    services: Services, state: RunState, kind: DocumentKind, records: Sequence[Record], findings: Sequence[Finding]
) -> list[Finding]:
    """What was asked before and no longer resembles its document, while it stands in our own journal as before."""
    books = Books.of(state.configuration.administration, state.reference)
    found = {finding.record.key: finding.found.invoice_id for finding in findings}
    kept = [
        (record, asked, booking)
        for record in records
        for asked, booking in standing(services, books, kind, record, found.get(record.key, ""))
    ]
    with services.memory.read() as unit:
        return [
            Finding(record, booking, _as_asked(asked), explained=_was_sent(unit, record), asked=asked)
            for record, asked, booking in kept
        ]


def _ask_still(services: Services, record: Record, findings: Sequence[Finding], kept: Sequence[Finding]) -> None:
    """Leaves a document with the questions that stand, where nothing else was found for it."""
    if any(finding.record.key == record.key for finding in findings):
        return
    problems = [*lacks(record), *_asked_before(record, kept)]
    with services.memory.write() as unit:
        unit.records.happen(record.key, Event.REFUSED_BY_CHECKS, services.clock.now(), problems=problems)


def _asked_before(record: Record, kept: Sequence[Finding]) -> list[Problem]:
    return [one.asked for one in kept if one.asked and one.record.key == record.key]


def _as_asked(asked: Problem) -> Match:
    return Match(MatchKind.PERHAPS, (asked.values["difference"],))


def _was_sent(unit: Unit, record: Record) -> bool:
    """Whether something of a document was sent before, so that it is no news that a booking stands there."""
    return unit.intents.last(record.key, Effect.CREATE_BOOKING) is not None


def _answered(records: Sequence[Record], findings: Sequence[Finding]) -> list[Record]:
    """The documents that were asked about something, and are no more."""
    asked = {finding.record.key for finding in findings}
    return [record for record in records if questions(record) and record.key not in asked]


def _ready(records: Sequence[Record]) -> list[Record]:
    return [record for record in records if record.status is Status.NEW]


def _require_memory(
    services: Services, state: RunState, kind: DocumentKind, going: Sequence[Record], findings: Sequence[Finding]
) -> None:
    """Stops before anything is adopted or written where the store knows less than Multivers (DESIGN 8.0).

    Args:
        services: of the administration.
        state: of the run.
        kind: of the documents.
        going: the documents that will be written if they have a plan and are not found.
        findings: what was found.

    Raises:
        StoreBehind: more bookings were found than chance explains.
        JournalUnexplained: something is about to be written, and our own journal holds what was not found.
    """
    books = Books.of(state.configuration.administration, state.reference)
    with services.memory.read() as unit:
        unexplained = [one for one in findings if _is_unexplained(unit, kind, books, one)]
    if len(unexplained) > UNEXPLAINED_ADOPTIONS:
        raise StoreBehind(count=len(unexplained), administration=services.name)
    if any(record.plan_hash for record in going):
        require_explained(services, books, kind, [finding.found for finding in findings])


def _is_unexplained(unit: Unit, kind: DocumentKind, books: Books, finding: Finding) -> bool:
    """Whether a booking says that the store has forgotten it: equal, or in our own journal and changed since."""
    if finding.explained:
        return False
    if finding.match.kind is MatchKind.EQUAL:
        return True
    is_the_links = books.is_ours(kind, finding.found) and not books.administration.shared_journal
    return is_the_links and not is_acknowledged(unit, kind, finding.found)


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
    return Finding(record, booking, match, _was_sent(unit, record))


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


def _read_whole(services: Services, kind: DocumentKind, finding: Finding) -> Finding:
    """Only the details tell the VAT of each code, without which nothing is equal (`accounting-rules.md` 3)."""
    record = finding.record
    if finding.match.kind is not MatchKind.EQUAL:
        return finding
    booking = whole(services, kind.kind, finding.found)
    with services.memory.read() as unit:
        plan = PLAN.validate_json(unit.plans.text(record.plan_hash)) if record.plan_hash else None
    differences = vat_differences(plan.booking, booking) if plan else ()
    match = Match(MatchKind.PERHAPS, differences) if differences else finding.match
    return replace(finding, found=booking, match=match)


def _settle(services: Services, kind: DocumentKind, finding: Finding, kept: Sequence[Finding]) -> set[SourceKey]:
    """Adopts or asks; gives the documents that had claimed the number of an adopted booking for themselves."""
    if _is_asked_already(finding):
        return set()
    booking = whole(services, kind.kind, finding.found)
    with services.memory.write() as unit:
        if finding.match.kind is MatchKind.EQUAL:
            return adopt(unit, services, finding.record, booking)
        before = _asked_before(finding.record, kept)
        problems = [*lacks(finding.record), *before, _question(finding, booking)]
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
