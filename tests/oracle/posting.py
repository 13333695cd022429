"""What the link did to the bookings (P1, P3, P6): what it made, what it changed, what it took away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from tests.oracle.amounts import euros
from tests.oracle.books import Found, entry_lines
from tests.oracle.changes import Change
from tests.oracle.covering import Bound
from tests.oracle.findings import Finding, Kind
from tests.oracle.histories import History, Key
from tests.oracle.holdings import BOOKINGS
from tests.oracle.lookalikes import bare, lookalikes
from tests.oracle.made import Made, against, explain
from tests.oracle.past import ChangedTables, Past
from tests.oracle.sides import SALES

Record = dict[str, Any]


def posted(past: Past, changed: ChangedTables) -> Iterator[Finding]:
    """Everything that the link did to bookings since the last state."""
    touched = [change for name in BOOKINGS for change in changed[name]]
    for change in touched:
        if change.now is None:
            yield from _taken_out(past, change)
    for change in touched:
        if change.now is not None:
            found = past.holdings.found[change.key]
            yield from (_new(past, found) if change.before is None else _altered(past, found, change))
            _leave(past, change.key, change.now)
    yield from _entries(past, changed, {change.key for change in touched})


def _leave(past: Past, key: str, record: Record) -> None:
    """The link leaves a booking as it is now."""
    if made := past.made.standing.get(key):
        made.left = record


def _taken_out(past: Past, change: Change) -> Iterator[Finding]:
    made = past.made.standing.pop(change.key, None)
    if made:
        made.is_gone = True
    whose = "the link's" if made else "people's"
    yield Finding(Kind.PEOPLE, change.key, f"a booking of {whose} own was deleted, and people did not do that")


def _new(past: Past, found: Found) -> Iterator[Finding]:
    made = explain(found, past.histories, past.made)
    about = found.booking.reference or found.key
    if made.document is None:
        text = f"booked as {found.booking.invoice_id} for {found.booking.gross:.2f}, but {_why(past, found)}"
        yield Finding(Kind.UNEXPLAINED, about, text)
    else:
        yield from _again(past, found, made.document)
        if past.has_skipped(made.document):
            yield Finding(Kind.UNEXPLAINED, about, "a person said that it is never sent, and it was booked")
        yield from _as_said(past, made, past.histories[made.document])
    yield from _beside(past, found)
    if found.is_processed and not past.state["settings"].get("auto_process"):
        yield Finding(Kind.PROCESSED, about, "the booking is processed, and no person did that")
    past.made.add(made)
    if made.document:
        past.bind(made.document, Bound(found.key, found.booking))


def _why(past: Past, found: Found) -> str:
    named = past.histories.by_name.get(found.booking.name, ())
    reasons = [str(version.why) if version.why else "no period holds its date" for _, version in named]
    return " and ".join(dict.fromkeys(reasons)) or "WeFact never had such a final document"


def _again(past: Past, found: Found, document: Key) -> Iterator[Finding]:
    """A document is posted once in its life; one that the link never knew to be there it may post anew."""
    for earlier in past.made.of.get(document, ()):
        if earlier.stands:
            text = f"this document is booked already, as {earlier.key}, and now as {found.key}"
            yield Finding(Kind.DOUBLE, found.booking.reference, text)
        elif earlier.is_confirmed:
            text = f"people took its booking {earlier.key} out, and it was posted again as {found.key}"
            yield Finding(Kind.DOUBLE, found.booking.reference, text)


def _as_said(past: Past, made: Made, history: History) -> Iterator[Finding]:
    if not past.is_spoiled:
        yield from (Finding(Kind.DIFFERENT, history.number, text) for text in made.wrong)
    if made.found.booking.invoice_date > past.today:
        yield Finding(Kind.UNEXPLAINED, history.number, "booked, but it is dated after today")


def _beside(past: Past, found: Found) -> Iterator[Finding]:
    """Whether the same document stands in the books by another booking, whoever made it."""
    others = [other for other in past.holdings.found.values() if other.key != found.key and other.side is found.side]
    booking = found.booking
    same = [other.key for other in others if _bare_name(other) == _bare_name(found)]
    same += [other.key for other in _typed_before(past, found) if other.key not in same]
    if same:
        yield Finding(Kind.DOUBLE, booking.reference, f"booked as {found.key}, and also as {', '.join(same)}")
    claims = [other.key for other in others if _claim(other) == _claim(found)]
    if len(claims) + 1 > max(1, _printed(past, found)):
        text = f"{booking.gross:.2f} of {booking.invoice_date} is booked {len(claims) + 1} times"
        yield Finding(Kind.DOUBLE, booking.relation, text)
    ids = [key for key, made in past.made.standing.items() if _same_id(made.found, found)]
    if ids:
        text = f"this invoice number is used by {', '.join(ids)} and {found.key}"
        yield Finding(Kind.DOUBLE, booking.invoice_id, text)


def _typed_before(past: Past, found: Found) -> Iterator[Found]:
    """What people booked under this number in another field of theirs."""
    typed = [other for other in past.holdings.typed() if other.key != found.key]
    for _, version in past.histories.by_name.get(found.booking.name, ()):
        paper = version.paper
        yield from (each for each in lookalikes(paper, typed) if not _is_only_claim(each, found))


def _is_only_claim(other: Found, found: Found) -> bool:
    numbers = {bare(other.booking.reference), bare(other.terms.payment_reference), bare(other.booking.invoice_id)}
    own = {bare(found.booking.reference)} | ({bare(found.booking.invoice_id)} if found.side is SALES else set())
    return not numbers & own


def _bare_name(found: Found) -> tuple[str, str, bool]:
    """A supplier's credit note may bear the number of its invoice (accounting-rules.md 14)."""
    _, number, relation = found.booking.name
    return bare(number), relation, found.booking.gross < 0


def _claim(found: Found) -> tuple[Any, ...]:
    booking = found.booking
    return booking.relation, booking.gross, booking.invoice_date


def _printed(past: Past, found: Found) -> int:
    """How many documents ever asked for this relation, amount and date."""
    return sum(
        any(_asks(found, version.paper.totals[2], version.paper) for version in history.versions)
        for (side, _), history in past.histories.items()
        if side == found.booking.side
    )


def _asks(found: Found, cents: int, paper: Any) -> bool:
    return (paper.relation.code, euros(cents), paper.invoice_date) == _claim(found)


def _same_id(one: Found, other: Found) -> bool:
    return one.key != other.key and bare(one.booking.invoice_id) == bare(other.booking.invoice_id)


def _altered(past: Past, found: Found, change: Change) -> Iterator[Finding]:
    before, now = change.before or {}, change.now or {}
    names = sorted(name for name in before.keys() | now.keys() if before.get(name) != now.get(name))
    if "_processed" in names:
        yield Finding(Kind.PROCESSED, found.booking.reference, "the booking was processed, and no person did that")
    made = past.made.standing.get(change.key)
    if made is None or made.is_of_people(before):
        yield Finding(Kind.PEOPLE, change.key, f"a booking of people's own was changed: {', '.join(names)}")
    elif not past.agreed.updates:
        yield Finding(Kind.PEOPLE, change.key, f"the link changed its booking: {', '.join(names)}")
    else:
        yield from _updated(past, made, found)
    if made:
        made.found = found


def _updated(past: Past, made: Made, found: Found) -> Iterator[Finding]:
    """A booking that follows its document: only a concept, with nothing matched to it (accounting-rules.md 12)."""
    about = made.found.booking.reference
    made.is_touched = False
    if found.is_processed:
        yield Finding(Kind.PROCESSED, about, "a processed booking was changed")
    if any(match["invoiceKey"] == found.key for match in past.holdings.books["matches"]):
        yield Finding(Kind.PEOPLE, about, "a booking was changed to which money is matched")
    history = past.histories[made.document] if made.document else History()
    wrongs = [against(found, version, history) for version in history.versions if version.asks]
    made.wrong = min(wrongs, key=len, default=[])
    if made.document and not made.wrong:
        past.follow(made.document, Bound(found.key, found.booking))
    if not past.is_spoiled:
        yield from (Finding(Kind.DIFFERENT, about, text) for text in made.wrong)


def _entries(past: Past, changed: ChangedTables, booked: Iterable[str]) -> Iterator[Finding]:
    """Ledger entries that belong to no booking, do not balance, or are not what they were."""
    own = set(booked)
    for change in changed["transactions"]:
        entry = change.now or change.before or {}
        if entry["invoiceKey"] not in own:
            word = "came" if change.before is None else "was changed or deleted"
            yield Finding(Kind.UNEXPLAINED, change.key, f"an entry in the ledger {word} that belongs to no booking")
        balance = sum((line.debit for line in entry_lines(entry)), Decimal(0)) if change.now else Decimal(0)
        if balance:
            yield Finding(Kind.UNBALANCED, change.key, f"debit and credit differ by {balance:.2f}")
