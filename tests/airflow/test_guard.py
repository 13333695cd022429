"""What an `all_done` task looks at before it starts, and what makes the report red."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from airflow.sdk import DAG
from airflow.sdk.exceptions import AirflowSkipException

from tests.airflow.squares import Square, context
from wefact_multivers.mapping.administration import load_administration
from wefact_multivers.mapping.administration_sections import Streams
from wefact_multivers.operators.builder import DAILY
from wefact_multivers.operators.closing import red_tasks
from wefact_multivers.operators.guard import require_success

ROOT = Path(__file__).parents[2]
EXPORTS = ("debtors", "sales_invoices", "creditors", "purchase_invoices")
STEPS = ("extract", "prepare", "post")
REQUIRED = ("preflight", "debtors.extract", "debtors.prepare")


def states(dag: DAG, **changed: str | None) -> dict[str, str | None]:
    """All tasks green, but for these; a double underscore stands for the dot."""
    green: dict[str, str | None] = {task.task_id: "success" for task in dag.tasks}
    return green | {name.replace("__", "."): state for name, state in changed.items()}


def test_everything_required_has_succeeded_then_the_task_goes_on() -> None:
    require_success(context(Square(dict.fromkeys(REQUIRED, "success"))), REQUIRED)


@pytest.mark.parametrize(
    ("state", "told"),
    [
        ("failed", "debtors.prepare is failed"),
        ("upstream_failed", "debtors.prepare is upstream_failed"),
        ("skipped", "debtors.prepare is skipped"),
        ("running", "debtors.prepare is running"),
        (None, "debtors.prepare is not started"),
    ],
)
def test_something_required_has_not_succeeded_then_the_task_skips_and_says_what(state: str | None, told: str) -> None:
    square = Square({"preflight": "success", "debtors.extract": "success", "debtors.prepare": state})
    with pytest.raises(AirflowSkipException, match=told):
        require_success(context(square), REQUIRED)


PREVIEW = dict.fromkeys((f"{stream}__post" for stream in EXPORTS), "skipped") | {"payments__settle": "skipped"}
NO_PAYMENTS = dict.fromkeys(("payments__fetch", "payments__match", "payments__settle"), "skipped")


@pytest.mark.parametrize(
    ("changed", "mode", "red"),
    [
        ({}, "export", []),
        ({"report": "running"}, "export", []),
        ({"sales_invoices__post": "failed"}, "export", ["sales_invoices.post is failed"]),
        (
            {"debtors__extract": "failed", "debtors__prepare": "upstream_failed", "debtors__post": "skipped"},
            "export",
            ["debtors.extract is failed", "debtors.prepare is upstream_failed"],
        ),
        (
            {"debtors__post": "skipped"},
            "export",
            ["debtors.post was skipped over a failure that is repaired: clear it"],
        ),
        (PREVIEW, "preview", []),
        (NO_PAYMENTS, "export", ["payments.fetch was skipped over a failure that is repaired: clear it"]),
        (NO_PAYMENTS | PREVIEW, "preview", ["payments.fetch was skipped over a failure that is repaired: clear it"]),
        (
            NO_PAYMENTS | {"payments__fetch": "success"},
            "export",
            ["payments.match was skipped over a failure that is repaired: clear it"],
        ),
    ],
    ids=[
        "all green",
        "the report itself does not count",
        "a red writer",
        "a fault before the writer",
        "repaired, and the writer left behind",
        "a preview",
        "repaired, and payments left behind",
        "the same in a preview",
        "only the first of payments cleared",
    ],
)
def test_run_then_these_tasks_make_the_report_red(dag: DAG, changed: dict[str, Any], mode: str, red: list[str]) -> None:
    assert red_tasks(context(Square(states(dag, **changed), mode=mode), dag)) == red


def test_stream_that_the_form_left_out_then_its_skipped_tasks_are_not_red(dag: DAG) -> None:
    square = Square(states(dag, **NO_PAYMENTS))
    assert red_tasks(context(square, dag, streams=list(EXPORTS))) == []


def test_stream_that_is_off_then_its_skipped_tasks_are_not_red() -> None:
    shipped = load_administration(ROOT / "include", "demo")
    dag = DAILY.build(shipped.model_copy(update={"streams": Streams(payments=False)}))
    purchases = {f"{name}__{step}": "skipped" for name in ("creditors", "purchase_invoices") for step in STEPS}
    assert red_tasks(context(Square(states(dag, **NO_PAYMENTS, **purchases)), dag)) == []
