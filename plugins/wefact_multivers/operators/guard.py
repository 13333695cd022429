"""What a task that runs whatever happened before it (`all_done`) looks at before it starts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from airflow.sdk.exceptions import AirflowSkipException

RED = frozenset({"failed", "upstream_failed"})
SUCCESS = "success"
SKIPPED = "skipped"


def states_of_run(context: Any, task_ids: Iterable[str] | None = None) -> dict[str, str | None]:
    """The states of the run's tasks (all of them, if none is named), as the execution API knows them now."""
    run_id = context["run_id"]
    answer = context["ti"].get_task_states(
        dag_id=context["dag"].dag_id,
        task_ids=None if task_ids is None else list(task_ids),
        run_ids=[run_id],
    )
    states: Mapping[str, Any] = answer.get(run_id, {})
    return {task_id: None if state is None else str(state) for task_id, state in states.items()}


def require_success(context: Any, required: tuple[str, ...]) -> None:
    """Go on only if all that this task builds upon has succeeded.

    Raises:
        AirflowSkipException: something has not; the reason names it.
    """
    if not required:
        return
    states = states_of_run(context, required)
    missing = {task_id: states.get(task_id) for task_id in required if states.get(task_id) != SUCCESS}
    if missing:
        told = ", ".join(f"{task_id} is {state or 'not started'}" for task_id, state in missing.items())
        raise AirflowSkipException(f"nothing done: {told}")
