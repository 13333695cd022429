"""A planted defect as data, and how it is applied."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ACCEPTS_DOUBLES: Mapping[str, object] = {
    "duplicate_invoice_id": "second_booking",
    "duplicate_journal_number": "renumbered",
}
"""A Multivers that refuses no second booking; in 99 of 100 worlds it does, and hides that it was asked for one."""

CUTS_OFF: Mapping[str, object] = {"page_cap": 3}
"""A Multivers that leaves out what is beyond the third row of a list."""

ROTATES: Mapping[str, object] = {"token_rotation": "strict", "access_token_seconds": 1}
"""A Multivers of which a used refresh token dies, and whose access tokens hardly live."""


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
        crash: what the error says by which it shows as well, as a pattern; empty where a crash does not count.
    """

    name: str
    promises: frozenset[str]
    edits: tuple[Edit, ...]
    crash: str = ""
    unguarded: Mapping[str, object] = field(default_factory=dict)

    def fits(self, promise: str, text: str) -> bool:
        """Whether a finding is one that this mistake makes."""
        if promise:
            return promise in self.promises
        return bool(self.crash and re.search(self.crash, text))


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
