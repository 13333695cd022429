"""P8: a morning in which nothing has changed makes few calls, however much waits for a person."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from tests.streams.world import demo_world

CALLS = {"wefact": 10, "multivers": 14}
"""Calls of such a morning of the demo; 10 and 15 (7, and 4 for each of two fiscal years) are allowed."""


def test_given_a_morning_in_which_nothing_changed_then_it_stays_within_its_calls(tmp_path: Path) -> None:
    with demo_world(tmp_path) as world:
        world.sign()
        for key in ("first", "second"):
            world.run(key)
        before = Counter(world.sandbox.requests()["calls"])
        world.run("third")
        made = Counter(world.sandbox.requests()["calls"]) - before
    by_system = {system: sum(made[call] for call in made if call.startswith(f"{system} ")) for system in CALLS}
    assert by_system == CALLS, made
