"""Lives through the world of one seed, and tells what came of it."""

from __future__ import annotations

import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.simulation.days import Days
from tests.simulation.scenario import draw
from tests.simulation.world import World

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of this name is nobody else's
"""Where a store costs no disk, if the machine has it."""


@dataclass(frozen=True)
class Found:
    """What is wrong in a world.

    Attributes:
        promise: the one that is broken, P1 to P8; empty where a task ended in an error that nobody catches.
        text: what it is, in words.
    """

    promise: str
    text: str

    def __str__(self) -> str:
        return f"{self.promise or 'crash'} {self.text}"


@dataclass
class Result:
    """What came of a seed.

    Attributes:
        days: how many were lived.
        events: what people did in the two programs.
        is_long: whether it is a world of more than a year.
        findings: what is wrong; with the first day that has one the world ends.
        cells: what was covered.
        trace: what happened, in order.
        seconds: how long it took.
    """

    seed: int
    days: int = 0
    events: int = 0
    is_long: bool = False
    findings: list[Found] = field(default_factory=list)
    cells: Counter[str] = field(default_factory=Counter)
    trace: list[str] = field(default_factory=list)
    seconds: float = 0.0


def run_seed(seed: int, days: int | None = None, switches: Mapping[str, object] | None = None) -> Result:
    """The world of a seed, or its first days; with `switches` some of the sandbox's stand otherwise than drawn."""
    drawn, since = draw(seed), time.monotonic()
    scenario = replace(drawn, switches={**drawn.switches, **(switches or {})})
    result = Result(seed, is_long=scenario.is_long)
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        world = World(scenario, Path(folder))
        try:
            _live(world, result, min(days or scenario.days, scenario.days))
        except Exception:  # noqa: BLE001 - whatever a task lets through is a finding
            result.findings += [Found("", f"a task ended with\n{traceback.format_exc()}"), *_done_twice(world)]
        finally:
            world.close()
    result.cells, result.trace = world.coverage.cells, world.trace
    result.seconds = time.monotonic() - since
    return result


def _done_twice(world: World) -> list[Found]:
    """What no later moment can mend, where a run broke off: everything else may still have been under way."""
    return [Found(finding.promise, str(finding)) for finding in world.judge() if finding.promise == "P1"]


def _live(world: World, result: Result, days: int) -> None:
    living = Days(world)
    living.begin()
    for day in range(days):
        result.days += 1
        found = living.live(day)
        result.findings += [Found("P8", text) for text in world.logins.lost]
        result.events = living.events
        if found:
            result.findings += [Found(finding.promise, str(finding)) for finding in found]
        if result.findings:
            return
