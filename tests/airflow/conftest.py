"""An Airflow home of the tests' own, set before anything imports Airflow."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
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

from wefact_multivers.mapping.administration import load_administration  # noqa: E402
from wefact_multivers.operators.builder import build_dag  # noqa: E402


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
    """The DAG of the shipped administration."""
    return build_dag(load_administration(ROOT / "include", "demo"))
