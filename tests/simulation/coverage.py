"""What was tried: every fault at every write, every move from status to status, every position of every switch."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sandbox.faults import Fault
from tests.simulation.installation import Installation
from tests.simulation.processes import Strike
from tests.simulation.rows import evidence_since
from wefact_multivers.clock import AMSTERDAM

FAULT, MOVE, PAYMENT, SWITCH, STRIKE, NIGHT = "fault", "move", "payment", "switch", "strike", "night"
BEGINNINGS = {MOVE: ("status", "new"), PAYMENT: ("payment", "open")}
"""The kind of evidence that tells of each kind of move, and the status in which everything of it begins."""

NEW_YEAR, FORWARD, BACK = "new year", "clocks go forward", "clocks go back"
NIGHTS = (NEW_YEAR, FORWARD, BACK)
"""The nights that are not like others."""


@dataclass
class Coverage:
    """Counts by kind and cell; those of many worlds add up."""

    cells: Counter[str] = field(default_factory=Counter)
    _seen: int = 0
    _status: dict[tuple[str, str], str] = field(default_factory=dict)
    _told: set[tuple[int, str]] = field(default_factory=set)
    _evening: datetime | None = None

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
        """The evening of a day: what it went through since the last one."""
        self._nights(installation.clock.now().astimezone(AMSTERDAM))
        newest = self._seen
        for kind in BEGINNINGS:
            newest = max(newest, self._moves(installation, kind))
        self._seen = newest

    def store_set_back(self) -> None:
        """The store was replaced by an older one, which tells again what it told before."""
        self._seen = 0
        self._status.clear()

    def _moves(self, installation: Installation, kind: str) -> int:
        """Count the moves of documents and relations, or of payments; gives the number of the newest evidence."""
        evidence, beginning = BEGINNINGS[kind]
        newest = 0
        for sequence, key, content in evidence_since(installation, evidence, self._seen):
            told = json.loads(content)
            before = self._status.get((kind, key), beginning)
            self._status[kind, key], newest = told["status"], sequence
            if (sequence, f"{key} {content}") not in self._told:
                self._told.add((sequence, f"{key} {content}"))
                self.cells[f"{kind} | {before} | {told['event']} | {told['status']}"] += 1
        return newest

    def _nights(self, evening: datetime) -> None:
        """Count the nights that are not like others, between the last evening and this one."""
        last, self._evening = self._evening or evening, evening
        turned = _ahead(evening) - _ahead(last)
        lived = {NEW_YEAR: evening.year != last.year, FORWARD: turned > timedelta(), BACK: turned < timedelta()}
        self.cells.update(f"{NIGHT} | {night}" for night in NIGHTS if lived[night])


def _ahead(instant: datetime) -> timedelta:
    """How far the clock on the wall is ahead of UTC."""
    return instant.utcoffset() or timedelta()
