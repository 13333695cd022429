"""Counts for what is old, all of it once a week, and a list that is cut off says nothing of what is not in it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import httpx
import pytest

from sandbox.testing import KEY
from tests.streams.old_store import Company, InProcess
from tests.streams.reconciling import Reconciled
from wefact_multivers.clock import FixedClock
from wefact_multivers.domain.documents import Controller
from wefact_multivers.errors import RetryableError
from wefact_multivers.streams.preflight import preflight
from wefact_multivers.streams.reconcile import reconcile
from wefact_multivers.streams.runs import RunRequest, Trigger
from wefact_multivers.wefact.client import WeFactClient
from wefact_multivers.wefact.connection import WeFactConnection

OLD = "F2026-0004"
"""An invoice of January, which the days of March leave behind."""


@pytest.fixture(scope="module")
def booked(tmp_path_factory: pytest.TempPathFactory) -> Reconciled:
    """The demo's sales side with short memory, booked; nobody may touch it."""
    made = Reconciled(tmp_path_factory.mktemp("booked"), creditors=False, purchase_invoices=False, payments=False)
    file = made.include / "administrations" / "demo.yaml"
    file.write_text(re.sub(r"^reconcile_days: .*$", "reconcile_days: 20", file.read_text(), flags=re.MULTILINE))
    made.morning()
    return made


@pytest.fixture
def world(booked: Reconciled, tmp_path: Path) -> Reconciled:
    """The same a day later, to do something with."""
    made = booked.copied(tmp_path)
    made.wait(days=1)
    return made


def test_given_a_day_after_everything_was_compared_then_the_old_is_counted(world: Reconciled) -> None:
    assert world.comparison().is_full
    assert world.differences() == []
    comparison = world.comparison()
    assert (comparison.is_full, comparison.first) == (False, date(2026, 2, 25))
    assert world.documents().left.count == 2


def test_given_a_week_then_everything_is_compared_again(world: Reconciled) -> None:
    world.wait(days=5)
    assert world.differences("six") == []
    assert not world.comparison().is_full
    world.wait(days=1)
    assert world.differences("seven") == []
    assert world.comparison().is_full


def test_given_a_full_comparison_by_hand_then_an_old_booking_that_is_gone_is_named(world: Reconciled) -> None:
    invoice_id = world.booking(OLD)["invoiceId"]
    world.sandbox.action("delete_booking", invoiceId=invoice_id)
    assert world.differences("daily") == []
    assert world.differences("full", full=True) == [f"{OLD}: booking {invoice_id} not found in the ledger"]


def test_given_an_old_document_that_is_deleted_then_the_count_makes_the_link_look(world: Reconciled) -> None:
    world.sandbox.action("delete_invoice", InvoiceCode=OLD)
    assert world.differences() == []
    assert world.comparison().is_full
    assert world.statuses()[OLD] == "changed"
    assert world.differences("next") == []
    assert not world.comparison().is_full


def test_given_an_old_document_that_the_store_lost_then_the_count_makes_the_link_look(world: Reconciled) -> None:
    world.drop("F2026-0006")
    assert world.differences() == ["F2026-0006: in WeFact, not in the link"]


@pytest.mark.parametrize(("total", "code"), [(None, "NET-002"), (2, "REC-002")])
def test_given_a_list_that_is_cut_off_then_nothing_is_taken_for_gone(
    world: Reconciled, total: int | None, code: str
) -> None:
    before = world.statuses()
    network = world.sandbox.network
    cut = httpx.Client(base_url=world.sandbox.wefact_url, transport=CutOff(world.sandbox.transport, 2, total))
    world.network = replace(network, wefact=cut)
    error = world.reconcile()
    assert isinstance(error, RetryableError)
    assert error.code == code
    assert world.statuses() == before


class CutOff(httpx.BaseTransport):
    """WeFact's list of invoices ends after some rows, and counts all of them or what it is told to say."""

    def __init__(self, inner: httpx.BaseTransport, keep: int, total: int | None) -> None:
        self._inner = inner
        self._keep = keep
        self._total = total

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send on, and leave rows out of the answer."""
        response = self._inner.handle_request(request)
        answer = json.loads(response.read())
        if b"DESC" not in request.content or "invoices" not in answer:
            return response
        at = int(answer["offset"])
        rows = answer["invoices"][: max(0, self._keep - at)]
        total = answer["totalresults"] if self._total is None else self._total
        cut = answer | {"invoices": rows, "totalresults": total, "currentresults": len(rows)}
        limits = {name: value for name, value in response.headers.items() if not name.startswith("content")}
        return httpx.Response(200, json=cut, headers=limits)


def test_given_a_ledger_without_our_bookings_then_nothing_is_taken_for_gone(world: Reconciled) -> None:
    network = world.sandbox.network
    empty = httpx.Client(base_url=world.sandbox.multivers_url, transport=Empty(world.sandbox.transport))
    world.network = replace(network, multivers=empty)
    for key in ("one", "two"):
        assert world.differences(key, full=True) == []
    assert "missing" not in world.statuses().values()


class Empty(httpx.BaseTransport):
    """Multivers' lists of bookings and ledger lines come empty; single bookings are shown."""

    def __init__(self, inner: httpx.BaseTransport) -> None:
        self._inner = inner

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send on, or answer with nothing."""
        is_list = "LineInfoList" in request.url.path or "InvoiceInfoList" in request.url.path
        return httpx.Response(200, json=[]) if is_list else self._inner.handle_request(request)


@pytest.mark.full
def test_given_three_times_the_history_then_a_reconciliation_costs_the_same_calls(tmp_path: Path) -> None:
    few, many = (calls_of(Company(tmp_path / str(size), size)) for size in (30, 90))
    assert few == many
    assert few == {
        "wefact invoice/list": 1,
        "wefact creditinvoice/list": 1,
        "multivers GET JournalEntryLineInfoList": 4,
    }


def calls_of(company: Company) -> dict[str, int]:
    """The calls of a reconciliation of a booked company on the next day, when nothing has changed."""
    company.sign()
    company.run("first")
    company.wait(days=1)
    with company.services() as services:
        preflight(services, RunRequest("second", Trigger.MANUAL))
    company.sandbox.forget_requests()
    with company.services() as services:
        reconcile(services, "second")
    calls: dict[str, int] = company.sandbox.requests()["calls"]
    return calls


def test_given_a_long_list_then_only_its_newest_pages_are_read() -> None:
    servers = InProcess("large:400")
    connection = WeFactConnection("wefact_demo", servers.wefact_url, KEY)
    clock = FixedClock(servers.sandbox.clock.now())
    client = WeFactClient(connection, servers.network.wefact, clock, page_size=50)
    newest = client.newest_documents(Controller.INVOICE, date(2026, 3, 1))
    assert servers.requests()["calls"] == {"wefact invoice/list": 1}
    assert newest.older + len(newest.rows) == 400
    assert {row.date >= date(2026, 3, 1) for row in newest.rows} == {True}


def test_given_a_booked_document_that_was_erased_then_all_the_others_are_still_compared(world: Reconciled) -> None:
    key = next(one.key for one in world.records() if one.seen.number == OLD)
    world.sandbox.action("delete_invoice", InvoiceCode=OLD)
    world.morning()
    with world.services() as services, services.memory.write() as unit:
        unit.erasure.erase(key, "A. de Boer", "asked for", services.clock.now())
    assert world.reconcile(full=True) is None
    assert world.documents().left.count > 2
