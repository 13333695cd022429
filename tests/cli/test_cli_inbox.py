"""`inbox`: what a person decides is done at once, with a name; what cannot be is refused, and changes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.cli.conftest import SALES_ALONE, Command, booked_world
from wefact_multivers.domain.documents import Controller
from wefact_multivers.store.lease import Lease, Target


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Command]:
    """One world for all decisions, after its first morning: each test has documents of its own."""
    with booked_world(tmp_path_factory.mktemp("inbox"), **SALES_ALONE) as command:
        yield command


def status(command: Command, number: str) -> str:
    return command.world.statuses()[number]


def trail(command: Command, number: str) -> list[dict[str, Any]]:
    return [row["content"] for row in command.json(f"evidence show {number}") if row["kind"] == "decision"]


def test_given_a_skipped_document_then_no_run_takes_it_until_somebody_offers_it_again(morning: Command) -> None:
    assert morning.run("inbox skip F2026-0010 --by An --reason", "booked by hand").exit_code == 0
    problems = morning.json("mapping explain F2026-0010")["problems"]
    assert [one["message"] for one in problems] == ["Niet versturen: booked by hand"]
    morning.world.run("skipped")
    assert status(morning, "F2026-0010") == "skipped"
    assert morning.run("inbox retry F2026-0010 --by Bo").exit_code == 0
    assert status(morning, "F2026-0010") == "new"
    morning.world.run("offered again")
    assert status(morning, "F2026-0010") == "blocked"
    assert trail(morning, "F2026-0010") == [
        {"by": "An", "decision": "skip", "reason": "booked by hand", "status": "skipped", "was": "blocked"},
        {"by": "Bo", "decision": "retry", "status": "new", "was": "skipped"},
    ]


@pytest.mark.parametrize("reason", [[], ["--reason", ""], ["--reason", "  "]])
def test_given_no_reason_then_nothing_is_skipped(morning: Command, reason: list[str]) -> None:
    assert morning.run("inbox skip F2026-0011", *reason).exit_code == 2
    assert status(morning, "F2026-0011") == "blocked"


@pytest.mark.parametrize("line", ["skip F2026-0001 --reason x", "retry F2026-0001", "adopt F2026-0001 --invoice-id 1"])
def test_given_a_booked_document_then_every_decision_is_refused(morning: Command, line: str) -> None:
    answer = morning.run(f"inbox {line}")
    assert answer.exit_code == 2
    assert "[ACT-004] F2026-0001" in answer.stderr
    assert status(morning, "F2026-0001") == "booked"
    assert trail(morning, "F2026-0001") == []


def test_given_a_blocked_document_then_retry_leaves_it_open_and_remembers_who_asked(morning: Command) -> None:
    assert morning.run("inbox retry F2026-0013 --by An").exit_code == 0
    assert status(morning, "F2026-0013") == "blocked"
    assert trail(morning, "F2026-0013") == [
        {"by": "An", "decision": "retry", "status": "blocked", "was": "blocked"},
    ]


def test_given_a_changed_document_then_it_is_accepted_with_a_reason_and_a_name(morning: Command) -> None:
    number = "F2026-0004"
    assert morning.run(f"inbox acknowledge {number} --reason x").exit_code == 2
    morning.world.wait(minutes=1)
    lines = [{**line, "PriceExcl": "30"} for line in morning.world.sandbox.invoices()[number]["InvoiceLines"]]
    morning.world.sandbox.action("edit_invoice", InvoiceCode=number, changes={"InvoiceLines": lines})
    morning.world.run("changed")
    (row,) = [row for row in morning.json("inbox list") if row["number"] == number]
    assert row["reason"].startswith("DOC-003 Gewijzigd in WeFact na de boeking: netto 255,00 → 306,00")
    assert morning.run(f"inbox acknowledge {number} --reason", " ").exit_code == 2
    answer = morning.run(f"inbox acknowledge {number} --by An --reason", "agreed by telephone")
    assert (answer.exit_code, "Not the same: bruto 308,55, WeFact 370,26" in answer.stderr) == (0, True)
    assert status(morning, number) == "booked_warning"
    assert trail(morning, number)[-1]["reason"] == "agreed by telephone"


def test_given_a_withdrawn_document_then_nothing_can_be_decided(morning: Command) -> None:
    morning.world.sandbox.action("delete_invoice", InvoiceCode="F2026-0014")
    morning.world.run("without it")
    assert status(morning, "F2026-0014") == "withdrawn"
    answer = morning.run("inbox skip F2026-0014 --reason x")
    assert answer.exit_code == 2
    assert "[ACT-003] F2026-0014 has status withdrawn" in answer.stderr


def test_given_a_booking_of_the_same_relation_and_gross_then_one_document_adopts_it(
    morning: Command,
) -> None:
    answer = morning.run("inbox adopt F2026-0007 --invoice-id 12345 --by An")
    assert answer.exit_code == 0
    assert "factuurnummer F2026-0007 staat er niet bij" in answer.stderr
    assert status(morning, "F2026-0007") == "adopted"
    rows = {row["number"]: row["booked_in"] for row in morning.json("inbox list --all")}
    assert rows["F2026-0007"] == "V 3"
    later = {"DebtorCode": "DB10001", "Date": "2026-04-01", "InvoiceLines": [{"ProductCode": "P-ADV"}]}
    twin = morning.world.sandbox.action("add_invoice", **later)["InvoiceCode"]
    before = len(morning.world.sandbox.bookings())
    morning.world.run("next")
    assert len(morning.world.sandbox.bookings()) == before
    taken = morning.run(f"inbox adopt {twin} --invoice-id 12345")
    assert (taken.exit_code, "[ACT-009] Booking 12345 belongs to F2026-0007" in taken.stderr) == (2, True)
    assert status(morning, twin) == "new"
    assert status(morning, "F2026-0007") == "adopted"
    assert morning.run("evidence verify").exit_code == 0


@pytest.mark.parametrize(
    ("number", "invoice_id", "code", "exit_code"),
    [
        ("F2026-0006", "20260006", "ACT-008", 4),
        ("F2026-0011", "12345", "ACT-008", 4),
        ("F2026-0011", "99999999", "ACT-007", 2),
        ("DB10002", "12345", "ACT-006", 2),
        ("F2026-0099", "12345", "ACT-001", 2),
    ],
)
def test_given_a_booking_that_differs_or_is_none_then_nothing_is_adopted(
    morning: Command, number: str, invoice_id: str, code: str, exit_code: int
) -> None:
    before = morning.world.records()
    answer = morning.run(f"inbox adopt {number} --invoice-id {invoice_id}")
    assert (answer.exit_code, code in answer.stderr) == (exit_code, True)
    assert morning.world.records() == before


def test_given_a_relation_with_open_documents_then_it_is_not_skipped(morning: Command) -> None:
    answer = morning.run("inbox skip DEBITEUR01 --reason x")
    assert answer.exit_code == 2
    assert "[ACT-005] Relation DEBITEUR01 still has documents: F2026-0012" in answer.stderr
    assert morning.run("inbox skip F2026-0012 --reason x").exit_code == 0
    assert morning.run("inbox skip DEBITEUR01 --reason x").exit_code == 0
    assert morning.world.statuses(Controller.DEBTOR)["DEBITEUR01"] == "skipped"


def test_given_a_writer_at_work_then_a_decision_waits_its_turn_with_8(morning: Command) -> None:
    with morning.world.services() as services:
        lease = Lease(services.store, Target(services.target.host, services.target.database), "somebody", 60)
        lease.acquire()
        try:
            answer = morning.run("inbox skip F2026-0011 --reason x")
        finally:
            lease.release()
    assert answer.exit_code == 8
    assert status(morning, "F2026-0011") == "blocked"


def test_given_the_list_then_it_shows_what_waits_and_all_on_demand(morning: Command) -> None:
    waiting = {row["number"]: row["status"] for row in morning.json("inbox list")}
    assert waiting["F2026-0011"] == "blocked"
    assert not {"booked", "adopted", "skipped", "new"} & set(waiting.values())
    everything = {row["number"] for row in morning.json("inbox list --all")}
    assert set(waiting) < everything
    assert "F2026-0001" in everything - set(waiting)
