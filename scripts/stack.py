"""The sandbox and an Airflow of its own on loopback ports, with everything they keep in one folder.

The parts of Airflow are started one by one, not with `airflow standalone`: that would open two log servers on all
network interfaces, and start a triggerer that nothing here needs.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from sandbox.testing import SandboxControl
from scripts.airflow_api import AirflowApi
from scripts.environment import (
    CLOCK_FILE,
    ROLES,
    Ports,
    Secrets,
    airflow_environment,
    link_environment,
    port_of,
    without_airflow,
)
from scripts.processes import (
    Session,
    StackError,
    alive,
    free_port,
    port_is_free,
    progress,
    start,
    stop,
    wait_for,
)

ROOT = Path(__file__).parents[1]
STATE = ROOT / ".state"

DEMO_MORNING = "2026-03-16T06:00:00+01:00"
"""The instant at which the clock of the sandbox's demo data stands."""

_LINK = "from wefact_multivers.cli.main import main; main()"

_READY = re.compile(r"^sandbox ready wefact=(\S+) multivers=(\S+)$", re.MULTILINE)


@dataclass(frozen=True)
class Options:
    """What a stack is made of.

    Attributes:
        name: of its folder in `home`.
        home: where stacks keep what they keep.
        airflow_port, wefact_port, multivers_port: 0 takes any free one.
        dataset: of the sandbox.
        now: the instant (ISO) at which both clocks stand at first.
        environment: more settings for the parts of Airflow.
        include: the folder with `administrations/` and `mappings/`.
    """

    name: str
    home: Path = STATE
    airflow_port: int = 0
    wefact_port: int = 0
    multivers_port: int = 0
    dataset: str = "demo"
    now: str = DEMO_MORNING
    environment: Mapping[str, str] = field(default_factory=dict)
    include: Path = ROOT / "include"

    @property
    def folder(self) -> Path:
        """Everything the stack keeps."""
        return self.home / self.name


@dataclass
class Running:
    """What of a stack runs, and where, as `stack.json` in its folder remembers it for `make down`."""

    ports: Ports
    sessions: list[Session] = field(default_factory=list)


class Stack:
    """A sandbox and an Airflow that can be started, looked at and stopped."""

    def __init__(self, options: Options) -> None:
        """Describe the stack; nothing is started and nothing written yet."""
        self.options = options
        self.folder = options.folder
        self._file = self.folder / "stack.json"
        self._running: Running | None = None
        self._control: SandboxControl | None = None

    @property
    def ports(self) -> Ports:
        """The ports in use.

        Raises:
            StackError: the stack does not run.
        """
        if self._running is None:
            raise StackError(f"the stack {self.options.name} does not run")
        return self._running.ports

    @property
    def env(self) -> dict[str, str]:
        """The environment in which Airflow and the command line find this stack's connections and clock."""
        keys = self._secrets()
        return (
            without_airflow(os.environ)
            | airflow_environment(ROOT, self.folder, self.ports, keys)
            | link_environment(self.options.include, self.folder, self.ports, keys)
            | dict(self.options.environment)
        )

    @property
    def airflow_url(self) -> str:
        """Where Airflow answers."""
        return f"http://127.0.0.1:{self.ports.airflow}"

    def passwords(self) -> dict[str, str]:
        """The password of each user; there is one user of each role."""
        found: dict[str, str] = json.loads((self.folder / "passwords.json").read_text())
        return found

    def api(self) -> AirflowApi:
        """Airflow's REST interface, signed in as the administrator."""
        api = AirflowApi(self.airflow_url, "admin", self.passwords()["admin"])
        api.sign_in()
        return api

    @property
    def now(self) -> str:
        """The instant (ISO) at which both clocks stand."""
        file = self.folder / CLOCK_FILE
        return file.read_text() if file.exists() else self.options.now

    def set_clock(self, now: str) -> None:
        """Let the link's clock stand at an instant (ISO); the sandbox's is set by whoever makes time pass in it."""
        (self.folder / CLOCK_FILE).write_text(now)

    def sandbox(self) -> SandboxControl:
        """The control interface of the sandbox; closed when the stack is stopped."""
        if self._control is None:
            self._control = SandboxControl(self.ports.multivers.rpartition("/V")[0])
        return self._control

    def ensure_stopped(self) -> None:
        """See that nothing of this stack runs, so that a failed start never stops what somebody else started.

        Raises:
            StackError: it runs.
        """
        if any(alive(session) for session in self._remembered()):
            raise StackError(f"the stack {self.options.name} runs; stop it first (make down)")

    def wipe(self) -> None:
        """Forget everything the stack has kept.

        Raises:
            StackError: it runs.
        """
        self.ensure_stopped()
        shutil.rmtree(self.folder, ignore_errors=True)
        self._running = None

    def start_sandbox(self) -> None:
        """Start the sandbox on the state it kept, or on its dataset."""
        self.ensure_stopped()
        self.folder.mkdir(parents=True, exist_ok=True)
        self.set_clock(self.now)
        # Made here, before commands that run side by side ask for them.
        self._secrets()
        log = self.folder / "sandbox.log"
        log.unlink(missing_ok=True)
        session = start("sandbox", self._sandbox_command(), env=os.environ | {"PYTHONPATH": str(ROOT)}, log=log)
        self._running = Running(Ports(0, "", ""), [session])
        self._remember()
        wait_for("sandbox", lambda: _READY.search(log.read_text()) is not None, seconds=30, sessions=[session], log=log)
        ready = _READY.search(log.read_text())
        if ready is None:
            raise StackError(f"sandbox: no address; see {log}")
        self._running.ports = Ports(self.options.airflow_port or free_port(), ready[1], ready[2])
        self._remember()
        # On a clock that stands still, WeFact's minute would never end.
        self.sandbox().settings(limit_clock="ticking")

    def _sandbox_command(self) -> list[str]:
        """The sandbox at its former addresses, if it had any: the store is bound to them."""
        options, former = self.options, self._running.ports if self._running else Ports(0, "", "")
        return [
            *(sys.executable, "-m", "sandbox", "--dataset", options.dataset, "--now", self.now),
            *("--wefact-port", str(options.wefact_port or port_of(former.wefact))),
            *("--multivers-port", str(options.multivers_port or port_of(former.multivers))),
            *("--state", str(self.folder / "sandbox.json")),
        ]

    def start_airflow(self) -> None:
        """Make or upgrade Airflow's database and start its parts; `wait_for_airflow` waits for them."""
        if not port_is_free(self.ports.airflow):
            raise StackError(f"port {self.ports.airflow} is in use; choose another one")
        self._write_passwords()
        self.airflow("db", "migrate")
        for part, *arguments in (
            ("api-server", "--host", "127.0.0.1", "--port", str(self.ports.airflow)),
            ("scheduler", "--skip-serve-logs"),
            ("dag-processor",),
        ):
            command = [sys.executable, "-m", "airflow", part, *arguments]
            self._add(start(part, command, env=self.env, log=self.folder / f"{part}.log"))

    def wait_for_airflow(self, dag_id: str) -> AirflowApi:
        """Wait until Airflow works and knows the DAG.

        Returns:
            Its REST interface, signed in as the administrator.
        """
        probe = AirflowApi(self.airflow_url, "", "")
        log = self.folder / "api-server.log"
        sessions = self._remembered()
        wait_for("Airflow", probe.healthy, seconds=180, sessions=sessions, log=log)
        probe.close()
        api = self.api()
        wait_for(
            f"DAG {dag_id}",
            lambda: api.get(f"/dags/{dag_id}") is not None,
            seconds=120,
            sessions=sessions,
            log=self.folder / "dag-processor.log",
        )
        return api

    def airflow(self, *arguments: str) -> str:
        """Run a command of Airflow in this stack's environment; returns what it printed."""
        return self._run("airflow", ["-m", "airflow", *arguments])

    def link(self, *arguments: str, ended: tuple[int, ...] = (0,)) -> str:
        """Run `wefact-multivers` in this stack's environment; returns what it printed.

        Args:
            *arguments: of the command.
            ended: the exit codes that are as they should be.

        Raises:
            StackError: it ended otherwise.
        """
        return self._run("wefact-multivers", ["-c", _LINK, *arguments], ended)

    def _run(self, name: str, command: list[str], ended: tuple[int, ...] = (0,)) -> str:
        done = subprocess.run(
            [sys.executable, *command], env=self.env, cwd=ROOT, text=True, capture_output=True, check=False
        )
        if done.returncode not in ended:
            told = (done.stdout + done.stderr).strip()[-2000:]
            raise StackError(f"{name} ended with {done.returncode}:\n{told}")
        return done.stdout

    def stop(self) -> None:
        """End everything this stack started and see that nothing of it is left.

        Raises:
            StackError: a process survives or a port is still in use.
        """
        if self._control is not None:
            self._control.close()
            self._control = None
        sessions = self._remembered()
        # Airflow first: a task that is ended must not find its remote systems gone before.
        stop([session for session in sessions if session.name != "sandbox"])
        stop([session for session in sessions if session.name == "sandbox"])
        used = [port for port in self._used_ports() if not port_is_free(port)]
        if used:
            raise StackError(f"ports still in use after stopping: {used}")
        if self._running:
            self._running.sessions.clear()
            self._remember()

    def _used_ports(self) -> list[int]:
        return self._running.ports.numbers() if self._running else []

    def _add(self, session: Session) -> None:
        if self._running is None:
            raise StackError("the sandbox comes first")
        self._running.sessions.append(session)
        self._remember()

    def _remember(self) -> None:
        if self._running is not None:
            self._file.write_text(json.dumps(asdict(self._running), indent=1))

    def _remembered(self) -> list[Session]:
        if self._running is None and self._file.exists():
            kept = json.loads(self._file.read_text())
            self._running = Running(Ports(**kept["ports"]), [Session(**each) for each in kept["sessions"]])
        return self._running.sessions if self._running else []

    def _secrets(self) -> Secrets:
        return Secrets.kept_in(self.folder / "secrets.json")

    def _write_passwords(self) -> None:
        file = self.folder / "passwords.json"
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(json.dumps({user: secrets.token_urlsafe(9) for user in ROLES}, indent=1))


@contextmanager
def stopped_at_the_end(stack: Stack) -> Iterator[Stack]:
    """Whatever happens inside, nothing of the stack is left afterwards."""
    try:
        yield stack
    finally:
        progress("stopping")
        stack.stop()
