"""In which status a document must be once all is quiet, and by which rule."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from tests.oracle.booking_rules import has_vat_of_its_bases
from tests.oracle.claims import IN_BOOKS, typed_booking
from tests.oracle.decisions import Decision, Word
from tests.oracle.histories import History, Key
from tests.oracle.holdings import same_booking
from tests.oracle.lookalikes import earlier_twin
from tests.oracle.made import Made, against, unlike
from tests.oracle.past import USUAL, Past
from tests.oracle.reasons import Situation, Why, why_not
from tests.oracle.sides import PURCHASES

BOOKED = frozenset({"booked", "booked_warning", "adopted"})
CHANGED = frozenset({"changed"})
MISSING = frozenset({"missing"})
WITHDRAWN = frozenset({"withdrawn"})
BLOCKED = frozenset({"blocked"})
OF_TOUCHED = IN_BOOKS | {"adopted", "missing", "rejected"}
HELD_UP = BLOCKED | {"waiting", "rejected"}
STATUS_OF = {
    Why.FUTURE: frozenset({"new"}),
    Why.ZERO: frozenset({"skipped"}),
    Why.ADOPTED: frozenset({"adopted"}),
    Why.VOID: BLOCKED | WITHDRAWN,
    Why.PERIOD: BLOCKED | {"rejected"},
    Why.RELATION: BLOCKED | {"waiting"},
}
"""Where a document stands that may not be booked; any other reason blocks it."""


class Verdict(NamedTuple):
    """The statuses that are right, and why.

    Attributes:
        needs_row: the link must know the document.
        must_be_booked: it belongs in the books by now.
    """

    statuses: frozenset[str]
    because: str
    needs_row: bool = True
    must_be_booked: bool = False


def verdict(past: Past, now: Situation, key: Key, history: History) -> Verdict:
    """What a person said comes first, then what happened to its booking, then what happened to the document."""
    usual, decision = _usual(past, now, key, history), past.decisions.get(key)
    if decision is None:
        return usual
    if decision.word is Word.RETRY:
        # An older store may say what was said before that.
        is_skipped_again = decision.is_perhaps and decision.was_skipped
        return usual._replace(statuses=usual.statuses | {"skipped"}) if is_skipped_again else usual
    told = _of_decided(past, decision, key, history, usual)
    if not decision.is_perhaps:
        return told
    return told._replace(statuses=told.statuses | usual.statuses, needs_row=usual.needs_row)


def _of_decided(past: Past, decision: Decision, key: Key, history: History, usual: Verdict) -> Verdict:
    if decision.word is Word.SKIP:
        return Verdict(frozenset({"skipped"}), "a person said that it is never sent")
    if decision.word is Word.ADOPT:
        return _of_adopted(past, key, history)
    if _is_as_accepted(past, decision, key, history):
        return Verdict(BOOKED, "a person has accepted it as it stands")
    return usual._replace(statuses=usual.statuses | BOOKED)


def _is_as_accepted(past: Past, decision: Decision, key: Key, history: History) -> bool:
    bound = past.bound.get(key)
    found = past.holdings.found.get(bound.key) if bound else None
    is_same = history.versions[-1:] == [decision.version] and found and found.booking == decision.booking
    return bool(is_same) and history.is_final and not history.is_void


def _usual(past: Past, now: Situation, key: Key, history: History) -> Verdict:
    made = past.made.last(key)
    if made and (made.stands or made.is_confirmed):
        return _of_made(past, now, made, history)
    if key in past.bound and not made:
        return _of_adopted(past, key, history)
    if not history.is_final:
        # The link may have met the booking that people had typed before it knew that the document is gone.
        statuses = WITHDRAWN | CHANGED if typed_booking(past, history) else WITHDRAWN
        if history.versions and history.latest.why is Why.ZERO:
            statuses |= STATUS_OF[Why.ZERO]
        return Verdict(statuses, "it went before it was booked (DESIGN 3)", needs_row=False)
    must = _of_unbooked(now, history, was_made=made is not None)
    if history.is_void and typed_booking(past, history):
        return must._replace(statuses=must.statuses | CHANGED)
    return _held_up(past, key, history, must) if must.must_be_booked else must


def _held_up(past: Past, key: Key, history: History, must: Verdict) -> Verdict:
    """What belongs in the books, and may all the same be refused, asked about or made to wait, for several reasons."""
    found = list(_obstacles(past, key, history))
    if not found:
        return must
    return Verdict(must.statuses.union(*(statuses for statuses, _ in found)), "; ".join(why for _, why in found))


def _obstacles(past: Past, key: Key, history: History) -> Iterator[tuple[frozenset[str], str]]:
    """Which statuses besides those of the books may hold a document up, and why."""
    refused = frozenset({"rejected"})
    if _is_refused_to_the_cent(past, history):
        yield refused, "Multivers may refuse VAT that was rounded by line"
    if _is_refused_for_its_side(past, history):
        yield refused, "Multivers takes costs on the other side, and refuses what is to be blocked for payment"
    if _repeats_what_was_taken_out(past, key, history):
        yield BLOCKED, "its number was booked before, and people took that booking out"
    if _is_held_up(past, key):
        yield HELD_UP, "a proof booking of its kind is wrong (accounting-rules.md 7)"


def _is_refused_to_the_cent(past: Past, history: History) -> bool:
    """Whether Multivers allows no cent between the VAT and its base, and the document was printed otherwise."""
    is_strict = Decimal(past.state["settings"].get("vat_tolerance", "1")) == 0
    return is_strict and history.paper is not None and not has_vat_of_its_bases(history.paper)


def _is_refused_for_its_side(past: Past, history: History) -> bool:
    """Whether costs lower a purchase there, so that more is to be blocked for payment than its total (rules 7, 12)."""
    paper, asks, name = history.paper, history.latest.asks, "purchase_line_side"
    is_other_side = past.state["settings"].get(name, USUAL[name]) != USUAL[name]
    if not is_other_side or paper is None or paper.side is not PURCHASES:
        return False
    return history.was_paid or history.was_in_doubt or (asks is not None and asks.terms.frozen != 0)


def _repeats_what_was_taken_out(past: Past, key: Key, history: History) -> bool:
    """Whether another purchase had the supplier's number, until somebody says what became of that (rule 14)."""
    taken_out = [
        made.found.booking
        for document, several in past.made.of.items()
        for made in several
        if made.is_gone and document not in {key, None} and not past.has_skipped(document)
    ]
    return history.paper is not None and history.paper.side is PURCHASES and earlier_twin(history.paper, (), taken_out)


def _is_held_up(past: Past, key: Key) -> bool:
    """Whether a booking of its side came out wrong by a habit of Multivers: then the others of its kind wait."""
    return past.is_spoiled and any(
        made.wrong for document, several in past.made.of.items() if document[0] == key[0] for made in several
    )


def _of_made(past: Past, now: Situation, made: Made, history: History) -> Verdict:
    if made.is_gone:
        return Verdict(MISSING, "people took its booking out (DESIGN 8.6)")
    if made.is_touched:
        return Verdict(OF_TOUCHED, "people changed its booking (DESIGN 8.6)")
    if made.wrong:
        return Verdict(frozenset({"rejected"}), "its booking is not what it says")
    if not history.is_final:
        return Verdict(CHANGED, "it is gone from WeFact, and its booking stands (accounting-rules.md 24)")
    if _differs(made, history):
        return Verdict(CHANGED, "it says something else than its booking (accounting-rules.md 12)")
    if history.is_void:
        is_alone = history.paper is not None and why_not(history.paper, now) is Why.VOID
        statuses = CHANGED if is_alone else BOOKED | CHANGED
        return Verdict(statuses, "it was voided after it was booked (accounting-rules.md 10)")
    return Verdict(BOOKED | _touched_texts(made, history), "its booking stands", must_be_booked=True)


def _differs(made: Made, history: History) -> bool:
    asks = history.latest.asks
    return asks is None or any(unlike(made.found, asks, history))


def _touched_texts(made: Made, history: History) -> frozenset[str]:
    """A document that says something else now, which the booking does not show, may be called changed."""
    first = next((each for each in history.versions if each.asks and not against(made.found, each, history)), None)
    return frozenset() if first is history.latest else CHANGED


def _of_adopted(past: Past, key: Key, history: History) -> Verdict:
    bound = past.bound[key]
    found = past.holdings.found.get(bound.key)
    # An old store may never have met a document that is gone from WeFact, and people's booking does not tell of it.
    is_known = history.is_final or key in past.shown
    if found is None or not same_booking(found.booking, bound.booking):
        statuses = MISSING | (CHANGED if found else frozenset())
        return Verdict(statuses, "people took out the booking that was adopted", is_known)
    if not history.is_final or len(history.versions) > 1:
        return Verdict(BOOKED | CHANGED, "it was adopted, and changed since", is_known)
    return Verdict(OF_TOUCHED if found.booking != bound.booking else BOOKED | IN_BOOKS, "it was adopted")


def _of_unbooked(now: Situation, history: History, *, was_made: bool) -> Verdict:
    assert history.paper is not None
    why = why_not(history.paper, now)
    known = MISSING if was_made else frozenset()
    if why is None and _keeps_a_taken_number(now, history):
        because = "it keeps the invoice number that was chosen for it, and that is taken (accounting-rules.md 11)"
        return Verdict(BOOKED | BLOCKED | known, because, must_be_booked=True)
    if why is None:
        return Verdict(BOOKED | known, "nothing speaks against booking it", must_be_booked=True)
    return Verdict(STATUS_OF.get(why, BLOCKED) | known, str(why))


def _keeps_a_taken_number(now: Situation, history: History) -> bool:
    """Whether the books hold an invoice number that follows from one of its former printed numbers."""
    former = {int(number) for number in history.invoice_ids if number}
    return bool(former & now.taken)
