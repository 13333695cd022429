"""What ledger lists and totals say of the bookings, opening balances included."""

from __future__ import annotations

from typing import Any

import pytest

from sandbox.testing import SandboxControl
from tests.sandbox.callers import MultiversCaller, invoice_body, line


@pytest.fixture
def books(multivers: MultiversCaller, control: SandboxControl) -> MultiversCaller:
    """An administration without bookings, on 16 March 2026, with customer 1001."""
    control.reset("empty")
    control.clock("2026-03-16T06:00:00+01:00")
    multivers.sign_in()
    return multivers


def _book(books: MultiversCaller, number: int = 1, **changes: Any) -> None:
    standard = {"customerId": "1001", "invoiceId": str(20260000 + number), "journalTransaction": number}
    answer = books.raw("POST", "CustomerInvoice", json=invoice_body() | standard | changes)
    assert answer.status_code == 200


def _in_2025(number: int = 1) -> dict[str, Any]:
    """A booking of 100.00 + 21.00 in November 2025."""
    lines = [line("100.00") | {"transactionDate": "03-11-2025"}]
    return {
        "fiscalYear": 2025,
        "periodNumber": 11,
        "invoiceDate": "03-11-2025",
        "invoiceId": f"2025000{number}",
        "customerInvoiceLines": lines,
    }


def _shown(rows: list[dict[str, Any]]) -> list[tuple[str, int, float, float]]:
    return [(row["accountId"], row["periodNumber"], row["debitAmount"], row["creditAmount"]) for row in rows]


def test_given_a_booking_last_year_then_this_year_opens_with_it(books: MultiversCaller) -> None:
    _book(books, **_in_2025())
    _book(books, 2)
    opening = books.get("JournalEntryLineInfoList/OpeningBalance/2026")
    carried = [("0500", 0, 0.0, 100.0), ("1300", 0, 121.0, 0.0), ("1500", 0, 0.0, 21.0)]
    assert _shown(opening) == carried
    assert all(row["openingBalanceTransaction"] for row in opening)
    assert _shown(books.get("JournalEntryLineInfoList/ByPeriod/2026/0/12"))[:3] == carried
    assert len(books.get("JournalEntryLineInfoList/ByPeriod/2026/1/12")) == 3
    assert books.get("JournalEntryLineInfoList/OpeningBalance/2025") == []


def test_given_a_booking_in_the_opening_balance_then_it_stands_in_period_0(books: MultiversCaller) -> None:
    _book(books, openingBalance=True)
    assert [row[1] for row in _shown(books.get("JournalEntryLineInfoList/ByPeriod/2026/0/0"))] == [0, 0]
    assert books.get("JournalEntryLineInfoList/ByPeriod/2026/3/3") == []
    assert books.get("JournalEntryLineInfoList/ByDate/2026/01-01-2026/31-12-2026") == []


@pytest.mark.parametrize(
    ("path", "accounts"),
    [
        ("ByDate/2026/02-03-2026/2-3-2026", ["1300", "8000", "1500"]),
        ("ByDate/2026/02-03-2026/2-3-2026?accountid=8000", ["8000"]),
        ("ByDate/2026/03-03-2026/31-12-2026", []),
        ("ByPeriod/2026/1/13?accountId=1500", ["1500"]),
        ("2026/3/1300", ["1300"]),
        ("2026/4/1300", []),
        ("BySearchCriteria/2026?PageSize=2&PageNumber=1", ["1300", "8000"]),
        ("BySearchCriteria/2026?PageSize=2&PageNumber=2", ["1500"]),
        ("BySearchCriteria/2026?searchValue=hosting", ["8000"]),
        ("BySearchCriteria/2026?journalId=B", []),
        ("BySearchCriteria/2026?startPeriod=4", []),
        ("BySearchCriteria/2026?endDate=01-03-2026", []),
        ("ByPeriod/2024/0/13", []),
    ],
)
def test_given_a_form_of_the_list_then_its_lines_come(books: MultiversCaller, path: str, accounts: list[str]) -> None:
    _book(books)
    assert [row["accountId"] for row in books.get(f"JournalEntryLineInfoList/{path}")] == accounts


def test_given_a_line_then_it_names_relation_document_and_vat(books: MultiversCaller) -> None:
    _book(books)
    control, revenue, vat = books.get("JournalEntryLineInfoList/ByPeriod/2026/3/3")
    assert (control["customerId"], control["supplierId"], control["document"]) == ("1001", "", "20260001")
    assert (revenue["customerId"], revenue["description"], revenue["vatCodeId"]) == ("", "Hosting", 1)
    assert (vat["vatAmount"], vat["journalId"], vat["journalTransaction"]) == (21.0, "WFV", 1)


def test_given_bookings_then_account_totals_follow(books: MultiversCaller) -> None:
    _book(books, **_in_2025())
    _book(books, 2)
    totals = {
        (row["accountId"], row["periodNumber"]): row["balance"] for row in books.get("AccountPeriodTotalInfoList/2026")
    }
    debtors = books.get("AccountInfo/1300?fiscalYear=2026")
    assert totals == {
        ("0500", 0): -100.0,
        ("1300", 0): 121.0,
        ("1500", 0): -21.0,
        ("1300", 3): 121.0,
        ("8000", 3): -100.0,
        ("1500", 3): -21.0,
    }
    shown = [debtors[name] for name in ("startBalance", "currentTotalDebit", "currentTotalCredit", "currentBalance")]
    assert shown == [121.0, 242.0, 0.0, 242.0]
    assert sum(row["currentBalance"] for row in books.get("AccountInfoList/2026")) == 0.0


@pytest.mark.parametrize(
    ("path", "balances"),
    [
        ("List/ByAccountId/2026/1300", [(0, 121.0), (3, 121.0)]),
        ("List/ByPeriod/2026/0/0", [(0, -100.0), (0, 121.0), (0, -21.0)]),
        ("List/ByPeriod/2026/3/3", [(3, 121.0), (3, -21.0), (3, -100.0)]),
        ("/2026/3/8000", (3, -100.0)),
        ("/2026/4/8000", (4, 0.0)),
        ("/OpeningBalance/2026/1300", (0, 121.0)),
    ],
)
def test_given_a_form_of_totals_then_its_balance_comes(
    books: MultiversCaller, path: str, balances: list[tuple[int, float]] | tuple[int, float]
) -> None:
    _book(books, **_in_2025())
    _book(books, 2)
    found = books.get(f"AccountPeriodTotalInfo{path}")
    rows = found if isinstance(found, list) else [found]
    shown = [(row["periodNumber"], row["balance"]) for row in rows]
    assert shown == (balances if isinstance(balances, list) else [balances])


def test_given_concepts_out_of_the_ledger_then_totals_leave_them_out(
    books: MultiversCaller, control: SandboxControl
) -> None:
    _book(books)
    control.settings(concept_in_ledger=False)
    before = books.get("AccountPeriodTotalInfoList/2026")
    control.action("process_booking", invoiceId="20260001")
    assert (before, len(books.get("AccountPeriodTotalInfoList/2026"))) == ([], 3)


def test_given_an_unknown_account_then_totals_are_404(books: MultiversCaller) -> None:
    paths = ("AccountPeriodTotalInfo/2026/3/7777", "AccountInfo/7777?fiscalYear=2026", "SubAdminSpecList/2026/7777")
    assert [books.raw("GET", path).status_code for path in paths] == [404] * 3
    assert books.get("SubAdminSpecList/2026/1300") == []


def test_given_bank_entries_then_the_journal_shows_its_balance_around_each(
    books: MultiversCaller, control: SandboxControl
) -> None:
    _book(books)
    control.action("match_payment", invoiceId="20260001", amount="21.00", date="2026-03-10")
    control.action("match_payment", invoiceId="20260001", amount="100.00", date="2026-03-12")
    rows = books.get("JournalTransactionInfoList/B/2026")
    ranged = books.get("JournalTransactionInfoList/Range/b/11-03-2026/12-03-2026")
    journal = books.get("JournalInfo/B?fiscalYear=2026")
    assert [(row["previousBalance"], row["newBalance"]) for row in rows] == [(0.0, 21.0), (21.0, 121.0)]
    assert ranged == rows[1:]
    assert (journal["startBalance"], journal["endBalance"], journal["journalTransaction"]) == (0.0, 121.0, 2)
    assert books.get("JournalTransactionInfoList/NIX/2026") == []


def test_given_a_split_then_each_period_bears_its_share_until_it_is_reverted(books: MultiversCaller) -> None:
    _book(books)
    query = "fiscalYear=2026&journalId=WFV&journalTransaction=1&sequenceNumber=2&targetFiscalYear=2026"
    answer = books.raw("POST", f"SplitJournalEntryCommand?{query}").json()
    twice = books.raw("POST", f"SplitJournalEntryCommand?{query}").json()
    revenue = books.get("AccountPeriodTotalInfoList/ByAccountId/2026/8000")
    suspense = books.get("AccountInfo/1900?fiscalYear=2026")
    books.raw("POST", f"SplitJournalEntryCommand/Revert?{query}")
    after = books.get("AccountPeriodTotalInfoList/ByAccountId/2026/8000")
    once_more = books.raw("POST", f"SplitJournalEntryCommand?{query}").json()
    assert (answer["error"], twice["error"], once_more["error"]) == ("", "Deze regel is al verdeeld", "")
    assert [row["balance"] for row in revenue] == [-8.33, -8.33, -8.33, *[-8.33] * 8, -8.37]
    assert (suspense["currentBalance"], suspense["currentTotalDebit"]) == (0.0, 100.0)
    assert [(row["periodNumber"], row["balance"]) for row in after] == [(3, -100.0)]


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ("sequenceNumber=9", "Boekingsregel 9 van boekstuk 1 bestaat niet"),
        ("journalTransaction=8", "Boekingsregel 2 van boekstuk 8 bestaat niet"),
        ("targetFiscalYear=2031", "Grootboekrekening 2031/1900 bestaat niet"),
        ("targetFiscalYear=2025", "Periode 1 tot en met 12 van boekjaar 2025 is niet open"),
    ],
)
def test_given_a_split_that_cannot_be_then_200_carries_the_error(
    books: MultiversCaller, control: SandboxControl, change: str, error: str
) -> None:
    _book(books)
    control.action("close_period", fiscalYear=2025, periodNumber=1)
    before = control.state()["multivers"]["databases"]
    name = change.partition("=")[0]
    words = ("fiscalYear=2026", "journalId=WFV", "journalTransaction=1", "sequenceNumber=2", "targetFiscalYear=2026")
    query = "&".join(change if word.startswith(f"{name}=") else word for word in words)
    answer = books.raw("POST", f"SplitJournalEntryCommand?{query}")
    assert (answer.status_code, answer.json()["error"]) == (200, error)
    assert (
        books.raw("POST", f"SplitJournalEntryCommand/Delete?{query}").json()["error"] == "Deze regel is niet verdeeld"
    )
    assert control.state()["multivers"]["databases"] == before


def test_given_periods_then_a_split_stays_in_them(books: MultiversCaller) -> None:
    _book(books)
    query = "fiscalYear=2026&journalId=WFV&journalTransaction=1&sequenceNumber=2&targetFiscalYear=2026"
    books.raw("POST", f"SplitJournalEntryCommand/ExecuteWithPeriods?{query}&startPeriod=4&endPeriod=5")
    rows = books.get("AccountPeriodTotalInfoList/ByAccountId/2026/8000")
    assert [(row["periodNumber"], row["balance"]) for row in rows] == [(3, 0.0), (4, -50.0), (5, -50.0)]
