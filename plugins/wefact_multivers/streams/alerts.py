"""What people are told of a run, and what they were told before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

from wefact_multivers.catalogue import CATALOGUE, Who
from wefact_multivers.clock import today
from wefact_multivers.domain.alerts import DEADLINE, Cause, Level, News, Told, Waiting, causes_of, news_of, shown
from wefact_multivers.domain.money import ZERO
from wefact_multivers.domain.payment_status import PaymentStatus
from wefact_multivers.domain.problems import Problem
from wefact_multivers.domain.status import Status
from wefact_multivers.store.unit import Unit
from wefact_multivers.streams.alert_text import Standing, Tally
from wefact_multivers.streams.kinds import KIND_OF
from wefact_multivers.streams.payment_approval import waits_for_release
from wefact_multivers.streams.payment_matching import WAITING
from wefact_multivers.streams.prepare import asked_at, asking
from wefact_multivers.streams.report import SETTLED
from wefact_multivers.streams.runs import Stream
from wefact_multivers.streams.services import Services

SUMMARY = Cause(Level.INFO, "week", Problem("INFO"))
"""What there is to tell each week, whatever stands."""

UNCERTAIN_DAYS = timedelta(days=1)
"""An answer that a second run has not found either is for people to know of."""


@dataclass(frozen=True)
class Fault:
    """A task that failed for another reason than that documents wait.

    Attributes:
        place: the task.
    """

    place: str
    problem: Problem


@dataclass(frozen=True)
class Bulletin:
    """All that a run has to tell.

    Attributes:
        standing: how each stream stands.
    """

    news: News
    standing: Mapping[str, Standing]


def stops(faults: Iterable[Fault]) -> list[Cause]:
    """The causes that stopped a run."""
    return [Cause(Level.STOP, fault.place, shown(fault.problem)) for fault in faults]


def bulletin(services: Services, faults: Sequence[Fault], ended: Collection[str]) -> Bulletin:
    """What there is to tell at the end of a run.

    Args:
        services: of the administration.
        faults: the tasks that failed.
        ended: the tasks that came to their end, with success or over documents: what was wrong there is gone.
    """
    services.store.check_migrated()
    with services.memory.read() as unit:
        told = unit.alerts.told()
        held_up = list(waiting(services, unit))
        standing = {stream.value: one for stream, one in _standing(unit, held_up)}
    causes = [*stops(faults), *causes_of(Level.ATTENTION, held_up), SUMMARY]
    looked_at = {*ended, *(stream.value for stream in Stream), DEADLINE, SUMMARY.place}
    return Bulletin(news_of(causes, told, looked_at, today(services.clock)), standing)


def remember(services: Services, news: News, delivered: Collection[Level]) -> None:
    """Keeps what people know now: of what could not be delivered, what they knew before.

    Args:
        services: of the administration.
        news: what there was to tell.
        delivered: the levels that reached somebody, or that nobody wants to be told of.
    """
    day = today(services.clock)
    kept = [*news.standing, *(Told(cause, day) for cause in news.fresh if cause.level in delivered)]
    if Level.RECOVERED not in delivered:
        kept += news.gone
    with services.memory.write() as unit:
        unit.alerts.remember(kept)


def late(services: Services, cause: Cause) -> bool:
    """Keeps that people were told of a late run; False where they knew."""
    services.store.check_migrated()
    with services.memory.write() as unit:
        if any(told.cause.key == cause.key for told in unit.alerts.told()):
            return False
        unit.alerts.add(Told(cause, today(services.clock)))
    return True


def waiting(services: Services, unit: Unit) -> Iterator[Waiting]:
    """What waits for a person: relations, documents, and payments of booked documents."""
    before = services.clock.now() - UNCERTAIN_DAYS
    for controller, kind in KIND_OF.items():
        for record in asking(unit, controller):
            yield Waiting(kind.stream, _for_people(asked_at(record)), record.seen.gross)
        for record in unit.records.with_status(controller, {Status.UNCERTAIN}):
            if record.updated_at <= before:
                yield Waiting(kind.stream, _for_people(record.problems), record.seen.gross)
    payments = unit.payments.with_status(WAITING | {PaymentStatus.TO_WRITE})
    held = [one for one in payments if one.status in WAITING or waits_for_release(one)]
    records = unit.records.of(payment.key for payment in held)
    for payment in held:
        gross = records[payment.key].seen.gross if payment.key in records else None
        yield Waiting(Stream.PAYMENTS, _for_people(payment.problems), gross)


def _for_people(problems: tuple[Problem, ...]) -> tuple[Problem, ...]:
    """The problems that somebody can solve; all of them where nobody can."""
    return tuple(found for found in problems if CATALOGUE[found.code].who is not Who.NOBODY) or problems


def _standing(unit: Unit, held_up: Sequence[Waiting]) -> Iterator[tuple[Stream, Standing]]:
    for controller, kind in KIND_OF.items():
        counts = unit.records.counts(controller)
        booked = _tally(found for status, found in counts.items() if status in SETTLED - {Status.SKIPPED})
        under_way = _tally(found for status, found in counts.items() if status in _UNDER_WAY)
        yield kind.stream, Standing(booked, _waits(kind.stream, held_up), under_way)
    yield Stream.PAYMENTS, Standing(waiting=_waits(Stream.PAYMENTS, held_up))


def _waits(stream: Stream, held_up: Iterable[Waiting]) -> Tally:
    return _tally((1, one.gross or ZERO) for one in held_up if one.place == stream)


def _tally(found: Iterable[tuple[int, Decimal]]) -> Tally:
    tallies = list(found)
    return Tally(sum(count for count, _ in tallies), sum((gross for _, gross in tallies), ZERO))


_UNDER_WAY = frozenset({Status.NEW, Status.PREVIEW, Status.WAITING, Status.UNCERTAIN})
"""What goes by itself."""
