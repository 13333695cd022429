"""P1 in a real Airflow: its tasks are killed at each step of every write, Airflow tries again, one effect stands."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from scripts.kill_matrix import REMEASURE, RESULTS, kept
from tests.full.kill_stack import Office, office
from tests.kills.cells import Effect, Step, cells_of
from tests.kills.counting import CALLS, IN_PART, PART, SENT, WHOLE, effects, make_dearer
from tests.streams.import_world import DEBTORS

pytestmark = [pytest.mark.airflow, pytest.mark.postgres, pytest.mark.fault]

DATABASES = ("SQLite", "PostgreSQL")
FIRST = (Effect.WRITE_MULTIVERS_RELATION, Effect.CREATE_BOOKING)
CHANGED = (Effect.UPDATE_BOOKING,)
PAYMENTS = (Effect.MARK_PAID, Effect.PART_PAYMENT)
IMPORT = (Effect.WRITE_WEFACT_RELATION,)
WRITTEN = SENT | {Effect.WRITE_WEFACT_RELATION: DEBTORS}


@dataclass(frozen=True)
class Lived:
    """A database, and what is seen in both sandboxes once every death of the matrix has happened."""

    database: str
    seen: dict[str, dict[str, Any]]


@pytest.fixture(scope="module", params=DATABASES)
def lived(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lived]:
    """An office in which every death of the matrix happens: first morning, changes, payments, and an import."""
    home = tmp_path_factory.mktemp("office")
    with office(home, request.param, cells_of(*FIRST)) as opened:
        opened.first_morning(cells_of(*FIRST))
        make_dearer(opened.stack.sandbox())
        opened.next_morning(cells_of(*CHANGED))
        pay_and_release(opened)
        opened.next_morning(cells_of(*PAYMENTS))
        opened.bring_relations(cells_of(*IMPORT))
        yield Lived(request.param, look(opened))


def pay_and_release(opened: Office) -> None:
    """The bookkeeper matches money, whole and in part, and a person releases what is to be written."""
    for number in (*WHOLE, *IN_PART):
        amount = {"amount": str(PART)} if number in IN_PART else {}
        invoice_id = number.removeprefix("F").replace("-", "")
        opened.stack.sandbox().action("match_payment", invoiceId=invoice_id, date="2026-03-16", **amount)
    opened.stack.link("payments", "--administration", "demo", "--dry-run", ended=(0, 5))
    opened.stack.link("payments", "approve", "--administration", "demo", "--by", "Test")


def look(opened: Office) -> dict[str, dict[str, Any]]:
    """What stands in the sandboxes, as it is kept for the page."""
    sandboxes = dict.fromkeys(WRITTEN, opened.stack.sandbox()) | dict.fromkeys(IMPORT, opened.empty)
    deaths = opened.stack.plan.happened()
    seen = {}
    for effect, sandbox in sandboxes.items():
        state, calls = sandbox.state(), sandbox.requests()["calls"][CALLS[effect]]
        counts = {one.step: effects(state, effect, one.identifier) for one in deaths if one.effect is effect}
        steps = {step.value: str(counts[step]) for step in Step if step in counts}
        seen[effect.value] = {"documents": WRITTEN[effect], "calls": calls, "steps": steps}
    return seen


def test_given_a_task_killed_at_each_step_of_every_write_then_each_effect_stands_once(lived: Lived) -> None:
    once = {step.value: "1" for step in Step}
    assert {effect: one["steps"] for effect, one in lived.seen.items()} == dict.fromkeys(lived.seen, once)


def test_given_a_task_killed_at_each_step_then_no_call_is_made_twice_and_none_is_missing(lived: Lived) -> None:
    assert {effect: one["calls"] for effect, one in lived.seen.items()} == {
        effect: one["documents"] for effect, one in lived.seen.items()
    }


def test_given_the_measured_matrix_then_it_is_the_one_of_the_documentation(lived: Lived) -> None:
    if os.environ.get(REMEASURE):
        known = kept() if RESULTS.exists() else {}
        RESULTS.write_text(json.dumps(known | {lived.database: lived.seen}, indent=1) + "\n")
    assert kept()[lived.database] == lived.seen
