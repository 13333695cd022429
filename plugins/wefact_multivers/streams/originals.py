"""Finds the originals of a credit note in the store, and where their lines were booked."""

from __future__ import annotations

from wefact_multivers.domain.bookings import Booking, BookingLine, Plan
from wefact_multivers.domain.credit_notes import Origin, possible_origins
from wefact_multivers.domain.documents import Document, SalesInvoice
from wefact_multivers.domain.evidence import Party
from wefact_multivers.domain.planning import ResolvedLine
from wefact_multivers.domain.rounding import is_text
from wefact_multivers.domain.status import Status
from wefact_multivers.domain.treatment import Treatment
from wefact_multivers.mapping.inherit import NOTHING_INHERITED, Inheritance, Inherited
from wefact_multivers.mapping.vat_number import party_of
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.kinds import PLAN
from wefact_multivers.streams.runs import RunState
from wefact_multivers.streams.surroundings import Neighbour, Surroundings


def inheritances(
    state: RunState, unit: Unit, around: Surroundings, document: Document, party: Party
) -> list[Inheritance]:
    """What a document may take from its originals, the likeliest first; one that takes nothing where it has none.

    Args:
        state: of the run.
        unit: the transaction of the planning.
        around: what was read around the document.
        document: an invoice or credit note.
        party: its relation as it is now.
    """
    neighbours = {one.document.key: one for one in around.neighbours.get(document.relation_code, ())}
    ways = possible_origins(document, (one.document for one in neighbours.values()))
    plans = {origin.document.key for way in ways for origin in way if origin}
    known = {key: _Original.read(state, unit, neighbours[key], party) for key in plans}
    codes = state.reference.vat_codes
    return [
        Inheritance(tuple(known[origin.document.key].line(origin) if origin else None for origin in way), codes)
        for way in ways
    ] or [NOTHING_INHERITED]


class _Original:
    """An original with its plan, where that is what was booked."""

    def __init__(self, document: Document, plan: Plan | None, party: Party) -> None:
        self._document = document
        self._plan = plan
        self._party = party

    @classmethod
    def read(cls, state: RunState, unit: Unit, neighbour: Neighbour, party: Party) -> _Original:
        """Reads the plan of a booked original; of one that has changed since it no longer tells line by line."""
        record = neighbour.record
        if not neighbour.is_booked or record.plan_hash is None or record.status is Status.CHANGED:
            return cls(neighbour.document, None, party)
        plan = PLAN.validate_json(unit.plans.text(record.plan_hash))
        then = party_of(plan.country, plan.vat_number, state.configuration) if plan.country else party
        return cls(neighbour.document, plan, then)

    def line(self, origin: Origin) -> Inherited:
        """What a line of the original leaves to the one that takes it back."""
        document = self._document
        shift = isinstance(document, SalesInvoice) and document.reverse_charge
        return Inherited(document.number, document.date, self._party, shift, self._booked(origin.position))

    def _booked(self, position: int) -> ResolvedLine | None:
        """Where a line of a sale was booked; of a purchase deduction counts as well, which rows of its day tell."""
        document, plan = self._document, self._plan
        if plan is None or not isinstance(document, SalesInvoice):
            return None
        booked = [place for place, line in enumerate(document.lines) if not is_text(line, document.discount)]
        if len(booked) != len(plan.booking.lines) or position not in booked:
            return None
        place = booked.index(position)
        return _resolved(plan.booking.lines[place], plan.treatments[place], plan.booking)


def _resolved(line: BookingLine, treatment: str, booking: Booking) -> ResolvedLine:
    rows = (row for row in booking.vat_rows if (row.vat_code, row.vat_type) == (line.vat_code, line.vat_type))
    row = next(rows, None)
    return ResolvedLine(
        account=line.account_id,
        treatment=Treatment(treatment),
        vat_code=line.vat_code,
        scenario=row.scenario if row else booking.scenario,
        vat_type=line.vat_type,
        supply="",
        cost_centre=line.cost_centre,
        why="zoals geboekt",
    )
