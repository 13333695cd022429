"""Finds what a person means by a number: a document's, or the code of a relation."""

from __future__ import annotations

from collections.abc import Sequence

from wefact_multivers.store.records import Record
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.kinds import KIND_OF, KINDS, RELATION_KINDS, DocumentKind, RelationKind
from wefact_multivers.streams.refusals import NumberAmbiguous, RecordUnknown
from wefact_multivers.streams.runs import Stream
from wefact_multivers.streams.services import Office


def find_record(services: Office, unit: Unit, number: str, stream: Stream | None = None) -> Record:
    """The one record with that number, of one stream or of all.

    Raises:
        RecordUnknown: there is none.
        NumberAmbiguous: there are more.
    """
    return _one_of(list(KINDS.values()), services, unit, number, stream)


def find_relation(services: Office, unit: Unit, code: str, stream: Stream | None = None) -> Record:
    """The one debtor or creditor with that code.

    Raises:
        RecordUnknown: there is none.
        NumberAmbiguous: a debtor and a creditor have it.
    """
    return _one_of(list(RELATION_KINDS.values()), services, unit, code, stream)


def _one_of(
    among: Sequence[DocumentKind | RelationKind], services: Office, unit: Unit, number: str, stream: Stream | None
) -> Record:
    kinds = [kind for kind in among if stream in {None, kind.stream}]
    found = [record for kind in kinds if (record := unit.records.by_number(kind.controller, number)) is not None]
    if not found:
        raise RecordUnknown(administration=services.name, number=number)
    if len(found) > 1:
        streams = ", ".join(kind_of(record).stream for record in found)
        raise NumberAmbiguous(number=number, streams=streams)
    return found[0]


def kind_of(record: Record) -> DocumentKind | RelationKind:
    """The kind of a record."""
    return KIND_OF[record.key.controller]
