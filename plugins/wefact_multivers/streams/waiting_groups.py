"""What waits for a person, grouped by cause: one missing account may hold many invoices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from wefact_multivers.catalogue import CATALOGUE, Language, Who
from wefact_multivers.domain.documents import Controller
from wefact_multivers.domain.money import ZERO
from wefact_multivers.domain.problems import Problem
from wefact_multivers.store.records import Record
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.explain import ExplainedProblem, explain_problem
from wefact_multivers.streams.kinds import KIND_OF
from wefact_multivers.streams.payment_matching import WAITING
from wefact_multivers.streams.prepare import asked_at, asking
from wefact_multivers.streams.runs import Stream
from wefact_multivers.streams.services import Office

SHOWN = 200
"""Documents that one group lists; it counts them all."""


@dataclass(frozen=True)
class WaitingDocument:
    """A document or relation that waits.

    Attributes:
        gross: in euros; None for a relation.
        mark: changes with everything that happens to it.
    """

    stream: Stream
    number: str
    relation_code: str
    gross: Decimal | None
    status: str
    mark: str


@dataclass(frozen=True)
class WaitingGroup:
    """One cause, with everything that waits for it.

    Attributes:
        documents: the first ones, by number.
        count, gross: of all of them; gross in euros.
    """

    cause: ExplainedProblem
    documents: tuple[WaitingDocument, ...]
    count: int
    gross: Decimal


def waiting_groups(office: Office, language: Language) -> tuple[WaitingGroup, ...]:
    """The causes for which something waits, the one that holds most first.

    A document that waits for two things stands under both.
    """
    held: defaultdict[ExplainedProblem, list[Record]] = defaultdict(list)
    with office.memory.read() as unit:
        for record, found in _waiting(unit):
            if CATALOGUE[found.code].who is not Who.NOBODY:
                held[explain_problem(found, language)].append(record)
    groups = [_group(cause, records) for cause, records in held.items()]
    return tuple(sorted(groups, key=lambda group: (-group.count, group.cause.code, group.cause.message)))


def _waiting(unit: Unit) -> Iterator[tuple[Record, Problem]]:
    """Every record that waits, once for each of the things it waits for."""
    for controller in Controller:
        for record in asking(unit, controller):
            yield from ((record, found) for found in asked_at(record))
    payments = {payment.key: payment for payment in unit.payments.with_status(WAITING)}
    for key, record in unit.records.of(payments).items():
        yield from ((record, found) for found in payments[key].problems)


def _group(cause: ExplainedProblem, records: list[Record]) -> WaitingGroup:
    gross = sum((record.seen.gross or ZERO for record in records), ZERO)
    return WaitingGroup(cause, tuple(map(_document, records[:SHOWN])), len(records), gross)


def _document(record: Record) -> WaitingDocument:
    return WaitingDocument(
        stream=KIND_OF[record.key.controller].stream,
        number=record.seen.number,
        relation_code=record.seen.relation_code or "",
        gross=record.seen.gross,
        status=record.status.value,
        mark=mark_of(record),
    )


def mark_of(record: Record) -> str:
    """Changes with everything that happens to a record: what was decided over a page must be about what it showed."""
    return f"{record.status.value} {record.updated_at.isoformat()}"
