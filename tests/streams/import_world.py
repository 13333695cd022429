"""A world whose WeFact is empty, and lines to it on which something happens to a `debtor/add` or `creditor/add`."""

from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from sandbox import testing
from tests.streams.dying import KILLED, Moment
from tests.streams.world import DEMO_NOW, World
from wefact_multivers.clock import FixedClock
from wefact_multivers.domain.bookings import Kind
from wefact_multivers.mapping.administration import load_administration
from wefact_multivers.streams.preflight import preflight
from wefact_multivers.streams.relation_import import import_relations
from wefact_multivers.streams.runs import RunRequest, Trigger
from wefact_multivers.streams.services import Connections, Network, build_services

DEBTORS, CREDITORS = 19, 12
"""How many relations Multivers holds."""
FOREIGN = ("FR", "GB", "LU", "GR")
"""Countries of the data that the demo's table does not have."""
COUNTRIES = ("NL", "BE", "DE", "IE", "US", *FOREIGN)
"""Countries of the data."""
TABLES = {"debtor": "debtors", "creditor": "creditors"}
RUN = "import-1"
Body = dict[str, Any]
OnAdd = Callable[[Body], httpx.Response | None]
"""What happens to a relation on its way: an answer instead of WeFact's own, or None to let it through."""


class WatchedLine(httpx.BaseTransport):
    """Sends requests on; each relation that is to be made is shown to `on_add` first."""

    def __init__(self, on_add: OnAdd, after: Callable[[], None] = lambda: None) -> None:
        self._on_add = on_add
        self._after = after
        self._inner = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send on, or answer in WeFact's place."""
        body = json.loads(request.read())
        if body["action"] != "add":
            return self._inner.handle_request(request)
        answer = self._on_add(body)
        if answer is not None:
            return answer
        answer = self._inner.handle_request(request)
        answer.read()
        self._after()
        return answer

    def close(self) -> None:
        """Close the connections."""
        self._inner.close()


def refusal(text: str) -> httpx.Response:
    """A refusal in WeFact's envelope (`wefact-api.md 1.1`)."""
    return httpx.Response(200, json={"controller": "debtor", "action": "add", "status": "error", "errors": [text]})


class ImportWorld(World):
    """One administration whose relations stand in Multivers alone."""

    def map_countries(self) -> None:
        """Every country of the data, whatever the demo's own table has."""
        rows = "".join(f"{code},{code},{code}\n" for code in COUNTRIES)
        (self.include / "mappings" / "demo" / "countries.csv").write_text(f"wefact,multivers,vat_prefix\n{rows}")

    def start(self) -> None:
        """Preflight, as the first task of a run."""
        with self.services() as services:
            preflight(services, RunRequest(RUN, Trigger.MANUAL))

    def bring(self, controller: str = "debtor", *, dry_run: bool = False) -> dict[str, int]:
        """One task of the import, with services of its own."""
        with self.services() as services:
            return import_relations(services, RUN, controller, dry_run=dry_run)

    def held(self, controller: str = "debtor") -> dict[str, dict[str, str]]:
        """The relations that WeFact holds, by code; a code that it holds twice is a failure."""
        rows = list(self.books()["wefact"][TABLES[controller]].values())
        found = {row[f"{controller.capitalize()}Code"]: row for row in rows}
        assert len(found) == len(rows)
        return found

    def listed(self, table: str = "customers") -> dict[str, dict[str, Any]]:
        """The relations that Multivers holds, by code."""
        return dict(self.books()["multivers"][table])

    def books(self) -> dict[str, Any]:
        """Everything that both systems hold; not how often they were asked."""
        state = self.sandbox.state()
        return {
            "wefact": state["wefact"]["accounts"][testing.KEY],
            "multivers": state["multivers"]["databases"][testing.DATABASE],
        }

    @contextmanager
    def line(self, on_add: OnAdd) -> Iterator[None]:
        """Lets something happen to relations on their way to WeFact, for the length of a block."""
        base = self.connections
        with (
            httpx.Client(base_url=base.wefact.base_url, transport=WatchedLine(on_add)) as wefact,
            base.multivers.open_http() as multivers,
        ):
            self.network = Network(wefact=wefact, multivers=multivers)
            yield
        self.network = None

    def make_passive(self, code: str) -> None:
        """Somebody in Multivers says that a customer is not to be used any more."""
        with self.services() as services:
            row = services.multivers.relation(Kind.SALES, code) or {}
            services.multivers.update_relation(Kind.SALES, code, {**row, "customerStateId": "P"})

    def let_the_lease_end(self) -> None:
        """The lease of a process that died runs out; a test does not wait two minutes for it."""
        with self.services() as services, services.store.write() as connection:
            connection.exec_driver_sql("UPDATE lease SET expires_at = 0")

    def clear_creditors(self) -> None:
        """Somebody in WeFact clears the test data."""
        for code in self.held("creditor"):
            body = {"api_key": testing.KEY, "controller": "creditor", "action": "delete", "CreditorCode": code}
            httpx.post(self.sandbox.wefact_url, json=body).raise_for_status()


@contextmanager
def import_world(folder: Path) -> Iterator[ImportWorld]:
    """Nothing in WeFact, 19 customers and 12 suppliers in Multivers, every country mapped."""
    with testing.running("empty") as sandbox:
        world = ImportWorld(sandbox, folder, f"sqlite:///{folder / 'store.db'}")
        world.migrate()
        world.map_countries()
        sandbox.clock(DEMO_NOW.isoformat())
        world.start()
        yield world


def die_in_import(world: ImportWorld, moment: Moment, *, nth: int) -> int:
    """Runs the import of debtors in a process of its own that dies at the nth `debtor/add`; gives its exit code."""
    arguments = (world.include, world.connections, world.clock, moment, nth)
    process = multiprocessing.get_context("spawn").Process(target=_import_and_die, args=arguments)
    process.start()
    process.join(60)
    return process.exitcode or 0


def _import_and_die(include: Path, connections: Connections, clock: FixedClock, moment: Moment, nth: int) -> None:
    seen: list[str] = []

    def die(when: Moment) -> None:
        if moment is when and len(seen) == nth:
            os._exit(KILLED)

    def on_add(body: Body) -> None:
        seen.append(body["DebtorCode"])
        die(Moment.BEFORE_CALL)

    line = WatchedLine(on_add, lambda: die(Moment.AFTER_CALL))
    with (
        httpx.Client(base_url=connections.wefact.base_url, transport=line) as wefact,
        connections.multivers.open_http() as multivers,
    ):
        network = Network(wefact=wefact, multivers=multivers)
        administration = load_administration(include, "demo")
        services = build_services("demo", include, administration, connections, clock, network)
        import_relations(services, RUN, "debtor", dry_run=False)
