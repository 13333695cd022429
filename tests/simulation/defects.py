"""Proof that the simulation can fail: defects are planted in a copy of the package until the oracle finds each.

python -m tests.simulation.defects [NAME ...] [--days 2000]
python -m tests.simulation.defects --table

A finding counts only if the promise that it breaks is one that the defect breaks, and if the same world has none
without the defect. What comes of each is kept in docs/explanation/planted-defects.json, and `--table` renders it. A
defect that nothing finds within the days makes the command fail.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Any

from tests.simulation.defect_page import RESULTS, kept, write_page
from tests.simulation.defect_patches import DEFECTS, Defect
from tests.simulation.defect_patches.patch import apply
from tests.simulation.fingerprint import fingerprint
from tests.simulation.scenario import draw

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "plugins" / "wefact_multivers"
BUDGET = 2000
"""Days within which each must be caught."""

SEEDS = range(2000)
Record = dict[str, Any]


@dataclass
class Hunted:
    """What came of a defect.

    Attributes:
        promise: the one that was seen broken; `crash` where the defect shows by one; empty if it was not caught.
        finding: the first line of what was found.
        first: the seed with which the hunt began.
        seed, day: where; the same world has no finding without the defect.
        seeds, days: how many were lived with the defect until then, those included that proved nothing.
        others: findings that do not fit the defect, each with its seed.
        unclean: seeds with a fitting finding that have one without the defect as well.
        code: fingerprint of the code.
    """

    promise: str = ""
    finding: str = ""
    first: int = 0
    seed: int = -1
    day: int = 0
    seeds: int = 0
    days: int = 0
    others: list[str] = field(default_factory=list)
    unclean: list[int] = field(default_factory=list)
    code: str = field(default_factory=fingerprint)


def hunt(defect: Defect, days: int, seeds: Sequence[int]) -> Hunted:
    """Live through worlds of a package with a defect until a finding fits it, or the days are over.

    Raises:
        RuntimeError: not one world came to its end, so that nothing is proven.
    """
    hunted = Hunted(first=seeds[0])
    switches = json.dumps(dict(defect.unguarded))
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / PACKAGE.name
        shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
        apply(defect, package)
        with worlds(Path(folder), switches, seeds) as lived:
            for world in lived:
                if is_caught(defect, world, hunted, partial(is_clean, switches)) or hunted.days >= days:
                    break
    if not hunted.seeds:
        raise RuntimeError(f"{defect.name}: with this defect nothing could be lived at all")
    return hunted


def is_caught(defect: Defect, world: Record, hunted: Hunted, clean: Callable[[int], bool]) -> bool:
    """Count a world that was lived with a defect; whether its findings prove the defect.

    Args:
        defect: that was planted.
        world: seed, days and findings.
        hunted: what came of the defect so far.
        clean: tells whether a world has no finding without the defect.
    """
    hunted.seeds += 1
    hunted.days += world["days"]
    fitting = [found for found in world["findings"] if defect.fits(found["promise"], found["text"])]
    if not fitting:
        hunted.others += [f"{world['seed']}: {_line(found)}" for found in world["findings"]]
        return False
    if not clean(world["seed"]):
        hunted.unclean.append(world["seed"])
        return False
    hunted.promise = fitting[0]["promise"] or "crash"
    hunted.finding = _line(fitting[0]).partition(" ")[2]
    hunted.seed, hunted.day = world["seed"], world["days"]
    return True


def _line(found: Record) -> str:
    """The line that says most: the last one of an error, the first one of anything else."""
    lines = found["text"].strip().splitlines()
    return f"{found['promise']} {lines[0]}" if found["promise"] else f"crash {lines[-1]}"


@cache
def is_clean(switches: str, seed: int) -> bool:
    """Whether nothing is found in a world without a defect, as these switches stand."""
    with worlds(ROOT / "plugins", switches, [seed]) as lived:
        return not next(lived)["findings"]


@contextmanager
def worlds(plugins: Path, switches: str, seeds: Sequence[int]) -> Iterator[Iterator[Record]]:
    """Live through worlds with the package of a folder, in a process that ends with the block."""
    path = os.pathsep.join([str(plugins), str(ROOT / "plugins"), str(ROOT)])
    command = [sys.executable, "-m", "tests.simulation.worlds", switches, *map(str, seeds)]
    environment = {**os.environ, "PYTHONPATH": path}
    with subprocess.Popen(command, cwd=ROOT, env=environment, text=True, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        try:
            yield map(json.loads, process.stdout)
        finally:
            process.terminate()


def keep(name: str, hunted: Hunted, file: Path = RESULTS) -> None:
    """Put what came of a defect into the result file, in the order of the list."""
    results = {**kept(file), name: asdict(hunted)}
    ordered = {each: results[each] for each in DEFECTS if each in results}
    file.write_text(json.dumps(ordered, indent=1) + "\n")


def _seeds(defect: Defect, first: int, *, is_long: bool) -> list[int]:
    """The worlds in which a defect is hunted, from a seed on."""
    drawn = {seed: draw(seed) for seed in SEEDS[first:]}
    fitting = (seed for seed, world in drawn.items() if not defect.family or world.family.name == defect.family)
    return [seed for seed in fitting if drawn[seed].is_long is is_long]


def _told(name: str, hunted: Hunted) -> str:
    after = f"{hunted.seeds} seeds and {hunted.days} days"
    found = f"caught by {hunted.promise} in seed {hunted.seed} after {after}" if hunted.promise else f"NOT in {after}"
    return f"{name}: {found}; other findings {hunted.others}, unclean {hunted.unclean}: {hunted.finding}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Hunt the defects that are named, or all; 0 if each was caught."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation.defects", description=__doc__)
    parser.add_argument("names", nargs="*", help="which defects; all of them by default")
    parser.add_argument("--days", type=int, default=BUDGET, help="within how many days each must be caught")
    parser.add_argument("--first", type=int, default=0, help="the seed to begin with")
    parser.add_argument("--long", action="store_true", help="worlds of more than a year, and no others")
    parser.add_argument("--table", action="store_true", help="only write the table of what was kept")
    wanted = parser.parse_args(arguments)
    if wanted.table:
        write_page()
        return 0
    missed = 0
    for name in wanted.names or DEFECTS:
        hunted = hunt(DEFECTS[name], wanted.days, _seeds(DEFECTS[name], wanted.first, is_long=wanted.long))
        keep(name, hunted)
        missed += not hunted.promise
        print(_told(name, hunted), flush=True)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
