"""Writes what campaigns have lived through into docs/explanation/simulation.md.

python -m tests.simulation.result_page [--check]

With `--check` it fails where the page is not what follows from docs/explanation/simulation.json, and where most days
were not lived on the code that stands here.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.simulation.figures import Figures
from tests.simulation.fingerprint import fingerprint
from tests.simulation.ledger import REQUIRED, Ledger
from tests.simulation.marked import replaced

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "docs" / "explanation" / "simulation.json"
PAGE = RESULTS.with_suffix(".md")
PART = "results"
CODE = re.compile(r"on code `(\w+)`")

INTRODUCTION = """
The table is what `make simulate` keeps in `docs/explanation/simulation.json` after every block of 10 worlds; it goes
on where it stopped. Code is known by a fingerprint of `plugins`, `sandbox`, `tests/simulation` and `tests/oracle`:
days that were lived on earlier code are counted apart. When this page was rendered
(`python -m tests.simulation.result_page`; with `--check` it tells whether that is still so) the code was the one of
the first column.

"""


def results(ledger: Ledger) -> str:
    """The figures of the code of now beside those of all earlier code."""
    columns = (ledger.now.figures, ledger.earlier())
    rows = zip(*(_cells(figures) for figures in columns), strict=True)
    lines = [f"| | on code `{ledger.code}` | on earlier code |", "|---|--:|--:|"]
    lines += [f"| {name} | {now} | {before} |" for (name, now), (_, before) in rows]
    short = ledger.now.short if ledger.now.seeds else ""
    lines.append(f"| cells met less than {REQUIRED} times | {short} | |")
    return INTRODUCTION + "\n".join(lines) + "\n"


def _cells(figures: Figures) -> list[tuple[str, str]]:
    days, speed = max(1, figures.days), figures.days / figures.seconds if figures.seconds else 0
    return [
        ("worlds", f"{figures.seeds:,}"),
        ("of more than a year", f"{figures.long:,}"),
        ("days", f"{figures.days:,}"),
        ("people's events a day", f"{figures.events / days:.1f}"),
        ("faults and strikes a day", f"{figures.faults / days:.1f}"),
        ("days per second of a process", f"{speed:.1f}"),
        ("worlds with a finding", ", ".join(map(str, figures.failed_seeds)) or "none"),
    ]


def written(text: str, file: Path = RESULTS, code: str = "") -> str:
    """The page with its part rendered anew, for the code of now or another."""
    return replaced(text, PART, results(Ledger(file, code)))


def drifted(page: Path = PAGE, file: Path = RESULTS) -> bool:
    """Whether the page is another one than follows from the file, for the code that the page itself names."""
    text = page.read_text()
    named = CODE.search(text)
    return named is None or text != written(text, file, named[1])


def main(arguments: Sequence[str]) -> int:
    """Write the page, or check it; 0 if all is well."""
    if "--check" not in arguments:
        PAGE.write_text(written(PAGE.read_text()))
        return 0
    if drifted():
        print("the page has drifted from the file", file=sys.stderr)
        return 1
    if f"on code `{fingerprint()}`" not in PAGE.read_text():
        print("the page names other code than stands here", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
