"""Writes the secrets that docker-compose.yaml mounts: once, and never over what is there."""

from __future__ import annotations

import argparse
import json
import secrets
import sys
from collections.abc import Callable
from pathlib import Path
from string import Template

from cryptography.fernet import Fernet

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "secrets"
CONNECTIONS = ROOT / "docker" / "connections.yaml"
USERS = ("admin", "operator", "user", "viewer")
"""The users that docker-compose.yaml knows, one of each role."""


def write_secrets(folder: Path) -> list[str]:
    """Write what is missing in a folder that its owner alone can open.

    The files themselves are readable for all: in a container another user reads them, and Docker Compose mounts
    them with the rights that they have here.

    Returns:
        The names of the files that were written.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    folder.chmod(0o700)
    # In this order: the connection of the store holds the password of the database.
    made: dict[str, Callable[[], str]] = {
        "fernet_key": _fernet_key,
        "jwt_secret": lambda: secrets.token_urlsafe(64),
        "passwords.json": _passwords,
        "postgres_password": lambda: secrets.token_urlsafe(32),
        "connections.yaml": lambda: _connections(folder),
    }
    return [name for name, make in made.items() if _write_once(folder / name, make)]


def _write_once(file: Path, make: Callable[[], str]) -> bool:
    if file.exists():
        return False
    file.write_text(make())
    file.chmod(0o644)
    return True


def _fernet_key() -> str:
    return Fernet.generate_key().decode()


def _passwords() -> str:
    return json.dumps({user: secrets.token_urlsafe(12) for user in USERS}, indent=1)


def _connections(folder: Path) -> str:
    """The commented template, with the two secrets that nobody has to choose."""
    password = (folder / "postgres_password").read_text()
    return Template(CONNECTIONS.read_text()).substitute(postgres_password=password, token_key=_fernet_key())


def main(arguments: list[str] | None = None) -> int:
    """Write what is missing, and print how to sign in."""
    parser = argparse.ArgumentParser(prog="make secrets", description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    folder: Path = parser.parse_args(arguments).folder
    written = write_secrets(folder)
    print(f"{folder}: {', '.join(written) or 'nothing'} written, what was there is kept.")
    print("Users of Airflow:")
    for user, password in json.loads((folder / "passwords.json").read_text()).items():
        print(f"  {user:<10} {password}")
    print(f"Fill in your own connections: {folder / 'connections.yaml'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
