"""`make demo`, `make demo-again`, `make up` and `make down`.

The scheduler itself starts the run that is watched: unpausing a DAG makes one run for the latest interval, and
a run started by hand would only queue behind it (airflow-dag-shape.md 8).
"""

from __future__ import annotations

import argparse
import difflib
import signal
import sys
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import FrameType
from typing import Any

from scripts.airflow_api import FINISHED, AirflowApi
from scripts.processes import POLL, StackError, progress
from scripts.stack import Options, Stack, stopped_at_the_end
from scripts.table import documents_table, remedies

ADMINISTRATION = "demo"
DAG_ID = f"wefact_to_multivers__{ADMINISTRATION}"
EXPECTED = [Path(__file__).with_name(f"demo_expected_{number}.txt") for number in (1, 2)]
"""What each of the two mornings should tell."""

CALLS_ALLOWED = {"wefact": 10, "multivers": 15}
"""Calls that a run without changes may make."""

FOR_PEOPLE = {"DOC-100", "REC-001"}
"""Codes of tasks that are red because people must look, and not because something broke."""

RUN_SECONDS = 300
"""A run takes half a minute, and ten times that where other work fills the machine; what is later never comes."""


def demo(options: Options) -> int:
    """From nothing: two mornings, and compare what came of each with what should."""
    stack = Stack(options)
    stack.wipe()
    with stopped_at_the_end(stack):
        api = prepare(stack)
        first = told(stack, api, watch(api, first_run(api)))
        print(f"The first morning\n\n{first}", flush=True)
        let_people_work(stack)
        second = told(stack, api, watch(api, start_run(api)))
    print(f"The second morning\n\n{second}")
    return max(compare(text, file) for text, file in zip((first, second), EXPECTED, strict=True))


def demo_again(options: Options) -> int:
    """On the kept state: the second morning once more, and see that nothing is written."""
    stack = Stack(options)
    if not (stack.folder / "store.db").exists():
        raise StackError("there is nothing to go on with: run `make demo` first")
    stack.ensure_stopped()
    with stopped_at_the_end(stack):
        stack.start_sandbox()
        sandbox = stack.sandbox()
        before = sandbox.requests()
        stack.start_airflow()
        api = stack.wait_for_airflow(DAG_ID)
        run = watch(api, start_run(api))
        text, is_whole = told(stack, api, run), not broken_tasks(api, run)
        after = sandbox.requests()
    print(text)
    unwritten = judge_calls(before, after)
    return unwritten if is_whole else 1


def up(options: Options) -> int:
    """Start the demo stack and leave it running."""
    stack = Stack(options)
    stack.ensure_stopped()
    try:
        prepare(stack)
    except BaseException:
        stack.stop()
        raise
    print(f"Airflow: {stack.airflow_url}\nWeFact sandbox: {stack.ports.wefact}")
    print(f"Multivers sandbox: {stack.ports.multivers}\nUsers (role = name of the line below):")
    for user, password in stack.passwords().items():
        print(f"  {user:8} {password}")
    print(f"They also stand in {stack.folder / 'passwords.json'}. Stop it with: make down")
    return 0


def down(options: Options) -> int:
    """Stop what `up` started, and nothing else."""
    Stack(options).stop()
    progress(f"the stack {options.name} is stopped")
    return 0


def prepare(stack: Stack) -> AirflowApi:
    """Start everything, sign the first contact and let the scheduler have the DAG."""
    progress("sandbox")
    stack.start_sandbox()
    with ThreadPoolExecutor() as pool:
        progress("Airflow, and meanwhile store and first contact")
        started = pool.submit(stack.start_airflow)
        stack.link("store", "upgrade")
        stack.link("link", "--administration", ADMINISTRATION, "--sign", "Demo", "--own-link-is-off")
        started.result()
    progress("waiting for Airflow")
    api = stack.wait_for_airflow(DAG_ID)
    api.unpause(DAG_ID)
    return api


def first_run(api: AirflowApi) -> str:
    """The run that the scheduler makes when the DAG is unpaused."""
    deadline = time.monotonic() + RUN_SECONDS
    while not (runs := api.runs(DAG_ID)):
        if time.monotonic() > deadline:
            raise StackError("the scheduler made no run; see scheduler.log")
        time.sleep(POLL)
    return str(runs[0]["dag_run_id"])


def start_run(api: AirflowApi) -> str:
    """A run beside those that there were."""
    started = api.post(f"/dags/{DAG_ID}/dagRuns", {"logical_date": None})
    return str(started["dag_run_id"])


def let_people_work(stack: Stack) -> None:
    """The day between the mornings: people work in both programs, and release the first payments to WeFact."""
    day = stack.sandbox().action("demo_second_morning")
    progress(f"people did {sum(step['done'] for step in day['steps'])} things in WeFact and Multivers")
    stack.set_clock(day["now"])
    stack.link("payments", "--administration", ADMINISTRATION, "--dry-run", ended=(0, 5))
    stack.link("payments", "approve", "--administration", ADMINISTRATION, "--by", "Demo")
    progress("the payments that are to be written to WeFact were looked at and released")


def watch(api: AirflowApi, run_id: str, *, seconds: float = RUN_SECONDS) -> dict[str, Any]:
    """Follow a run to its end, telling each task that gets there.

    Raises:
        StackError: it does not end in time.
    """
    deadline, seen = time.monotonic() + seconds, set[str]()
    while True:
        run: dict[str, Any] = api.get(f"/dags/{DAG_ID}/dagRuns/{run_id}")
        states = api.task_states(DAG_ID, run_id)
        for task_id, state in states.items():
            if task_id not in seen and state in ("success", "failed", "skipped", "upstream_failed"):
                seen.add(task_id)
                progress(f"{task_id}: {state}")
        if run["state"] in FINISHED:
            return run
        if time.monotonic() > deadline:
            raise StackError(f"run {run_id} is still {run['state']} after {seconds:.0f} s: {states}")
        time.sleep(3 * POLL)


def told(stack: Stack, api: AirflowApi, run: dict[str, Any]) -> str:
    """The table of documents, what helps where something waits, and why a task is red."""
    run_id = run["dag_run_id"]
    listed = stack.link("inbox", "list", "--administration", ADMINISTRATION, "--all", "--output", "json")
    states = api.task_states(DAG_ID, run_id)
    lines = [documents_table(listed), "", "what helps:", *(f"  {remedy}" for remedy in remedies(listed)), ""]
    for task_id, state in sorted(states.items()):
        outcome = api.xcom(DAG_ID, run_id, task_id, "outcome")
        if state == "failed" and outcome:
            lines.append(f"{task_id}: {outcome['message']}")
    return "\n".join([*lines, f"run: {run['state']}", ""])


def broken_tasks(api: AirflowApi, run: dict[str, Any]) -> list[str]:
    """The tasks of a run that are red for another reason than that people must look."""
    states = api.task_states(DAG_ID, run["dag_run_id"])
    outcomes = {
        task_id: api.xcom(DAG_ID, run["dag_run_id"], task_id, "outcome") or {}
        for task_id, state in states.items()
        if state in ("failed", "upstream_failed") and task_id != "report"
    }
    return [task_id for task_id, outcome in outcomes.items() if outcome.get("code") not in FOR_PEOPLE]


def compare(text: str, file: Path) -> int:
    """0 if this is what a morning should tell; else the difference, readable."""
    expected = file.read_text() if file.exists() else ""
    if text.rstrip() == expected.rstrip():
        progress("as expected")
        return 0
    diff = difflib.unified_diff(expected.splitlines(), text.splitlines(), file.name, "this run", lineterm="", n=1)
    print("\n".join(["NOT as expected:", *diff]), file=sys.stderr)
    return 1


def judge_calls(before: dict[str, Any], after: dict[str, Any]) -> int:
    """Print the calls that were made in between; 0 if none of them wrote anything, and they are not too many."""
    calls = Counter(after["calls"]) - Counter(before["calls"])
    writes = Counter(after["writes"]) - Counter(before["writes"])
    print("calls:")
    for name, count in sorted(calls.items()):
        print(f"  {count:5} {name}")
    print(f"writes: {dict(writes) or 'none'}")
    made = {system: sum(count for name, count in calls.items() if name.startswith(system)) for system in CALLS_ALLOWED}
    for system, most in CALLS_ALLOWED.items():
        print(f"calls to {system}: {made[system]} of at most {most}")
    return 1 if writes or any(made[system] > most for system, most in CALLS_ALLOWED.items()) else 0


COMMANDS = {"demo": demo, "demo-again": demo_again, "up": up, "down": down}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the commands; 0 when all went as it should."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("--name", help="of the folder in .state (default: demo, and up for up and down)")
    parser.add_argument("--airflow-port", type=int, help="default: any free one, and 8080 for up")
    parser.add_argument("--wefact-port", type=int, default=0)
    parser.add_argument("--multivers-port", type=int, default=0)
    given = parser.parse_args(arguments)
    stays = given.command in ("up", "down")
    options = Options(
        name=given.name or ("up" if stays else "demo"),
        airflow_port=(8080 if stays else 0) if given.airflow_port is None else given.airflow_port,
        wefact_port=given.wefact_port,
        multivers_port=given.multivers_port,
    )
    signal.signal(signal.SIGTERM, _as_interrupt)
    try:
        return COMMANDS[given.command](options)
    except StackError as error:
        print(f"error: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        progress("interrupted; nothing is left running")
    return 1


def _as_interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
