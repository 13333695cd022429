"""Why a document is booked as it is, or is not booked: its stored plan line by line, or its problems with remedies."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pydantic import ValidationError

from wefact_multivers.catalogue import CATALOGUE, Language
from wefact_multivers.domain.bookings import BookingLine, Plan
from wefact_multivers.domain.money_moves import paid_how
from wefact_multivers.domain.problems import Problem
from wefact_multivers.domain.status import OPEN
from wefact_multivers.mapping.payment_conditions import condition_row
from wefact_multivers.mapping.rows import MappingTables
from wefact_multivers.store.records import Record
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.kinds import DOCUMENT_KINDS, DOCUMENTS_OF, PLAN, DocumentKind
from wefact_multivers.streams.named import find_record, kind_of
from wefact_multivers.streams.runs import Stream, read_stored
from wefact_multivers.streams.services import Office, Services


@dataclass(frozen=True)
class ExplainedLine:
    """A line of the plan, with the reason for its account and code.

    Attributes:
        amount, vat: in euros, on the side of the line.
        why: the rule, with file and row.
        box: of the VAT return; empty where there is none, or the tables of the plan cannot be read any more.
    """

    account: str
    description: str
    amount: Decimal
    vat_code: int
    vat: Decimal
    why: str
    box: str


@dataclass(frozen=True)
class ExplainedProblem:
    """What stands at a document, and what to do about it."""

    code: str
    message: str
    remedy: str
    who: str


@dataclass(frozen=True)
class Explanation:
    """A document or relation, explained.

    Attributes:
        gross: in euros; None for a relation.
        journal, period: where the plan books it; empty without a plan.
        condition: the payment condition of the plan, with file and row.
        lines: of the present plan; none where it could not be made.
        problems: what blocks it, or the warnings at it.
    """

    stream: str
    number: str
    status: str
    date: date | None
    relation_code: str
    gross: Decimal | None
    journal: str
    period: str
    condition: str
    lines: tuple[ExplainedLine, ...]
    problems: tuple[ExplainedProblem, ...]


def explain(services: Office, number: str, stream: Stream | None = None) -> Explanation:
    """Explains one document or relation from what the store holds of it.

    Raises:
        RecordUnknown: the store has never seen that number.
        NumberAmbiguous: more than one record has it.
    """
    services.store.check_migrated()
    language = Language(services.administration.language)
    with services.memory.read() as unit:
        record = find_record(services, unit, number, stream)
        plan = plan_of_record(unit, record)
        tables = _tables_of(unit, plan) if plan else None
    return Explanation(
        stream=kind_of(record).stream,
        number=record.seen.number,
        status=record.status,
        date=record.seen.date,
        relation_code=record.seen.relation_code or "",
        gross=record.seen.gross,
        journal=plan.booking.journal_id if plan else "",
        period=f"{plan.booking.fiscal_year}-{plan.booking.period}" if plan else "",
        condition=_condition(plan, record, tables) if plan else "",
        lines=tuple(_line(line, tables) for line in plan.booking.lines) if plan else (),
        problems=tuple(explain_problem(found, language) for found in record.problems),
    )


def plan_of_record(unit: Unit, record: Record) -> Plan | None:
    """The present plan of a document; None where there is none, and for a relation."""
    if record.plan_hash is None or not isinstance(kind_of(record), DocumentKind):
        return None
    return PLAN.validate_json(unit.plans.text(record.plan_hash))


def _tables_of(unit: Unit, plan: Plan) -> MappingTables | None:
    """The tables that a plan was made from; None where this version of the link reads them no more."""
    text = unit.links.configuration_with(plan.versions.configuration)
    try:
        return read_stored(text).tables if text else None
    except ValidationError:
        return None


def _condition(plan: Plan, record: Record, tables: MappingTables | None) -> str:
    """The payment condition, with the row that gives it."""
    booking, document = plan.booking, DOCUMENTS_OF[record.key.controller].read(record)
    row = condition_row(paid_how(document), tables.payment_conditions, booking.kind) if tables else None
    return f"{booking.payment_condition} ({row.where})" if row else booking.payment_condition


def _line(line: BookingLine, tables: MappingTables | None) -> ExplainedLine:
    rows = tables.vat_codes if tables else ()
    box = next((row.box for row in rows if f"({row.where})" in line.why), "")
    return ExplainedLine(line.account_id, line.description, line.amount, line.vat_code, line.vat_amount, line.why, box)


def explain_problem(found: Problem, language: Language) -> ExplainedProblem:
    """A problem in words, with its remedy and who can take it away."""
    entry = CATALOGUE[found.code]
    return ExplainedProblem(
        found.code, entry.message(language, found.values), entry.remedy(language, found.values), entry.who
    )


def planned_documents(
    services: Services, streams: Iterable[Stream], wanted: Callable[[str, date | None], bool]
) -> list[dict[str, object]]:
    """The plans of the open documents, whole, as they would be sent.

    Args:
        services: of the administration.
        streams: whose documents.
        wanted: says by number and date which of them.
    """
    kinds = [DOCUMENT_KINDS[stream] for stream in streams if stream in DOCUMENT_KINDS]
    with services.memory.read() as unit:
        return [
            {"stream": kind.stream, "number": record.seen.number, "plan": json.loads(unit.plans.text(record.plan_hash))}
            for kind in kinds
            for record in unit.records.with_status(kind.controller, OPEN)
            if record.plan_hash and wanted(record.seen.number, record.seen.date)
        ]
