"""The compose file and the Dockerfile: they fit each other, hold no secret, and leave nothing open."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from scripts.compose_secrets import USERS
from scripts.processes import free_port, start, stop, wait_for
from scripts.stack import DEMO_MORNING
from tests.compose import image
from tests.compose.compose_file import COMPOSE_FILE, ROOT, read_compose, service, variables_of

BIN = Path(sys.executable).parent
AIRFLOW = ("migrate", "api-server", "scheduler", "dag-processor")
SANDBOX_ENV = ROOT / "docker" / "sandbox.env"


def refused(command: list[str], file: Path) -> bool:
    """Whether a checker finds fault with a file."""
    return subprocess.run([BIN / command[0], *command[1:], file], capture_output=True, check=False).returncode != 0


@pytest.mark.parametrize(
    ("command", "file", "right", "wrong"),
    [
        (["check-jsonschema", "--builtin-schema", "vendor.compose-spec"], COMPOSE_FILE, "build:\n", "bild:\n"),
        (["hadolint"], ROOT / "Dockerfile", "USER 50000", "USER root"),
    ],
    ids=["compose", "Dockerfile"],
)
def test_given_the_file_then_its_checker_passes_and_sees_a_fault(
    tmp_path: Path, command: list[str], file: Path, right: str, wrong: str
) -> None:
    assert not refused(command, file)
    (tmp_path / file.name).write_text(file.read_text().replace(right, wrong))
    assert refused(command, tmp_path / file.name)


@pytest.mark.parametrize("target", ["airflow", "sandbox"])
def test_given_a_stage_then_all_it_copies_is_in_the_build_context(tmp_path: Path, target: str) -> None:
    image.lay_out(target, tmp_path)
    built = {file.name for file in tmp_path.iterdir()}
    assert built == {"airflow": {"plugins", "dags", "include", "docker"}, "sandbox": {"sandbox"}}[target]


def test_given_the_build_context_then_the_build_stage_finds_its_files() -> None:
    assert set(image.copies("build")) <= image.build_context()


def test_given_the_image_then_no_secret_and_no_key_is_in_it() -> None:
    assert not {"secrets", ".env", "docker"} & image.build_context()
    assert not re.search(r"(?i)(password|secret|token|key)\s*=", (ROOT / "Dockerfile").read_text())


def test_given_the_services_then_each_secret_comes_from_a_file() -> None:
    secret = re.compile(r"PASSWORD|SECRET_KEY|JWT_SECRET|FERNET_KEY|CONN_")
    for name in (*AIRFLOW, "postgres"):
        names = [key for key in service(name).environment if secret.search(key) and "USERS" not in key]
        assert [key for key in names if not key.endswith(("_CMD", "_FILE"))] == []


def test_given_the_secrets_folder_then_git_does_not_see_it() -> None:
    ignored = (ROOT / ".gitignore").read_text().splitlines()
    assert {"/secrets/", "/.env"} <= set(ignored)


def test_given_a_read_only_secret_then_nothing_is_asked_to_write_there() -> None:
    passwords = service("api-server").environment["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE"]
    assert not passwords.startswith("/run/secrets")
    assert f"/run/secrets/passwords {passwords}" in service("api-server").command[-1]


def test_given_the_users_then_compose_file_and_secrets_know_the_same() -> None:
    known = service("api-server").environment["AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_USERS"]
    assert tuple(pair.split(":")[0] for pair in known.split(",")) == USERS
    assert [pair.split(":")[1] for pair in known.split(",")] == ["admin", "op", "user", "viewer"]


@pytest.mark.parametrize("variables", [{}, variables_of(SANDBOX_ENV)], ids=["live", "sandbox"])
def test_given_published_ports_then_only_this_machine_reaches_them(variables: dict[str, str]) -> None:
    services = read_compose(variables)["services"].values()
    published = [port for one in services for port in one.get("ports", [])]
    assert len(published) == 3
    assert [port for port in published if not port.startswith("127.0.0.1:")] == []


def test_given_no_env_file_then_the_stack_is_live_and_the_sandbox_stays_out() -> None:
    assert service("scheduler").environment["WEFACT_MULTIVERS_CLOCK"] == ""
    assert service("sandbox").settings["profiles"] == ["sandbox"]
    assert all("profiles" not in service(name).settings for name in (*AIRFLOW, "postgres"))


def test_given_the_env_file_of_the_sandbox_then_both_clocks_stand_at_its_morning_and_no_data_is_shared() -> None:
    variables = variables_of(SANDBOX_ENV)
    assert variables["COMPOSE_PROFILES"] == "sandbox"
    assert variables["COMPOSE_PROJECT_NAME"] != read_compose()["name"]
    assert service("scheduler", variables).environment["WEFACT_MULTIVERS_CLOCK"] == DEMO_MORNING
    assert f"--now={DEMO_MORNING}" in service("sandbox", variables).command


def test_given_the_sandbox_then_it_shares_the_network_of_the_tasks_and_publishes_through_it() -> None:
    assert service("sandbox").settings["network_mode"] == "service:scheduler"
    ports = service("scheduler", variables_of(SANDBOX_ENV)).settings["ports"]
    connections = yaml.safe_load((ROOT / "docker" / "connections.yaml").read_text())
    assert ports == ["127.0.0.1:8081:8081", "127.0.0.1:8082:8082"]
    assert connections["wefact_demo"]["host"] == "http://127.0.0.1:8081/v2/"
    assert connections["multivers_demo"]["host"] == "http://127.0.0.1:8082/V22"


@pytest.mark.parametrize(("host", "reached"), [("0.0.0.0", True), ("127.0.0.1", False)])  # noqa: S104
def test_given_a_host_then_the_sandbox_answers_there_alone(tmp_path: Path, host: str, *, reached: bool) -> None:
    port = free_port()
    command = [sys.executable, "-m", "sandbox", "--host", host, "--wefact-port", str(port), "--dataset", "empty"]
    session = start("sandbox", command, env={"PYTHONPATH": str(ROOT)}, log=tmp_path / "log")
    try:
        shown = f"sandbox ready wefact=http://127.0.0.1:{port}/v2/"
        wait_for(
            "sandbox",
            lambda: shown in (tmp_path / "log").read_text(),
            seconds=30,
            sessions=[session],
            log=tmp_path / "log",
        )
        # Another address of this machine's loopback, as the bridge of a container is another address.
        assert answers("127.0.0.2", port) is reached
        assert answers("127.0.0.1", port)
    finally:
        stop([session])


def answers(address: str, port: int) -> bool:
    """Whether somebody listens on a port of an address."""
    with socket.socket() as client:
        return client.connect_ex((address, port)) == 0


def test_given_a_copy_outside_the_build_context_then_laying_it_out_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("Dockerfile", ".dockerignore"):
        shutil.copy(ROOT / name, tmp_path)
    ignore = tmp_path / ".dockerignore"
    ignore.write_text(ignore.read_text().replace("!sandbox\n", ""))
    monkeypatch.setattr(image, "ROOT", tmp_path)
    with pytest.raises(LookupError, match="sandbox"):
        image.lay_out("sandbox", tmp_path / "image")


def test_given_the_first_start_of_postgres_then_it_counts_as_healthy_only_once_it_answers_over_tcp() -> None:
    # The official image fills an empty volume with a server that answers on its socket alone.
    check = service("postgres").settings["healthcheck"]["test"]
    assert check[check.index("--host") + 1] == "127.0.0.1"
    assert service("migrate").settings["depends_on"] == {"postgres": {"condition": "service_healthy"}}


@pytest.mark.parametrize("name", ["api-server", "scheduler", "dag-processor"])
def test_given_a_service_of_airflow_then_it_starts_after_the_migration(name: str) -> None:
    assert service(name).settings["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
