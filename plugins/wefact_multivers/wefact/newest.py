"""The newest documents of WeFact, and how many older ones there are, for a cost that does not grow with history."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from wefact_multivers.domain.documents import DocumentRow
from wefact_multivers.transport import Call, Page, read_all
from wefact_multivers.wefact.calls import WeFactCalls, unusable
from wefact_multivers.wefact.documents import DocumentRowRecord
from wefact_multivers.wefact.lists import UnreadableRow, is_last, read_row, rows_of, total_of

_Row = DocumentRowRecord | UnreadableRow


@dataclass(frozen=True)
class Newest:
    """The documents dated on a day or later, drafts included.

    Attributes:
        older: how many other documents WeFact has.
        unreadable: rows whose date cannot be read, wherever they belong.
    """

    rows: tuple[DocumentRow, ...]
    older: int
    unreadable: tuple[UnreadableRow, ...] = ()


class NewestReader:
    """Reads the list of one kind of documents by date, newest first."""

    def __init__(self, calls: WeFactCalls, rows_key: str, record: type[DocumentRowRecord], page_size: int) -> None:
        self._calls = calls
        self._rows_key = rows_key
        self._record = record
        self._page_size = page_size
        self._call = Call("WeFact", f"{record.controller}/list")

    def read(self, first: date) -> Newest:
        """The documents dated on that day or later.

        That WeFact sorts by date is assumed (`wefact-api.md 8.15`): where the rows turn out to come in another
        order, all of them are read.

        Raises:
            AnswerUnusable: fewer rows came than WeFact counts, so that what is not among them is not known to be gone.
        """
        totals: list[int] = []

        def fetch(offset: int) -> Page[_Row]:
            paging = {"offset": offset, "limit": self._page_size, "sort": "Date", "order": "DESC"}
            envelope = self._calls.ask(self._record.controller, "list", **paging)
            totals.append(total_of(envelope))
            rows = [read_row(self._record, row, self._call) for row in rows_of(envelope, self._rows_key, self._call)]
            is_end = is_last(envelope, offset + len(rows), len(rows) < self._page_size)
            return Page(rows, last=is_end or _is_past(rows, first))

        read = read_all(fetch, key=_identifier, call=self._call, page_size=self._page_size)
        rows = list({_identifier(row): row for row in read}.values())
        if len(rows) < totals[0] and not _is_past(rows, first):
            raise unusable(self._call.name, f"{len(rows)} of {totals[0]} rows")
        wanted = tuple(row.value() for row in rows if isinstance(row, DocumentRowRecord) and row.day >= first)
        unreadable = tuple(row for row in rows if isinstance(row, UnreadableRow))
        return Newest(wanted, max(totals[0], len(rows)) - len(wanted) - len(unreadable), unreadable)


def _identifier(row: _Row) -> str:
    return row.identifier


def _is_past(rows: list[_Row], first: date) -> bool:
    """Whether rows that come newest first have come to what is older than `first`."""
    days = [row.day for row in rows if isinstance(row, DocumentRowRecord)]
    return bool(days) and days[-1] < first and all(before >= after for before, after in pairwise(days))
