"""An Airflow whose tasks die as planned, with a company in one sandbox and an empty WeFact in another."""

from __future__ import annotations

import json
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, make_url

from sandbox.testing import CLIENT_ID, CLIENT_SECRET, KEY, REFRESH_TOKEN, SandboxServers, running
from scripts.airflow_api import FINISHED, AirflowApi
from scripts.demo import DAG_ID, first_run, prepare, start_run
from scripts.stack import DEMO_MORNING, ROOT, Options, Stack
from tests.compose.database import serving
from tests.kills.cells import Cell, Plan
from tests.streams.import_world import COUNTRIES

IMPORT_DAG = "import_relations__empty"
PASSWORD = "kill-matrix"
LONGEST_RUN = 420
"""Seconds; a run with twelve deaths takes two minutes where nothing else keeps the machine busy."""
AFTER_A_DEATH = timedelta(minutes=16)
"""By then what was sent without an answer counts as absent."""


@dataclass(frozen=True)
class Databases:
    """Where Airflow and the store keep what they keep; None for SQLite."""

    port: int | None

    def environment(self, store: str) -> dict[str, str]:
        """The settings that differ; `store` is the store's connection as the stack has it."""
        if self.port is None:
            return {}
        given = json.loads(store)
        connection = {"conn_type": "postgres", "host": "127.0.0.1", "port": self.port, "login": "airflow"}
        connection |= {"password": PASSWORD, "schema": "wefact_multivers", "extra": given["extra"]}
        return {
            "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"postgresql+psycopg2://airflow:{PASSWORD}@127.0.0.1:{self.port}/airflow",
            "AIRFLOW_CONN_WEFACT_MULTIVERS_STORE": json.dumps(connection),
        }

    def store_url(self, folder: Path) -> str:
        """The store, for a look from outside."""
        if self.port is None:
            return f"sqlite:///{folder / 'store.db'}"
        url = make_url("postgresql+psycopg://airflow@127.0.0.1/wefact_multivers").set(port=self.port, password=PASSWORD)
        return url.render_as_string(hide_password=False)


class KillStack(Stack):
    """The stack of the demo with other DAG files, a second administration, and a database of one's choice."""

    def __init__(self, options: Options, databases: Databases, empty: SandboxServers) -> None:
        super().__init__(options)
        self._databases, self._empty = databases, empty
        self.plan = Plan(options.home)

    @property
    def env(self) -> dict[str, str]:
        """The stack's own environment, and what differs here."""
        known = super().env
        multivers = {
            "conn_type": "multivers",
            "host": self._empty.multivers_url,
            "login": CLIENT_ID,
            "password": CLIENT_SECRET,
            "extra": {"refresh_token": REFRESH_TOKEN},
        }
        wefact = {"conn_type": "wefact", "host": self._empty.wefact_url, "password": KEY}
        return known | {
            "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "tests" / "full" / "kill_dags"),
            "PYTHONPATH": f"{ROOT}:{ROOT / 'plugins'}",
            "KILL_MATRIX_FOLDER": str(self.options.home),
            "AIRFLOW_CONN_WEFACT_EMPTY": json.dumps(wefact),
            "AIRFLOW_CONN_MULTIVERS_EMPTY": json.dumps(multivers),
            **self._databases.environment(known["AIRFLOW_CONN_WEFACT_MULTIVERS_STORE"]),
        }

    def set_clock(self, now: str) -> None:
        """As the stack does, in one stroke: tasks read the file at any time."""
        fresh = self.folder / "clock.new"
        fresh.write_text(now)
        fresh.replace(self.folder / "clock")

    def follow(self, api: AirflowApi, dag_id: str, run_id: str, cells: list[Cell]) -> dict[str, str | None]:
        """Follow a run in which tasks die, to its end; gives the states of its tasks.

        After each death the lease of the dead runs out at once, and a quarter of an hour passes.
        """
        deadline, deaths = time.monotonic() + LONGEST_RUN, len(self.plan.happened())
        wanted = deaths + len(cells)
        while api.get(f"/dags/{dag_id}/dagRuns/{run_id}")["state"] not in FINISHED:
            if len(self.plan.happened()) > deaths:
                deaths += 1
                self._time_passes()
            if time.monotonic() > deadline:
                raise TimeoutError(f"{run_id}: {api.task_states(dag_id, run_id)}, still to die: {self.plan.planned()}")
            time.sleep(0.2)
        assert len(self.plan.happened()) == wanted, f"still to die: {self.plan.planned()}"
        return api.task_states(dag_id, run_id)

    def _time_passes(self) -> None:
        now = (datetime.fromisoformat(self.now) + AFTER_A_DEATH).isoformat()
        engine = create_engine(self._databases.store_url(self.folder))
        with engine.begin() as connection:
            connection.exec_driver_sql("UPDATE lease SET expires_at = 0")
        engine.dispose()
        for sandbox in (self.sandbox(), self._empty):
            sandbox.clock(now)
        self.set_clock(now)


@dataclass(frozen=True)
class Office:
    """Everything, running."""

    stack: KillStack
    api: AirflowApi
    empty: SandboxServers

    def first_morning(self, cells: list[Cell]) -> dict[str, str | None]:
        """The run that the scheduler has made."""
        return self.stack.follow(self.api, DAG_ID, first_run(self.api), cells)

    def next_morning(self, cells: list[Cell]) -> dict[str, str | None]:
        """A run of the same administration."""
        self.stack.plan.write(cells)
        return self.stack.follow(self.api, DAG_ID, start_run(self.api), cells)

    def bring_relations(self, cells: list[Cell]) -> dict[str, str | None]:
        """A run of the import into the empty WeFact."""
        self.stack.plan.write(cells)
        self.api.unpause(IMPORT_DAG)
        body: dict[str, Any] = {"logical_date": None, "conf": {"dry_run": False}}
        run = self.api.post(f"/dags/{IMPORT_DAG}/dagRuns", body)["dag_run_id"]
        return self.stack.follow(self.api, IMPORT_DAG, run, cells)


@contextmanager
def office(home: Path, database: str, cells: list[Cell]) -> Iterator[Office]:
    """An office on SQLite or PostgreSQL whose first morning has begun, with these deaths in it."""
    include = home / "include"
    write_configuration(include)
    with _port(database) as port, running("empty") as empty:
        empty.clock(DEMO_MORNING)
        empty.settings(limit_clock="ticking")
        stack = KillStack(Options(name="stack", home=home, include=include), Databases(port), empty)
        stack.plan.write(cells)
        try:
            api = prepare(stack)
            yield Office(stack, api, empty)
            api.close()
        finally:
            stack.stop()


@contextmanager
def _port(database: str) -> Iterator[int | None]:
    if database == "SQLite":
        yield None
        return
    with serving(PASSWORD) as port:
        yield port


def write_configuration(include: Path) -> None:
    """The demo's company with its sales side alone, and one whose WeFact is empty."""
    shutil.copytree(ROOT / "include", include)
    folder = include / "administrations"
    text = (folder / "demo.yaml").read_text()
    for name in ("creditors", "purchase_invoices"):
        text = re.sub(rf"(?m)^  {name}: on$", f"  {name}: off", text)
    text = re.sub(r"(?m)^  part: report$", "  part: write", text)
    text = re.sub(r"(?m)^  changes: flag$", "  changes: update_while_concept", text)
    (folder / "demo.yaml").write_text(text)
    empty = text.replace("id: demo-2026", "id: empty-2026").replace("name: demo\n", "name: empty\n")
    empty = empty.replace("wefact_demo", "wefact_empty").replace("multivers_demo", "multivers_empty")
    (folder / "empty.yaml").write_text(empty)
    rows = "".join(f"{code},{code},{code}\n" for code in COUNTRIES)
    (include / "mappings" / "demo" / "countries.csv").write_text(f"wefact,multivers,vat_prefix\n{rows}")
