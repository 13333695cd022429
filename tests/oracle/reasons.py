"""Why a document may not be booked by the link: one question for each reason, asked in this order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tests.oracle import mapping, treatments
from tests.oracle.agreement import DEMO, Agreement
from tests.oracle.booking_rules import digits
from tests.oracle.bookkeeping import Booking
from tests.oracle.books import Found, Period
from tests.oracle.lookalikes import bare, earlier_twin, equal, lookalikes
from tests.oracle.paper import CREDIT_NOTE, Document, Relation
from tests.oracle.sides import SALES

DRAFT, VOID = "0", "9"


class Why(StrEnum):
    """Why a document is not booked by the link."""

    DRAFT = "it is a draft"
    BEFORE_START = "it is dated before the start date"
    ZERO = "it has no amounts"
    CREDIT = "it is a credit note whose amount is not negative"
    VOID = "it is void, and no credit note takes it back"
    RELATION = "its debtor or creditor cannot stand in Multivers without a person's decision"
    CURRENCY = "it is not in euros"
    VAT = "it is not plain Dutch VAT of 21 % or 9 %"
    FOREIGN_VAT = "its VAT is not Dutch"
    UNTAXED = "nothing says why it bears no VAT"
    CATEGORY = "a line has no cost category with an account"
    REFERENCE = "the supplier's number is missing"
    TOTALS = "its printed totals do not follow from its lines"
    FUTURE = "it is dated after today"
    ADOPTED = "people have booked it already, and equal"
    DUPLICATE = "the supplier's number was there before"
    PERHAPS = "people have perhaps booked it already"
    NUMBER = "its number cannot be an invoice number of its own in Multivers"
    PERIOD = "no open period holds its date"
    TOUCHED = "people have changed its booking"
    REMOVED = "people have taken its booking out"


OF_ITSELF = frozenset(Why) - {
    Why.VOID, Why.RELATION, Why.FUTURE, Why.ADOPTED, Why.DUPLICATE, Why.PERHAPS, Why.NUMBER, Why.PERIOD,
}  # fmt: skip
"""The reasons that nothing outside the document can take away."""


@dataclass(frozen=True)
class Situation:
    """What besides the document decides: the day, the periods, the other documents, and what is in the books."""

    today: date
    periods: tuple[Period, ...]
    papers: tuple[Document, ...]
    typed: tuple[Found, ...]
    made: tuple[Booking, ...]
    """What the link has booked before."""

    fitting: frozenset[tuple[str, str]]
    """Side and code of the relations that can stand in Multivers."""

    taken: frozenset[int]
    """Invoice numbers in use, as numbers: leading zeros do not distinguish (accounting-rules.md 11)."""

    agreed: Agreement = DEMO


def why_not(paper: Document, situation: Situation) -> Why | None:
    """The first reason not to book a document."""
    return next((why for why, holds in _questions(paper).items() if holds(paper, situation)), None)


def why_never(paper: Document, situation: Situation) -> Why | None:
    """The first reason that lies in the document itself: whatever the books hold, it may not be booked as it is."""
    asked = ((why, holds) for why, holds in _questions(paper).items() if why in OF_ITSELF)
    return next((why for why, holds in asked if holds(paper, situation)), None)


def fits(relation: Relation, people: dict[str, str]) -> bool:
    """Tell whether a relation can stand in Multivers under its own code.

    Args:
        relation: a debtor or creditor of WeFact.
        people: codes and names of the relations of its side that people made.
    """
    if not 0 < len(relation.code) <= mapping.LONGEST_CODE or relation.country not in mapping.COUNTRIES:
        return False
    if len(relation.name) > mapping.LONGEST_NAME:
        return False
    if relation.code in people:
        return _same_name(people[relation.code], relation.name)
    return bare(relation.code) not in {bare(code) for code in people}


def open_period(paper: Document, situation: Situation) -> Period | None:
    """The one open regular period that holds the printed date."""
    if paper.invoice_date <= situation.agreed.closed_until:
        return None
    period = period_of(paper, situation.periods)
    return period if period and not period.is_closed else None


def period_of(paper: Document, periods: tuple[Period, ...]) -> Period | None:
    """The one regular period that holds the printed date, closed or not."""
    holding = [period for period in periods if period.start <= paper.invoice_date <= period.end]
    return holding[0] if len(holding) == 1 else None


def _same_name(one: str, other: str) -> bool:
    return bare(one) == bare(other)


def _is_draft(sale: Document, _: Situation) -> bool:
    return sale.status == DRAFT or sale.number.startswith("[concept]")


def _is_void_alone(sale: Document, situation: Situation) -> bool:
    return sale.status == VOID and not any(
        other.status == CREDIT_NOTE
        and other.relation.code == sale.relation.code
        and other.totals[2] == -sale.totals[2]
        and other.invoice_date >= situation.agreed.start
        for other in situation.papers
        if other.side is sale.side
    )


def _is_without_number(sale: Document, situation: Situation) -> bool:
    number = digits(sale.number)
    if not 0 < len(number) <= mapping.LONGEST_CODE:
        return True
    return int(number) in situation.taken or int(number) >= mapping.FIRST_PURCHASE_NUMBER


_Question = Callable[[Document, Situation], bool]
_FIRST: dict[Why, _Question] = {
    Why.BEFORE_START: lambda paper, now: paper.invoice_date < now.agreed.start,
    Why.ZERO: lambda paper, _: not paper.lines and not any(paper.totals),
    Why.CREDIT: lambda paper, _: paper.status == CREDIT_NOTE and not paper.is_credit,
}
_THEN: dict[Why, _Question] = {
    Why.RELATION: lambda paper, now: (paper.side.name, paper.relation.code) not in now.fitting,
    Why.CURRENCY: lambda paper, _: treatments.is_foreign_currency(paper),
}
_NOT_YET: dict[Why, _Question] = {Why.FUTURE: lambda paper, now: paper.invoice_date > now.today}
_IN_THE_BOOKS: dict[Why, _Question] = {
    Why.ADOPTED: lambda paper, now: equal(paper, now.typed) is not None,
    Why.PERHAPS: lambda paper, now: bool(lookalikes(paper, now.typed)),
}
_LAST: dict[Why, _Question] = {Why.PERIOD: lambda paper, now: open_period(paper, now) is None}
_OF_SALES: dict[Why, _Question] = {
    Why.DRAFT: _is_draft,
    **_FIRST,
    Why.VOID: _is_void_alone,
    **_THEN,
    Why.VAT: lambda paper, _: treatments.is_not_plain(paper),
    Why.TOTALS: lambda paper, _: treatments.sale_does_not_add_up(paper),
    **_NOT_YET,
    **_IN_THE_BOOKS,
    Why.NUMBER: _is_without_number,
    **_LAST,
}
_OF_PURCHASES: dict[Why, _Question] = {
    **_FIRST,
    Why.REFERENCE: lambda paper, _: not bare(paper.reference),
    **_THEN,
    Why.VAT: lambda paper, _: treatments.has_odd_rate(paper),
    Why.FOREIGN_VAT: lambda paper, _: treatments.is_foreign_vat(paper),
    Why.UNTAXED: lambda paper, _: treatments.is_untaxed_without_reason(paper),
    Why.CATEGORY: lambda paper, _: treatments.has_no_account(paper),
    Why.TOTALS: lambda paper, _: treatments.purchase_does_not_add_up(paper),
    **_NOT_YET,
    Why.DUPLICATE: lambda paper, now: earlier_twin(paper, now.papers, now.made),
    **_IN_THE_BOOKS,
    **_LAST,
}


def _questions(paper: Document) -> dict[Why, _Question]:
    return _OF_SALES if paper.side is SALES else _OF_PURCHASES
