"""What people are told of a run: the causes that are news, and those that are gone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from wefact_multivers.domain.canonical import digest
from wefact_multivers.domain.money import ZERO, total
from wefact_multivers.domain.problems import Problem


class Level(StrEnum):
    """How much it matters, and to whom."""

    STOP = "stop"
    ATTENTION = "attention"
    LATE = "late"
    RECOVERED = "recovered"
    INFO = "info"


DEADLINE = "deadline"
"""The place of a run that is late."""

AGAIN: dict[Level, int] = {Level.STOP: 1, Level.ATTENTION: 7, Level.INFO: 7}
"""After how many days what still stands is told again; what has no entry is told once."""

SHOWN = frozenset(
    {
        *("account", "administration", "box", "call", "category", "closed_until", "condition", "connection", "count"),
        *("country", "database", "documents", "fewest", "file", "first", "group", "journal", "journals", "minutes"),
        *("next", "period", "product", "rate", "regime", "run", "scenarios", "seconds", "status", "store", "stream"),
        *("supply", "system", "term", "treatment", "unexplained", "until", "variable", "vat_code", "window", "year"),
    }
)
"""Parameters that an alert may name: settings and counts; nothing of a person, nothing a remote system said (P9)."""

PASSING = frozenset({"until", "next", "count", "documents", "seconds", "fewest", "run", "unexplained", "call"})
"""Parameters that differ each time: two problems that differ in these alone have one cause."""


@dataclass(frozen=True)
class Cause:
    """One thing that is wrong, however many documents it holds up.

    Attributes:
        place: the task that failed, or the stream whose documents wait.
        problem: with the parameters alone that may be shown.
        count: of the documents, relations or payments; 1 for a task.
        gross: of the documents, in euros; 0 for what has no amount.
    """

    level: Level
    place: str
    problem: Problem
    count: int = 1
    gross: Decimal = ZERO

    @property
    def key(self) -> str:
        """The same for the same cause, in any run."""
        lasting = [(name, value) for name, value in self.problem.params if name not in PASSING]
        return digest([self.level, self.place, self.problem.code, *(f"{name}={value}" for name, value in lasting)])


@dataclass(frozen=True)
class Told:
    """A cause as it was last known.

    Attributes:
        on: the day (Amsterdam) on which people were last told.
    """

    cause: Cause
    on: date


@dataclass(frozen=True)
class Waiting:
    """A document, relation or payment that waits for a person.

    Attributes:
        place: its stream.
        gross: in euros; None for a relation.
    """

    place: str
    problems: tuple[Problem, ...]
    gross: Decimal | None = None


@dataclass(frozen=True)
class News:
    """What is to be told, and what is remembered once it was.

    Attributes:
        fresh: causes that are new, hold up more than before, or have stood long enough to be told again.
        standing: causes that were told and still stand.
        gone: causes that were told and stand no more.
    """

    fresh: tuple[Cause, ...]
    standing: tuple[Told, ...]
    gone: tuple[Told, ...]

    def of(self, level: Level) -> list[Cause]:
        """The news of one level: those that hold up most first."""
        return sorted((one for one in self.fresh if one.level is level), key=_by_weight)

    def besides(self, level: Level) -> int:
        """How many causes of that level stand besides the news."""
        return sum(1 for one in self.standing if one.cause.level is level)


def shown(problem: Problem) -> Problem:
    """The problem without what an alert may not name."""
    return Problem(problem.code, tuple((name, value) for name, value in problem.params if name in SHOWN))


def causes_of(level: Level, waiting: Iterable[Waiting]) -> list[Cause]:
    """What waits, grouped by cause; what has several problems counts at each of them."""
    groups: dict[tuple[str, Problem], list[Waiting]] = {}
    for one in waiting:
        for problem in dict.fromkeys(shown(found) for found in one.problems):
            groups.setdefault((one.place, problem), []).append(one)
    return [
        Cause(level, place, problem, len(found), total([one.gross or ZERO for one in found]))
        for (place, problem), found in groups.items()
    ]


def news_of(causes: Sequence[Cause], told: Iterable[Told], looked_at: Collection[str], today: date) -> News:
    """Compares what is wrong now with what people were told.

    Args:
        causes: what is wrong now.
        told: what people know.
        looked_at: the places where this run would have seen a cause; elsewhere nothing is known to be gone.
        today: the day in Amsterdam.
    """
    known = {one.cause.key: one for one in told}
    now = {cause.key: cause for cause in causes}
    fresh = tuple(cause for key, cause in now.items() if _is_news(cause, known.get(key), today))
    fresh_keys = {cause.key for cause in fresh}
    standing = tuple(
        Told(now.get(key, one.cause), one.on)
        for key, one in known.items()
        if key not in fresh_keys and (key in now or one.cause.place not in looked_at)
    )
    gone = tuple(one for key, one in known.items() if key not in now and one.cause.place in looked_at)
    return News(fresh, standing, gone)


def _is_news(cause: Cause, known: Told | None, today: date) -> bool:
    if known is None or (cause.level is not Level.STOP and cause.count > known.cause.count):
        return True
    again = AGAIN.get(cause.level)
    return again is not None and (today - known.on).days >= again


def _by_weight(cause: Cause) -> tuple[int, Decimal, str, str]:
    return -cause.count, -cause.gross, cause.problem.code, cause.place
