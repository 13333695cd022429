"""Documents/…: Multivers' own rendering of an invoice or account overview (multivers-api.md 2.1).

`format=1` is what a client sends (OTW) and gives a PDF, anything else HTML; the form of the answer, the bytes
themselves with their content type, is the sandbox's own guess.
"""

from __future__ import annotations

import html
from decimal import Decimal

from sandbox.model import Record, Response
from sandbox.multivers import invoice_store, matching
from sandbox.multivers.context import Books, Call, Routes
from sandbox.multivers.errors import NotFoundError
from sandbox.multivers.kinds import CUSTOMER
from sandbox.multivers.ledger import to_euros
from sandbox.multivers.orders import find_order
from sandbox.multivers.pdf import text_page
from sandbox.multivers.wire import dutch_date

PDF_FORMAT = "1"
_WORDS = {
    "NL": ("Factuur", "Debiteur", "Datum", "Vervaldatum", "Excl. btw", "Btw", "Totaal", "Rekeningoverzicht", "Open"),
    "EN": ("Invoice", "Customer", "Date", "Due date", "Excl. VAT", "VAT", "Total", "Statement of account", "Open"),
}
_SAMPLE: Record = {
    "invoiceId": "12345678", "reference": "VOORBEELD", "invoiceDate": "2026-01-01", "amountTotal": Decimal("121.00"),
    "invoiceExpirationDate": "2026-01-15", "totalAmountVatExcl": Decimal("100.00"), "vatAmount": Decimal("21.00"),
    "customerInvoiceLines": [{"description": "Voorbeeldregel"}],
}  # fmt: skip


def invoice(call: Call) -> Response:
    """`GET Documents/Invoice/{invoiceId}`, and `…/ForWeb/{invoiceId}` of V22 (OTW)."""
    record = invoice_store.get(call.db, CUSTOMER.key(call.parts["invoiceId"]))
    return _rendered(call, _invoice_lines(call, record, _name(call.books, record["customerId"])))


def invoice_of_order(call: Call) -> Response:
    """`GET Documents/Invoice/ByOrderId/{orderId}`: 404 as long as the order is not processed."""
    order = find_order(call)
    if not order["invoiceId"]:
        raise NotFoundError
    record = invoice_store.get(call.db, CUSTOMER.key(order["invoiceId"]))
    return _rendered(call, _invoice_lines(call, record, _name(call.books, record["customerId"])))


def sample_invoice(call: Call) -> Response:
    """`GET Documents/Invoice/Sample`."""
    return _rendered(call, _invoice_lines(call, _SAMPLE, "Voorbeeld B.V."))


def overview(call: Call) -> Response:
    """`GET Documents/AccountOverview/{customerId}`: the open invoices."""
    customer = call.db.customers.get(call.parts["customerId"])
    if customer is None:
        raise NotFoundError
    words = _words(call)
    keys = invoice_store.by_relation(call.db, CUSTOMER, customer["customerId"])
    balances = {key: matching.balance_cents(call.db, key) for key in keys}
    rows = [_open_line(call.db.invoices[key], cents) for key, cents in balances.items() if cents]
    total = f"{words[8]}: {to_euros(sum(balances.values()))}"
    return _rendered(call, [words[7], f"{words[1]}: {customer['name']}", *rows, total])


def sample_overview(call: Call) -> Response:
    """`GET Documents/AccountOverview/Sample`."""
    words = _words(call)
    return _rendered(call, [words[7], f"{words[1]}: Voorbeeld B.V.", f"{words[8]}: 0.00"])


def _open_line(record: Record, cents: int) -> str:
    return f"{record['invoiceId']}  {dutch_date(record['invoiceDate'])}  {to_euros(cents)}"


def _name(books: Books, customer_id: str) -> str:
    return str(books.db.customers[customer_id]["name"])


def _words(call: Call) -> tuple[str, ...]:
    return _WORDS.get(call.query.get("languageid", "NL").upper(), _WORDS["NL"])


def _invoice_lines(call: Call, record: Record, customer: str) -> list[str]:
    words = _words(call)
    return [
        f"{words[0]} {record['invoiceId']} {record['reference']}".strip(),
        f"{words[1]}: {customer}",
        f"{words[2]}: {dutch_date(record['invoiceDate'])}",
        f"{words[3]}: {dutch_date(record['invoiceExpirationDate'])}",
        *(str(line["description"]) for line in record["customerInvoiceLines"]),
        f"{words[4]}: {record['totalAmountVatExcl']:.2f}",
        f"{words[5]}: {record['vatAmount']:.2f}",
        f"{words[6]}: {record['amountTotal']:.2f}",
    ]


def _rendered(call: Call, lines: list[str]) -> Response:
    if call.query.get("format") == PDF_FORMAT:
        return Response(200, {"content-type": "application/pdf"}, text_page(lines))
    body = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    page = f"<!DOCTYPE html><html lang=nl><title>{html.escape(lines[0])}</title><body>{body}</body></html>"
    return Response(200, {"content-type": "text/html; charset=utf-8"}, page.encode())


ROUTES: Routes = {
    "GET Documents/Invoice/{invoiceId}": invoice,
    "GET Documents/Invoice/ByOrderId/{orderId}": invoice_of_order,
    "GET Documents/Invoice/ForWeb/{invoiceId}": invoice,
    "GET Documents/Invoice/ByOrderIdForWeb/{orderId}": invoice_of_order,
    "GET Documents/Invoice/Sample": sample_invoice,
    "GET Documents/AccountOverview/{customerId}": overview,
    "GET Documents/AccountOverview/Sample": sample_overview,
}
