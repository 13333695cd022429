"""How many calls a list costs: one where an earlier page proves that this one was not cut."""

from __future__ import annotations

from datetime import date

import pytest

from sandbox.testing import SandboxServers
from tests.multivers.conftest import ClientOf, calls_of
from wefact_multivers.domain.bookings import Kind
from wefact_multivers.multivers.client import MultiversClient
from wefact_multivers.multivers.pages import Pages

LISTS = ("FiscalYearInfoList", "PeriodInfoList", "JournalInfoList", "VatCodeInfoList", "PaymentConditionInfoList")


def test_given_a_long_list_first_then_every_shorter_list_costs_one_call(
    client: MultiversClient, sandbox: SandboxServers
) -> None:
    client.check()
    client.reference_data([2025, 2026])
    counts = {name: calls_of(sandbox, f"GET {name}") for name in (*LISTS, "AccountInfoList", "VatScenarioRuleInfoList")}
    assert counts == {**dict.fromkeys(LISTS, 1), "AccountInfoList": 3, "VatScenarioRuleInfoList": 2}
    assert sandbox.requests()["total"] == 1 + sum(counts.values()) + 2


def test_given_codes_that_were_read_earlier_then_only_years_periods_and_accounts_are_asked_for(
    client: MultiversClient, client_of: ClientOf, sandbox: SandboxServers
) -> None:
    known = client.reference_data([2026])
    sandbox.forget_requests()
    later = client_of()
    later.check()
    assert later.reference_data([2026], known) == known
    asked = {name: count for name, count in sandbox.requests()["calls"].items() if "GET" in name}
    assert asked == {
        "multivers GET AccountInfoList": 2,
        "multivers GET FiscalYearInfoList": 1,
        "multivers GET PeriodInfoList": 1,
    }


def test_given_proof_of_reach_then_an_absent_booking_costs_one_call(
    client: MultiversClient, sandbox: SandboxServers
) -> None:
    assert client.booking(Kind.SALES, "99999999") is None
    sandbox.forget_requests()
    assert client.relation(Kind.PURCHASE, "NOBODY") is None
    assert sandbox.requests()["total"] == 1


def test_given_a_list_on_which_money_depends_then_only_such_a_list_proves_its_end(
    client: MultiversClient, sandbox: SandboxServers
) -> None:
    client.check()
    client.ledger_lines(2026, date(2026, 1, 1), date(2026, 12, 31))
    client.bookings(Kind.SALES, 2026)
    client.bookings(Kind.PURCHASE, 2026)
    assert calls_of(sandbox, "GET JournalEntryLineInfoList") == 2
    assert calls_of(sandbox, "GET CustomerInvoiceInfoList") == 1
    assert calls_of(sandbox, "GET SupplierInvoiceInfoList") == 1


@pytest.mark.parametrize("cap", [1, 2, 3, 4, 5, 15, 16])
def test_given_a_cap_that_cuts_every_list_then_no_ledger_line_is_missed(
    client_of: ClientOf, sandbox: SandboxServers, cap: int
) -> None:
    whole = client_of().ledger_lines(2026, date(2026, 1, 1), date(2026, 12, 31))
    sandbox.settings(page_cap=cap)
    client = client_of()
    assert len(client.reference_data([2026]).vat_rules) == 108
    assert client.ledger_lines(2026, date(2026, 1, 1), date(2026, 12, 31)) == whole
    assert len(client.bookings(Kind.SALES, 2026)) == 3


def test_given_pages_then_only_a_shorter_one_was_surely_not_cut() -> None:
    pages = Pages()
    assert not pages.is_last("AccountInfoList", 1)
    pages.note("AccountInfoList", 50)
    assert (pages.is_last("AccountInfoList", 49), pages.is_last("AccountInfoList", 50)) == (True, False)
    assert pages.is_last("CustomerNVL", 49)
    assert not pages.is_last("JournalEntryLineInfoList", 1)
    pages.note("CustomerNVL", 900)
    assert not pages.is_last("AccountInfoList", 60)
    pages.note("JournalEntryLineInfoList", 100)
    assert (pages.is_last("CustomerInvoiceInfoList", 99), pages.is_last("AccountInfoList", 99)) == (True, True)
