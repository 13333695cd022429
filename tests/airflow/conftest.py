"""An Airflow home of the tests' own, set before anything imports Airflow."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOME = Path(os.environ.setdefault("AIRFLOW_HOME", tempfile.mkdtemp(prefix="wefact-multivers-airflow-")))

os.environ.update(
    AIRFLOW__CORE__UNIT_TEST_MODE="True",
    AIRFLOW__CORE__LOAD_EXAMPLES="False",
    AIRFLOW__CORE__DAGS_FOLDER=str(ROOT / "dags"),
    AIRFLOW__CORE__PLUGINS_FOLDER=str(ROOT / "plugins"),
    AIRFLOW__DATABASE__SQL_ALCHEMY_CONN=f"sqlite:///{HOME / 'airflow.db'}",
)

import pytest  # noqa: E402 - Airflow's settings come first
from airflow.sdk import DAG  # noqa: E402
from cryptography.fernet import Fernet  # noqa: E402

from sandbox.testing import CLIENT_ID, CLIENT_SECRET, KEY, REFRESH_TOKEN, SandboxServers, running  # noqa: E402
from scripts.stack import DEMO_MORNING  # noqa: E402
from tests.airflow.office import Office  # noqa: E402
from wefact_multivers.mapping.administration import load_administration  # noqa: E402
from wefact_multivers.mapping.administration_sections import Streams  # noqa: E402
from wefact_multivers.operators.builder import DAILY  # noqa: E402
from wefact_multivers.operators.texts import DEFAULT_ARGS  # noqa: E402


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Airflow warns of what its own parts are about to change; here only our own warnings are errors."""
    for item in items:
        if ROOT / "tests" / "airflow" in item.path.parents:
            item.add_marker(pytest.mark.filterwarnings("ignore", "error:::wefact_multivers"))


@pytest.fixture(scope="session", autouse=True)
def airflow_home() -> Iterator[Path]:
    """The folder of Airflow's settings and database, gone at the end."""
    yield HOME
    shutil.rmtree(HOME, ignore_errors=True)


@pytest.fixture
def include(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped configuration, to change at will; the DAG files read this one."""
    copy = tmp_path / "include"
    shutil.copytree(ROOT / "include", copy)
    monkeypatch.setenv("WEFACT_MULTIVERS_INCLUDE", str(copy))
    return copy


@pytest.fixture(scope="session")
def dag() -> DAG:
    """The DAG of the shipped administration, with every stream on."""
    shipped = load_administration(ROOT / "include", "demo")
    everything = Streams(creditors=True, purchase_invoices=True, payments=True)
    return DAILY.build(shipped.model_copy(update={"streams": everything}))


@pytest.fixture(scope="session")
def airflow_database() -> None:
    """Airflow's tables."""
    from airflow.utils.db import initdb  # noqa: PLC0415 - after the settings above

    initdb()


@pytest.fixture(scope="session")
def servers() -> Iterator[SandboxServers]:
    """Both remote systems."""
    with running("demo") as started:
        yield started


@pytest.fixture
def new_office(
    airflow_database: None,
    servers: SandboxServers,
    include: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[str], Office]:
    """Moves into a sandbox with a dataset of one's choice."""
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
    monkeypatch.setenv("WEFACT_MULTIVERS_CLOCK", DEMO_MORNING)
    # Airflow's test loop sits out the delays of retries, which are minutes.
    monkeypatch.setitem(DEFAULT_ARGS, "retries", 0)

    def move_in(dataset: str) -> Office:
        servers.reset(dataset)
        servers.clock(DEMO_MORNING)
        servers.clear_faults()
        return Office(servers, include)

    return move_in
