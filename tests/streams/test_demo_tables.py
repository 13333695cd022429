"""What `make demo` says that it will show is what the two mornings give; the oracle judges the same mornings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import pytest

from scripts.demo import EXPECTED
from scripts.table import documents_table, remedies
from tests.streams.world import World, demo_world
from wefact_multivers.catalogue import Language
from wefact_multivers.domain.canonical import canonical_json
from wefact_multivers.streams import payments
from wefact_multivers.streams.preflight import preflight
from wefact_multivers.streams.report import table
from wefact_multivers.streams.runs import RunRequest, Trigger


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """The demo as it is shipped, signed."""
    with demo_world(tmp_path) as opened:
        opened.sign()
        yield opened


def shown(world: World) -> list[str]:
    """The table and what helps, as the demo prints them."""
    with world.services() as services:
        rows = table(services, Language.NL, services.administration.reconcile_days)
    text = json.dumps([json.loads(canonical_json(asdict(row))) for row in rows])
    return [*documents_table(text).splitlines(), "", "what helps:", *(f"  {remedy}" for remedy in remedies(text)), ""]


def approve_what_a_preview_shows(world: World) -> None:
    """The bookkeeper looks at what would be written to WeFact, and releases it."""
    with world.services() as services:
        preflight(services, RunRequest("look", Trigger.MANUAL, params={"mode": "preview"}))
        payments.fetch(services, "look")
        payments.match(services, "look")
    world.approve()


def test_given_two_mornings_then_each_shows_the_table_of_the_demo_with_a_remedy_for_whoever_waits(
    world: World,
) -> None:
    first, second = (file.read_text().splitlines() for file in EXPECTED)
    world.run("run-1")
    told = shown(world)
    assert told == first[: len(told)]
    day = world.sandbox.action("demo_second_morning")
    world.clock.at = datetime.fromisoformat(day["now"])
    approve_what_a_preview_shows(world)
    world.run("run-2")
    told = shown(world)
    assert told == second[: len(told)]
