"""Families of worlds: they are there, few, and what each brings really comes about."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import httpx
import pytest

from sandbox.actions import run_action
from sandbox.faults import Fault
from sandbox.testing import CLIENT_ID, CLIENT_SECRET, REFRESH_TOKEN
from tests.simulation.dag import Run, Scheduler
from tests.simulation.families import EACH, FAMILIES
from tests.simulation.inbox import PERSON
from tests.simulation.logins import Logins
from tests.simulation.processes import Machine, Place, Process, Strike
from tests.simulation.scenario import Scenario, draw
from tests.simulation.world import World
from wefact_multivers.store.lease import Lease, Target
from wefact_multivers.streams import first_contact
from wefact_multivers.streams.runs import RunRequest, Trigger

SEEDS = 2000


@cache
def drawn() -> list[Scenario]:
    return [draw(seed) for seed in range(SEEDS)]


def of_family(name: str) -> Scenario:
    """The first world of a family."""
    return next(scenario for scenario in drawn() if scenario.family.name == name)


def sent_invoice(world: World, code: str) -> None:
    day = world.clock.now().date().isoformat()
    lines = [{"ProductCode": "P-HOST-S"}]
    sent = {"DebtorCode": code, "InvoiceLines": lines, "Date": day, "Sent": "1", "SentDate": day}
    with world.people_at_work():
        run_action(world.sandbox, {"action": "add_invoice", **sent})


def lived(world: World, key: str) -> Run:
    """A run of all tasks, nothing struck."""
    run = Run(RunRequest(key, Trigger.SCHEDULED))
    Scheduler(world.main, lambda _task: None, world.tell).work(run)
    return run


def signed(world: World) -> None:
    world.sandbox.state.settings.change(world.scenario.switches)
    with world.main.process(Process("sign")) as services:
        first_contact.survey(services)
        first_contact.sign(services, PERSON)


def test_given_many_seeds_then_each_family_has_its_share_of_the_short_worlds_and_no_long_one() -> None:
    counted = Counter((scenario.family.name, scenario.is_long) for scenario in drawn())
    shares = {name: counted[name, False] / SEEDS for name in FAMILIES}
    assert all(EACH / 2 < share < EACH * 2 for share in shares.values()), shares
    assert {name for name, is_long in counted if is_long} == {""}


def test_given_the_family_of_the_new_year_then_it_begins_in_january_and_holds_invoices_of_the_old_year() -> None:
    worlds = [scenario for scenario in drawn() if scenario.family.name == "new year"]
    assert {(scenario.start.day.year, scenario.start.day.month) for scenario in worlds} == {(2027, 1)}
    assert any(ago >= scenario.start.day.day for scenario in worlds for ago, _ in scenario.start.invoices)


def test_given_a_lost_answer_to_a_booking_then_multivers_is_gone_for_a_while_and_comes_back(tmp_path: Path) -> None:
    world = World(of_family("outages"), tmp_path)
    signed(world)
    sent_invoice(world, "DB10001")
    world.sandbox.state.faults.append(Fault("POST CustomerInvoice", "after", "timeout"))
    lived(world, "morning")
    down = [text for text in world.trace if "Multivers is down until" in text]
    world.come_back()
    window = world.sandbox.state.settings.maintenance_window
    found = world.judge()
    world.close()
    assert len(down) == 1
    assert (window, found) == ("", [])


def test_given_a_renamed_administration_file_then_the_link_goes_on_as_the_same(tmp_path: Path) -> None:
    world = World(of_family("old backups"), tmp_path)
    signed(world)
    sent_invoice(world, "DB10001")
    before = lived(world, "before")
    world.main.rename_file("other")
    sent_invoice(world, "DB10002")
    after = lived(world, "after")
    ids = world.main.rows("SELECT DISTINCT administration_id FROM record")
    found = world.judge()
    world.close()
    assert (before.states["sales_invoices.post"], after.states["sales_invoices.post"]) == ("success", "success")
    assert (len(ids), found) == (1, [])


@pytest.mark.parametrize(
    ("places", "struck"),
    [
        ([Place.BEGIN, Place.BEGIN], False),
        ([Place.BEGIN, Place.AFTER_WRITE, Place.BEGIN], False),
        ([Place.AFTER_WRITE, Place.BEGIN, Place.BEGIN], True),
    ],
)
def test_given_a_pause_between_writes_then_transactions_count_only_once_something_was_written(
    places: list[Place], *, struck: bool
) -> None:
    told: list[str] = []
    machine = Machine(lambda process, _strike: told.append(process.name))
    with machine.run(Process("post", Strike(Place.BETWEEN_WRITES, 2, lambda: None))):
        for place in places:
            machine.reach(place)
    assert bool(told) is struck


def refresh(world: World, token: str) -> str:
    """Ask for tokens as a process that holds the lock of the refresh does; gives the next refresh token, if any."""
    lock = Lease(world.main.store, Target("oauth", "multivers_demo"), "someone")
    lock.acquire()
    form = {"grant_type": "refresh_token", "client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    try:
        answer = world.network.multivers.post("OAuth/Token", data={**form, "refresh_token": token})
    finally:
        lock.release()
    return str(answer.json().get("refresh_token", ""))


def test_given_a_token_that_was_used_before_then_the_login_was_lost_by_ourselves(tmp_path: Path) -> None:
    world = World(of_family("logins"), tmp_path)
    world.sandbox.state.settings.change(world.scenario.switches)
    following = refresh(world, REFRESH_TOKEN)
    assert refresh(world, following)
    assert world.logins.lost == []
    refresh(world, following)
    world.close()
    assert len(world.logins.lost) == 1


def test_given_an_answer_with_a_token_that_was_lost_then_the_refusal_of_the_old_one_is_no_fault(tmp_path: Path) -> None:
    world = World(of_family("logins"), tmp_path)
    world.sandbox.state.settings.change(world.scenario.switches)
    world.sandbox.state.faults.append(Fault("POST OAuth/Token", "after", "reset"))
    with pytest.raises(httpx.TransportError):
        refresh(world, REFRESH_TOKEN)
    refresh(world, REFRESH_TOKEN)
    world.close()
    assert world.logins.lost == []


def test_given_a_process_that_stops_while_it_refreshes_then_the_next_refusal_is_no_fault(tmp_path: Path) -> None:
    world = World(of_family("logins"), tmp_path)
    world.sandbox.state.settings.change(world.scenario.switches)
    watch = Logins(world.sandbox.state.settings, lambda: world.main)
    watch.struck()
    lock = Lease(world.main.store, Target("oauth", "multivers_demo"), "someone")
    lock.acquire()
    unexcused = Logins(world.sandbox.state.settings, lambda: world.main)
    unexcused.answered("POST OAuth/Token", 400)
    watch.struck()
    watch.answered("POST OAuth/Token", 400)
    world.close()
    assert (len(unexcused.lost), watch.lost) == (1, [])
