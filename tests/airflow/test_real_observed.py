"""What the demo's morning in a real Airflow leaves for others to see: metrics, a note, assets and links."""

from __future__ import annotations

from typing import Any

import pytest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest

from scripts.demo import DAG_ID
from tests.airflow.demo_morning import Morning, cleared, demo_morning
from tests.airflow.test_real_run import SECRETS, relations
from wefact_multivers.hooks.metrics import Metric

pytestmark = pytest.mark.airflow

PREFIX = "airflow."
NOT_THIS_MORNING = {Metric.ALERTS}
"""The demo tells nobody."""

Points = dict[str, list[tuple[dict[str, str], float]]]


@pytest.fixture(scope="module")
def morning(request: pytest.FixtureRequest) -> Morning:
    return demo_morning(request.config)


def points_of(morning: Morning) -> Points:
    """Every point of our measures that the collector received over HTTP, by name: tags and value."""
    found: Points = {}
    for path, body in list(morning.collected.bodies):
        assert path == "/v1/metrics"
        request = ExportMetricsServiceRequest.FromString(body)
        metrics = [one for held in request.resource_metrics for scope in held.scope_metrics for one in scope.metrics]
        for metric in metrics:
            if metric.name.startswith(f"{PREFIX}wefact_multivers."):
                found.setdefault(metric.name.removeprefix(PREFIX), []).extend(_points(metric))
    return found


def _points(metric: Any) -> list[tuple[dict[str, str], float]]:
    data = getattr(metric, metric.WhichOneof("data"))
    return [
        ({one.key: one.value.string_value for one in point.attributes}, _value(point)) for point in data.data_points
    ]


def _value(point: Any) -> float:
    if hasattr(point, "sum"):
        return float(point.sum)
    return float(point.as_double or point.as_int)


def test_morning_then_the_collector_has_exactly_the_documented_measures_with_their_tags(morning: Morning) -> None:
    found = points_of(morning)
    documented = {metric.value.name: set(metric.value.tags) for metric in Metric if metric not in NOT_THIS_MORNING}
    assert {name: set.union(*(set(tags) for tags, _ in points)) for name, points in found.items()} == documented


def test_morning_then_the_measures_say_what_the_tasks_counted(morning: Morning) -> None:
    found = points_of(morning)
    counts = morning.api.xcom(DAG_ID, morning.run_id, "sales_invoices.extract")
    told = {
        tags["what"]: value
        for tags, value in found[Metric.COUNTS.value.name]
        if tags["task"] == "sales_invoices.extract"
    }
    assert told == counts
    waiting = {tags["stream"]: value for tags, value in found[Metric.WAITING.value.name]}
    assert waiting["sales_invoices"] == 7
    outcomes = {tags["task"]: tags["outcome"] for tags, _ in found[Metric.TASK.value.name]}
    assert (outcomes["sales_invoices.post"], outcomes["reconcile"]) == ("DOC-100", "ok")
    answers = {(tags["system"], tags["status"]) for tags, _ in found[Metric.ANSWERS.value.name]}
    assert {("WeFact", "200"), ("Multivers", "200")} <= answers


def test_morning_then_no_secret_and_no_name_is_in_a_measure(morning: Morning) -> None:
    told = str(points_of(morning))
    names = [relation["CompanyName"] for relation in relations(morning) if relation["CompanyName"]]
    assert [text for text in (*SECRETS, *names) if text in told] == []


def run_of(morning: Morning) -> dict[str, Any]:
    found: dict[str, Any] = morning.api.get(f"/dags/{DAG_ID}/dagRuns/{morning.run_id}")
    return found


def test_morning_then_the_note_of_the_red_run_is_the_line_of_its_report(morning: Morning) -> None:
    assert morning.state == "failed"
    assert run_of(morning)["note"] == morning.api.xcom(DAG_ID, morning.run_id, "report", "note")


def test_red_task_then_its_link_leads_to_what_helps(morning: Morning) -> None:
    links = morning.api.get(f"/dags/{DAG_ID}/dagRuns/{morning.run_id}/taskInstances/sales_invoices.post/links")
    assert links["extra_links"] == {"Runbook": f"{morning.stack.airflow_url}/dags/{DAG_ID}"}


def test_green_writer_then_its_asset_has_counts_and_window_and_a_red_one_publishes_nothing(morning: Morning) -> None:
    events = morning.api.get("/assets/events")["asset_events"]
    published = {event["name"]: event["extra"] for event in events}
    assert set(published) == {"demo.payments"}
    extra = published["demo.payments"]
    assert extra["counts"] == morning.api.xcom(DAG_ID, morning.run_id, "payments.settle")
    assert extra["window"] == morning.api.xcom(DAG_ID, morning.run_id, "preflight")["window"]
    assert extra["run_id"] == morning.run_id


@pytest.mark.full
def test_note_of_a_person_then_it_stays_when_the_run_ends_again(morning: Morning) -> None:
    api = morning.api
    path = f"/dags/{DAG_ID}/dagRuns/{morning.run_id}?update_mask=note"
    assert api.status("PATCH", path, {"note": "bel de bank"}) == 200
    cleared(morning, task_ids=["report"], only_failed=False)
    assert run_of(morning)["note"] == "bel de bank"
