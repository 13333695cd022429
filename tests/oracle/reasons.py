"""Why a document may not be booked by the link: one question for each reason, asked in this order."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tests.oracle import mapping
from tests.oracle.amounts import difference, euros, vat_by_rate
from tests.oracle.booking_rules import invoice_id
from tests.oracle.books import Found, Period
from tests.oracle.paper import Debtor, Document

DRAFT, CREDIT_NOTE, VOID = "0", "8", "9"


class Why(StrEnum):
    """Why a document is not booked by the link."""

    DRAFT = "it is a draft"
    BEFORE_START = "it is dated before the start date"
    CREDIT = "it is a credit note or voided, which are not booked yet"
    FUTURE = "it is dated after today"
    ZERO = "it has no amounts"
    RELATION = "its debtor cannot stand in Multivers without a person's decision"
    VAT = "it is not plain Dutch VAT of 21 % or 9 %"
    TOTALS = "its printed totals do not follow from its lines"
    ADOPTED = "people have booked it already, and equal"
    PERHAPS = "people have perhaps booked it already"
    NUMBER = "its number cannot be an invoice number of its own in Multivers"
    PERIOD = "no open period holds its date"
    TOUCHED = "people have changed its booking"
    REMOVED = "people have taken its booking out"


@dataclass(frozen=True)
class Situation:
    """What besides the document decides: the day, the periods, and what people have in the books."""

    today: date
    periods: tuple[Period, ...]
    typed: tuple[Found, ...]
    relations: dict[str, str]
    """Codes and names of the relations that people made."""

    taken: frozenset[int]
    """Invoice numbers in use, as numbers: leading zeros do not distinguish (accounting-rules.md 11)."""


def why_not(paper: Document, situation: Situation) -> Why | None:
    """The first reason not to book a document."""
    return next((why for why, holds in _QUESTIONS.items() if holds(paper, situation)), None)


def fits(debtor: Debtor, relations: dict[str, str]) -> bool:
    """Tell whether a debtor can stand in Multivers under its own code, next to the relations that people made."""
    if not 0 < len(debtor.code) <= mapping.LONGEST_CODE or debtor.country not in mapping.COUNTRIES:
        return False
    if debtor.code in relations:
        return _same_name(relations[debtor.code], debtor.name)
    return bare(debtor.code) not in {bare(code) for code in relations}


def bare(number: str) -> str:
    """Letters and digits alone, without case and leading zeros."""
    return re.sub(r"[\W_]", "", number).casefold().lstrip("0")


def open_period(paper: Document, periods: tuple[Period, ...]) -> Period | None:
    """The one open regular period that holds the printed date."""
    if paper.invoice_date <= mapping.CLOSED_UNTIL:
        return None
    holding = [period for period in periods if period.start <= paper.invoice_date <= period.end]
    return holding[0] if len(holding) == 1 and not holding[0].is_closed else None


def _same_name(one: str, other: str) -> bool:
    return bare(one[: mapping.LONGEST_NAME]) == bare(other[: mapping.LONGEST_NAME])


def _is_draft(paper: Document, _: Situation) -> bool:
    return paper.record["Status"] == DRAFT or paper.number.startswith("[concept]")


def _is_credit(paper: Document, _: Situation) -> bool:
    return paper.record["Status"] in (CREDIT_NOTE, VOID) or paper.totals[2] < 0


def _is_not_plain(paper: Document, _: Situation) -> bool:
    debtor, record = paper.debtor, paper.record
    is_foreign = debtor.country != mapping.OWN_COUNTRY or record["Country"] != mapping.OWN_COUNTRY
    has_foreign_number = debtor.vat_number[:2] not in ("", mapping.OWN_COUNTRY)
    odd_rate = any(line.exact.rate not in mapping.VAT_CODES for line in paper.lines)
    return is_foreign or has_foreign_number or odd_rate or record["VatShift"] == "yes" or record["Currency"] != "EUR"


def _lookalikes(paper: Document, situation: Situation) -> list[Found]:
    return [found for found in situation.typed if _same_number(paper, found) or _same_claim(paper, found)]


def _same_number(paper: Document, found: Found) -> bool:
    references = {bare(found.booking.reference), bare(found.terms.payment_reference)}
    is_same_id = bare(invoice_id(paper.number)) == bare(found.booking.invoice_id)
    return (is_same_id or bare(paper.number) in references) and found.booking.relation == paper.debtor.code


def _same_claim(paper: Document, found: Found) -> bool:
    claim = (found.booking.relation, found.booking.gross, found.booking.invoice_date)
    return claim == (paper.debtor.code, euros(paper.totals[2]), paper.invoice_date)


def _is_adopted(paper: Document, situation: Situation) -> bool:
    return any(
        _same_number(paper, found) and _same_claim(paper, found) and _same_vat(paper, found)
        for found in _lookalikes(paper, situation)
    )


def _same_vat(paper: Document, found: Found) -> bool:
    spread = vat_by_rate([line.exact for line in paper.lines], paper.totals)
    printed = {mapping.VAT_CODES[int(rate)]: euros(amount) for rate, amount in spread.items()}
    return printed == {row.vat_code: row.vat for row in found.booking.vat_rows}


def _is_without_number(paper: Document, situation: Situation) -> bool:
    digits = invoice_id(paper.number)
    return not 0 < len(digits) <= mapping.LONGEST_CODE or int(digits) in situation.taken


_QUESTIONS: dict[Why, Callable[[Document, Situation], bool]] = {
    Why.DRAFT: _is_draft,
    Why.BEFORE_START: lambda paper, _: paper.invoice_date < mapping.START,
    Why.CREDIT: _is_credit,
    Why.FUTURE: lambda paper, situation: paper.invoice_date > situation.today,
    Why.ZERO: lambda paper, _: not paper.lines,
    Why.RELATION: lambda paper, situation: not fits(paper.debtor, situation.relations),
    Why.VAT: _is_not_plain,
    Why.TOTALS: lambda paper, _: difference([line.exact for line in paper.lines], paper.totals) is not None,
    Why.ADOPTED: _is_adopted,
    Why.PERHAPS: lambda paper, situation: bool(_lookalikes(paper, situation)),
    Why.NUMBER: _is_without_number,
    Why.PERIOD: lambda paper, situation: open_period(paper, situation.periods) is None,
}
