"""The lists for the accountant: corrections of filed VAT returns, and what belongs to another fiscal year.

(`accounting-rules.md 8, 23`.) Nothing is compared and nothing is booked: they say what a person has to judge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from wefact_multivers.clock import AMSTERDAM
from wefact_multivers.domain.bookings import Plan
from wefact_multivers.domain.cut_off import CutOff, cut_off
from wefact_multivers.domain.documents import Document
from wefact_multivers.domain.evidence import Regime
from wefact_multivers.domain.late import INTO_FILED, MOVED
from wefact_multivers.domain.money import ZERO
from wefact_multivers.domain.problems import codes
from wefact_multivers.domain.reconcile_ledger import Posted
from wefact_multivers.domain.reconcile_vat import Returned, planned_boxes
from wefact_multivers.domain.status import Status
from wefact_multivers.domain.vat_corrections import BoxAmount, Correction, LateDocument, corrections
from wefact_multivers.mapping.administration import Administration
from wefact_multivers.store.records import Record
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.kinds import DOCUMENTS_OF, DocumentKind
from wefact_multivers.streams.last_writes import last_writes
from wefact_multivers.streams.reconcile_ledger import Own
from wefact_multivers.streams.reconcile_statement import Boxes, OwnsByKind
from wefact_multivers.streams.runs import RunState, Stream

RETURN_FILED = "PER-005"
"""Why a document waits that belongs to a return that was filed."""


@dataclass(frozen=True)
class CutOffs:
    """The cut-off list of one kind."""

    stream: Stream
    rows: tuple[CutOff, ...]


@dataclass(frozen=True)
class AccountantLists:
    """What an accountant has to judge.

    Attributes:
        corrections: of filed VAT returns, since the last of them; of any age.
        cut_offs: of the bookings that were compared one by one.
    """

    corrections: tuple[Correction, ...] = ()
    cut_offs: tuple[CutOffs, ...] = ()


def lists_of(unit: Unit, state: RunState, kinds: Sequence[DocumentKind], owns: OwnsByKind) -> AccountantLists:
    """The lists, from what the store knows."""
    return AccountantLists(
        corrections=corrections(_late(unit, state, kinds)),
        cut_offs=tuple(CutOffs(kind.stream, tuple(_cut_offs(state, kind, of_kind))) for kind, of_kind in owns),
    )


def _cut_offs(state: RunState, kind: DocumentKind, owns: Sequence[Own]) -> Iterator[CutOff]:
    for own in owns:
        if own.unchanged is not None:
            yield from cut_off(kind.read(own.unchanged), own.plan.booking.fiscal_year, state.reference.periods)


def _late(unit: Unit, state: RunState, kinds: Sequence[DocumentKind]) -> Iterator[LateDocument]:
    """What was booked late since the last return was filed, and what waits because it was."""
    filed = state.configuration.administration.vat_filed_until
    if filed is None:
        return
    controllers = {kind.controller for kind in kinds}
    since = datetime.combine(filed + timedelta(days=1), time(), AMSTERDAM)
    receipts = [one for one in unit.receipts.booked_after(since, filed) if one.key.controller in controllers]
    plans, records = last_writes(unit, receipts), unit.records.of(one.key for one in receipts)
    boxes = Boxes.of(state)
    for receipt in receipts:
        plan, record = plans.get(receipt.key), records.get(receipt.key)
        if plan is not None and record is not None and record.status is not Status.MISSING and _is_late(plan):
            yield from _booked(state.configuration.administration, boxes, record, plan)
    for kind in kinds:
        for record in unit.records.with_status(kind.controller, {Status.BLOCKED}):
            if RETURN_FILED in codes(record.problems):
                yield _waiting(kind.read(record), record)


def _is_late(plan: Plan) -> bool:
    return not {INTO_FILED, MOVED}.isdisjoint(codes(plan.warnings))


def _booked(administration: Administration, boxes: Boxes, record: Record, plan: Plan) -> Iterator[LateDocument]:
    """A booking with its boxes; under the cash scheme (kasstelsel) its VAT belongs to the day of its payment."""
    booking = plan.booking
    if administration.regime_on(booking.invoice_date).regime is Regime.CASH:
        return
    posted = Posted(record.seen.number, booking, (), was_tied=False)
    returned = Returned(posted, plan.treatments, is_cash=False, is_as_planned=True)
    amounts = planned_boxes(returned, boxes.expected)
    yield LateDocument(
        number=record.seen.number,
        kind=booking.kind,
        date=booking.invoice_date,
        booked_in=(booking.fiscal_year, booking.period),
        is_moved=MOVED in codes(plan.warnings),
        amounts=tuple(BoxAmount(box, base, vat) for box, (base, vat) in amounts.items()),
    )


def _waiting(document: Document, record: Record) -> LateDocument:
    return LateDocument(
        number=record.seen.number,
        kind=DOCUMENTS_OF[record.key.controller].kind,
        date=document.date,
        booked_in=None,
        is_moved=False,
        amounts=(BoxAmount("", document.net + ZERO, document.vat + ZERO),),
    )
