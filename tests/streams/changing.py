"""A booked company in process, in which people then change, void or delete documents and bookings."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx

from sandbox import persistence
from sandbox.model import from_json
from sandbox.transport import InProcessTransport
from tests.streams.old_store import InProcess
from tests.streams.world import World
from wefact_multivers.clock import FixedClock
from wefact_multivers.domain.documents import Controller
from wefact_multivers.store.connection import StoreConnection
from wefact_multivers.store.records import Record

INVOICE = "F2026-0004"
"""An invoice of the demo, sent and open: one line, reverse charge, 255.00."""


LOCKED = "HTTP 400: In gebruik"
"""What the link tells of a refusal by `Refusing`."""


class Killed(BaseException):
    """The process is gone."""


class Deadly(httpx.BaseTransport):
    """Sends requests on, until one of them takes the process with it."""

    def __init__(self, inner: InProcessTransport, match: str, *, is_answered: bool) -> None:
        self._inner = inner
        self._match = match
        self._is_answered = is_answered

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send on, or die."""
        is_deadly = self._match in f"{request.method} {request.url.path}"
        if is_deadly and not self._is_answered:
            raise Killed
        response = self._inner.handle_request(request)
        if is_deadly:
            raise Killed
        return response


class Refusing(httpx.BaseTransport):
    """Sends requests on, but for one that Multivers refuses: somebody has the record open."""

    def __init__(self, inner: InProcessTransport, match: str) -> None:
        self._inner = inner
        self._match = match

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send on, or refuse."""
        if self._match in f"{request.method} {request.url.path}":
            return httpx.Response(400, json={"messages": [{"path": "", "message": "In gebruik"}]})
        return self._inner.handle_request(request)


class Booked(World):
    """The demo's sales, booked; nobody has touched anything yet."""

    sandbox: InProcess

    def __init__(self, folder: Path) -> None:
        servers = InProcess("demo")
        super().__init__(servers, folder, f"sqlite:///{folder / 'store.db'}", servers.network)
        self.switch(creditors=False, purchase_invoices=False, payments=False)
        self.migrate()
        self.sign()
        self.run("day-0")
        self.days = 0

    def twin(self, folder: Path) -> Booked:
        """The same company in another folder, to go on from here."""
        made = copy(self)
        shutil.copytree(self.include.parent, folder, dirs_exist_ok=True)
        kept = persistence.dump(self.sandbox.sandbox.state, self.sandbox.sandbox.clock)
        servers = InProcess("empty")
        servers.sandbox.use(persistence.from_record(from_json(kept), servers.sandbox.clock))
        made.sandbox, made.network, made.clock = servers, servers.network, FixedClock(self.clock.at)
        made.include = folder / "include"
        store = StoreConnection(f"sqlite:///{folder / 'store.db'}", self.connections.store.token_keys)
        made.connections = replace(self.connections, store=store)
        return made

    def follow(self) -> None:
        """From now on bookings follow their documents."""
        file = self.include / "administrations" / "demo.yaml"
        file.write_text(file.read_text().replace("changes: flag", "changes: update_while_concept"))

    def next_day(self) -> dict[str, str]:
        """A day passes, and everything runs; gives the codes of what failed."""
        self.days += 1
        self.wait(days=1)
        return self.run(f"day-{self.days}").codes

    def record(self, number: str = INVOICE, controller: Controller = Controller.INVOICE) -> Record:
        """Where a document or relation stands."""
        return next(one for one in self.records(controller) if one.seen.number == number)

    def told(self, number: str = INVOICE, controller: Controller = Controller.INVOICE) -> dict[str, dict[str, str]]:
        """What is said at a document, by code."""
        return {found.code: found.values for found in self.record(number, controller).problems}

    def booking(self, number: str = INVOICE) -> dict[str, Any]:
        """The one booking of a document, as Multivers holds it."""
        (found,) = [row for row in self.bookings() if row["reference"] == number]
        return found

    def edit(self, number: str = INVOICE, **changes: Any) -> None:
        """Somebody changes an invoice in WeFact."""
        self.wait(minutes=1)
        self.sandbox.action("edit_invoice", InvoiceCode=number, changes=changes)

    def price(self, price: str, number: str = INVOICE) -> None:
        """Somebody changes the price of the first line."""
        lines = [dict(line) for line in self.sandbox.invoices()[number]["InvoiceLines"]]
        lines[0]["PriceExcl"] = price
        self.edit(number, InvoiceLines=lines)

    def is_followed(self) -> bool:
        """Whether the one booking is that of the invoice at a price of 30."""
        held = self.booking()
        line = held["customerInvoiceLines"][0]
        amounts = (held["amountTotalCur"], line["creditAmountCur"], line["vatAmountCur"])
        return (self.record().status, amounts) == ("booked", (370.26, 306.0, 64.26))

    def puts(self) -> int:
        """How often a booking was replaced."""
        return int(self.sandbox.requests()["calls"].get("multivers PUT CustomerInvoice", 0))

    def dies(self, match: str, *, is_answered: bool, work: Callable[[], object]) -> None:
        """Do something in which the process is killed at a call to Multivers."""
        with self.talking(Deadly(self.sandbox.transport, match, is_answered=is_answered)), suppress(Killed):
            work()
            raise AssertionError(f"nothing died at {match}")

    @contextmanager
    def refused(self, match: str) -> Iterator[None]:
        """Meanwhile Multivers refuses a call."""
        with self.talking(Refusing(self.sandbox.transport, match)):
            yield

    @contextmanager
    def talking(self, transport: httpx.BaseTransport) -> Iterator[None]:
        """Meanwhile the link talks to Multivers through a transport."""
        alive = self.network
        client = httpx.Client(base_url=self.sandbox.multivers_url, transport=transport)
        self.network = replace(self.sandbox.network, multivers=client)
        try:
            yield
        finally:
            self.network = alive
