"""The engineer of a simulated world gets a run going again that needs a person."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from sandbox.datasets.multivers_builder import DATABASE
from tests.simulation.dag import FAILED, SUCCESS, Run, Scheduler, codes
from tests.simulation.days import Days
from tests.simulation.engineer import STORE_IS_BEHIND, Engineer
from tests.simulation.inbox import Inbox
from tests.simulation.scenario import Scenario, draw
from tests.simulation.world import World
from wefact_multivers.streams.runs import RunRequest, Trigger

SEED = 24


def has_many(scenario: Scenario) -> bool:
    """Whether a world has several sales invoices to book from the start, and nothing out of the ordinary."""
    is_usual = not scenario.switches and not scenario.off
    return is_usual and len(scenario.start.invoices) > 2 and scenario.start.day >= date(2026, 3, 1)


MANY = next(seed for seed in range(1000) if has_many(draw(seed)))

Stop = Callable[[World], None]


def engineer(world: World) -> Engineer:
    """The person, with the inbox of the same office."""
    return Engineer(world, Inbox(world, world.chance("inbox")))


def bookings(world: World) -> int:
    """How many sales bookings there are in Multivers."""
    return len(world.sandbox.state.multivers.databases[DATABASE].invoices)


def no_login(world: World) -> None:
    """Every login to Multivers has ended."""
    world.sandbox.state.multivers.refresh_tokens.clear()
    world.sandbox.state.multivers.access_tokens.clear()


def locked_out(world: World) -> None:
    """WeFact has this address behind its firewall."""
    engineer(world).others_break_the_limit()


@pytest.mark.parametrize(("stop", "code"), [(no_login, "AUTH-001"), (locked_out, "LIM-002")])
def test_given_a_run_that_needs_a_person_then_the_engineer_gets_it_going(tmp_path: Path, stop: Stop, code: str) -> None:
    world = World(draw(SEED), tmp_path)
    run, scheduler = Run(RunRequest("run", Trigger.SCHEDULED)), Scheduler(world.main, lambda _task: None, world.tell)
    stop(world)
    scheduler.work(run)
    assert run.states["preflight"] == FAILED
    assert codes(run.errors)["preflight"] == code
    failed = engineer(world).help(world.main, run)
    run.clear(failed)
    scheduler.work(run)
    world.close()
    assert run.states["preflight"] == SUCCESS
    assert world.judge() == []


def test_given_a_run_that_needs_nobody_then_the_engineer_clears_nothing(tmp_path: Path) -> None:
    world = World(draw(SEED), tmp_path)
    run = Run(RunRequest("run", Trigger.SCHEDULED))
    Scheduler(world.main, lambda _task: None, world.tell).work(run)
    assert engineer(world).help(world.main, run) == ()
    world.close()


def test_given_a_store_that_forgot_its_bookings_then_the_engineer_recovers_it_and_nothing_is_booked_twice(
    tmp_path: Path,
) -> None:
    world = World(draw(MANY), tmp_path)
    Days(world).begin()
    world.main.back_up()
    scheduler = Scheduler(world.main, lambda _task: None, world.tell)
    scheduler.work(Run(RunRequest("before", Trigger.SCHEDULED)))
    booked = bookings(world)
    assert booked > 1
    world.main.restore()
    world.chronicle.store_set_back()
    run = Run(RunRequest("after", Trigger.SCHEDULED))
    scheduler.work(run)
    assert STORE_IS_BEHIND & set(codes(run.errors).values())
    run.clear(engineer(world).help(world.main, run))
    scheduler.work(run)
    assert not STORE_IS_BEHIND & set(codes(run.errors).values())
    assert bookings(world) == booked
    assert world.judge() == []
    world.close()
