"""What is set up wrongly is told with cause, place and remedy, and nothing is half-written."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.streams.world import World, demo_world
from wefact_multivers.catalogue import Language
from wefact_multivers.domain.documents import Controller


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """The demo, signed, so that a run would export."""
    with demo_world(tmp_path) as opened:
        opened.switch(creditors=False, purchase_invoices=False, payments=False)
        opened.sign()
        opened.sandbox.forget_requests()
        yield opened


def wrong_key(world: World) -> None:
    world.connections = replace(world.connections, wefact=replace(world.connections.wefact, api_key="another-key"))


def refused_token(world: World) -> None:
    with world.services() as services, services.store.write() as connection:
        connection.exec_driver_sql("DELETE FROM token")
    multivers = replace(world.connections.multivers, refresh_token="no-longer-valid")
    world.connections = replace(world.connections, multivers=multivers)


def unknown_administration(world: World) -> None:
    edit(world, "administrations/demo.yaml", "database: MVL00001", "database: MVL99999")


def unknown_journal(world: World) -> None:
    edit(world, "administrations/demo.yaml", "sales: [WFV]", "sales: [XYZ]")


def mistyped_key(world: World) -> None:
    edit(world, "administrations/demo.yaml", "start_date:", "start_dat:")


def edit(world: World, file: str, old: str, new: str) -> None:
    path = world.include / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))


@pytest.mark.parametrize(
    ("spoil", "code", "place", "remedy"),
    [
        (wrong_key, "AUTH-003", "wefact_demo", "Instellingen > API"),
        (refused_token, "AUTH-001", "multivers_demo", "auth login"),
        (unknown_administration, "AUTH-002", "MVL99999", "Correct `database`"),
        (unknown_journal, "CFG-005", "XYZ", "Create it in Multivers"),
    ],
)
def test_given_a_wrong_setting_then_preflight_names_cause_place_and_remedy(
    world: World, spoil: Callable[[World], None], code: str, place: str, remedy: str
) -> None:
    spoil(world)
    before = world.records()
    outcome = world.run()
    assert outcome.codes == {"preflight": code}
    error = outcome.errors["preflight"]
    assert place in error.message(Language.EN)
    assert place in error.message(Language.NL)
    assert remedy in error.remedy(Language.EN)
    assert world.sandbox.requests()["writes"] == {"wefact": 0, "multivers": 0}
    if spoil is not unknown_administration:
        assert world.records() == before


def test_given_a_mistyped_key_then_the_nearest_known_one_is_named(world: World) -> None:
    mistyped_key(world)
    outcome = world.run()
    assert outcome.codes == {"preflight": "CFG-001"}
    told = outcome.errors["preflight"].message(Language.EN)
    assert "start_dat" in told
    assert "the nearest known one is start_date" in told
    assert world.sandbox.requests()["total"] == 0


def test_given_a_store_without_schema_then_the_command_is_named_and_nothing_is_asked(tmp_path: Path) -> None:
    with demo_world(tmp_path) as world:
        for file in tmp_path.glob("store.db*"):
            file.unlink()
        outcome = world.run()
        assert outcome.codes == {"preflight": "STO-001"}
        assert "wefact-multivers store upgrade" in outcome.errors["preflight"].remedy(Language.EN)
        assert world.sandbox.requests()["total"] == 0


def test_given_an_unmapped_group_then_its_documents_wait_and_a_row_and_a_clear_frees_them(world: World) -> None:
    path = world.include / "mappings/demo/revenue_accounts.csv"
    complete = path.read_text()
    kept = [row for row in complete.splitlines() if not row.startswith(("HOSTING", "*"))]
    path.write_text("\n".join(kept) + "\n")
    outcome = world.run()
    blocked = {record.seen.number: record.problems for record in world.records() if record.status == "blocked"}
    told = [problem for problems in blocked.values() for problem in problems if problem.code == "MAP-001"]
    assert {problem.values["group"] for problem in told} >= {"HOSTING"}
    assert outcome.codes["sales_invoices.post"] == "DOC-100"
    assert "MAP-001" in str(outcome.errors["sales_invoices.post"])
    booked_first = {row["reference"] for row in world.bookings()}
    waiting = {number for number, problems in blocked.items() if {p.code for p in problems} == {"MAP-001"}}
    assert booked_first
    assert waiting
    path.write_text(complete)
    world.post()
    booked_then = [row["reference"] for row in world.bookings()]
    assert set(booked_then) == booked_first | waiting
    assert len(booked_then) == len(set(booked_then))


def test_given_an_unsigned_first_contact_then_a_run_shows_and_writes_nothing(tmp_path: Path) -> None:
    with demo_world(tmp_path) as world:
        outcome = world.run()
        assert outcome.results["preflight"].mode == "preview"
        assert set(world.statuses().values()) == {"preview", "blocked"}
        assert set(world.statuses(Controller.DEBTOR).values()) == {"preview", "blocked"}
        assert world.sandbox.requests()["writes"] == {"wefact": 0, "multivers": 0}
        asked = world.run("run-2", params={"mode": "export"})
        assert asked.codes == {"preflight": "LNK-002"}
        assert "--sign" in asked.errors["preflight"].remedy(Language.EN)
