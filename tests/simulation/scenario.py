"""One simulated world as data, drawn from its seed alone."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date, timedelta

from tests.simulation.company import Start, draw_start
from tests.simulation.families import USUAL, Family, family_of
from tests.simulation.switches import draw_switches

LONG_SHARE = 0.05
SHORT_DAYS, LONG_DAYS = (4, 8), (400, 410)
SHORT_EVENTS, LONG_EVENTS = (20, 26), (10, 12)
SHORT_FAULTS, LONG_FAULTS = (4, 8), (2, 4)
QUIET_DAYS = 3
"""Days at the end without faults and people."""

FIRST_DAYS, LONG_FIRST_DAYS = (date(2026, 1, 5), 400), (date(2026, 1, 5), 60)
"""The earliest first day, and by how many days it may be later; a long world sees a new year and both nights on
which the clocks change."""

POLICIES = {
    "part": ("report", "write"),
    "write_off": ("report", "mark_paid"),
    "settle_minutes": ("15",),
    "strict_red": ("off", "on"),
    "changes": ("flag", "update_while_concept"),
    "purchase_release": ("blocked", "free"),
}


@dataclass(frozen=True)
class Scenario:
    """What a world is like.

    Attributes:
        days: how many, the quiet ones at the end included.
        configured: lines of the administration file.
        off: streams that are switched off.
        switches: those of the sandbox that do not stand at their default.
        events: how many people's events a day has, on average.
        faults: how many faults of the network are drawn for a day.
        growth: how many new documents, against the usual.
        strikes: the share of task processes that are killed or paused.
        family: what is more usual in it than elsewhere.
    """

    seed: int
    days: int
    start: Start
    configured: dict[str, str]
    off: frozenset[str]
    switches: dict[str, object]
    events: int
    faults: int
    growth: float
    strikes: float
    family: Family = USUAL

    @property
    def is_long(self) -> bool:
        """Whether it runs over a year."""
        return self.days >= LONG_DAYS[0]


def chance_of(seed: int, name: str) -> random.Random:
    """A chance of its own for each thing that is decided, so that one does not move the other."""
    return random.Random(f"{seed}/{name}")  # noqa: S311 - must give the same again


def draw(seed: int) -> Scenario:
    """The world of a seed."""
    chance = chance_of(seed, "scenario")
    is_long = chance.random() < LONG_SHARE
    family = USUAL if is_long else family_of(chance_of(seed, "rarities").random())
    first, spread = LONG_FIRST_DAYS if is_long else family.first_days or FIRST_DAYS
    day = first + timedelta(days=chance.randint(0, spread))
    return Scenario(
        seed=seed,
        days=chance.randint(*(LONG_DAYS if is_long else SHORT_DAYS)),
        start=draw_start(chance, day),
        configured={**{name: chance.choice(values) for name, values in POLICIES.items()}, **family.configured},
        off=_draw_off(chance),
        switches={**draw_switches(chance), **family.switches},
        events=chance.randint(*(LONG_EVENTS if is_long else SHORT_EVENTS)),
        faults=chance.randint(*(LONG_FAULTS if is_long else SHORT_FAULTS)),
        growth=0.35 if is_long else chance.choice((0.7, 1.0, 1.5)),
        strikes=chance.choice((0.02, 0.06, 0.12)) if family.strikes is None else family.strikes,
        family=family,
    )


def _draw_off(chance: random.Random) -> frozenset[str]:
    drawn = chance.random()
    if drawn < 0.1:
        return frozenset({"creditors", "purchase_invoices"})
    if drawn < 0.15:
        return frozenset({"debtors", "sales_invoices"})
    return frozenset({"payments"}) if drawn < 0.2 else frozenset()
