"""Ledger lists: bookings of a journal and ledger lines (multivers-api.md 2.1, 2.3, 3.10).

All of them derive from the posted transactions; the opening of a year counts as period 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from sandbox.model import Record
from sandbox.multivers import ledger
from sandbox.multivers.balances import OPENING, carried_over
from sandbox.multivers.context import Call, Routes
from sandbox.multivers.ledger import to_euros
from sandbox.multivers.wire import dutch_date

LAST_PERIOD = 99


def transactions_of_year(call: Call) -> list[Record]:
    """`GET JournalTransactionInfoList/{journalId}/{fiscalYear}`."""
    return _transactions(call, call.number("fiscalYear"))


def transactions_in_range(call: Call) -> list[Record]:
    """`GET JournalTransactionInfoList/Range/{journalId}/{startDate}/{endDate}`: over all fiscal years."""
    low, high = str(call.date("startDate")), str(call.date("endDate"))
    rows = (row for year in sorted(call.db.fiscal_years) for row in _transactions(call, int(year), low, high))
    return list(rows)


def _transactions(call: Call, year: int, low: str = "", high: str = "9999") -> list[Record]:
    """The bookings of a journal; in a money journal with the balance of its account around each of them."""
    wanted = call.parts["journalId"].upper()
    journal = next((row for name, row in call.db.journals.items() if name.upper() == wanted), None)
    if journal is None:
        return []
    balance = sum(line["cents"] for line in carried_over(call.books, year) if line["accountId"] == journal["accountId"])
    rows = []
    for transaction in ledger.transactions_of(call.db, year, journal["journalId"]):
        if not ledger.is_shown(call.books, transaction):
            continue
        moved = sum(line["cents"] for line in transaction["lines"] if line["accountId"] == journal["accountId"])
        if low <= transaction["transactionDate"] <= high:
            rows.append(_transaction(transaction, balance, moved))
        balance += moved
    return rows


def _transaction(row: Record, balance: int, moved: int) -> Record:
    return {
        "transactionId": row["journalTransaction"],
        "transactionDate": dutch_date(row["transactionDate"]),
        "description": row["description"],
        "previousBalance": to_euros(balance),
        "newBalance": to_euros(balance + moved),
    }


def lines_by_date(call: Call) -> list[Record]:
    """`GET JournalEntryLineInfoList/ByDate/{fiscalYear}/{startDate}/{endDate}[?accountid]`: without the opening."""
    low, high = str(call.date("startDate")), str(call.date("endDate"))
    return _lines(call, lambda entry: not entry["openingBalance"] and low <= entry["transactionDate"] <= high)


def lines_by_period(call: Call) -> list[Record]:
    """`GET JournalEntryLineInfoList/ByPeriod/{fiscalYear}/{startPeriod}/{endPeriod}[?accountId]`; 0 = opening."""
    low, high = call.number("startPeriod"), call.number("endPeriod")
    return _lines(call, lambda entry: low <= _period(entry) <= high)


def opening_lines(call: Call) -> list[Record]:
    """`GET JournalEntryLineInfoList/OpeningBalance/{fiscalYear}[?accountid]`."""
    return _lines(call, lambda entry: entry["openingBalance"])


def lines_of_account(call: Call) -> list[Record]:
    """`GET JournalEntryLineInfoList/{fiscalYear}/{period}/{accountid}`."""
    period = call.number("period")
    return _lines(call, lambda entry: _period(entry) == period)


def lines_by_criteria(call: Call) -> list[Record]:
    """`GET JournalEntryLineInfoList/BySearchCriteria/{fiscalYear}?...&PageSize&PageNumber` (V22).

    The criteria are a guess: accountId, journalId, startDate, endDate, startPeriod, endPeriod and searchValue (a
    part of a line's description or document). PageNumber counts from 1; without PageSize all lines come.
    """
    low, high = call.number("startPeriod", OPENING), call.number("endPeriod", LAST_PERIOD)
    first, last = str(call.date("startDate") or ""), str(call.date("endDate") or "9999")
    journal, text = call.query.get("journalid", "").upper(), call.query.get("searchvalue", "").lower()

    def fits(entry: Record) -> bool:
        in_time = low <= _period(entry) <= high and first <= entry["transactionDate"] <= last
        return in_time and journal in ("", entry["journalId"].upper())

    rows = _lines(call, fits)
    return page(call, [row for row in rows if text in f"{row['description']} {row['document']}".lower()])


def page(call: Call, rows: list[Record]) -> list[Record]:
    """One page of a list that knows PageSize and PageNumber (multivers-api.md 4.1)."""
    size, number = call.number("PageSize", 0), call.number("PageNumber", 1)
    return rows[size * (max(number, 1) - 1) :][:size] if size > 0 else rows


def _period(entry: Record) -> int:
    return OPENING if entry["openingBalance"] else int(entry["periodNumber"])


def _lines(call: Call, fits: Callable[[Record], bool]) -> list[Record]:
    year = call.number("fiscalYear")
    account = call.parts.get("accountid") or call.query.get("accountid", "")
    return [
        _line(entry, line) for entry, line in _entries(call, year) if account in ("", line["accountId"]) and fits(entry)
    ]


def _entries(call: Call, year: int) -> Iterator[tuple[Record, Record]]:
    """The lines of a year, after those with which it opens."""
    opening: Record = {
        "fiscalYear": year, "journalId": "", "journalTransaction": 0, "periodNumber": OPENING,
        "transactionDate": f"{year}-01-01", "openingBalance": True,
    }  # fmt: skip
    if str(year) in call.db.fiscal_years:
        yield from ((opening, line) for line in carried_over(call.books, year))
    yield from ledger.entry_lines(call.books, year)


def _line(entry: Record, line: Record) -> Record:
    debit, credit = to_euros(max(line["cents"], 0)), to_euros(max(-line["cents"], 0))
    return {
        "accountId": line["accountId"], "costCentreId": line["costCentreId"], "costUnitId": line["costUnitId"],
        "creditAmount": credit, "creditAmountCur": credit, "debitAmount": debit, "debitAmountCur": debit,
        "currencyId": "EUR", "customerId": line["customerId"], "supplierId": line["supplierId"],
        "description": line["description"], "document": line["document"], "fiscalYear": entry["fiscalYear"],
        "fixedAssetId": "", "journalId": entry["journalId"], "journalTransaction": entry["journalTransaction"],
        "openingBalanceTransaction": entry["openingBalance"], "periodNumber": _period(entry),
        "quantity": line["quantity"], "transactionDate": dutch_date(entry["transactionDate"]),
        "vatAdjusted": line["vatAdjusted"], "vatAmount": to_euros(line["vatCents"]), "vatCodeId": line["vatCodeId"],
        "vatType": line["vatType"],
    }  # fmt: skip


_LINES = "GET JournalEntryLineInfoList"
ROUTES: Routes = {
    "GET JournalTransactionInfoList/Range/{journalId}/{startDate}/{endDate}": transactions_in_range,
    "GET JournalTransactionInfoList/{journalId}/{fiscalYear}": transactions_of_year,
    f"{_LINES}/ByDate/{{fiscalYear}}/{{startDate}}/{{endDate}}": lines_by_date,
    f"{_LINES}/ByPeriod/{{fiscalYear}}/{{startPeriod}}/{{endPeriod}}": lines_by_period,
    f"{_LINES}/BySearchCriteria/{{fiscalYear}}": lines_by_criteria,
    f"{_LINES}/OpeningBalance/{{fiscalYear}}": opening_lines,
    f"{_LINES}/{{fiscalYear}}/{{period}}/{{accountid}}": lines_of_account,
}
