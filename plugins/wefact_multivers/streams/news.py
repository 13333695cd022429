"""Red is news, not wallpaper: what newly waits for a person, and what has waited for another week."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from wefact_multivers.domain.problems import Problem, codes
from wefact_multivers.errors import DocumentsNeedPerson
from wefact_multivers.streams.runs import RunState, Stream

REMINDER = timedelta(days=7)
"""How long what waits for a person leaves its stream green after it painted it red."""


class Waiting(Protocol):
    """What waits for a person, why, and the run and instant (UTC) in which it last painted its stream red."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Why."""

    @property
    def red_run(self) -> str | None:
        """The run."""

    @property
    def red_at(self) -> datetime | None:
        """The instant."""


W = TypeVar("W", bound=Waiting)


def newly_red(waiting: Iterable[W], state: RunState, now: datetime) -> list[W]:
    """Those that make their stream red in this run: new ones, those of an earlier try of it, and a week's old ones."""
    return [one for one in waiting if _is_news(one, state, now)]


def tell_news(stream: Stream, waiting: Sequence[Waiting], fresh: Sequence[Waiting]) -> None:
    """Turns a stream red over what is news; without news it is green, however much waits.

    Raises:
        DocumentsNeedPerson: all is done, and there is news.
    """
    if fresh:
        causes = ", ".join(sorted(codes(found for one in fresh for found in one.problems)))
        raise DocumentsNeedPerson(stream=stream.value, count=len(waiting), causes=causes)


def _is_news(one: Waiting, state: RunState, now: datetime) -> bool:
    if state.configuration.administration.strict_red or one.red_run == state.run.run_key or one.red_at is None:
        return True
    return one.red_at <= now - REMINDER
