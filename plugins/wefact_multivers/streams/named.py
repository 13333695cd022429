"""Finds what a person means by a number: a document's, or the code of a relation."""

from __future__ import annotations

from wefact_multivers.store.records import Record
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.kinds import KIND_OF, KINDS, DocumentKind, RelationKind
from wefact_multivers.streams.refusals import NumberAmbiguous, RecordUnknown
from wefact_multivers.streams.runs import Stream
from wefact_multivers.streams.services import Services


def find_record(services: Services, unit: Unit, number: str, stream: Stream | None = None) -> Record:
    """The one record with that number, of one stream or of all.

    Raises:
        RecordUnknown: there is none.
        NumberAmbiguous: there are more.
    """
    kinds = [kind for kind in KINDS.values() if stream in {None, kind.stream}]
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
