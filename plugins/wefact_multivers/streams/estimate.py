"""What a run would cost, before it starts: from WeFact's lists and the store; nothing is read whole or written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil

from wefact_multivers.domain.documents import SourceKey
from wefact_multivers.domain.status import OPEN, Status
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.extract import query_of, since_of
from wefact_multivers.streams.kinds import KINDS, DocumentKind, RelationKind
from wefact_multivers.streams.preflight import window_of
from wefact_multivers.streams.runs import RunRequest, Stream
from wefact_multivers.streams.services import Services
from wefact_multivers.streams.window import Window
from wefact_multivers.wefact.budget import rules_of
from wefact_multivers.wefact.lists import ListQuery

WEFACT_STEADY, MULTIVERS_STEADY = 10, 15
"""Calls of a run in which nothing has changed, at most."""

_AGAIN = OPEN | {Status.WITHDRAWN}
"""What a run offers again."""


@dataclass(frozen=True)
class StreamEstimate:
    """What a run would do of one stream.

    Attributes:
        listed: final documents, or relations, that the window holds.
        to_read: of them, and of those not understood until now, whatever must be read whole: one call to WeFact each.
        to_write: at most, those that wait already among them: one write to Multivers each.
    """

    stream: Stream
    listed: int
    to_read: int
    to_write: int


@dataclass(frozen=True)
class Estimate:
    """What a run would cost.

    Attributes:
        wefact_calls, multivers_calls: about how many. Left out are retries, payments that have changed, and what is
            read back where the first booking of its combination is proven.
        minutes: how long WeFact's limits hold the run up, if nobody else uses them; the answers take time besides.
    """

    window: str
    streams: tuple[StreamEstimate, ...]
    documents: int
    wefact_calls: int
    multivers_calls: int
    minutes: int


def estimate(services: Services, request: RunRequest, streams: Sequence[Stream]) -> Estimate:
    """What a run of these streams would cost, of those that the administration switches on.

    Raises:
        WindowWrong: the dates of the form make no window.
        SyncError: WeFact does not answer as it should.
    """
    services.store.check_migrated()
    window, switches = window_of(services, request), services.administration.streams
    wanted = [KINDS[stream] for stream in Stream if stream in streams and stream in KINDS and getattr(switches, stream)]
    found = tuple(_of_stream(services, window, kind) for kind in wanted)
    reads, writes = sum(row.to_read for row in found), sum(row.to_write for row in found)
    documents = sum(row.to_write for row in found if isinstance(KINDS[row.stream], DocumentKind))
    calls = WEFACT_STEADY + reads
    return Estimate(str(window), found, documents, calls, MULTIVERS_STEADY + writes, _minutes(services, calls))


def _of_stream(services: Services, window: Window, kind: RelationKind | DocumentKind) -> StreamEstimate:
    listed, unreadable = _listed(services, window, kind)
    with services.memory.read() as unit:
        unread = {record.key for record in unit.records.unread(kind.controller)}
        fresh = (set(listed) - unit.records.unchanged(listed.items())) | unread | unreadable
        writes = _to_write(unit, kind, fresh)
    return StreamEstimate(kind.stream, len(listed), len(fresh), writes)


def _listed(
    services: Services, window: Window, kind: RelationKind | DocumentKind
) -> tuple[dict[SourceKey, str], set[SourceKey]]:
    """When each record of the window was modified, and those whose row cannot be read."""
    if isinstance(kind, RelationKind):
        changed = ListQuery(modified_from=since_of(window, kind.stream))
        relations = services.wefact.list_relations(kind.controller, changed)
        unreadable = relations.unreadable
        found = {row.key: row.modified.isoformat() for row in relations.rows}
    else:
        start = services.administration.start_date
        documents = services.wefact.list_documents(kind.controller, query_of(window, kind.stream, start))
        unreadable = documents.unreadable
        rows = (row for row in documents.rows if row.is_final and row.date >= start)
        found = {row.key: row.modified.isoformat() for row in rows}
    return found, {SourceKey(kind.controller, row.identifier) for row in unreadable}


def _to_write(unit: Unit, kind: RelationKind | DocumentKind, fresh: set[SourceKey]) -> int:
    """What is new, and what was read before and is still open; a relation that changed is written again."""
    waiting = {record.key for record in unit.records.with_status(kind.controller, OPEN)}
    if isinstance(kind, RelationKind):
        return len(fresh | waiting)
    known = unit.records.of(fresh)
    settled = {key for key, record in known.items() if record.status not in _AGAIN}
    return len((fresh - settled) | waiting)


def _minutes(services: Services, calls: int) -> int:
    """What the stricter of WeFact's limits makes of it: a tenth is reserved, and half of the rest goes at once."""
    longest = timedelta()
    for rule in rules_of(services.connections.wefact):
        allowed = min(rule.documented * 9 // 10, rule.ceiling or rule.documented)
        if calls * 2 > allowed:
            longest = max(longest, rule.length * calls / allowed)
    return ceil(longest / timedelta(minutes=1))
