"""Free journal bookings: basic entries with VAT, other sides, replacing and removing (multivers-api.md 3.10)."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from sandbox.core import Sandbox
from sandbox.testing import SandboxControl
from tests.sandbox.bare_books import bare_sandbox
from tests.sandbox.callers import MultiversCaller


@pytest.fixture
def sandbox() -> Sandbox:
    """Books in which only what the test does has happened."""
    return bare_sandbox()


PROXY = "UNIT4.Multivers.API.BL.Financial.Edit.{}EntryProxy, UNIT4.Multivers.API.Web.WebApi.Model"
Rows = list[tuple[str, float, float]]


def fin_trans(*entries: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """A booking of 10 March 2026 in the bank journal."""
    body: dict[str, Any] = {"journalId": "B", "fiscalYear": 2026, "periodNumber": 3, "transactionDate": "10-3-2026"}
    return body | {"description": "Afschrift", "finTransEntries": list(entries)} | changes


def basic(account: str, debit: float = 0, credit: float = 0, **more: Any) -> dict[str, Any]:
    """An entry on an account, as clients send it."""
    entry = {"$type": PROXY.format("Basic"), "accountId": account, "debitAmount": debit, "creditAmount": credit}
    return entry | {"transactionDate": "10-3-2026"} | more


def post(multivers: MultiversCaller, *entries: dict[str, Any], **changes: Any) -> httpx.Response:
    """Post a booking."""
    return multivers.raw("POST", "FinTrans", json=fin_trans(*entries, **changes))


def ledger(multivers: MultiversCaller) -> Rows:
    """Account, debit and credit of every line of March."""
    rows = multivers.get("JournalEntryLineInfoList/ByPeriod/2026/3/3")
    return [(row["accountId"], row["debitAmount"], row["creditAmount"]) for row in rows]


@pytest.mark.parametrize(
    ("entry", "lines"),
    [
        (basic("4000", 121), [("4000", 121.0, 0.0), ("1100", 0.0, 121.0)]),
        (
            basic("4000", 121, vatCodeId=1, vatIncluded=True, vatScenarioId=11),
            [("4000", 100.0, 0.0), ("1520", 21.0, 0.0), ("1100", 0.0, 121.0)],
        ),
        (
            basic("4000", 100, vatCodeId=1, vatScenarioId=11),
            [("4000", 100.0, 0.0), ("1520", 21.0, 0.0), ("1100", 0.0, 121.0)],
        ),
        (
            basic("8000", credit=121, vatCodeId=1, vatIncluded=True, vatScenarioId=1),
            [("8000", 0.0, 100.0), ("1500", 0.0, 21.0), ("1100", 121.0, 0.0)],
        ),
        (
            basic("8000", credit=109, vatCodeId=2, vatIncluded=True),
            [("8000", 0.0, 100.0), ("1510", 0.0, 9.0), ("1100", 109.0, 0.0)],
        ),
        (
            basic("4000", 121, vatCodeId=1, vatIncluded=True, vatAmount=20.5, vatChanged=True, vatScenarioId=11),
            [("4000", 100.5, 0.0), ("1520", 20.5, 0.0), ("1100", 0.0, 121.0)],
        ),
        (
            basic("4000", 121, vatCodeId=1, vatIncluded=True, vatScenarioId=11, nondeductibleVATPercentage=40),
            [("4000", 108.4, 0.0), ("1520", 12.6, 0.0), ("1100", 0.0, 121.0)],
        ),
        (
            basic("4300", 109, vatCodeId=2, vatIncluded=True, vatScenarioId=11),
            [("4300", 109.0, 0.0), ("1520", 0.0, 0.0), ("1100", 0.0, 109.0)],
        ),
        (
            basic("4200", 100, vatCodeId=1, vatIncluded=True, vatScenarioId=14),
            [("4200", 100.0, 0.0), ("1520", 21.0, 0.0), ("1530", 0.0, 21.0), ("1100", 0.0, 100.0)],
        ),
        (basic("8000", credit=100, vatCodeId=1, vatScenarioId=3), [("8000", 0.0, 100.0), ("1100", 100.0, 0.0)]),
    ],
    ids=["plain", "inside", "on top", "sale", "low", "changed", "part", "none", "owed", "abroad"],
)
def test_given_a_basic_entry_then_its_vat_is_booked_and_the_bank_takes_the_rest(
    multivers: MultiversCaller, entry: dict[str, Any], lines: Rows
) -> None:
    assert post(multivers, entry).status_code == 200
    assert ledger(multivers) == lines


@pytest.mark.parametrize(
    ("entry", "path"),
    [
        (basic("7777", 10), "accountId"),
        (basic("8999", 10), "accountId"),
        (basic("4000", 10, vatCodeId=9), "vatCodeId"),
        (basic("4000", 10, vatScenarioId=99), "vatScenarioId"),
        (basic("4000", 121, vatCodeId=1, vatIncluded=True, vatAmount=20.5), "vatAmount"),
        (basic("4000", 10, nondeductibleVATPercentage=101), "nondeductibleVATPercentage"),
        (basic("4000", 10, costCentreId="NIX"), "costCentreId"),
        ({"$type": PROXY.format("Customer"), "accountId": "4000", "debitAmount": 10}, "customerId"),
        ({"$type": PROXY.format("Supplier"), "supplierId": "NIX", "debitAmount": 10}, "supplierId"),
    ],
)
def test_given_a_wrong_entry_then_its_property_is_named(
    multivers: MultiversCaller, entry: dict[str, Any], path: str
) -> None:
    answer = post(multivers, entry)
    assert (answer.status_code, answer.json()["messages"][0]["path"]) == (400, f"finTransEntries[0].{path}")
    assert ledger(multivers) == []


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"journalId": "X"}, "journalId"),
        ({"finTransEntries": []}, "finTransEntries"),
        ({"periodNumber": 14}, "periodNumber"),
        ({"periodNumber": 0}, "periodNumber"),
        ({"fiscalYear": 2025}, "periodNumber"),
        ({"journalId": "M"}, "finTransEntries"),
        ({"journalTransaction": 10000}, "journalTransaction"),
        ({"transactionDate": ""}, "transactionDate"),
    ],
)
def test_given_a_wrong_header_then_its_property_is_named(
    multivers: MultiversCaller, changes: dict[str, Any], path: str
) -> None:
    answer = post(multivers, basic("4000", 10), **changes)
    assert (answer.status_code, answer.json()["messages"][0]["path"]) == (400, path)


def test_given_a_booking_then_it_is_read_as_it_was_sent(multivers: MultiversCaller) -> None:
    made = post(multivers, basic("4000", 10, description="Koffie"), document="D1").json()
    read = multivers.get("FinTrans/2026/B/1")
    entry = read["finTransEntries"][0]
    assert read == made
    assert (read["document"], read["canChange"], len(read["finTransEntries"])) == ("D1", True, 1)
    assert (entry["$type"], entry["accountId"], entry["description"]) == (PROXY.format("Basic"), "4000", "Koffie")
    assert entry["transactionDate"] == "10-3-2026"


def test_given_the_booking_of_an_invoice_then_it_reads_as_entries_and_changes_only_through_the_invoice(
    multivers: MultiversCaller,
) -> None:
    read = multivers.get("FinTrans/2026/V/1")
    assert [entry["$type"].split("EntryProxy")[0].rpartition(".")[2] for entry in read["finTransEntries"]] == [
        "Customer",
        "Basic",
        "Basic",
    ]
    statuses = [multivers.raw(method, "FinTrans/2026/V/1", json=read).status_code for method in ("PUT", "DELETE")]
    assert (read["canChange"], statuses) == (False, [400, 400])


def test_given_a_replacement_then_the_old_lines_and_matches_are_gone(
    multivers: MultiversCaller, control: SandboxControl
) -> None:
    control.settings(over_payment="refused")
    entry = {"customerId": "DB10001", "customerEntryPayments": [{"invoiceId": "20260005", "amountPaidCur": 121}]}
    post(multivers, entry)
    entry["customerEntryPayments"] = [{"invoiceId": "20260005", "amountPaidCur": 100}]
    changed = multivers.raw("PUT", "FinTrans/2026/B/1", json=fin_trans(entry, basic("4000", 7)))
    shown = multivers.get("CustomerInvoiceInfo/20260005")
    assert (changed.status_code, changed.json()["journalTransaction"]) == (200, 1)
    assert (shown["invoiceBalance"], [row["paidAmount"] for row in shown["payments"]]) == (21.0, [100.0])
    assert ledger(multivers) == [("1300", 0.0, 100.0), ("4000", 7.0, 0.0), ("1100", 93.0, 0.0)]


def test_given_a_refused_replacement_then_the_state_is_as_it_was(
    multivers: MultiversCaller, control: SandboxControl
) -> None:
    post(multivers, {"customerId": "DB10001", "customerEntryPayments": [{"invoiceId": "20260005", "amountPaidCur": 9}]})
    post(multivers, basic("4000", 1))
    before = control.state()["multivers"]["databases"]
    wrong = [fin_trans(basic("7777", 1)), fin_trans(basic("4000", 1), journalTransaction=2)]
    answers = [multivers.raw("PUT", "FinTrans/2026/B/1", json=body).status_code for body in wrong]
    assert answers == [400, 400]
    assert control.state()["multivers"]["databases"] == before


def test_given_a_new_number_then_the_replacement_moves_there(multivers: MultiversCaller) -> None:
    post(multivers, basic("4000", 1))
    multivers.raw("PUT", "FinTrans/2026/B/1", json=fin_trans(basic("4000", 2), journalTransaction=5))
    rows = multivers.get("JournalTransactionInfoList/B/2026")
    assert [row["transactionId"] for row in rows] == [5]
    assert multivers.raw("GET", "FinTrans/2026/B/1").status_code == 404


def test_given_a_removed_booking_then_what_it_settled_is_open_again(multivers: MultiversCaller) -> None:
    post(multivers, {"customerId": "DB10001", "customerEntryPayments": [{"invoiceId": "20260005", "amountPaidCur": 9}]})
    assert multivers.raw("DELETE", "FinTrans/2026/B/1").status_code == 200
    shown = multivers.get("CustomerInvoiceInfo/20260005")
    assert (shown["invoiceBalance"], shown["payments"], ledger(multivers)) == (121.0, [], [])


@pytest.mark.parametrize(
    ("action", "arguments"), [("close_period", {"fiscalYear": 2026, "periodNumber": 3}), ("", {"record_locked": True})]
)
def test_given_a_closed_period_or_a_lock_then_it_stays(
    multivers: MultiversCaller, control: SandboxControl, action: str, arguments: dict[str, Any]
) -> None:
    post(multivers, basic("4000", 1))
    control.action(action, **arguments) if action else control.settings(**arguments)
    statuses = [
        multivers.raw(method, "FinTrans/2026/B/1", json=fin_trans(basic("4000", 2))).status_code
        for method in ("PUT", "DELETE")
    ]
    assert (statuses, ledger(multivers)[0]) == ([400, 400], ("4000", 1.0, 0.0))


def test_given_a_memorial_in_period_nought_then_it_opens_the_balance(multivers: MultiversCaller) -> None:
    entries = (basic("1100", 500), basic("0500", credit=500))
    assert post(multivers, *entries, journalId="M", periodNumber=0, transactionDate="1-1-2026").status_code == 200
    opening = multivers.get("JournalEntryLineInfoList/OpeningBalance/2026")
    assert [(row["accountId"], row["debitAmount"]) for row in opening] == [("1100", 500.0), ("0500", 0.0)]


def test_given_next_numbers_then_both_kinds_and_free_bookings_share_a_journals_series(
    multivers: MultiversCaller,
) -> None:
    command = "GetNextJournalTransactionCommand?fiscalYear=2026&journalId=B"
    post(multivers, basic("4000", 1), journalTransaction=41)
    assert multivers.raw("POST", command).json()["nextJournalTransaction"] == 42
    multivers.raw("DELETE", "FinTrans/2026/B/41")
    assert multivers.raw("POST", command).json()["nextJournalTransaction"] == 1


def test_given_amounts_in_cur_only_then_they_count(multivers: MultiversCaller) -> None:
    entries = ({"accountId": "4000", "debitAmountCur": 5}, {"accountId": "1900", "creditAmountCur": 5})
    assert post(multivers, *entries, journalId="M").status_code == 200
    assert ledger(multivers) == [("4000", 5.0, 0.0), ("1900", 0.0, 5.0)]
