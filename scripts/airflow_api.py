"""Airflow's REST interface, as far as the demo and the tests need it."""

from __future__ import annotations

import time
from typing import Any

import httpx

TRIES = 5
"""SQLite answers a write with 500 now and then while the scheduler writes too (airflow-dag-shape.md 8)."""

FINISHED = frozenset({"success", "failed"})


class AirflowApi:
    """A signed-in user of one Airflow."""

    def __init__(self, base_url: str, username: str, password: str) -> None:
        """Describe the user; nothing is called yet.

        Args:
            base_url: like http://127.0.0.1:8080.
            username: one of the stack's users.
            password: of that user.
        """
        self._credentials = {"username": username, "password": password}
        self._http = httpx.Client(base_url=base_url, timeout=30, trust_env=False)

    def healthy(self) -> bool:
        """Whether API, scheduler and DAG processor all say that they work."""
        try:
            answer = self._http.get("/api/v2/monitor/health")
        except httpx.TransportError:
            return False
        if answer.status_code != 200:
            return False
        health = answer.json()
        parts = ("metadatabase", "scheduler", "dag_processor")
        return all(health.get(part, {}).get("status") == "healthy" for part in parts)

    def sign_in(self) -> None:
        """Fetch a token for the calls that follow."""
        answer = self._http.post("/auth/token", json=self._credentials)
        answer.raise_for_status()
        self._http.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"

    def get(self, path: str, **params: Any) -> Any:
        """Read something below /api/v2; None if it is not there."""
        answer = self._send("GET", path, params=params)
        return None if answer.status_code == 404 else answer.raise_for_status().json()

    def text(self, path: str) -> str:
        """Read a text below /api/v2, such as a task's log."""
        answer = self._send("GET", path, headers={"Accept": "application/x-ndjson"})
        return answer.raise_for_status().text

    def post(self, path: str, body: dict[str, Any]) -> Any:
        """Ask for something below /api/v2."""
        return self._send("POST", path, json=body).raise_for_status().json()

    def status(self, method: str, path: str, body: dict[str, Any] | None = None) -> int:
        """The HTTP status of a call below /api/v2, for a user who may not be allowed to make it."""
        return self._send(method, path, json=body).status_code

    def unpause(self, dag_id: str) -> None:
        """Let the scheduler have the DAG."""
        self._send("PATCH", f"/dags/{dag_id}", json={"is_paused": False}).raise_for_status()

    def runs(self, dag_id: str) -> list[dict[str, Any]]:
        """The runs of a DAG, the oldest first."""
        found: list[dict[str, Any]] = self.get(f"/dags/{dag_id}/dagRuns", order_by="run_after")["dag_runs"]
        return found

    def task_states(self, dag_id: str, run_id: str) -> dict[str, str | None]:
        """The state of each task of a run."""
        found = self.get(f"/dags/{dag_id}/dagRuns/{run_id}/taskInstances", limit=100)["task_instances"]
        return {task["task_id"]: task["state"] for task in found}

    def xcom(self, dag_id: str, run_id: str, task_id: str, key: str = "return_value") -> Any:
        """What a task left under a key; None if it left nothing."""
        found = self.get(
            f"/dags/{dag_id}/dagRuns/{run_id}/taskInstances/{task_id}/xcomEntries/{key}", deserialize="true"
        )
        return None if found is None else found["value"]

    def log(self, dag_id: str, run_id: str, task_id: str, try_number: int) -> str:
        """The log of one try of a task."""
        return self.text(f"/dags/{dag_id}/dagRuns/{run_id}/taskInstances/{task_id}/logs/{try_number}")

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _send(self, method: str, path: str, **arguments: Any) -> httpx.Response:
        for _ in range(TRIES - 1):
            answer = self._http.request(method, f"/api/v2{path}", **arguments)
            if answer.status_code < 500:
                return answer
            time.sleep(0.5)
        return self._http.request(method, f"/api/v2{path}", **arguments)
