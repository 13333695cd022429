"""What is kept of one debtor or creditor: all of it told on request, and emptied once nothing asks for it any more."""

from __future__ import annotations

import json

from sqlalchemy import ColumnElement, Table, and_, select

from wefact_multivers.domain.documents import SourceKey
from wefact_multivers.domain.status import OPEN
from wefact_multivers.store.records import Record
from wefact_multivers.store.tables import evidence, intent, outcome, receipt, record
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.kinds import DOCUMENT_KINDS
from wefact_multivers.streams.named import find_relation
from wefact_multivers.streams.refusals import LegalHold, RelationInUse, StillInWeFact
from wefact_multivers.streams.runs import Stream
from wefact_multivers.streams.services import Services


def told(services: Services, code: str, stream: Stream | None = None) -> dict[str, object]:
    """Everything that is kept of a relation, word for word: the answer to who asks what is known of him.

    It holds names and addresses: it is for that person, and no log.

    Raises:
        RecordUnknown: the store knows no relation of that code.
        NumberAmbiguous: a debtor and a creditor have it.
    """
    services.store.check_migrated()
    with services.memory.read() as unit:
        relation = find_relation(services, unit, code, stream)
        key = relation.key
        tables = {"record": record, "receipts": receipt, "writes": intent, "evidence": evidence}
        kept: dict[str, object] = {name: _rows(services, unit, table, key) for name, table in tables.items()}
        kept["answers"] = _answers(services, unit, key)
        kept["documents"] = [_document(each) for each in _documents(unit, relation)]
    return {"code": code, "kind": key.controller, **kept}


def erase(services: Services, code: str, by: str, stream: Stream | None = None) -> int:
    """Empties what is kept of a relation that WeFact no longer has; its documents stay as long as the law asks.

    Returns:
        How many rows of the evidence were emptied.

    Raises:
        RecordUnknown: the store knows no relation of that code.
        NumberAmbiguous: a debtor and a creditor have it.
        LegalHold: the administration file keeps everything.
        RelationInUse: documents of the relation are still to be sent.
        StillInWeFact: WeFact still has the relation, so that the next run would read it again.
    """
    if services.administration.retention.legal_hold:
        raise LegalHold(administration=services.name)
    services.store.check_migrated()
    with services.memory.read() as unit:
        relation = find_relation(services, unit, code, stream)
        waiting = [each.seen.number for each in _documents(unit, relation) if each.status in OPEN]
    if waiting:
        raise RelationInUse(number=code, documents=", ".join(waiting[:5]))
    if services.wefact.find_relation(relation.key.controller, code) is not None:
        raise StillInWeFact(number=code)
    with services.memory.write() as unit:
        return unit.erasure.erase(relation.key, by, "asked for by the person", services.clock.now())


def _documents(unit: Unit, relation: Record) -> list[Record]:
    kind = next(kind for kind in DOCUMENT_KINDS.values() if kind.relations.controller == relation.key.controller)
    return unit.records.of_relation(kind.controller, relation.seen.number)


def _document(document: Record) -> dict[str, object]:
    seen = document.seen
    content = json.loads(seen.content)
    return {"number": seen.number, "date": seen.date, "gross": seen.gross, "status": document.status, "copy": content}


def _rows(services: Services, unit: Unit, table: Table, key: SourceKey) -> list[dict[str, object]]:
    statement = select(table).where(_of(services, table, key))
    return [dict(row) for row in unit.connection.execute(statement).mappings()]


def _answers(services: Services, unit: Unit, key: SourceKey) -> list[dict[str, object]]:
    statement = select(outcome).join(intent, intent.c.id == outcome.c.intent_id).where(_of(services, intent, key))
    return [dict(row) for row in unit.connection.execute(statement).mappings()]


def _of(services: Services, table: Table, key: SourceKey) -> ColumnElement[bool]:
    return and_(
        table.c.administration_id == services.memory.administration_id,
        table.c.controller == key.controller,
        table.c.identifier == key.identifier,
    )
