"""Keeps a state as one JSON file, so that a demo can go on later."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from sandbox.clock import Clock, parse_instant
from sandbox.core import State
from sandbox.faults import Fault
from sandbox.model import Record, from_json, to_json
from sandbox.multivers.state import MultiversState
from sandbox.settings import Settings
from sandbox.wefact.state import WeFactState


def to_record(state: State, clock: Clock) -> Record:
    """Everything, as JSON values (money as numbers with a point or ledger cents), with the clock's position."""
    return {"clock": clock.fixed.isoformat() if clock.fixed else None} | asdict(state)


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


def save(path: Path, state: State, clock: Clock) -> None:
    """Write the file in one step: readers see the old state or the new one."""
    beside = path.with_name(f"{path.name}.new")
    beside.write_bytes(to_json(to_record(state, clock)))
    beside.replace(path)


def load(path: Path, clock: Clock) -> State:
    """Read the file."""
    return from_record(from_json(path.read_bytes()), clock)
