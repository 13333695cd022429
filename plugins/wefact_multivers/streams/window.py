"""Which records of WeFact a run reads: one helper decides, for every way in which a run can be started."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from pydantic import TypeAdapter

from wefact_multivers.clock import AMSTERDAM
from wefact_multivers.errors import WindowWrong

OVERLAP = timedelta(hours=2)
"""How far a window reaches back behind the cursor: the local times of the hour that an autumn night repeats, and
a record that was saved while the list was read."""


class WindowKind(StrEnum):
    """What a window is measured in."""

    CHANGED = "changed"
    DATED = "dated"
    NUMBERS = "numbers"


@dataclass(frozen=True)
class Window:
    """Which records a run reads; the start date of the administration bounds every one of them.

    Attributes:
        since: by stream, changes since this instant (UTC); a stream without one has never been read.
        first, last: of the dates of documents, both included (Amsterdam).
        numbers: these documents and no others.
    """

    kind: WindowKind
    since: dict[str, datetime] = field(default_factory=dict)
    first: date | None = None
    last: date | None = None
    numbers: tuple[str, ...] = ()

    def __str__(self) -> str:
        """The window in words, for log, note and page."""
        if self.kind is WindowKind.NUMBERS:
            return ", ".join(self.numbers)
        if self.kind is WindowKind.DATED:
            return f"{self.first} .. {self.last}"
        if not self.since:
            return "everything since the start date"
        return f"changed since {min(self.since.values()).isoformat(timespec='seconds')}"


_ADAPTER: TypeAdapter[Window] = TypeAdapter(Window)


def window_from_text(text: str) -> Window:
    """A stored window."""
    return _ADAPTER.validate_json(text)


def decide_window(
    *, backfill: bool, interval_start: datetime | None, params: dict[str, object], cursors: dict[str, datetime]
) -> Window:
    """The window of a run.

    A scheduled run reads what has changed since the cursor, so that a day that was missed heals by itself. A
    backfill reads the documents dated on the local day on which its interval starts, so that each date belongs
    to exactly one run. A run by hand reads what the form asks for, and otherwise what a scheduled run would.

    Args:
        backfill: the run belongs to a backfill.
        interval_start: of the data interval (UTC); None for a run without a logical date.
        params: what the form was filled in with.
        cursors: until when each stream has been read (UTC).

    Raises:
        WindowWrong: the form's dates make no window.
    """
    numbers = _numbers(params.get("numbers"))
    if numbers:
        return Window(WindowKind.NUMBERS, numbers=numbers)
    first, last = _day(params, "from"), _day(params, "to")
    if first or last:
        return _dated(first, last)
    if backfill and interval_start is not None:
        day = interval_start.astimezone(AMSTERDAM).date()
        return Window(WindowKind.DATED, first=day, last=day)
    return Window(WindowKind.CHANGED, since={stream: until - OVERLAP for stream, until in cursors.items()})


def _dated(first: date | None, last: date | None) -> Window:
    if first is None or last is None:
        raise WindowWrong(problem="from and to belong together, and one of them is empty")
    if first > last:
        raise WindowWrong(problem=f"from {first} lies after to {last}")
    return Window(WindowKind.DATED, first=first, last=last)


def _day(params: dict[str, object], name: str) -> date | None:
    text = str(params.get(name) or "").strip()
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise WindowWrong(problem=f"{name} is {text!r}") from error


def _numbers(given: object) -> tuple[str, ...]:
    items = given.split(",") if isinstance(given, str) else given if isinstance(given, list | tuple) else ()
    return tuple(dict.fromkeys(text for item in items if (text := str(item).strip())))
