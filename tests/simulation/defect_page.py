"""The table of the planted defects in docs/explanation/planted-defects.md, rendered from what was kept."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.simulation.defect_patches import DEFECTS
from tests.simulation.marked import replaced

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "docs" / "explanation" / "planted-defects.json"
PAGE = RESULTS.with_suffix(".md")
PART = "planted defects"
COLUMNS = {
    "defect": "---", "caught by": "---", "after days": "--:", "after seeds": "--:", "first seed": "--:",
    "in seed": "--:", "worlds": "---", "what was found": "---", "without the guard of": "---", "code": "---",
}  # fmt: skip
"""Heading → how it is aligned."""

HEAD = "".join(f"| {' | '.join(line)} |\n" for line in (COLUMNS, COLUMNS.values()))

Results = dict[str, dict[str, Any]]


def kept(file: Path = RESULTS) -> Results:
    """What came of the defects that were hunted, by name."""
    found: Results = json.loads(file.read_text()) if file.exists() else {}
    return found


def table(results: Results) -> str:
    """A line for each defect of the list, hunted or not."""
    rows = [_row(name, results.get(name)) for name in DEFECTS]
    caught = sum(bool(hunted["promise"]) for hunted in results.values())
    return f"{HEAD}{''.join(rows)}\n{caught} of {len(DEFECTS)} were caught.\n"


def _row(name: str, hunted: dict[str, Any] | None) -> str:
    if hunted is None:
        return f"| {name} | not hunted yet |{' |' * (len(COLUMNS) - 2)}\n"
    found = hunted["finding"].replace("|", "\\|")
    by, seed = (hunted["promise"], hunted["seed"]) if hunted["promise"] else ("**not caught**", "")
    guard = ", ".join(f"`{switch}: {value}`" for switch, value in DEFECTS[name].switches.items())
    cells = (
        name,
        by,
        f"{hunted['days']:,}",
        hunted["seeds"],
        hunted["first"],
        seed,
        DEFECTS[name].family or "any",
        found,
        guard,
        f"`{hunted['code']}`",
    )
    return f"| {' | '.join(map(str, cells))} |\n"


def page(text: str, results: Results) -> str:
    """A page with the table between its marks replaced."""
    return replaced(text, PART, table(results))


def write_page(file: Path = PAGE) -> None:
    """Render what was kept."""
    file.write_text(page(file.read_text(), kept()))


def drifted(file: Path = PAGE) -> bool:
    """Whether the table is another one than follows from what was kept."""
    text = file.read_text()
    return text != page(text, kept())
