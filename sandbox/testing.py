"""A running sandbox for tests: `with running("demo") as sandbox: …`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from sandbox.clock import Clock
from sandbox.control import reset
from sandbox.core import CONTROL, Sandbox
from sandbox.server import RunningSandbox

KEY, SECOND_KEY = "sandbox-wefact-key", "sandbox-wefact-key-2"
CLIENT_ID, CLIENT_SECRET = "sandbox-client", "sandbox-secret"
REFRESH_TOKEN, DATABASE = "sandbox-refresh-token", "MVL00001"


class SandboxControl:
    """The control API, over HTTP or in process alike."""

    def __init__(self, base_url: str, transport: httpx.BaseTransport | None = None) -> None:
        self._http = httpx.Client(base_url=base_url, transport=transport, timeout=30, trust_env=False)

    def reset(self, dataset: str = "demo", seed: int = 0) -> None:
        """Begin anew with a dataset."""
        self._call("POST", "reset", {"dataset": dataset, "seed": seed})

    def state(self) -> dict[str, Any]:
        """Everything the sandbox knows."""
        return self._call("GET", "state")

    def invoices(self, key: str = KEY) -> dict[str, dict[str, Any]]:
        """WeFact's sales invoices as stored, by number."""
        table = self.state()["wefact"]["accounts"][key]["invoices"]
        return {record["InvoiceCode"]: record for record in table.values()}

    def bookings(self, journal: str = "", database: str = DATABASE) -> list[dict[str, Any]]:
        """Multivers' customer invoices as stored, of one journal or of all."""
        return self._booked("invoices", journal, database)

    def purchase_bookings(self, journal: str = "", database: str = DATABASE) -> list[dict[str, Any]]:
        """Multivers' supplier invoices as stored, of one journal or of all."""
        return self._booked("supplier_invoices", journal, database)

    def _booked(self, table: str, journal: str, database: str) -> list[dict[str, Any]]:
        rows = self.state()["multivers"]["databases"][database][table].values()
        return [record for record in rows if journal in ("", record["journalId"])]

    def requests(self) -> dict[str, Any]:
        """Counts by call since the reset: `calls`, `writes` per service, `total`."""
        return self._call("GET", "requests")

    def forget_requests(self) -> None:
        """Set the counts back to nought."""
        self._call("DELETE", "requests")

    def fault(self, match: str, **rule: Any) -> None:
        """Let a call go wrong; see `sandbox.faults.Fault` for the properties."""
        self._call("POST", "faults", {"match": match} | rule)

    def clear_faults(self) -> None:
        """Let everything go right again."""
        self._call("DELETE", "faults")

    def settings(self, **changes: Any) -> dict[str, Any]:
        """Turn switches; gives all positions."""
        return self._call("POST", "settings", changes)

    def clock(self, now: str | None) -> None:
        """Fix the clock at an ISO instant, or let it run (None)."""
        self._call("POST", "clock", {"now": now})

    def advance(self, seconds: float) -> None:
        """Fix the clock this many seconds after now; late calls that fall due are done."""
        self._call("POST", "clock", {"advance": seconds})

    def action(self, action: str, **arguments: Any) -> dict[str, Any]:
        """Do what a person does in one of the programs."""
        return self._call("POST", "actions", {"action": action} | arguments)

    def close(self) -> None:
        """Give up the connection."""
        self._http.close()

    def _call(self, method: str, name: str, body: object = None) -> dict[str, Any]:
        response = self._http.request(method, f"{CONTROL}{name}", json=body)
        answer: dict[str, Any] = response.json()
        if response.status_code != 200:
            raise ValueError(answer["error"])
        return answer


class SandboxServers(SandboxControl):
    """Both ports in threads of this process."""

    def __init__(self, dataset: str = "demo", seed: int = 0) -> None:
        sandbox = Sandbox(clock=Clock.for_serving())
        reset(sandbox, {"dataset": dataset, "seed": seed})
        self._running = RunningSandbox(sandbox)
        self.wefact_url = self._running.wefact_url
        self.multivers_url = self._running.multivers_url
        self.page_url = self._running.page_url
        super().__init__(self.multivers_url.removesuffix("/V22"))

    def close(self) -> None:
        """Stop both ports."""
        super().close()
        self._running.close()


@contextmanager
def running(dataset: str = "demo", seed: int = 0) -> Iterator[SandboxServers]:
    """Serve a dataset for the length of a block."""
    servers = SandboxServers(dataset, seed)
    try:
        yield servers
    finally:
        servers.close()
