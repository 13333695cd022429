"""The budget of calls: what an answer says, what is believed of it, and when waiting does not help."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import httpx
import pytest

from sandbox.testing import KEY, SandboxServers
from tests.wefact.conftest import NOW
from wefact_multivers.clock import FixedClock
from wefact_multivers.errors import BudgetTooSmall, RateLimited
from wefact_multivers.transport import NoGate
from wefact_multivers.wefact.budget import Budget, Manners
from wefact_multivers.wefact.client import WeFactClient
from wefact_multivers.wefact.connection import WeFactConnection

CONNECTION = WeFactConnection("wefact_demo")


def answered(budget: Budget, left: Mapping[str, int], seconds: float = 0) -> None:
    """A call at that second, and an answer that says what is left of the minute or the hour."""
    now = NOW + timedelta(seconds=seconds)
    budget.check(now)
    budget.note(httpx.Headers({f"API-RateLimit-Remaining-{name}": str(count) for name, count in left.items()}), now)


def until(budget: Budget, seconds: float = 0) -> float:
    """When the next call may be made: the second that the refusal names."""
    with pytest.raises(RateLimited) as raised:
        budget.check(NOW + timedelta(seconds=seconds))
    return (raised.value.until - NOW).total_seconds()


def test_given_an_hour_without_a_reset_then_it_is_waited_out() -> None:
    budget = Budget(CONNECTION)
    answered(budget, {"Minute": 499, "Hour": 10})
    assert until(budget) > 3600


@pytest.mark.parametrize("headers", [{}, {"API-RateLimit-Remaining-Minute": "many"}])
def test_given_headers_that_say_nothing_then_half_of_what_is_documented_is_used(headers: dict[str, str]) -> None:
    budget = Budget(CONNECTION)
    budget.check(NOW)
    budget.note(httpx.Headers(headers), NOW)
    for _ in range(49):
        budget.check(NOW)
    assert 0 < until(budget) <= 60


def test_given_more_than_documented_then_a_tenth_of_what_was_seen_is_kept() -> None:
    budget, resets = Budget(CONNECTION), str(int(NOW.timestamp()) + 60)
    for left in (499, 51, 50):
        now = NOW + timedelta(seconds=56)
        budget.check(now)
        headers = {"API-RateLimit-Remaining-Minute": str(left), "API-RateLimit-Reset-Minute": resets}
        budget.note(httpx.Headers({**headers, "API-RateLimit-Remaining-Hour": "4999"}), now)
    assert until(budget, seconds=56) == 60


def test_given_a_fresh_window_then_half_of_it_is_used_at_once_and_the_rest_is_spread() -> None:
    budget = Budget(CONNECTION)
    answered(budget, {"Minute": 199, "Hour": 3599})
    answered(budget, {"Minute": 109, "Hour": 3509})
    assert until(budget, seconds=1) == pytest.approx(6)
    answered(budget, {"Minute": 108, "Hour": 3501}, seconds=6)


def test_given_a_lower_ceiling_then_the_others_keep_the_rest() -> None:
    budget = Budget(WeFactConnection("wefact_demo", calls_per_minute=100))
    answered(budget, {"Minute": 199, "Hour": 3599})
    answered(budget, {"Minute": 150, "Hour": 3550})
    assert 1 < until(budget, seconds=1) < 60


def test_given_a_pause_then_what_was_once_possible_is_learned_anew() -> None:
    budget = Budget(CONNECTION)
    answered(budget, {"Minute": 499, "Hour": 4999})
    answered(budget, {"Minute": 39, "Hour": 4900}, seconds=200)
    answered(budget, {"Minute": 38, "Hour": 4899}, seconds=202)


def test_given_an_answer_that_is_lost_then_the_next_call_asks_what_is_left() -> None:
    budget = Budget(CONNECTION)
    budget.check(NOW)
    answered(budget, {"Minute": 199, "Hour": 3599})
    budget.check(NOW)


def test_given_so_little_that_a_run_never_ends_then_it_is_said_plainly_after_two_windows() -> None:
    budget = Budget(CONNECTION)
    for minute in range(2):
        answered(budget, {"Minute": 20, "Hour": 3000}, seconds=61 * minute)
        assert until(budget, seconds=61 * minute) > 61 * minute
    answered(budget, {"Minute": 20, "Hour": 3000}, seconds=122)
    with pytest.raises(BudgetTooSmall, match="per Minute"):
        budget.check(NOW + timedelta(seconds=122))


def call_for_ever(client: WeFactClient) -> None:
    """Until it is refused; 200 calls are more than the hour of the test holds."""
    for _ in range(200):
        client.check()


def test_given_a_short_wait_then_a_read_waits_in_its_place_and_a_long_one_gives_the_slot_back(
    sandbox: SandboxServers, clock: FixedClock
) -> None:
    sandbox.settings(wefact_per_minute=60, wefact_per_hour=420)
    waits: list[float] = []

    def pause(seconds: float) -> None:
        waits.append(seconds)
        clock.at += timedelta(seconds=seconds)
        sandbox.clock(clock.at.isoformat())

    sandbox.clock(clock.at.isoformat())
    connection = WeFactConnection("wefact_demo", sandbox.wefact_url, KEY)
    with connection.open_http() as http:
        client = WeFactClient(connection, http, clock, manners=Manners(Budget(connection), NoGate(), pause))
        with pytest.raises(RateLimited) as raised:
            call_for_ever(client)
    assert waits
    assert max(waits) <= 60
    assert raised.value.until - clock.now() > timedelta(minutes=1)
    assert sandbox.state()["wefact"]["firewall"] == []
