"""An intra-community sale waits until its customer in Multivers has the VAT number, and then goes by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import func, select

from tests.domain.casefile import read_cases
from tests.streams.casebooks import CaseSandbox, case_world
from tests.streams.switches import Quick
from tests.streams.test_cases import migrated
from wefact_multivers.store.tables import evidence

__all__ = ["migrated"]

CASE = "Geval 5b: de debiteur staat al in Multivers, zonder btw-nummer"
NUMBER = "F2026-0145"


@pytest.fixture
def world(tmp_path: Path, migrated: Path) -> Iterator[Quick]:
    """A sale to Belgium, and its debtor in Multivers without a number; it was tried once."""
    case = next(one for one in read_cases() if one.title.startswith(CASE))
    with case_world(case, tmp_path, migrated) as opened:
        assert opened.run("run-1").codes == {"sales_invoices.post": "DOC-100"}
        yield opened


def books(world: Quick) -> CaseSandbox:
    """Both programs."""
    return cast("CaseSandbox", world.sandbox)


def facts_written(world: Quick) -> int:
    """How many rows of evidence there are about documents."""
    with world.services() as services, services.memory.read() as unit:
        statement = select(func.count()).where(evidence.c.kind == "status")
        return int(unit.connection.execute(statement).scalar_one())


def test_given_a_number_that_is_still_missing_then_it_waits_as_it_is_and_nothing_is_written(world: Quick) -> None:
    before = facts_written(world)
    assert world.run("run-2").codes == {}
    assert (world.statuses(), facts_written(world)) == ({NUMBER: "blocked"}, before)
    assert books(world).bookings("WFV") == []


def test_given_the_number_is_filled_in_there_then_the_next_run_books_it(world: Quick) -> None:
    books(world).books.customers["DB10001"]["vatNumber"] = "BE 0123.456.749"
    assert world.run("run-2").codes == {}
    assert world.statuses() == {NUMBER: "booked"}
    assert [row["reference"] for row in books(world).bookings("WFV")] == [NUMBER]


def test_given_a_sale_that_waits_then_its_customer_costs_one_call_a_run(world: Quick) -> None:
    books(world).forget_requests()
    world.run("run-2")
    calls = books(world).requests()["calls"]
    assert calls["multivers GET Customer"] == 1
