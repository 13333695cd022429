"""The public package `unit4` (ZYP) reads a whole administration from the sandbox, unmodified (multivers-api.md 6)."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from sandbox.testing import CLIENT_ID, CLIENT_SECRET, DATABASE, REFRESH_TOKEN, SandboxServers, running
from tests.clients.conftest import CUSTOMER
from tests.clients.environments import drive
from tests.sandbox.callers import MultiversCaller, invoice_body

Rows = list[dict[str, Any]]
SUPPLIER = {"supplierId": "91001", "shortName": "LEV", "name": "Leverancier Noord", "paymentConditionId": "30"}


def book(servers: SandboxServers) -> None:
    """One sales invoice of 121.00 in period 3, with a customer and a supplier of our own."""
    with httpx.Client(trust_env=False) as http:
        caller = MultiversCaller(http, servers.multivers_url)
        invoice = invoice_body() | {"customerId": "90001"}
        for resource, body in (("Customer", CUSTOMER), ("Supplier", SUPPLIER), ("CustomerInvoice", invoice)):
            answer = caller.raw("POST", resource, json=body)
            assert answer.status_code == 200, answer.text


@pytest.fixture(scope="module")
def worked() -> tuple[dict[str, Any], dict[str, int]]:
    """What the client printed, and how often it called what."""
    with running("empty") as servers:
        book(servers)
        servers.forget_requests()
        secrets = {"UNIT4_CLIENT_ID": CLIENT_ID, "UNIT4_CLIENT_SECRET": CLIENT_SECRET}
        url = servers.multivers_url.removesuffix("/V22")
        answers = drive("unit4", SANDBOX_URL=url, UNIT4_REFRESH_TOKEN=REFRESH_TOKEN, **secrets)
        return answers, servers.requests()["calls"]


@pytest.fixture(scope="module")
def read(worked: tuple[dict[str, Any], dict[str, int]]) -> dict[str, Any]:
    return worked[0]


def test_given_its_token_then_one_serves_the_whole_run(worked: tuple[dict[str, Any], dict[str, int]]) -> None:
    answers, calls = worked
    assert (answers["refused_token"], calls["multivers POST OAuth/Token"]) == ("no access token", 2)


def test_given_administrations_then_ours_is_among_them(read: dict[str, Any]) -> None:
    assert DATABASE in [row["name"] for row in read["administrations"]]
    assert isinstance(read["groups"], list)


def test_given_accounts_then_they_carry_year_and_administration(read: dict[str, Any]) -> None:
    rows = {row["name"]: row for row in read["accounts"]}
    assert rows["8000"] == {
        "name": "8000",
        "value": "Omzet hosting",
        "administration": DATABASE,
        "fiscal_year": "2026",
    }
    assert [(row["accountId"], row["description"]) for row in read["account_info"]] == [("8000", "Omzet hosting")]


def test_given_name_value_lists_then_each_has_its_rows(read: dict[str, Any]) -> None:
    assert {"name", "value", "administration"} <= read["account_categories"][0].keys()
    assert read["account_categories"][0]["administration"] == DATABASE
    assert all(row["costCentreId"] and row["administration"] == DATABASE for row in read["costcenters"])


def test_given_journals_then_each_is_joined_to_the_text_of_its_type(read: dict[str, Any]) -> None:
    journals = {row["journalId"]: row for row in read["journals"]}
    types = {row["journalType"]: row["journaltype_description"] for row in read["journal_types"]}
    assert {"V", "I", "B", "M"} <= journals.keys()
    assert all(row["journaltype_description"] == types[row["journalType"]] for row in journals.values())


def test_given_relations_then_both_kinds_stand_in_one_table(read: dict[str, Any]) -> None:
    rows = [row for row in read["customers_suppliers"] if row["relation_id"] in ("90001", "91001")]
    assert [(row["relation_type"], row["relation_name"]) for row in rows] == [
        ("Customer", "Klant Zuid"),
        ("Supplier", "Leverancier Noord"),
    ]


def test_given_the_journal_lines_of_a_year_then_they_balance(read: dict[str, Any]) -> None:
    rows: Rows = read["transactions"]
    found = sorted((row["accountId"], row["debitAmount"], row["creditAmount"]) for row in rows)
    assert found == [("1300", 121.0, 0.0), ("1500", 0.0, 21.0), ("8000", 0.0, 100.0)]
    assert {row["periodNumber"] for row in rows} == {3}


def test_given_a_trial_balance_then_its_totals_agree_with_the_lines(read: dict[str, Any]) -> None:
    rows = [row for row in read["trial_balance"] if row["accountId"] == "8000"]
    assert {row["fiscal_year"] for row in rows} == {"2026"}
    assert sum(value for row in rows for name, value in row.items() if name == "creditAmount") == 100
