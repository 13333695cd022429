"""WeFact's lists: filters, pages, and the time of the answer (`wefact-api.md 1.1, 2.1`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from wefact_multivers.errors import AnswerUnusable
from wefact_multivers.transport import Call, Page, read_all
from wefact_multivers.wefact.calls import WeFactCalls, parsed, unusable
from wefact_multivers.wefact.values import instant_of, local_text
from wefact_multivers.wefact.wire import Identified

PAGE_SIZE = 1000
"""WeFact's default and maximum."""

Value = TypeVar("Value")
Other = TypeVar("Other")
Record = TypeVar("Record", bound=Identified)


@dataclass(frozen=True)
class ListQuery:
    """Which rows of a list are wanted; what is None or empty does not narrow it.

    Attributes:
        modified_from: rows that changed then or later; without an offset it is Dutch time.
        date_from, date_to: the printed date of an invoice, both included.
        numbers: exact numbers of invoices or codes of relations, one call each.
    """

    modified_from: datetime | None = None
    date_from: date | None = None
    date_to: date | None = None
    numbers: tuple[str, ...] = ()

    def includes(self, day: date) -> bool:
        """Whether a document of that day is wanted."""
        return (self.date_from is None or day >= self.date_from) and (self.date_to is None or day <= self.date_to)

    @property
    def filters(self) -> dict[str, object]:
        """The filters in WeFact's names; a list that knows no dates is narrowed by whoever reads it."""
        found: dict[str, object] = {}
        if self.modified_from is not None:
            found["modified"] = {"from": local_text(self.modified_from)}
        days = {"from": self.date_from, "to": self.date_to}
        if given := {name: day.isoformat() for name, day in days.items() if day is not None}:
            found["date"] = given
        return found


@dataclass(frozen=True)
class UnreadableRow:
    """A row of a list that cannot be read: it concerns that record alone.

    Attributes:
        reason: names the properties, never their values.
    """

    identifier: str
    reason: str


@dataclass(frozen=True)
class Listing(Generic[Value]):
    """The rows of a list.

    Attributes:
        answered_at: WeFact's own time (UTC) of the first page: what changed later may not be in the rows.
        unreadable: rows that the list has besides, whatever else the query asks of them.
    """

    rows: tuple[Value, ...]
    answered_at: datetime
    unreadable: tuple[UnreadableRow, ...] = ()

    def with_rows(self, rows: tuple[Other, ...]) -> Listing[Other]:
        """The same answer with its rows narrowed, or in other words."""
        return Listing(rows, self.answered_at, self.unreadable)

    def whole(self, call: str) -> Listing[Value]:
        """This listing, where it must be complete.

        Raises:
            AnswerUnusable: a row of `call` could not be read.
        """
        if self.unreadable:
            raise unusable(call, self.unreadable[0].reason)
        return self


class ListReader:
    """Reads whole lists, in the order of `Identifier`, which no edit changes."""

    def __init__(self, calls: WeFactCalls, page_size: int) -> None:
        self._calls = calls
        self._page_size = page_size

    def read(self, controller: str, rows_key: str, record: type[Record], **filters: object) -> Listing[Record]:
        """All rows that the filters let through, those that cannot be read apart.

        Raises:
            AnswerUnusable: a row does not even say which record it is, the list kept changing, or fewer rows came
                than WeFact counts on every page: whoever goes on from there never reads the others.
        """
        call = Call("WeFact", f"{controller}/list")
        answered: list[datetime] = []
        totals: list[int] = []

        def fetch(offset: int) -> Page[Record | UnreadableRow]:
            page = {"offset": offset, "limit": self._page_size, "sort": "Identifier", "order": "ASC"}
            envelope = self._calls.ask(controller, "list", **page, **filters)
            answered.append(self._answered_at(envelope))
            if offset == 0:
                totals.clear()
            totals.append(total_of(envelope))
            rows = [read_row(record, row, call) for row in rows_of(envelope, rows_key, call)]
            return Page(rows, last=is_last(envelope, offset + len(rows), len(rows) < self._page_size))

        rows = read_all(fetch, key=_identifier, call=call, page_size=self._page_size)
        distinct = {_identifier(row): row for row in rows}.values()
        # Past the end WeFact counts none (`wefact-api.md 8.3`).
        counted = min(filter(None, totals), default=0)
        if len(distinct) < counted:
            raise unusable(call.name, f"{len(distinct)} of {counted} rows")
        unreadable = tuple(row for row in distinct if isinstance(row, UnreadableRow))
        return Listing(tuple(row for row in distinct if isinstance(row, record)), answered[0], unreadable)

    def _answered_at(self, envelope: dict[str, Any]) -> datetime:
        return instant_of(str(envelope.get("date", ""))) or self._calls.clock.now()


def _identifier(row: Identified | UnreadableRow) -> str:
    return row.identifier


def read_row(record: type[Record], row: object, call: Call) -> Record | UnreadableRow:
    """A row as its record, or the reason why it is none."""
    try:
        return parsed(record, row, call.name)
    except AnswerUnusable as error:
        reason = error.params["detail"]
    return UnreadableRow(parsed(Identified, row, call.name).identifier, reason)


def rows_of(envelope: dict[str, Any], rows_key: str, call: Call) -> list[object]:
    """The rows; the key is missing where there are none (`wefact-api.md 8.2`)."""
    rows = envelope.get(rows_key, [])
    if not isinstance(rows, list):
        raise unusable(call.name, f"{rows_key} is no list")
    return rows


def is_last(envelope: dict[str, Any], seen: int, short: bool) -> bool:
    """A page is the last when it is short, unless WeFact counts more: then its own maximum made it short."""
    return short and seen >= total_of(envelope)


def total_of(envelope: dict[str, Any]) -> int:
    """How many rows WeFact counts; 0 where it does not say, and past the end of a list (`wefact-api.md 8.3`)."""
    total = str(envelope.get("totalresults", "0"))
    return int(total) if total.isdecimal() else 0
