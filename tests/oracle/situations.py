"""What surrounds a document at the end of a chronicle: the books, the other documents, the relations."""

from __future__ import annotations

from tests.oracle.books import regular_periods
from tests.oracle.past import Past
from tests.oracle.reasons import Situation, fits
from tests.oracle.sides import SIDES
from tests.oracle.wefact import relation_of


def situation(past: Past) -> Situation:
    """The world as it is now."""
    streams = past.agreed.streams
    papers = (history.paper for history in past.histories.values() if history.paper)
    typed = tuple(past.holdings.typed())
    ours = [found for found in past.holdings.found.values() if not past.holdings.is_theirs(found)]
    ids = (found.booking.invoice_id for found in past.holdings.found.values())
    return Situation(
        today=past.today,
        periods=tuple(regular_periods(past.state)),
        papers=tuple(paper for paper in papers if paper.side.document_stream in streams),
        typed=typed,
        made=tuple(found.booking for found in ours),
        fitting=fitting(past),
        taken=frozenset(int(each) for each in ids if each.isdecimal()),
        agreed=past.agreed,
    )


def fitting(past: Past) -> frozenset[tuple[str, str]]:
    """Side and code of the relations that can stand in Multivers under their own code."""
    found = set()
    for side in SIDES:
        table = side.multivers.relations
        there = past.holdings.books[table]
        theirs = {code: str(there[code]["name"]) for code in past.holdings.theirs[table]}
        is_on = side.relation_stream in past.agreed.streams
        for record in past.wefact[side.wefact.relations].values():
            relation = relation_of(side, record)
            is_ours = relation.code in there and relation.code not in theirs
            if is_ours or (fits(relation, theirs) and (is_on or relation.code in theirs)):
                found.add((side.name, relation.code))
    return frozenset(found)
