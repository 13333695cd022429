"""The whole way of a document on a real PostgreSQL, with lost answers and a killed process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.streams.dying import KILLED, Moment, die_in_post
from tests.streams.test_never_twice import (
    assert_each_booked_once,
    extracted_and_prepared,
    let_the_lease_end,
    writes,
)
from tests.streams.world import World, demo_world
from wefact_multivers.streams.runs import Stream

pytestmark = pytest.mark.postgres


@pytest.fixture
def signed(tmp_path: Path, postgres_url: str) -> Iterator[World]:
    """The demo on PostgreSQL, first contact signed."""
    with demo_world(tmp_path, postgres_url) as world:
        world.switch(creditors=False, purchase_invoices=False, payments=False)
        world.sign()
        yield world


def test_given_two_runs_then_the_second_writes_nothing(signed: World) -> None:
    signed.run()
    assert_each_booked_once(signed)
    signed.sandbox.forget_requests()
    assert signed.run("run-2").errors == {}
    assert writes(signed) == 0


@pytest.mark.fault
@pytest.mark.parametrize("when", ["before", "after", "late:600"])
def test_given_a_lost_answer_then_one_booking_stands_after_the_retry(signed: World, when: str) -> None:
    signed.sandbox.fault("POST CustomerInvoice", when=when, kind="reset", times=1, skip=2)
    signed.run()
    signed.wait(minutes=16)
    signed.post()
    signed.post()
    assert_each_booked_once(signed)


@pytest.mark.full
@pytest.mark.fault
@pytest.mark.parametrize("moment", list(Moment))
def test_given_a_killed_process_then_one_booking_stands_after_the_retry(signed: World, moment: Moment) -> None:
    extracted_and_prepared(signed)
    assert die_in_post(signed, "POST CustomerInvoice", moment, run_key="run-1", stream=Stream.SALES_INVOICES) == KILLED
    let_the_lease_end(signed)
    signed.post()
    signed.wait(minutes=16)
    signed.post()
    assert_each_booked_once(signed)
