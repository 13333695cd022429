"""Lives through the world of one seed, and tells what came of it."""

from __future__ import annotations

import tempfile
import traceback
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from tests.simulation.days import Days
from tests.simulation.scenario import draw
from tests.simulation.world import World

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of this name is nobody else's
"""Where a store costs no disk, if the machine has it."""


@dataclass
class Result:
    """What came of a seed.

    Attributes:
        days: how many were lived.
        events: what people did in the two programs.
        is_long: whether it is a world of more than a year.
        findings: what is wrong, in words; with the first the world ends.
        cells: what was covered.
        trace: what happened, in order.
    """

    seed: int
    days: int = 0
    events: int = 0
    is_long: bool = False
    findings: list[str] = field(default_factory=list)
    cells: Counter[str] = field(default_factory=Counter)
    trace: list[str] = field(default_factory=list)


def run_seed(seed: int, days: int | None = None) -> Result:
    """The world of a seed, or its first days."""
    scenario = draw(seed)
    result = Result(seed, is_long=scenario.is_long)
    with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        world = World(scenario, Path(folder))
        try:
            _live(world, result, min(days or scenario.days, scenario.days))
        except Exception:  # noqa: BLE001 - whatever a task lets through is a finding
            result.findings.append(f"a task ended with\n{traceback.format_exc()}")
        finally:
            world.close()
    result.cells, result.trace = world.coverage.cells, world.trace
    return result


def _live(world: World, result: Result, days: int) -> None:
    living = Days(world)
    living.begin()
    for day in range(days):
        result.days += 1
        found = living.live(day)
        result.events = living.events
        if found:
            result.findings += [str(finding) for finding in found]
            return
