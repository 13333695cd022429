"""One morning of the demo in a real Airflow, shared by every test that wants to look at it."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from scripts.airflow_api import AirflowApi
from scripts.demo import DAG_ID, first_run, prepare, watch
from scripts.stack import Options, Stack
from tests.airflow.stubs import Sent, web_server


@dataclass
class Morning:
    """The scheduled run of the demo, at its end, in a stack that still runs.

    Attributes:
        collected: what Airflow's metrics sent to a collector.
    """

    stack: Stack
    api: AirflowApi
    run_id: str
    state: str
    collected: Sent


_MORNING = pytest.StashKey[Morning]()


def demo_morning(config: pytest.Config) -> Morning:
    """The morning; the first who asks starts it, and it is stopped when the tests end."""
    if _MORNING not in config.stash:
        home = Path(tempfile.mkdtemp(prefix="wefact-multivers-stack-"))
        collector = ExitStack()
        collected = collector.enter_context(web_server())
        config.add_cleanup(collector.close)
        stack = Stack(Options(name="tests", home=home, environment=open_telemetry(collected.port)))
        config.add_cleanup(lambda: _clean_up(stack, home))
        api = prepare(stack)
        config.add_cleanup(api.close)
        run = watch(api, first_run(api))
        config.stash[_MORNING] = Morning(stack, api, run["dag_run_id"], run["state"], collected)
    return config.stash[_MORNING]


def open_telemetry(port: int) -> dict[str, str]:
    """The settings that docs/reference/metrics.md names, for a collector on this machine."""
    return {
        "AIRFLOW__METRICS__OTEL_ON": "True",
        "AIRFLOW__METRICS__LEGACY_NAMES_ON": "False",
        "OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{port}",
        "OTEL_EXPORTER_OTLP_PROTOCOL": "http/protobuf",
        "OTEL_METRIC_EXPORT_INTERVAL": "2000",
    }


def cleared(morning: Morning, *, task_ids: list[str] | None = None, only_failed: bool) -> str:
    """Clear tasks of the run with all downstream, as the button does, and wait for its end; gives the run's state."""
    body = {
        "dag_run_id": morning.run_id,
        "only_failed": only_failed,
        "include_downstream": True,
        "dry_run": False,
    }
    morning.api.post(f"/dags/{DAG_ID}/clearTaskInstances", body | ({"task_ids": task_ids} if task_ids else {}))
    return str(watch(morning.api, morning.run_id)["state"])


def _clean_up(stack: Stack, home: Path) -> None:
    stack.stop()
    shutil.rmtree(home, ignore_errors=True)
