"""Where a person goes on from a task or an alert: the run in Airflow, and the page that helps."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from airflow.sdk import BaseOperatorLink
from airflow.sdk.configuration import conf

from wefact_multivers.catalogue.alerts import FIRST_RUNBOOK, runbook_of
from wefact_multivers.hooks.settings import docs_root
from wefact_multivers.operators.outcome import OUTCOME

RUNBOOKS = "runbooks.md"


def docs_address(heading: str) -> str:
    """The heading of the runbooks, where the docs of this installation are served; empty where they are not."""
    root = docs_root()
    return f"{root}/{RUNBOOKS}#{heading}" if root else ""


def dag_address(dag_id: str) -> str:
    """The page of a DAG in Airflow, with its own text on what to do when it fails."""
    return f"{_airflow()}/dags/{quote(dag_id)}"


def run_address(dag_id: str, run_id: str) -> str:
    """The page of a run in Airflow."""
    return f"{dag_address(dag_id)}/runs/{quote(run_id, safe='')}"


class RunbookLink(BaseOperatorLink):
    """From a task to the runbook for the reason why it failed."""

    name = "Runbook"

    def get_link(self, operator: Any, *, ti_key: Any) -> str:
        """Called in the worker, once the task has ended.

        Args:
            operator: the task.
            ti_key: the running task instance.

        Returns:
            The runbook of the task's outcome; without docs, the page of its DAG, which says what to do.
        """
        outcome = ti_key.xcom_pull(task_ids=operator.task_id, key=OUTCOME) or {}
        heading = runbook_of(str(outcome["code"])) if outcome else FIRST_RUNBOOK
        return docs_address(heading) or dag_address(ti_key.dag_id)


def _airflow() -> str:
    return str(conf.get("api", "base_url", fallback="")).rstrip("/")
