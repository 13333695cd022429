"""An environment for each stranger's client, made on first use from a locked list of packages."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
HOME = ROOT / ".venv-clients"


class ClientError(Exception):
    """A client's script that failed, with what it wrote to standard error."""


def python_of(client: str) -> Path:
    """The interpreter that has this client, and only this client, installed.

    The environment is made anew when the locked list has changed. Each list is complete, so dependencies are not
    resolved again: a client may pin packages that no longer install, and its list then names newer ones.
    """
    HOME.mkdir(exist_ok=True)
    with (HOME / f"{client}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _make(client)
    return HOME / client / "bin" / "python"


def _make(client: str) -> None:
    folder, wanted = HOME / client, HERE / client / "requirements.txt"
    installed = folder / ".installed"
    if installed.exists() and installed.read_bytes() == wanted.read_bytes():
        return
    uv = str(Path(sys.executable).parent / "uv")
    subprocess.run([uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(folder)], check=True)
    install = [uv, "pip", "install", "--quiet", "--python", str(folder / "bin" / "python"), "--no-deps"]
    subprocess.run([*install, "--require-hashes", "-r", str(wanted)], check=True)
    installed.write_bytes(wanted.read_bytes())


def drive(client: str, **environment: str) -> dict[str, Any]:
    """Run the client's `drive.py` in its own environment and process; gives the JSON that it prints.

    Raises:
        ClientError: the script ended with an error.
    """
    script = HERE / client / "drive.py"
    clean = {"PATH": os.environ["PATH"], "HOME": str(HOME), "NO_PROXY": "127.0.0.1", "PYTHONDONTWRITEBYTECODE": "1"}
    command = [str(python_of(client)), str(script)]
    done = subprocess.run(
        command, env=clean | environment, capture_output=True, text=True, timeout=120, check=False, cwd=HOME
    )
    if done.returncode:
        raise ClientError(done.stderr)
    answers: dict[str, Any] = json.loads(done.stdout)
    return answers
