"""Whether everything is done once all is quiet: each document in the status that its history asks for (P2)."""

from __future__ import annotations

from collections.abc import Iterator

from tests.oracle.findings import Finding, Kind
from tests.oracle.histories import History, Key
from tests.oracle.past import Past
from tests.oracle.payments import to_write
from tests.oracle.reasons import Situation
from tests.oracle.sides import PAYMENTS, SIDES
from tests.oracle.situations import situation
from tests.oracle.status_rows import Rows, StatusRow
from tests.oracle.verdicts import Verdict, verdict


def unsettled(past: Past, rows: Rows) -> Iterator[Finding]:
    """Everything that is not done, or not as it must be."""
    now = situation(past)
    for key, history in past.histories.items():
        if _is_in_scope(past, key, history):
            yield from _document(past, now, key, history, rows.documents.get(key))
    for row in (*rows.documents.values(), *rows.relations.values(), *rows.payments.values()):
        if row.status == "uncertain":
            yield Finding(Kind.STATUS, row.number, f"this {row.kind} is still uncertain")
    yield from _relations(past, now, rows)
    if PAYMENTS in past.agreed.streams:
        yield from _payments(past, rows)


def _is_in_scope(past: Past, key: Key, history: History) -> bool:
    """Final, dated in time, of a stream that is on (DESIGN 3)."""
    streams = {side.name: side.document_stream for side in SIDES}
    if not history.versions or streams[key[0]] not in past.agreed.streams:
        return False
    return history.latest.paper.invoice_date >= past.agreed.start


def _document(past: Past, now: Situation, key: Key, history: History, row: StatusRow | None) -> Iterator[Finding]:
    must = verdict(past, now, key, history)
    if row is None:
        if must.needs_row:
            yield Finding(Kind.LOST, history.number, f"has no status at all, and {must.because}")
    elif row.status not in must.statuses and row.status != "uncertain":
        yield Finding(_kind(must, row), history.number, f"is {row.status}, and {must.because}: {_words(must)}")
    made = past.made.now(key)
    if made and made.wrong and not made.is_touched and row and row.status != "rejected":
        yield Finding(Kind.DIFFERENT, history.number, f"is {row.status}, and {', '.join(made.wrong)}")


def _kind(must: Verdict, row: StatusRow) -> Kind:
    is_late = must.must_be_booked and row.status in ("new", "preview", "blocked", "rejected", "waiting")
    return Kind.MISSING if is_late else Kind.STATUS


def _words(must: Verdict) -> str:
    return f"must be {' or '.join(sorted(must.statuses))}"


def _relations(past: Past, now: Situation, rows: Rows) -> Iterator[Finding]:
    """Every debtor and creditor that can stand in Multivers does."""
    for side in SIDES:
        there = past.holdings.books[side.multivers.relations]
        for key, record in past.wefact[side.wefact.relations].items():
            code = str(record[side.wefact.code])
            is_wanted = side.relation_stream in past.agreed.streams and (side.name, code) in now.fitting
            row = rows.relations.get((side.name, key))
            if is_wanted and code not in there:
                status = f"is {row.status}" if row else "has no status"
                yield Finding(Kind.MISSING, code, f"this {side.relation_word} {status} and does not stand in Multivers")


def _payments(past: Past, rows: Rows) -> Iterator[Finding]:
    """What is covered in full and open in WeFact is set to paid, once.

    A booking that people changed before it was read back may wait for a person as `rejected`, which is not `booked`
    (DESIGN 8.4): its payment waits with it.
    """
    for key, bound in past.bound.items():
        paper, cover = past.histories[key].paper, past.covering.get(key)
        is_due = paper and cover and not past.paid[key] and to_write(paper, bound.booking, cover.now)
        made, row = past.made.now(key), rows.documents.get(key)
        waits = made and made.is_touched and row and row.status == "rejected"
        if is_due and paper and cover and not waits and not past.has_skipped(key):
            text = f"is not set to paid, and its booking is covered since {cover.now.day}"
            yield Finding(Kind.PAYMENT, paper.number, text)
