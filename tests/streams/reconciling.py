"""A booked company in process, in which one thing is made to differ, and what reconcile says of it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from copy import copy, deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any

from sqlalchemy import Table, delete

from tests.streams.old_store import InProcess
from tests.streams.world import World
from wefact_multivers.clock import FixedClock
from wefact_multivers.domain.documents import Controller
from wefact_multivers.domain.reconcile import Tie
from wefact_multivers.errors import NotReconciled, SyncError
from wefact_multivers.store.tables import record
from wefact_multivers.streams.preflight import preflight
from wefact_multivers.streams.reconcile import reconcile
from wefact_multivers.streams.reconcile_result import Comparison, latest_comparison
from wefact_multivers.streams.runs import RunRequest, Stream, Trigger

NUMBER = "F2026-0004"
"""An invoice of 308.55 that the link books."""


class Reconciled(World):
    """The demo in process, both sides and payments, after its first morning."""

    sandbox: InProcess

    def __init__(self, folder: Path, dataset: str = "demo", **streams: bool) -> None:
        servers = InProcess(dataset)
        super().__init__(servers, folder, f"sqlite:///{folder / 'store.db'}", servers.network)
        self.switch(**streams)
        self.migrate()
        self.sign()
        self.mornings = 0

    def copied(self, folder: Path) -> Reconciled:
        """The same company, to do something else with."""
        made = copy(self)
        for name in ("include", "store.db"):
            here, there = self.include.parent / name, folder / name
            shutil.copytree(here, there) if here.is_dir() else shutil.copy(here, there)
        made.include, made.clock = folder / "include", FixedClock(self.clock.at)
        made.connections = replace(
            self.connections, store=replace(self.connections.store, url=f"sqlite:///{folder / 'store.db'}")
        )
        made.sandbox = InProcess("empty")
        made.sandbox.sandbox.use(deepcopy(self.sandbox.sandbox.state))
        made.sandbox.clock(self.clock.at.isoformat())
        made.network = made.sandbox.network
        return made

    def morning(self) -> dict[str, str]:
        """A day later everything runs; gives the codes of what failed."""
        if self.mornings:
            self.wait(days=1)
        self.mornings += 1
        return self.run(f"morning-{self.mornings}").codes

    def reconcile(self, key: str = "by-hand", *, full: bool = False) -> SyncError | None:
        """Both systems are compared by hand; gives what it ended with."""
        with self.services() as services:
            preflight(services, RunRequest(key, Trigger.MANUAL, params={"mode": "preview"}))
        with self.services() as services:
            try:
                reconcile(services, key, full=full)
            except SyncError as error:
                return error
        return None

    def differences(self, key: str = "by-hand", *, full: bool = False) -> list[str]:
        """What nothing explains, in English."""
        error = self.reconcile(key, full=full)
        assert error is None or isinstance(error, NotReconciled)
        return error.params["differences_en"].split("; ") if error else []

    def comparison(self) -> Comparison:
        """The tables of the last reconciliation."""
        with self.services() as services:
            found = latest_comparison(services)
        assert found is not None
        return found

    def documents(self, stream: Stream = Stream.SALES_INVOICES) -> Tie:
        """The tie of the documents of a kind."""
        return next(kind.documents for kind in self.comparison().kinds if kind.stream == stream)

    def open_items(self, stream: Stream = Stream.SALES_INVOICES) -> Tie:
        """The tie of what is open of a kind."""
        (found,) = [kind.open_items for kind in self.comparison().kinds if kind.stream == stream]
        assert found is not None
        return found

    def booking(self, number: str = NUMBER) -> dict[str, Any]:
        """The one booking of a document, as Multivers holds it."""
        (found,) = [row for row in self.sandbox.bookings("WFV") if row["reference"] == number]
        return dict(found)

    def drop(self, number: str, tables: Sequence[Table] = (record,)) -> None:
        """The store forgets a document, as a defect would."""
        key = next(one.key for one in self.records(Controller.INVOICE) if one.seen.number == number)
        with self.services() as services, services.store.write() as connection:
            for table in tables:
                mine = (table.c.controller == key.controller, table.c.identifier == key.identifier)
                connection.execute(delete(table).where(*mine))

    def calls(self, system: str) -> int:
        """How many calls the systems answered since they were forgotten."""
        counts = self.sandbox.requests()["calls"]
        return sum(count for name, count in counts.items() if name.startswith(system))
