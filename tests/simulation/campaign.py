"""Many worlds, a few at a time, each in a process that lives as long as the campaign."""

from __future__ import annotations

import gc
import json
import logging
import multiprocessing
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tests.simulation.run_seed import Result, run_seed

EVERY_SECONDS = 10.0
"""How often a campaign says how far it is."""


@dataclass
class Campaign:
    """Worlds that are lived through, and what came of them together.

    Attributes:
        jobs: processes at once; with 1 there is no other process.
        go_on: whether to live through the other worlds after a finding.
        most_days: when to stop all the same; None lives through every world.
    """

    jobs: int
    go_on: bool = False
    most_days: int | None = None
    seeds: int = 0
    days: int = 0
    long: int = 0
    events: int = 0
    seconds: float = 0.0
    cells: Counter[str] = field(default_factory=Counter)
    failed: list[Result] = field(default_factory=list)

    def run(self, seeds: Sequence[int]) -> Iterator[str]:
        """Live through worlds; gives a line for every finding, and now and then how far it is."""
        since = told = time.monotonic()
        for result in self._results(seeds):
            self._add(result)
            self.seconds = time.monotonic() - since
            yield from _told(result)
            if time.monotonic() - told >= EVERY_SECONDS:
                told = time.monotonic()
                yield self.summary
            if (self.failed and not self.go_on) or self.days >= (self.most_days or self.days + 1):
                return

    @property
    def speed(self) -> float:
        """Days per second, of all processes together."""
        return self.days / self.seconds if self.seconds else 0.0

    @property
    def summary(self) -> str:
        """The figures in a line."""
        found = f"{len(self.failed)} with findings"
        return (
            f"{self.seeds} seeds ({self.long} of a year), {self.days} days, {self.events / max(1, self.days):.1f} "
            f"events and {self.faults / max(1, self.days):.1f} faults a day, {self.speed:.1f} days per second, {found}"
        )

    @property
    def faults(self) -> int:
        """How many faults and strikes there were."""
        return sum(count for cell, count in self.cells.items() if cell.startswith(("fault", "strike")))

    def as_json(self) -> str:
        """Figures and cells, for the documentation."""
        figures = {name: getattr(self, name) for name in ("seeds", "days", "long", "events", "faults", "speed")}
        failed = [result.seed for result in self.failed]
        return json.dumps({**figures, "failed": failed, "cells": dict(sorted(self.cells.items()))}, indent=1)

    def _results(self, seeds: Sequence[int]) -> Iterator[Result]:
        if self.jobs == 1:
            yield from map(_quietly, seeds)
            return
        with multiprocessing.get_context("spawn").Pool(self.jobs) as pool:
            yield from pool.imap_unordered(_quietly, seeds)

    def _add(self, result: Result) -> None:
        self.seeds += 1
        self.days += result.days
        self.events += result.events
        self.long += result.is_long
        self.cells += result.cells
        if result.findings:
            self.failed.append(result)


def _quietly(seed: int) -> Result:
    logging.disable(logging.WARNING)
    # Nearly all that a world makes is gone with its next day: looking for rings of objects costs a fifth of the time.
    gc.disable()
    result = run_seed(seed)
    gc.collect()
    result.trace.clear()
    return result


def _told(result: Result) -> Iterable[str]:
    if result.findings:
        yield f"seed {result.seed}, day {result.days}: found"
        yield from (f"  {finding}" for finding in result.findings)
        yield f"  again: python -m tests.simulation --seed {result.seed} --trace"


def told_of_defect(name: str, campaign: Campaign) -> str:
    """Whether a planted defect was caught, in a line."""
    if not name:
        return ""
    if not campaign.failed:
        return f"defect {name!r} was not caught in {campaign.days} days"
    return f"defect {name!r} was caught after {campaign.seeds} seeds and {campaign.days} days"
