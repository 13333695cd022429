"""P8: one budget for all programs behind an address, never passed and hardly left unused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.budget.rivals import Rivals

Limit = tuple[dict[str, Any], int | None, int, int]
MINUTE: Limit = ({"wefact_per_minute": 200, "wefact_per_hour": 100_000}, None, 200, 60)
HOUR: Limit = ({"wefact_per_minute": 200, "wefact_per_hour": 300}, 300, 300, 3600)


@pytest.mark.parametrize("windows", ["fixed", "sliding"])
@pytest.mark.parametrize(
    "limit", [pytest.param(MINUTE, id="minute"), pytest.param(HOUR, id="hour", marks=pytest.mark.full)]
)
def test_given_three_processes_and_a_stranger_then_no_breach_and_95_percent_of_what_may_be_used_is(
    tmp_path: Path, windows: str, limit: Limit
) -> None:
    settings, ceiling, calls, seconds = limit
    rivals = Rivals(tmp_path, 7, {**settings, "wefact_limits": windows}, ceiling)
    rivals.run(seconds=3 * seconds, stranger_per_second=calls / 4 / seconds)
    assert rivals.blocked == 0
    # The first window is given away: a sliding one is filled only once.
    used = sum(seconds <= second for second in rivals.calls) / 2
    assert used >= 0.95 * 0.9 * calls
