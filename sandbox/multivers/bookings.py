"""Customer invoices as bookings: made, changed and removed with their ledger lines (multivers-api.md 2.4, 3.4)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sandbox.model import Record
from sandbox.multivers import ledger
from sandbox.multivers.checks import check_invoice
from sandbox.multivers.context import Books, find_period, stop_on
from sandbox.multivers.errors import NotFoundError, RefusedError, refuse, refused_by_switch
from sandbox.multivers.fields import CUSTOMER_INVOICE, CUSTOMER_INVOICE_LINE, VAT_TRANSACTION_LINE
from sandbox.multivers.vat import cents, vat_rows
from sandbox.multivers.wire import Binder, Problems, render

SALES_CREDIT = 2


def create_invoice(books: Books, body: Any) -> tuple[str, Record]:
    """Book an invoice; gives its key and record.

    Raises:
        RefusedError: with every property that is wrong; nothing is booked then.
    """
    invoice, amounts = _read(books, body)
    key = _choose_key(books, invoice)
    _enter(books, key, invoice, amounts)
    return key, invoice


def replace_invoice(books: Books, key: str, body: Any) -> Record:
    """Book an invoice again in place of the present booking, which stays when the new one is refused.

    Raises:
        RefusedError: it cannot be changed, or the new one is wrong.
    """
    old = books.db.invoices[key]
    _refuse_change(books, key)
    wanted = dict(body) if isinstance(body, dict) else {}
    if books.settings.put_missing == "kept":
        given = {str(name).lower() for name in wanted}
        wanted |= {name: value for name, value in rendered(books, key).items() if name.lower() not in given}
    return _swap(books, key, old, wanted)


def edit_invoice(books: Books, key: str, changes: Record) -> Record:
    """What the bookkeeper does in the program: change some properties, whatever the API would say."""
    return _swap(books, key, books.db.invoices[key], rendered(books, key) | changes)


def _swap(books: Books, key: str, old: Record, wanted: Record) -> Record:
    transaction_key = _transaction_key(old)
    transaction = books.db.transactions.pop(transaction_key)
    del books.db.invoices[key]
    try:
        invoice, amounts = _read(books, wanted)
        if invoice["invoiceId"] not in ("", old["invoiceId"]):
            raise refuse("invoiceId", "Factuurnummer kan niet gewijzigd worden")
        invoice["invoiceId"] = old["invoiceId"]
        if (invoice["fiscalYear"], invoice["journalId"]) == (old["fiscalYear"], old["journalId"]):
            invoice["journalTransaction"] = invoice["journalTransaction"] or old["journalTransaction"]
        _enter(books, key, invoice, amounts)
    except RefusedError:
        books.db.invoices[key] = old
        books.db.transactions[transaction_key] = transaction
        raise
    invoice["_processed"] = old["_processed"]
    return invoice


def delete_invoice(books: Books, key: str) -> None:
    """Remove a booking through the API.

    Raises:
        RefusedError: it cannot be changed any more.
    """
    _refuse_change(books, key)
    remove_booking(books, key)


def remove_booking(books: Books, key: str) -> None:
    """Remove a booking, its ledger lines and what was matched with it."""
    books.db.transactions.pop(_transaction_key(books.db.invoices.pop(key)), None)
    books.db.matches = [match for match in books.db.matches if match["invoiceKey"] != key]


def find_key(books: Books, invoice_id: str) -> str:
    """The key of a booking by its invoiceId.

    Raises:
        NotFoundError: there is none.
    """
    if invoice_id not in books.db.invoices:
        raise NotFoundError
    return invoice_id


def reason_not_to_change(books: Books, key: str) -> str:
    """Why a booking cannot be changed; empty while it is a concept (multivers-api.md 2.4)."""
    invoice = books.db.invoices[key]
    period = find_period(books.db, invoice["fiscalYear"], invoice["periodNumber"])
    if invoice["_processed"]:
        return "Boeking is verwerkt"
    if period is None or period["isClosed"]:
        return f"Periode {invoice['periodNumber']} is afgesloten"
    if books.settings.matched_change == "refused" and ledger.payments_of(books.db, key):
        return "Factuur is (deels) afgeletterd"
    return ""


def _refuse_change(books: Books, key: str) -> None:
    if books.settings.record_locked:
        raise refuse("", "Record is in gebruik door SYSTEEM")
    if reason := reason_not_to_change(books, key):
        raise refuse("", reason)


def rendered(books: Books, key: str) -> Record:
    """The edit model of a booking."""
    invoice = books.db.invoices[key]
    reason = reason_not_to_change(books, key)
    state = {"canChange": not reason}
    lines = [render(CUSTOMER_INVOICE_LINE, line | state) for line in invoice["customerInvoiceLines"]]
    rows = [render(VAT_TRANSACTION_LINE, row | state) for row in invoice["vatTransactionLines"]]
    return render(CUSTOMER_INVOICE, invoice) | {
        "canChange": not reason,
        "cannotChangeReason": reason,
        "customerInvoiceLines": lines,
        "vatTransactionLines": rows,
        "documentLink": invoice["documentLink"] or None,
    }


def _transaction_key(invoice: Record) -> str:
    return ledger.transaction_key(invoice["fiscalYear"], invoice["journalId"], invoice["journalTransaction"])


def _read(books: Books, body: Any) -> tuple[Record, tuple[Decimal, Decimal]]:
    problems = Problems()
    binder = Binder(books.settings, problems)
    invoice = binder.bind(CUSTOMER_INVOICE, body)
    invoice["customerInvoiceLines"] = binder.bind_list(
        CUSTOMER_INVOICE_LINE, invoice["customerInvoiceLines"], "customerInvoiceLines"
    )
    invoice["vatTransactionLines"] = binder.bind_list(
        VAT_TRANSACTION_LINE, invoice["vatTransactionLines"], "vatTransactionLines"
    )
    stop_on(problems)
    check_invoice(books, invoice, problems)
    amounts = _amounts(books, invoice, problems)
    stop_on(problems)
    _complete(books, invoice, amounts)
    return invoice, amounts


def _side(books: Books) -> int:
    return 1 if books.settings.sales_line_side == "credit" else -1


def _line_net(books: Books, line: Record) -> Decimal:
    return _side(books) * (cents(line["creditAmountCur"]) - cents(line["debitAmountCur"]))


def _amounts(books: Books, invoice: Record, problems: Problems) -> tuple[Decimal, Decimal]:
    """Net and VAT in euros, with the sign of the invoice; the checked VAT rows go into the record."""
    net = sum((_line_net(books, line) for line in invoice["customerInvoiceLines"]), Decimal("0.00"))
    rows = vat_rows(books, invoice, lambda line: _line_net(books, line), problems)
    invoice["vatTransactionLines"] = rows
    vat = sum((cents(row["vatAmountCur"]) for row in rows), Decimal("0.00"))
    if invoice["invoiceType"] == SALES_CREDIT and net + vat > 0:
        problems.add("invoiceType", "Een creditfactuur heeft een negatief totaal")
    return net, vat


def _complete(books: Books, invoice: Record, amounts: tuple[Decimal, Decimal]) -> None:
    net, vat = amounts
    invoice |= {
        "totalAmountVatExcl": net, "totalAmountVatExclCur": net, "vatAmount": vat, "vatAmountCur": vat,
        "amountTotal": net + vat, "amountTotalCur": net + vat, "exchangeRate": invoice["exchangeRate"] or Decimal(1),
        "currencyId": invoice["currencyId"] or books.db.company["currencyId"],
        "_processed": books.settings.auto_process,
    }  # fmt: skip
    for line in invoice["customerInvoiceLines"]:
        line["creditAmount"], line["debitAmount"] = line["creditAmountCur"], line["debitAmountCur"]
        line["vatAmount"] = line["vatAmountCur"]
        line["currencyId"] = invoice["currencyId"]
    if not invoice["invoiceExpirationDate"] or books.settings.due_date == "overwritten":
        condition = books.db.payment_conditions[invoice["paymentConditionId"]]
        due = date.fromisoformat(invoice["invoiceDate"]) + timedelta(days=condition["expirationDays"])
        invoice["invoiceExpirationDate"] = due.isoformat()


def _choose_key(books: Books, invoice: Record) -> str:
    invoice_id = invoice["invoiceId"]
    if not invoice_id:
        if books.settings.missing_invoice_id == "required":
            raise refuse("invoiceId", "invoiceId is verplicht")
        invoice_id = invoice["invoiceId"] = next_invoice_id(books)
    if invoice_id not in books.db.invoices:
        return str(invoice_id)
    if books.settings.duplicate_invoice_id == "second_booking":
        return f"{invoice_id}#{books.db.next_serial()}"
    switch = books.settings.duplicate_invoice_id
    raise refused_by_switch(switch, "invoiceId", f"Factuurnummer {invoice_id} bestaat al")


def next_invoice_id(books: Books) -> str:
    """The number after the highest one in use."""
    used = [int(invoice["invoiceId"]) for invoice in books.db.invoices.values() if invoice["invoiceId"].isdecimal()]
    return str(max([*used, books.clock.today().year * 10000]) + 1)


def _enter(books: Books, key: str, invoice: Record, amounts: tuple[Decimal, Decimal]) -> None:
    year, journal = invoice["fiscalYear"], invoice["journalId"]
    invoice["journalTransaction"] = ledger.choose_number(books, invoice["journalTransaction"], year, journal)
    header = {
        "fiscalYear": year,
        "journalId": journal,
        "journalTransaction": invoice["journalTransaction"],
        "periodNumber": invoice["periodNumber"],
        "transactionDate": invoice["invoiceDate"],
        "description": invoice["reference"] or invoice["invoiceId"],
        "invoiceKey": key,
    }
    ledger.post(books.db, header, _ledger_lines(books, invoice, sum(amounts)))
    books.db.invoices[key] = invoice


def _ledger_lines(books: Books, invoice: Record, gross: Decimal | int) -> list[Record]:
    customer = books.db.customers[invoice["customerId"]]
    control = books.db.customer_groups[str(customer["customerGroupId"])]["accountId"]
    document = invoice["invoiceId"]
    lines = [
        ledger.ledger_line(
            control, ledger.to_cents(Decimal(gross)), customerId=invoice["customerId"], document=document
        )
    ]
    for line in invoice["customerInvoiceLines"]:
        kept = {name: line[name] for name in ("costCentreId", "costUnitId", "vatCodeId", "vatType", "quantity")}
        text = line["description"]
        net = -ledger.to_cents(_line_net(books, line))
        lines.append(ledger.ledger_line(line["accountId"], net, description=text, document=document, **kept))
    for row in invoice["vatTransactionLines"]:
        vat = -ledger.to_cents(row["vatAmountCur"])
        account = books.db.vat_codes[str(row["vatCodeId"])]["_accountId"]
        code = {"vatCodeId": row["vatCodeId"], "vatType": row["vatType"], "vatCents": -vat}
        lines.append(ledger.ledger_line(account, vat, description="Btw", document=document, **code))
    return lines
