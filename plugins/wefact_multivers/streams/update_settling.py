"""What became of the update of a booking: looked up where the answer is unknown, and read back where it is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from wefact_multivers.domain.bookings import Plan
from wefact_multivers.domain.changes import touched_fields
from wefact_multivers.domain.matching import NOT_IN_LEDGER, entry_differences
from wefact_multivers.domain.problems import Problem, problem
from wefact_multivers.domain.status import Event
from wefact_multivers.domain.verification import booking_differences
from wefact_multivers.store.intents import Effect, Frozen, Intent, OutcomeKind
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.records import Record
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.changes import REASONS
from wefact_multivers.streams.effects import keep_receipt
from wefact_multivers.streams.kinds import DOCUMENTS_OF, PLAN, DocumentKind, RelationKind
from wefact_multivers.streams.runs import RunState
from wefact_multivers.streams.services import Services
from wefact_multivers.streams.settle import settles_at
from wefact_multivers.transport import load

EFFECT = Effect.UPDATE_BOOKING


def reasons_at(record: Record) -> list[Problem]:
    """Why a document counts as changed, without what was said of its update."""
    return [found for found in record.problems if found.code in REASONS]


def written_fields(plan: Plan, of: Receipt | Frozen) -> dict[str, object]:
    """What we wrote of a booking, in Multivers' own names, with the number that it has in its journal."""
    return {**load(plan.body), "journalTransaction": of.journal_transaction}


def unsettled_updates(services: Services, kind: RelationKind | DocumentKind) -> list[Intent]:
    """The updates that were sent, or may have been, without a clear answer, oldest first."""
    with services.memory.read() as unit:
        return [one for one in unit.intents.unsettled(EFFECT) if one.frozen.key.controller == kind.controller]


def settle_updates(services: Services, state: RunState, kind: DocumentKind) -> None:
    """Looks up every update of a kind that has no clear answer."""
    for intent in unsettled_updates(services, kind):
        settle_update(services, state, intent)


def settle_update(services: Services, state: RunState, intent: Intent, *, refused: str | None = None) -> None:
    """Looks whether a booking is as an update wanted it; an earlier version says "not yet", and later "never".

    Args:
        services: of the administration.
        state: of the run.
        intent: what was sent.
        refused: what Multivers said when it refused; then one look is enough.
    """
    kind, frozen = DOCUMENTS_OF[intent.frozen.key.controller], intent.frozen
    held = services.multivers.booking_model(kind.kind, frozen.invoice_id or "")
    with services.memory.write() as unit:
        plan, now = _plan(unit, intent), services.clock.now()
        if held is not None and not touched_fields(written_fields(plan, frozen), held):
            unit.intents.note(intent, OutcomeKind.FOUND, now)
            keep_receipt(unit, _receipt(intent, plan), services)
            return
        if refused is not None:
            unit.intents.note(intent, OutcomeKind.SETTLED_ABSENT, now, refused)
            unit.changes.offer(frozen.key, plan.hash, now)
            _say(unit, intent, now, "DOC-035", answer=refused)
            return
        until = settles_at(intent, state.configuration.administration.settle_minutes)
        if intent.absent_looks >= 1 and now >= until:
            unit.intents.note(intent, OutcomeKind.SETTLED_ABSENT, now)
            _say(unit, intent, now)
            return
        unit.intents.note(intent, OutcomeKind.ABSENT, now)
        _say(unit, intent, now, "DOC-036", until=until.isoformat(timespec="minutes"))


def _say(unit: Unit, intent: Intent, now: datetime, code: str | None = None, **params: str) -> None:
    """Says at the document where its update stands; nothing more than that it has changed, where that is settled."""
    record = unit.records.get(intent.frozen.key)
    if record is None:
        return
    why = [problem(code, number=record.seen.number, **params)] if code else []
    unit.records.happen(record.key, Event.CHANGED_IN_WEFACT, now, problems=[*reasons_at(record), *why])


def _plan(unit: Unit, intent: Intent) -> Plan:
    return PLAN.validate_json(unit.plans.text(intent.frozen.plan_hash or ""))


def _receipt(intent: Intent, plan: Plan) -> Receipt:
    """The receipt of an update that was found to stand there."""
    frozen = intent.frozen
    return Receipt(
        key=frozen.key,
        effect=EFFECT,
        intent_id=intent.id,
        adopted=False,
        content_hash=plan.versions.document,
        relation_code=frozen.relation_code,
        written={},
        verified=False,
        fiscal_year=frozen.fiscal_year,
        period=frozen.period,
        journal_id=frozen.journal_id,
        journal_transaction=frozen.journal_transaction,
        invoice_id=frozen.invoice_id,
        reference=frozen.reference,
        invoice_date=plan.booking.invoice_date,
        gross=frozen.gross,
    )


def verify_updates(services: Services, kind: DocumentKind) -> None:
    """Reads back every update that nobody has: totals, and the lines in the ledger."""
    with services.memory.read() as unit:
        receipts = [one for one in unit.receipts.unverified(EFFECT) if one.key.controller == kind.controller]
    for receipt in receipts:
        _verify(services, kind, receipt)


def _verify(services: Services, kind: DocumentKind, receipt: Receipt) -> None:
    with services.memory.read() as unit:
        intent = unit.intents.get(receipt.intent_id or 0)
        plan = _plan(unit, intent)
    differences = _differences(services, kind, receipt, plan)
    now = services.clock.now()
    with services.memory.write() as unit:
        if differences:
            _say(unit, intent, now, "DOC-039", difference="; ".join(differences))
            return
        unit.receipts.verify(receipt, now)
        booked = unit.receipts.get(receipt.key, Effect.CREATE_BOOKING)
        if booked is not None:
            gross = plan.booking.gross
            content_hash = plan.versions.document
            follow(unit, replace(booked, content_hash=content_hash, gross=gross, intent_id=intent.id), plan, now)


def _differences(services: Services, kind: DocumentKind, receipt: Receipt, plan: Plan) -> tuple[str, ...]:
    booking, number = plan.booking, receipt.journal_transaction or 0
    found = services.multivers.booking(kind.kind, booking.invoice_id)
    if found is None:
        return ("zij staat niet meer in Multivers",)
    differences = booking_differences(booking, found, number)
    if differences:
        return differences
    lines = services.multivers.period_lines(booking.fiscal_year, booking.period, booking.journal_id)
    own = [line for line in lines if line.journal_transaction == number]
    found_in_ledger = entry_differences(booking, own, journal_transaction=number)
    return () if found_in_ledger == (NOT_IN_LEDGER,) else found_in_ledger


def follow(unit: Unit, receipt: Receipt, plan: Plan, now: datetime) -> None:
    """The booking is that of the document as it is in the plan: what it was before is history."""
    record = unit.records.get(receipt.key)
    fields = "; ".join(one.values.get("fields", "") for one in reasons_at(record)) if record else ""
    unit.receipts.rewrite(receipt, now)
    unit.records.plan(receipt.key, plan.hash)
    unit.records.happen(receipt.key, Event.UPDATED, now, problems=[*plan.warnings, problem("DOC-030", fields=fields)])
    unit.changes.forget(receipt.key, now)
