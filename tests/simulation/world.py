"""A simulated world: both programs, the people in them, the link with its processes, and the oracle beside it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from pathlib import Path

import httpx

from sandbox.core import Sandbox
from sandbox.faults import Fault
from tests.oracle.agreement import Agreement
from tests.oracle.promises import Chronicle, Finding
from tests.oracle.sides import ALL_STREAMS
from tests.oracle.snapshots import Camera
from tests.simulation import company
from tests.simulation.coverage import Coverage
from tests.simulation.installation import Installation
from tests.simulation.logins import Logins
from tests.simulation.processes import Machine, Process, Strike
from tests.simulation.rows import status_rows
from tests.simulation.scenario import Scenario, chance_of
from tests.simulation.time import WorldClock
from tests.simulation.trouble import BOOKINGS
from tests.simulation.wire import MULTIVERS_URL, READ_SECONDS, WEFACT_URL, Wire
from wefact_multivers.clock import AMSTERDAM
from wefact_multivers.streams.services import Network

SIX = time(6)
OUTAGES = (20, 60, 120, 480)
"""For how many minutes Multivers may be gone."""


class World:
    """Everything of one seed; time stands at six in the morning of its first day."""

    def __init__(self, scenario: Scenario, folder: Path) -> None:
        self.scenario, self.folder = scenario, folder
        self.trace: list[str] = []
        self.coverage = Coverage()
        self.sandbox = Sandbox()
        company.build(self.sandbox, scenario.start)
        self.clock = WorldClock(self.sandbox, datetime.combine(scenario.start.day, SIX, AMSTERDAM))
        self.machine, self._outages = Machine(self._struck), self.chance("outages")
        self.logins = Logins(self.sandbox.state.settings, lambda: self.main)
        self.network = self._network()
        self.main = self.install("main")
        self.camera = Camera(self.sandbox)
        self.chronicle = Chronicle(self.camera.picture(), self._agreed())

    def install(self, name: str) -> Installation:
        """One more installation of the link for this company."""
        installation = Installation(name, self.folder, self.clock, self.machine, self.network)
        installation.configure(**self.scenario.configured, **dict.fromkeys(self.scenario.off, "off"))
        return installation

    def chance(self, name: str) -> random.Random:
        """What decides one kind of thing in this world."""
        return chance_of(self.scenario.seed, name)

    def tell(self, text: str) -> None:
        """Something happened."""
        self.trace.append(f"{self.clock.now().astimezone(AMSTERDAM):%Y-%m-%d %H:%M:%S} {text}")

    @contextmanager
    def people_at_work(self) -> Iterator[None]:
        """What changes in the block is people's work; late requests have arrived before."""
        before = self.camera.picture()
        yield
        self.chronicle.people_worked(before, self.camera.picture())

    def judge(self, *, is_settled: bool = False) -> list[Finding]:
        """What the oracle finds in both programs and in the store."""
        look = self.chronicle.settled if is_settled else self.chronicle.link_worked
        return look(self.camera.picture(), status_rows(self.main))

    def next_morning(self, day: int) -> None:
        """It is six o'clock of a day; every late request has arrived."""
        morning = datetime.combine(self.scenario.start.day + timedelta(days=day), SIX, AMSTERDAM)
        self.clock.until(morning)

    def close(self) -> None:
        """Close what is open."""
        self.main.close()
        self.network.wefact.close()
        self.network.multivers.close()

    def _network(self) -> Network:
        wire = Wire(self.sandbox, self.clock, self.machine, self.chance("wire"))
        wire.on_call, wire.on_fault, wire.on_answer = self._called, self._faulted, self.logins.answered
        return Network(
            wefact=httpx.Client(base_url=WEFACT_URL, transport=wire, timeout=READ_SECONDS),
            multivers=httpx.Client(base_url=MULTIVERS_URL, transport=wire, timeout=READ_SECONDS),
        )

    def _agreed(self) -> Agreement:
        return Agreement(
            streams=ALL_STREAMS - self.scenario.off,
            writes_parts=self.scenario.configured["part"] == "write",
            pays_written_off=self.scenario.configured["write_off"] == "mark_paid",
            updates=self.scenario.configured["changes"] == "update_while_concept",
            frees_purchases=self.scenario.configured["purchase_release"] == "free",
        )

    def _called(self, call: str) -> None:
        self.tell(f"    {call}")

    def _faulted(self, call: str, fault: Fault) -> None:
        self.tell(f"    ! {fault.when} {fault.kind}")
        self.coverage.fault(call, fault)
        self.logins.faulted(call)
        if self.scenario.family.outages and call in BOOKINGS and fault.when != "before":
            self._go_down()

    def _go_down(self) -> None:
        """Multivers is gone from now on, for a while."""
        now = self.sandbox.clock.now()
        until = now + timedelta(minutes=self._outages.choice(OUTAGES))
        self.sandbox.state.settings.change({"maintenance_window": f"{now:%H:%M}-{until:%H:%M}"})
        self.tell(f"    Multivers is down until {until:%H:%M}")

    def come_back(self) -> None:
        """Multivers is there again, in time for people to work in it."""
        usual = {name: self.scenario.switches.get(name, "") for name in ("maintenance_window",)}
        self.sandbox.state.settings.change(usual)

    def _struck(self, process: Process, strike: Strike) -> None:
        self.tell(f"    ! {strike.word} {strike.place} {process.name}")
        self.coverage.strike(process.name, strike)
        self.logins.struck()
