"""What was lived through so far, kept on file after every block of worlds, by the code that lived it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.simulation.figures import Figures
from tests.simulation.fingerprint import fingerprint
from tests.simulation.table import table_of

BLOCK = 10
"""Seeds that are kept at once; so many at most for each process are lived again after a stop."""

REQUIRED = 100
"""How often each cell must be met in a whole campaign."""


@dataclass(frozen=True)
class Part:
    """What one state of the code has lived through.

    Attributes:
        seeds: which worlds, in order.
        figures: what came of them.
        short: cells that were met less often than is required, of those that this code demanded.
    """

    seeds: list[int]
    figures: Figures
    short: int = 0


class Ledger:
    """The result file of a campaign.

    Attributes:
        code: fingerprint of the code that lives now.
        parts: by fingerprint, the oldest first.
    """

    def __init__(self, file: Path, code: str = "") -> None:
        self._file, self.code = file, code or fingerprint()
        kept = json.loads(file.read_text()) if file.exists() else {}
        self.parts = {name: _part(record) for name, record in kept.items()}

    @property
    def now(self) -> Part:
        """What the code of now has lived through."""
        return self.parts.get(self.code) or Part([], Figures())

    def earlier(self) -> Figures:
        """What all other code has lived through."""
        together = Figures()
        for code, part in self.parts.items():
            if code != self.code:
                together.merge(part.figures)
        return together

    def missing(self, seeds: Iterable[int]) -> list[int]:
        """The worlds that the code of now has not lived through."""
        done = set(self.now.seeds)
        return [seed for seed in seeds if seed not in done]

    def keep(self, seeds: Iterable[int], figures: Figures) -> None:
        """Write down a block of worlds; a stop in the middle of it leaves the file as it was."""
        before = self.now
        together = Figures.of_record(before.figures.to_record())
        together.merge(figures)
        self.parts[self.code] = Part(
            sorted({*before.seeds, *seeds}), together, len(table_of(together.cells, REQUIRED).short)
        )
        record = {code: _record(part) for code, part in self.parts.items()}
        self._file.parent.mkdir(parents=True, exist_ok=True)
        new = self._file.with_suffix(".new")
        new.write_text(json.dumps(record, indent=1) + "\n")
        new.replace(self._file)


def blocks_of(seeds: list[int], size: int = BLOCK) -> list[list[int]]:
    """Cut worlds into blocks."""
    return [seeds[first : first + size] for first in range(0, len(seeds), size)]


def _part(record: dict[str, Any]) -> Part:
    seeds = [seed for first, after in record["seeds"] for seed in range(first, after)]
    return Part(seeds, Figures.of_record(record["figures"]), record["short"])


def _record(part: Part) -> dict[str, Any]:
    return {"seeds": _ranges(part.seeds), "short": part.short, "figures": part.figures.to_record()}


def _ranges(seeds: list[int]) -> list[list[int]]:
    """Seeds in order as pairs: the first, and the first that is not there any more."""
    found: list[list[int]] = []
    for seed in seeds:
        if found and found[-1][1] == seed:
            found[-1][1] = seed + 1
        else:
            found.append([seed, seed + 1])
    return found
