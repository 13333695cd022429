"""Commands that run a few at a time, each with its output in a file, and that all end when they are interrupted."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import time
from collections import deque
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from scripts.processes import POLL, progress

NEWS_EVERY = 15.0
"""Seconds between two lines that say how far everything is."""
PATIENCE = 60.0
"""Seconds for an interrupted command to clean up; a stack of Airflow needs 25 to end."""

PERCENT = re.compile(r"\[ *(\d+)%\]")


@dataclass(frozen=True)
class Job:
    """A command that waits for its turn.

    Attributes:
        name: what it is, for people.
        environment: what it sees besides the environment of this process.
        log: where its output goes.
        width: how many lanes it takes up.
    """

    name: str
    command: list[str]
    environment: Mapping[str, str]
    log: Path
    width: int = 1


@dataclass(frozen=True)
class Done:
    """A command that has ended by itself."""

    job: Job
    code: int
    seconds: float


@dataclass(frozen=True)
class _Running:
    job: Job
    process: subprocess.Popen[bytes]
    since: float


def run(jobs: Sequence[Job], *, lanes: int) -> Generator[Done]:
    """Run the commands in this order, so many at a time; gives each as soon as it has ended.

    However the caller leaves, by an error or Ctrl-C, nothing runs on.
    """
    waiting, running = deque(jobs), list[_Running]()
    news = time.monotonic() + NEWS_EVERY
    try:
        while waiting or running:
            while waiting and _taken(running) + waiting[0].width <= lanes:
                running.append(_start(waiting.popleft()))
            time.sleep(POLL)
            for ended in [one for one in running if one.process.poll() is not None]:
                running.remove(ended)
                yield Done(ended.job, ended.process.returncode, time.monotonic() - ended.since)
            if time.monotonic() > news:
                news += NEWS_EVERY
                progress(_news(running, len(waiting)))
    finally:
        _stop(running)


@contextmanager
def interruptible() -> Iterator[None]:
    """Take SIGTERM for Ctrl-C, and listen to both even where a shell says not to, as to what runs behind `&`."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _taken(running: Sequence[_Running]) -> int:
    return sum(one.job.width for one in running)


def _start(job: Job) -> _Running:
    with job.log.open("wb") as output:
        process = subprocess.Popen(
            job.command,
            env=os.environ | job.environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return _Running(job, process, time.monotonic())


def _news(running: Sequence[_Running], waiting: int) -> str:
    told = [f"{one.job.name} {_percent(one.job.log)} ({time.monotonic() - one.since:.0f} s)" for one in running]
    return ", ".join([*told, f"{waiting} more to start"] if waiting else told)


def _percent(log: Path) -> str:
    """How far pytest says it is."""
    found = PERCENT.findall(log.read_text(errors="replace"))
    return f"{found[-1] if found else 0} %"


def _stop(running: Sequence[_Running]) -> None:
    """Interrupt, so that what a test has started is cleaned up; end the rest of the process group after a while."""
    for one in running:
        one.process.send_signal(signal.SIGINT)
    deadline = time.monotonic() + PATIENCE
    for one in running:
        try:
            one.process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(one.process.pid, signal.SIGKILL)
            one.process.wait()
