"""Families of worlds: in a few of the short ones, what is rare elsewhere happens often, and together.

Such things are unlikely to meet by chance: a lost answer, an outage right after it and a new number of the same
invoice; two processes and a token that has just been used; an old backup of a company that has not grown much. None
of them is made up for the link: each is an event or a switch that other worlds have as well, or a fault that the
references leave possible.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tests.simulation import bookkeepers, sellers
from tests.simulation.people import Deed
from tests.simulation.processes import Place

ACCEPTS_DOUBLES: Mapping[str, object] = {
    "duplicate_invoice_id": "second_booking",
    "duplicate_journal_number": "renumbered",
}
"""A Multivers that refuses no second booking; in nearly all worlds it does, and hides that it was asked for one."""

ROTATES: Mapping[str, object] = {"token_rotation": "strict", "access_token_seconds": 1, "refresh_token_seconds": 0}
"""A Multivers of which a used refresh token dies, and whose access tokens hardly live."""

EACH = 0.035
"""The share of the short worlds that each family has."""


@dataclass(frozen=True)
class Family:
    """What some worlds have in common.

    Attributes:
        first_days: the earliest first day and by how many days it may be later; None as in other worlds.
        switches: how these stand; the others as drawn.
        configured: lines of the administration file, the others as drawn.
        rates: on which share of the days something happens after the morning's run.
        deeds: with which weight people do something, the rest as everywhere.
        strikes: the share of task processes that are killed or paused; None as drawn.
        pauses: the share of the struck ones that are paused.
        places: where processes are struck: with which weight, and at the how manieth time at most; empty = as usual.
        outages: whether Multivers is gone for a while as soon as the answer to a booking was lost.
        partial: whether answers come of which a part is missing.
    """

    name: str = ""
    first_days: tuple[date, int] | None = None
    switches: Mapping[str, object] = field(default_factory=dict)
    configured: Mapping[str, str] = field(default_factory=dict)
    rates: Mapping[str, float] = field(default_factory=dict)
    deeds: Mapping[Deed, int] = field(default_factory=dict)
    strikes: float | None = None
    pauses: float = 0.4
    places: Mapping[Place, tuple[int, int]] = field(default_factory=dict)
    outages: bool = False
    partial: bool = False


USUAL = Family()
FAMILIES = {
    family.name: family
    for family in (
        Family("outages", switches=ACCEPTS_DOUBLES, deeds={sellers.renumber: 40}, outages=True),
        Family(
            "new year",
            first_days=(date(2027, 1, 4), 8),
            switches=ACCEPTS_DOUBLES,
            deeds={sellers.move_date: 20},
            outages=True,
        ),
        Family(
            "pauses",
            switches=ACCEPTS_DOUBLES,
            strikes=0.3,
            pauses=0.8,
            places={Place.BETWEEN_WRITES: (60, 8), Place.BEFORE_WRITE: (20, 3), Place.AFTER_WRITE: (20, 3)},
        ),
        Family("logins", switches=ROTATES, strikes=0.3, pauses=0.9, places={Place.BEGIN: (1, 60)}),
        Family(
            "old backups",
            switches=ACCEPTS_DOUBLES,
            rates={"back_up": 0.3, "restore": 0.35, "rename_file": 0.2},
        ),
        Family(
            "partial answers",
            rates={"rename_file": 0.1},
            deeds={bookkeepers.match_part: 20},
            partial=True,
        ),
        Family(
            "strangers and parts",
            configured={"part": "write"},
            deeds={bookkeepers.match_part: 30, bookkeepers.reuse_number: 20, bookkeepers.pay_stranger: 20},
        ),
    )
}


def family_of(drawn: float) -> Family:
    """The family of a short world, by a number from 0 up to 1; most worlds have none."""
    place = int(drawn / EACH)
    return list(FAMILIES.values())[place] if place < len(FAMILIES) else USUAL
