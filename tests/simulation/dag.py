"""The tasks of a run in the order and under the guards of the DAG, each tried again as Airflow would."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.simulation.installation import Installation
from tests.simulation.processes import Killed, Process, Strike
from wefact_multivers.catalogue import Recovery
from wefact_multivers.errors import SyncError, WaitError
from wefact_multivers.operators.texts import DEFAULT_ARGS
from wefact_multivers.streams.extract import extract
from wefact_multivers.streams.kinds import KINDS
from wefact_multivers.streams.payments import fetch, match, settle
from wefact_multivers.streams.post import post
from wefact_multivers.streams.preflight import preflight
from wefact_multivers.streams.prepare import prepare
from wefact_multivers.streams.reconcile import reconcile
from wefact_multivers.streams.report import report
from wefact_multivers.streams.runs import RunRequest, Stream
from wefact_multivers.streams.services import Services

SUCCESS, SKIPPED, FAILED = "success", "skipped", "failed"
RETRIES: int = DEFAULT_ARGS["retries"]
DELAY: timedelta = DEFAULT_ARGS["retry_delay"]
ZOMBIE = timedelta(minutes=5)
"""After how long Airflow notices that a task process is gone."""

PATIENCE = timedelta(hours=9)
"""After how long people look at a run that does not come to its end."""

Work = Callable[[Services, RunRequest, bool], Any]


@dataclass(frozen=True)
class Task:
    """One task: what must have succeeded before it, and its stream where it has one."""

    name: str
    stream: str
    work: Work
    requires: tuple[str, ...] = ()


def _export_tasks(stream: Stream) -> tuple[Task, Task, Task]:
    name = str(stream)
    read, plan = f"{name}.extract", f"{name}.prepare"
    return (
        Task(read, name, lambda services, run, _again: extract(services, run.run_key, name), ("preflight",)),
        Task(plan, name, lambda services, run, again: prepare(services, run.run_key, name, again=again), (read,)),
        Task(
            f"{name}.post",
            name,
            lambda services, run, again: post(services, run.run_key, name, again=again),
            ("preflight", read, plan),
        ),
    )


_EXPORT = [_export_tasks(stream) for stream in KINDS]
_PAYMENTS = str(Stream.PAYMENTS)
PAYMENT_TASKS = (
    Task("payments.fetch", _PAYMENTS, lambda services, run, _again: fetch(services, run.run_key), ("preflight",)),
    Task("payments.match", _PAYMENTS, lambda services, run, _again: match(services, run.run_key), ("payments.fetch",)),
    Task(
        "payments.settle",
        _PAYMENTS,
        lambda services, run, again: settle(services, run.run_key, again=again),
        ("preflight", "payments.fetch", "payments.match"),
    ),
)
TASKS: tuple[Task, ...] = (
    Task("preflight", "", lambda services, run, _again: preflight(services, run)),
    *(task for tasks in _EXPORT for task in tasks[:2]),
    *(tasks[2] for tasks in _EXPORT),
    *PAYMENT_TASKS,
    Task("reconcile", "", lambda services, run, _again: reconcile(services, run.run_key), ("preflight",)),
    Task("report", "", lambda services, run, _again: report(services, run.run_key)),
)
"""In an order that the edges of the DAG allow."""


@dataclass
class Run:
    """One run: what it was asked for, how its tasks ended, and the errors of those that failed."""

    request: RunRequest
    states: dict[str, str] = field(default_factory=dict)
    errors: dict[str, BaseException] = field(default_factory=dict)
    tries: dict[str, int] = field(default_factory=dict)

    def clear(self, names: tuple[str, ...]) -> None:
        """A person clears tasks with all that comes after them."""
        cleared = set(names)
        for task in TASKS:
            if cleared & set(task.requires) or task.name == "report":
                cleared.add(task.name)
        for name in cleared & self.states.keys():
            del self.states[name]


class Scheduler:
    """Airflow, as far as the link can tell.

    Args:
        installation: whose tasks it runs.
        strike: draws what will happen to a task process, by the task's name.
        tell: is told what happens, for the trace.
    """

    def __init__(
        self,
        installation: Installation,
        strike: Callable[[str], Strike | None],
        tell: Callable[[str], None],
    ) -> None:
        self._installation, self._strike, self._tell = installation, strike, tell
        self._clock = installation.clock

    def work(self, run: Run, *, once: bool = False) -> None:
        """Drive a run until every task has a state.

        Args:
            run: new, or with some tasks cleared.
            once: each task has one try: the run of a process that works while another one is paused.
        """
        switched_on = self._installation.administration.streams
        deadline = self._clock.now() + PATIENCE
        for task in TASKS:
            if task.name in run.states:
                continue
            is_off = bool(task.stream) and not getattr(switched_on, task.stream)
            ready = all(run.states.get(name) == SUCCESS for name in task.requires)
            run.states[task.name] = SKIPPED if is_off or not ready else self._drive(run, task, deadline, once=once)

    def _drive(self, run: Run, task: Task, deadline: datetime, *, once: bool) -> str:
        """Try one task as often as Airflow would; gives its state."""
        run.errors.pop(task.name, None)
        tries = 0
        while True:
            run.tries[task.name] = run.tries.get(task.name, 0) + 1
            error = self._try(run, task)
            if error is None:
                return SUCCESS
            run.errors[task.name] = error
            again_at = self._again_at(error, tries)
            if once or again_at is None or again_at > deadline:
                return FAILED
            tries += not isinstance(error, WaitError)
            self._clock.until(again_at)

    def _again_at(self, error: BaseException, tries: int) -> datetime | None:
        """When Airflow starts a task once more; None if it does not."""
        now = self._clock.now()
        if isinstance(error, WaitError):
            return max(error.until, now + timedelta(seconds=1))
        if tries >= RETRIES:
            return None
        if isinstance(error, Killed):
            return now + ZOMBIE + DELAY
        if isinstance(error, SyncError) and error.recovery is Recovery.RETRY:
            return now + DELAY * float(2**tries)
        return None

    def _try(self, run: Run, task: Task) -> BaseException | None:
        again = run.tries[task.name] > 1
        process = Process(f"{run.request.run_key}/{task.name}", self._strike(task.name))
        self._tell(f"start {process.name}{' again' if again else ''}")
        try:
            with self._installation.process(process) as services:
                task.work(services, run.request, again)
        except (SyncError, Killed) as error:
            self._tell(f"  {process.name}: {type(error).__name__} {error}")
            return error
        self._tell(f"  {process.name}: done")
        return None


def codes(errors: Mapping[str, BaseException]) -> dict[str, str]:
    """The codes of the errors of a run, by task."""
    return {name: getattr(error, "code", type(error).__name__) for name, error in errors.items()}
