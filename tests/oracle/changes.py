"""What changed in a table between two states."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

Record = dict[str, Any]


class Change(NamedTuple):
    """A record that came (`before` is None), changed, or went (`now` is None)."""

    key: str
    before: Record | None
    now: Record | None


def changes(before: Mapping[str, Record], now: Mapping[str, Record]) -> Iterator[Change]:
    """Every record that is not as it was; records that both states share cost next to nothing."""
    if before is now:
        return
    for key, record in now.items():
        old = before.get(key)
        if old is not record and old != record:
            yield Change(key, old, record)
    for key in before.keys() - now.keys():
        yield Change(key, before[key], None)
