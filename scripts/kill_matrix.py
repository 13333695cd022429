"""Writes docs/explanation/kill-matrix.md from what was measured; `--check` fails when the page has drifted.

The measurement is tests/full/test_kill_matrix_airflow.py, which also fails where what it sees is not what is kept.
With the variable REMEASURE it keeps what it sees instead.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from wefact_multivers.store.intents import Effect

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "docs" / "explanation" / "kill-matrix.json"
PAGE = RESULTS.with_suffix(".md")
REMEASURE = "WEFACT_MULTIVERS_KILL_MATRIX"
"""Environment variable: if set, what is measured becomes what is kept."""

Results = dict[str, dict[str, dict[str, Any]]]
"""By database and effect: `documents`, `calls`, and `steps` with how often the effect stood after a death there."""

NAMES = {
    Effect.CREATE_BOOKING: "create booking",
    Effect.UPDATE_BOOKING: "update booking",
    Effect.WRITE_MULTIVERS_RELATION: "write Multivers relation",
    Effect.WRITE_BANK_ACCOUNT: "write bank account",
    Effect.WRITE_WEFACT_RELATION: "write WeFact relation",
    Effect.MARK_PAID: "mark paid",
    Effect.PART_PAYMENT: "part payment",
}
INTRODUCTION = """# The kill matrix

In a running Airflow (scheduler, LocalExecutor, the sandbox over HTTP) the process of a task is killed with SIGKILL at
each step of every kind of write. Airflow starts the task again, and after the run the state of the sandbox tells how
often the effect of that document stands there. Each number below must be 1. Of an update it is how often the booking
has been replaced, or 0 if it is not that of the invoice as it is now.

A death is real: the process kills itself in the middle of a statement to the store or of a call, so that nothing of
it is cleaned up. Only waiting is shortened. The lease of the dead process runs out at once instead of after two
minutes, the clock of the link goes on by a quarter of an hour, and Airflow tries again after a second.

| database | effect | documents | calls | {steps} |
|---|---|--:|--:|{line}|
"""
CLOSING = """
*Calls* counts the writes that the sandbox has received: as many as there are documents, so that no death has made
one come twice.{gap}

`make test-full` measures all of it anew and fails where it differs; `make test` has the same deaths in processes of
its own, without Airflow. This page is written by `python -m scripts.kill_matrix`.
"""


def kept() -> Results:
    """What was measured."""
    found: Results = json.loads(RESULTS.read_text())
    return found


def page(results: Results) -> str:
    """The page for what was measured."""
    steps = list(
        dict.fromkeys(step for effects in results.values() for one in effects.values() for step in one["steps"])
    )
    head = INTRODUCTION.format(steps=" | ".join(steps), line="|".join("--:" for _ in steps))
    rows = [
        f"| {database} | {name} | {_row(effects.get(effect.value), steps)} |"
        for database, effects in results.items()
        for effect, name in NAMES.items()
    ]
    unmeasured = [name for effect, name in NAMES.items() if any(effect.value not in one for one in results.values())]
    gap = f" A cell without a number has not been measured: {', '.join(unmeasured)}." if unmeasured else ""
    return head + "\n".join(rows) + "\n" + CLOSING.format(gap=gap)


def _row(measured: dict[str, Any] | None, steps: Sequence[str]) -> str:
    if measured is None:
        return " | ".join(["", "", *("" for _ in steps)])
    counts = [str(measured["steps"].get(step, "")) for step in steps]
    return " | ".join([str(measured["documents"]), str(measured["calls"]), *counts])


def drifted(file: Path = PAGE) -> bool:
    """Whether the page is another one than follows from what was measured."""
    return not file.exists() or file.read_text() != page(kept())


def main(arguments: Sequence[str]) -> int:
    """Write the page, or check it; 0 if all is well."""
    if "--check" not in arguments:
        PAGE.write_text(page(kept()))
    if not drifted():
        return 0
    print(f"{PAGE.relative_to(ROOT)} has drifted: python -m scripts.kill_matrix", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
