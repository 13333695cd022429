"""A planted defect as data, and how it is applied."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Edit:
    """One change: a text that stands exactly once in a file of the package, and what takes its place."""

    file: str
    old: str
    new: str


@dataclass(frozen=True)
class Defect:
    """A mistake, by the name that the table gives it."""

    name: str
    edits: tuple[Edit, ...]


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
