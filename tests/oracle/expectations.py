"""What both programs must hold: each document's booking, or the reason why there is none; relations; payments."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from tests.oracle.amounts import euros
from tests.oracle.booking_rules import Expected, book
from tests.oracle.bookkeeping import Booking
from tests.oracle.books import bookings, database, regular_periods
from tests.oracle.lookalikes import equal
from tests.oracle.paper import Document, Relation
from tests.oracle.payments import Payment, standings, to_write
from tests.oracle.people import People
from tests.oracle.reasons import Situation, Why, fits, open_period, why_not
from tests.oracle.sides import PAYMENTS, SALES, SALES_ALONE, Side
from tests.oracle.wefact import account, documents, relations

Record = dict[str, Any]
Claim = tuple[str, str, Decimal, date]
Name = tuple[str, str, str]
ByCode = Mapping[tuple[str, str], Relation]
"""Relations by the name of their side and their code."""


@dataclass(frozen=True)
class Expectations:
    """What a state must look like after a run; documents by WeFact's own number."""

    bookings: Mapping[str, Expected]
    unbooked: Mapping[str, Why]
    relations: ByCode
    people: People
    everybody: ByCode
    claims: tuple[Claim, ...]
    """Side, relation, gross in euros and date of every document that WeFact has printed."""

    names: Mapping[str, Name]
    """What the booking of each document that may not be booked would be called."""

    wefact: Record
    """WeFact's account as it was before the run."""

    bound: Mapping[str, Booking]
    """The booking of each document that has one, made or adopted, as it was at first."""

    standings: Mapping[str, Payment] = field(default_factory=dict)
    payments: Mapping[str, date] = field(default_factory=dict)
    """The documents that the run sets to paid, and from which day."""

    written: frozenset[str] = frozenset()
    """The documents that were ever set to paid: none is a second time (accounting-rules.md, smaller rules)."""


def expect(
    state: Record,
    people: People,
    earlier: Expectations | None = None,
    streams: frozenset[str] = SALES_ALONE,
    *,
    approved: bool = True,
) -> Expectations:
    """What a run over this state leaves in both programs.

    Args:
        state: both services before the run, as `GET /__sandbox__/state` tells.
        people: what people did in Multivers so far.
        earlier: what was expected of the run before: its bookings were made, and WeFact's later changes to the
            documents do not touch them.
        streams: the streams that are on, by the names of the administration file.
        approved: whether somebody releases payments that wait for that; if not, none may be written.
    """
    papers = {number: paper for number, paper in documents(state).items() if paper.side.document_stream in streams}
    made, unbooked = _from_before(earlier, people)
    everybody = {(each.side.name, each.code): each for each in relations(state)}
    fitting = {key: each for key, each in everybody.items() if _stands(each, people, streams)}
    situation = _situation(state, people, papers, frozenset(fitting), made)
    for number in sorted(papers.keys() - made.keys() - unbooked.keys()):
        _judge_paper(papers[number], situation, made, unbooked)
    bound = _bound(earlier, situation, made, unbooked)
    stand = standings(database(state), bound)
    written = earlier.written if earlier else frozenset()
    payments = _payments(papers, bound, stand, written) if PAYMENTS in streams and approved else {}
    return Expectations(
        bookings=made,
        unbooked=unbooked,
        relations={key: each for key, each in fitting.items() if each.side.relation_stream in streams},
        people=people,
        everybody=everybody,
        claims=tuple(_claim(paper) for paper in papers.values()),
        names={number: _name(paper) for number, paper in papers.items() if number in unbooked},
        wefact=copy.deepcopy(account(state)),
        bound=bound,
        standings=stand,
        payments=payments,
        written=written | payments.keys(),
    )


def amsterdam_day(state: Record) -> date:
    """Today in Amsterdam."""
    return datetime.fromisoformat(state["clock"]).astimezone(ZoneInfo("Europe/Amsterdam")).date()


def _situation(
    state: Record,
    people: People,
    papers: Mapping[str, Document],
    fitting: frozenset[tuple[str, str]],
    made: Mapping[str, Expected],
) -> Situation:
    typed = tuple(bookings(people.tables).values())
    ids = [found.booking.invoice_id for found in typed] + [each.booking.invoice_id for each in made.values()]
    return Situation(
        today=amsterdam_day(state),
        periods=tuple(regular_periods(state)),
        papers=tuple(papers.values()),
        typed=typed,
        made=tuple(each.booking for each in made.values()),
        fitting=fitting,
        taken=frozenset(int(each) for each in ids if each.isdecimal()),
    )


def _stands(relation: Relation, people: People, streams: frozenset[str]) -> bool:
    """Whether a relation stands in Multivers after the run: it did before, or may be made."""
    theirs = _names(people, relation.side)
    return fits(relation, theirs) and (relation.side.relation_stream in streams or relation.code in theirs)


def _names(people: People, side: Side) -> dict[str, str]:
    return {code: str(record["name"]) for code, record in people.tables[side.multivers.relations].items()}


def _from_before(earlier: Expectations | None, people: People) -> tuple[dict[str, Expected], dict[str, Why]]:
    """What was booked before and stands untouched, and what people changed or took out of that."""
    if earlier is None:
        return {}, {}
    theirs = {found.booking.name for found in bookings(people.tables).values()}
    names = {number: made.booking.name for number, made in earlier.bookings.items()}
    touched = {number for number, name in names.items() if name in theirs}
    removed = {number for number, name in names.items() if name in people.removed} - touched
    gone_before = {number: why for number, why in earlier.unbooked.items() if why in (Why.TOUCHED, Why.REMOVED)}
    unbooked: dict[str, Why] = {**gone_before}
    unbooked |= dict.fromkeys(touched, Why.TOUCHED) | dict.fromkeys(removed, Why.REMOVED)
    return {number: made for number, made in earlier.bookings.items() if number not in unbooked}, unbooked


def _judge_paper(paper: Document, situation: Situation, made: dict[str, Expected], unbooked: dict[str, Why]) -> None:
    why, period = why_not(paper, situation), open_period(paper, situation)
    if why is not None:
        unbooked[paper.number] = why
    elif period is not None:
        made[paper.number] = book(paper, period)


def _name(paper: Document) -> Name:
    side, is_sale = paper.side, paper.side is SALES
    return side.name, paper.reference, "" if is_sale else paper.relation.code


def _claim(paper: Document) -> Claim:
    return paper.side.name, paper.relation.code, euros(paper.totals[2]), paper.invoice_date


def _bound(
    earlier: Expectations | None,
    situation: Situation,
    made: Mapping[str, Expected],
    unbooked: Mapping[str, Why],
) -> dict[str, Booking]:
    """The booking of each document, as it was when it was made or adopted; what people do later does not move it."""
    found = {paper.number: equal(paper, situation.typed) for paper in situation.papers if _is_adopted(paper, unbooked)}
    adopted = {number: each.booking for number, each in found.items() if each}
    return adopted | {number: each.booking for number, each in made.items()} | dict(earlier.bound if earlier else {})


def _is_adopted(paper: Document, unbooked: Mapping[str, Why]) -> bool:
    return unbooked.get(paper.number) is Why.ADOPTED


def _payments(
    papers: Mapping[str, Document],
    bound: Mapping[str, Booking],
    stand: Mapping[str, Payment],
    written: frozenset[str],
) -> dict[str, date]:
    """The documents to set to paid now, and from which day."""
    due = bound.keys() & papers.keys() - written
    return {
        number: day
        for number in due
        if (day := stand[number].day) and to_write(papers[number], bound[number], stand[number])
    }
