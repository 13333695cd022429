"""A company of a size one likes, served over HTTP, and several real processes that export it at the same time."""

from __future__ import annotations

import logging
import multiprocessing
import re
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from copy import copy
from pathlib import Path
from threading import Barrier
from typing import Any

from sandbox.clock import Clock
from sandbox.control import reset
from sandbox.core import Sandbox
from sandbox.server import RunningSandbox
from sandbox.testing import KEY, SandboxControl, SandboxServers
from tests.streams.world import World
from wefact_multivers.errors import LeaseHeld
from wefact_multivers.streams.daily import DailyRun
from wefact_multivers.streams.kinds import KINDS
from wefact_multivers.streams.runs import RunRequest, Stream, Trigger

LONGEST = 900
"""Seconds after which a process that has not ended is given up."""

LEASE_HELD = frozenset({LeaseHeld.code})
"""For what reason alone a writer may end."""

_barrier: Any = None


class LargeCompany(SandboxServers):
    """`documents` in WeFact, four sales invoices to each purchase invoice, whose limits never stop a test."""

    def __init__(self, documents: int) -> None:
        sandbox = Sandbox(clock=Clock.for_serving())
        reset(sandbox, {"dataset": f"large:{documents * 4 // 5}", "seed": 0})
        for row in sandbox.state.wefact.accounts[KEY].invoices.values():
            # F2025-00001 becomes F2025-0001: an invoice id has room for eight digits.
            row["InvoiceCode"] = re.sub(r"-0(\d{4})$", r"-\1", row["InvoiceCode"])
        self._running = RunningSandbox(sandbox)
        self.wefact_url, self.multivers_url = self._running.wefact_url, self._running.multivers_url
        SandboxControl.__init__(self, self.multivers_url.removesuffix("/V22"))
        self.settings(wefact_per_minute=1_000_000, wefact_per_hour=10_000_000)


@contextmanager
def large_world(folder: Path, documents: int, store_url: str | None = None) -> Iterator[World]:
    """That company, its store migrated, nothing signed yet; every document can be booked."""
    sandbox = LargeCompany(documents)
    try:
        world = World(sandbox, folder, store_url or f"sqlite:///{folder / 'store.db'}")
        _configure(world.include)
        world.switch(payments=False)
        world.migrate()
        yield world
    finally:
        sandbox.close()


def _configure(include: Path) -> None:
    file = include / "administrations" / "demo.yaml"
    text = file.read_text().replace("start_date: 2026-01-01", "start_date: 2025-01-01")
    file.write_text(re.sub(r"(?m)^(closed_until|vat_filed_until): .*$", "", text))
    costs = include / "mappings" / "demo" / "cost_accounts.csv"
    costs.write_text(f"{costs.read_text()}Vakliteratuur,4000,goods,,,,\n")


def export_at_once(world: World, processes: int) -> list[dict[str, str]]:
    """Every process plans all documents, and then all of them write at once; gives the error codes of each, by task.

    A writer that finds the lease held comes back later, as in Airflow; it does so when all processes have ended.
    """
    world.sign()
    context = multiprocessing.get_context("spawn")
    far = copy(world)
    far.sandbox = None  # type: ignore[assignment]  # the servers stay in this process
    with ProcessPoolExecutor(processes, context, initializer=_meet_at, initargs=(context.Barrier(processes),)) as pool:
        runs = [f"run-{index}" for index in range(processes)]
        ends = list(pool.map(_export, [far] * processes, runs, timeout=LONGEST))
    for key, codes in zip(runs, ends, strict=True):
        for task in codes:
            assert world.post(key, Stream(task.partition(".")[0])).errors == {}
    return ends


def _meet_at(barrier: Barrier) -> None:
    global _barrier  # noqa: PLW0603 - a barrier cannot be sent to a process that runs already
    _barrier = barrier
    logging.disable(logging.WARNING)


def _export(world: World, key: str) -> dict[str, str]:
    with world.services() as services:
        run = DailyRun(services, RunRequest(key, Trigger.SCHEDULED), list(KINDS), lambda _text: None)
        try:
            run.plan()
        except BaseException:
            # The others would wait for this process until they are given up.
            _barrier.abort()
            raise
        _barrier.wait(LONGEST)
        run.write()
    return {task: error.code for task, error in run.day.errors.items()}


def booked(world: World) -> Counter[str]:
    """How often each document stands in the books, by the side of its booking and its number."""
    rows = {"sales": world.sandbox.bookings(), "purchase": world.sandbox.purchase_bookings()}
    return Counter(f"{side} {row['reference']}" for side, found in rows.items() for row in found)
