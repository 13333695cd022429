"""The evidence of one fiscal year for an auditor: it joins on (journal, number) with Multivers' own audit file."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import RowMapping, and_, select

from wefact_multivers.domain.canonical import canonical_json
from wefact_multivers.domain.documents import Controller, SourceKey
from wefact_multivers.store.intents import Effect
from wefact_multivers.store.tables import plan, receipt, record
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.refusals import NothingBooked
from wefact_multivers.streams.services import Services

_SAME_RECORD = ("administration_id", "controller", "identifier")
COLUMNS = (
    "journal_id",
    "journal_transaction",
    "fiscal_year",
    "period",
    "invoice_id",
    "reference",
    "number",
    "invoice_date",
    "relation_code",
    "gross",
    "status",
    "adopted",
    "verified",
    "content_hash",
    "plan_hash",
    "created_at",
)


@dataclass(frozen=True)
class Exported:
    """What was written: one line of the table, and one object of the trail, per booking."""

    bookings: int
    table: Path
    trail: Path


def export_year(services: Services, year: int, folder: Path) -> Exported:
    """Writes the bookings of a fiscal year with everything that happened to them.

    Args:
        services: of the administration.
        year: the fiscal year, as Multivers names it.
        folder: gets `evidence-<name>-<year>.csv` and `.json`, for their owner alone.

    Raises:
        NothingBooked: the store has no booking of that year.
    """
    services.store.check_migrated()
    name = f"evidence-{services.name}-{year}"
    exported = Exported(0, folder / f"{name}.csv", folder / f"{name}.json")
    with services.memory.read() as unit:
        bookings = _bookings(services, unit, year)
        if not bookings:
            raise NothingBooked(year=year)
        trails = [_trail(services, unit, row) for row in bookings]
    for file in (exported.table, exported.trail):
        file.touch()
        # An older export may lie there, open to others.
        file.chmod(0o600)
    with exported.table.open("w", newline="", encoding="utf-8") as opened:
        writer = csv.writer(opened)
        writer.writerow(COLUMNS)
        writer.writerows([[row[column] for column in COLUMNS] for row in bookings])
    exported.trail.write_text(json.dumps(trails, indent=1, ensure_ascii=False), encoding="utf-8")
    return Exported(len(bookings), exported.table, exported.trail)


def _bookings(services: Services, unit: Unit, year: int) -> Sequence[RowMapping]:
    columns = [record.c[name] if name in {"number", "status", "plan_hash"} else receipt.c[name] for name in COLUMNS]
    same = and_(*(receipt.c[name] == record.c[name] for name in _SAME_RECORD))
    statement = (
        select(*columns, record.c.controller, record.c.identifier)
        .join_from(receipt, record, same)
        .where(
            receipt.c.administration_id == services.memory.administration_id,
            receipt.c.effect == Effect.CREATE_BOOKING,
            receipt.c.fiscal_year == year,
        )
        .order_by(receipt.c.journal_id, receipt.c.journal_transaction)
    )
    return unit.connection.execute(statement).mappings().all()


def _trail(services: Services, unit: Unit, row: RowMapping) -> dict[str, Any]:
    """A booking with its plan and the rows of the chain about it, oldest first."""
    key = SourceKey(Controller(row["controller"]), row["identifier"])
    told: dict[str, Any] = json.loads(canonical_json({name: row[name] for name in COLUMNS}))
    return {
        **told,
        "plan": _plan(services, unit, row["plan_hash"]),
        "evidence": [_told(row) for row in unit.evidence.of(key)],
    }


def _plan(services: Services, unit: Unit, plan_hash: str | None) -> Any:
    mine = (plan.c.administration_id == services.memory.administration_id, plan.c.hash == plan_hash)
    content = unit.connection.execute(select(plan.c.content).where(*mine)).scalar_one_or_none()
    return json.loads(content) if content else None


def _told(row: RowMapping) -> dict[str, Any]:
    return {
        "sequence": row["sequence"],
        "at": row["at"].isoformat(),
        "kind": row["kind"],
        "content": json.loads(row["content"]) if row["content"] else None,
        "erased_at": row["erased_at"].isoformat() if row["erased_at"] else None,
        "previous_hash": row["previous_hash"],
        "hash": row["hash"],
    }
