"""WeFact's budget of calls per IP address: it ends in a firewall block, so a reserve is never touched.

One counter is shared by all processes and administrations behind an address. It knows their own calls, and from the
headers of every answer (`wefact-api.md 1.3`) those of other programs. The rules are in `domain/call_budget.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Protocol, TypeVar

import httpx

from wefact_multivers.domain.call_budget import FEWEST, Grant, Refusal, Rule, Seen, Windows, learn, take
from wefact_multivers.errors import BudgetTooSmall, RateLimited
from wefact_multivers.transport import Gate, NoGate
from wefact_multivers.wefact.connection import WeFactConnection

GRANT_HOLDS = timedelta(seconds=1)
"""How long calls that were granted at once may be made without asking anew."""

Answer = TypeVar("Answer")
Step = Callable[[Windows], tuple[Windows, Answer]]


class SharedCounts(Protocol):
    """Keeps what is known of the limits between processes."""

    def change(self, host: str, step: Step[Answer]) -> Answer:
        """Let `step` change what is known of a host; only one process is inside at a time."""
        ...


class OwnCounts:
    """What one process knows by itself."""

    def __init__(self) -> None:
        self._windows: dict[str, Windows] = {}

    def change(self, host: str, step: Step[Answer]) -> Answer:
        """Let `step` change what is known of a host."""
        self._windows[host], answer = step(self._windows.get(host, {}))
        return answer


@dataclass
class _Granted:
    """Calls that may be made without asking anew."""

    calls: int
    until: datetime
    ticket: int
    probes: bool


class Budget:
    """How many calls are left before WeFact would block this address."""

    def __init__(self, connection: WeFactConnection, counts: SharedCounts | None = None) -> None:
        self._host = httpx.URL(connection.base_url).netloc.decode().lower()
        self._counts = counts or OwnCounts()
        self._rules = rules_of(connection)
        self._granted: _Granted | None = None
        self._seen: Seen | None = None

    def check(self, now: datetime) -> None:
        """Let a call pass.

        Raises:
            RateLimited: no call may be made before `until`.
            BudgetTooSmall: waiting does not help.
        """
        granted = self._granted
        if granted is None or granted.calls < 1 or granted.until <= now:
            self._granted = granted = self._ask(now)
        granted.calls -= 1
        granted.ticket += 1

    def note(self, headers: httpx.Headers, now: datetime) -> None:
        """Take over what an answer says is left.

        Where nothing is known yet, headers that are missing or unreadable are taken for half a budget.

        It is told to the others with the next question, and at once where they wait for it.
        """
        if self._granted is None:
            return
        told = {rule.name: told for rule in self._rules if (told := _left(headers, rule))}
        half = {rule.name: (rule.documented // 2, now + rule.length) for rule in self._rules}
        self._seen = Seen(now, self._granted.ticket, half | told, frozenset(half.keys() - told.keys()))
        if any(rule.name in told and told[rule.name][0] * 2 <= rule.documented for rule in self._rules):
            # What was granted rested on a better answer.
            self._granted.until = now
        if self._granted.probes:
            seen = self._seen
            self._counts.change(self._host, lambda windows: (learn(windows, self._rules, seen, now), None))
            self._seen, self._granted.probes = None, False

    def _ask(self, now: datetime) -> _Granted:
        seen, self._seen = self._seen, None
        if seen is not None and self._granted is not None:
            # What was granted and is over will never be made.
            seen = replace(seen, ticket=seen.ticket + self._granted.calls)
        if seen is None and self._granted is not None and self._granted.probes:
            seen = Seen(now, self._granted.ticket, left={})
        answer: Grant | Refusal = self._counts.change(self._host, lambda windows: take(windows, self._rules, seen, now))
        if isinstance(answer, Grant):
            return _Granted(answer.calls, now + GRANT_HOLDS, answer.first - 1, answer.probes)
        if answer.starved is not None:
            raise BudgetTooSmall(fewest=FEWEST, window=answer.starved.name)
        raise RateLimited(answer.until, system="WeFact", call="")


@dataclass(frozen=True)
class Manners:
    """What keeps a client within what WeFact bears.

    Attributes:
        gate: what every call passes first.
        pause: sleeps for some seconds, so that a short wait need not end a task; None where time stands still.
    """

    budget: Budget
    gate: Gate
    pause: Callable[[float], None] | None = None

    @classmethod
    def alone(cls, connection: WeFactConnection) -> Manners:
        """Those of a client that shares nothing with others."""
        return cls(Budget(connection), NoGate())


def rules_of(connection: WeFactConnection) -> tuple[Rule, ...]:
    """WeFact's two limits, as documented (`wefact-api.md 1.3`), and what the connection allows of them."""
    return (
        Rule("Minute", timedelta(minutes=1), 200, connection.calls_per_minute),
        Rule("Hour", timedelta(hours=1), 3600, connection.calls_per_hour),
    )


def _left(headers: httpx.Headers, rule: Rule) -> tuple[int, datetime] | None:
    """How many calls are left, and until when; None where the answer does not say."""
    remaining = _whole(headers.get(f"API-RateLimit-Remaining-{rule.name}"))
    if remaining is None:
        return None
    reset = min(_whole(headers.get(f"API-RateLimit-Reset-{rule.name}")) or 0, _LAST)
    return remaining, datetime.fromtimestamp(reset, UTC)


_LAST = int(datetime(9000, 1, 1, tzinfo=UTC).timestamp())
"""A reset beyond it is no instant that Python knows."""


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.strip().isdecimal() else None
