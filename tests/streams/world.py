"""A world to run the link in: the sandbox over HTTP, a store, a clock, and the tasks of a run in the DAG's order."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet

from sandbox import testing
from sandbox.testing import SandboxServers
from wefact_multivers.clock import FixedClock
from wefact_multivers.domain.documents import Controller
from wefact_multivers.errors import SyncError
from wefact_multivers.mapping.administration import load_administration
from wefact_multivers.multivers.connection import MultiversConnection
from wefact_multivers.store.connection import StoreConnection
from wefact_multivers.store.database import Store
from wefact_multivers.store.migrate import upgrade
from wefact_multivers.store.records import Record
from wefact_multivers.streams import first_contact
from wefact_multivers.streams.extract import extract
from wefact_multivers.streams.kinds import KINDS
from wefact_multivers.streams.payments import approve, fetch, match, settle
from wefact_multivers.streams.post import post
from wefact_multivers.streams.preflight import preflight
from wefact_multivers.streams.prepare import prepare
from wefact_multivers.streams.reconcile import reconcile
from wefact_multivers.streams.report import Report, report
from wefact_multivers.streams.runs import RunRequest, Stream, Trigger
from wefact_multivers.streams.services import (
    Connections,
    Network,
    Services,
    build_services,
    open_network,
)
from wefact_multivers.transport import HttpOptions, Timeouts
from wefact_multivers.wefact.connection import WeFactConnection

ROOT = Path(__file__).parents[2]
DEMO_NOW = datetime.fromisoformat("2026-03-16T06:00:00+01:00")
IMPATIENT = HttpOptions(timeouts=Timeouts(connect=2, read=2, write=2, pool=1))
"""A lost answer is noticed in two seconds: soon enough for a test, late enough for a busy machine."""


@dataclass
class Outcome:
    """What the tasks of a run gave."""

    results: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, SyncError] = field(default_factory=dict)
    report: Report | None = None

    @property
    def codes(self) -> dict[str, str]:
        """The error code of each task that failed."""
        return {task: error.code for task, error in self.errors.items()}


class World:
    """One administration against one sandbox."""

    def __init__(self, sandbox: SandboxServers, folder: Path, store_url: str, network: Network | None = None) -> None:
        self.sandbox = sandbox
        self.include = folder / "include"
        if not self.include.exists():
            shutil.copytree(ROOT / "include", self.include)
        self.clock = FixedClock(DEMO_NOW)
        self.connections = Connections(
            wefact=WeFactConnection("wefact_demo", sandbox.wefact_url, testing.KEY, http=IMPATIENT),
            multivers=MultiversConnection(
                "multivers_demo",
                sandbox.multivers_url,
                testing.CLIENT_ID,
                testing.CLIENT_SECRET,
                testing.REFRESH_TOKEN,
                http=IMPATIENT,
            ),
            store=StoreConnection(store_url, (Fernet.generate_key().decode(),)),
        )
        self.network = network

    def switch(self, **streams: bool) -> None:
        """Switch streams of the administration on or off."""
        file = self.include / "administrations" / "demo.yaml"
        text = file.read_text()
        for name, is_on in streams.items():
            text = re.sub(rf"^  {name}: (on|off)$", f"  {name}: {'on' if is_on else 'off'}", text, flags=re.MULTILINE)
        file.write_text(text)

    def migrate(self) -> None:
        """Bring the store to the present schema."""
        store = Store(self.connections.store)
        upgrade(store.engine)
        store.close()

    @contextmanager
    def services(self) -> Iterator[Services]:
        """The services, as a task opens them."""
        opened = open_network(self.connections) if self.network is None else nullcontext(self.network)
        with opened as network:
            administration = load_administration(self.include, "demo")
            services = build_services("demo", self.include, administration, self.connections, self.clock, network)
            try:
                yield services
            finally:
                services.store.close()

    def sign(self) -> first_contact.Survey:
        """First contact, signed."""
        with self.services() as services:
            found = first_contact.survey(services)
            first_contact.sign(services, "A. de Boer")
            return found

    def run(
        self,
        key: str = "run-1",
        *,
        trigger: Trigger = Trigger.SCHEDULED,
        again: bool = False,
        params: dict[str, object] | None = None,
    ) -> Outcome:
        """All tasks of a run, each with services of its own, in the order and under the guards of the DAG."""
        outcome = Outcome()
        request = RunRequest(key, trigger, params=params or {})
        self._task(outcome, "preflight", lambda services: preflight(services, request))
        if "preflight" in outcome.errors:
            return outcome
        for stream in self.exporting():
            self._task(outcome, f"{stream}.extract", lambda services, s=stream: extract(services, key, s))
            if f"{stream}.extract" in outcome.results:
                self._task(
                    outcome, f"{stream}.prepare", lambda services, s=stream: prepare(services, key, s, again=again)
                )
        for stream in self.exporting():
            self._task(outcome, f"{stream}.post", lambda services, s=stream: post(services, key, s, again=again))
        self.run_payments(key, outcome, again=again)
        self._task(outcome, "reconcile", lambda services: reconcile(services, key))
        with self.services() as services:
            outcome.report = report(services, key)
        return outcome

    def run_payments(self, key: str, outcome: Outcome | None = None, *, again: bool = False) -> Outcome:
        """The payments of a run, if the administration switches them on."""
        outcome = outcome or Outcome()
        if not load_administration(self.include, "demo").streams.payments:
            return outcome
        self._task(outcome, "payments.fetch", lambda services: fetch(services, key))
        if "payments.fetch" in outcome.results:
            self._task(outcome, "payments.match", lambda services: match(services, key))
        if "payments.match" in outcome.results:
            self._task(outcome, "payments.settle", lambda services: settle(services, key, again=again))
        return outcome

    def approve(self) -> None:
        """Release what is to be written to WeFact now."""
        with self.services() as services:
            approve(services, "A. de Boer")

    def exporting(self) -> list[Stream]:
        """The streams of relations and documents that the administration switches on."""
        streams = load_administration(self.include, "demo").streams
        return [stream for stream in KINDS if getattr(streams, stream)]

    def post(self, key: str = "run-1", stream: Stream = Stream.SALES_INVOICES) -> Outcome:
        """The post task of a stream once more, as after a retry."""
        outcome = Outcome()
        self._task(outcome, f"{stream}.post", lambda services: post(services, key, stream, again=True))
        return outcome

    def _task(self, outcome: Outcome, name: str, work: Any) -> None:
        try:
            with self.services() as services:
                outcome.results[name] = work(services)
        except SyncError as error:
            outcome.errors[name] = error

    def wait(self, **duration: float) -> None:
        """Let time pass in the link and in the sandbox."""
        step = timedelta(**duration)
        self.clock.at += step
        self.sandbox.clock(self.clock.at.isoformat())

    def statuses(self, controller: Controller = Controller.INVOICE) -> dict[str, str]:
        """The status of every document or relation, by number."""
        return {record.seen.number: record.status.value for record in self.records(controller)}

    def records(self, controller: Controller = Controller.INVOICE) -> list[Record]:
        """Every record of a kind."""
        with self.services() as services, services.memory.read() as unit:
            return unit.records.all_of(controller)

    def bookings(self) -> list[dict[str, Any]]:
        """The sales bookings that Multivers holds in our journal."""
        return [dict(row) for row in self.sandbox.bookings("WFV")]


@contextmanager
def demo_world(folder: Path, store_url: str | None = None) -> Iterator[World]:
    """A world with the demo's data, its store migrated, nothing signed yet."""
    with testing.running("demo") as sandbox:
        world = World(sandbox, folder, store_url or f"sqlite:///{folder / 'store.db'}")
        world.migrate()
        yield world
