"""A process that is killed at an exact point of a write: before the request leaves, or before the answer is read."""

from __future__ import annotations

import multiprocessing
import os
from enum import StrEnum
from pathlib import Path

import httpx

from tests.streams.world import World
from wefact_multivers.clock import FixedClock
from wefact_multivers.mapping.administration import load_administration
from wefact_multivers.streams.post import post
from wefact_multivers.streams.runs import Stream
from wefact_multivers.streams.services import Connections, Network, build_services

KILLED = 9


class Moment(StrEnum):
    """When the process dies."""

    BEFORE_CALL = "before_call"
    AFTER_CALL = "after_call"


class Deadly(httpx.BaseTransport):
    """Sends requests on, until a certain one takes the process with it."""

    def __init__(self, match: str, moment: Moment) -> None:
        self._match = match
        self._moment = moment
        self._inner = httpx.HTTPTransport()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send on, or die."""
        deadly = f"{request.method} {request.url.path.rsplit('/', 1)[-1]}" == self._match
        if deadly and self._moment is Moment.BEFORE_CALL:
            os._exit(KILLED)
        response = self._inner.handle_request(request)
        if deadly:
            response.read()
            os._exit(KILLED)
        return response


def die_in_post(world: World, match: str, moment: Moment, *, run_key: str, stream: Stream) -> int:
    """Runs the post task of a stream in a process of its own that dies; gives its exit code."""
    arguments = (world.include, world.connections, world.clock, match, moment, run_key, stream)
    process = multiprocessing.get_context("spawn").Process(target=_post_and_die, args=arguments)
    process.start()
    process.join(60)
    return process.exitcode or 0


def _post_and_die(  # noqa: PLR0917
    include: Path,
    connections: Connections,
    clock: FixedClock,
    match: str,
    moment: Moment,
    run_key: str,
    stream: Stream,
) -> None:
    base = connections.multivers
    with (
        httpx.Client(base_url=base.base_url, transport=Deadly(match, moment)) as multivers,
        connections.wefact.open_http() as wefact,
    ):
        administration = load_administration(include, "demo")
        network = Network(wefact=wefact, multivers=multivers)
        services = build_services("demo", include, administration, connections, clock, network)
        post(services, run_key, stream)
