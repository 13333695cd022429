"""Writes what the link makes of a document in the words of a case: the journal entry, or why there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import zip_longest

from wefact_multivers.domain.bookings import Booking, BookingLine, Kind, Side, VatRow
from wefact_multivers.domain.cut_off import CutOff
from wefact_multivers.domain.money import ZERO, amount_text
from wefact_multivers.domain.planning import Outcome, PlannedBooking
from wefact_multivers.domain.problems import Problem

Boxes = Mapping[tuple[int, int, int], str]
"""Where the VAT return shows a VAT code, scenario and type."""

WORD = {Side.DEBIT: "debet", Side.CREDIT: "credit"}
INPUT_VAT = "5b"
"""Where VAT that we owe ourselves is deducted again."""

OF_A_TERM = ("14", "30")
"""The payment conditions that say no more than a number of days."""

CONTROL = {Kind.SALES: "debiteuren", Kind.PURCHASE: "crediteuren"}


def written(outcome: Outcome, boxes: Boxes) -> list[str]:
    """The outcome of planning in the words of a case."""
    if isinstance(outcome, list):
        return [blocked(found) for found in outcome]
    if not isinstance(outcome, PlannedBooking):
        return [skipped(outcome.reason)]
    treatments = [treatment.value for treatment in outcome.treatments]
    return [
        *_entry(outcome.booking, treatments, boxes),
        f"methode {outcome.method}",
        *(f"let op {words(found)}" for found in outcome.warnings),
    ]


def apart(found: CutOff) -> str:
    """The part of a line that belongs to another fiscal year than its booking."""
    return f"afgrenzing regel {found.line} {found.fiscal_year} {found.days}/{found.of_days} {amount_text(found.net)}"


def blocked(found: Problem) -> str:
    """What keeps a document out of the books."""
    return f"geblokkeerd {words(found)}"


def skipped(reason: Problem) -> str:
    """Why there is nothing to book of a document."""
    return f"niet boeken {words(reason)}"


def adopted(invoice_id: str) -> str:
    """A booking that stood in Multivers is that of the document."""
    return f"gekoppeld aan {invoice_id}"


def words(found: Problem) -> str:
    """Code and what it names."""
    return " ".join([found.code, *(f"{name}={value}" for name, value in found.params)])


def heading(journal: str, year: int, period: int, number: str, reference: str) -> str:
    """Where a booking stands."""
    return f"dagboek {journal} {year}/{period} nummer {number} kenmerk {reference}"


def _entry(booking: Booking, treatments: list[str], boxes: Boxes) -> Iterator[str]:
    place = heading(booking.journal_id, booking.fiscal_year, booking.period, booking.invoice_id, booking.reference)
    yield f"{place}{', creditnota' if booking.invoice_type.is_credit else ''}"
    usual = booking.kind.control_side
    side = usual.opposite if booking.invoice_type.is_credit else usual
    control = CONTROL[booking.kind]
    yield f"  {WORD[side]} {control} {booking.relation_code} {amount_text(abs(booking.gross))}"
    for row, treatment in zip_longest(booking.lines, treatments, fillvalue=""):
        assert isinstance(row, BookingLine)
        yield _line(row, f"{treatment}, {_code(row, booking.scenario, boxes)}")
    owed = {_key(row) for row in booking.vat_rows if row.is_due}
    for vat_row in booking.vat_rows:
        is_returned = _key(vat_row) in owed and not vat_row.is_due
        yield _vat(vat_row, usual.opposite, {_key(vat_row): INPUT_VAT} if is_returned else boxes)
    yield from condition(booking.payment_condition)
    if booking.frozen:
        yield f"  nog niet betalen {amount_text(booking.frozen)}"


def condition(name: str) -> list[str]:
    """The payment condition, where it is another than that of the term."""
    return [] if name in OF_A_TERM else [f"  conditie {name}"]


def _line(row: BookingLine, label: str) -> str:
    """A line with what of its VAT is cost."""
    text = f' "{row.description}"' if row.description else ""
    amount, vat = amount_text(row.amount + row.not_deductible), amount_text(row.vat_amount)
    return f"  {WORD[row.side]} {row.account_id} {amount} btw {vat}{_cost(row.not_deductible)} [{label}]{text}"


def _vat(row: VatRow, usual: Side, boxes: Boxes) -> str:
    """A VAT row on its own side; what is no input VAT stands on the cost accounts."""
    amount = row.vat - row.not_deductible
    is_taken_back = row.vat < 0 or (row.vat == 0 and row.base < 0)
    side, sign = (usual.opposite, -1) if is_taken_back else (usual, 1)
    base = amount_text(-sign * row.base if row.is_due else sign * row.base)
    figures = f"{amount_text(sign * amount + ZERO)} over {base}"
    return f"  {WORD[side]} btw {figures}{_cost(sign * row.not_deductible)} [{_code(row, row.scenario, boxes)}]"


def _key(row: VatRow) -> tuple[int, int, int]:
    return row.vat_code, row.scenario, row.vat_type


def _cost(not_deductible: Decimal) -> str:
    return f" niet aftrekbaar {amount_text(not_deductible)}" if not_deductible else ""


def _code(row: BookingLine | VatRow, scenario: int, boxes: Boxes) -> str:
    box = boxes.get((row.vat_code, scenario, row.vat_type)) or "geen rubriek"
    return f"code {row.vat_code}, {box}"
