"""A wait that ends after the next run has begun is said, not kept quietly."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from wefact_multivers.errors import RateLimited, WaitTooLong
from wefact_multivers.operators.base import next_run, no_later_than

SIX = datetime(2026, 3, 16, 5, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("start", "now", "expected"),
    [
        (SIX - DAY, SIX, SIX + DAY),
        (SIX - DAY, SIX + timedelta(hours=23), SIX + DAY),
        (SIX - 30 * DAY, SIX + timedelta(hours=1), SIX + DAY),
    ],
    ids=["scheduled", "late in the day", "backfill"],
)
def test_interval_then_the_next_run_is_the_next_morning(start: datetime, now: datetime, expected: datetime) -> None:
    assert next_run({"data_interval_start": start, "data_interval_end": start + DAY}, now) == expected


def test_no_schedule_then_nothing_bounds_a_wait() -> None:
    assert next_run({}, SIX) is None


def test_wait_until_the_next_run_then_the_task_comes_back() -> None:
    with pytest.raises(RateLimited), no_later_than(SIX + DAY):
        raise RateLimited(SIX + DAY, system="Multivers", call="")


def test_wait_beyond_the_next_run_then_it_is_said() -> None:
    with pytest.raises(WaitTooLong, match=r"LIM-004.*2026-03-17T05:00.*LIM-001"), no_later_than(SIX + DAY):
        raise RateLimited(SIX + DAY + timedelta(minutes=1), system="Multivers", call="")
