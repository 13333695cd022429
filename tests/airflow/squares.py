"""A stand-in for what Airflow hands to a task: the states of a run, and a place for XComs."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

RUN = "scheduled__2026-11-23T05:00:00+00:00"


@dataclass
class Square:
    """The task instance of the report, in a run whose other tasks stand at these states.

    Attributes:
        left: the outcome that a task left.
    """

    states: dict[str, str | None]
    mode: str = "export"
    task_id: str = "report"
    pushed: dict[str, Any] = field(default_factory=dict)
    left: dict[str, dict[str, Any]] = field(default_factory=dict)
    dag_id: str = "x"

    def get_task_states(self, *, task_ids: list[str] | None, run_ids: list[str], **_: str) -> dict[str, Any]:
        """As the execution API answers: by run, and only tasks that have started or ended."""
        wanted = self.states if task_ids is None else {name: self.states.get(name) for name in task_ids}
        return {run_id: {name: state for name, state in wanted.items() if state} for run_id in run_ids}

    def xcom_pull(self, *, task_ids: str, key: str = "return_value") -> dict[str, Any] | None:
        """What preflight left, if it has succeeded, or the outcome of a task."""
        if key == "outcome":
            return self.left.get(task_ids)
        return {"mode": self.mode} if self.states.get(task_ids) == "success" else None

    def xcom_push(self, key: str, value: Any) -> None:
        """Keep it for the test to look at."""
        self.pushed[key] = value


def context(square: Square, dag: Any = None, **form: Any) -> dict[str, Any]:
    """The context of a task, in a run that was started with this form."""
    return {"ti": square, "run_id": RUN, "dag": dag or SimpleNamespace(dag_id="x", tasks=[]), "params": form}
