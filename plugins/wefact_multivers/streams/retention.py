"""Purges what the law no longer wants to be kept: shown first, then emptied, with a tombstone for each document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

from wefact_multivers.clock import today
from wefact_multivers.domain.payment_status import PaymentStatus
from wefact_multivers.domain.reference import Period
from wefact_multivers.domain.retention import end_of_fiscal_year, kept_until
from wefact_multivers.domain.status import Status
from wefact_multivers.store.receipts import Receipt
from wefact_multivers.store.records import Record
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.kinds import DOCUMENT_KINDS
from wefact_multivers.streams.refusals import LegalHold
from wefact_multivers.streams.runs import MULTIVERS_REFERENCE, REFERENCE_DATA
from wefact_multivers.streams.services import Services

FINISHED = frozenset({Status.BOOKED, Status.BOOKED_WARNING, Status.ADOPTED, Status.SKIPPED, Status.WITHDRAWN})
"""What waits for somebody, or is uncertain or changed, is kept however old it is."""

EVER = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Expired:
    """A document whose evidence need not be kept any more.

    Attributes:
        kept_until: the last day on which it had to be there.
    """

    record: Record
    kept_until: date


def expired(services: Services) -> list[Expired]:
    """The documents that may be purged today, oldest first.

    Raises:
        LegalHold: the administration file keeps everything.
    """
    if services.administration.retention.legal_hold:
        raise LegalHold(administration=services.name)
    services.store.check_migrated()
    with services.memory.read() as unit:
        found = list(_expired(services, unit))
    return sorted(found, key=lambda one: (one.kept_until, one.record.seen.number))


def purge(services: Services, found: Sequence[Expired], by: str) -> int:
    """Empties what was kept of these documents; each in a transaction of its own.

    Args:
        services: of the administration.
        found: what `expired` gave, and a person has seen.
        by: who that was.

    Returns:
        How many rows of the evidence were emptied.
    """
    now, rows = services.clock.now(), 0
    for one in found:
        with services.memory.write() as unit:
            reason = f"kept until {one.kept_until.isoformat()}"
            rows += unit.erasure.erase(one.record.key, by, reason, now)
    return rows


def _expired(services: Services, unit: Unit) -> Iterator[Expired]:
    years, day = services.administration.retention.years, today(services.clock)
    periods = _periods(unit)
    for kind in DOCUMENT_KINDS.values():
        for record in unit.records.with_status(kind.controller, FINISHED):
            until = kept_until(_end_of_year(record, unit.receipts.get(record.key, kind.effect), periods), years)
            if until < day and not _is_open(unit, record):
                yield Expired(record, until)


def _periods(unit: Unit) -> tuple[Period, ...]:
    text = unit.links.latest_reference(MULTIVERS_REFERENCE, since=EVER)
    return REFERENCE_DATA.validate_json(text).periods if text else ()


def _end_of_year(record: Record, receipt: Receipt | None, periods: tuple[Period, ...]) -> date:
    """Of a document that was never booked, the calendar year of its date counts."""
    day = record.seen.date or record.updated_at.date()
    if receipt is None or receipt.fiscal_year is None:
        return date(day.year, 12, 31)
    return end_of_fiscal_year(receipt.fiscal_year, day, periods)


def _is_open(unit: Unit, record: Record) -> bool:
    """Whether money is still expected; where payments are not fetched nobody knows, and age decides."""
    payment = unit.payments.get(record.key)
    return payment is not None and payment.status is not PaymentStatus.PAID
