"""A day without news costs the same however much was booked, or waits, before it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from tests.streams.reconciling import Reconciled
from wefact_multivers.errors import SyncError

FEW, MANY = 20, 200
BLOCKED_OF_EACH = 10
"""One of so many documents waits for a person."""

ROOM = 20
"""Statements that come of chunks and pages, which many documents need more of."""


def company(folder: Path, documents: int) -> Reconciled:
    """The demo with so many sales and purchase invoices more, all booked but those that wait for a person."""
    folder.mkdir()
    made = Reconciled(folder)
    for number in range(documents):
        tax = "V21" if number % BLOCKED_OF_EACH else "V0"
        line = {"Description": "Werk", "PriceExcl": str(100 + number), "TaxCode": tax}
        debtor = f"DB1000{1 + number % 4}"
        made.sandbox.action(
            "add_invoice", DebtorCode=debtor, Date="2026-03-12", InvoiceCode=f"F2026-1{number:03}", InvoiceLines=[line]
        )
    for _ in range(3):
        made.morning()
        settle(made)
    return made


def settle(made: Reconciled) -> None:
    """A person releases what is to be written to WeFact, if anything is."""
    try:
        made.approve()
        made.run_payments(f"morning-{made.mornings}")
    except SyncError:
        return


@contextmanager
def counted() -> Iterator[list[str]]:
    """The statements of every store that is opened meanwhile."""
    statements: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def statements_of_a_day(folder: Path, documents: int) -> int:
    """How many statements a morning without news runs."""
    made = company(folder, documents)
    with counted() as statements:
        made.morning()
    return len(statements)


def test_given_ten_times_the_history_when_nothing_is_new_then_a_day_takes_no_more_statements(tmp_path: Path) -> None:
    few, many = (statements_of_a_day(tmp_path / str(documents), documents) for documents in (FEW, MANY))
    assert many <= few * 1.1 + ROOM, f"{few} statements with {FEW} documents, {many} with {MANY}"
