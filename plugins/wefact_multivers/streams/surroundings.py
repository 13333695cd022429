"""What documents are planned beside: their relations, the other documents of these, and the numbers they have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from wefact_multivers.domain.documents import Controller, Document, SalesStatus, SourceKey
from wefact_multivers.domain.status import Status
from wefact_multivers.store.records import Record
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.kinds import DocumentKind

_FORGOTTEN = frozenset({Status.WITHDRAWN, Status.SKIPPED})


@dataclass(frozen=True)
class Neighbour:
    """A document of the same relation that counts."""

    record: Record
    document: Document
    is_booked: bool


@dataclass(frozen=True)
class Surroundings:
    """What the store knows around some documents, read for all of them at once.

    Attributes:
        relations: by code.
        neighbours: by the code of their relation and then by number, the documents themselves included; of sales
            only where a void invoice or a credit note is among the documents, which ask for each other.
        numbers: the invoice ids that were chosen.
    """

    relations: Mapping[str, Record]
    neighbours: Mapping[str, Sequence[Neighbour]]
    numbers: Mapping[SourceKey, int]


def surroundings_of(unit: Unit, kind: DocumentKind, records: Sequence[Record]) -> Surroundings:
    """What there is around these documents of a kind."""
    codes = {record.seen.relation_code or "" for record in records}
    relations = unit.records.with_numbers(kind.relations.controller, codes)
    return Surroundings(
        # Of several with one code the first, as in any list.
        relations={record.seen.number: record for record in reversed(relations)},
        neighbours=_neighbours(unit, kind, filter(_asks_for_others, records)),
        numbers=unit.plans.numbers_of(record.key for record in records),
    )


def _asks_for_others(record: Record) -> bool:
    """Every purchase may repeat another one; of sales, what is void or a credit note has to do with another."""
    if record.key.controller is not Controller.INVOICE or record.seen.source_status == SalesStatus.VOID:
        return True
    return record.seen.gross is not None and record.seen.gross < 0


def _neighbours(unit: Unit, kind: DocumentKind, records: Iterable[Record]) -> dict[str, list[Neighbour]]:
    codes = {record.seen.relation_code or "" for record in records}
    others = [
        record
        for record in unit.records.of_relations(kind.controller, codes)
        if record.status not in _FORGOTTEN and record.seen.content
    ]
    booked = unit.receipts.of((record.key for record in others), kind.effect)
    found: dict[str, list[Neighbour]] = defaultdict(list)
    for record in others:
        neighbour = Neighbour(record, kind.read(record), record.key in booked)
        found[record.seen.relation_code or ""].append(neighbour)
    return found
