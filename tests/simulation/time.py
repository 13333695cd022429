"""The one time of a simulated world: both programs, the link, its store and everybody's waiting go by it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sandbox.core import Sandbox


class WorldClock:
    """Stands still until somebody works or waits; waiting takes no real time."""

    def __init__(self, sandbox: Sandbox, at: datetime) -> None:
        self.at = at.astimezone(UTC)
        self.sleep: Callable[[float], None] = self.advance
        self._sandbox = sandbox
        self._tell()

    def now(self) -> datetime:
        """The present instant, in UTC."""
        return self.at

    def advance(self, seconds: float) -> None:
        """Let time pass; late calls that fall due arrive."""
        self.at += timedelta(seconds=seconds)
        self._tell()

    def until(self, instant: datetime) -> None:
        """Let time pass until an instant, if that still lies ahead."""
        self.advance(max(0.0, (instant - self.at).total_seconds()))

    def _tell(self) -> None:
        self._sandbox.clock.set(self.at)
        self._sandbox.apply_due()
