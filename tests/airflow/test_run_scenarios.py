"""Runs of the shipped DAG against the sandbox, in Airflow's own test loop: which squares and which colour.

The table is that of airflow-dag-shape.md 1. One letter per task: S success, F failed, u upstream failed,
k skipped; the groups are preflight, debtors, sales invoices, reconcile and report.
"""

from __future__ import annotations

import json
import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from airflow.models.taskinstance import TaskInstance
from airflow.models.xcom import XComModel
from airflow.sdk import DAG
from airflow.utils.session import create_session
from cryptography.fernet import Fernet
from sqlalchemy import select

from sandbox.testing import CLIENT_ID, CLIENT_SECRET, KEY, REFRESH_TOKEN, SandboxServers, running
from wefact_multivers.hooks.services import open_services
from wefact_multivers.mapping.administration import load_administration
from wefact_multivers.operators.builder import build_dag
from wefact_multivers.operators.texts import DEFAULT_ARGS
from wefact_multivers.store.migrate import upgrade
from wefact_multivers.streams import first_contact

pytestmark = pytest.mark.airflow

LETTERS = {"success": "S", "failed": "F", "upstream_failed": "u", "skipped": "k", None: "."}
GRID = (
    ("preflight",),
    ("debtors.extract", "debtors.prepare", "debtors.post"),
    ("sales_invoices.extract", "sales_invoices.prepare", "sales_invoices.post"),
    ("reconcile",),
    ("report",),
)


@pytest.fixture(scope="module")
def servers() -> Iterator[SandboxServers]:
    with running("demo") as started:
        yield started


@pytest.fixture(scope="module", autouse=True)
def database() -> None:
    """Airflow's tables."""
    from airflow.utils.db import initdb  # noqa: PLC0415 - after the settings of the conftest

    initdb()


@dataclass
class Ended:
    """A run that has come to its end."""

    run: Any

    @property
    def grid(self) -> str:
        """The squares, as the table writes them."""
        query = select(TaskInstance.task_id, TaskInstance.state).where(TaskInstance.run_id == self.run.run_id)
        with create_session() as session:
            states = {task_id: None if state is None else str(state) for task_id, state in session.execute(query)}
        return " ".join("".join(LETTERS[states[task]] for task in group) for group in GRID)

    @property
    def colour(self) -> str:
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
    """An administration in a sandbox of its own, with a store that somebody has signed."""

    def __init__(self, servers: SandboxServers, include: Path) -> None:
        self.servers = servers
        self.include = include
        self.file = include / "administrations" / "demo.yaml"

    def sign(self) -> None:
        with open_services("demo") as services:
            upgrade(services.store.engine)
            first_contact.survey(services)
            first_contact.sign(services, "Test")

    def set(self, old: str, new: str) -> None:
        text = self.file.read_text()
        assert old in text
        self.file.write_text(text.replace(old, new))

    def dag(self) -> DAG:
        return build_dag(load_administration(self.include, "demo"))

    def run(self, **form: Any) -> Ended:
        """Run the DAG; a task that waits or is retried would keep Airflow's test loop busy for minutes."""
        signal.signal(signal.SIGALRM, lambda *_: pytest.fail("the run does not come to its end"))
        signal.alarm(60)
        try:
            return Ended(self.dag().test(logical_date=None, run_conf=form or None))
        finally:
            signal.alarm(0)


@pytest.fixture
def office(servers: SandboxServers, include: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    servers.reset("demo")
    servers.clear_faults()
    connections = {
        "WEFACT_DEMO": {"conn_type": "wefact", "host": servers.wefact_url, "password": KEY},
        "MULTIVERS_DEMO": {
            "conn_type": "multivers",
            "host": servers.multivers_url,
            "login": CLIENT_ID,
            "password": CLIENT_SECRET,
            "extra": {"refresh_token": REFRESH_TOKEN},
        },
        "WEFACT_MULTIVERS_STORE": {
            "conn_type": "sqlite",
            "host": str(tmp_path / "store.db"),
            "extra": {"token_key": Fernet.generate_key().decode()},
        },
    }
    for name, connection in connections.items():
        monkeypatch.setenv(f"AIRFLOW_CONN_{name}", json.dumps(connection))
    monkeypatch.setenv("WEFACT_MULTIVERS_CLOCK", "2026-03-16T06:00:00+01:00")
    # Airflow's test loop sits out the delays of retries, which are minutes.
    monkeypatch.setitem(DEFAULT_ARGS, "retries", 0)
    made = Office(servers, include)
    made.sign()
    return made


def test_documents_wait_for_a_person_then_the_posts_and_the_run_are_red(office: Office) -> None:
    ended = office.run()
    assert (ended.grid, ended.colour) == ("S SSF SSF S F", "failed")
    outcome = ended.xcom("sales_invoices.post", "outcome")
    assert (outcome["code"], outcome["recovery"], outcome["who"]) == ("DOC-100", "ask_person", "bookkeeper")
    assert ended.xcom("report", "note")


def test_second_morning_with_nothing_new_then_all_is_green_and_nothing_is_written(office: Office) -> None:
    office.run()
    written = office.servers.requests()["writes"]
    ended = office.run()
    assert (ended.grid, ended.colour) == ("S SSS SSS S S", "success")
    assert office.servers.requests()["writes"] == written
    assert ended.xcom("report") == ended.xcom("report", "note")


def test_preview_then_posts_are_skipped_and_the_run_is_green(office: Office) -> None:
    before = office.servers.requests()["writes"]
    ended = office.run(mode="preview")
    assert (ended.grid, ended.colour) == ("S SSk SSk S S", "success")
    assert office.servers.requests()["writes"] == before
    assert ended.xcom("preflight")["mode"] == "preview"


def test_stream_switched_off_then_it_is_skipped(office: Office) -> None:
    office.set("sales_invoices: on", "sales_invoices: off")
    assert office.run().grid == "S SSF kkk S F"


def test_stream_not_chosen_then_it_is_skipped(office: Office) -> None:
    assert office.run(streams=["debtors"]).grid == "S SSF kkk S F"


def test_preflight_fails_then_nothing_runs_and_the_report_still_does(office: Office) -> None:
    office.set("journals:\n  sales: [WFV]", "journals:\n  sales: [XYZ]")
    before = office.servers.requests()["writes"]
    ended = office.run()
    assert (ended.grid, ended.colour) == ("F uuk uuk k F", "failed")
    assert office.servers.requests()["writes"] == before
    assert ended.xcom("preflight", "outcome")["code"] == "CFG-005"
    assert ended.xcom("report", "note")


def test_extract_of_debtors_fails_then_sales_invoices_go_on(office: Office) -> None:
    office.servers.action("edit_debtor", DebtorCode="DB10003", changes={"City": "Utrecht"})
    office.servers.fault("debtor/show", when="before", kind="status:500", times=50)
    ended = office.run()
    assert (ended.grid, ended.colour) == ("S Fuk SSF S F", "failed")
    assert ended.xcom("debtors.extract", "outcome")["recovery"] == "retry"


def test_no_connection_then_preflight_says_which(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AIRFLOW_CONN_MULTIVERS_DEMO")
    ended = office.run()
    assert ended.grid == "F uuk uuk k F"
    assert "multivers_demo" in ended.xcom("preflight", "outcome")["message"]
