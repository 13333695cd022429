"""The one clock: every "now" and "today" of the link comes from here, so that tests and the demo can set it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present instant, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant, in UTC."""
        return datetime.now(UTC)


@dataclass
class FixedClock:
    """A clock that stands still until it is set, for tests and the demo."""

    at: datetime

    def now(self) -> datetime:
        """The instant the clock was set to, in UTC."""
        return self.at.astimezone(UTC)


def today(clock: Clock) -> date:
    """The bookkeeping day: the calendar date in Amsterdam, which differs from UTC's after 22:00 or 23:00."""
    return clock.now().astimezone(AMSTERDAM).date()


def clock_from(text: str | None) -> Clock:
    """The system clock, or the fixed one that an ISO text with an offset asks for.

    Raises:
        ValueError: the text is no instant with an offset.
    """
    if not text:
        return SystemClock()
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError(f"{text!r} has no offset: write it like 2026-03-16T06:00:00+01:00")
    return FixedClock(at)
