"""What a run of the demo has to tell, told once and kept in the store."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from pathlib import Path

import pytest

from tests.streams.reconciling import Reconciled
from tests.streams.world import DEMO_NOW, World
from wefact_multivers.catalogue import Language
from wefact_multivers.domain.alerts import DEADLINE, Cause, Level
from wefact_multivers.domain.documents import Controller
from wefact_multivers.domain.problems import problem
from wefact_multivers.domain.status import NEEDS_PERSON, Event
from wefact_multivers.streams.alert_text import Scene, Writer
from wefact_multivers.streams.alerts import Bulletin, Fault, bulletin, late, remember

FETCH = "payments.fetch"
BROKEN = Fault(FETCH, problem("NET-001", system="Multivers", call="GET Balance", detail="10.0.0.1"))
LATE = Cause(Level.LATE, DEADLINE, problem("RUN-003", minutes=90))


@pytest.fixture(scope="module")
def booked(tmp_path_factory: pytest.TempPathFactory) -> Reconciled:
    """The demo after its first morning; nobody may touch it."""
    made = Reconciled(tmp_path_factory.mktemp("booked"))
    made.morning()
    return made


@pytest.fixture
def world(booked: Reconciled, tmp_path: Path) -> World:
    """The same, to do something with."""
    return booked.copied(tmp_path)


def told(
    world: World,
    *faults: Fault,
    days: int = 0,
    ended: Collection[str] = (FETCH,),
    delivered: Collection[Level] = frozenset(Level),
) -> Bulletin:
    """Tell what there is to tell on a later day, and remember it."""
    world.clock.at = DEMO_NOW + timedelta(days=days)
    with world.services() as services:
        found = bulletin(services, faults, ended)
        remember(services, found.news, delivered)
    return found


def names(causes: Collection[Cause]) -> set[tuple[str, str]]:
    return {(cause.place, cause.problem.code) for cause in causes}


def test_given_a_first_morning_then_what_waits_is_told_by_cause_and_counted_by_document(world: World) -> None:
    found = told(world)
    waits = [status for status in world.statuses().values() if status in NEEDS_PERSON]
    assert found.standing["sales_invoices"].waiting.count == len(waits) == 7
    rent = next(one for one in found.news.fresh if ("category", "Huur") in one.problem.params)
    assert (rent.level, rent.place, rent.count, str(rent.gross)) == (
        Level.ATTENTION,
        "purchase_invoices",
        2,
        "736.28",
    )
    assert found.news.of(Level.STOP) == []


def test_given_days_without_change_then_nothing_is_told_until_a_week_has_gone(world: World) -> None:
    first = told(world).news
    assert {cause.level for cause in first.fresh} == {Level.ATTENTION, Level.INFO}
    quiet = told(world, days=1).news
    assert (quiet.fresh, quiet.gone) == ((), ())
    assert names(told(world, days=7).news.fresh) == names(first.fresh)


def test_given_a_mended_mapping_then_that_cause_alone_is_over(world: World) -> None:
    told(world)
    with (world.include / "mappings" / "demo" / "cost_accounts.csv").open("a") as file:
        file.write("Huur,4100,services\n")
    world.run("run-2")
    news = told(world).news
    assert [dict(one.cause.problem.params).get("category") for one in news.gone] == ["Huur"]
    assert news.fresh == ()


def test_given_a_fault_then_it_is_told_each_day_until_its_task_ends_well(world: World) -> None:
    told(world)
    assert names(told(world, BROKEN).news.fresh) == {(FETCH, "NET-001")}
    assert told(world, BROKEN).news.fresh == ()
    assert names(told(world, BROKEN, days=1).news.fresh) == {(FETCH, "NET-001")}
    assert told(world, days=1, ended=["preflight"]).news.gone == ()
    assert names([one.cause for one in told(world, days=1).news.gone]) == {(FETCH, "NET-001")}
    assert told(world, days=1).news.gone == ()


def test_given_nobody_could_be_told_then_it_is_news_the_next_time(world: World) -> None:
    told(world)
    assert told(world, BROKEN, delivered=()).news.fresh
    assert names(told(world, BROKEN).news.fresh) == {(FETCH, "NET-001")}
    assert told(world, delivered=()).news.gone
    assert names([one.cause for one in told(world).news.gone]) == {(FETCH, "NET-001")}


def test_given_a_late_run_then_it_is_told_once_and_is_over_at_the_next_end(world: World) -> None:
    with world.services() as services:
        assert (late(services, LATE), late(services, LATE)) == (True, False)
    assert [one.cause for one in told(world).news.gone] == [LATE]


def test_given_payments_to_release_then_they_wait_for_people(world: World) -> None:
    day = world.sandbox.action("demo_second_morning")
    world.clock.at = DEMO_NOW.fromisoformat(day["now"])
    world.run("run-2")
    with world.services() as services:
        found = bulletin(services, (), ())
    assert ("payments", "PAY-014") in names(found.news.of(Level.ATTENTION))
    assert found.standing["payments"].waiting.count > 0


def test_given_an_answer_that_stays_unknown_then_people_hear_of_it_after_a_day(world: World) -> None:
    (record, *_) = [one for one in world.records() if one.status in NEEDS_PERSON]
    lost = problem("DOC-012", invoice_id="1", until="07:00")
    with world.services() as services, services.memory.write() as unit:
        unit.records.happen(record.key, Event.ANSWER_UNKNOWN, services.clock.now(), problems=[lost])
    unknown = ("sales_invoices", "DOC-012")
    assert unknown not in names(told(world).news.fresh)
    assert unknown in names(told(world, days=1).news.fresh)


@pytest.mark.parametrize("language", Language)
def test_given_everything_there_is_to_tell_then_no_person_number_or_address_is_in_it(
    world: World, language: Language
) -> None:
    found = told(world, BROKEN)
    scene = Scene("demo", world.clock.now(), found.standing)
    alerts = [Writer(language, scene).alert(level, found.news) for level in (Level.STOP, Level.ATTENTION, Level.INFO)]
    text = "\n".join(f"{one.subject}\n{one.text}" for one in alerts if one)
    # All causes, not only those that an alert has room for.
    text += str([cause.problem for cause in found.news.fresh])
    assert [one for one in private_words(world) if one in text] == []
    assert all(alerts)


def private_words(world: World) -> set[str]:
    """What WeFact knows of people, and the numbers of their documents."""
    words = {record.seen.number for kind in Controller for record in world.records(kind)}
    for account in world.sandbox.state()["wefact"]["accounts"].values():
        for row in [*account["debtors"].values(), *account["creditors"].values()]:
            words |= {str(row.get(name) or "") for name in PRIVATE}
    assert len(words) > 50
    return {word for word in words if len(word) > 3}


PRIVATE = ("CompanyName", "SurName", "Address", "ZipCode", "EmailAddress", "TaxNumber", "AccountNumber", "PhoneNumber")
