"""What was tried: every fault at every write, every move from status to status, every position of every switch."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field

from sandbox.faults import Fault
from tests.simulation.installation import Installation
from tests.simulation.processes import Strike
from tests.simulation.rows import evidence_since

FAULT, MOVE, SWITCH, STRIKE = "fault", "move", "switch", "strike"
BEGINNING = "new"


@dataclass
class Coverage:
    """Counts by kind and cell; those of many worlds add up."""

    cells: Counter[str] = field(default_factory=Counter)
    _seen: int = 0
    _status: dict[str, str] = field(default_factory=dict)

    def fault(self, call: str, fault: Fault) -> None:
        """A fault has struck a call."""
        self.cells[f"{FAULT} | {call} | {fault.kind} | {fault.when.partition(':')[0]}"] += 1

    def strike(self, task: str, strike: Strike) -> None:
        """A process was killed or paused."""
        self.cells[f"{STRIKE} | {task.rpartition('/')[2]} | {strike.word} | {strike.place}"] += 1

    def switches(self, positions: dict[str, object]) -> None:
        """A day was lived under these positions."""
        for name, value in positions.items():
            self.cells[f"{SWITCH} | {name} | {value}"] += 1

    def moves(self, installation: Installation) -> None:
        """What documents and relations went through since the last time."""
        for sequence, key, content in evidence_since(installation, "status", self._seen):
            told = json.loads(content)
            before = self._status.get(key, BEGINNING)
            self.cells[f"{MOVE} | {before} | {told['event']} | {told['status']}"] += 1
            self._status[key], self._seen = told["status"], sequence

    def store_set_back(self) -> None:
        """The store was replaced by an older one: what it says from now on begins anew."""
        self._seen, self._status = 0, {}
