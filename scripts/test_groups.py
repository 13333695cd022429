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
    # It keeps both processors busy by itself, so that nothing runs beside it.
    "simulation": ("simulation",),
    # Each starts an Airflow of several processes: never two of them at once, and one morning serves two folders.
    "airflow": ("airflow", "browser", "compose"),
    "sandbox": ("sandbox", "clients", "oracle"),
    "domain": ("domain", "mapping", "budget"),
}
"""Folders that share a process; the longest start first."""
WHOLE_MACHINE = ("simulation",)
"""Processes that run alone."""
LONGEST = ("test_never_twice", "test_every_switch", "test_cases")
"""Files with a process of their own that come first: one of them alone at the end would leave the other lane idle."""
DEALT_OUT, HANDS = "streams", 4
"""A folder whose files are dealt out over a few processes: it is too long for one, and starting each costs seconds."""
FULL = "full"
"""The folder of what is too long for `make test`, and the mark of such tests, there and elsewhere."""
MARK = "mark.full"
"""How a file says that some of its tests, or all, bear that mark."""
KILLS = "test_kill_matrix"
"""How the files of that folder begin that start an Airflow; they come after all others that do."""
REST = "others"
"""The process of every other folder."""
UNMEASURED = ("simulation", "sandbox", "every_switch", "never_twice")
"""Processes that are not measured: they know nothing of the package, or repeat one path very often."""
NOTHING_TO_RUN = 5
"""With this code pytest ends where no test is left: all of a group may be too long for `make test`."""

REPORT = re.compile(r"^=+ (FAILURES|ERRORS) =+$", re.MULTILINE)
SUMMARY = re.compile(r"^=+ (.+ in [\d.]+s.*?) =+$", re.MULTILINE)
SEED = re.compile(r"^Using --randomly-seed=.*\n", re.MULTILINE)
TOTAL = re.compile(r"^TOTAL.* ([\d.]+%)", re.MULTILINE)
LINES_OF_A_CRASH = 60


@dataclass(frozen=True)
class Group:
    """Tests that share a process.

    Attributes:
        paths: of test files, seen from the folder of the tests.
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


def groups_of(tests: Path, *, full: bool = False) -> list[Group]:
    """Which tests share a process; every test file is in exactly one group, in the order in which to start them.

    Args:
        tests: the folder of all tests.
        full: those of `make test-full`, and not those of `make test`.
    """
    found = [file for file in sorted(tests.rglob("test_*.py")) if _is_chosen(file.relative_to(tests), tests, full)]
    members: dict[str, list[str]] = {}
    for file in (file.relative_to(tests) for file in found):
        members.setdefault(_group_of(file, tests), []).append(str(file))
    first = [*TOGETHER, *(name.removeprefix("test_") for name in LONGEST)]
    names = sorted(members, key=lambda name: (first.index(name) if name in first else len(first), name))
    return [Group(name, tuple(members[name])) for name in names]


def _is_chosen(file: Path, tests: Path, full: bool) -> bool:
    """Whether any test of a file is to be run."""
    if file.parts[0] == FULL:
        return full
    return not full or MARK in (tests / file).read_text()


def _group_of(file: Path, tests: Path) -> str:
    """The name of the process that a file is run in."""
    folder, stem = file.parts[0], file.stem.removeprefix("test_")
    for name, folders in TOGETHER.items():
        if folder in folders or (name == "airflow" and folder == FULL and file.stem.startswith(KILLS)):
            return name
    if folder == FULL or file.stem in LONGEST:
        return stem
    if folder != DEALT_OUT:
        return REST
    dealt = sorted(one.stem for one in (tests / DEALT_OUT).rglob("test_*.py"))
    return f"{DEALT_OUT}_{dealt.index(file.stem) % HANDS + 1}"


def job_of(group: Group, tests: Path, output: Path, *, full: bool = False) -> Job:
    """How a group is run."""
    measure = ["coverage", "run", f"--data-file={_data(output, group.name)}", "-m"]
    paths = [str(tests / path) for path in group.paths]
    measured = [] if full or group.name in UNMEASURED else measure
    marks = ["-m", FULL if full else f"not {FULL}"]
    command = [sys.executable, "-m", *measured, "pytest", "--verbose", *marks, *paths]
    width = LANES if group.name in WHOLE_MACHINE else 1
    return Job(group.name, command, {"PYTHONUNBUFFERED": "1"}, output / f"{group.name}.log", width)


def is_well(done: Done) -> bool:
    """Whether nothing failed."""
    return done.code in (0, NOTHING_TO_RUN)


def told(done: Done) -> str:
    """What a person wants to read of a group: one line, or every failure with the seed that brings it back."""
    text = done.job.log.read_text(errors="replace")
    if is_well(done):
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


def run_all(tests: Path, output: Path, bounds: Sequence[Bound], *, full: bool = False) -> int:
    """Run every group and judge the coverage; 0 if all of it is well."""
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir(parents=True)
    groups, since, failed = groups_of(tests, full=full), time.monotonic(), list[str]()
    for done in run([job_of(group, tests, output, full=full) for group in groups], lanes=LANES):
        print(told(done), flush=True)
        failed += [] if is_well(done) else [done.job.name]
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
    parser.add_argument("--output", type=Path, help="where output and data go (default: in .state)")
    parser.add_argument("--full", action="store_true", help="what is too long for every change; no coverage is asked")
    parser.add_argument("--no-bounds", action="store_true", help="any coverage will do")
    wanted = parser.parse_args(arguments)
    output = wanted.output or ROOT / ".state" / ("tests-full" if wanted.full else "tests")
    bounds = () if wanted.no_bounds or wanted.full else BOUNDS
    try:
        with interruptible():
            return run_all(wanted.tests, output, bounds, full=wanted.full)
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
