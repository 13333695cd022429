"""Tasks that run in a process of their own, which the killer may end."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.kills.killer import install
from wefact_multivers.clock import FixedClock
from wefact_multivers.errors import SyncError
from wefact_multivers.mapping.administration import load_administration
from wefact_multivers.streams.payments import settle
from wefact_multivers.streams.post import post
from wefact_multivers.streams.relation_import import import_relations
from wefact_multivers.streams.runs import Stream
from wefact_multivers.streams.services import Connections, Services, open_services

ENDED, FAILED, KILLED = 0, 3, -9
PATIENCE = 60
"""Seconds until a process counts as stuck."""

_processes = multiprocessing.get_context("forkserver")
_processes.set_forkserver_preload(["tests.kills.children"])


@dataclass(frozen=True)
class Place:
    """Where a task runs, and where it learns when to die."""

    include: Path
    connections: Connections
    clock: FixedClock
    deaths: Path


Task = Callable[[Services], object]


def post_debtors(services: Services) -> object:
    """The writer of the debtors."""
    return post(services, "run-1", Stream.DEBTORS)


def post_sales(services: Services) -> object:
    """The writer of the sales invoices."""
    return post(services, "run-1", Stream.SALES_INVOICES)


def follow_sales(services: Services) -> object:
    """The writer of the sales invoices, on the day after they were changed."""
    return post(services, "run-2", Stream.SALES_INVOICES)


def settle_payments(services: Services) -> object:
    """The writer of the payments."""
    return settle(services, "run-4")


def import_debtors(services: Services) -> object:
    """The import of the debtors."""
    return import_relations(services, "import-1", "debtor", dry_run=False)


def run(place: Place, task: Task) -> int:
    """Run a task in a process of its own; gives its exit code."""
    process = _processes.Process(target=_work, args=(place, task))
    process.start()
    process.join(PATIENCE)
    code = process.exitcode
    if code is None:
        process.kill()
        raise TimeoutError(f"{task.__name__} is not at its end after {PATIENCE} s")
    return code


def _work(place: Place, task: Task) -> None:
    install(place.deaths)
    administration = load_administration(place.include, "demo")
    with open_services("demo", place.include, administration, place.connections, place.clock) as services:
        try:
            task(services)
        except SyncError:
            raise SystemExit(FAILED) from None
