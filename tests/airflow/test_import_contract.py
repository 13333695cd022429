"""What holds for the DAG of the relation import: started by hand, looks before it writes, fails in the open."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from airflow.sdk import DAG
from airflow.sdk.exceptions import ParamValidationError
from airflow.serialization.serialized_objects import DagSerialization

from tests.airflow.squares import Square, context
from wefact_multivers.errors import AdministrationFileMissing
from wefact_multivers.hooks.retry import RecoveryRetryPolicy
from wefact_multivers.mapping.administration import load_administration
from wefact_multivers.operators.closing import red_tasks
from wefact_multivers.operators.import_builder import RELATION_IMPORT
from wefact_multivers.operators.relation_import import is_dry_run

ROOT = Path(__file__).parents[2]
TASKS = ["preflight", "check_empty", "import_debtors", "import_creditors", "report"]
COUNTS = {"listed": 3, "written": 2, "there_already": 1, "blocked": 0}


@pytest.fixture(scope="module")
def relation_import() -> DAG:
    return RELATION_IMPORT.build(load_administration(ROOT / "include", "demo"))


def test_given_the_dag_then_it_has_its_name_and_tasks_in_their_order(relation_import: DAG) -> None:
    assert relation_import.dag_id == "import_relations__demo"
    assert [task.task_id for task in relation_import.tasks] == TASKS
    stored = DagSerialization.deserialize_dag(DagSerialization.serialize_dag(relation_import))
    assert [child.node_id for child in stored.task_group.topological_sort()] == TASKS


def test_given_the_dag_then_people_start_it_one_run_at_a_time(relation_import: DAG) -> None:
    assert relation_import.schedule is None
    assert relation_import.is_paused_upon_creation is True
    assert relation_import.max_active_runs == 1


def test_given_a_broken_file_then_it_has_no_schedule_either() -> None:
    broken = RELATION_IMPORT.build_broken("kapot", AdministrationFileMissing(file="administrations/kapot.yaml"))
    assert broken.schedule is None
    assert [task.task_id for task in broken.tasks] == ["configuration"]


def test_given_the_page_then_it_says_what_for_whose_and_what_to_do(relation_import: DAG) -> None:
    lines = (relation_import.doc_md or "").splitlines()
    headings = {line.removeprefix("## ") for line in lines if line.startswith("## ")}
    assert headings == {"Doel", "Eigenaar", "Bij storing"}


@pytest.mark.parametrize(
    ("task_id", "upstream", "rule", "required"),
    [
        ("preflight", set(), "all_success", ()),
        ("check_empty", {"preflight"}, "all_success", ()),
        ("import_debtors", {"check_empty"}, "all_success", ()),
        ("import_creditors", {"import_debtors"}, "all_done", ("preflight", "check_empty")),
        ("report", set(TASKS) - {"report"}, "all_done", ()),
    ],
)
def test_given_a_task_then_it_waits_for_these(
    relation_import: DAG, task_id: str, upstream: set[str], rule: str, required: tuple[str, ...]
) -> None:
    task = relation_import.get_task(task_id)
    assert (set(task.upstream_task_ids), task.trigger_rule, task.requires) == (upstream, rule, required)
    assert isinstance(task.retry_policy, RecoveryRetryPolicy)


@pytest.mark.parametrize(("task_id", "controller"), [("import_debtors", "debtor"), ("import_creditors", "creditor")])
def test_given_an_import_then_each_side_has_a_task_that_never_runs_beside_itself(
    relation_import: DAG, task_id: str, controller: str
) -> None:
    task = relation_import.get_task(task_id)
    assert (task.controller, task.max_active_tis_per_dag) == (controller, 1)


def test_given_the_form_then_a_run_only_looks_unless_somebody_says_otherwise(relation_import: DAG) -> None:
    param = relation_import.params.get_param("dry_run")
    assert param.value is True
    assert param.description
    assert param.schema["title"]
    with pytest.raises(ParamValidationError):
        param.resolve(value="nee")


@pytest.mark.parametrize(
    ("params", "looks"), [({"dry_run": True}, True), ({"dry_run": False}, False), ({}, True), (None, True)]
)
def test_given_a_run_then_only_a_plain_no_makes_it_write(params: dict[str, Any] | None, looks: bool) -> None:
    assert is_dry_run({"params": params}) is looks


@pytest.mark.parametrize(
    ("changed", "red"),
    [
        ({}, []),
        ({"import_debtors": "failed"}, ["import_debtors is failed"]),
        (
            {"check_empty": "failed", "import_debtors": "upstream_failed", "import_creditors": "skipped"},
            ["check_empty is failed", "import_debtors is upstream_failed"],
        ),
        ({"import_creditors": "skipped"}, ["import_creditors was skipped over a failure that is repaired: clear it"]),
    ],
    ids=["all green", "a red side", "WeFact is not empty", "repaired, and creditors left behind"],
)
def test_given_a_run_then_these_tasks_make_the_report_red(
    relation_import: DAG, changed: dict[str, str | None], red: list[str]
) -> None:
    states: dict[str, str | None] = dict.fromkeys(TASKS, "success")
    assert red_tasks(context(Square(states | changed), relation_import)) == red


@pytest.mark.parametrize(
    ("left", "dry_run", "line"),
    [
        (
            {("import_debtors", "return_value"): COUNTS, ("import_creditors", "return_value"): {"listed": 1}},
            False,
            "import; import_debtors: 3 listed, 2 written, 1 there already, 0 blocked; import_creditors: 1 listed",
        ),
        (
            {("import_debtors", "outcome"): {"message": "[X] no"}, ("import_creditors", "return_value"): COUNTS},
            False,
            "import; import_debtors: [X] no; import_creditors: 3 listed, 2 written, 1 there already, 0 blocked",
        ),
        ({("check_empty", "outcome"): {"message": "[X] full"}}, True, "dry run; check_empty: [X] full"),
        (
            {("import_debtors", "outcome"): {"message": "wait"}, ("import_debtors", "return_value"): {"listed": 0}},
            True,
            "dry run; import_debtors: 0 listed",
        ),
    ],
    ids=["both", "one side failed", "refused", "waited, then done"],
)
def test_given_what_each_task_left_then_the_report_says_it_in_one_line(
    relation_import: DAG, left: dict[tuple[str, str], Any], dry_run: bool, line: str
) -> None:
    class Notebook:
        def xcom_pull(self, *, task_ids: str, key: str = "return_value") -> Any:
            return {("preflight", "return_value"): {"mode": "preview"}, **left}.get((task_ids, key))

    given = {"ti": Notebook(), "dag": relation_import, "params": {"dry_run": dry_run}}
    assert relation_import.get_task("report").line(None, given) == line
