"""WeFact's budget of calls per IP address: it ends in a firewall block, so a reserve is never touched.

The headers of every answer tell what is left for all processes behind this address (`wefact-api.md 1.3`), so
several clients in several processes keep to one budget without knowing each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import MappingProxyType

import httpx

from wefact_multivers.errors import RateLimited

_DOCUMENTED = MappingProxyType({"Minute": 200, "Hour": 3600})
_LENGTH = MappingProxyType({"Minute": timedelta(minutes=1), "Hour": timedelta(hours=1)})
_RESERVE_PART = 10


@dataclass
class _Window:
    """What is known of one of the two limits.

    Attributes:
        limit: calls per window: what WeFact documents, or more when more was seen to be left.
        remaining: left at the last answer, None before the first and after the reset.
    """

    limit: int
    remaining: int | None = None
    resets_at: datetime | None = None

    @property
    def used_up(self) -> bool:
        """Whether only the reserve of a tenth is left."""
        return self.remaining is not None and self.remaining * _RESERVE_PART <= self.limit


class Budget:
    """How many calls are left before WeFact would block this address."""

    def __init__(self) -> None:
        self._windows = {name: _Window(limit) for name, limit in _DOCUMENTED.items()}

    def check(self, now: datetime) -> None:
        """Let a call pass.

        Raises:
            RateLimited: only the reserve is left; `until` is WeFact's own reset.
        """
        for window in self._windows.values():
            if window.resets_at is not None and window.resets_at <= now:
                window.remaining, window.resets_at = None, None
        resets = [window.resets_at for window in self._windows.values() if window.used_up and window.resets_at]
        if resets:
            raise RateLimited(max(resets), system="WeFact", call="")

    def note(self, headers: httpx.Headers, now: datetime) -> None:
        """Take over what an answer says is left; headers that are missing or unreadable say nothing."""
        for name, window in self._windows.items():
            remaining = _whole(headers.get(f"API-RateLimit-Remaining-{name}"))
            if remaining is None:
                continue
            reset = datetime.fromtimestamp(_whole(headers.get(f"API-RateLimit-Reset-{name}")) or 0, UTC)
            window.remaining = remaining
            window.limit = max(window.limit, remaining + 1)
            # A reset that is past by our clock would make what is left count for nothing, up to the firewall.
            window.resets_at = reset if reset > now else now + _LENGTH[name]


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.strip().isdecimal() else None
