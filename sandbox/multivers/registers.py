"""Ordered sets of keys and highest numbers, kept at hand so that no call scans all bookings.

Every change of them goes through this module; both live in the state as plain JSON.
"""

from __future__ import annotations

from collections.abc import Iterable

from sandbox.multivers.state import Database


def enter(db: Database, name: str, key: str) -> None:
    """Put a key at the end of a register."""
    db.registers.setdefault(name, {})[key] = None


def leave(db: Database, name: str, key: str) -> None:
    """Take a key out of a register; an empty register goes away."""
    members = db.registers.get(name, {})
    members.pop(key, None)
    if not members:
        db.registers.pop(name, None)


def keys_in(db: Database, name: str) -> list[str]:
    """The keys of a register in the order in which they came."""
    return list(db.registers.get(name, ()))


def note_id(db: Database, series: str, identifier: str) -> None:
    """Remember an id when it is the highest number of its series; ids with letters do not count."""
    if identifier.isdecimal():
        db.highest[series] = max(db.highest.get(series, 0), int(identifier))


def forget_id(db: Database, series: str, identifier: str, rest: Iterable[str]) -> None:
    """Find the highest number anew after the one that was highest has gone."""
    if identifier.isdecimal() and int(identifier) == db.highest.get(series):
        db.highest[series] = max((int(other) for other in rest if other.isdecimal()), default=0)
