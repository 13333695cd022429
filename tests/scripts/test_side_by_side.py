"""`make test` runs every test file once, and is red if a test fails, coverage is missing or a person stops it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from dataclasses import replace
from pathlib import Path

import pytest

from scripts.processes import wait_for
from scripts.side_by_side import Done, Job, run
from scripts.test_groups import LINES_OF_A_CRASH, Bound, Group, groups_of, told, uncovered

ROOT = Path(__file__).parents[2]
PASSES = "def test_given_nothing_then_it_passes() -> None:\n    pass\n"
MARKED = """
import pytest


@pytest.mark.full
def test_given_long_then_it_passes() -> None:
    pass


def test_given_quick_then_it_passes() -> None:
    pass
"""
FAILS = "def test_given_one_then_it_is_two() -> None:\n    assert 1 == 2, 'one is not two'\n"
WAITS = """
import time
from pathlib import Path


def test_given_somebody_stops_it_then_it_cleans_up(request) -> None:
    here = Path(__file__)
    here.with_suffix(".began").touch()
    try:
        time.sleep(60)
    finally:
        here.with_suffix(".cleaned").touch()
"""


def write(folder: Path, **files: str) -> Path:
    """Test files by their names, the folder before a double underscore."""
    for name, text in files.items():
        file = folder / f"{name.replace('__', '/')}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return folder


def start(tests: Path, output: Path, *options: str) -> subprocess.Popen[str]:
    """The runner on tests of our own, without plugins, most of which are slow to import."""
    command = [sys.executable, "-m", "scripts.test_groups", f"--tests={tests}", f"--output={output}", *options]
    environment = os.environ | {"PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)


def python(name: str, code: str, folder: Path) -> Job:
    """A job that runs some Python."""
    return Job(name, [sys.executable, "-c", code], {"NAME": name}, folder / f"{name}.log")


def test_given_the_project_then_each_test_file_is_in_exactly_one_group() -> None:
    tests = ROOT / "tests"
    quick = [path for group in groups_of(tests) for path in group.paths]
    full = [path for group in groups_of(tests, full=True) for path in group.paths if path.startswith("full/")]
    assert sorted([*quick, *full]) == sorted(str(file.relative_to(tests)) for file in tests.rglob("test_*.py"))


def test_given_new_files_and_folders_then_they_are_run_without_being_named(tmp_path: Path) -> None:
    files = dict.fromkeys(("streams__test_new", "new__deep__test_a", "domain__test_b", "test_top"), PASSES)
    tests = write(tmp_path, **files, full__test_hours=PASSES)
    assert groups_of(tests) == [
        Group("domain", ("domain/test_b.py",)),
        Group("others", ("new/deep/test_a.py", "test_top.py")),
        Group("streams_1", ("streams/test_new.py",)),
    ]


def test_given_long_tests_then_the_full_run_takes_them_and_the_files_that_bear_the_mark(tmp_path: Path) -> None:
    files = {"domain__test_a": MARKED, "domain__test_b": PASSES, "airflow__test_c": MARKED}
    tests = write(tmp_path, **files, full__test_kill_matrix_x=PASSES, full__test_hours=PASSES)
    assert groups_of(tests, full=True) == [
        Group("airflow", ("airflow/test_c.py", "full/test_kill_matrix_x.py")),
        Group("domain", ("domain/test_a.py",)),
        Group("hours", ("full/test_hours.py",)),
    ]


@pytest.mark.parametrize(("option", "ran"), [((), "quick"), (("--full",), "long")], ids=["quick", "full"])
def test_given_a_file_with_quick_and_long_tests_then_each_run_takes_its_own(
    tmp_path: Path, option: tuple[str, ...], ran: str
) -> None:
    tests = write(tmp_path / "tests", hooks__test_a=MARKED, domain__test_b=MARKED.partition("def test_given_quick")[0])
    with start(tests, tmp_path / "out", "--no-bounds", *option) as runner:
        printed, _ = runner.communicate(timeout=60)
    assert runner.returncode == 0, printed
    log = (tmp_path / "out" / "others.log").read_text()
    assert [name for name in ("quick", "long") if f"test_given_{name}_then_it_passes PASSED" in log] == [ran]


def test_given_a_process_that_fills_the_machine_then_nothing_runs_beside_it(tmp_path: Path) -> None:
    jobs = [python(name, "", tmp_path) for name in ("first", "wide", "last")]
    jobs[1] = replace(jobs[1], width=2)
    jobs[0] = replace(jobs[0], command=[sys.executable, "-c", "import time; time.sleep(1)"])
    assert [one.job.name for one in run(jobs, lanes=2)] == ["first", "wide", "last"]


def test_given_a_failure_in_one_group_then_the_other_ends_and_the_whole_is_red(tmp_path: Path) -> None:
    tests = write(tmp_path / "tests", domain__test_good=PASSES, hooks__test_bad=FAILS)
    with start(tests, tmp_path / "out", "--no-bounds") as runner:
        printed, _ = runner.communicate(timeout=60)
    assert runner.returncode == 1
    assert "domain: 1 passed in " in printed
    assert "AssertionError: one is not two" in printed
    assert printed.rstrip().endswith("failed: others")


@pytest.mark.parametrize(
    ("options", "code", "failed"),
    [
        (["--no-bounds"], 0, "none"),
        ([], 1, "coverage of domain and mapping by their own tests, coverage of the whole package"),
    ],
)
def test_given_tests_that_pass_then_it_is_green_only_if_they_cover_enough(
    tmp_path: Path, options: list[str], code: int, failed: str
) -> None:
    tests = write(tmp_path / "tests", sandbox__test_fine=PASSES)
    with start(tests, tmp_path / "out", *options) as runner:
        printed, _ = runner.communicate(timeout=60)
    assert (runner.returncode, printed.rstrip().rpartition("failed: ")[2]) == (code, failed)


@pytest.mark.parametrize("wish", [signal.SIGINT, signal.SIGTERM])
def test_given_a_person_stops_it_then_the_tests_clean_up_and_nothing_runs_on(
    tmp_path: Path, wish: signal.Signals
) -> None:
    tests = write(tmp_path / "tests", domain__test_a=WAITS, streams__test_b=WAITS)
    with start(tests, tmp_path / "out", "--no-bounds") as runner:
        began = [tests / "domain/test_a.began", tests / "streams/test_b.began"]
        wait_for("tests", lambda: all(file.exists() for file in began), seconds=30, sessions=[], log=tmp_path)
        runner.send_signal(wish)
        assert runner.wait(30) == 130
    assert [file.with_suffix(".cleaned").exists() for file in began] == [True, True]


def test_given_three_commands_and_two_lanes_then_the_third_begins_when_one_has_ended(tmp_path: Path) -> None:
    code = "import os, time; print(os.environ['NAME']); time.sleep({0}); raise SystemExit({1})"
    jobs = [python("long", code.format(1.5, 0), tmp_path), python("short", code.format(0, 3), tmp_path)]
    jobs.append(python("third", code.format(0, 0), tmp_path))
    done = list(run(jobs, lanes=2))
    assert [(one.job.name, one.code) for one in done] == [("short", 3), ("third", 0), ("long", 0)]
    assert [job.log.read_text() for job in jobs] == ["long\n", "short\n", "third\n"]


def test_given_the_caller_fails_then_what_runs_is_ended(tmp_path: Path) -> None:
    begin = time.monotonic()
    jobs = [python("short", "", tmp_path), python("long", "import time; time.sleep(60)", tmp_path)]
    results = run(jobs, lanes=2)
    assert next(results).job.name == "short"
    results.close()
    assert time.monotonic() - begin < 30
    assert "KeyboardInterrupt" in (tmp_path / "long.log").read_text()


def test_given_a_group_that_crashed_then_the_end_of_its_output_is_told(tmp_path: Path) -> None:
    job = python("crashed", "", tmp_path)
    job.log.write_text("Using --randomly-seed=7\n" + "".join(f"line {number}\n" for number in range(100)))
    lines = told(Done(job, -11, 1.0)).splitlines()
    assert lines[:2] == [f"crashed: exit code -11, all of it in {job.log}", "Using --randomly-seed=7"]
    assert lines[-LINES_OF_A_CRASH:] == [f"line {number}" for number in range(40, 100)]


MODULE = """
def sign(number):
    if number < 0:
        return "minus"
    return "plus"
"""


def measured(folder: Path, *numbers: int) -> list[Group]:
    """A group for each number, in which the module was called with it."""
    (folder / "covered.py").write_text(textwrap.dedent(MODULE))
    for number in numbers:
        program = folder / f"call_{number}.py"
        program.write_text(f"from covered import sign\nsign({number})\n")
        options = [f"--data-file={folder / f'coverage.{number}'}", "--branch", f"--include={folder / 'covered.py'}"]
        measure = [sys.executable, "-m", "coverage", "run", "--rcfile=/dev/null", *options, str(program)]
        subprocess.run(measure, cwd=folder, env=os.environ | {"PYTHONPATH": str(folder)}, check=True)
    return [Group(str(number), ()) for number in numbers]


def test_given_two_groups_that_cover_a_half_each_then_only_together_they_meet_the_bound(tmp_path: Path) -> None:
    groups = measured(tmp_path, 1, -1)
    assert uncovered(Bound("all of it", 100), groups, tmp_path) == ""
    missing = uncovered(Bound("the first", 100, ("1",)), groups, tmp_path)
    assert "covered.py" in missing
    assert "Coverage failure: total of 66.7 is less than fail-under=100" in missing


def test_given_a_bound_that_nothing_was_measured_for_then_it_is_not_met(tmp_path: Path) -> None:
    groups = measured(tmp_path, 1)
    assert "No data to report" in uncovered(Bound("files elsewhere", 60, include="*/elsewhere/*"), groups, tmp_path)
    assert "nothing was measured" in uncovered(Bound("the second", 60, ("2",)), groups, tmp_path)
