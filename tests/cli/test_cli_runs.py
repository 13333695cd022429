"""`preview`, `export` and `reconcile`: the DAG's work by hand, and how it went as an exit code."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Command
from wefact_multivers.cli.output import Exit, worst


def writes(command: Command) -> int:
    """Writes to both systems; renewing the login is none."""
    calls = command.world.sandbox.requests()["calls"]
    kinds = ("POST CustomerInvoice", "POST SupplierInvoice", "POST Customer", "POST Supplier", "PUT", "/add", "mark")
    return sum(count for call, count in calls.items() if any(kind in call for kind in kinds))


def test_given_a_preview_then_plans_are_shown_and_nothing_is_written(command: Command) -> None:
    command.world.sandbox.forget_requests()
    answer = command.run("preview --stream debtors --stream sales_invoices --output json")
    assert answer.exit_code == 5
    shown = json.loads(answer.stdout)
    assert shown["run"]["mode"] == "preview"
    assert shown["tasks"]["sales_invoices.prepare"] == {"planned": 9, "blocked": 6, "postponed": 1, "skipped": 0}
    assert {row["kind"] for row in shown["rows"]} == {"debtor", "sales invoice"}
    assert "sales_invoices.post" not in shown["tasks"]
    assert command.world.bookings() == []
    assert writes(command) == 0


def test_given_dates_then_the_preview_shows_those_documents_alone(command: Command) -> None:
    rows = command.json("preview --from 2026-01-08 --to 2026-01-12 --stream sales_invoices")["rows"]
    assert [row["number"] for row in rows] == ["F2026-0002", "F2026-0003"]
    plans = json.loads(command.run("preview --from 2026-01-08 --to 2026-01-12 --show").stdout)
    assert [plan["number"] for plan in plans] == ["F2026-0002", "F2026-0003"]


def test_given_a_number_then_the_plan_shown_is_what_is_booked(command: Command) -> None:
    answer = command.run("preview --number F2026-0001 --show")
    assert answer.exit_code == 0
    (shown,) = json.loads(answer.stdout)
    assert shown["number"] == "F2026-0001"
    command.run("export --yes")
    booked = next(row for row in command.world.bookings() if row["invoiceId"] == "20260001")
    sent = json.loads(shown["plan"]["body"])
    assert {name: booked[name] for name in ("customerId", "fiscalYear", "periodNumber", "reference")} == {
        name: sent[name] for name in ("customerId", "fiscalYear", "periodNumber", "reference")
    }


def test_given_an_export_then_it_books_what_the_dag_would_and_once(command: Command) -> None:
    answer = command.run("export --yes --output json")
    assert answer.exit_code == 5
    shown = json.loads(answer.stdout)
    codes = {task: error["code"] for task, error in shown["errors"].items()}
    assert codes == {"debtors.post": "DOC-100", "sales_invoices.post": "DOC-100"}
    assert shown["tasks"]["reconcile"]["differences"] == 0
    assert len(command.world.bookings()) == 8
    booked = command.world.statuses()
    again = command.run("export --yes")
    assert again.exit_code == 5
    assert len(command.world.bookings()) == 8
    assert command.world.statuses() == booked


def test_given_an_answer_that_got_lost_then_it_says_when_to_come_back(command: Command) -> None:
    command.world.sandbox.fault("POST CustomerInvoice", when="late:60", kind="status:502", times=1)
    answer = command.run("export --yes")
    assert answer.exit_code == 7
    assert "[SND-001]" in answer.stderr
    assert "looked up after 2026-03-16T05:15:00+00:00" in answer.stderr


def test_given_a_stranger_in_our_journal_then_reconcile_ends_with_4(command: Command) -> None:
    command.run("export --yes")
    shown = command.run("reconcile --full")
    assert shown.exit_code == 0
    lines = [" ".join(line.split()) for line in shown.stdout.splitlines()]
    assert "sales_invoices invoices against bookings 16 2164,39 9 1301,63 862,76 0,00 (0)" in lines
    assert "blocked 7 862,76" in lines
    assert "Unexplained: 0,00 and 0 documents." in lines
    command.world.sandbox.action("delete_booking", invoiceId="20260001")
    answer = command.run("reconcile --output json")
    assert answer.exit_code == 4
    told = json.loads(answer.stdout)
    assert told["differences"] == ["F2026-0001: booking 20260001 not found in the ledger"]
    assert told["unexplained_documents"] == 1
    assert "[REC-001]" in answer.stderr


def test_given_a_reconciliation_then_print_shows_its_sheet_without_a_call(command: Command) -> None:
    nothing = command.run("reconcile --print nl")
    assert (nothing.exit_code, nothing.stdout) == (2, "")
    command.run("export --yes")
    command.world.sandbox.forget_requests()
    dutch = command.run("reconcile --print nl")
    assert dutch.exit_code == 0
    lines = [" ".join(line.split()) for line in dutch.stdout.splitlines()]
    assert lines[0] == "Aansluitingsblad demo"
    assert "2026-Q1 totaal 1a 852,08 852,08 178,95 178,95 0,00 (0)" in lines
    assert "VAT return by period and box" in command.run("reconcile --print en").stdout
    row = "Btw-aansluiting per periode en rubriek;2026-Q1;totaal;1a;852,08;852,08;178,95;178,95;0,00 (0)"
    assert row in command.run("reconcile --print csv").stdout.splitlines()
    assert command.world.sandbox.requests()["total"] == 0


def test_given_mode_preview_then_export_reads_nothing_and_says_so(command: Command) -> None:
    file = command.world.include / "administrations" / "demo.yaml"
    file.write_text(file.read_text().replace("mode: export", "mode: preview"))
    command.world.sandbox.forget_requests()
    for line in ("export --yes", "payments"):
        answer = command.run(line)
        assert answer.exit_code == 3
        assert "mode preview" in answer.stderr or "switched off" in answer.stderr
    assert command.world.sandbox.requests()["total"] == 0


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ("--from 2026-01-01", "[CFG-006]"),
        ("--from 2026-02-01 --to 2026-01-01", "[CFG-006]"),
        ("--stream invoices", "is no stream"),
    ],
)
def test_given_options_that_make_no_sense_then_usage(booked: Command, options: str, word: str) -> None:
    answer = booked.run(f"preview {options}")
    assert answer.exit_code == 2
    assert word in answer.stderr


def test_given_several_errors_then_the_worst_decides() -> None:
    assert worst([]) is Exit.OK
    assert worst([Exit.BLOCKED, Exit.DIFFERENCES]) is Exit.DIFFERENCES
    assert worst([Exit.DIFFERENCES, Exit.REMOTE, Exit.BLOCKED]) is Exit.REMOTE
