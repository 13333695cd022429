"""Proof that the simulation can fail: defects are planted in a copy of the package until the oracle finds each.

python -m tests.simulation.defects [NAME ...] [--days 2000] [--jobs 2]

A defect that nothing finds within the days of `make test` makes the command fail.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.simulation.defect_patches import DEFECTS, Defect
from tests.simulation.defect_patches.patch import apply

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "plugins" / "wefact_multivers"
BUDGET = 2000
"""Days of the simulation that `make test` runs."""

CAUGHT = re.compile(r"was caught after (\d+) seeds and (\d+) days")
FOUND = re.compile(r"^seed (\d+), day \d+: found\n(.+)", re.MULTILINE)
PROMISE = re.compile(r"\bP[1-8]\b")


@dataclass(frozen=True)
class Caught:
    """What came of a defect.

    Attributes:
        promise: the one that was seen broken first; what was found, where it names none.
        seeds, days: after how many; 0 where it was not caught.
    """

    defect: str
    promise: str
    seeds: int
    days: int

    @property
    def row(self) -> str:
        """A line of the table."""
        return f"| {self.defect} | {self.promise or 'NOT CAUGHT'} | {self.seeds or '-'} | {self.days or '-'} |"


def hunt(defect: Defect, days: int, jobs: int) -> Caught:
    """Run the simulation on a package with a defect until something is found, or the days are over.

    A world in which something is found without the defect as well proves nothing, and is passed over.
    """
    with tempfile.TemporaryDirectory() as folder:
        package = Path(folder) / PACKAGE.name
        shutil.copytree(PACKAGE, package, ignore=shutil.ignore_patterns("__pycache__"))
        apply(defect, package)
        lived, first = 0, 0
        while lived < days:
            options = ["--seeds", f"{first}:{first + days}", "--days", str(days - lived), "--jobs", str(jobs)]
            output = simulate(Path(folder), *options, "--defect", defect.name).stdout
            counts, found = CAUGHT.search(output), FOUND.search(output)
            if counts is None or found is None:
                break
            lived += int(counts[2])
            first = int(found[1]) + 1
            if simulate(ROOT / "plugins", "--seed", found[1]).returncode == 0:
                return Caught(defect.name, promise_of(found[2]), first, lived)
    return Caught(defect.name, "", 0, 0)


def simulate(plugins: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """Run the simulation on the package in a folder."""
    path = os.pathsep.join([str(plugins), str(ROOT / "plugins"), str(ROOT)])
    command = [sys.executable, "-m", "tests.simulation", *options]
    environment = {**os.environ, "PYTHONPATH": path}
    return subprocess.run(command, cwd=ROOT, env=environment, text=True, capture_output=True, check=False)


def promise_of(finding: str) -> str:
    """The promise that a finding names, or the finding where it names none."""
    promise = PROMISE.search(finding)
    return promise[0] if promise else finding.strip()


def main(arguments: Sequence[str] | None = None) -> int:
    """Hunt the defects that are named, or all; 0 if each was caught."""
    parser = argparse.ArgumentParser(prog="python -m tests.simulation.defects", description=__doc__)
    parser.add_argument("names", nargs="*", help="which defects; all of them by default")
    parser.add_argument("--days", type=int, default=BUDGET, help="within how many days each must be caught")
    parser.add_argument("--jobs", type=int, default=2, help="processes at once")
    wanted = parser.parse_args(arguments)
    print("| defect | caught by | after seeds | after days |\n|---|---|---|---|")
    results = []
    for name in wanted.names or DEFECTS:
        results.append(hunt(DEFECTS[name], wanted.days, wanted.jobs))
        print(results[-1].row, flush=True)
    return 0 if all(result.days for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
