"""`inbox explain-gap`: a person says why numbers are missing, and they are no open gap any more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import select

from tests.cli.conftest import SALES_ALONE, Command
from tests.streams.world import demo_world
from wefact_multivers.store.tables import evidence
from wefact_multivers.streams.gaps import EXPLAINED


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Command]:
    """A world after its first morning, in which F2026-0012, 0017 to 0020 and 0022 were never used."""
    with demo_world(tmp_path_factory.mktemp("gaps")) as world:
        world.switch(**SALES_ALONE)
        world.sandbox.action("edit_invoice", InvoiceCode="F2026-0017", changes={"InvoiceCode": "F2026-0021"})
        world.sandbox.action("edit_invoice", InvoiceCode="F2026-0012", changes={"InvoiceCode": "F2026-0023"})
        world.sign()
        world.run()
        yield Command(world)


def series(command: Command) -> dict[str, Any]:
    """The series of the invoices after a reconciliation of now."""
    kinds = command.json("reconcile")["comparison"]["kinds"]
    return next(one for kind in kinds for one in kind["series"] if one["prefix"] == "F2026-")


def told(command: Command) -> list[dict[str, object]]:
    """What people said of gaps, as the evidence has it."""
    with command.world.services() as services, services.store.read() as connection:
        rows = connection.execute(select(evidence.c.content).where(evidence.c.kind == EXPLAINED)).scalars()
        return [json.loads(row) for row in rows]


def test_given_a_gap_that_a_person_explains_then_it_is_shown_with_name_and_reason_and_open_no_more(
    morning: Command,
) -> None:
    assert [17, 20] in series(morning)["gaps"]
    line = "inbox explain-gap F2026-0017 F2026-0019 --by An --reason"
    assert morning.run(line, "removed before it was sent").exit_code == 0
    told_now = {"by": "An", "first": 17, "last": 19, "reason": "removed before it was sent", "series": "F2026-"}
    assert told_now in told(morning)
    found = series(morning)
    assert [20, 20] in found["gaps"]
    assert [17, 20] not in found["gaps"]
    assert (17, 19, "An") in [(one["first"], one["last"], one["by"]) for one in found["explained"]]
    sheet = morning.run("reconcile --print nl").stdout
    assert "verklaarde gaten" in sheet
    assert "removed before it was sent" in sheet
    assert morning.run("evidence verify").exit_code == 0


@pytest.mark.parametrize(
    "numbers",
    [
        "F2026-0016",
        "F2026-0020 F2026-0021",
        "F2026-0020 F2026-0019",
        "F2026-0020 F2025-0020",
        "F2026-0020 concept",
        "F2025-0001",
        "F2026-0020 --stream purchase_invoices",
    ],
)
def test_given_numbers_that_are_no_open_gap_then_nothing_is_recorded(morning: Command, numbers: str) -> None:
    before = told(morning)
    answer = morning.run(f"inbox explain-gap {numbers} --reason x")
    assert answer.exit_code == 2
    assert "[ACT-011]" in answer.stderr
    assert told(morning) == before


def test_given_a_gap_that_was_explained_since_then_it_is_no_open_one(morning: Command) -> None:
    series(morning)
    assert morning.run("inbox explain-gap F2026-0022 --reason x").exit_code == 0
    assert "[ACT-011]" in morning.run("inbox explain-gap F2026-0022 --reason y").stderr


@pytest.mark.parametrize("line", ["F2026-0020 --reason ", "F2026-0020", "F2026-0018 F2026-0019 F2026-0020 --reason x"])
def test_given_no_reason_or_too_many_numbers_then_the_command_says_how(morning: Command, line: str) -> None:
    assert morning.run(f"inbox explain-gap {line}").exit_code == 2


def test_given_no_reconciliation_yet_then_there_is_no_gap_to_explain(command: Command) -> None:
    assert "[ACT-011]" in command.run("inbox explain-gap F2026-0018 --reason x").stderr
