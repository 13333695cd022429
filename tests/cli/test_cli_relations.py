"""`relations import`: a look first, then every relation once; what stays behind is named with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Command
from tests.streams.import_world import ImportWorld, import_world

EVERYTHING = {"debtors": 19, "creditors": 12}


@pytest.fixture
def world(tmp_path: Path) -> Iterator[ImportWorld]:
    """Relations in Multivers alone."""
    with import_world(tmp_path) as opened:
        yield opened


@pytest.fixture
def command(world: ImportWorld) -> Command:
    """The command on that world."""
    return Command(world)


def test_given_a_look_and_two_starts_then_each_relation_is_made_once(world: ImportWorld, command: Command) -> None:
    look = command.json("relations import --dry-run")
    assert {side: found["written"] for side, found in look.items()} == EVERYTHING
    assert (world.held(), world.held("creditor")) == ({}, {})
    first = command.run("relations import --yes")
    assert first.exit_code == 0
    assert "debtors: 19 of 19" in first.stderr
    assert {side: len(world.held(side[:-1])) for side in EVERYTHING} == EVERYTHING
    second = command.json("relations import")
    assert {side: found["there_already"] for side, found in second.items()} == EVERYTHING
    assert sum(found["written"] for found in second.values()) == 0


def test_given_a_country_without_a_row_then_its_relations_are_named_and_the_rest_comes_over(
    world: ImportWorld, command: Command
) -> None:
    file = world.include / "mappings" / "demo" / "countries.csv"
    file.write_text(file.read_text().replace("FR,FR,FR\n", ""))
    look = command.run("relations import --dry-run")
    assert (look.exit_code, "[IMP-002]" in look.stderr) == (5, False)
    assert "debtor 2004" in look.stdout
    answer = command.run("relations import --yes")
    assert answer.exit_code == 5
    assert "debtor 2004" in answer.stdout
    assert "country code FR stands on 0 rows of countries.csv" in answer.stdout
    assert "[IMP-002] debtors: 1 relations did not come over, all others did: 2004 (IMP-005)" in answer.stderr
    assert len(world.held()) == 18
    assert len(world.held("creditor")) == 12


def test_given_a_relation_typed_by_hand_then_the_command_refuses(world: ImportWorld, command: Command) -> None:
    world.sandbox.action("add_debtor", CompanyName="Test")
    answer = command.run("relations import --yes")
    assert answer.exit_code == 6
    assert "[IMP-001]" in answer.stderr
    assert "clear the test data in WeFact" in answer.stderr
    assert world.held("creditor") == {}
