"""Payables: supplier invoices put up for payment, and the file for the bank (multivers-api.md 2.1, 3.10 Payable)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sandbox.model import Record
from sandbox.multivers import invoice_store, matching
from sandbox.multivers.context import Books, Call, Routes
from sandbox.multivers.errors import NotFoundError
from sandbox.multivers.families import Family, create, create_all, created, edit, rows_of
from sandbox.multivers.fields import model
from sandbox.multivers.kinds import SUPPLIER
from sandbox.multivers.ledger import to_cents, to_euros
from sandbox.multivers.reference import JOURNAL_BANK
from sandbox.multivers.wire import Problems

STATE_NONE, STATE_IN_FILE = 0, 1


def _check(books: Books, record: Record, problems: Problems) -> None:
    journal = books.db.journals.get(record["bankId"])
    if journal is None or journal["journalType"] != JOURNAL_BANK:
        problems.add("bankId", f"Bank {record['bankId']} bestaat niet")
    key = SUPPLIER.key(record["invoiceId"])
    invoice = SUPPLIER.invoices(books.db).get(key)
    if invoice is None or record["supplierId"] not in ("", invoice["supplierId"]):
        problems.add("invoiceId", f"Factuur {record['invoiceId']} bestaat niet")
        return
    payable = _payable_cents(books, key)
    if payable <= 0 or to_cents(record["amount"]) > payable:
        problems.add("amount", f"Er mag hoogstens {to_euros(max(payable, 0))} betaald worden")


def _payable_cents(books: Books, key: str) -> int:
    """What is open and not blocked for payment."""
    frozen = to_cents(SUPPLIER.invoices(books.db)[key]["amountFrozenCur"])
    return matching.balance_cents(books.db, key) - frozen


def _fill(books: Books, record: Record) -> None:
    """Complete from the invoice: supplier, amount and bank account where they were left out."""
    key = SUPPLIER.key(record["invoiceId"])
    invoice = invoice_store.get(books.db, key)
    record["supplierId"] = invoice["supplierId"]
    record["amount"] = record["amount"] or to_euros(_payable_cents(books, key))
    record["reference"] = record["reference"] or invoice["paymentReference"] or invoice["reference"]
    record["paymentDate"] = record["paymentDate"] or books.clock.today().isoformat()
    account = _preferred_account(books, invoice["supplierId"])
    record["bankAccountNumber"] = record["bankAccountNumber"] or account.get("iban", "")
    record["bic"] = record["bic"] or account.get("bic", "")


def _preferred_account(books: Books, supplier_id: str) -> Record:
    number = books.db.suppliers[supplier_id]["organizationId"]
    rows = [row for row in books.db.tables.get("BankAccount", {}).values() if row["organizationId"] == number]
    return min(rows, key=lambda row: not row["preferred"], default={})


PAYABLE = Family(
    "Payable",
    model(
        "invoiceId:s8! supplierId:s8 amount:d bankId:s3! bankAccountNumber:s34 bic:s11 -batchId:s -batchSubNumber:i"
        " paymentDate:t reference:s shouldWriteOff:b -state:i"
    ),
    ("bankId", "invoiceId"),
    label="Betaling van factuur",
    calls="",
    check=_check,
    fill=_fill,
)


def post_payable(call: Call) -> Any:
    """`POST Payable`."""
    return created(call, edit(PAYABLE, create(call.books, PAYABLE, call.json())))


def post_payables(call: Call) -> Any:
    """`POST PayableList`: several at once, all or none."""
    return created(call, [edit(PAYABLE, row) for row in create_all(call.books, PAYABLE, call.json())])


def by_state(call: Call) -> list[Record]:
    """`GET PayableList/ByState/{state}`: 0 = put up for payment, 1 = in a file for the bank (1 is a guess)."""
    state = call.number("state")
    return [edit(PAYABLE, row) for row in rows_of(call.db, PAYABLE).values() if row["state"] == state]


def by_bank(call: Call) -> list[Record]:
    """`GET PayableList/{bankId}`."""
    wanted = call.parts["bankId"].upper()
    if wanted not in (name.upper() for name in call.db.journals):
        raise NotFoundError
    return [edit(PAYABLE, row) for row in rows_of(call.db, PAYABLE).values() if row["bankId"].upper() == wanted]


def create_file(call: Call) -> Record:
    """`POST CreatePaymentFileCommand?bankId`: puts all of a bank that wait into one batch; the answer is a guess."""
    bank = call.query.get("bankid", "")
    rows = [
        row
        for row in rows_of(call.db, PAYABLE).values()
        if row["bankId"].upper() == bank.upper() and row["state"] == STATE_NONE
    ]
    if not rows:
        return {"error": f"Er zijn geen betalingen voor bank {bank}", "bankId": bank, "batchId": "", "count": 0}
    batch = str(call.db.next_serial())
    for number, row in enumerate(rows, start=1):
        row |= {"batchId": batch, "batchSubNumber": number, "state": STATE_IN_FILE}
    total = sum((row["amount"] for row in rows), Decimal("0.00"))
    return {"error": "", "bankId": bank, "batchId": batch, "count": len(rows), "totalAmount": total}


ROUTES: Routes = {
    "POST Payable": post_payable,
    "POST PayableList": post_payables,
    "GET PayableList/ByState/{state}": by_state,
    "GET PayableList/{bankId}": by_bank,
    "POST CreatePaymentFileCommand": create_file,
}
