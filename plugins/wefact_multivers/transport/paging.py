"""Reading a list page by page while others change it: no row that stays in the list is missed.

Each page begins with the last row of the one before. Rows that came in front of us are passed over; when the last
row is no longer there, rows have left the list in front of us and one may have slipped by: the list is read anew.

A server that shows one row at a time leaves no room for that. There the row that follows may be equal to the last one
because the list holds two that nothing tells apart, or because a row came in front of us: two passes must agree.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from wefact_multivers.errors import AnswerUnusable
from wefact_multivers.transport.outcome import Call

Row = TypeVar("Row")
_ATTEMPTS = 5
_BEYOND = 1_000_000
"""Where no list has rows: a server that answers some there knows no paging."""


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of a list.

    Attributes:
        last: the server says that this is the end. Where it says nothing, a page without new rows is the end.
    """

    rows: Sequence[Row]
    last: bool = False


@dataclass(frozen=True)
class _Pass(Generic[Row]):
    """A list as it was read once; `sure` if nothing in it can be a row that was met a second time."""

    rows: list[Row]
    sure: bool


def read_all(
    fetch: Callable[[int], Page[Row]], *, key: Callable[[Row], Hashable], call: Call, page_size: int
) -> list[Row]:
    """All rows of a list, in its own order; `fetch` gets the offset of a page, `key` tells rows apart.

    Raises:
        AnswerUnusable: the list kept changing, or the server gives the same page for ever.
    """
    before: list[Hashable] | None = None
    for _ in range(_ATTEMPTS):
        read = _read_once(fetch, key, page_size)
        if read is None:
            continue
        keys = [key(row) for row in read.rows]
        if read.sure or keys == before:
            return read.rows
        before = keys
    raise AnswerUnusable(system=call.system, call=call.name, detail="the list does not hold still")


def _read_once(fetch: Callable[[int], Page[Row]], key: Callable[[Row], Hashable], page_size: int) -> _Pass[Row] | None:
    """One pass; None when rows have left the list in front of us, or a full page brings nothing new."""
    page = fetch(0)
    rows, sure = list(page.rows), True
    while page.rows and not page.last:
        overlap = min(1, len(page.rows) - 1)
        page = fetch(len(rows) - overlap)
        fresh = _fresh(page.rows, [key(row) for row in page.rows], key(rows[-1]), overlap)
        if not fresh and len(page.rows) == 1 and not overlap and _knows_paging(fetch, key, rows):
            fresh, sure = page.rows, False
        if fresh is None or (not fresh and len(page.rows) >= page_size):
            return None
        if not fresh:
            break
        rows.extend(fresh)
    return _Pass(rows, sure)


def _knows_paging(fetch: Callable[[int], Page[Row]], key: Callable[[Row], Hashable], rows: Sequence[Row]) -> bool:
    """Whether a server that shows one row at a time goes by the offset, or gives its only row for ever."""
    return len({key(row) for row in rows}) > 1 or not fetch(_BEYOND).rows


def _fresh(rows: Sequence[Row], keys: list[Hashable], last: Hashable, overlap: int) -> Sequence[Row] | None:
    """The rows of a page that come after the last one we had; None when that one is not where it was."""
    if last in keys:
        return rows[keys.index(last) + 1 :]
    return None if overlap else rows
