"""Whether what the link says of itself agrees with both programs, also in the middle of trouble (P2)."""

from __future__ import annotations

from collections.abc import Iterator

from tests.oracle.covering import Bound
from tests.oracle.findings import Finding, Kind
from tests.oracle.histories import History, Key
from tests.oracle.lookalikes import equal
from tests.oracle.past import Past
from tests.oracle.status_rows import Rows, StatusRow

IN_BOOKS = frozenset({"booked", "booked_warning", "changed"})
KNOWN = IN_BOOKS | {"adopted", "missing", "rejected"}
"""Statuses that say that the link knew of a booking."""

NOT_IN_BOOKS = frozenset({"new", "preview", "blocked", "waiting", "skipped", "withdrawn"})


def claimed(past: Past, rows: Rows) -> Iterator[Finding]:
    """Rows that the past contradicts; learns from the others what the link knows."""
    for row in rows.doubled:
        yield Finding(Kind.STATUS, row.number, f"this {row.kind} has more than one status")
    past.shown |= rows.documents.keys()
    for key, row in rows.documents.items():
        history = past.histories.get(key)
        if history is None:
            yield Finding(Kind.STATUS, row.number, "WeFact never had this document")
            continue
        yield from (Finding(Kind.STATUS, row.number, text) for text in _document(past, key, history, row))
        _learn(past, key, history, row)
    for key, row in rows.payments.items():
        if row.status == "paid" and not _may_be_paid(past, key):
            yield Finding(Kind.STATUS, row.number, "its payment is called paid, and its booking never was settled")


def _document(past: Past, key: Key, history: History, row: StatusRow) -> Iterator[str]:
    standing = past.made.now(key)
    is_there = standing is not None and not standing.is_touched
    if row.status in IN_BOOKS and not (past.made.last(key) or key in past.bound or typed_booking(past, history)):
        yield f"is {row.status}, and nobody ever booked it"
    if row.status == "adopted" and not (past.made.last(key) or key in past.bound or typed_booking(past, history)):
        yield "is adopted, and people never booked it"
    if row.status == "missing" and (is_there or _adopted_stands(past, key)):
        yield "is missing, and its booking stands there"
    if row.status == "withdrawn" and not history.was_lost:
        yield "is withdrawn, and WeFact always held it"
    if standing and standing.wrong and row.status in IN_BOOKS and not standing.is_touched:
        yield f"is {row.status}, and its booking is wrong: {', '.join(standing.wrong)}"
    if row.status in NOT_IN_BOOKS and is_there and row.is_open is False and not past.forgets:
        yield f"is {row.status}, and the link has booked it"


def typed_booking(past: Past, history: History) -> Bound | None:
    """The booking of people that is equal to some version of the document."""
    typed = list(past.holdings.typed())
    found = (equal(version.paper, typed) for version in history.versions)
    return next((Bound(each.key, each.booking) for each in found if each), None)


def adopt(past: Past, key: Key, history: History) -> None:
    """Bind a document that has no booking yet to the one that people typed, if there is one."""
    if key not in past.bound and (bound := typed_booking(past, history)):
        past.bound[key] = bound


def _adopted_stands(past: Past, key: Key) -> bool:
    bound = past.bound.get(key)
    if bound is None or past.made.last(key):
        return False
    found = past.holdings.found.get(bound.key)
    return found is not None and found.booking == bound.booking


def _learn(past: Past, key: Key, history: History, row: StatusRow) -> None:
    """What the link knows now it must never forget."""
    if row.status in KNOWN:
        for made in past.made.of.get(key, ()):
            made.is_confirmed = True
    if row.status == "adopted":
        adopt(past, key, history)


def _may_be_paid(past: Past, key: Key) -> bool:
    cover, history = past.covering.get(key), past.histories.get(key)
    is_nothing = key in past.bound and not past.bound[key].booking.gross
    is_known = history is not None and (past.paid[key] > 0 or history.was_paid)
    return is_nothing or is_known or (cover is not None and cover.was_balanced)
