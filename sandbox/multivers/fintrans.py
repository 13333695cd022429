"""Free journal bookings, and the way in which money is matched to open invoices (multivers-api.md 3.10, FinTrans)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sandbox.model import Record
from sandbox.multivers import ledger
from sandbox.multivers.checks import check_account, check_period
from sandbox.multivers.context import Books, Call, Routes, stop_on
from sandbox.multivers.errors import NotFoundError, refuse
from sandbox.multivers.fields import CUSTOMER_ENTRY_PAYMENT, FIN_TRANS, FIN_TRANS_ENTRY
from sandbox.multivers.reference import JOURNAL_BANK, JOURNAL_CASH
from sandbox.multivers.wire import Binder, Problems, dutch_date


def post_fin_trans(call: Call) -> Record:
    """`POST FinTrans`."""
    return _shown(book(call.books, call.json()))


def get_fin_trans(call: Call) -> Record:
    """`GET FinTrans/{fiscalYear}/{journalId}/{journalTransaction}`."""
    return _shown(_find(call))


def delete_fin_trans(call: Call) -> None:
    """`DELETE FinTrans/…`: undoes its matches as well; an invoice's booking is not removed this way."""
    transaction = _find(call)
    if transaction["invoiceKey"]:
        raise refuse("", "Boeking hoort bij een factuur")
    remove(call.books, _key(transaction))


def book(books: Books, body: Any) -> Record:
    """Book a free entry: the bank or cash account takes the other side, any other journal must balance.

    Raises:
        RefusedError: with every property that is wrong.
    """
    problems = Problems()
    binder = Binder(books.settings, problems)
    header = binder.bind(FIN_TRANS, body)
    entries = binder.bind_list(FIN_TRANS_ENTRY, header["finTransEntries"], "finTransEntries")
    for index, entry in enumerate(entries):
        path = f"finTransEntries[{index}].customerEntryPayments"
        entry["customerEntryPayments"] = binder.bind_list(CUSTOMER_ENTRY_PAYMENT, entry["customerEntryPayments"], path)
    stop_on(problems)
    _check(books, header, entries, problems)
    stop_on(problems)
    return _enter(books, header, entries)


def remove(books: Books, key: str) -> None:
    """Remove a free booking and undo what it matched."""
    del books.db.transactions[key]
    books.db.matches = [match for match in books.db.matches if match["key"] != key]


def _find(call: Call) -> Record:
    year, number = call.number("fiscalYear"), call.number("journalTransaction")
    transaction = call.db.transactions.get(ledger.transaction_key(year, call.parts["journalId"], number))
    if transaction is None:
        raise NotFoundError
    return transaction


def _key(transaction: Record) -> str:
    return ledger.transaction_key(
        transaction["fiscalYear"], transaction["journalId"], transaction["journalTransaction"]
    )


def _check(books: Books, header: Record, entries: list[Record], problems: Problems) -> None:
    check_period(books, header, problems, header["transactionDate"])
    if header["journalId"] not in books.db.journals:
        problems.add("journalId", f"Dagboek {header['journalId']} bestaat niet")
    if not entries:
        problems.add("finTransEntries", "Een boeking heeft minimaal één regel")
    for index, entry in enumerate(entries):
        path = f"finTransEntries[{index}]."
        if not entry["customerId"]:
            check_account(books, header["fiscalYear"], entry["accountId"], (path, problems))
        elif entry["customerId"] not in books.db.customers:
            problems.add(f"{path}customerId", f"Debiteur {entry['customerId']} bestaat niet")
        for payment in entry["customerEntryPayments"]:
            invoice = books.db.invoices.get(payment["invoiceId"])
            if invoice is None or invoice["customerId"] != entry["customerId"]:
                problems.add(f"{path}customerEntryPayments", f"Factuur {payment['invoiceId']} bestaat niet")


def _enter(books: Books, header: Record, entries: list[Record]) -> Record:
    year, journal_id = header["fiscalYear"], header["journalId"]
    lines = [line for entry in entries for line in _lines(books, entry)]
    journal = books.db.journals[journal_id]
    if journal["journalType"] in (JOURNAL_BANK, JOURNAL_CASH):
        balance = sum(line["cents"] for line in lines)
        lines.append(ledger.ledger_line(journal["accountId"], -balance, description=header["description"]))
    elif sum(line["cents"] for line in lines) != 0:
        raise refuse("finTransEntries", "Boeking is niet in evenwicht")
    number = ledger.choose_number(books, header["journalTransaction"], year, journal_id)
    names = ("fiscalYear", "journalId", "periodNumber", "transactionDate", "description")
    kept = {name: header[name] for name in names} | {"journalTransaction": number, "invoiceKey": ""}
    ledger.post(books.db, kept, lines)
    key = ledger.transaction_key(year, journal_id, number)
    for entry in entries:
        books.db.matches += [_match(kept, key, payment) for payment in entry["customerEntryPayments"]]
    return books.db.transactions[key]


def _lines(books: Books, entry: Record) -> list[Record]:
    if not entry["customerId"]:
        debit = entry["debitAmount"] or entry["debitAmountCur"]
        credit = entry["creditAmount"] or entry["creditAmountCur"]
        cents = ledger.to_cents(Decimal(debit) - Decimal(credit))
        return [ledger.ledger_line(entry["accountId"], cents, description=entry["description"])]
    customer = books.db.customers[entry["customerId"]]
    control = books.db.customer_groups[str(customer["customerGroupId"])]["accountId"]
    return [
        ledger.ledger_line(
            control,
            -ledger.to_cents(payment["amountPaidCur"]),
            customerId=entry["customerId"],
            description=payment["description"],
            document=payment["invoiceId"],
        )
        for payment in entry["customerEntryPayments"]
    ]


def _match(header: Record, key: str, payment: Record) -> Record:
    return {
        "invoiceKey": payment["invoiceId"],
        "cents": ledger.to_cents(payment["amountPaidCur"]),
        "fiscalYear": header["fiscalYear"],
        "journalId": header["journalId"],
        "journalTransaction": header["journalTransaction"],
        "paymentDate": header["transactionDate"],
        "key": key,
    }


def _shown(transaction: Record) -> Record:
    entries = [
        {
            "accountId": line["accountId"],
            "customerId": line["customerId"],
            "debitAmount": ledger.to_euros(max(line["cents"], 0)),
            "creditAmount": ledger.to_euros(max(-line["cents"], 0)),
            "description": line["description"],
            "transactionDate": dutch_date(transaction["transactionDate"]),
        }
        for line in transaction["lines"]
    ]
    names = ("journalId", "fiscalYear", "journalTransaction", "periodNumber", "description")
    return {name: transaction[name] for name in names} | {
        "transactionDate": dutch_date(transaction["transactionDate"]),
        "finTransEntries": entries,
        "messages": [],
    }


ROUTES: Routes = {
    "POST FinTrans": post_fin_trans,
    "GET FinTrans/{fiscalYear}/{journalId}/{journalTransaction}": get_fin_trans,
    "DELETE FinTrans/{fiscalYear}/{journalId}/{journalTransaction}": delete_fin_trans,
}
