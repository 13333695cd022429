"""P1: a process that is killed at any step of a write leaves exactly one effect after the next tries."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kills import children
from tests.kills.cells import Death, Effect, Plan, Step, cells_of
from tests.kills.counting import CALLS, IN_PART, PART, SENT, WHOLE, effects, make_dearer
from tests.streams.import_world import DEBTORS, import_world
from tests.streams.paying import morning, pay, set_policy, told
from tests.streams.test_never_twice import let_the_lease_end
from tests.streams.world import World, demo_world
from wefact_multivers.streams.extract import extract
from wefact_multivers.streams.preflight import preflight
from wefact_multivers.streams.prepare import prepare
from wefact_multivers.streams.runs import RunRequest, Stream, Trigger

pytestmark = pytest.mark.fault

PAYMENTS = (Effect.MARK_PAID, Effect.PART_PAYMENT)


def killed(world: World, folder: Path, task: children.Task, *written: Effect) -> list[Death]:
    """Run a task until it comes to its end, killed at each step of these effects once; gives its deaths."""
    cells = cells_of(*written)
    folder.mkdir()
    plan, place = Plan(folder), children.Place(world.include, world.connections, world.clock, folder)
    plan.write(cells)
    codes = []
    for _ in range(2 * len(cells)):
        codes.append(children.run(place, task))
        let_the_lease_end(world)
        world.wait(minutes=16)
        if codes[-1] != children.KILLED and not plan.planned():
            break
    assert codes.count(children.KILLED) == len(cells), (told(world), plan.planned())
    # What was sent without an answer is settled by a second look.
    children.run(place, task)
    return plan.happened()


def assert_each_once(world: World, deaths: list[Death], *written: Effect) -> None:
    """Every step was died at, each document has its effect once, and no call was made twice."""
    assert {(death.effect, death.step) for death in deaths} == {(effect, step) for effect in written for step in Step}
    state = world.sandbox.state()
    counts = {death: effects(state, death.effect, death.identifier) for death in deaths}
    assert {death: count for death, count in counts.items() if count != 1} == {}


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The sales side, read and planned."""
    with demo_world(tmp_path_factory.mktemp("world")) as opened:
        opened.switch(creditors=False, purchase_invoices=False)
        set_policy(opened, part="write", changes="update_while_concept")
        opened.sign()
        opened.sandbox.forget_requests()
        with opened.services() as services:
            preflight(services, RunRequest("run-1", Trigger.SCHEDULED))
            for stream in (Stream.DEBTORS, Stream.SALES_INVOICES):
                extract(services, "run-1", stream)
                prepare(services, "run-1", stream)
        yield opened


def test_given_a_process_killed_at_each_step_then_relations_bookings_updates_and_payments_stand_once(
    world: World, tmp_path: Path
) -> None:
    relations = killed(world, tmp_path / "relations", children.post_debtors, Effect.WRITE_MULTIVERS_RELATION)
    assert_each_once(world, relations, Effect.WRITE_MULTIVERS_RELATION)
    bookings = killed(world, tmp_path / "bookings", children.post_sales, Effect.CREATE_BOOKING)
    assert_each_once(world, bookings, Effect.CREATE_BOOKING)
    change(world)
    updates = killed(world, tmp_path / "updates", children.follow_sales, Effect.UPDATE_BOOKING)
    assert_each_once(world, updates, Effect.UPDATE_BOOKING)
    pay_and_release(world)
    payments = killed(world, tmp_path / "payments", children.settle_payments, *PAYMENTS)
    assert_each_once(world, payments, *PAYMENTS)
    calls = world.sandbox.requests()["calls"]
    assert {effect: calls[CALLS[effect]] for effect in SENT} == SENT


def change(world: World) -> None:
    """People change invoices that are booked, and the link reads them the next day."""
    make_dearer(world.sandbox)
    world.wait(days=1)
    with world.services() as services:
        preflight(services, RunRequest("run-2", Trigger.SCHEDULED))
        extract(services, "run-2", Stream.SALES_INVOICES)
        prepare(services, "run-2", Stream.SALES_INVOICES)


def pay_and_release(world: World) -> None:
    """The bookkeeper matches money, whole and in part, and a person releases what is to be written."""
    for number in WHOLE:
        pay(world, number)
    for number in IN_PART:
        pay(world, number, str(PART))
    morning(world, "run-3", mode="preview")
    world.approve()
    with world.services() as services:
        preflight(services, RunRequest("run-4", Trigger.SCHEDULED))


@pytest.mark.full
def test_given_a_process_killed_at_each_step_then_imported_relations_stand_once(tmp_path: Path) -> None:
    with import_world(tmp_path) as world:
        deaths = killed(world, tmp_path / "deaths", children.import_debtors, Effect.WRITE_WEFACT_RELATION)
        assert_each_once(world, deaths, Effect.WRITE_WEFACT_RELATION)
        assert set(world.held()) == set(world.listed())
        assert world.sandbox.requests()["calls"][CALLS[Effect.WRITE_WEFACT_RELATION]] == DEBTORS
