"""The DAG files: one DAG per administration, a broken file leaves the others alone, and parsing costs nothing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from airflow.dag_processing.dagbag import DagBag
from airflow.sdk.exceptions import AirflowFailException

ROOT = Path(__file__).parents[2]
DAGS = ROOT / "dags"
PREFIX = "wefact_to_multivers__"
IMPORT = "import_relations__"
FILES = ("wefact_to_multivers.py", "import_relations.py")


def bag() -> DagBag:
    return DagBag(dag_folder=str(DAGS))


def add(include: Path, name: str, text: str | None = None) -> None:
    """Another administration: a copy of the demo's, or what is given."""
    file = include / "administrations" / f"{name}.yaml"
    demo = (include / "administrations" / "demo.yaml").read_text()
    file.write_text(demo.replace("name: demo", f"name: {name}") if text is None else text)


def test_two_administrations_then_each_has_its_dags_and_there_is_no_import_error(include: Path) -> None:
    add(include, "bakkerij")
    found = bag()
    assert set(found.dags) == {f"{prefix}{name}" for prefix in (PREFIX, IMPORT) for name in ("bakkerij", "demo")}
    assert found.import_errors == {}


@pytest.mark.parametrize(
    ("text", "reason"),
    [("id: [", "kapot.yaml"), ("id: x\nname: kapot\ndatabse: MVL00001\n", "database")],
    ids=["no YAML", "a key mistyped"],
)
def test_broken_file_then_its_dags_say_so_and_one_import_error_names_it(include: Path, text: str, reason: str) -> None:
    add(include, "kapot", text)
    found = bag()
    for prefix in (PREFIX, IMPORT):
        assert [task.task_id for task in found.dags[f"{prefix}kapot"].tasks] == ["configuration"]
        assert len(found.dags[f"{prefix}demo"].tasks) > 1
    (error,) = found.import_errors.items()
    assert Path(error[0]).name == "administration_errors.py"
    assert "kapot.yaml" in error[1]
    assert reason in error[1]


def test_broken_file_then_its_task_fails_with_the_reason(include: Path) -> None:
    add(include, "kapot", "id: x\nname: kapot\ndatabse: MVL00001\n")
    task = bag().dags[f"{PREFIX}kapot"].get_task("configuration")
    pushed: dict[str, dict[str, str]] = {}

    class Notebook:
        def xcom_push(self, key: str, value: dict[str, str]) -> None:
            pushed[key] = value

    with pytest.raises(AirflowFailException, match="databse"):
        task.execute({"ti": Notebook()})
    assert pushed["outcome"]["code"] == "CFG-001"
    assert pushed["outcome"]["who"] == "engineer"


def test_file_repaired_then_the_import_error_is_gone(include: Path) -> None:
    add(include, "kapot", "id: [")
    assert bag().import_errors
    add(include, "kapot")
    assert bag().import_errors == {}


@pytest.mark.parametrize(("file", "prefix"), [(FILES[0], PREFIX), (FILES[1], IMPORT)])
def test_running_task_then_its_dag_alone_is_built(
    include: Path, monkeypatch: pytest.MonkeyPatch, file: str, prefix: str
) -> None:
    add(include, "bakkerij")
    monkeypatch.setenv("_AIRFLOW_PARSING_CONTEXT_DAG_ID", f"{prefix}bakkerij")
    assert set(DagBag(dag_folder=str(DAGS / file)).dags) == {f"{prefix}bakkerij"}


@pytest.mark.parametrize(
    ("file", "dag_id", "task_id"),
    [
        ("wefact_to_multivers.py", f"{PREFIX}kapot", "debtors.extract"),
        ("import_relations.py", f"{IMPORT}kapot", "import_debtors"),
    ],
)
def test_file_that_broke_during_its_run_then_the_task_fails_with_the_reason(
    include: Path, monkeypatch: pytest.MonkeyPatch, file: str, dag_id: str, task_id: str
) -> None:
    add(include, "kapot", "id: [")
    monkeypatch.setenv("_AIRFLOW_PARSING_CONTEXT_DAG_ID", dag_id)
    monkeypatch.setenv("_AIRFLOW_PARSING_CONTEXT_TASK_ID", task_id)
    (error,) = DagBag(dag_folder=str(DAGS / file)).import_errors.values()
    assert "kapot.yaml is wrong" in error


def test_every_file_then_safe_mode_takes_them_for_dag_files() -> None:
    for file in DAGS.glob("*.py"):
        text = file.read_bytes().lower()
        assert b"airflow" in text
        assert b"dag" in text


WATCHED = """
import runpy, sys
seen = []
sys.addaudithook(lambda event, args: seen.append((event, str(args[0] if args else ""))))
runpy.run_path(sys.argv[1])
print("sockets", [e for e, _ in seen if e in ("socket.connect", "socket.getaddrinfo", "socket.bind")])
print("csv", [a for e, a in seen if e == "open" and a.endswith(".csv")])
print("yaml", len([a for e, a in seen if e == "open" and a.endswith("demo.yaml")]))
print("heavy", sorted({"pandas", "pandera", "wefact_multivers.streams.post"} & set(sys.modules)))
"""


MEASURED = "import runpy, sys, time; runpy.run_path(sys.argv[1]); print(time.process_time())"
"""Parses a file and prints the processor seconds that it took."""


def fresh(*arguments: str, home: Path) -> str:
    """Run Python as the DAG processor starts: a new interpreter, no database, no connections."""
    env = {name: value for name, value in os.environ.items() if not name.startswith("AIRFLOW")}
    env |= {"AIRFLOW_HOME": str(home), "AIRFLOW__CORE__LOAD_EXAMPLES": "False", "PYTHONPATH": str(ROOT / "plugins")}
    done = subprocess.run([sys.executable, *arguments], env=env, text=True, capture_output=True, check=True)
    return done.stdout


@pytest.mark.parametrize("file", FILES)
def test_parsing_then_no_socket_no_csv_and_nothing_heavy(tmp_path: Path, file: str) -> None:
    told = fresh("-c", WATCHED, str(DAGS / file), home=tmp_path)
    assert told.splitlines()[-4:] == ["sockets []", "csv []", "yaml 1", "heavy []"]


@pytest.mark.full
def test_parsing_then_it_costs_hardly_more_than_an_empty_dag_file(tmp_path: Path) -> None:
    empty = tmp_path / "empty.py"
    empty.write_text("from airflow.sdk import DAG\n\nDAG('empty')\n")
    files = [empty, *(DAGS / name for name in FILES)]
    seconds: dict[str, list[float]] = {file.stem: [] for file in files}
    for _ in range(2):
        for file in files:
            seconds[file.stem].append(float(fresh("-c", MEASURED, str(file), home=tmp_path)))
    # What else the machine does only ever adds: the quickest of interleaved runs is the nearest to the cost.
    quickest = {name: min(runs) for name, runs in seconds.items()}
    assert max(quickest.values()) <= 1.3 * quickest["empty"], seconds


def test_include_folder_then_it_stands_beside_the_dags_unless_the_environment_says_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("WEFACT_MULTIVERS_INCLUDE", raising=False)
    assert f"{PREFIX}demo" in bag().dags
    shutil.copytree(ROOT / "include", tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "administrations" / "demo.yaml").unlink()
    monkeypatch.setenv("WEFACT_MULTIVERS_INCLUDE", str(tmp_path / "elsewhere"))
    assert not bag().dags
