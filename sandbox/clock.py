"""The sandbox's own time: running with the machine, or fixed so that a demo is the same on every day."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def _machine_time() -> datetime:
    return datetime.now(UTC)


def _no_ticks() -> float:
    return 0.0


class Clock:
    """Tells the time in Europe/Amsterdam.

    Args:
        fixed: the instant at which the clock stands still; None lets it run.
        source: where running time comes from.
        ticks: seconds that pass even while the clock stands still. Only rate limits and token-free waits use
            them: a client that waits for a limit would otherwise wait for ever against a fixed clock.
    """

    def __init__(
        self,
        fixed: datetime | None = None,
        *,
        source: Callable[[], datetime] = _machine_time,
        ticks: Callable[[], float] = _no_ticks,
    ) -> None:
        self._source = source
        self._ticks = ticks
        self._fixed: datetime | None = None
        self._since = 0.0
        self.set(fixed)

    @classmethod
    def for_serving(cls) -> Clock:
        """Make the clock of a real server: limits go on while the clock is fixed."""
        return cls(ticks=time.monotonic)

    @property
    def fixed(self) -> datetime | None:
        """The instant at which the clock stands still, or None."""
        return self._fixed

    def set(self, fixed: datetime | None) -> None:
        """Fix the clock, or let it run again; an instant without offset is Amsterdam time."""
        self._fixed = fixed if fixed is None or fixed.tzinfo else fixed.replace(tzinfo=AMSTERDAM)
        self._since = self._ticks()

    def now(self) -> datetime:
        """The present instant, in Europe/Amsterdam."""
        return (self._fixed or self._source()).astimezone(UTC).astimezone(AMSTERDAM)

    def after(self, seconds: float) -> datetime:
        """The instant that many seconds from now, reckoned in UTC because Dutch time jumps twice a year."""
        return (self.now().astimezone(UTC) + timedelta(seconds=seconds)).astimezone(AMSTERDAM)

    def today(self) -> date:
        """The present date in Europe/Amsterdam."""
        return self.now().date()

    def stamp(self) -> str:
        """The present instant as WeFact writes it: `YYYY-MM-DD HH:MM:SS`, Dutch time (wefact-api.md 1)."""
        return self.now().strftime("%Y-%m-%d %H:%M:%S")

    def limit_seconds(self) -> float:
        """Unix seconds for rate limits: the clock, plus what has ticked away since it was fixed."""
        if self._fixed is None:
            return self._source().timestamp()
        return self._fixed.timestamp() + self._ticks() - self._since


def parse_instant(text: str) -> datetime:
    """Read an ISO 8601 instant; without an offset it is Amsterdam time.

    Raises:
        ValueError: the text is no instant.
    """
    instant = datetime.fromisoformat(text)
    return instant if instant.tzinfo else instant.replace(tzinfo=AMSTERDAM)
