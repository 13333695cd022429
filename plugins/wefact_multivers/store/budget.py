"""WeFact's budget of calls, shared by all processes and administrations that use this store.

They are taken to leave by one address: where they do not, each gets less than it might, and none too much.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import TypeVar

from wefact_multivers.domain.call_budget import CallWindow, Windows
from wefact_multivers.store.database import Store
from wefact_multivers.store.shared_rows import Row, SharedRows
from wefact_multivers.store.tables import call_budget

Answer = TypeVar("Answer")


class StoredCounts:
    """What all processes together know of a host's limits."""

    def __init__(self, store: Store) -> None:
        self._rows = SharedRows(store, call_budget)

    def change(self, host: str, step: Callable[[Windows], tuple[Windows, Answer]]) -> Answer:
        """Let `step` change what is known of a host, in one short transaction."""

        def on_rows(rows: Sequence[Row]) -> tuple[Sequence[Row], Answer]:
            after, answer = step({row["window"]: _window(row) for row in rows})
            return [{"host": host, "window": name, **asdict(window)} for name, window in after.items()], answer

        return self._rows.change(on_rows, {"host": host})


def _window(row: Row) -> CallWindow:
    return CallWindow(**{name: value for name, value in row.items() if name not in {"host", "window"}})
