"""The table of what was covered: which cells there must be, and how often each was met."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields

from sandbox.settings import Settings
from tests.simulation.coverage import FAULT, NIGHT, NIGHTS, PAYMENT, SWITCH
from tests.simulation.no_way import NO_WAY, cell_of_move
from tests.simulation.switches import positions
from tests.simulation.trouble import WHENS, WRITES, kinds_of
from wefact_multivers.domain.payment_status import PAYMENT_TRANSITIONS
from wefact_multivers.domain.status import TRANSITIONS


@dataclass(frozen=True)
class Table:
    """The table as text, and the cells that are short of what is required."""

    text: str
    short: list[str]


def table_of(cells: Counter[str], required: int) -> Table:
    """Every cell that there must be, with its count; then those that cannot be met, with the reason."""
    demanded, impossible = wanted(), [cell for cell in NO_WAY if cells[cell]]
    short = [cell for cell in demanded if cells[cell] < required] + impossible
    width = max(map(len, (*demanded, *NO_WAY)))
    lines = [f"{cell:<{width}} {cells[cell]:>9,}{'  <--' if cell in short else ''}" for cell in demanded]
    lines += [f"{cell:<{width}} {cells[cell]:>9,}  cannot be: {why}" for cell, why in NO_WAY.items()]
    told = [f"{len(short)} cells below {required}"] if required else []
    told += [f"met, though it cannot be: {cell}" for cell in impossible]
    return Table("\n".join(lines + told), short)


def wanted() -> list[str]:
    """The cells that must be met, as the package and the sandbox name them."""
    named = (*_faults(), *_moves(), *_payments(), *_switches(), *_nights())
    return [cell for cell in named if cell not in NO_WAY]


def _faults() -> Iterator[str]:
    for write in WRITES:
        for when in WHENS:
            for kind in kinds_of(when):
                yield f"{FAULT} | {write} | {kind} | {when}"


def _moves() -> Iterator[str]:
    """A move to the same status leaves a trace only where the reasons change, and is not asked for."""
    for (before, event), (after, _) in TRANSITIONS.items():
        if before is not after:
            yield cell_of_move(before, event)


def _payments() -> Iterator[str]:
    for (before, event), after in PAYMENT_TRANSITIONS.items():
        if before is not after:
            yield f"{PAYMENT} | {before} | {event} | {after}"


def _switches() -> Iterator[str]:
    for option in fields(Settings):
        for position in positions(option.name):
            yield f"{SWITCH} | {option.name} | {position}"


def _nights() -> Iterator[str]:
    return (f"{NIGHT} | {night}" for night in NIGHTS)
