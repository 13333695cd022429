"""`mapping check` at any size: a hundred times the tables and the chart may cost a few times as much, not thousands."""

from __future__ import annotations

from pathlib import Path

from tests.mapping.scale import Scale, Scaled

SMALL, LARGE = Scale(groups=50, accounts=200), Scale(groups=5_000, accounts=20_000)
MOST_TIMES, MOST_SECONDS = 3.0, 2.0
ROUNDS = 5


def test_given_5000_groups_and_20000_accounts_then_the_check_takes_at_most_3_times_as_long(tmp_path: Path) -> None:
    small, large = Scaled(tmp_path / "small", SMALL), Scaled(tmp_path / "large", LARGE)
    times = [(small.seconds(), large.seconds()) for _ in range(ROUNDS)]
    of_small, of_large = min(one for one, _ in times), min(other for _, other in times)
    assert of_large <= MOST_TIMES * of_small
    assert of_large < MOST_SECONDS
