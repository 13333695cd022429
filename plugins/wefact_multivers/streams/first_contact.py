"""First contact: before an administration may export, a person sees and signs what Multivers already holds."""

from __future__ import annotations

from dataclasses import dataclass

from wefact_multivers.clock import today
from wefact_multivers.streams.extract import extract
from wefact_multivers.streams.kinds import DOCUMENT_KINDS, KINDS, DocumentKind
from wefact_multivers.streams.look import Finding, look
from wefact_multivers.streams.preflight import preflight
from wefact_multivers.streams.prepare import prepare
from wefact_multivers.streams.runs import RunRequest, RunState, Trigger, load_run
from wefact_multivers.streams.services import Services


@dataclass(frozen=True)
class Survey:
    """What first contact found.

    Attributes:
        documents: how many documents of WeFact are in scope and not linked to a booking yet.
        findings: the bookings in Multivers that are, or may be, one of them.
    """

    documents: int
    findings: tuple[Finding, ...]


def survey(services: Services) -> Survey:
    """Reads WeFact from the start date, and looks for each document in Multivers; writes to neither.

    What is equal is adopted, what may be equal is blocked with a question.

    Raises:
        SyncError: as a run's own preflight and extract would.
    """
    run_key = f"first-contact-{services.clock.now().isoformat(timespec='seconds')}"
    params: dict[str, object] = {
        "mode": "preview",
        "from": services.administration.start_date.isoformat(),
        "to": today(services.clock).isoformat(),
    }
    preflight(services, RunRequest(run_key, Trigger.MANUAL, params=params))
    state = load_run(services, run_key)
    for stream in filter(state.is_on, KINDS):
        extract(services, run_key, stream)
        prepare(services, run_key, stream)
    surveys = [_survey(services, state, kind) for kind in DOCUMENT_KINDS.values() if state.is_on(kind.stream)]
    findings = tuple(finding for survey in surveys for finding in survey.findings)
    return Survey(sum(survey.documents for survey in surveys), findings)


def _survey(services: Services, state: RunState, kind: DocumentKind) -> Survey:
    with services.memory.read() as unit:
        records = unit.records.unsent(kind.controller, kind.effect)
    return Survey(len(records), tuple(look(services, state, kind, records, first_contact=True)))


def sign(services: Services, by: str) -> None:
    """Records that a person has seen the list and confirmed that WeFact's own Unit4 link is off."""
    with services.memory.write() as unit:
        unit.links.sign(by, services.clock.now())


def cells(finding: Finding) -> list[str]:
    """A finding as a row of the list that is signed."""
    booking = finding.found
    return [
        finding.record.seen.number,
        booking.invoice_id,
        f"{booking.journal_id} {booking.journal_transaction}",
        finding.match.kind.value,
        "; ".join(finding.match.differences),
    ]
