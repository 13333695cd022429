"""How long a task was at work, how that ended, and what it counted, as metrics."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from wefact_multivers.errors import SyncError
from wefact_multivers.hooks.metrics import Metric, gauge, timing

OK = "ok"
DEFECT = "defect"
"""How a task ended that raised what is none of the link's errors."""


@contextmanager
def measured(administration: str, task_id: str) -> Iterator[None]:
    """Tells how long what is done inside took, and how it ended."""
    started, outcome = time.monotonic(), DEFECT
    try:
        yield
        outcome = OK
    except BaseException as error:
        cause = error if isinstance(error, SyncError) else error.__cause__
        outcome = cause.code if isinstance(cause, SyncError) else DEFECT
        raise
    finally:
        took = (time.monotonic() - started) * 1000
        timing(Metric.TASK, took, administration=administration, task=task_id, outcome=outcome)


def tell_counts(administration: str, task_id: str, result: object) -> None:
    """Tells what a task counted."""
    if not isinstance(result, Mapping):
        return
    for what, number in result.items():
        if isinstance(number, int):
            gauge(Metric.COUNTS, number, administration=administration, task=task_id, what=str(what))
