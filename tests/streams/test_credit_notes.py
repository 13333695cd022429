"""A credit note is booked as its original was, whatever the mapping tables say by then."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.streams.changing import INVOICE, Booked


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Booked:
    """The demo, booked: made once, and copied for each test."""
    return Booked(tmp_path_factory.mktemp("model"))


@pytest.fixture
def booked(model: Booked, tmp_path: Path) -> Booked:
    """The demo, booked, and a day later with another account for what it sells."""
    twin = model.twin(tmp_path)
    table = twin.include / "mappings" / "demo" / "revenue_accounts.csv"
    table.write_text(table.read_text().replace("HOSTING,8000", "HOSTING,8010").replace("BOEKEN,8020", "BOEKEN,8010"))
    return twin


def credit(booked: Booked, action: str = "credit_invoice", **arguments: Any) -> str:
    """Somebody credits an invoice, and everything runs; gives the number of the credit note."""
    booked.wait(minutes=1)
    number = booked.sandbox.action(action, InvoiceCode=INVOICE, **arguments)["InvoiceCode"]
    booked.next_day()
    return str(number)


def lines(booked: Booked, number: str) -> list[tuple[str, int, object]]:
    """Account, VAT code and amount of each line of a booking."""
    rows = booked.booking(number)["customerInvoiceLines"]
    return [(row["accountId"], row["vatCodeId"], row["debitAmountCur"] or row["creditAmountCur"]) for row in rows]


def test_given_another_account_since_then_the_credit_note_goes_to_that_of_its_original(booked: Booked) -> None:
    number = credit(booked)
    assert lines(booked, number) == lines(booked, INVOICE) == [("8000", 1, 255.0)]
    assert "als F2026-0004" in plan_text(booked, number)


def test_given_a_row_that_is_gone_then_the_credit_note_still_goes_as_its_original(booked: Booked) -> None:
    table = booked.include / "mappings" / "demo" / "revenue_accounts.csv"
    rows = [row for row in table.read_text().splitlines() if not row.startswith(("HOSTING", "*"))]
    table.write_text("\n".join(rows) + "\n")
    assert lines(booked, credit(booked, "credit_lines", lines=[{"line": 1, "Number": "2"}])) == [("8000", 1, 42.5)]


def test_given_an_original_that_has_changed_since_then_the_rows_of_its_date_decide(booked: Booked) -> None:
    booked.price("30")
    booked.next_day()
    assert booked.record().status == "changed"
    assert lines(booked, credit(booked)) == [("8010", 1, 306.0)]


def plan_text(booked: Booked, number: str) -> str:
    """The stored plan of a document."""
    with booked.services() as services, services.memory.read() as unit:
        return unit.plans.text(booked.record(number).plan_hash or "")
