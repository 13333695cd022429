"""Processes that may be killed or paused wherever they touch the outside: at a remote call, at a transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum


class Place(StrEnum):
    """Where a process can be struck."""

    BEFORE_WRITE = "before a remote write"
    AFTER_WRITE = "after a remote write"
    BEFORE_READ = "before a remote read"
    AFTER_READ = "after a remote read"
    BEGIN = "before a transaction"
    COMMIT = "before a commit"
    BETWEEN_WRITES = "before a transaction, after a remote write"


class Killed(BaseException):
    """The process is gone, as with SIGKILL: no handler of the program may take it for an error of its own."""


@dataclass
class Strike:
    """What happens to a process the n-th time that it comes to a place.

    Attributes:
        countdown: how often it still passes unharmed, plus one.
        meanwhile: what others do while it is paused; None kills it.
    """

    place: Place
    countdown: int
    meanwhile: Callable[[], None] | None = None

    @property
    def word(self) -> str:
        """What it does, in a word."""
        return "kill" if self.meanwhile is None else "pause"

    def comes(self, place: Place) -> bool:
        """Whether this is the moment."""
        if place is not self.place:
            return False
        self.countdown -= 1
        return self.countdown == 0


@dataclass
class Process:
    """One task process."""

    name: str
    strike: Strike | None = None
    is_dead: bool = False
    has_written: bool = False


@dataclass
class Machine:
    """The machine on which one process runs at a time; a paused one waits below it.

    Attributes:
        on_strike: is told of every strike: the process, the place and the word.
        locks: how many transactions hold a store's write lock; meanwhile nobody is paused, for SQLite would let all
            others wait in real time.
    """

    on_strike: Callable[[Process, Strike], None]
    running: list[Process] = field(default_factory=list)
    locks: int = 0

    @contextmanager
    def run(self, process: Process) -> Iterator[None]:
        """What is done in the block is done by this process."""
        self.running.append(process)
        try:
            yield
        finally:
            self.running.remove(process)

    @property
    def is_nested(self) -> bool:
        """Whether a process runs while another one is paused."""
        return len(self.running) > 1

    def reach(self, place: Place) -> None:
        """The running process comes to a place.

        Raises:
            Killed: it dies here, or was dead before: whatever it still tries reaches nothing.
        """
        if not self.running:
            return
        process = self.running[-1]
        if process.is_dead:
            raise Killed(process.name)
        process.has_written |= place is Place.AFTER_WRITE
        if place is Place.BEGIN and process.has_written and process.strike and process.strike.place is not place:
            place = Place.BETWEEN_WRITES
        strike = process.strike
        if strike is None or (strike.meanwhile and self.locks) or not strike.comes(place):
            return
        self.on_strike(process, strike)
        if strike.meanwhile is not None:
            strike.meanwhile()
            return
        process.is_dead = True
        raise Killed(process.name)
