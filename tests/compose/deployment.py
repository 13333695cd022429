"""The services of docker-compose.yaml without Docker: their commands and environment, in folders instead of containers.

Only places differ: /run/secrets, /opt/airflow and /opt/wefact-multivers are folders of the test, and the names of
services are addresses of this machine.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from scripts.compose_secrets import write_secrets
from scripts.environment import without_airflow
from scripts.processes import Session, free_port, start
from tests.compose import compose_file, image

DSN = "docker/airflow-dsn"


def _free_ports() -> dict[str, int]:
    return {port: free_port() for port in ("8080", "8081", "8082")}


@dataclass
class Deployment:
    """One machine with the stack on it.

    Attributes:
        folder: everything it keeps.
        variables: of its `.env` file.
        database_port: where PostgreSQL answers.
        ports: where a service answers here, by the port that the compose file names.
    """

    folder: Path
    variables: Mapping[str, str]
    database_port: int = 0
    ports: dict[str, int] = field(default_factory=_free_ports)
    sessions: list[Session] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where Airflow answers."""
        return f"http://127.0.0.1:{self.ports['8080']}"

    @property
    def secrets(self) -> Path:
        """./secrets of the host."""
        return self.folder / "secrets"

    @property
    def passwords(self) -> dict[str, str]:
        """The users with their passwords."""
        found: dict[str, str] = json.loads((self.secrets / "passwords.json").read_text())
        return found

    @property
    def code(self) -> Path:
        """The working folder of the image."""
        return self.folder / "code"

    def make_secrets(self) -> str:
        """Do what a person does first; returns the password of the database."""
        write_secrets(self.secrets)
        return (self.secrets / "postgres_password").read_text()

    def build(self) -> None:
        """Lay out the images, and mount the secrets."""
        for target in ("airflow", "sandbox"):
            image.lay_out(target, self.code)
        (self.code / DSN).write_text(self._here((self.code / DSN).read_text()))
        (self.folder / "airflow" / "logs").mkdir(parents=True)
        mounted = self.folder / "run"
        mounted.mkdir()
        for target, source in compose_file.secret_files("scheduler").items():
            (mounted / target).write_text(self._here((self.secrets / source).read_text()))

    def environment(self, name: str) -> dict[str, str]:
        """What a service of Airflow finds in its environment, and what the Dockerfile sets."""
        given = compose_file.service(name, self.variables).environment
        own = {
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "AIRFLOW_HOME": str(self.folder / "airflow"),
            # The code of the image comes before what is installed here.
            "PYTHONPATH": f"{self.code / 'plugins'}:{self.code}",
        }
        return without_airflow(os.environ) | {key: self._here(value) for key, value in given.items()} | own

    def command(self, name: str) -> list[str]:
        """What a service runs."""
        return [self._here(word) for word in compose_file.service(name, self.variables).command]

    def run(self, name: str, command: list[str]) -> str:
        """Run a command as `docker compose exec` would; returns what it printed.

        Raises:
            AssertionError: it failed; the text is what it said.
        """
        done = subprocess.run(
            command, env=self.environment(name), cwd=self.code, text=True, capture_output=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def start(self, name: str) -> Session:
        """Start a service; its output goes to a file of its name."""
        session = start(name, self.command(name), env=self.environment(name), log=self.log(name))
        self.sessions.append(session)
        return session

    def log(self, name: str) -> Path:
        """What a service prints."""
        return self.folder / f"{name}.log"

    def _here(self, text: str) -> str:
        """A text of a container, with the places of this machine."""
        places = {
            "/run/secrets": str(self.folder / "run"),
            image.CODE: str(self.code),
            "/opt/airflow": str(self.folder / "airflow"),
            "/opt/sandbox": str(self.folder),
            "http://api-server:8080": self.url,
            "host: postgres\n": f"host: 127.0.0.1\n  port: {self.database_port}\n",
            "@postgres/": f"@127.0.0.1:{self.database_port}/",
            "--host 0.0.0.0": "--host 127.0.0.1",
            "--host=0.0.0.0": "--host=127.0.0.1",
        }
        for port, free in self.ports.items():
            forms = ("--port {}", "-port={}", "127.0.0.1:{}", "localhost:{}")
            places |= {form.format(port): form.format(free) for form in forms}
        for there, here in places.items():
            text = text.replace(there, here)
        return text
