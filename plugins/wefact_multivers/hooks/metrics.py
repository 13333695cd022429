"""The measures of the link, through Airflow's own metrics: StatsD or OpenTelemetry, as Airflow is set up."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from airflow.sdk.observability import stats


@dataclass(frozen=True)
class Measure:
    """One measure.

    Attributes:
        name: without Airflow's own prefix (`airflow.` by default).
        kind: counter, gauge or timer.
        tags: what it is told apart by.
        says: in a few words, for the reference.
    """

    name: str
    kind: str
    tags: tuple[str, ...]
    says: str


class Metric(Enum):
    """Every measure that there is; the reference is made of them."""

    RECORDS = Measure(
        "wefact_multivers.records",
        "gauge",
        ("administration", "stream", "status"),
        "documents and relations at each status, at the end of a run",
    )
    PAYMENTS = Measure(
        "wefact_multivers.payments",
        "gauge",
        ("administration", "status"),
        "payments at each status, at the end of a run",
    )
    WAITING = Measure(
        "wefact_multivers.waiting",
        "gauge",
        ("administration", "stream"),
        "what waits for a person, at the end of a run",
    )
    DIFFERENCE = Measure(
        "wefact_multivers.difference",
        "gauge",
        ("administration",),
        "euros that nothing explains, in the last reconciliation",
    )
    DIFFERENCES = Measure(
        "wefact_multivers.differences",
        "gauge",
        ("administration",),
        "documents and bookings that nothing explains, in the last reconciliation",
    )
    COUNTS = Measure(
        "wefact_multivers.counts",
        "gauge",
        ("administration", "task", "what"),
        "what a task counted, as in its XCom",
    )
    TASK = Measure(
        "wefact_multivers.task",
        "timer",
        ("administration", "task", "outcome"),
        "how long a task was at work (waiting apart), and how that ended: ok, or the code of its error",
    )
    ANSWERS = Measure(
        "wefact_multivers.answers",
        "counter",
        ("administration", "system", "status"),
        "answers of WeFact and Multivers by HTTP status; 429 is a limit that was reached",
    )
    ALERTS = Measure(
        "wefact_multivers.alerts",
        "counter",
        ("level", "delivered"),
        "alerts by level, and whether they were delivered: yes or no",
    )


def count(metric: Metric, number: int = 1, **tags: str) -> None:
    """Counts something that happened."""
    stats.incr(metric.value.name, number, tags=_whole(metric, tags))


def gauge(metric: Metric, value: float, **tags: str) -> None:
    """Says how much there is of something now."""
    stats.gauge(metric.value.name, value, tags=_whole(metric, tags))


def timing(metric: Metric, milliseconds: float, **tags: str) -> None:
    """Says how long something took."""
    stats.timing(metric.value.name, milliseconds, tags=_whole(metric, tags))


def _whole(metric: Metric, tags: dict[str, str]) -> dict[str, str]:
    """The tags as plain text, those of the measure and no others.

    Raises:
        ValueError: a defect in the program.
    """
    if tuple(sorted(tags)) != tuple(sorted(metric.value.tags)):
        raise ValueError(f"{metric.value.name} has the tags {metric.value.tags}, not {tuple(tags)}")
    return {name: str(value) for name, value in tags.items()}
