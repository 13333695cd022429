"""What the link did in WeFact (P1, P3, P6): it writes payments there, each once, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from tests.oracle.amounts import euros
from tests.oracle.changes import Change, changes
from tests.oracle.claims import adopt
from tests.oracle.covering import Cover
from tests.oracle.findings import Finding, Kind
from tests.oracle.histories import Key
from tests.oracle.past import Past
from tests.oracle.sides import SIDES, Side
from tests.oracle.wefact import account
from tests.oracle.written_back import OF_A_PAYMENT

Record = dict[str, Any]


def written(past: Past, before: Record, now: Record) -> Iterator[Finding]:
    """Everything that the link did in WeFact between two states."""
    was, is_now = account(before), account(now)
    for side in SIDES:
        for change in changes(was[side.wefact.documents], is_now[side.wefact.documents]):
            yield from _document(past, side, change)
        for change in changes(was[side.wefact.relations], is_now[side.wefact.relations]):
            code = str((change.now or change.before or {})[side.wefact.code])
            yield Finding(Kind.WEFACT, code, f"the {side.relation_word} was made, changed or deleted by the link")


def _document(past: Past, side: Side, change: Change) -> Iterator[Finding]:
    before, now = change.before, change.now
    if before is None or now is None:
        number = str((before or now or {}).get(side.wefact.number))
        yield Finding(Kind.WEFACT, number, "the document was made or deleted by the link")
        return
    number, key = str(now[side.wefact.number]), (side.name, str(now["Identifier"]))
    changed = {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}
    if other := changed - OF_A_PAYMENT:
        yield Finding(Kind.WEFACT, number, f"the link changed {', '.join(sorted(other))}")
    for text in _payment(past, side, key, before, now):
        yield Finding(Kind.PAYMENT, number, text)
    if now["Status"] == side.paid != before["Status"]:
        past.paid[key] += 1
        if past.paid[key] > 1:
            yield Finding(Kind.PAID_TWICE, number, f"the link has set it to paid {past.paid[key]} times")


def _payment(past: Past, side: Side, key: Key, before: Record, now: Record) -> Iterator[str]:
    """What is wrong with a payment that the link wrote, maybe on the very day on which it adopted the booking."""
    adopt(past, key, past.histories[key])
    past.look_at_money()
    cover = past.covering.get(key)
    if cover is None:
        yield "a payment was written, and it has no booking"
    elif before["Status"] in side.never_paid:
        yield "a payment was written to a document that takes none"
    elif now["Status"] == side.paid != before["Status"]:
        yield from _paid(past, key, cover, before, now)
    elif before["Status"] == side.paid != now["Status"]:
        if not past.agreed.reopens:
            yield "the link took its payment back"
    else:
        yield from _part(past, cover, before, now)


def _paid(past: Past, key: Key, cover: Cover, before: Record, now: Record) -> Iterator[str]:
    bound = past.bound[key].booking.gross
    printed = {euros(version.paper.totals[2]) for version in past.histories[key].versions}
    day = date.fromisoformat(now["PayDate"]) if now["PayDate"] else None
    if day not in cover.days:
        days = ", ".join(sorted(each.isoformat() for each in cover.days)) or "no day"
        yield f"is paid from {day or 'no day'}, and its booking counted as paid from {days}: {cover.now.standing}"
    if bound not in printed:
        yield f"is set to paid, and its booking of {bound:.2f} never was what it says"
    if Decimal(now["AmountPaid"]) not in printed | {Decimal(before["AmountPaid"])}:
        yield f"{now['AmountPaid']} counts as paid, must be {bound:.2f}"


def _part(past: Past, cover: Cover, before: Record, now: Record) -> Iterator[str]:
    was, amount = Decimal(before["AmountPaid"]), Decimal(now["AmountPaid"])
    if not past.agreed.writes_parts:
        yield "a part payment was written, and nobody wants that"
    elif amount <= was:
        yield f"a part payment took {was:.2f} to {amount:.2f}"
    elif amount not in cover.sums:
        sums = ", ".join(f"{each:.2f}" for each in sorted(cover.sums))
        yield f"{amount:.2f} counts as paid in part, and the books only ever said {sums}"
