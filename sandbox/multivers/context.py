"""What every Multivers handler works with: one call on one administration."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sandbox.clock import Clock
from sandbox.model import Record, from_json
from sandbox.multivers.errors import RefusedError, refuse
from sandbox.multivers.state import Database, MultiversState
from sandbox.multivers.wire import Problems, read_date
from sandbox.settings import Settings


@dataclass(frozen=True)
class Books:
    """An administration with the switches and the time: what bookings are made with."""

    db: Database
    settings: Settings
    clock: Clock


@dataclass(frozen=True)
class Call:
    """One call: parts of the path by name, query options with names in lower case, and the raw body."""

    books: Books
    state: MultiversState
    parts: dict[str, str]
    query: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def db(self) -> Database:
        """The administration."""
        return self.books.db

    def json(self) -> Any:
        """The body.

        Raises:
            RefusedError: it is no JSON.
        """
        try:
            return from_json(self.body)
        except (ValueError, RecursionError) as problem:
            raise refuse("", "De aanvraag bevat geen leesbare JSON") from problem

    def date(self, name: str) -> date | None:
        """A date from path or query, None when it was not given.

        Raises:
            RefusedError: the text is no date.
        """
        text = self.parts.get(name) or self.query.get(name.lower(), "")
        if not text:
            return None
        try:
            return read_date(text, iso=self.books.settings.iso_dates)
        except ValueError as problem:
            raise refuse(name, str(problem)) from problem

    def number(self, name: str, default: int | None = None) -> int:
        """A whole number from path or query.

        Raises:
            RefusedError: it is missing without a default, or no number.
        """
        text = self.parts.get(name) or self.query.get(name.lower(), "")
        if not text and default is not None:
            return default
        if not text.removeprefix("-").isdecimal():
            raise refuse(name, f"{name} is geen getal")
        return int(text)


Handler = Callable[[Call], Any]
Routes = dict[str, Handler]


def stop_on(problems: Problems) -> None:
    """Refuse when anything was noted.

    Raises:
        RefusedError: with every problem found.
    """
    if problems.items:
        raise RefusedError(400, problems.items)


def find_period(db: Database, year: int, number: int) -> Record | None:
    """The period of a fiscal year by its number."""
    for period in db.periods:
        if period["fiscalYear"] == year and period["periodNumber"] == number:
            return period
    return None
