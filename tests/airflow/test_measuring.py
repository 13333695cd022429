"""What a task tells Airflow's metrics, as Airflow's own logger of metrics receives it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from airflow.sdk.exceptions import AirflowRescheduleException
from airflow.sdk.observability import stats

from wefact_multivers.errors import LeaseHeld, ReauthoriseMultivers
from wefact_multivers.hooks.metrics import Metric, gauge
from wefact_multivers.operators.measuring import measured, tell_counts

NOON = datetime(2026, 3, 16, 11, tzinfo=UTC)


class Kept:
    """A backend of Airflow's metrics that keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, Any, dict[str, str]]] = []

    def gauge(self, stat: str, value: float, tags: dict[str, str], **_: object) -> None:
        self.told.append((stat, value, tags))

    def timing(self, stat: str, dt: float, tags: dict[str, str], **_: object) -> None:
        self.told.append((stat, dt, tags))


@pytest.fixture
def kept() -> Iterator[Kept]:
    """What is told; afterwards Airflow tells nobody, as before."""
    backend = Kept()
    stats.initialize(factory=lambda: backend, export_legacy_names=False)
    yield backend
    stats.initialize(factory=_nobody, export_legacy_names=False)


def _nobody() -> Any:
    from airflow.sdk._shared.observability.metrics.base_stats_logger import NoStatsLogger  # noqa: PLC0415

    return NoStatsLogger()


def waited() -> None:
    raise AirflowRescheduleException(NOON) from LeaseHeld(NOON, database="MVL00001")


def refused() -> None:
    raise ReauthoriseMultivers(connection="multivers_demo")


def broke() -> None:
    raise KeyError("x")


@pytest.mark.parametrize(
    ("work", "outcome"), [(waited, "LCK-001"), (refused, "AUTH-001"), (broke, "defect"), (int, "ok")]
)
def test_given_an_end_of_a_task_then_its_time_is_told_with_it(kept: Kept, work: Any, outcome: str) -> None:
    try:
        with measured("demo", "preflight"):
            work()
    except (AirflowRescheduleException, ReauthoriseMultivers, KeyError):
        assert outcome != "ok"
    ((name, milliseconds, tags),) = kept.told
    assert (name, tags) == (
        "wefact_multivers.task",
        {"administration": "demo", "task": "preflight", "outcome": outcome},
    )
    assert 0 <= milliseconds < 1000


def test_given_a_result_then_its_counts_are_told_and_texts_are_not(kept: Kept) -> None:
    tell_counts("demo", "preflight", {"mode": "export", "configuration_version": 3})
    tell_counts("demo", "report", "a line")
    assert [(value, tags["what"]) for _, value, tags in kept.told] == [(3, "configuration_version")]


def test_given_a_tag_that_no_measure_has_then_nothing_is_told(kept: Kept) -> None:
    with pytest.raises(ValueError, match="has the tags"):
        gauge(Metric.WAITING, 1, administration="demo", name="Jansen")
    assert kept.told == []
