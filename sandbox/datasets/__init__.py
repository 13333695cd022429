"""Ready-made companies to try the link on. `build` makes one by its name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sandbox.core import State
from sandbox.datasets import cases, demo, empty, large, random_company
from sandbox.model import ControlError

_DATASETS: dict[str, Callable[[State, int], datetime | None]] = {
    "demo": demo.fill,
    "cases": cases.fill,
    "empty": empty.fill,
    "large": large.fill,
    "random": random_company.fill,
}
NAMES = tuple(_DATASETS)


def build(name: str, seed: int) -> tuple[State, datetime | None]:
    """Make the state of a dataset, and the instant at which its clock stands (None = running).

    `name` is `demo`, `cases`, `empty`, `large:N` or `random:N`; a number behind the colon is the size.

    Raises:
        ControlError: no such dataset.
    """
    kind, _, size = name.partition(":")
    fill = _DATASETS.get(kind)
    if fill is None or (size and not size.isdigit()):
        raise ControlError(f"unknown dataset {name!r}; there are {', '.join(_DATASETS)}")
    state = State(dataset=name, seed=seed)
    now = fill(state, int(size or 0))
    for account in state.wefact.accounts.values():
        account.promise_growth(False)
    return state, now
