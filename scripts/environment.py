"""The settings of Airflow and of the link for a stack on one machine.

Why each is there was measured: airflow-dag-shape.md 0 and 8.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from cryptography.fernet import Fernet

CLOCK_FILE = "clock"
"""Holds the instant at which the clock of a stack stands."""

ROLES = {"admin": "admin", "oscar": "op", "ursula": "user", "vera": "viewer"}
"""One user of each role; never "everybody is admin"."""


@dataclass(frozen=True)
class Ports:
    """Where the parts of a stack answer: a port, and the two addresses that the sandbox named."""

    airflow: int
    wefact: str
    multivers: str

    def numbers(self) -> list[int]:
        """Every port in use."""
        return [port for port in (self.airflow, port_of(self.wefact), port_of(self.multivers)) if port]


def port_of(url: str) -> int:
    """The port that an address names; 0 if it names none."""
    return urlsplit(url).port or 0


@dataclass(frozen=True)
class Secrets:
    """Keys that a stack makes for itself at its first start."""

    airflow_key: str
    jwt_secret: str
    token_key: str

    @classmethod
    def kept_in(cls, file: Path) -> Secrets:
        """The keys of a stack; made, and readable for the owner alone, if there are none yet."""
        if file.exists():
            return cls(**json.loads(file.read_text()))
        made = cls(Fernet.generate_key().decode(), secrets.token_urlsafe(64), Fernet.generate_key().decode())
        file.touch(mode=0o600)
        file.write_text(json.dumps(asdict(made)))
        return made


def without_airflow(environment: Mapping[str, str]) -> dict[str, str]:
    """An environment without the settings and connections of some other Airflow of this user."""
    return {name: value for name, value in environment.items() if not name.startswith(("AIRFLOW", "_AIRFLOW"))}


def airflow_environment(root: Path, folder: Path, ports: Ports, keys: Secrets) -> dict[str, str]:
    """What Airflow reads from the environment."""
    url = f"http://127.0.0.1:{ports.airflow}"
    settings = {
        "CORE__DAGS_FOLDER": str(root / "dags"),
        "CORE__PLUGINS_FOLDER": str(root / "plugins"),
        "CORE__LOAD_EXAMPLES": "False",
        "CORE__PARALLELISM": "4",
        "CORE__FERNET_KEY": keys.airflow_key,
        "CORE__EXECUTION_API_SERVER_URL": f"{url}/execution/",
        "CORE__SIMPLE_AUTH_MANAGER_USERS": ",".join(f"{user}:{role}" for user, role in ROLES.items()),
        "CORE__SIMPLE_AUTH_MANAGER_PASSWORDS_FILE": str(folder / "passwords.json"),
        "API__BASE_URL": url,
        "API__HOST": "127.0.0.1",
        "API__PORT": str(ports.airflow),
        "API__SECRET_KEY": keys.jwt_secret,
        "API_AUTH__JWT_SECRET": keys.jwt_secret,
        "DAG_PROCESSOR__REFRESH_INTERVAL": "10",
        "SCHEDULER__SCHEDULER_IDLE_SLEEP_TIME": "0.1",
        "WORKERS__MIN_HEARTBEAT_INTERVAL": "1",
        "USAGE_DATA_COLLECTION__ENABLED": "False",
    }
    return {f"AIRFLOW__{name}": value for name, value in settings.items()} | {"AIRFLOW_HOME": str(folder / "airflow")}


def link_environment(include: Path, folder: Path, ports: Ports, keys: Secrets) -> dict[str, str]:
    """The connections of the administration `demo` to the sandbox, and the link's folder and clock."""
    wefact = {"conn_type": "wefact", "host": ports.wefact, "password": "sandbox-wefact-key"}
    multivers = {
        "conn_type": "multivers",
        "host": ports.multivers,
        "login": "sandbox-client",
        "password": "sandbox-secret",
        "extra": {"refresh_token": "sandbox-refresh-token"},
    }
    store = {
        "conn_type": "sqlite",
        "host": str(folder / "store.db"),
        "extra": {"token_key": keys.token_key},
    }
    return {
        "AIRFLOW_CONN_WEFACT_DEMO": json.dumps(wefact),
        "AIRFLOW_CONN_MULTIVERS_DEMO": json.dumps(multivers),
        "AIRFLOW_CONN_WEFACT_MULTIVERS_STORE": json.dumps(store),
        "WEFACT_MULTIVERS_INCLUDE": str(include),
        "WEFACT_MULTIVERS_CLOCK": f"@{folder / CLOCK_FILE}",
    }
