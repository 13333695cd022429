"""Processes that are started in a session of their own, so that all of them can be found and ended again.

Airflow gives each task a process group of its own: a signal to the group of what was started would miss it. The
session is what they all keep. Needs Linux (`/proc`).
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

POLL = 0.1
"""Seconds between two looks at something that is awaited."""


_CHILDREN: dict[int, subprocess.Popen[bytes]] = {}
"""What this very process started: only a parent can take note that a process has ended."""


class StackError(Exception):
    """The stack did not do what it was asked to; the text says what and where to look."""


@dataclass(frozen=True)
class Session:
    """A session that was started, with what tells it from a later one under the same number.

    Attributes:
        name: what runs in it, for people.
        leader: its id, which is the id of its first process.
        born: when the kernel started that process, in ticks since boot.
        boot: which boot of the machine that was.
    """

    name: str
    leader: int
    born: int
    boot: str


@dataclass(frozen=True)
class _Process:
    pid: int
    session: int
    born: int
    zombie: bool


def start(name: str, command: list[str], *, env: Mapping[str, str], log: Path) -> Session:
    """Start a command in a session of its own; what it prints goes to the log file."""
    with log.open("ab") as output:
        # The session outlives this script on purpose, and `stop` ends it by its number.
        process = subprocess.Popen(
            command, env=dict(env), stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
        )
    _CHILDREN[process.pid] = process
    found = _look(process.pid)
    return Session(name, process.pid, found.born if found else 0, _boot())


def alive(session: Session) -> bool:
    """Whether the session's first process still runs."""
    _reap(session)
    found = _look(session.leader)
    return found is not None and not found.zombie and found.born == session.born and session.boot == _boot()


def stop(sessions: list[Session], *, patience: float = 20.0) -> None:
    """End every process of these sessions, politely first.

    Raises:
        StackError: something survived even SIGKILL.
    """
    for wish, seconds in ((signal.SIGTERM, patience), (signal.SIGKILL, 5.0)):
        for session in sessions:
            for pid in members(session):
                _signal(pid, wish)
        if _gone_within(sessions, seconds):
            return
    left = {session.name: members(session) for session in sessions if members(session)}
    raise StackError(f"still running after SIGKILL: {left}")


def members(session: Session) -> list[int]:
    """The processes of a session that still run."""
    _reap(session)
    leader = _look(session.leader)
    if session.boot != _boot() or (leader is not None and leader.born != session.born):
        return []
    everything = [_look(int(entry.name)) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [
        process.pid
        for process in everything
        if process is not None and process.session == session.leader and not process.zombie
    ]


def wait_for(what: str, condition: Callable[[], bool], *, seconds: float, sessions: list[Session], log: Path) -> None:
    """Wait until something has come true.

    Raises:
        StackError: it has not in time, or a process that it needs has ended.
    """
    deadline = time.monotonic() + seconds
    while not condition():
        ended = [session.name for session in sessions if not alive(session)]
        if ended or time.monotonic() > deadline:
            why = f"{', '.join(ended)} ended" if ended else f"not within {seconds:.0f} s"
            raise StackError(f"{what}: {why}; see {log}")
        time.sleep(POLL)


def free_port() -> int:
    """A port of the loopback that nobody listens on at this moment."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def port_is_free(port: int) -> bool:
    """Whether nobody listens on a port of the loopback."""
    with socket.socket() as client:
        client.settimeout(1)
        return client.connect_ex(("127.0.0.1", port)) != 0


def progress(text: str) -> None:
    """Tell the person who waits what happens, without touching the output that a program may read."""
    print(f"· {text}", file=sys.stderr, flush=True)


def _look(pid: int) -> _Process | None:
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    # The command's name, in brackets, may hold anything; what follows it is numbers, from field 3 on (proc(5)).
    fields = text.rpartition(")")[2].split()
    return _Process(pid, int(fields[3]), int(fields[19]), fields[0] in ("Z", "X"))


def _boot() -> str:
    return Path("/proc/sys/kernel/random/boot_id").read_text().strip()


def _reap(session: Session) -> None:
    """Let a child that has ended go, in case it was this very process that started it."""
    if child := _CHILDREN.get(session.leader):
        child.poll()


def _signal(pid: int, wish: signal.Signals) -> None:
    try:
        os.kill(pid, wish)
    except ProcessLookupError:
        return


def _gone_within(sessions: list[Session], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while any(members(session) for session in sessions):
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL)
    return True
