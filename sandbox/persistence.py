"""Keeps a state as one JSON file, so that a demo can go on later."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from sandbox.clock import Clock, parse_instant
from sandbox.core import State
from sandbox.faults import Fault
from sandbox.model import Record, from_json, to_json
from sandbox.multivers.state import MultiversState
from sandbox.settings import Settings
from sandbox.wefact.state import WeFactState


def to_record(state: State, clock: Clock) -> Record:
    """Everything for `to_json` (money as numbers with a point or ledger cents), with the clock's position.

    Nothing is copied: write it out before the next call changes the state.
    """
    parts = {part.name: getattr(state, part.name) for part in fields(state)}
    return {"clock": clock.fixed.isoformat() if clock.fixed else None} | parts


def from_record(record: Record, clock: Clock) -> State:
    """Read back what `to_record` wrote; sets the clock."""
    rest = dict(record)
    fixed = rest.pop("clock")
    clock.set(parse_instant(fixed) if fixed else None)
    rest["wefact"] = WeFactState.from_record(rest["wefact"])
    rest["multivers"] = MultiversState.from_record(rest["multivers"])
    rest["settings"] = Settings(**rest["settings"])
    rest["faults"] = [Fault(**fault) for fault in rest["faults"]]
    return State(**rest)


def dump(state: State, clock: Clock) -> bytes:
    """The content of the file."""
    return to_json(to_record(state, clock))


def write(path: Path, content: bytes) -> None:
    """Write the file in one step: readers see the old state or the new one."""
    beside = path.with_name(f"{path.name}.new")
    beside.write_bytes(content)
    beside.replace(path)


def save(path: Path, state: State, clock: Clock) -> None:
    """Write the state to the file."""
    write(path, dump(state, clock))


def load(path: Path, clock: Clock) -> State:
    """Read the file."""
    return from_record(from_json(path.read_bytes()), clock)
