"""The line and the table of a run: what was booked, what was not, and why."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from wefact_multivers.catalogue import CATALOGUE, Language
from wefact_multivers.clock import today
from wefact_multivers.domain.canonical import canonical_json
from wefact_multivers.domain.documents import Controller
from wefact_multivers.domain.money import ZERO, amount_text
from wefact_multivers.domain.problems import Problem
from wefact_multivers.domain.status import NEEDS_PERSON, Status
from wefact_multivers.store.intents import Effect
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.records import Record
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.kinds import KINDS, RELATIONS_OF
from wefact_multivers.streams.runs import load_run
from wefact_multivers.streams.services import Services

NAMES = {
    Controller.DEBTOR: "debtor",
    Controller.INVOICE: "sales invoice",
    Controller.CREDITOR: "creditor",
    Controller.CREDITINVOICE: "purchase invoice",
}
"""What each kind of record is called, in the order of the table."""

EFFECTS = {kind.controller: kind.effect for kind in KINDS.values()}

SETTLED = frozenset({Status.BOOKED, Status.BOOKED_WARNING, Status.ADOPTED, Status.SKIPPED})


@dataclass(frozen=True)
class ReportRow:
    """A document or relation, as the table shows it.

    Attributes:
        gross: in euros; None for a relation.
        booked_in: journal and number, or the relation's code.
        reason: codes and messages of what stands at it.
    """

    kind: str
    number: str
    date: date | None
    relation_code: str
    gross: Decimal | None
    status: str
    booked_in: str
    reason: str


@dataclass(frozen=True)
class Report:
    """How a run went.

    Attributes:
        note: one line, at most 1,000 characters.
        rows: what is not settled, and everything dated in the days that are reconciled.
    """

    note: str
    rows: tuple[ReportRow, ...]


def report(services: Services, run_key: str) -> Report:
    """Makes the report of a run, and stores its line.

    Raises:
        RunUnknown: preflight has not succeeded.
    """
    state = load_run(services, run_key)
    language = Language(state.configuration.administration.language)
    rows = table(services, language, state.configuration.administration.reconcile_days)
    made = Report(_note(services, state.mode, str(state.window)), rows)
    with services.memory.write() as unit:
        unit.runs.report(run_key, canonical_json({"note": made.note}))
    return made


def table(services: Services, language: Language, days: int) -> tuple[ReportRow, ...]:
    """Relations and documents with their status, the unsettled ones of any age."""
    first = today(services.clock) - timedelta(days=days)
    with services.memory.read() as unit:
        return tuple(
            _row(unit, record, language)
            for controller in NAMES
            for record in unit.records.all_of(controller)
            if record.status not in SETTLED or record.seen.date is None or record.seen.date >= first
        )


def _row(unit: Unit, record: Record, language: Language) -> ReportRow:
    controller = record.key.controller
    receipt = unit.receipts.get(record.key, EFFECTS[controller])
    return ReportRow(
        kind=NAMES[controller],
        number=record.seen.number,
        date=record.seen.date,
        relation_code=record.seen.relation_code or "",
        gross=record.seen.gross,
        status=record.status.value,
        booked_in=_booked_in(receipt),
        reason="; ".join(explain(found, language) for found in record.problems),
    )


def explain(found: Problem, language: Language) -> str:
    """A problem with its code and message."""
    return f"{found.code} {CATALOGUE[found.code].message(language, found.values)}"


def _booked_in(receipt: Receipt | None) -> str:
    if receipt is None:
        return ""
    if receipt.effect is Effect.WRITE_MULTIVERS_RELATION:
        return receipt.relation_code
    return f"{receipt.journal_id} {receipt.journal_transaction}"


def _note(services: Services, mode: str, window: str) -> str:
    """The run in one line: counts and amounts by status, and what waits."""
    with services.memory.read() as unit:
        counts = {controller: unit.records.counts(controller) for controller in NAMES}
    parts = [f"{mode}, {window}"]
    for controller, by_status in counts.items():
        if not by_status:
            continue
        shown = ", ".join(
            f"{count} {status.value}{_euros(controller, gross)}" for status, (count, gross) in sorted(by_status.items())
        )
        parts.append(f"{NAMES[controller]}s: {shown}")
    waiting = sum(
        count for by_status in counts.values() for status, (count, _) in by_status.items() if status in NEEDS_PERSON
    )
    parts.append(f"{waiting} wait for you" if waiting else "nothing waits")
    return "; ".join(parts)[:1000]


def _euros(controller: Controller, gross: Decimal) -> str:
    return "" if controller in RELATIONS_OF or gross == ZERO else f" (€ {amount_text(gross)})"
