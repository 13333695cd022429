"""What operators of Airflow may count on in every DAG of the link (DESIGN 7)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pendulum
import pytest
from airflow.sdk import DAG
from airflow.sdk.exceptions import ParamValidationError
from airflow.serialization.encoders import coerce_to_core_timetable
from airflow.serialization.serialized_objects import DagSerialization

from wefact_multivers.hooks.retry import RecoveryRetryPolicy

TASKS = [
    "preflight",
    "debtors.extract",
    "debtors.prepare",
    "debtors.post",
    "sales_invoices.extract",
    "sales_invoices.prepare",
    "sales_invoices.post",
    "reconcile",
    "report",
]


def direct_upstream(dag: DAG, task_id: str) -> set[str]:
    return set(dag.get_task(task_id).upstream_task_ids)


def test_dag_of_an_administration_then_it_has_its_name_and_tasks(dag: DAG) -> None:
    assert dag.dag_id == "wefact_to_multivers__demo"
    assert [task.task_id for task in dag.tasks] == TASKS


def test_dag_then_it_ships_paused_and_runs_one_at_a_time_without_catching_up(dag: DAG) -> None:
    assert dag.is_paused_upon_creation is True
    assert dag.max_active_runs == 1
    assert dag.catchup is False


@pytest.mark.parametrize(
    ("now", "start", "end"),
    [
        ("2026-11-24T08:00", "2026-11-23T06:00+01:00", "2026-11-24T06:00+01:00"),
        ("2026-10-25T08:00", "2026-10-24T06:00+02:00", "2026-10-25T06:00+01:00"),
        ("2027-03-28T08:00", "2027-03-27T06:00+01:00", "2027-03-28T06:00+02:00"),
    ],
    ids=["winter", "25 hours in autumn", "23 hours in spring"],
)
def test_schedule_then_intervals_join_at_six_in_amsterdam(dag: DAG, now: str, start: str, end: str) -> None:
    timetable = coerce_to_core_timetable(dag.timetable)
    interval = timetable.infer_manual_data_interval(run_after=pendulum.parse(now, tz="Europe/Amsterdam"))
    assert (interval.start, interval.end) == (pendulum.parse(start), pendulum.parse(end))


def test_doc_then_it_says_what_for_whose_and_what_to_do(dag: DAG) -> None:
    headings = {line.removeprefix("## ") for line in (dag.doc_md or "").splitlines() if line.startswith("## ")}
    assert headings == {"Doel", "Eigenaar", "Bij storing"}


@pytest.mark.parametrize("task_id", TASKS)
def test_every_task_then_it_has_retries_a_limit_and_the_policy(dag: DAG, task_id: str) -> None:
    task = dag.get_task(task_id)
    assert task.retries > 0
    assert timedelta() < task.execution_timeout <= timedelta(hours=2)
    assert isinstance(task.retry_policy, RecoveryRetryPolicy)
    assert task.retry_exponential_backoff == 2.0


@pytest.mark.parametrize(
    ("task_id", "upstream"),
    [
        ("preflight", set()),
        ("debtors.extract", {"preflight"}),
        ("debtors.prepare", {"debtors.extract"}),
        ("debtors.post", {"debtors.prepare"}),
        ("sales_invoices.extract", {"preflight"}),
        ("sales_invoices.prepare", {"sales_invoices.extract"}),
        ("sales_invoices.post", {"sales_invoices.prepare", "debtors.post"}),
        ("reconcile", {"debtors.post", "sales_invoices.post"}),
        ("report", set(TASKS) - {"report"}),
    ],
)
def test_task_then_it_waits_for_these(dag: DAG, task_id: str, upstream: set[str]) -> None:
    assert direct_upstream(dag, task_id) == upstream


@pytest.mark.parametrize("task_id", TASKS)
def test_task_then_only_writers_and_closing_tasks_run_after_failures(dag: DAG, task_id: str) -> None:
    expected = "all_done" if task_id.endswith("post") or task_id in ("reconcile", "report") else "all_success"
    assert dag.get_task(task_id).trigger_rule == expected


def test_writer_then_it_requires_preflight_and_its_own_predecessors(dag: DAG) -> None:
    assert set(dag.get_task("sales_invoices.post").requires) == {
        "preflight",
        "sales_invoices.extract",
        "sales_invoices.prepare",
    }
    assert dag.get_task("reconcile").requires == ("preflight",)


def test_writer_then_one_at_a_time_in_the_whole_dag(dag: DAG) -> None:
    assert dag.get_task("debtors.post").max_active_tis_per_dag == 1
    assert dag.get_task("sales_invoices.post").max_active_tis_per_dag == 1


def test_grid_then_debtors_stand_above_sales_invoices(dag: DAG) -> None:
    stored = DagSerialization.deserialize_dag(DagSerialization.serialize_dag(dag))
    order = [child.node_id for child in stored.task_group.topological_sort()]
    assert order == ["preflight", "debtors", "sales_invoices", "reconcile", "report"]


def test_form_then_every_field_is_empty_and_explained(dag: DAG) -> None:
    form: dict[str, Any] = {name: dag.params.get_param(name) for name in dag.params}
    assert {name: param.value for name, param in form.items()} == {
        "from": None,
        "to": None,
        "numbers": None,
        "streams": None,
        "mode": None,
    }
    assert all(param.description and param.schema["title"] for param in form.values())


@pytest.mark.parametrize(
    ("field", "wrong"), [("from", "16-03-2026"), ("mode", "book"), ("streams", ["creditors"]), ("numbers", "F1")]
)
def test_form_given_nonsense_then_airflow_refuses_it(dag: DAG, field: str, wrong: object) -> None:
    param = dag.params.get_param(field)
    with pytest.raises(ParamValidationError):
        param.resolve(value=wrong)
