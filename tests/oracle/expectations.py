"""What the books must hold: each document's booking, or the reason why there may be none; and the relations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from tests.oracle.amounts import euros
from tests.oracle.booking_rules import Expected, book
from tests.oracle.books import Found, bookings, regular_periods
from tests.oracle.paper import Debtor, Document, debtors, documents
from tests.oracle.people import People
from tests.oracle.reasons import Situation, Why, fits, open_period, why_not

Record = dict[str, Any]
Claim = tuple[str, Decimal, date]


@dataclass(frozen=True)
class Expectations:
    """What a state must look like after a run, by printed number and by relation code."""

    bookings: Mapping[str, Expected]
    unbooked: Mapping[str, Why]
    relations: Mapping[str, Debtor]
    people: People
    debtors: Mapping[str, Debtor]
    claims: tuple[Claim, ...]
    """Relation, gross in euros and date of every invoice that WeFact has printed."""


def expect(state: Record, people: People, earlier: Expectations | None = None) -> Expectations:
    """What a run over this state leaves in the books.

    Args:
        state: both services, as `GET /__sandbox__/state` tells.
        people: what people did in Multivers so far.
        earlier: what was expected of the run before: its bookings were made, and WeFact's later changes to the
            documents do not touch them.
    """
    papers, typed = documents(state), tuple(bookings(people.tables).values())
    expected, unbooked = _from_before(earlier, people, typed)
    relations = {code: str(record["name"]) for code, record in people.tables["customers"].items()}
    ids = [found.booking.invoice_id for found in typed] + [made.booking.invoice_id for made in expected.values()]
    situation = Situation(
        today=amsterdam_day(state),
        periods=tuple(regular_periods(state)),
        typed=typed,
        relations=relations,
        taken=frozenset(int(each) for each in ids if each.isdecimal()),
    )
    for number in sorted(papers.keys() - expected.keys() - unbooked.keys()):
        _judge_paper(papers[number], situation, expected, unbooked)
    everybody = debtors(state)
    fitting = {code: debtor for code, debtor in everybody.items() if fits(debtor, relations)}
    claims = tuple((paper.debtor.code, euros(paper.totals[2]), paper.invoice_date) for paper in papers.values())
    return Expectations(expected, unbooked, fitting, people, everybody, claims)


def amsterdam_day(state: Record) -> date:
    """Today in Amsterdam."""
    return datetime.fromisoformat(state["clock"]).astimezone(ZoneInfo("Europe/Amsterdam")).date()


def _from_before(
    earlier: Expectations | None, people: People, typed: tuple[Found, ...]
) -> tuple[dict[str, Expected], dict[str, Why]]:
    if earlier is None:
        return {}, {}
    touched = earlier.bookings.keys() & {found.booking.reference for found in typed}
    removed = earlier.bookings.keys() & people.removed - touched
    gone_before = {number: why for number, why in earlier.unbooked.items() if why in (Why.TOUCHED, Why.REMOVED)}
    unbooked: dict[str, Why] = {**gone_before}
    unbooked |= dict.fromkeys(touched, Why.TOUCHED) | dict.fromkeys(removed, Why.REMOVED)
    return {number: made for number, made in earlier.bookings.items() if number not in unbooked}, unbooked


def _judge_paper(
    paper: Document, situation: Situation, expected: dict[str, Expected], unbooked: dict[str, Why]
) -> None:
    why, period = why_not(paper, situation), open_period(paper, situation.periods)
    if why is not None:
        unbooked[paper.number] = why
    elif period is not None:
        expected[paper.number] = book(paper, period)
