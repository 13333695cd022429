"""Ready-made companies to try the link on. `build` makes one by its name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sandbox.core import State
from sandbox.datasets import demo, empty, large
from sandbox.model import ControlError

_DATASETS: dict[str, Callable[[State, int], datetime | None]] = {
    "demo": demo.fill,
    "empty": empty.fill,
    "large": large.fill,
}


def build(name: str, seed: int) -> tuple[State, datetime | None]:
    """Make the state of a dataset, and the instant at which its clock stands (None = running).

    `name` is `demo`, `empty` or `large:N`; a number behind the colon is the size.

    Raises:
        ControlError: no such dataset.
    """
    kind, _, size = name.partition(":")
    fill = _DATASETS.get(kind)
    if fill is None or (size and not size.isdigit()):
        raise ControlError(f"unknown dataset {name!r}; there are {', '.join(_DATASETS)}")
    state = State(dataset=name, seed=seed)
    return state, fill(state, int(size or 0))
