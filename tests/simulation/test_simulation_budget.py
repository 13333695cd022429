"""A fixed budget of simulated days on both processors, judged by the oracle (DESIGN 2: P1, P2, P3, P6, P7, P8)."""

from __future__ import annotations

from tests.simulation.campaign import Campaign
from tests.simulation.scenario import draw

DAYS = 450
SEEDS = [seed for seed in range(1000) if not draw(seed).is_long]
"""Short worlds alone: one that lasts for more than a year takes longer than all of this."""


def test_given_a_budget_of_days_then_every_promise_is_kept() -> None:
    campaign = Campaign(jobs=2, most_days=DAYS)
    told = list(campaign.run(SEEDS))
    assert campaign.figures.failed == [], "\n".join(told)
    assert campaign.figures.days >= DAYS, campaign.summary
