"""What the kill matrix is made of: the six effects, the steps of each, and how a process learns where to die."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path


class Effect(StrEnum):
    """A remote write, named as in the store."""

    CREATE_BOOKING = "create_booking"
    UPDATE_BOOKING = "update_booking"
    WRITE_MULTIVERS_RELATION = "write_multivers_relation"
    WRITE_WEFACT_RELATION = "write_wefact_relation"
    MARK_PAID = "mark_paid"
    PART_PAYMENT = "part_payment"


class Step(StrEnum):
    """Where in a write the process dies, in the order of time."""

    BEFORE_INTENT = "before the intent"
    BEFORE_CALL = "after the intent, before the call"
    BEFORE_ANSWER = "after the call, before the answer is read"
    BEFORE_RECEIPT = "after the answer, before the receipt"
    BEFORE_VERIFY = "after the receipt, before it is verified"
    BETWEEN = "between two effects"


@dataclass(frozen=True)
class Cell:
    """A death that is planned."""

    effect: Effect
    step: Step


ORDER = (
    Step.BEFORE_INTENT,
    Step.BETWEEN,
    Step.BEFORE_CALL,
    Step.BEFORE_ANSWER,
    Step.BEFORE_RECEIPT,
    Step.BEFORE_VERIFY,
)
"""In which order a process dies: what needs two documents comes while there are many."""


def cells_of(*effects: Effect) -> list[Cell]:
    """Every step of these effects."""
    return [Cell(effect, step) for effect in effects for step in ORDER]


@dataclass(frozen=True)
class Death:
    """A death that has happened.

    Attributes:
        identifier: WeFact's Identifier of the document or relation that was being written, or its code.
    """

    effect: Effect
    step: Step
    identifier: str


class Plan:
    """The deaths that are planned, and those that have happened, in a folder that all processes see."""

    def __init__(self, folder: Path) -> None:
        self._planned, self._happened = folder / "planned.json", folder / "happened.jsonl"

    def write(self, cells: list[Cell]) -> None:
        """These deaths, one process each; of an effect the first comes first."""
        # A reader sees the old list or the new one, never a half of it.
        fresh = self._planned.with_suffix(".new")
        fresh.write_text(json.dumps([asdict(cell) for cell in cells]))
        fresh.replace(self._planned)

    def planned(self) -> list[Cell]:
        """What has not happened yet."""
        if not self._planned.exists():
            return []
        return [Cell(Effect(row["effect"]), Step(row["step"])) for row in json.loads(self._planned.read_text())]

    def happened(self) -> list[Death]:
        """What has happened, in the order of time."""
        if not self._happened.exists():
            return []
        rows = [json.loads(line) for line in self._happened.read_text().splitlines()]
        return [Death(Effect(row["effect"]), Step(row["step"]), row["identifier"]) for row in rows]

    def happens(self, death: Death) -> None:
        """It is about to happen; on disk before it does."""
        self.write([cell for cell in self.planned() if cell != Cell(death.effect, death.step)])
        with self._happened.open("a") as file:
            file.write(json.dumps(asdict(death)) + "\n")
            file.flush()
            os.fsync(file.fileno())
