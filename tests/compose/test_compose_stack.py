"""The compose file's own commands and environment work, on a PostgreSQL that asks for the password."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import create_engine, inspect, make_url

from scripts.airflow_api import AirflowApi
from scripts.processes import wait_for
from tests.compose.deployment import Deployment

pytestmark = [pytest.mark.postgres, pytest.mark.airflow, pytest.mark.full]

DAG = "wefact_to_multivers__demo"
MAY_TRIGGER = {"admin": True, "operator": True, "user": True, "viewer": False}


def tables(machine: Deployment, database: str) -> set[str]:
    """The tables of a database, read with the password of the secrets."""
    password = (machine.secrets / "postgres_password").read_text()
    url = make_url("postgresql+psycopg://airflow@127.0.0.1").set(
        password=password, port=machine.database_port, database=database
    )
    engine = create_engine(url)
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def test_given_the_migration_then_airflow_and_the_store_have_a_database_each(machine: Deployment) -> None:
    assert "dag_run" in tables(machine, "airflow")
    assert {"intent", "receipt"} <= tables(machine, "wefact_multivers")
    assert not {"intent", "receipt"} & tables(machine, "airflow")


def test_given_the_secrets_then_airflow_reads_a_connection_from_them(machine: Deployment) -> None:
    (found,) = json.loads(machine.run("scheduler", ["airflow", "connections", "get", "multivers_demo", "-o", "json"]))
    assert found["conn_type"] == "multivers"
    assert found["login"] == "sandbox-client"
    assert found["extra_dejson"] == {"refresh_token": "sandbox-refresh-token"}


def test_given_the_users_then_each_signs_in_and_has_its_own_rights(
    machine: Deployment, administrator: AirflowApi
) -> None:
    wait_for_dag(machine, administrator)
    allowed = {}
    for user, password in machine.passwords.items():
        api = AirflowApi(machine.url, user, password)
        api.sign_in()
        allowed[user] = api.status("PATCH", f"/dags/{DAG}", {"is_paused": True}) == 200
        api.close()
    assert allowed == MAY_TRIGGER


def test_given_the_sandbox_then_a_task_reaches_it_and_the_store(machine: Deployment, administrator: AirflowApi) -> None:
    wait_for_dag(machine, administrator)
    administrator.unpause(DAG)
    log = machine.log("scheduler")
    wait_for("a run", lambda: bool(administrator.runs(DAG)), seconds=60, sessions=machine.sessions, log=log)
    run = administrator.runs(DAG)[0]["dag_run_id"]
    ended = lambda: administrator.task_states(DAG, run).get("preflight") in ("success", "failed")  # noqa: E731
    wait_for("preflight", ended, seconds=90, sessions=machine.sessions, log=log)
    assert administrator.xcom(DAG, run, "preflight", "outcome") is None
    assert administrator.xcom(DAG, run, "preflight")["mode"] == "preview"


def wait_for_dag(machine: Deployment, api: AirflowApi) -> None:
    """Until the DAG processor has read the administration that the image holds."""
    there = lambda: api.get(f"/dags/{DAG}") is not None  # noqa: E731 - a condition to wait for
    wait_for("the DAG", there, seconds=60, sessions=machine.sessions, log=machine.log("dag-processor"))
