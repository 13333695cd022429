"""Many worlds, a few at a time, each in a process that lives as long as the campaign."""

from __future__ import annotations

import gc
import logging
import multiprocessing
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tests.simulation.figures import Figures
from tests.simulation.ledger import Ledger, blocks_of
from tests.simulation.run_seed import Result, run_seed
from tests.simulation.scenario import draw


@dataclass
class Campaign:
    """Worlds that are lived through, and what came of them together.

    Attributes:
        jobs: processes at once; with 1 there is no other process.
        go_on: whether to live through the other worlds after a finding.
        most_days: when to stop all the same; None lives through every world.
        ledger: keeps every block that is whole, and knows which worlds were lived before.
        every_seconds: how often it says how far it is.
        figures: of the worlds that this campaign has lived through.
        seconds: since it began.
    """

    jobs: int
    go_on: bool = False
    most_days: int | None = None
    ledger: Ledger | None = None
    every_seconds: float = 10.0
    figures: Figures = field(default_factory=Figures)
    seconds: float = 0.0

    def run(self, seeds: Sequence[int]) -> Iterator[str]:
        """Live through worlds; gives a line for every finding, and now and then how far it is."""
        since = told = time.monotonic()
        wanted = self.ledger.missing(seeds) if self.ledger else list(seeds)
        to_live = {seed: draw(seed).days for seed in wanted}
        keeper = _Keeper(self.ledger, wanted)
        for result in self._results(wanted):
            to_live.pop(result.seed)
            self.figures.add(result)
            keeper.add(result)
            self.seconds = time.monotonic() - since
            yield from _told(result)
            if time.monotonic() - told >= self.every_seconds:
                told = time.monotonic()
                yield f"{self.summary}, {_time(sum(to_live.values()) / self.speed)} left for {len(to_live):,} seeds"
            if self._is_over():
                return

    @property
    def speed(self) -> float:
        """Days per second, of all processes together."""
        return self.figures.days / self.seconds if self.seconds else 0.0

    @property
    def summary(self) -> str:
        """The figures in a line."""
        return f"{self.figures.summary}, {self.speed:.1f} days per second"

    def _is_over(self) -> bool:
        is_enough = self.most_days is not None and self.figures.days >= self.most_days
        return is_enough or bool(self.figures.failed and not self.go_on)

    def _results(self, seeds: Sequence[int]) -> Iterator[Result]:
        if self.jobs == 1:
            yield from map(quietly, seeds)
            return
        with multiprocessing.get_context("spawn").Pool(self.jobs) as pool:
            yield from pool.imap_unordered(quietly, seeds)


class _Keeper:
    """Gathers worlds into blocks: they end in another order than they began."""

    def __init__(self, ledger: Ledger | None, seeds: list[int]) -> None:
        self._ledger = ledger
        self._block_of = {seed: block for block in blocks_of(seeds) for seed in block}
        self._figures: dict[int, Figures] = {}

    def add(self, result: Result) -> None:
        block = self._block_of[result.seed]
        figures = self._figures.setdefault(block[0], Figures())
        figures.add(result)
        if self._ledger and figures.seeds == len(block):
            self._ledger.keep(block, self._figures.pop(block[0]))


def quietly(seed: int, switches: Mapping[str, object] | None = None) -> Result:
    """The world of a seed, for who lives through many: without its trace, and without the messages of the link."""
    logging.disable(logging.WARNING)
    # Nearly all that a world makes is gone with its next day: looking for rings of objects costs a fifth of the time,
    # and looking at all that was imported before costs as much as a day.
    gc.disable()
    gc.freeze()
    result = run_seed(seed, switches=switches)
    gc.collect()
    result.trace.clear()
    return result


def _told(result: Result) -> Iterable[str]:
    if result.findings:
        yield f"seed {result.seed}, day {result.days}: found"
        yield from (f"  {finding}" for finding in result.findings)
        yield f"  again: python -m tests.simulation --seed {result.seed} --trace"


def _time(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes // 60} h {minutes % 60:02} min"
