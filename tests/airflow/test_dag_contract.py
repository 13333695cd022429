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
from airflow.utils.dag_edges import dag_edges

from wefact_multivers.hooks.retry import RecoveryRetryPolicy
from wefact_multivers.operators.builder import STREAMS
from wefact_multivers.streams.runs import Stream

TASKS = [
    "preflight",
    "debtors.extract",
    "debtors.prepare",
    "debtors.post",
    "sales_invoices.extract",
    "sales_invoices.prepare",
    "sales_invoices.post",
    "creditors.extract",
    "creditors.prepare",
    "creditors.post",
    "purchase_invoices.extract",
    "purchase_invoices.prepare",
    "purchase_invoices.post",
    "payments.fetch",
    "payments.match",
    "payments.settle",
    "reconcile",
    "report",
]
WRITERS = ["debtors.post", "sales_invoices.post", "creditors.post", "purchase_invoices.post", "payments.settle"]
AFTER_FAILURES = {*WRITERS, "payments.fetch", "reconcile", "report"}


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
        ("creditors.extract", {"preflight"}),
        ("creditors.prepare", {"creditors.extract"}),
        ("creditors.post", {"creditors.prepare"}),
        ("purchase_invoices.extract", {"preflight"}),
        ("purchase_invoices.prepare", {"purchase_invoices.extract"}),
        ("purchase_invoices.post", {"purchase_invoices.prepare", "creditors.post"}),
        ("payments.fetch", {"preflight", "sales_invoices.post", "purchase_invoices.post"}),
        ("payments.match", {"payments.fetch"}),
        ("payments.settle", {"payments.match"}),
        ("reconcile", set(WRITERS)),
        ("report", set(TASKS) - {"report"}),
    ],
)
def test_task_then_it_waits_for_these(dag: DAG, task_id: str, upstream: set[str]) -> None:
    assert direct_upstream(dag, task_id) == upstream


@pytest.mark.parametrize("task_id", TASKS)
def test_task_then_only_these_run_after_failures(dag: DAG, task_id: str) -> None:
    expected = "all_done" if task_id in AFTER_FAILURES else "all_success"
    assert dag.get_task(task_id).trigger_rule == expected


@pytest.mark.parametrize(
    ("task_id", "required"),
    [
        ("debtors.post", ("preflight", "debtors.extract", "debtors.prepare")),
        ("sales_invoices.post", ("preflight", "sales_invoices.extract", "sales_invoices.prepare")),
        ("creditors.post", ("preflight", "creditors.extract", "creditors.prepare")),
        ("purchase_invoices.post", ("preflight", "purchase_invoices.extract", "purchase_invoices.prepare")),
        ("payments.fetch", ("preflight",)),
        ("payments.settle", ("preflight", "payments.fetch", "payments.match")),
        ("reconcile", ("preflight",)),
        ("report", ()),
    ],
)
def test_task_that_runs_after_failures_then_this_must_have_succeeded(
    dag: DAG, task_id: str, required: tuple[str, ...]
) -> None:
    assert dag.get_task(task_id).requires == required


@pytest.mark.parametrize("task_id", WRITERS)
def test_writer_then_one_at_a_time_in_the_whole_dag(dag: DAG, task_id: str) -> None:
    assert dag.get_task(task_id).max_active_tis_per_dag == 1


def test_streams_then_the_dag_has_those_that_the_use_cases_know_in_their_order() -> None:
    assert [shape.name for shape in STREAMS] == list(Stream)


def test_grid_then_rows_stand_in_the_order_of_work_and_no_edge_is_drawn_between_groups(dag: DAG) -> None:
    stored = DagSerialization.deserialize_dag(DagSerialization.serialize_dag(dag))
    order = [child.node_id for child in stored.task_group.topological_sort()]
    assert order == ["preflight", *Stream, "reconcile", "report"]
    assert {end for edge in dag_edges(stored) for end in (edge["source_id"], edge["target_id"])} == set(TASKS)


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
    ("field", "wrong"), [("from", "16-03-2026"), ("mode", "book"), ("streams", ["leveranciers"]), ("numbers", "F1")]
)
def test_form_given_nonsense_then_airflow_refuses_it(dag: DAG, field: str, wrong: object) -> None:
    param = dag.params.get_param(field)
    with pytest.raises(ParamValidationError):
        param.resolve(value=wrong)


def test_form_then_it_offers_every_stream(dag: DAG) -> None:
    assert dag.params.get_param("streams").schema["items"]["enum"] == list(Stream)
