"""A machine on which the compose file's steps were carried out, as far as they go without Docker."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scripts.airflow_api import AirflowApi
from scripts.processes import stop, wait_for
from tests.compose import compose_file, database
from tests.compose.deployment import Deployment

SANDBOX_ENV = compose_file.ROOT / "docker" / "sandbox.env"
LONG_RUNNING = ("sandbox", "api-server", "scheduler", "dag-processor")


@pytest.fixture(scope="session")
def machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """PostgreSQL runs and `migrate` is done; the other services are started by who needs them."""
    deployment = Deployment(tmp_path_factory.mktemp("machine"), compose_file.variables_of(SANDBOX_ENV))
    with database.serving(deployment.make_secrets()) as port:
        deployment.database_port = port
        deployment.build()
        deployment.run("migrate", deployment.command("migrate"))
        try:
            yield deployment
        finally:
            stop(deployment.sessions)


@pytest.fixture(scope="session")
def administrator(machine: Deployment) -> Iterator[AirflowApi]:
    """Every service runs; signed in with the password of the secrets."""
    sessions = [machine.start(name) for name in LONG_RUNNING]
    probe = AirflowApi(machine.url, "", "")
    wait_for("Airflow", probe.healthy, seconds=120, sessions=sessions, log=machine.log("api-server"))
    probe.close()
    api = AirflowApi(machine.url, "admin", machine.passwords["admin"])
    api.sign_in()
    yield api
    api.close()
