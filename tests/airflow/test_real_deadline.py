"""A run that does not come to its end, in a real Airflow: people hear of it while it still waits."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.demo import DAG_ID, start_run
from scripts.stack import Options, Stack, stopped_at_the_end
from tests.airflow.stubs import Sent, web_server

pytestmark = [pytest.mark.airflow, pytest.mark.full]

ROOT = Path(__file__).parents[2]
CHANNEL = {
    "notifier": "airflow.providers.http.notifications.http.HttpNotifier",
    "arguments": {"http_conn_id": "beheer", "json": {"text": "{{ alert.subject }}\n{{ alert.text }}"}},
}
SECONDS = 300
"""The deadline is a minute; a busy machine takes its time to start."""


@pytest.fixture
def hook() -> Iterator[Sent]:
    with web_server() as sent:
        yield sent


def test_given_a_run_that_never_starts_then_people_are_told_that_it_is_late(tmp_path: Path, hook: Sent) -> None:
    include = tmp_path / "include"
    shutil.copytree(ROOT / "include", include)
    file = include / "administrations" / "demo.yaml"
    text = file.read_text().replace("late_after_minutes: 90", "late_after_minutes: 1")
    file.write_text(text.replace("channels: []", f"channels: {json.dumps([CHANNEL])}"))
    beheer = json.dumps({"conn_type": "http", "host": f"http://127.0.0.1:{hook.port}"})
    stack = Stack(Options(name="late", home=tmp_path, include=include, environment={"AIRFLOW_CONN_BEHEER": beheer}))
    with stopped_at_the_end(stack):
        stack.start_sandbox()
        stack.start_airflow()
        stack.link("store", "upgrade")
        # The DAG stays paused: its run is queued, and stays so.
        api = stack.wait_for_airflow(DAG_ID)
        run_id = start_run(api)
        api.close()
        deadline = time.monotonic() + SECONDS
        while not hook.bodies and time.monotonic() < deadline:
            time.sleep(0.5)
        airflow_url = stack.airflow_url
    (told,) = [json.loads(body)["text"] for _, body in hook.bodies]
    assert told.startswith("[Boekhoudkoppeling][VERTRAAGD] demo")
    assert f"{airflow_url}/dags/{DAG_ID}/runs/" in told
    assert run_id.split("__")[0] in told
