"""What a run was started for, read from the contexts that Airflow really hands over."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from airflow.sdk.api.datamodels._generated import DagRun, DagRunState, DagRunType

from wefact_multivers.operators.request import run_request
from wefact_multivers.streams.runs import Trigger

START, END = datetime(2026, 11, 22, 5, tzinfo=UTC), datetime(2026, 11, 23, 5, tzinfo=UTC)
FORM: dict[str, Any] = {"from": None, "to": None, "numbers": None, "streams": None, "mode": None}


def context(run_type: DagRunType, *, interval: bool, **form: Any) -> dict[str, Any]:
    """A context as the task runner builds it: without a logical date its keys are absent, not None."""
    dag_run = DagRun(
        dag_id="wefact_to_multivers__demo",
        run_id=f"{run_type.value}__2026-11-23T05:00:00+00:00",
        logical_date=START if interval else None,
        data_interval_start=START if interval else None,
        data_interval_end=END if interval else None,
        run_after=END,
        start_date=END,
        end_date=None,
        run_type=run_type,
        state=DagRunState.RUNNING,
        consumed_asset_events=[],
        partition_key=None,
    )
    dates = {"logical_date": START, "data_interval_start": START, "data_interval_end": END} if interval else {}
    return {"dag_run": dag_run, "run_id": dag_run.run_id, "params": FORM | form, **dates}


@pytest.mark.parametrize(
    ("run_type", "trigger"),
    [
        (DagRunType.SCHEDULED, Trigger.SCHEDULED),
        (DagRunType.BACKFILL, Trigger.BACKFILL),
        (DagRunType.MANUAL, Trigger.MANUAL),
        (DagRunType.OPERATOR_TRIGGERED, Trigger.MANUAL),
        (DagRunType.ASSET_TRIGGERED, Trigger.MANUAL),
    ],
)
def test_run_with_an_interval_then_trigger_and_interval_are_its_own(run_type: DagRunType, trigger: Trigger) -> None:
    request = run_request(context(run_type, interval=True))
    assert (request.trigger, request.interval_start, request.interval_end) == (trigger, START, END)


def test_run_by_hand_without_a_logical_date_then_there_is_no_interval() -> None:
    request = run_request(context(DagRunType.MANUAL, interval=False))
    assert (request.trigger, request.interval_start, request.interval_end) == (Trigger.MANUAL, None, None)


def test_any_run_then_its_key_is_its_id() -> None:
    given = context(DagRunType.SCHEDULED, interval=True)
    assert run_request(given).run_key == given["run_id"]


def test_filled_in_form_then_the_request_has_it() -> None:
    given = context(DagRunType.MANUAL, interval=False, numbers=["F2026-0001"], mode="preview")
    assert run_request(given).params == FORM | {"numbers": ["F2026-0001"], "mode": "preview"}


def test_context_without_a_form_then_the_request_asks_for_nothing() -> None:
    given = context(DagRunType.MANUAL, interval=False)
    del given["params"]
    assert run_request(given).params == {}
