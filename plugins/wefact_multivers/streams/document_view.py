"""One document or relation beside its booking, for a person who has to decide about it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, Inexact
from enum import StrEnum

from wefact_multivers.domain.documents import Document, DocumentLine
from wefact_multivers.domain.money import euro
from wefact_multivers.domain.rounding import parts_of
from wefact_multivers.domain.status import OPEN, Status
from wefact_multivers.store.records import Record
from wefact_multivers.streams.document_list import receipts_of, relation_names
from wefact_multivers.streams.explain import Explanation, explain
from wefact_multivers.streams.kinds import DOCUMENTS_OF
from wefact_multivers.streams.named import find_record
from wefact_multivers.streams.report import booked_in
from wefact_multivers.streams.runs import Stream
from wefact_multivers.streams.services import Office
from wefact_multivers.streams.waiting_groups import mark_of


class Choice(StrEnum):
    """What a person may decide about a document or relation without asking Multivers."""

    RETRY = "retry"
    SKIP = "skip"


_MAY_BE = {
    Choice.RETRY: OPEN | {Status.SKIPPED, Status.CHANGED},
    Choice.SKIP: OPEN | {Status.MISSING},
}


@dataclass(frozen=True)
class SourceLine:
    """A line as WeFact has it.

    Attributes:
        net: in euros, without VAT; None for a line of text, and where it cannot be told.
        rate: the printed percentage.
    """

    description: str
    net: Decimal | None
    rate: Decimal


@dataclass(frozen=True)
class DocumentView:
    """A document beside its booking.

    Attributes:
        net, vat: of a document, in euros; None for a relation.
        lines: of a document, as WeFact has them.
        booked_in: journal and number, or the relation's code; empty before.
        choices: what may be decided where it stands.
        mark: changes with everything that happens to it.
    """

    explained: Explanation
    relation_name: str
    net: Decimal | None
    vat: Decimal | None
    lines: tuple[SourceLine, ...]
    booked_in: str
    choices: tuple[Choice, ...]
    mark: str


def document_view(office: Office, stream: Stream, number: str) -> DocumentView:
    """A document or relation as the store knows it.

    Raises:
        RecordUnknown: the store has never seen that number in that stream.
    """
    explained = explain(office, number, stream)
    with office.memory.read() as unit:
        record = find_record(office, unit, number, stream)
        receipts, names = receipts_of(unit, [record.key]), relation_names(unit, [record])
    document = _document(record)
    return DocumentView(
        explained=explained,
        relation_name=names.get(record.key, ""),
        net=document.net if document else None,
        vat=document.vat if document else None,
        lines=_lines(document) if document else (),
        booked_in=booked_in(receipts.get(record.key)),
        choices=tuple(choice for choice, statuses in _MAY_BE.items() if record.status in statuses),
        mark=mark_of(record),
    )


def _document(record: Record) -> Document | None:
    kind = DOCUMENTS_OF.get(record.key.controller)
    return kind.read(record) if kind and record.seen.content else None


def _lines(document: Document) -> tuple[SourceLine, ...]:
    """The lines with their net; without, where one has more digits than an amount can have."""
    try:
        nets = [euro(part.net) if part else None for part in parts_of(document)]
    except Inexact:
        nets = [None for _ in document.lines]
    lines: tuple[DocumentLine, ...] = document.lines
    return tuple(SourceLine(line.description, net, line.rate) for line, net in zip(lines, nets, strict=True))
