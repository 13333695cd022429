"""Every test in a few processes of pytest, two at a time, and what they cover together.

A folder or test file that nobody mentions here is run all the same.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.processes import progress
from scripts.side_by_side import Done, Job, interruptible, run

ROOT = Path(__file__).parents[1]
LANES = 2

TOGETHER = {
    # Each starts an Airflow of several processes: never two of them at once, and one morning serves two folders.
    "airflow": ("airflow", "browser", "compose"),
    "sandbox": ("sandbox", "clients", "oracle"),
    "domain": ("domain", "mapping"),
}
"""Folders that share a process; the longest start first."""
FILE_BY_FILE = ("streams",)
"""Folders whose files are long: each file has a process of its own."""
LONGEST = ("test_never_twice", "test_every_switch", "test_postgres")
"""Files that come first of those: one of them alone at the end would leave the other lane idle."""
REST = "others"
"""The process of every other folder."""
UNMEASURED = ("sandbox", "every_switch", "never_twice", "payments_never_twice", "import_never_twice")
"""Processes that are not measured: they know nothing of the package, or repeat one path very often."""

REPORT = re.compile(r"^=+ (FAILURES|ERRORS) =+$", re.MULTILINE)
SUMMARY = re.compile(r"^=+ (.+ in [\d.]+s.*?) =+$", re.MULTILINE)
SEED = re.compile(r"^Using --randomly-seed=.*\n", re.MULTILINE)
TOTAL = re.compile(r"^TOTAL.* ([\d.]+%)", re.MULTILINE)
LINES_OF_A_CRASH = 60


@dataclass(frozen=True)
class Group:
    """Tests that share a process.

    Attributes:
        paths: seen from the folder of the tests.
    """

    name: str
    paths: tuple[str, ...]


@dataclass(frozen=True)
class Bound:
    """What has to be covered, lines and branches, and by whom.

    Attributes:
        name: what it is, for people.
        groups: whose tests count; empty for all.
        include: the files, all if empty.
    """

    name: str
    percent: int
    groups: tuple[str, ...] = ()
    include: str = ""


BOUNDS = (
    Bound("domain and mapping by their own tests", 100, ("domain",), "*/domain/*,*/mapping/*"),
    Bound("the whole package", 92),
)


def groups_of(tests: Path) -> list[Group]:
    """Which tests share a process; every test file is in exactly one group, in the order in which to start them."""
    kept = {folder for folders in TOGETHER.values() for folder in folders}
    found = sorted({file.relative_to(tests).parts[0] for file in tests.rglob("test_*.py")})
    files = [file for name in FILE_BY_FILE for file in (tests / name).rglob("test_*.py")]
    alone = sorted(files, key=lambda file: (file.stem not in LONGEST, file))
    groups = [Group(name, tuple(one for one in folders if one in found)) for name, folders in TOGETHER.items()]
    groups.append(Group(REST, tuple(one for one in found if one not in kept and one not in FILE_BY_FILE)))
    groups += [Group(file.stem.removeprefix("test_"), (str(file.relative_to(tests)),)) for file in alone]
    return [group for group in groups if group.paths]


def job_of(group: Group, tests: Path, output: Path) -> Job:
    """How a group is run."""
    measure = ["coverage", "run", f"--data-file={_data(output, group.name)}", "-m"]
    paths = [str(tests / path) for path in group.paths]
    measured = [] if group.name in UNMEASURED else measure
    command = [sys.executable, "-m", *measured, "pytest", "--verbose", *paths]
    return Job(group.name, command, {"PYTHONUNBUFFERED": "1"}, output / f"{group.name}.log")


def told(done: Done) -> str:
    """What a person wants to read of a group: one line, or every failure with the seed that brings it back."""
    text = done.job.log.read_text(errors="replace")
    if done.code == 0:
        return f"{done.job.name}: {(SUMMARY.findall(text) or ['no test'])[-1]}"
    seed, report = SEED.search(text), REPORT.search(text)
    crash = "\n".join(text.splitlines()[-LINES_OF_A_CRASH:])
    body = text[report.start() :] if report else crash
    return f"{done.job.name}: exit code {done.code}, all of it in {done.job.log}\n{seed[0] if seed else ''}{body}"


def uncovered(bound: Bound, groups: Iterable[Group], output: Path) -> str:
    """What is missing to a bound, as a report of files and lines; empty if it is met."""
    data = [_data(output, group.name) for group in groups if not bound.groups or group.name in bound.groups]
    kept = [str(file) for file in data if file.exists()]
    if not kept:
        return f"{bound.name}: nothing was measured"
    together = f"--data-file={output / 'together'}"
    _coverage("combine", "--quiet", "--keep", together, *kept)
    include = [f"--include={bound.include}"] if bound.include else []
    limits = [f"--fail-under={bound.percent}", "--precision=1", "--skip-covered", "--show-missing"]
    report = _coverage("report", together, *limits, *include)
    total = TOTAL.search(report.stdout)
    progress(f"covered of {bound.name}: {total[1] if total else 'nothing'}, at least {bound.percent}%")
    return f"{bound.name}\n{report.stdout}{report.stderr}" if report.returncode else ""


def run_all(tests: Path, output: Path, bounds: Sequence[Bound]) -> int:
    """Run every group and judge the coverage; 0 if all of it is well."""
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    groups, since, failed = groups_of(tests), time.monotonic(), list[str]()
    for done in run([job_of(group, tests, output) for group in groups], lanes=LANES):
        print(told(done), flush=True)
        failed += [done.job.name] if done.code else []
    for bound in bounds:
        if missing := uncovered(bound, groups, output):
            print(missing)
            failed.append(f"coverage of {bound.name}")
    print(f"{len(groups)} groups in {time.monotonic() - since:.0f} s; failed: {', '.join(failed) or 'none'}")
    return 1 if failed else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the tests; 0 if all is well, 1 if not, 130 if a person stopped it."""
    parser = argparse.ArgumentParser(prog="python -m scripts.test_groups", description=__doc__)
    parser.add_argument("--tests", type=Path, default=ROOT / "tests", help="the folder of the tests")
    parser.add_argument("--output", type=Path, default=ROOT / ".state" / "tests", help="where output and data go")
    parser.add_argument("--no-bounds", action="store_true", help="any coverage will do")
    wanted = parser.parse_args(arguments)
    try:
        with interruptible():
            return run_all(wanted.tests, wanted.output, () if wanted.no_bounds else BOUNDS)
    except KeyboardInterrupt:
        progress("stopped")
        return 130


def _data(output: Path, name: str) -> Path:
    return output / f"coverage.{name}"


def _coverage(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "coverage", *arguments]
    return subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=False)


if __name__ == "__main__":
    sys.exit(main())
