"""Is a document in the books already, or was it typed twice (accounting-rules.md 3, 14)?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from tests.oracle.amounts import euros
from tests.oracle.booking_rules import digits, vat_rows_of
from tests.oracle.bookkeeping import Booking
from tests.oracle.books import Found
from tests.oracle.paper import Document
from tests.oracle.sides import SALES


@cache
def bare(number: str) -> str:
    """Letters and digits alone, without case and leading zeros."""
    return re.sub(r"[\W_]", "", number).casefold().lstrip("0")


def lookalikes(paper: Document, typed: Iterable[Found]) -> list[Found]:
    """The bookings of its side with its number, or with its relation, amount and date."""
    own = [found for found in typed if found.side is paper.side]
    return [found for found in own if _same_number(paper, found) or _same_claim(paper, found)]


def equal(paper: Document, typed: Iterable[Found]) -> Found | None:
    """The booking that is the document itself: equal in number, relation, gross, date and VAT per code."""
    return next(
        (
            found
            for found in lookalikes(paper, typed)
            if _same_number(paper, found) and _same_claim(paper, found) and _same_vat(paper, found)
        ),
        None,
    )


def earlier_twin(paper: Document, papers: Iterable[Document], booked: Iterable[Booking]) -> bool:
    """Whether the same supplier's number was there before: in WeFact, or in a booking of another document."""
    twins = [other for other in papers if _identity(other) == _identity(paper) and other.number != paper.number]
    return any(other.entered < paper.entered for other in twins) or any(
        (booking.side, booking.relation, bare(booking.reference), booking.gross < 0) == _identity(paper)
        for booking in booked
    )


def _identity(paper: Document) -> tuple[str, str, str, bool]:
    return paper.side.name, paper.relation.code, bare(paper.reference), paper.is_credit


def _same_number(paper: Document, found: Found) -> bool:
    references = {bare(found.booking.reference), bare(found.terms.payment_reference)}
    own_id = digits(paper.number) if paper.side is SALES else paper.reference
    is_same_id = bare(own_id) == bare(found.booking.invoice_id)
    return (is_same_id or bare(paper.reference) in references) and found.booking.relation == paper.relation.code


def _same_claim(paper: Document, found: Found) -> bool:
    claim = (found.booking.relation, found.booking.gross, found.booking.invoice_date)
    return claim == (paper.relation.code, euros(paper.totals[2]), paper.invoice_date)


def _same_vat(paper: Document, found: Found) -> bool:
    """Equal VAT for each code; a row without VAT is there in one program and left out by the other.

    Where the demo has no code for a rate, only the whole can be compared.
    """
    if any(line.exact.rate not in paper.side.vat_codes for line in paper.lines):
        return euros(paper.totals[1]) == found.booking.vat
    booked = {row.vat_code: row.vat for row in found.booking.vat_rows if row.vat}
    return {code: vat for code, vat in vat_rows_of(paper).items() if vat} == booked
