"""The line and the table of a run: what was booked, what was not, and why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from wefact_multivers.catalogue import CATALOGUE, Language, Who
from wefact_multivers.clock import today
from wefact_multivers.domain.canonical import canonical_json
from wefact_multivers.domain.documents import Controller, SourceKey
from wefact_multivers.domain.money import ZERO, amount_text
from wefact_multivers.domain.payment_status import PaymentStatus
from wefact_multivers.domain.problems import Problem
from wefact_multivers.domain.status import NEEDS_PERSON, Status
from wefact_multivers.store.intents import Effect
from wefact_multivers.store.payments import Payment
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.records import Record
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.kinds import KIND_OF, RELATIONS_OF
from wefact_multivers.streams.payment_matching import WAITING
from wefact_multivers.streams.prepare import ASKED_OF_STANDING, asking
from wefact_multivers.streams.runs import load_run
from wefact_multivers.streams.services import Office, Services
from wefact_multivers.streams.year_change import remembered_gaps

NAMES = {
    Controller.DEBTOR: "debtor",
    Controller.INVOICE: "sales invoice",
    Controller.CREDITOR: "creditor",
    Controller.CREDITINVOICE: "purchase invoice",
}
"""What each kind of record is called, in the order of the table."""

SETTLED = frozenset({Status.BOOKED, Status.BOOKED_WARNING, Status.ADOPTED, Status.SKIPPED})


@dataclass(frozen=True)
class ReportRow:
    """A document or relation, as the table shows it.

    Attributes:
        gross: in euros; None for a relation.
        booked_in: journal and number, or the relation's code.
        payment: where the payment of a booked document stands; empty before it was looked at.
        reason: codes and messages of what stands at it, and at its payment.
        remedies: what a person does about each, with its code.
    """

    kind: str
    number: str
    date: date | None
    relation_code: str
    gross: Decimal | None
    status: str
    booked_in: str
    payment: str
    reason: str
    remedies: tuple[str, ...]

    @property
    def needs_person(self) -> bool:
        """Whether nothing more happens to the document or relation, or to its payments, until a person acts."""
        is_asked = any(remedy.startswith(tuple(ASKED_OF_STANDING)) for remedy in self.remedies)
        return self.status in NEEDS_PERSON or self.payment in WAITING or is_asked


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
    counts = _counts(services)
    made = Report(_note(counts, state.mode, str(state.window), language), rows)
    with services.memory.write() as unit:
        unit.runs.report(run_key, canonical_json({"note": made.note, "counts": counts.told}))
    return made


def table(services: Office, language: Language, days: int) -> tuple[ReportRow, ...]:
    """Relations and documents with their status, the unsettled ones of any age."""
    first = today(services.clock) - timedelta(days=days)
    with services.memory.read() as unit:
        waiting = [payment.key for payment in unit.payments.with_status(WAITING)]
        return tuple(row for controller in NAMES for row in _rows(unit, controller, waiting, first, language))


def _rows(
    unit: Unit, controller: Controller, waiting: Sequence[SourceKey], first: date, language: Language
) -> Iterator[ReportRow]:
    """What is shown of a kind: what is not settled, or dated in the days that are reconciled, by number."""
    shown = {record.key: record for record in unit.records.shown(controller, SETTLED, first)}
    older = unit.records.of(key for key in waiting if key.controller is controller and key not in shown)
    # Of one that was erased there is nothing to show.
    shown |= {key: record for key, record in older.items() if record.seen.content}
    receipts, payments = unit.receipts.of(shown, KIND_OF[controller].effect), unit.payments.of(shown)
    for key, record in sorted(shown.items(), key=lambda item: (item[1].seen.number, item[0].identifier)):
        yield _row(record, receipts.get(key), payments.get(key), language)


def _row(record: Record, receipt: Receipt | None, payment: Payment | None, language: Language) -> ReportRow:
    controller = record.key.controller
    problems = (*record.problems, *(payment.problems if payment else ()))
    return ReportRow(
        kind=NAMES[controller],
        number=record.seen.number,
        date=record.seen.date,
        relation_code=record.seen.relation_code or "",
        gross=record.seen.gross,
        status=record.status.value,
        booked_in=booked_in(receipt),
        payment=payment.status.value if payment else "",
        reason="; ".join(explain(found, language) for found in problems),
        remedies=tuple(_remedy(found, language) for found in problems if _is_for_people(found)),
    )


def explain(found: Problem, language: Language) -> str:
    """A problem with its code and message."""
    return f"{found.code} {CATALOGUE[found.code].message(language, found.values)}"


def _is_for_people(found: Problem) -> bool:
    return CATALOGUE[found.code].who is not Who.NOBODY


def _remedy(found: Problem, language: Language) -> str:
    return f"{found.code} {CATALOGUE[found.code].remedy(language, found.values)}"


def booked_in(receipt: Receipt | None) -> str:
    """Journal and number of a booking, or the code of a relation in Multivers; empty where nothing stands there."""
    if receipt is None:
        return ""
    if receipt.effect is Effect.WRITE_MULTIVERS_RELATION:
        return receipt.relation_code
    return f"{receipt.journal_id} {receipt.journal_transaction}"


@dataclass(frozen=True)
class _Counts:
    """How many records and payments stand at each status, and what else the line of a run tells.

    Attributes:
        records: count and gross in euros.
        asked: how many records a person is asked about.
        ahead: what the next fiscal year lacks.
    """

    records: dict[Controller, dict[Status, tuple[int, Decimal]]]
    payments: dict[PaymentStatus, int]
    asked: int
    ahead: Sequence[Problem]

    @property
    def told(self) -> dict[str, dict[str, tuple[int, str]]]:
        """The same as plain values, for the page: counting them all takes the longer the more there are."""
        told = {
            kind.value: {status.value: (count, str(gross)) for status, (count, gross) in by_status.items()}
            for kind, by_status in self.records.items()
        }
        return told | {PAYMENT: {status.value: (count, "0") for status, count in self.payments.items()}}

    @property
    def waiting(self) -> int:
        """How many wait for a person."""
        return self.asked + sum(self.payments.get(status, 0) for status in WAITING)


PAYMENT = "payment"
"""Names the payments among the kinds of a report's counts."""


def _counts(services: Services) -> _Counts:
    with services.memory.read() as unit:
        return _Counts(
            records={controller: unit.records.counts(controller) for controller in NAMES},
            payments=unit.payments.counts(),
            asked=sum(len(asking(unit, controller)) for controller in NAMES),
            ahead=remembered_gaps(unit, services),
        )


def _note(counts: _Counts, mode: str, window: str, language: Language) -> str:
    """The run in one line: counts and amounts by status, payments, what waits, and what the next year lacks."""
    parts = [f"{mode}, {window}"]
    for controller, by_status in counts.records.items():
        shown = ", ".join(
            f"{count} {status.value}{_euros(controller, gross)}" for status, (count, gross) in sorted(by_status.items())
        )
        parts += [f"{NAMES[controller]}s: {shown}"] if shown else []
    if counts.payments:
        shown = ", ".join(f"{count} {status}" for status, count in sorted(counts.payments.items()))
        parts.append(f"payments: {shown}")
    parts.append(f"{counts.waiting} wait for you" if counts.waiting else "nothing waits")
    return "; ".join([*parts, *(explain(found, language) for found in counts.ahead)])[:1000]


def _euros(controller: Controller, gross: Decimal) -> str:
    return "" if controller in RELATIONS_OF or gross == ZERO else f" (€ {amount_text(gross)})"
