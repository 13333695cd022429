"""The table of what was covered: which cells there must be, and how often each was met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields

from sandbox.settings import Settings
from tests.simulation.coverage import FAULT, MOVE, SWITCH
from tests.simulation.switches import positions
from tests.simulation.trouble import NEVER_DONE, UNKNOWN, WHENS, WRITES
from wefact_multivers.domain.status import TRANSITIONS


@dataclass(frozen=True)
class Table:
    """The table as text, and the cells that are short of what is required."""

    text: str
    short: list[str]


def table_of(cells: Counter[str], required: int) -> Table:
    """Every cell that there must be, with its count."""
    short = [cell for cell in wanted() if cells[cell] < required]
    width = max(len(cell) for cell in wanted())
    lines = [f"{cell:<{width}} {cells[cell]:>9,}{'  <--' if cell in short else ''}" for cell in wanted()]
    told = [f"{len(short)} cells below {required}"] if required else []
    return Table("\n".join(lines + told), short)


def wanted() -> list[str]:
    """The cells that must be met."""
    return [*_faults(), *_moves(), *_switches()]


def _faults() -> Iterator[str]:
    for write in WRITES:
        for when in WHENS:
            for kind in (*UNKNOWN, *NEVER_DONE) if when == "before" else UNKNOWN:
                yield f"{FAULT} | {write} | {kind} | {when}"


def _moves() -> Iterator[str]:
    """A move to the same status leaves a trace only where the reasons change, and is not asked for."""
    for (before, event), (after, _) in TRANSITIONS.items():
        if before is not after:
            yield f"{MOVE} | {before} | {event} | {after}"


def _switches() -> Iterator[str]:
    for option in fields(Settings):
        for position in positions(option.name):
            yield f"{SWITCH} | {option.name} | {position}"
