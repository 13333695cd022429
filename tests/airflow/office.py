"""An administration in a sandbox of its own, whose DAGs run in Airflow's own test loop."""

from __future__ import annotations

import re
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from airflow.models.taskinstance import TaskInstance
from airflow.models.xcom import XComModel
from airflow.sdk import DAG
from airflow.utils.session import create_session
from sqlalchemy import select

from sandbox.testing import SandboxServers
from wefact_multivers.hooks.services import open_services
from wefact_multivers.mapping.administration import load_administration
from wefact_multivers.operators.builder import DAILY
from wefact_multivers.operators.family import DagFamily
from wefact_multivers.store.migrate import upgrade
from wefact_multivers.streams import first_contact

LETTERS = {"success": "S", "failed": "F", "upstream_failed": "u", "skipped": "k", None: "."}


@dataclass
class Ended:
    """A run that has come to its end."""

    dag: DAG
    run: Any

    @property
    def grid(self) -> str:
        """One letter per task in the order of the DAG, those of a group together."""
        query = select(TaskInstance.task_id, TaskInstance.state).where(TaskInstance.run_id == self.run.run_id)
        with create_session() as session:
            states = {task_id: None if state is None else str(state) for task_id, state in session.execute(query)}
        groups = groupby((task.task_id for task in self.dag.tasks), key=lambda task_id: task_id.partition(".")[0])
        return " ".join("".join(LETTERS[states[task_id]] for task_id in task_ids) for _, task_ids in groups)

    @property
    def colour(self) -> str:
        """The state of the run."""
        return str(self.run.state)

    def xcom(self, task_id: str, key: str = "return_value") -> Any:
        """What a task left under a key; None if it left nothing."""
        query = select(XComModel).where(
            XComModel.run_id == self.run.run_id, XComModel.task_id == task_id, XComModel.key == key
        )
        with create_session() as session:
            found = session.scalars(query).first()
            return None if found is None else XComModel.deserialize_value(found)


class Office:
    """An administration in a sandbox of its own, with every stream on and an empty store."""

    def __init__(self, servers: SandboxServers, include: Path) -> None:
        self.servers = servers
        self.include = include
        self.file = include / "administrations" / "demo.yaml"
        for stream in ("creditors", "purchase_invoices", "payments"):
            self.switch(stream, "on")
        with open_services("demo") as services:
            upgrade(services.store.engine)

    def sign(self) -> None:
        """What a person does before the first export."""
        with open_services("demo") as services:
            first_contact.survey(services)
            first_contact.sign(services, "Test")

    def switch(self, stream: str, position: str) -> None:
        """Turn a stream on or off."""
        text, found = re.subn(rf"(?m)^  {stream}: (on|off)$", f"  {stream}: {position}", self.file.read_text())
        assert found == 1
        self.file.write_text(text)

    def set(self, old: str, new: str) -> None:
        """Change something else in the administration file."""
        text = self.file.read_text()
        assert old in text
        self.file.write_text(text.replace(old, new))

    def run(self, family: DagFamily = DAILY, **form: Any) -> Ended:
        """Run a DAG; a task that waits or is retried would keep Airflow's test loop busy for minutes."""
        dag = family.build(load_administration(self.include, "demo"))
        with at_most(seconds=90):
            return Ended(dag, dag.test(logical_date=None, run_conf=form or None))


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Fail the test that takes longer. Airflow uses the alarm itself, so the signal is another one."""
    signal.signal(signal.SIGUSR1, lambda *_: pytest.fail(f"not at its end after {seconds:.0f} s"))
    timer = threading.Timer(seconds, signal.pthread_kill, (threading.main_thread().ident, signal.SIGUSR1))
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
