"""The simulation itself: the same seed is the same world, and what strikes a process strikes it for good."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.core import Sandbox
from tests.simulation.dag import Run, Scheduler
from tests.simulation.processes import Killed, Machine, Place, Process, Strike
from tests.simulation.run_seed import run_seed
from tests.simulation.scenario import LONG_DAYS, draw
from tests.simulation.table import table_of, wanted
from tests.simulation.world import World
from wefact_multivers.streams.runs import RunRequest, Trigger

SEED = 24


def test_given_the_same_seed_then_the_same_world() -> None:
    first, again = run_seed(SEED, 2), run_seed(SEED, 2)
    assert first.trace == again.trace
    assert first.cells == again.cells


def test_given_another_seed_then_another_world() -> None:
    assert draw(1) != draw(2)


def test_given_many_seeds_then_one_in_twenty_is_longer_than_a_year() -> None:
    long = [draw(seed) for seed in range(2000) if draw(seed).is_long]
    assert 80 <= len(long) <= 120
    assert all(scenario.days >= LONG_DAYS[0] for scenario in long)


def test_given_a_killed_process_then_nothing_it_tries_reaches_the_outside() -> None:
    struck: list[str] = []
    machine = Machine(lambda process, strike: struck.append(f"{process.name} {strike.word}"))
    process = Process("post", Strike(Place.BEFORE_WRITE, 2))
    with machine.run(process):
        machine.reach(Place.BEFORE_WRITE)
        machine.reach(Place.BEGIN)
        with pytest.raises(Killed):
            machine.reach(Place.BEFORE_WRITE)
        with pytest.raises(Killed):
            machine.reach(Place.BEGIN)
    machine.reach(Place.BEGIN)
    assert struck == ["post kill"]


def test_given_a_paused_process_then_others_work_meanwhile_and_it_goes_on() -> None:
    order: list[str] = []
    machine = Machine(lambda _process, strike: order.append(strike.word))
    with machine.run(Process("post", Strike(Place.AFTER_READ, 1, lambda: order.append("others")))):
        machine.reach(Place.AFTER_READ)
        order.append("goes on")
    assert order == ["pause", "others", "goes on"]


def test_given_a_cleared_task_then_all_that_comes_after_it_runs_again(tmp_path: Path) -> None:
    world = World(draw(SEED), tmp_path)
    started: list[str] = []
    run = Run(RunRequest("run", Trigger.SCHEDULED))
    scheduler = Scheduler(world.main, started.append, lambda _text: None)
    scheduler.work(run)
    started.clear()
    run.clear(("payments.match",))
    scheduler.work(run)
    world.close()
    assert started == ["payments.match", "payments.settle", "report"]


def test_given_a_clock_that_is_moved_then_both_programs_and_the_store_go_by_it(tmp_path: Path) -> None:
    world = World(draw(SEED), tmp_path)
    world.clock.advance(90)
    store = world.main.store
    with store.read() as connection:
        assert store.milliseconds_now(connection) == int(world.clock.now().timestamp() * 1000)
    assert world.sandbox.clock.now() == world.clock.now()
    world.close()


def test_given_a_cell_that_nothing_met_then_the_table_says_so() -> None:
    table = table_of(run_seed(SEED, 1).cells, 1)
    assert table.short
    assert f"{len(table.short)} cells below 1" in table.text
    assert len(wanted()) == len(set(wanted()))


def test_given_an_empty_sandbox_then_a_world_fills_it(tmp_path: Path) -> None:
    world = World(draw(SEED), tmp_path)
    assert Sandbox().state.multivers.databases == {}
    assert set(world.sandbox.state.multivers.databases) == {"MVL00001"}
    world.close()
