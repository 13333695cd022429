"""The demo company after its first morning, and what its bookkeeper and WeFact say of payments from then on."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from sandbox import persistence
from sandbox.clock import Clock
from sandbox.control import reset
from sandbox.core import Sandbox
from sandbox.datasets.demo_script import SECOND_MORNING
from sandbox.model import from_json
from sandbox.server import RunningSandbox
from sandbox.testing import SandboxControl, SandboxServers
from tests.streams.world import Outcome, World
from wefact_multivers.store.connection import StoreConnection
from wefact_multivers.streams.payment_list import PaymentRow, payment_rows
from wefact_multivers.streams.preflight import preflight
from wefact_multivers.streams.runs import RunRequest, Trigger
from wefact_multivers.streams.services import open_network

PAID_ON = "2026-03-16"
"""The day on which everything is matched that names no other."""


class KeptServers(SandboxServers):
    """A sandbox that can be put back to where it once was."""

    def __init__(self) -> None:
        self._sandbox = Sandbox(clock=Clock.for_serving())
        reset(self._sandbox, {"dataset": "demo"})
        self._running = RunningSandbox(self._sandbox)
        self.wefact_url, self.multivers_url = self._running.wefact_url, self._running.multivers_url
        SandboxControl.__init__(self, self.multivers_url.removesuffix("/V22"))

    def keep(self) -> bytes:
        """Everything as it is now."""
        return persistence.dump(self._sandbox.state, self._sandbox.clock)

    def put_back(self, kept: bytes) -> None:
        """Go on from there."""
        self._sandbox.use(persistence.from_record(from_json(kept), self._sandbox.clock))


class FirstMorning:
    """The demo booked once, and as many worlds as one likes that go on from there, one after the other."""

    def __init__(self, servers: KeptServers, folder: Path, *, purchases: bool) -> None:
        self._servers, self._folder = servers, folder
        world = World(servers, folder, f"sqlite:///{folder / 'store.db'}")
        self._closing = ExitStack()
        self._network = world.network = self._closing.enter_context(open_network(world.connections))
        world.migrate()
        world.switch(creditors=purchases, purchase_invoices=purchases, payments=True)
        world.sign()
        world.run()
        servers.forget_requests()
        self._kept, self._keys = servers.keep(), world.connections.store.token_keys

    def world(self, folder: Path, **policy: str) -> World:
        """The company with everything booked; `policy` is what it wants of payments."""
        self._servers.put_back(self._kept)
        shutil.copytree(self._folder, folder, dirs_exist_ok=True)
        url = f"sqlite:///{folder / 'store.db'}"
        world = World(self._servers, folder, url, self._network)
        world.connections = replace(world.connections, store=StoreConnection(url, self._keys))
        set_policy(world, **policy)
        return world

    def close(self) -> None:
        """Give up the connections to both systems, which all worlds share: opening them takes long."""
        self._closing.close()


@contextmanager
def first_morning(folder: Path, *, purchases: bool = False) -> Iterator[FirstMorning]:
    """The sales side, or both, booked on the first morning."""
    with closing(KeptServers()) as servers, closing(FirstMorning(servers, folder, purchases=purchases)) as made:
        yield made


def set_policy(world: World, **values: str) -> None:
    """Change what the administration wants of payments."""
    file = world.include / "administrations" / "demo.yaml"
    text = file.read_text()
    for name, value in values.items():
        text = re.sub(rf"^  {name}: .*$", f"  {name}: {value}", text, flags=re.MULTILINE)
    file.write_text(text)


def pay(world: World, number: str, amount: str | None = None, **arguments: object) -> None:
    """The bookkeeper matches money to the booking of a sales invoice; all that is open unless an amount is named."""
    named = {"date": PAID_ON, **({"amount": amount} if amount else {}), **arguments}
    world.sandbox.action("match_payment", invoiceId=booking_of(number), **named)


def booking_of(number: str) -> str:
    """The invoice id of the booking of a sales invoice."""
    return number.removeprefix("F").replace("-", "")


def morning(world: World, key: str, **params: object) -> Outcome:
    """A day later: the payments of a run, on documents as they were read before."""
    world.wait(days=1)
    with world.services() as services:
        preflight(services, RunRequest(key, Trigger.SCHEDULED, params=params))
    return world.run_payments(key)


def release(world: World, key: str) -> Outcome:
    """A person approves what waits, and clears the payments of the run."""
    world.approve()
    return world.run_payments(key)


def after_the_first_release(world: World) -> World:
    """The company once its first write-back is behind it."""
    pay(world, "F2026-0008")
    morning(world, "first")
    release(world, "first")
    assert in_wefact(world, "F2026-0008") == ("4", "136.13", PAID_ON)
    world.sandbox.forget_requests()
    return world


def second_morning(world: World) -> None:
    """What the demo's script says happens in between, and the clocks on the second morning."""
    world.sandbox.action("demo_second_morning")
    world.clock.at = world.clock.at.fromisoformat(SECOND_MORNING)


def payments(world: World) -> dict[str, PaymentRow]:
    """Every payment by the number of its document."""
    with world.services() as services:
        return {row.number: row for row in payment_rows(services, everything=True)}


def told(world: World) -> dict[str, tuple[str, str, str]]:
    """Status, balance and codes of every payment that has something to tell, by number."""
    return {
        number: (row.status, str(row.balance), " ".join(re.findall(r"[A-Z]{3}-\d{3}", row.reason)))
        for number, row in payments(world).items()
        if row.reason or row.status != "open"
    }


def in_wefact(world: World, number: str) -> tuple[str, str, str]:
    """Status, amount paid and pay date of a sales invoice in WeFact."""
    row = world.sandbox.invoices()[number]
    return row["Status"], row["AmountPaid"], row["PayDate"]


def paid_amounts(world: World) -> dict[str, Decimal]:
    """What WeFact counts as paid of each sales invoice of which anything was written by the link."""
    rows = world.sandbox.invoices().values()
    return {row["InvoiceCode"]: Decimal(row["AmountPaid"]) for row in rows if row["PaymentMethod"] == "accounting"}


def calls(world: World, *names: str) -> dict[str, int]:
    """How often each of these calls was made since the counts were forgotten; those that were not are left out."""
    counts = world.sandbox.requests()["calls"]
    return {name: counts[name] for name in names if name in counts}
