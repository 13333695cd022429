"""P1 of the import: one relation is made once, whatever crashes, hangs, answers late or is typed meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.streams.dying import KILLED, Moment
from tests.streams.import_world import CREDITORS, DEBTORS, Body, ImportWorld, die_in_import, import_world
from wefact_multivers.errors import LeaseHeld, SettleLater
from wefact_multivers.store.lease import Lease
from wefact_multivers.streams.import_result import RelationsNotImported, WeFactNotEmpty

pytestmark = pytest.mark.fault


@pytest.fixture
def world(tmp_path: Path) -> Iterator[ImportWorld]:
    """Nothing imported yet."""
    with import_world(tmp_path) as opened:
        yield opened


@pytest.mark.parametrize("moment", Moment)
@pytest.mark.full
def test_given_a_start_that_is_killed_half_way_then_the_next_one_goes_on_and_nothing_is_there_twice(
    world: ImportWorld, moment: Moment
) -> None:
    assert die_in_import(world, moment, nth=4) == KILLED
    arrived = 4 if moment is Moment.AFTER_CALL else 3
    assert len(world.held()) == arrived
    with pytest.raises(LeaseHeld):
        world.bring()
    world.let_the_lease_end()
    if moment is Moment.BEFORE_CALL:
        with pytest.raises(SettleLater):
            world.bring()
        assert len(world.held()) == DEBTORS - 1
        world.wait(minutes=16)
    final = world.bring()
    assert final["written"] + final["there_already"] == DEBTORS
    assert set(world.held()) == set(world.listed())


@pytest.mark.parametrize(
    ("when", "kind"),
    [("after", "reset"), ("after", "malformed"), ("before", "status:502"), ("late:600", "html")],
)
def test_given_a_lost_answer_then_it_is_looked_up_and_the_relation_is_there_once(
    world: ImportWorld, when: str, kind: str
) -> None:
    world.sandbox.fault("debtor/add", when=when, kind=kind, skip=2)
    if when == "after":
        assert world.bring() == {"listed": DEBTORS, "written": DEBTORS, "there_already": 0, "blocked": 0}
    else:
        with pytest.raises(SettleLater, match="1 sent without a clear answer"):
            world.bring()
        assert len(world.held()) == DEBTORS - 1
        world.wait(minutes=16)
        assert world.bring()["blocked"] == 0
    assert set(world.held()) == set(world.listed())


def test_given_a_late_answer_then_a_start_before_it_can_arrive_does_not_send_again(world: ImportWorld) -> None:
    world.sandbox.fault("debtor/add", when="late:840", kind="reset", skip=18)
    for minutes in (1, 5, 5):
        with pytest.raises(SettleLater):
            world.bring()
        world.wait(minutes=minutes)
    assert len(world.held()) == DEBTORS - 1
    world.wait(minutes=5)
    assert world.bring()["there_already"] == DEBTORS
    assert set(world.held()) == set(world.listed())


def test_given_no_answer_time_and_again_then_it_waits_for_a_person(world: ImportWorld) -> None:
    for _ in range(2):
        world.sandbox.fault("debtor/add", kind="status:500")
        with pytest.raises(SettleLater):
            world.bring()
        world.wait(minutes=16)
    with pytest.raises(RelationsNotImported, match="IMP-007"):
        world.bring()
    assert len(world.held()) == DEBTORS - 1


def test_given_another_writer_then_the_import_waits_its_turn(world: ImportWorld) -> None:
    with world.services() as services:
        other = Lease(services.store, services.target, "somebody else")
        other.acquire()
        with pytest.raises(LeaseHeld):
            world.bring()
        assert world.bring(dry_run=True)["written"] == DEBTORS
        other.release()
    assert world.held() == {}


def test_given_a_code_that_somebody_uses_meanwhile_then_it_is_left_to_them(world: ImportWorld) -> None:
    def type_by_hand(body: Body) -> None:
        if body["DebtorCode"] == "2001":
            with suppress(ValueError):
                world.sandbox.action("add_debtor", DebtorCode="2001", CompanyName="Een ander")

    with world.line(type_by_hand), pytest.raises(RelationsNotImported, match="2001"):
        world.bring()
    assert world.held()["2001"]["CompanyName"] == "Een ander"
    assert len(world.held()) == DEBTORS
    with pytest.raises(WeFactNotEmpty, match="2001"):
        world.bring("creditor")


def test_given_test_data_that_was_cleared_after_an_import_then_a_new_start_brings_all_over_again(
    world: ImportWorld,
) -> None:
    assert world.bring("creditor")["written"] == CREDITORS
    world.clear_creditors()
    assert world.held("creditor") == {}
    assert world.bring("creditor")["written"] == CREDITORS
    assert set(world.held("creditor")) == set(world.listed("suppliers"))
