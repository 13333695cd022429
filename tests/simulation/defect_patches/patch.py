"""A planted defect as data, and how it is applied."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from tests.simulation.families import FAMILIES


@dataclass(frozen=True)
class Edit:
    """One change: a text that stands exactly once in a file of the package, and what takes its place."""

    file: str
    old: str
    new: str


@dataclass(frozen=True)
class Defect:
    """A mistake, by the name that the table gives it.

    Attributes:
        promises: those that it breaks; a finding of another one does not count.
        unguarded: switches of the sandbox behind which the mistake does no harm, and how they stand where it does.
        family: the worlds in which it is hunted, by the name of their family; empty where any will do.
        crash: what the error says by which it shows as well, as a pattern; empty where a crash does not count.
    """

    name: str
    promises: frozenset[str]
    edits: tuple[Edit, ...]
    crash: str = ""
    unguarded: Mapping[str, object] = field(default_factory=dict)
    family: str = ""

    @property
    def switches(self) -> Mapping[str, object]:
        """How switches stand in all worlds in which it is hunted."""
        return {**(FAMILIES[self.family].switches if self.family else {}), **self.unguarded}

    def fits(self, promise: str, text: str) -> bool:
        """Whether a finding is one that this mistake makes."""
        if promise:
            return promise in self.promises
        return bool(self.crash and re.search(self.crash, text))


LOOKS_AT_NOTHING_SENT = Edit(
    "streams/look.py",
    "    matches = [(booking, compare(facts, booking)) for booking in shelf.near(facts)]\n",
    "    if unit.intents.last(record.key, Effect.CREATE_BOOKING) is not None:\n"
    "        return None\n"
    "    matches = [(booking, compare(facts, booking)) for booking in shelf.near(facts)]\n",
)
"""The look before each write would find what a look-up did not: a second guard, taken away."""


def apply(defect: Defect, package: Path) -> None:
    """Plant a defect in a copy of the package.

    Raises:
        LookupError: a text that is to be changed does not stand exactly once where it was.
    """
    for edit in defect.edits:
        file = package / edit.file
        text = file.read_text()
        if text.count(edit.old) != 1:
            raise LookupError(f"{defect.name}: {edit.file} holds {text.count(edit.old)} times {edit.old!r}")
        changed = text.replace(edit.old, edit.new)
        compile(changed, edit.file, "exec")
        file.write_text(changed)
