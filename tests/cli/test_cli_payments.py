"""`payments`: shown first, approved by a person, written once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.cli.conftest import SALES_ALONE, Command, booked_world


@pytest.fixture
def second_morning(tmp_path: Path) -> Iterator[Command]:
    """Booked on the first morning; then the bookkeeper has matched, part-paid and un-matched."""
    with booked_world(tmp_path, **SALES_ALONE) as command:
        command.world.switch(payments=True)
        day = command.world.sandbox.action("demo_second_morning")
        command.world.clock.at = datetime.fromisoformat(day["now"])
        yield command


def paid(command: Command) -> set[str]:
    """The sales invoices that WeFact shows as paid by the accounting package."""
    invoices = command.world.sandbox.invoices().values()
    return {row["InvoiceCode"] for row in invoices if row["PaymentMethod"] == "accounting"}


def test_given_payments_then_a_person_sees_approves_and_only_then_they_are_written(second_morning: Command) -> None:
    dry = second_morning.run("payments --dry-run --output json")
    planned = {row["number"] for row in json.loads(dry.stdout) if row["status"] == "to_write"}
    assert planned
    assert paid(second_morning) == set()

    first = second_morning.run("payments")
    assert (first.exit_code, "PAY-014" in first.stdout) == (5, True)
    assert paid(second_morning) == set()

    approved = second_morning.run("payments approve --by", "A. de Boer")
    assert approved.exit_code == 0
    assert f"{len(planned)} released by A. de Boer" in approved.stderr

    second_morning.run("payments")
    assert paid(second_morning) == {number for number in planned if number.startswith("F")}
    again = second_morning.run("payments approve --by", "A. de Boer")
    assert (again.exit_code, "Nothing waits" in again.stderr) == (2, True)


def test_given_the_stream_is_off_then_it_says_so_and_asks_nothing(booked: Command) -> None:
    booked.world.sandbox.forget_requests()
    answer = booked.run("payments")
    assert (answer.exit_code, "streams.payments" in answer.stderr) == (3, True)
    assert booked.world.sandbox.requests()["total"] == 0


def test_given_no_administration_or_no_name_then_usage(booked: Command) -> None:
    assert booked.run("payments", administration=False).exit_code == 2
    assert booked.run("payments approve").exit_code == 2
    assert booked.run("payments approve --by", " ").exit_code == 2
