"""The page with a hundred thousand documents: at most three times what it costs with a thousand."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import insert

from tests.streams.world import DEMO_NOW, ROOT
from wefact_multivers.catalogue import Language
from wefact_multivers.clock import FixedClock
from wefact_multivers.domain.documents import Controller
from wefact_multivers.domain.payment_status import PaymentStatus
from wefact_multivers.domain.problems import problem
from wefact_multivers.domain.status import Status
from wefact_multivers.mapping.administration import load_administration
from wefact_multivers.store.connection import StoreConnection
from wefact_multivers.store.database import Store
from wefact_multivers.store.found_records import Order, Wanted
from wefact_multivers.store.migrate import upgrade
from wefact_multivers.store.tables import payment, receipt, record
from wefact_multivers.streams.document_list import document_page, every_document
from wefact_multivers.streams.overview import overview
from wefact_multivers.streams.payment_page import payment_page
from wefact_multivers.streams.services import Office, build_office
from wefact_multivers.streams.waiting_groups import waiting_groups

pytestmark = pytest.mark.full

FEW, MANY = 1_000, 100_000
TIMES = 7
SALES = (Controller.INVOICE,)
BOTH = (Controller.INVOICE, Controller.CREDITINVOICE)
OPENED_AT = datetime(2026, 3, 16, tzinfo=UTC)
WAITING = 60
"""Documents that wait for a person, however many there are: the inbox of a company that keeps up."""

PAGES: dict[str, Callable[[Office], object]] = {
    "overview": overview,
    "inbox": lambda office: waiting_groups(office, Language.NL),
    "documents": lambda office: document_page(office, Wanted(BOTH), 1, Language.NL),
    "last page": lambda office: document_page(office, Wanted(BOTH), 10**6, Language.NL),
    "by number": lambda office: document_page(office, Wanted(SALES, order=Order.NUMBER), 1, Language.NL),
    "by gross": lambda office: document_page(office, Wanted(BOTH, order=Order.GROSS), 1, Language.NL),
    "blocked": lambda office: document_page(office, Wanted(BOTH, (Status.BLOCKED,)), 1, Language.NL),
    "booked": lambda office: document_page(office, Wanted(SALES, (Status.BOOKED,)), 1, Language.NL),
    "of a month": lambda office: document_page(
        office, Wanted(BOTH, first=date(2026, 3, 1), last=date(2026, 3, 31)), 1, Language.NL
    ),
    "of a relation": lambda office: document_page(office, Wanted(BOTH, relation="DB00007"), 1, Language.NL),
    "by text": lambda office: document_page(office, Wanted(BOTH, text="F0000012"), 1, Language.NL),
    "payments": lambda office: payment_page(office, None, 1, Language.NL),
    "payments in conflict": lambda office: payment_page(office, PaymentStatus.CONFLICT, 1, Language.NL),
}


@pytest.fixture(scope="module")
def offices(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Office]]:
    """Two stores that differ in the length of their history alone."""
    opened = {count: _office(tmp_path_factory.mktemp(f"page-{count}"), count) for count in (FEW, MANY)}
    yield opened
    for office in opened.values():
        office.store.close()


def _office(folder: Path, count: int) -> Office:
    shutil.copytree(ROOT / "include", folder / "include")
    store = Store(StoreConnection(f"sqlite:///{folder / 'store.db'}", (Fernet.generate_key().decode(),)))
    upgrade(store.engine)
    administration = load_administration(folder / "include", "demo")
    rows = [_row(administration.id, number, count) for number in range(count)]
    with store.write() as connection:
        connection.execute(insert(record), [_record(row) for row in rows])
        connection.execute(insert(receipt), [_receipt(row) for row in rows if row["status"] == Status.BOOKED])
        connection.execute(insert(payment), [_payment(row) for row in rows if row["status"] == Status.BOOKED])
    return build_office("demo", folder / "include", administration, store, FixedClock(DEMO_NOW))


def _row(administration_id: str, number: int, count: int) -> dict[str, Any]:
    is_sale = number % 5 != 0
    return {
        "administration_id": administration_id,
        "controller": Controller.INVOICE if is_sale else Controller.CREDITINVOICE,
        "identifier": str(number),
        "number": f"{'F' if is_sale else 'CF'}{number:07}",
        "date": date(2026, 3, 16) - timedelta(days=(count - number) * 2000 // MANY),
        "relation_code": f"DB{number % (count // 10):05}",
        "gross": Decimal(number % 977),
        "status": Status.BLOCKED if number >= count - WAITING else Status.BOOKED,
    }


def _record(row: dict[str, Any]) -> dict[str, Any]:
    why = () if row["status"] == Status.BOOKED else (problem("MAP-001", group="HOSTING", line="1"),)
    rest = {"source_status": 2, "modified": "-", "content": "x" * 1500, "content_hash": "-", "problems": why}
    return row | rest | {"updated_at": OPENED_AT, "erased_at": None}


def _receipt(row: dict[str, Any]) -> dict[str, Any]:
    named = ("administration_id", "controller", "identifier", "relation_code", "gross")
    return {name: row[name] for name in named} | {
        "effect": "create_booking",
        "adopted": False,
        "content_hash": "-",
        "written": "{}",
        "journal_id": "WFV",
        "journal_transaction": int(row["identifier"]),
        "invoice_id": row["identifier"],
        "reference": row["number"],
        "invoice_date": row["date"],
        "verified": True,
        "created_at": OPENED_AT,
    }


def _payment(row: dict[str, Any]) -> dict[str, Any]:
    named = ("administration_id", "controller", "identifier")
    status = PaymentStatus.CONFLICT if int(row["identifier"]) % 20_000 == 1 else PaymentStatus.PAID
    rest = {"status": status, "problems": (), "balance": Decimal(0), "source_status": 4, "wants_details": False}
    return {name: row[name] for name in named} | rest | {"updated_at": OPENED_AT}


def _seconds(work: Callable[[Office], object], office: Office) -> float:
    """The processor time of a page: the quickest of a few, since others are at work too."""
    found = []
    for _ in range(TIMES):
        started = time.process_time()
        work(office)
        found.append(time.process_time() - started)
    return min(found)


@pytest.mark.parametrize("page", PAGES)
def test_hundred_times_the_documents_then_a_page_takes_at_most_three_times_as_long(
    offices: dict[int, Office], page: str
) -> None:
    few, many = (_seconds(PAGES[page], offices[count]) for count in (FEW, MANY))
    assert many <= 3 * few, f"{few * 1000:.1f} ms with {FEW}, {many * 1000:.1f} ms with {MANY}"


def test_export_of_everything_then_the_first_row_comes_at_once_and_none_is_missing(offices: dict[int, Office]) -> None:
    rows = every_document(offices[MANY], Wanted(BOTH), Language.NL)
    started = time.process_time()
    next(rows)
    first = time.process_time() - started
    assert 1 + sum(1 for _ in rows) == MANY
    assert first * 5 < time.process_time() - started
