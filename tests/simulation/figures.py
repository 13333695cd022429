"""What came of many worlds together: figures that add up, and that can be kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from tests.simulation.coverage import FAULT, STRIKE
from tests.simulation.run_seed import Result

Record = dict[str, Any]


@dataclass
class Figures:
    """Counts of worlds, and what was found in them.

    Attributes:
        long: worlds of more than a year.
        events: what people did in the two programs.
        seconds: how long all processes took together.
        failed: seed, day, promise and text of all that was found.
    """

    seeds: int = 0
    days: int = 0
    long: int = 0
    events: int = 0
    seconds: float = 0.0
    cells: Counter[str] = field(default_factory=Counter)
    failed: list[Record] = field(default_factory=list)

    def add(self, result: Result) -> None:
        """Count one more world."""
        self.seeds += 1
        self.days += result.days
        self.long += result.is_long
        self.events += result.events
        self.seconds += result.seconds
        self.cells += result.cells
        self.failed += [{"seed": result.seed, "day": result.days, **asdict(found)} for found in result.findings]

    def merge(self, other: Figures) -> None:
        """Count all that others counted."""
        self.seeds += other.seeds
        self.days += other.days
        self.long += other.long
        self.events += other.events
        self.seconds += other.seconds
        self.cells += other.cells
        self.failed += other.failed

    @property
    def faults(self) -> int:
        """How many faults and strikes there were."""
        return sum(count for cell, count in self.cells.items() if cell.startswith((FAULT, STRIKE)))

    @property
    def failed_seeds(self) -> list[int]:
        """The worlds in which something was found."""
        return sorted({found["seed"] for found in self.failed})

    @property
    def summary(self) -> str:
        """The figures in a line."""
        days = max(1, self.days)
        return (
            f"{self.seeds:,} seeds ({self.long} of a year), {self.days:,} days, {self.events / days:.1f} events and "
            f"{self.faults / days:.1f} faults a day, {len(self.failed_seeds)} with findings"
        )

    def to_record(self) -> Record:
        """As it is kept."""
        return {**asdict(self), "seconds": round(self.seconds), "cells": dict(sorted(self.cells.items()))}

    @classmethod
    def of_record(cls, record: Record) -> Figures:
        """As it was kept."""
        return cls(**{**record, "cells": Counter(record["cells"])})
