"""The scripts around the project: processes end and nothing else does, tables line up, the band is measured."""

from __future__ import annotations

import json
import os
import sys
import textwrap
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import pytest

from sandbox.datasets.demo_script import SECOND_MORNING
from scripts.airflow_api import AirflowApi
from scripts.demo import broken_tasks, compare, judge_calls, up
from scripts.environment import Ports, Secrets, link_environment
from scripts.measure import too_large
from scripts.processes import Session, StackError, alive, free_port, members, start, stop, wait_for
from scripts.stack import DEMO_MORNING, Options, Running, Stack
from scripts.table import documents_table
from wefact_multivers.hooks.settings import CLOCK_VARIABLE, link_clock

CHILD_IN_A_GROUP_OF_ITS_OWN = """
import os, time
if os.fork() == 0:
    os.setpgid(0, 0)
print("ready", flush=True)
time.sleep(60)
"""


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """Two processes, the second of which left the first one's group, as Airflow's tasks do."""
    log = tmp_path / "log"
    command = [sys.executable, "-c", CHILD_IN_A_GROUP_OF_ITS_OWN]
    session = start("two", command, env=os.environ, log=log)
    wait_for("two", lambda: log.read_text().count("ready") == 2, seconds=10, sessions=[session], log=log)
    yield session
    stop([session])


def test_session_stopped_then_both_of_its_processes_are_gone(session: Session) -> None:
    assert len(members(session)) == 2
    stop([session])
    assert members(session) == []
    assert not alive(session)


def test_same_number_used_again_by_somebody_else_then_it_is_not_ours(session: Session) -> None:
    stranger = Session(session.name, session.leader, session.born + 1, session.boot)
    assert not alive(stranger)
    stop([stranger])
    assert len(members(session)) == 2


def test_process_ends_while_it_is_awaited_then_that_is_said_at_once(tmp_path: Path) -> None:
    log = tmp_path / "log"
    session = start("short", [sys.executable, "-c", ""], env=os.environ, log=log)
    with pytest.raises(StackError, match="short ended; see"):
        wait_for("something", lambda: False, seconds=30, sessions=[session], log=log)


def test_stack_that_runs_then_a_second_start_leaves_it_alone(session: Session, tmp_path: Path) -> None:
    options = Options(name="up", home=tmp_path)
    options.folder.mkdir()
    running = Running(Ports(free_port(), "http://127.0.0.1:1/v2/", "http://127.0.0.1:2/V22"), [session])
    (options.folder / "stack.json").write_text(json.dumps(asdict(running)))
    with pytest.raises(StackError, match="runs; stop it first"):
        up(options)
    assert alive(session)
    Stack(options).stop()
    assert not alive(session)


def test_clock_of_a_stack_is_set_then_a_link_that_runs_and_a_later_start_see_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = Options(name="demo", home=tmp_path)
    options.folder.mkdir()
    stack, keys = Stack(options), Secrets.kept_in(tmp_path / "keys.json")
    assert stack.now == DEMO_MORNING
    told = link_environment(options.include, options.folder, Ports(0, "", ""), keys)[CLOCK_VARIABLE]
    monkeypatch.setenv(CLOCK_VARIABLE, told)
    for morning in (DEMO_MORNING, SECOND_MORNING):
        stack.set_clock(morning)
        assert link_clock().now() == datetime.fromisoformat(morning)
    assert Stack(options).now == SECOND_MORNING


def test_documents_then_columns_line_up_and_amounts_stand_to_the_right() -> None:
    row = {"kind": "sales invoice", "date": "2026-01-05", "relation_code": "DB1", "booked_in": "WFV 1", "reason": ""}
    rows = [
        row | {"number": "F2", "gross": "1060.50", "status": "booked", "payment": "paid"},
        row
        | {"number": "F1", "gross": "60.50", "status": "blocked", "payment": "", "reason": "MAP-1", "booked_in": ""},
        row | {"kind": "debtor", "number": "DB1", "date": None, "gross": None, "status": "booked", "payment": ""},
    ]
    assert documents_table(json.dumps(rows)).splitlines() == [
        "kind           number  date        relation    gross  status   booked in  payment  reason",
        "debtor         DB1                 DB1                booked   WFV 1",
        "sales invoice  F1      2026-01-05  DB1         60.50  blocked                      MAP-1",
        "sales invoice  F2      2026-01-05  DB1       1060.50  booked   WFV 1      paid",
    ]


@pytest.mark.parametrize(
    ("wefact", "multivers", "written", "code"),
    [(10, 15, 0, 0), (11, 15, 0, 1), (10, 16, 0, 1), (1, 0, 1, 1)],
    ids=["as many as allowed", "too many to WeFact", "too many to Multivers", "a write"],
)
def test_calls_of_a_second_run_then_a_write_or_one_too_many_is_a_failure(
    wefact: int, multivers: int, written: int, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    calls = {"wefact invoice/list": 2, "wefact debtor/list": 5, "multivers GET Customer": 9}
    before = {"calls": calls, "writes": {"multivers": 3}}
    made = {"wefact invoice/list": wefact - 1, "wefact debtor/list": 1, "multivers GET Customer": multivers}
    after = {
        "calls": {name: calls[name] + count for name, count in made.items()},
        "writes": {"multivers": 3 + written},
    }
    assert judge_calls(before, after) == code
    assert f"calls to wefact: {wefact} of at most 10\ncalls to multivers: {multivers} of at most 15" in (
        capsys.readouterr().out
    )


class Finished(AirflowApi):
    """An Airflow with one run at its end: of each red task the state, and the code that it left."""

    def __init__(self, red: dict[str, tuple[str, str | None]]) -> None:
        super().__init__("http://127.0.0.1:1", "", "")
        self.red = red

    def task_states(self, *_where: str, **_more: str) -> dict[str, str | None]:
        return {"preflight": "success", **{task_id: state for task_id, (state, _) in self.red.items()}}

    def xcom(self, *where: str, **_more: str) -> dict[str, str] | None:
        code = self.red[where[2]][1]
        return {"code": code} if code else None


def test_run_that_is_red_then_only_what_no_person_can_clear_up_counts_as_broken() -> None:
    people = {
        "debtors.post": ("failed", "DOC-100"),
        "reconcile": ("failed", "REC-001"),
        "report": ("failed", None),
    }
    assert broken_tasks(Finished(people), {"dag_run_id": "run"}) == []
    faults = people | {"creditors.post": ("failed", "NET-001"), "payments.match": ("upstream_failed", None)}
    assert broken_tasks(Finished(faults), {"dag_run_id": "run"}) == ["creditors.post", "payments.match"]


@pytest.mark.parametrize(("kept", "code"), [("a\nb\n", 0), ("a\n", 1), (None, 1)], ids=["same", "other", "no file"])
def test_a_morning_then_only_what_its_file_says_is_as_expected(
    kept: str | None, code: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "expected.txt"
    if kept is not None:
        file.write_text(kept)
    assert compare("a\nb\n", file) == code
    assert ("+b" in capsys.readouterr().err) == bool(code)


def function(lines: int, name: str = "f") -> str:
    return f"def {name}():\n" + "    pass\n" * (lines - 1)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        (function(12), []),
        ("x = 1\n" * 501, ["a.py: 501 lines, at most 500"]),
        (function(61) + function(2) * 20, ["a.py:1 f: 61 lines, at most 60"]),
        (function(13), ["median function: 13 lines, at most 12"]),
        (function(36) * 4 + function(2) * 20, ["90% of functions: 36 lines, at most 35"]),
        ("class A:\n" + textwrap.indent(function(61), "    ") + function(2) * 20, ["a.py:2 f: 61 lines, at most 60"]),
    ],
    ids=["inside", "a long file", "a long function", "a high median", "too many long ones", "a method"],
)
def test_files_then_what_lies_outside_the_band_is_named(source: str, told: list[str]) -> None:
    assert too_large({"a.py": source}) == told
