"""Ledger lists: bookings of a journal and ledger lines (multivers-api.md 2.1, 3.10)."""

from __future__ import annotations

from decimal import Decimal

from sandbox.model import Record
from sandbox.multivers.context import Call, Routes
from sandbox.multivers.ledger import entry_lines, is_processed, to_euros
from sandbox.multivers.wire import dutch_date


def transactions_of_year(call: Call) -> list[Record]:
    """`GET JournalTransactionInfoList/{journalId}/{fiscalYear}`."""
    year, journal = call.number("fiscalYear"), call.parts["journalId"].upper()
    return [
        _transaction(row)
        for row in call.db.transactions.values()
        if row["fiscalYear"] == year and row["journalId"].upper() == journal and _counts(call, row)
    ]


def transactions_in_range(call: Call) -> list[Record]:
    """`GET JournalTransactionInfoList/Range/{journalId}/{startDate}/{endDate}`."""
    low, high, journal = str(call.date("startDate")), str(call.date("endDate")), call.parts["journalId"].upper()
    return [
        _transaction(row)
        for row in call.db.transactions.values()
        if low <= row["transactionDate"] <= high and row["journalId"].upper() == journal and _counts(call, row)
    ]


def _counts(call: Call, transaction: Record) -> bool:
    return call.books.settings.concept_in_ledger or is_processed(call.db, transaction)


def _transaction(row: Record) -> Record:
    zero = Decimal("0.00")
    return {
        "transactionId": row["journalTransaction"],
        "transactionDate": dutch_date(row["transactionDate"]),
        "description": row["description"],
        "previousBalance": zero,
        "newBalance": zero,
    }


def lines_by_date(call: Call) -> list[Record]:
    """`GET JournalEntryLineInfoList/ByDate/{fiscalYear}/{startDate}/{endDate}[?accountid]`."""
    low, high = str(call.date("startDate")), str(call.date("endDate"))
    return [
        _line(transaction, line)
        for transaction, line in entry_lines(call.books)
        if low <= transaction["transactionDate"] <= high and _fits(call, transaction, line)
    ]


def lines_by_period(call: Call) -> list[Record]:
    """`GET JournalEntryLineInfoList/ByPeriod/{fiscalYear}/{startPeriod}/{endPeriod}[?accountId]`."""
    low, high = call.number("startPeriod"), call.number("endPeriod")
    return [
        _line(transaction, line)
        for transaction, line in entry_lines(call.books)
        if low <= transaction["periodNumber"] <= high and _fits(call, transaction, line)
    ]


def _fits(call: Call, transaction: Record, line: Record) -> bool:
    account = call.query.get("accountid", "")
    return transaction["fiscalYear"] == call.number("fiscalYear") and account in ("", line["accountId"])


def _line(transaction: Record, line: Record) -> Record:
    debit, credit = to_euros(max(line["cents"], 0)), to_euros(max(-line["cents"], 0))
    return {
        "accountId": line["accountId"], "costCentreId": line["costCentreId"], "costUnitId": line["costUnitId"],
        "creditAmount": credit, "creditAmountCur": credit, "debitAmount": debit, "debitAmountCur": debit,
        "currencyId": "EUR", "customerId": line["customerId"], "supplierId": "", "description": line["description"],
        "document": line["document"], "fiscalYear": transaction["fiscalYear"], "fixedAssetId": "",
        "journalId": transaction["journalId"], "journalTransaction": transaction["journalTransaction"],
        "openingBalanceTransaction": False, "periodNumber": transaction["periodNumber"],
        "quantity": line["quantity"], "transactionDate": dutch_date(transaction["transactionDate"]),
        "vatAdjusted": False, "vatAmount": to_euros(line["vatCents"]), "vatCodeId": line["vatCodeId"],
        "vatType": line["vatType"],
    }  # fmt: skip


ROUTES: Routes = {
    "GET JournalTransactionInfoList/Range/{journalId}/{startDate}/{endDate}": transactions_in_range,
    "GET JournalTransactionInfoList/{journalId}/{fiscalYear}": transactions_of_year,
    "GET JournalEntryLineInfoList/ByDate/{fiscalYear}/{startDate}/{endDate}": lines_by_date,
    "GET JournalEntryLineInfoList/ByPeriod/{fiscalYear}/{startPeriod}/{endPeriod}": lines_by_period,
}
