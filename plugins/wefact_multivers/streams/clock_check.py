"""Whether this machine and WeFact tell the same time: windows, due dates and logins are measured by ours."""

from __future__ import annotations

from datetime import datetime, timedelta

from wefact_multivers.clock import Clock
from wefact_multivers.streams.refusals import ClocksApart

MOST_APART = timedelta(minutes=5)
"""More than any answer takes, and far less than the two hours by which a window reaches back."""


def check_clock(answered_at: datetime, clock: Clock) -> timedelta:
    """How far WeFact's time lies from ours, either way.

    Args:
        answered_at: WeFact's own time (UTC) of an answer that has just come.
        clock: ours.

    Raises:
        ClocksApart: more than `MOST_APART`.
    """
    apart = abs(answered_at - clock.now())
    if apart > MOST_APART:
        raise ClocksApart(seconds=round(apart.total_seconds()))
    return apart
