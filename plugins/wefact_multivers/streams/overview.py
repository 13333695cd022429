"""How an administration stands, on one page: counts, the last runs, both systems and how they compare."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from wefact_multivers.domain.breaker import Standing
from wefact_multivers.domain.documents import Controller
from wefact_multivers.domain.payment_status import PaymentStatus
from wefact_multivers.domain.status import Status
from wefact_multivers.store.breaker import Breakers
from wefact_multivers.store.links import Link
from wefact_multivers.store.runs import ReportedRun
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.kinds import KINDS
from wefact_multivers.streams.payment_matching import WAITING
from wefact_multivers.streams.prepare import asking
from wefact_multivers.streams.report import PAYMENT, SETTLED
from wefact_multivers.streams.runs import Stream
from wefact_multivers.streams.services import Office


@dataclass(frozen=True)
class StreamCounts:
    """How many documents or relations of a stream stand at each status.

    Attributes:
        by_status: count and gross in euros.
    """

    stream: Stream
    by_status: dict[Status, tuple[int, Decimal]]

    @property
    def count(self) -> int:
        """How many there are."""
        return sum(count for count, _ in self.by_status.values())


@dataclass(frozen=True)
class Compared:
    """How both systems compared in the last run that did so.

    Attributes:
        at: UTC.
        first, last: the dates of the documents that were compared one by one.
    """

    at: datetime
    first: date
    last: date
    is_tied: bool


@dataclass(frozen=True)
class Overview:
    """How an administration stands.

    Attributes:
        link: None before the first contact.
        counts: of the four streams that export.
        waiting: documents, relations and payments that wait for a person.
        left_alone: which remote systems are not called now, with what went wrong last.
        last_run: None before the first.
    """

    link: Link | None
    counts: tuple[StreamCounts, ...]
    payments: dict[PaymentStatus, int]
    waiting: int
    left_alone: dict[str, str]
    last_run: ReportedRun | None
    compared: Compared | None


AT_REST = SETTLED | {Status.WITHDRAWN}
"""Nothing more happens to these as a rule: they grow with history, and are told as the last run counted them."""


def overview(office: Office) -> Overview:
    """How an administration stands, from the store alone.

    What is under way or waits is counted now; what is at rest, and payments that are open or paid, as the last run
    has told.
    """
    with office.memory.read() as unit:
        told = unit.runs.latest_reported()
        counts = tuple(_counts(unit, stream, kind.controller, told) for stream, kind in KINDS.items())
        asked = sum(len(asking(unit, kind.controller)) for kind in KINDS.values())
        payments = _payments(unit, told)
        link, runs, latest = unit.links.get(), unit.runs.latest(1), unit.reconciliations.latest()
    return Overview(
        link=link,
        counts=counts,
        payments=payments,
        waiting=asked + sum(payments.get(status, 0) for status in WAITING),
        left_alone=_left_alone(office),
        last_run=runs[0] if runs else None,
        compared=Compared(latest.at, latest.first, latest.last, latest.is_tied) if latest else None,
    )


def _counts(unit: Unit, stream: Stream, controller: Controller, told: ReportedRun | None) -> StreamCounts:
    before = told.counts.get(controller, {}) if told else {}
    at_rest = {
        Status(status): (count, Decimal(gross)) for status, (count, gross) in before.items() if status in AT_REST
    }
    return StreamCounts(stream, at_rest | unit.records.counts(controller, frozenset(Status) - AT_REST))


def _payments(unit: Unit, told: ReportedRun | None) -> dict[PaymentStatus, int]:
    before = told.counts.get(PAYMENT, {}) if told else {}
    at_rest = {PaymentStatus(status): count for status, (count, _) in before.items() if status in _PAYMENTS_AT_REST}
    return at_rest | unit.payments.counts(frozenset(PaymentStatus) - _PAYMENTS_AT_REST)


_PAYMENTS_AT_REST = frozenset({PaymentStatus.OPEN, PaymentStatus.PAID})


def latest_runs(office: Office, count: int) -> list[ReportedRun]:
    """The last runs, newest first."""
    with office.memory.read() as unit:
        return unit.runs.latest(count)


def _left_alone(office: Office) -> dict[str, str]:
    """The systems whose breaker lets no call pass."""
    kept, now, administration = Breakers(office.store), office.clock.now(), office.administration
    accounts = {"WeFact": administration.connections.wefact, "Multivers": administration.database}
    return {
        system: breaker.detail
        for system, account in accounts.items()
        for breaker in kept.of_account(system, account)
        if breaker.standing(now) is not Standing.CLOSED
    }
