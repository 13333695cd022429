"""Both services under thousands of random valid calls: books balance, totals follow from lines, lists agree."""

from __future__ import annotations

import pytest

from sandbox.testing import SandboxControl
from tests.sandbox.callers import MultiversCaller
from tests.sandbox.walk.walk_people import PEOPLE
from tests.sandbox.walk.walk_run import MULTIVERS_STEPS, WEFACT_STEPS, served_writes, steps, walk

pytestmark = pytest.mark.property

LONG = pytest.param(1, 10_000, marks=pytest.mark.full)


@pytest.mark.parametrize(("seed", "count"), [LONG, (2, 1_500), (3, 1_500), (4, 1_500)])
def test_given_random_valid_calls_then_everything_that_must_hold_holds_after_each(seed: int, count: int) -> None:
    done = walk(seed, count).done
    assert done.total() == count
    if count == 10_000:
        assert set(done) == set(steps()), f"never taken: {set(steps()) - set(done)}"


def test_given_the_served_calls_then_each_that_writes_has_a_step_and_no_step_is_about_nothing() -> None:
    known = {*WEFACT_STEPS, *MULTIVERS_STEPS, *(f"people {name}" for name in PEOPLE)}
    assert known == served_writes()


def test_given_one_seed_twice_then_the_walk_is_the_same() -> None:
    assert walk(5, 150).done == walk(5, 150).done


def test_given_the_hour_that_is_skipped_in_march_then_a_token_lives_its_hour(
    control: SandboxControl, multivers: MultiversCaller
) -> None:
    control.clock("2026-03-29T01:55:00+01:00")
    control.advance(600)
    multivers.sign_in()
    control.advance(3500)
    assert multivers.raw("GET", "CustomerNVL").status_code == 200
    control.advance(200)
    assert multivers.raw("GET", "CustomerNVL").status_code == 401
