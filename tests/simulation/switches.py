"""Which positions the sandbox's switches take in the simulation, and for how long."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import fields

from sandbox.settings import OPTIONS, Settings

NUMBERS: Mapping[str, tuple[object, ...]] = {
    "latency_ms": (0, 400),
    "hold_seconds": (30, 1),
    "retry_after": (30, 1, 900),
    "wefact_per_minute": (500, 60),
    "wefact_per_hour": (5000, 3600),
    "failed_logins_per_day": (20, 3),
    "firewall_seconds": (0, 60),
    "access_token_seconds": (3600, 1, 61),
    "refresh_token_seconds": (0, 7 * 86_400),
    "page_cap": (0, 1, 3, 100),
    "multivers_per_minute": (0, 60),
    "max_body_bytes": (0, 100_000),
    "vat_tolerance": ("0.05", "0.00", "1"),
    "allowed_ips": ("*",),
    "maintenance_window": ("", "06:00-06:10"),
    "redirect_uris": ("*",),
}
"""The positions of switches that name no list of their own; the first is the default."""

FOR_A_DAY: Mapping[str, object] = {
    "missing_module": True,
    "allowed_ips": "203.0.113.9",
    "maintenance_window": "05:00-12:00",
    "record_locked": True,
    "wefact_per_minute": 25,
    "multivers_per_minute": 20,
    "firewall_body": "json",
}
"""Positions in which nothing can be done, or hardly: never longer than a day."""

_OFTENER = {"record_locked": 6}
"""Nothing else refuses the change of a relation."""

NEVER = frozenset({"missing_module", "record_locked", "auto_process", "concept_in_ledger", "limit_clock"})
"""Switches that stay as they are but for a day, if at all: nothing, or nothing without a person, would be booked."""


def positions(name: str) -> tuple[object, ...]:
    """The positions that a switch takes for the whole of a simulated world."""
    option = OPTIONS[name]
    if name in NEVER:
        return (option.default,)
    if name in NUMBERS:
        return NUMBERS[name]
    if isinstance(option.default, bool):
        return (False, True)
    return tuple(option.metadata["allowed"])


def draw_switches(chance: random.Random) -> dict[str, object]:
    """The switches of one world that do not stand at their default."""
    turned = chance.sample([option.name for option in fields(Settings)], k=chance.randint(0, 10))
    drawn = {name: chance.choice(positions(name)) for name in sorted(turned)}
    return {name: value for name, value in drawn.items() if value != OPTIONS[name].default}


def draw_for_a_day(chance: random.Random) -> dict[str, object]:
    """What one bad day brings."""
    names = sorted(FOR_A_DAY)
    (name,) = chance.choices(names, [_OFTENER.get(name, 1) for name in names])
    return {name: FOR_A_DAY[name]}
