"""When a remote system is left alone: the states of a circuit breaker, by pure rules over one row of memory.

Closed until calls go without an answer five times in a row; then open, for longer each time. When its time is over
one call tries for all (half-open). A system that asks for a wait gets it, and behind a firewall everything stops until
a person has had it lifted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

FAILURES = 5
"""So many calls in a row without an answer are no accident any more."""

FIRST_PAUSE = timedelta(minutes=1)
LONGEST_PAUSE = timedelta(hours=1)
TRIAL = timedelta(minutes=1)
"""How long the others wait for the one call that tries; longer than any call takes."""


class Reason(StrEnum):
    """Why a breaker lets no call pass."""

    NONE = ""
    TROUBLE = "trouble"
    ASKED = "asked"
    FIREWALL = "firewall"


class Standing(StrEnum):
    """What a breaker says to the next call."""

    CLOSED = "closed"
    OPEN = "open"
    WAITING = "waiting"
    HALF_OPEN = "half-open"
    LOCKED = "locked"


@dataclass(frozen=True)
class Breaker:
    """What is remembered of one remote system, host and account; the default is a closed one.

    Attributes:
        failures: calls in a row without an answer.
        trips: how often in a row it was opened; the pause doubles with each.
        until: when it lets a call pass again; None for a locked one.
        trial_until: how long one call tries for all, where one does.
        detail: the last thing that went wrong, safe to show.
    """

    failures: int = 0
    trips: int = 0
    reason: Reason = Reason.NONE
    detail: str = ""
    opened_at: datetime | None = None
    until: datetime | None = None
    trial_until: datetime | None = None

    def standing(self, now: datetime) -> Standing:
        """What it says to a call at that instant."""
        if self.reason is Reason.FIREWALL:
            return Standing.LOCKED
        if self.until is None or self.ready_at is None:
            return Standing.CLOSED
        if now < self.ready_at:
            return Standing.WAITING if self.reason is Reason.ASKED else Standing.OPEN
        return Standing.HALF_OPEN if self.reason is Reason.TROUBLE else Standing.CLOSED

    @property
    def ready_at(self) -> datetime | None:
        """When the next call may try; None where nothing is in its way, or only a person helps."""
        return max(self.until, self.trial_until) if self.until and self.trial_until else self.until


def answered(breaker: Breaker, now: datetime) -> Breaker:
    """After an answer: closed, unless it came from before a wait that was asked for, or it is locked."""
    if breaker.standing(now) in {Standing.LOCKED, Standing.WAITING}:
        return breaker
    return Breaker()


def failed(breaker: Breaker, detail: str, now: datetime) -> Breaker:
    """After a call without an answer; those that were under way when it opened do not open it further."""
    counted = replace(breaker, failures=breaker.failures + 1, detail=detail)
    if breaker.reason is Reason.FIREWALL or (breaker.until is not None and now < breaker.until):
        return counted
    if not breaker.trips and counted.failures < FAILURES:
        return counted
    pause = min(FIRST_PAUSE * 2**breaker.trips, LONGEST_PAUSE)
    return replace(
        counted,
        trips=breaker.trips + 1,
        reason=Reason.TROUBLE,
        opened_at=breaker.opened_at or now,
        until=now + pause,
        trial_until=None,
    )


def asked_to_wait(breaker: Breaker, until: datetime, now: datetime) -> Breaker:
    """After an answer that names an instant to come back at: a system that can say so is there."""
    if breaker.reason is Reason.FIREWALL:
        return breaker
    return Breaker(reason=Reason.ASKED, opened_at=now, until=until)


def locked(breaker: Breaker, now: datetime) -> Breaker:
    """After the firewall: nothing passes until a person resets it."""
    return Breaker(breaker.failures, reason=Reason.FIREWALL, detail="HTTP 403", opened_at=breaker.opened_at or now)


def trying(breaker: Breaker, now: datetime) -> Breaker:
    """While one call tries for all."""
    return replace(breaker, trial_until=now + TRIAL)
