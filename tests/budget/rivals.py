"""Several programs behind one address, in simulated time: three clients of ours on one store, and a stranger.

A call takes a while: leave is asked, WeFact counts it, and the answer comes, each at its own instant, so that calls
overlap as those of real processes do. Seeded, so that every run of a seed is the same.
"""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import httpx
from cryptography.fernet import Fernet

from sandbox.clock import parse_instant
from sandbox.control import reset
from sandbox.core import Sandbox
from sandbox.testing import KEY
from sandbox.transport import InProcessTransport
from tests.wefact.conftest import NOW
from wefact_multivers.errors import RateLimited
from wefact_multivers.store.budget import StoredCounts
from wefact_multivers.store.connection import StoreConnection
from wefact_multivers.store.database import Store
from wefact_multivers.store.migrate import upgrade
from wefact_multivers.wefact.budget import Budget
from wefact_multivers.wefact.connection import WeFactConnection

URL = "http://127.0.0.1:1/v2/"
QUESTION = {"api_key": KEY, "controller": "debtor", "action": "list", "limit": "1"}


@dataclass
class Rivals:
    """One address, from `NOW` on.

    Attributes:
        calls: the second of each call that WeFact has counted, since the beginning.
        blocked: how many of them were answered by the firewall.
    """

    folder: Path
    seed: int
    settings: dict[str, Any]
    calls_per_hour: int | None = None
    calls: list[float] = field(default_factory=list)
    blocked: int = 0

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)  # noqa: S311 - a seed, no secret
        self._sandbox = Sandbox()
        reset(self._sandbox, {"dataset": "demo", "seed": 0})
        self._sandbox.state.settings.change(self.settings)
        self._http = httpx.Client(transport=InProcessTransport(self._sandbox))
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._order = count()
        self._second = 0.0

    def run(self, seconds: float, stranger_per_second: float) -> None:
        """Let all of them call for so long."""
        store = StoreConnection(f"sqlite:///{self.folder / 'store.db'}", (Fernet.generate_key().decode(),))
        stores = [Store(store) for _ in range(3)]
        upgrade(stores[0].engine)
        connection = WeFactConnection("wefact_demo", URL, KEY, calls_per_hour=self.calls_per_hour)
        for own in stores:
            self._after(self._random.random(), self._asks(Budget(connection, StoredCounts(own))))
        self._after(self._random.random(), lambda: self._strange(stranger_per_second))
        while self._events[0][0] < seconds:
            self._second, _, happen = heapq.heappop(self._events)
            happen()
        for own in stores:
            own.close()

    def _asks(self, budget: Budget) -> Callable[[], None]:
        def ask() -> None:
            try:
                budget.check(self._now())
            except RateLimited as error:
                self._after((error.until - self._now()).total_seconds(), ask)
            else:
                self._after(self._latency(), send)

        def send() -> None:
            headers = self._call().headers
            self._after(self._latency(), lambda: hear(headers))

        def hear(headers: httpx.Headers) -> None:
            budget.note(headers, self._now())
            self._after(self._latency(), ask)

        return ask

    def _strange(self, per_second: float) -> None:
        self._call()
        self._after(self._random.uniform(0.5, 1.5) / per_second, lambda: self._strange(per_second))

    def _call(self) -> httpx.Response:
        self._sandbox.clock.set(parse_instant(self._now().isoformat()))
        answer = self._http.post(URL, json=QUESTION)
        self.calls.append(self._second)
        self.blocked += answer.status_code == 403
        return answer

    def _after(self, seconds: float, happen: Callable[[], None]) -> None:
        heapq.heappush(self._events, (self._second + seconds, next(self._order), happen))

    def _now(self) -> datetime:
        return NOW + timedelta(seconds=self._second)

    def _latency(self) -> float:
        return self._random.uniform(0.02, 0.2)
