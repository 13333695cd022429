"""Something happens at an exact point of a call to WeFact: a person acts, or the process dies."""

from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.streams.dying import KILLED
from tests.streams.world import World
from wefact_multivers.clock import FixedClock
from wefact_multivers.mapping.administration import load_administration
from wefact_multivers.streams.payments import settle
from wefact_multivers.streams.services import Connections, Network, build_services


@dataclass(frozen=True)
class Point:
    """A point in the talk with WeFact.

    Attributes:
        action: of the call, such as `markaspaid`.
        after: only once a call of this action was answered.
        is_answered: behind the call, and not before it.
    """

    action: str
    after: str = ""
    is_answered: bool = False


class Meddling(httpx.BaseTransport):
    """Sends calls on, and does something once, at a certain point."""

    def __init__(self, point: Point, deed: Callable[[], object]) -> None:
        self._point = point
        self._deed = deed
        self._seen = {""}
        self._inner = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send on, with the deed before or behind it."""
        action = json.loads(request.content)["action"]
        is_here = action == self._point.action and self._point.after in self._seen
        if is_here and not self._point.is_answered:
            self._do()
        response = self._inner.handle_request(request)
        response.read()
        self._seen.add(action)
        if is_here and self._point.is_answered:
            self._do()
        return response

    def close(self) -> None:
        """Give up the connection."""
        self._inner.close()

    def _do(self) -> None:
        deed, self._deed = self._deed, lambda: None
        deed()


@contextmanager
def meddled(world: World, point: Point, deed: Callable[[], object]) -> Iterator[World]:
    """The world, in which something happens at a certain point."""
    before, url = world.network, world.connections.wefact.base_url
    with (
        httpx.Client(base_url=url, transport=Meddling(point, deed)) as wefact,
        world.connections.multivers.open_http() as multivers,
    ):
        world.network = Network(wefact=wefact, multivers=multivers)
        yield world
    world.network = before


def die_in_settle(world: World, point: Point, run_key: str) -> int:
    """Runs the last task of the payments in a process of its own that dies; gives its exit code."""
    arguments = (world.include, world.connections, world.clock, point, run_key)
    process = multiprocessing.get_context("spawn").Process(target=_settle_and_die, args=arguments)
    process.start()
    process.join(60)
    return process.exitcode or 0


def _settle_and_die(include: Path, connections: Connections, clock: FixedClock, point: Point, run_key: str) -> None:
    transport = Meddling(point, lambda: os._exit(KILLED))
    with (
        httpx.Client(base_url=connections.wefact.base_url, transport=transport) as wefact,
        connections.multivers.open_http() as multivers,
    ):
        administration = load_administration(include, "demo")
        network = Network(wefact=wefact, multivers=multivers)
        settle(build_services("demo", include, administration, connections, clock, network), run_key)
