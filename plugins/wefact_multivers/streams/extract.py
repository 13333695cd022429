"""Reads WeFact into the store: what is new or changed, one record after another, each committed at once."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from wefact_multivers.clock import AMSTERDAM
from wefact_multivers.domain.canonical import canonical_json
from wefact_multivers.domain.documents import (
    Controller,
    Document,
    DocumentRow,
    Relation,
    SourceKey,
)
from wefact_multivers.domain.problems import problem
from wefact_multivers.domain.status import IN_MULTIVERS, OPEN, Event, Status
from wefact_multivers.store.intents import Effect
from wefact_multivers.store.records import Record, Seen
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.runs import RunState, Stream, load_run
from wefact_multivers.streams.services import Services
from wefact_multivers.streams.window import WindowKind
from wefact_multivers.wefact.lists import ListQuery


def extract(services: Services, run_key: str, stream: str) -> dict[str, int]:
    """Reads what is new or changed of a stream; a document never makes it fail.

    Returns:
        `listed`, `read` and `withdrawn`.
    """
    state = load_run(services, run_key)
    return _EXTRACTS[Stream(stream)](services, state)


def _extract_debtors(services: Services, state: RunState) -> dict[str, int]:
    """Debtors have no date: every run reads those that have changed since the cursor, whatever its window."""
    listing = services.wefact.list_relations(
        Controller.DEBTOR, ListQuery(modified_from=_since(state, Stream.DEBTORS))
    ).whole("debtor/list")
    with services.memory.read() as unit:
        known = unit.records.unchanged((row.key, row.modified.isoformat()) for row in listing.rows)
    fresh = [row for row in listing.rows if row.key not in known]
    for row in fresh:
        see_debtor(services, services.wefact.show_relation(Controller.DEBTOR, row.identifier))
    with services.memory.write() as unit:
        unit.runs.advance(Stream.DEBTORS, listing.answered_at)
    return {"listed": len(listing.rows), "read": len(fresh), "withdrawn": 0}


def _extract_sales_invoices(services: Services, state: RunState) -> dict[str, int]:
    listing = services.wefact.list_documents(Controller.INVOICE, _query(state)).whole("invoice/list")
    rows = [row for row in listing.rows if row.date >= _start(state)]
    final = [row for row in rows if row.is_final]
    with services.memory.read() as unit:
        known = unit.records.unchanged((row.key, row.modified.isoformat()) for row in final)
    fresh = [row for row in final if row.key not in known]
    for row in fresh:
        see_sales_invoice(services, services.wefact.show_document(Controller.INVOICE, row.identifier))
    withdrawn = _withdraw(services, (row for row in rows if not row.is_final))
    if state.window.kind is WindowKind.CHANGED:
        with services.memory.write() as unit:
            unit.runs.advance(Stream.SALES_INVOICES, listing.answered_at)
    return {"listed": len(listing.rows), "read": len(fresh), "withdrawn": withdrawn}


_EXTRACTS = {Stream.DEBTORS: _extract_debtors, Stream.SALES_INVOICES: _extract_sales_invoices}


def _query(state: RunState) -> ListQuery:
    window = state.window
    if window.kind is WindowKind.NUMBERS:
        return ListQuery(numbers=window.numbers)
    if window.kind is WindowKind.DATED and window.first and window.last:
        return ListQuery(date_from=max(window.first, _start(state)), date_to=window.last)
    since = _since(state, Stream.SALES_INVOICES)
    return ListQuery(modified_from=since) if since else ListQuery(date_from=_start(state))


def _since(state: RunState, stream: Stream) -> datetime | None:
    """The start of the window in WeFact's own time, Amsterdam without offset."""
    since = state.window.since.get(stream)
    return since.astimezone(AMSTERDAM).replace(tzinfo=None) if since else None


def _start(state: RunState) -> date:
    return state.configuration.administration.start_date


def see_debtor(services: Services, debtor: Relation) -> None:
    """Stores a debtor as it was read."""
    seen = Seen(
        key=debtor.key,
        number=debtor.code,
        date=None,
        relation_code=None,
        gross=None,
        source_status=None,
        modified=debtor.modified.isoformat(),
        content=canonical_json(debtor),
        content_hash=debtor.content_hash,
    )
    with services.memory.write() as unit:
        unit.records.see(seen, services.clock.now())


def see_sales_invoice(services: Services, invoice: Document) -> None:
    """Stores a sales invoice as it was read, with its debtor where that was never seen."""
    with services.memory.read() as unit:
        debtor_known = unit.records.by_number(Controller.DEBTOR, invoice.relation_code) is not None
    if not debtor_known:
        found = services.wefact.find_relation(Controller.DEBTOR, invoice.relation_code)
        if found is not None:
            see_debtor(services, found)
    seen = Seen(
        key=invoice.key,
        number=invoice.number,
        date=invoice.date,
        relation_code=invoice.relation_code,
        gross=invoice.gross,
        source_status=invoice.status,
        modified=invoice.modified.isoformat(),
        content=canonical_json(invoice),
        content_hash=invoice.content_hash,
    )
    now = services.clock.now()
    with services.memory.write() as unit:
        before = unit.records.get(seen.key)
        unit.records.see(seen, now)
        if before is not None:
            _notice_change(unit, before, seen, now)


def _notice_change(unit: Unit, before: Record, seen: Seen, now: datetime) -> None:
    """A booked document that was changed is a question; one that came back from a draft is offered again."""
    if before.status is Status.WITHDRAWN:
        unit.records.happen(seen.key, Event.PLANNED, now)
        return
    receipt = unit.receipts.get(seen.key, Effect.CREATE_BOOKING)
    if receipt is None or before.status not in IN_MULTIVERS:
        return
    if receipt.content_hash != seen.content_hash and before.status is not Status.CHANGED:
        fields = ", ".join(_changed_fields(before.seen.content, seen.content)) or "?"
        unit.records.happen(seen.key, Event.CHANGED_IN_WEFACT, now, problems=[problem("DOC-003", fields=fields)])
    elif receipt.content_hash == seen.content_hash and before.status is Status.CHANGED:
        unit.records.happen(seen.key, Event.CHANGE_TAKEN_BACK, now)


def _changed_fields(before: str, after: str) -> list[str]:
    old: dict[str, Any] = json.loads(before)
    new: dict[str, Any] = json.loads(after)
    return [name for name in new if old.get(name) != new[name] and name not in {"modified", "status"}]


def _withdraw(services: Services, rows: Iterable[DocumentRow]) -> int:
    """Documents that were final and are drafts again, or void, before they were booked."""
    return sum(withdraw(services, row.key) for row in rows)


def _may_stand_in_multivers(unit: Unit, key: SourceKey) -> bool:
    effect = Effect.CREATE_BOOKING
    return unit.receipts.get(key, effect) is not None or unit.intents.is_open(key, effect)


def withdraw(services: Services, key: SourceKey) -> bool:
    """Takes a document that is gone from WeFact off the list, if nothing was sent for it."""
    with services.memory.write() as unit:
        record = unit.records.get(key)
        if record is None or record.status not in OPEN or _may_stand_in_multivers(unit, key):
            return False
        unit.records.happen(key, Event.GONE_FROM_WEFACT, services.clock.now())
        return True
