"""Calls on customer invoices: edit model, info, lists (multivers-api.md 2.1, 3.4, 3.8)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from sandbox.model import Record
from sandbox.multivers import bookings, ledger
from sandbox.multivers.context import Books, Call, Routes
from sandbox.multivers.errors import NotFoundError, refuse
from sandbox.multivers.vat import percentage_on
from sandbox.multivers.wire import dutch_date

ANY, OPEN, PAID = 0, 1, 2
STATE_OPEN, STATE_SETTLED, STATE_OVERDUE = 0, 1, 2
_STATES = ("0", "1", "2")


def get_invoice(call: Call) -> Record:
    """`GET CustomerInvoice/{invoiceId}`."""
    return bookings.rendered(call.books, bookings.find_key(call.books, call.parts["invoiceId"]))


def post_invoice(call: Call) -> Record | None:
    """`POST CustomerInvoice`: a booking, a concept as long as it can be changed."""
    key, _ = bookings.create_invoice(call.books, call.json())
    return None if call.books.settings.create_answer == "empty" else bookings.rendered(call.books, key)


def put_invoice(call: Call) -> Record:
    """`PUT CustomerInvoice/{invoiceId}`."""
    key = bookings.find_key(call.books, call.parts["invoiceId"])
    bookings.replace_invoice(call.books, key, call.json())
    return bookings.rendered(call.books, key)


def delete_invoice(call: Call) -> None:
    """`DELETE CustomerInvoice/{invoiceId}`."""
    bookings.delete_invoice(call.books, bookings.find_key(call.books, call.parts["invoiceId"]))


def get_info(call: Call) -> Record:
    """`GET CustomerInvoiceInfo/{invoiceId}`: with lines and payments."""
    key = bookings.find_key(call.books, call.parts["invoiceId"])
    return _header(call.books, key, ledger.paid_cents(call.db)) | _details(call.books, key)


def get_header(call: Call) -> Record:
    """`GET CustomerInvoiceInfo/OnlyHeader/{invoiceId}`."""
    key = bookings.find_key(call.books, call.parts["invoiceId"])
    return _header(call.books, key, ledger.paid_cents(call.db))


def by_fiscal_year(call: Call) -> list[Record]:
    """`…/ByFiscalYear/{fiscalYear}/{invoiceState | customer id}[?id][?invoiceState]`."""
    year, which = call.number("fiscalYear"), call.parts["which"]
    # Two routes share one form: a single digit 0, 1 or 2 is the state, anything else a customer.
    state = int(which) if which in _STATES else _state(call)
    customer = call.query.get("id", "") if which in _STATES else which
    return _listed(call, state, lambda row: row["fiscalYear"] == year and customer in ("", row["customerId"]))


def open_invoices(call: Call) -> list[Record]:
    """`…/OpenInvoices/{id}` of a customer."""
    customer = call.parts["id"]
    return _listed(call, OPEN, lambda row: row["customerId"] == customer)


def by_customer(call: Call) -> list[Record]:
    """`…/{id}[/{invoiceState}][/{startDate}/{endDate}]`, each also as a query argument."""
    customer = call.parts["id"]
    start, end = call.date("startDate") or date.min, call.date("endDate") or date.max
    low, high = start.isoformat(), end.isoformat()
    return _listed(call, _state(call), lambda row: row["customerId"] == customer and low <= row["invoiceDate"] <= high)


def by_journal(call: Call) -> list[Record]:
    """`…/ByJournal/{fiscalYear}/{journalId}/{id}/{invoiceState}`; an empty id (`//`) means every customer."""
    year, journal, customer = call.number("fiscalYear"), call.parts["journalId"].upper(), call.parts["id"]
    return _listed(
        call,
        _state(call),
        lambda row: (
            row["fiscalYear"] == year and row["journalId"].upper() == journal and customer in ("", row["customerId"])
        ),
    )


def next_invoice_id(call: Call) -> Record:
    """`POST GetInvoiceIdCommand`: the shape of the answer is a guess."""
    return {"messages": [], "invoiceId": bookings.next_invoice_id(call.books)}


def next_journal_transaction(call: Call) -> Record:
    """`POST GetNextJournalTransactionCommand?fiscalYear&journalId`."""
    year, journal = call.number("fiscalYear"), call.query.get("journalid", "")
    found = next((name for name in call.db.journals if name.upper() == journal.upper()), None)
    if found is None:
        raise refuse("journalId", f"Dagboek {journal} bestaat niet")
    if str(year) not in call.db.fiscal_years:
        raise refuse("fiscalYear", f"Boekjaar {year} bestaat niet")
    return {"messages": [], "nextJournalTransaction": ledger.next_number(call.books, year, found)}


def _state(call: Call) -> int:
    state = call.number("invoiceState", ANY)
    if state not in (ANY, OPEN, PAID):
        raise NotFoundError
    return state


def _listed(call: Call, state: int, wanted: Callable[[Record], bool]) -> list[Record]:
    paid = ledger.paid_cents(call.db)
    rows = []
    for key, invoice in call.db.invoices.items():
        is_open = ledger.to_cents(invoice["amountTotalCur"]) != paid.get(key, 0)
        if wanted(invoice) and state in (ANY, OPEN if is_open else PAID):
            row = _header(call.books, key, paid)
            rows.append(row | _details(call.books, key) if call.books.settings.list_payments else row)
    return rows


def _header(books: Books, key: str, paid: dict[str, int]) -> Record:
    invoice = books.db.invoices[key]
    customer = books.db.customers[invoice["customerId"]]
    gross = ledger.to_cents(invoice["amountTotalCur"])
    settled = paid.get(key, 0)
    payments = ledger.payments_of(books.db, key) if settled else []
    return {
        **_amounts(invoice, gross, settled),
        "city": customer["city"], "contactPerson": invoice["contactPerson"], "currencyDescription": "Euro",
        "currencyId": invoice["currencyId"], "currentExchangeRate": Decimal(1), "customerId": invoice["customerId"],
        "customerName": customer["name"], "daysOld": _days_old(books, invoice),
        "dunForPayment": invoice["dunForPayment"], "exchangeRate": invoice["exchangeRate"],
        "fiscalYear": invoice["fiscalYear"], "invoiceDate": dutch_date(invoice["invoiceDate"]),
        "invoiceExpirationDate": dutch_date(invoice["invoiceExpirationDate"]), "invoiceId": invoice["invoiceId"],
        "invoiceReference": invoice["reference"], "isAdvance": False, "journalId": invoice["journalId"],
        "name": customer["name"], "paymentConditionId": invoice["paymentConditionId"],
        "paymentDate": dutch_date(max((payment["paymentDate"] for payment in payments), default="")),
        "paymentReference": invoice["paymentReference"], "phoneNumber": customer["telephone"],
        "rebateExpirationDate": dutch_date(invoice["rebateExpirationDate"]),
        "reminderCount": invoice["numberOfReminders"], "shortName": customer["shortName"],
        "state": _wire_state(books, invoice, gross - settled), "street": customer["street1"],
        "zipCode": customer["zipCode"],
    }  # fmt: skip


def _amounts(invoice: Record, gross: int, settled: int) -> Record:
    amounts = {
        "creditSqueezeRemaining": 0,
        "invoiceAmount": gross,
        "invoiceBalance": gross - settled,
        "rebateRemaining": 0,
        "settledAmount": settled,
        "vatAmount": ledger.to_cents(invoice["vatAmountCur"]),
    }
    shown = {name: ledger.to_euros(cents) for name, cents in amounts.items()}
    return shown | {f"{name}Cur": value for name, value in shown.items()} | {
        "turnoverAmount": invoice["totalAmountVatExcl"]
    }  # fmt: skip


def _wire_state(books: Books, invoice: Record, balance: int) -> int:
    if balance == 0:
        return STATE_SETTLED
    is_late = invoice["invoiceExpirationDate"] < books.clock.today().isoformat()
    return STATE_OVERDUE if is_late else STATE_OPEN


def _days_old(books: Books, invoice: Record) -> int:
    return (books.clock.today() - date.fromisoformat(invoice["invoiceDate"])).days


def _details(books: Books, key: str) -> Record:
    invoice = books.db.invoices[key]
    return {
        "customerInvoiceLines": [_line(books, invoice, line) for line in invoice["customerInvoiceLines"]],
        "payments": [_payment(match) for match in ledger.payments_of(books.db, key)],
    }


def _line(books: Books, invoice: Record, line: Record) -> Record:
    amount = line["creditAmountCur"] - line["debitAmountCur"]
    if books.settings.sales_line_side == "debit":
        amount = -amount
    vat_code = books.db.vat_codes[str(line["vatCodeId"])]
    return {
        "amount": amount,
        "amountCur": amount,
        "description": line["description"],
        "permanence": False,
        "vatCodeId": line["vatCodeId"],
        "vatPercentage": percentage_on(vat_code, invoice["invoiceDate"]),
    }


def _payment(match: Record) -> Record:
    zero = Decimal("0.00")
    paid = ledger.to_euros(match["cents"])
    return {
        "creditSqueezeAmount": zero, "creditSqueezeAmountCur": zero, "exchangeDifferenceAmount": zero,
        "fiscalYear": match["fiscalYear"], "journalId": match["journalId"],
        "journalTransaction": match["journalTransaction"], "paidAmount": paid, "paidAmountCur": paid,
        "paymentDate": dutch_date(match["paymentDate"]), "paymentDifferenceAmount": zero,
        "paymentDifferenceAmountCur": zero, "paymentRebateAmount": zero, "paymentRebateAmountCur": zero,
    }  # fmt: skip


ROUTES: Routes = {
    "POST CustomerInvoice": post_invoice,
    "GET CustomerInvoice/{invoiceId}": get_invoice,
    "PUT CustomerInvoice/{invoiceId}": put_invoice,
    "DELETE CustomerInvoice/{invoiceId}": delete_invoice,
    "GET CustomerInvoiceInfo/OnlyHeader/{invoiceId}": get_header,
    "GET CustomerInvoiceInfo/{invoiceId}": get_info,
    "GET CustomerInvoiceInfoList/ByFiscalYear/{fiscalYear}/{which}": by_fiscal_year,
    "GET CustomerInvoiceInfoList/ByJournal/{fiscalYear}/{journalId}/{id}/{invoiceState}": by_journal,
    "GET CustomerInvoiceInfoList/OpenInvoices/{id}": open_invoices,
    "GET CustomerInvoiceInfoList/{id}": by_customer,
    "GET CustomerInvoiceInfoList/{id}/{invoiceState}": by_customer,
    "GET CustomerInvoiceInfoList/{id}/{startDate}/{endDate}": by_customer,
    "POST GetInvoiceIdCommand": next_invoice_id,
    "POST GetNextJournalTransactionCommand": next_journal_transaction,
}
