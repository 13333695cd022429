"""`export --estimate`: what a run would cost, told from few calls, and held against the run that follows."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.cli.conftest import Command
from wefact_multivers.streams.estimate import estimate
from wefact_multivers.streams.runs import RunRequest, Stream, Trigger


def of_stream(found: dict[str, Any], stream: str) -> tuple[int, int, int]:
    """Listed, to read, to write."""
    (row,) = [row for row in found["streams"] if row["stream"] == stream]
    return row["listed"], row["to_read"], row["to_write"]


def calls_made(command: Command) -> dict[str, int]:
    """Calls since they were last forgotten."""
    return dict(command.world.sandbox.requests()["calls"])


def test_given_a_range_then_its_cost_is_told_from_lists_alone(command: Command) -> None:
    command.world.sandbox.forget_requests()
    found = command.json("export --from 2026-01-08 --to 2026-01-12 --estimate")
    assert found["window"] == "2026-01-08 .. 2026-01-12"
    assert of_stream(found, "sales_invoices")[0] == 2
    assert calls_made(command) == {"wefact debtor/list": 1, "wefact invoice/list": 1}


def test_given_an_estimate_then_the_export_stays_within_it(command: Command) -> None:
    found = command.json("export --estimate")
    command.world.sandbox.forget_requests()
    command.run("export --yes")
    made = calls_made(command)
    to_wefact = sum(count for call, count in made.items() if call.startswith("wefact"))
    assert 0 < to_wefact <= found["wefact_calls"]
    assert 0 < made["multivers POST Customer"] <= of_stream(found, "debtors")[2]
    assert 0 < made["multivers POST CustomerInvoice"] <= of_stream(found, "sales_invoices")[2]
    assert found["documents"] == of_stream(found, "sales_invoices")[2]


def test_given_documents_that_are_booked_then_only_those_that_wait_are_estimated(command: Command) -> None:
    before = command.json("export --estimate")
    command.run("export --yes")
    after = command.json("export --estimate")
    waiting = command.json("inbox list --all")
    still_open = [row for row in waiting if row["status"] in {"blocked", "rejected", "waiting", "new", "preview"}]
    documents = [row for row in still_open if row["kind"] == "sales invoice"]
    assert after["documents"] == len(documents) < before["documents"]


def test_given_a_booked_document_that_changed_then_it_is_read_and_not_written(command: Command) -> None:
    command.run("export --yes")
    before = of_stream(command.json("export --estimate"), "sales_invoices")
    command.world.wait(hours=3)
    command.world.sandbox.action("edit_invoice", InvoiceCode="F2026-0001", changes={"PayBefore": "2026-05-31"})
    after = of_stream(command.json("export --estimate"), "sales_invoices")
    assert (after[1] - before[1], after[2] - before[2]) == (1, 0)


def test_given_people_at_a_terminal_then_the_cost_is_one_sentence(command: Command) -> None:
    answer = command.run("export --estimate --stream sales_invoices")
    assert answer.exit_code == 0
    assert "documents at most" in answer.stderr
    assert "minutes at the rate that WeFact allows" in answer.stderr
    assert "debtors" not in answer.stdout
    assert command.world.bookings() == []


@pytest.mark.parametrize(("per_minute", "minutes"), [(None, 0), (22, 0), (21, 1), (5, 3)])
def test_given_fewer_calls_a_minute_then_it_takes_so_many_minutes(
    command: Command, per_minute: int | None, minutes: int
) -> None:
    request = RunRequest("estimate", Trigger.MANUAL)
    with command.world.services() as services:
        slower = replace(services.connections.wefact, calls_per_minute=per_minute)
        hurried = replace(services, connections=replace(services.connections, wefact=slower))
        found = estimate(hurried, request, list(Stream))
    assert (found.wefact_calls, found.minutes) == (11, minutes)
