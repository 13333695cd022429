"""First contact: before an administration may export, a person sees and signs what Multivers already holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from wefact_multivers.clock import today
from wefact_multivers.domain.canonical import digest
from wefact_multivers.domain.found import FoundBooking
from wefact_multivers.domain.matching import MatchKind
from wefact_multivers.domain.problems import Problem
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.extract import extract
from wefact_multivers.streams.kinds import KINDS, DocumentKind
from wefact_multivers.streams.look import Finding, look
from wefact_multivers.streams.number_series import SEQUENCE_MEETS_SALES, reserve_taken_numbers, series_problems
from wefact_multivers.streams.own_journals import Books, acknowledgement, strangers
from wefact_multivers.streams.preflight import preflight
from wefact_multivers.streams.prepare import prepare
from wefact_multivers.streams.refusals import ListChanged, ListUnseen, SeriesCollide
from wefact_multivers.streams.runs import RunRequest, RunState, Trigger, load_run
from wefact_multivers.streams.services import Services

STRAY = "stray"
"""Stands for the match of a booking in a journal of the link that is no document."""

SHORT = 12
"""So many signs of a hash are enough for people to compare."""


@dataclass(frozen=True, order=True)
class Line:
    """A row of the list that is signed: a booking in Multivers, and the document that it is or may be.

    Attributes:
        number: of the document; empty for a booking in our journal that is none.
        place: journal and number in it.
        match: `equal`, `perhaps`, `taken` or `stray`.
    """

    stream: str
    number: str
    invoice_id: str
    place: str
    match: str
    differences: str


@dataclass(frozen=True)
class Survey:
    """What first contact found.

    Attributes:
        documents: how many documents of WeFact are in scope and were not linked to a booking before.
        findings: the bookings in Multivers that are, or may be, one of them.
        lines: the list that is signed, with what was linked before.
        series: what would go wrong with the numbers of WeFact, by number.
        hash: of the list.
    """

    documents: int
    findings: tuple[Finding, ...]
    lines: tuple[Line, ...]
    series: Mapping[str, Problem]
    hash: str


@dataclass(frozen=True)
class _Seen:
    """What was found of one kind."""

    documents: int
    findings: list[Finding]
    lines: list[Line]
    strays: dict[str, str]


def survey(services: Services) -> Survey:
    """Reads WeFact from the start date, and looks for each document in Multivers; writes to neither.

    What is equal is adopted, what may be equal is blocked with a question. The list is kept as evidence.

    Raises:
        SyncError: as a run's own preflight and extract would.
    """
    run_key = f"first-contact-{services.clock.now().isoformat(timespec='seconds')}"
    params: dict[str, object] = {
        "mode": "preview",
        "from": services.administration.start_date.isoformat(),
        "to": today(services.clock).isoformat(),
    }
    preflight(services, RunRequest(run_key, Trigger.MANUAL, params=params), knows_nothing=True)
    state = load_run(services, run_key)
    books = Books.of(state.configuration.administration, state.reference)
    reserve_taken_numbers(services, books)
    for stream in filter(state.is_on, KINDS):
        extract(services, run_key, stream)
        prepare(services, run_key, stream)
    return _keep(services, [_see(services, state, books, kind) for kind in books.kinds])


def last_shown(services: Services) -> str | None:
    """The hash of the list that was shown last; None before the first.

    Raises:
        StoreNotMigrated: the store has another schema.
    """
    services.store.check_migrated()
    with services.memory.read() as unit:
        shown = unit.links.shown_list()
    return None if shown is None else str(shown["hash"])


def sign(services: Services, by: str, seen: str | None = None) -> None:
    """Records that a person has read the list that was shown last, and that WeFact's own Unit4 link is off.

    Args:
        services: of the administration.
        by: who signs.
        seen: the hash of the list that this person has read; None where it was shown just now.

    Raises:
        ListUnseen: no list was ever shown.
        ListChanged: another list was shown since.
        SeriesCollide: numbers of sales invoices lie in the sequence for purchases, and nothing was sent yet.
    """
    with services.memory.write() as unit:
        shown = unit.links.shown_list()
        if shown is None:
            raise ListUnseen(administration=services.name)
        if seen is not None and seen != shown["hash"]:
            raise ListChanged(administration=services.name, was=seen[:SHORT], now=shown["hash"][:SHORT])
        _require_series(services, unit, shown)
        for subject, identity in shown["strays"].items():
            unit.payments.approve(subject, identity, by, services.clock.now())
        unit.links.sign(by, services.clock.now(), shown["hash"])


def _require_series(services: Services, unit: Unit, shown: Mapping[str, Any]) -> None:
    colliding = [number for code, number in shown["series"] if code == SEQUENCE_MEETS_SALES]
    if colliding and not unit.journals.was_used():
        first = services.administration.numbers.purchase_first_number
        raise SeriesCollide(first=first, numbers=", ".join(colliding[:5]))


def _see(services: Services, state: RunState, books: Books, kind: DocumentKind) -> _Seen:
    with services.memory.read() as unit:
        records = unit.records.unsent(kind.controller, kind.effect)
    findings = look(services, state, kind, records, first_contact=True)
    strays = _strays(services, books, kind, findings)
    asked = [_finding_line(kind, finding) for finding in findings if finding.match.kind is not MatchKind.EQUAL]
    lines = [*_linked_lines(services, kind), *asked, *(_stray_line(kind, booking) for booking in strays)]
    return _Seen(len(records), findings, lines, dict(acknowledgement(kind, booking) for booking in strays))


def _strays(services: Services, books: Books, kind: DocumentKind, findings: Iterable[Finding]) -> list[FoundBooking]:
    """The bookings in our own journals that are no document, and are asked about at none."""
    asked = {finding.found.invoice_id for finding in findings}
    return [booking for booking in strangers(services, books, kind) if booking.invoice_id not in asked]


def _linked_lines(services: Services, kind: DocumentKind) -> list[Line]:
    """What stood in Multivers before us and is linked."""
    with services.memory.read() as unit:
        adopted = [one for one in unit.receipts.verified(kind.effect, kind.controller) if one.adopted]
        numbers = {one.key: record.seen.number for one in adopted if (record := unit.records.get(one.key))}
    return [
        Line(
            stream=kind.stream,
            number=numbers.get(one.key, ""),
            invoice_id=one.invoice_id or "",
            place=f"{one.journal_id} {one.journal_transaction}",
            match=MatchKind.EQUAL,
            differences="",
        )
        for one in adopted
    ]


def _finding_line(kind: DocumentKind, finding: Finding) -> Line:
    return Line(
        stream=kind.stream,
        number=finding.record.seen.number,
        invoice_id=finding.found.invoice_id,
        place=finding.found.journal_id,
        match=finding.match.kind,
        differences="; ".join(finding.match.differences),
    )


def _stray_line(kind: DocumentKind, booking: FoundBooking) -> Line:
    return Line(kind.stream, "", booking.invoice_id, booking.journal_id, STRAY, "")


def _keep(services: Services, seen: Iterable[_Seen]) -> Survey:
    """The list as evidence, by numbers alone, and what people are shown of it."""
    kinds = list(seen)
    lines = tuple(sorted(line for one in kinds for line in one.lines))
    series = series_problems(services)
    list_hash = digest([lines, sorted(series)])
    content: dict[str, object] = {
        "lines": lines,
        "series": [[found.code, number] for number, found in series.items()],
        "strays": {subject: identity for one in kinds for subject, identity in one.strays.items()},
    }
    with services.memory.write() as unit:
        unit.links.show_list(list_hash, content, services.clock.now())
    findings = tuple(finding for one in kinds for finding in one.findings)
    return Survey(sum(one.documents for one in kinds), findings, lines, series, list_hash)
