"""The one place that reads from an Airflow context what a run was started for."""

from __future__ import annotations

from typing import Any

from wefact_multivers.streams.runs import RunRequest, Trigger

_TRIGGERS = {"scheduled": Trigger.SCHEDULED, "backfill": Trigger.BACKFILL}


def run_request(context: Any) -> RunRequest:
    """The request of the run that a task belongs to.

    A run without a logical date (started over REST, or from the form with an empty date) has no data
    interval: its keys are absent from the context, not None (airflow-3.3.md 2). The key is the run's id.

    Args:
        context: what Airflow hands to `execute`.

    Returns:
        The request; the interval is in UTC, the parameters are those of the form.
    """
    dag_run = context["dag_run"]
    return RunRequest(
        run_key=dag_run.run_id,
        trigger=_TRIGGERS.get(_run_type(dag_run), Trigger.MANUAL),
        interval_start=context.get("data_interval_start"),
        interval_end=context.get("data_interval_end"),
        params=dict(context.get("params") or {}),
    )


def _run_type(dag_run: Any) -> str:
    return str(getattr(dag_run.run_type, "value", dag_run.run_type))
