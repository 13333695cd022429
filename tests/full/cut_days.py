"""Days of a company whose lines to both systems are cut at random bytes, each task tried again as Airflow would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from tests.full.proxy import CuttingProxy, cutting
from tests.streams.world import World
from wefact_multivers.catalogue import Recovery
from wefact_multivers.errors import SyncError, WaitError
from wefact_multivers.streams.extract import extract
from wefact_multivers.streams.kinds import KINDS
from wefact_multivers.streams.post import post
from wefact_multivers.streams.preflight import preflight
from wefact_multivers.streams.prepare import prepare
from wefact_multivers.streams.runs import RunRequest, Stream, Trigger
from wefact_multivers.streams.services import Services

RETRIES, DELAY = 4, timedelta(minutes=1)
"""Of the DAG (`operators/texts.py`): after 1, 2, 4 and 8 minutes."""
MOST_BYTES = 1_000_000
LONGEST_RUN = timedelta(hours=9)

Work = Callable[[Services, bool], Any]


@contextmanager
def through_proxies(world: World, seed: int) -> Iterator[list[CuttingProxy]]:
    """Both systems are reached through proxies, which cut once first contact is signed."""
    known = world.connections
    ports = [urlsplit(one.base_url).port or 0 for one in (known.wefact, known.multivers)]
    with (
        cutting(ports[0], f"{seed}/wefact", MOST_BYTES) as wefact,
        cutting(ports[1], f"{seed}/multivers", MOST_BYTES) as multivers,
    ):
        world.connections = replace(
            known,
            wefact=replace(known.wefact, base_url=f"http://127.0.0.1:{wefact.port}/v2/"),
            multivers=replace(known.multivers, base_url=f"http://127.0.0.1:{multivers.port}/V22"),
        )
        world.sign()
        wefact.is_cutting = multivers.is_cutting = True
        yield [wefact, multivers]


def live(world: World, key: str) -> list[str]:
    """One run, its tasks in the order and under the guards of the DAG; gives the codes of those that failed at last."""
    failed = _insist(world, lambda services, _: preflight(services, RunRequest(key, Trigger.SCHEDULED)))
    if failed:
        return [failed]
    read = {stream: _read(world, key, stream) for stream in KINDS}
    ends = [code or _post(world, key, stream) for stream, code in read.items()]
    return [code for code in ends if code]


def _read(world: World, key: str, stream: Stream) -> str | None:
    return _insist(world, lambda services, _: extract(services, key, stream)) or _insist(
        world, lambda services, again: prepare(services, key, stream, again=again)
    )


def _post(world: World, key: str, stream: Stream) -> str | None:
    return _insist(world, lambda services, again: post(services, key, stream, again=again))


def _insist(world: World, work: Work) -> str | None:
    """One task, as often as Airflow would try it; the code of the error that it is left with, if any."""
    tries, again, started = 0, False, world.clock.now()
    while True:
        try:
            with world.services() as services:
                work(services, again)
        except WaitError as error:
            if world.clock.now() - started > LONGEST_RUN:
                return error.code
            pause = max(error.until - world.clock.now(), timedelta(seconds=1))
        except SyncError as error:
            if error.recovery is not Recovery.RETRY or tries >= RETRIES:
                return error.code
            pause, tries = DELAY * 2**tries, tries + 1
        else:
            return None
        again = True
        world.wait(seconds=pause.total_seconds())
