"""`auth login` as a person has it: the real command in a process of its own, and a browser that comes back."""

from __future__ import annotations

import os
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from subprocess import PIPE, Popen

import httpx
import pytest

from sandbox import testing
from tests.cli.conftest import Command

LOGIN = {"portalUser": "sandbox", "portalPassword": "sandbox", "multiversUser": "SYSTEEM", "multiversPassword": ""}
PASTED = "https://localhost/klaar"


def start(command: Command, redirect_uri: str, *more: str) -> tuple[Popen[str], str]:
    """The command, and the address that it shows."""
    words = ["-c", "from wefact_multivers.cli.main import main; main()", "auth", "login", "-a", "demo"]
    words += ["--redirect-uri", redirect_uri, "--by", "A. de Boer", *more]
    environment = os.environ | command.environment
    process = subprocess.Popen(
        [sys.executable, *words], env=environment, text=True, stdin=PIPE, stdout=PIPE, stderr=PIPE
    )
    assert process.stderr is not None
    return process, next(line.strip() for line in process.stderr if "/OAuth/Authorize?" in line)


def log_out(command: Command) -> None:
    """Leaves a link whose refresh tokens are all refused."""
    world = command.world
    multivers = replace(world.connections.multivers, refresh_token="no-longer-valid")
    world.connections = replace(world.connections, multivers=multivers)
    with world.services() as services, services.store.write() as connection:
        connection.exec_driver_sql("DELETE FROM token")


def browse(address: str) -> str:
    """Where the login page sends the browser."""
    return httpx.post(address, data=LOGIN).headers["location"]


def test_given_the_address_is_pasted_then_the_link_that_was_refused_works_again(command: Command) -> None:
    log_out(command)
    assert "[AUTH-001]" in command.run("link").stderr
    process, address = start(command, PASTED)
    came_back = browse(address)
    shown, said = process.communicate(f"{came_back}\n", timeout=60)
    assert process.returncode == 0, said
    assert "MVL00001 is within reach" in said
    assert "2026-03-16T05:59:00+00:00" in shown
    code = httpx.URL(came_back).params["code"]
    assert [secret for secret in (code, testing.CLIENT_SECRET) if secret in shown + said] == []
    assert command.run("link").exit_code == 0


@pytest.mark.parametrize(
    ("answer", "code"), [("error=access_denied&state=", "AUTH-005"), ("code=x&state=guessed", "AUTH-006")]
)
def test_given_no_good_answer_then_code_and_remedy_are_told(command: Command, answer: str, code: str) -> None:
    process, address = start(command, PASTED)
    state = httpx.URL(address).params["state"]
    told = f"{PASTED}?{answer}{state if answer.endswith('=') else ''}"
    _, said = process.communicate(f"{told}\n", timeout=60)
    assert process.returncode == 6
    assert f"[{code}]" in said
    assert "Start again with `wefact-multivers auth login`" in said


def test_given_a_listener_then_the_browser_itself_brings_the_code(command: Command) -> None:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process, address = start(command, f"http://127.0.0.1:{port}/klaar", "--listen")
    assert httpx.get(f"http://127.0.0.1:{port}/favicon.ico").status_code == 404
    page = httpx.get(browse(address))
    _, said = process.communicate(timeout=60)
    assert (page.status_code, process.returncode) == (200, 0), said
    assert "code=" not in said
    path = command.world.connections.store.url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(path)) as connection:
        kept = connection.execute("SELECT content FROM evidence WHERE kind = 'logged_in'").fetchall()
    assert kept == [('{"by":"A. de Boer","connection":"multivers_demo"}',)]


def test_given_an_address_elsewhere_then_nothing_listens(command: Command) -> None:
    answer = command.run(f"auth login --listen --redirect-uri {PASTED}")
    assert answer.exit_code == 2
    assert "http://127.0.0.1:8400/done" in answer.stderr.replace("\n", "")
