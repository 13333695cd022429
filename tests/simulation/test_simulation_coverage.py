"""The table of what was covered asks for everything that package and sandbox name, and the faults are really met."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from sandbox import faults
from sandbox.faults import Fault
from sandbox.settings import OPTIONS
from sandbox.testing import KEY
from tests.simulation.coverage import NIGHTS
from tests.simulation.dag import Run, Scheduler
from tests.simulation.no_way import NO_WAY, UNSAID
from tests.simulation.scenario import Scenario, draw
from tests.simulation.switches import positions
from tests.simulation.table import table_of, wanted
from tests.simulation.trouble import ANY_READ, ANY_WRITE, NEVER_DONE, UNKNOWN, WRITES, draw_faults
from tests.simulation.world import World
from wefact_multivers.streams.runs import RunRequest, Trigger

PLUGINS = Path(__file__).parents[2] / "plugins" / "wefact_multivers"


def test_given_the_faults_of_the_sandbox_then_every_kind_that_a_network_has_is_asked_for() -> None:
    drawn = {kind.partition(":")[0] for kind in (*UNKNOWN, *NEVER_DONE)}
    assert drawn == set(faults.KINDS) - {"stored_differs"} | {"status"}


def test_given_the_switches_of_the_sandbox_then_every_position_is_asked_for() -> None:
    asked = set(wanted())
    assert all(f"switch | {name} | {position}" in asked for name in OPTIONS for position in positions(name))


def test_given_what_is_drawn_for_many_days_then_every_fault_of_the_table_is_among_it() -> None:
    chance = random.Random(1)  # noqa: S311 - must give the same again
    drawn = {(fault.match, fault.kind, fault.when.partition(":")[0]) for fault in _drawn(chance, 4_000)}
    named = set(WRITES) & {match for match, *_ in drawn}
    missing = [
        cell
        for cell in wanted()
        if cell.startswith("fault") and cell.split(" | ")[1] in named and tuple(cell.split(" | ")[1:]) not in drawn
    ]
    assert named
    assert missing == []


def _drawn(chance: random.Random, days: int) -> list[Fault]:
    return [fault for _ in range(days) for fault in draw_faults(chance, 1)]


@pytest.mark.parametrize(("match", "struck"), [(ANY_READ, 1), (ANY_WRITE, 0)])
def test_given_a_rule_for_any_read_then_the_one_whose_turn_it_is_is_struck(
    tmp_path: Path, match: str, struck: int
) -> None:
    world = World(draw(24), tmp_path)
    world.sandbox.state.faults.append(Fault(match, "before", "status:500", skip=1))
    asked = {"api_key": KEY, "controller": "invoice", "action": "list"}
    answers = [world.network.wefact.post("", data=asked).status_code for _ in range(3)]
    world.close()
    assert answers == [200, 500 if struck else 200, 200]
    assert world.coverage.cells["fault | invoice/list | status:500 | before"] == struck


def test_given_long_worlds_then_each_sees_a_new_year_and_both_nights_on_which_the_clocks_change(tmp_path: Path) -> None:
    long = [scenario for scenario in map(draw, range(600)) if scenario.is_long]
    assert len(long) > 20
    for number, scenario in enumerate((min(long, key=_first), max(long, key=_first))):
        folder = tmp_path / str(number)
        folder.mkdir()
        world = World(scenario, folder)
        for day in range(0, scenario.days, 7):
            world.next_morning(day)
            world.coverage.moves(world.main)
        world.close()
        assert all(world.coverage.cells[f"night | {night}"] >= 1 for night in NIGHTS)


def _first(scenario: Scenario) -> date:
    return scenario.start.day


def test_given_a_move_that_cannot_be_then_it_is_not_asked_for_and_told_when_it_is_met() -> None:
    impossible = next(iter(NO_WAY))
    table = table_of(Counter({impossible: 1}), 0)
    assert impossible not in wanted()
    assert table.short == [impossible]
    assert f"met, though it cannot be: {impossible}" in table.text


def test_given_the_package_then_nothing_says_the_events_that_nothing_leads_to() -> None:
    sources = [file.read_text() for file in PLUGINS.rglob("*.py") if file.name != "payment_status.py"]
    assert not [event for event in UNSAID if any(f"PaymentEvent.{event.name}" in text for text in sources)]


def test_given_a_store_that_was_set_back_then_what_it_tells_again_is_not_counted_again(tmp_path: Path) -> None:
    world = World(draw(24), tmp_path)
    world.next_morning(1)
    run = Run(RunRequest("run", Trigger.SCHEDULED))
    Scheduler(world.main, lambda _task: None, lambda _text: None).work(run)
    world.coverage.moves(world.main)
    counted = Counter(world.coverage.cells)
    world.coverage.store_set_back()
    world.coverage.moves(world.main)
    world.close()
    assert any(cell.startswith("move") for cell in counted)
    assert world.coverage.cells == counted
