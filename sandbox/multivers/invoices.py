"""Calls on invoices of both kinds: edit model, Info, and the numbers they take (multivers-api.md 2.1, 3.4, 3.9)."""

from __future__ import annotations

from functools import partial

from sandbox.model import Record
from sandbox.multivers import bookings, numbering
from sandbox.multivers.context import Call, Routes
from sandbox.multivers.errors import refuse
from sandbox.multivers.invoice_views import details, header
from sandbox.multivers.kinds import KINDS, Kind


def get_invoice(kind: Kind, call: Call) -> Record:
    """`GET CustomerInvoice/{invoiceId}`, `GET SupplierInvoice/{invoiceId}`."""
    return bookings.rendered(call.books, _key(kind, call))


def post_invoice(kind: Kind, call: Call) -> Record | None:
    """`POST CustomerInvoice`, `POST SupplierInvoice`: a booking, a concept as long as it can be changed."""
    key, _ = bookings.create_invoice(call.books, call.json(), kind)
    return None if call.books.settings.create_answer == "empty" else bookings.rendered(call.books, key)


def put_invoice(kind: Kind, call: Call) -> Record:
    """`PUT …Invoice/{invoiceId}`."""
    key = _key(kind, call)
    bookings.replace_invoice(call.books, key, call.json())
    return bookings.rendered(call.books, key)


def delete_invoice(kind: Kind, call: Call) -> None:
    """`DELETE …Invoice/{invoiceId}`."""
    bookings.delete_invoice(call.books, _key(kind, call))


def get_info(kind: Kind, call: Call) -> Record:
    """`GET …InvoiceInfo/{invoiceId}`: with lines and payments."""
    key = _key(kind, call)
    return header(call.books, key) | details(call.books, key)


def get_header(kind: Kind, call: Call) -> Record:
    """`GET …InvoiceInfo/OnlyHeader/{invoiceId}`."""
    return header(call.books, _key(kind, call))


def next_invoice_id(call: Call) -> Record:
    """`POST GetInvoiceIdCommand`: the shape of the answer is a guess."""
    return {"messages": [], "invoiceId": numbering.next_invoice_id(call.books)}


def next_journal_transaction(call: Call) -> Record:
    """`POST GetNextJournalTransactionCommand?fiscalYear&journalId`: of a journal of any kind."""
    year, journal = call.number("fiscalYear"), call.query.get("journalid", "")
    found = next((name for name in call.db.journals if name.upper() == journal.upper()), None)
    if found is None:
        raise refuse("journalId", f"Dagboek {journal} bestaat niet")
    if str(year) not in call.db.fiscal_years:
        raise refuse("fiscalYear", f"Boekjaar {year} bestaat niet")
    return {"messages": [], "nextJournalTransaction": numbering.next_number(call.books, year, found)}


def _key(kind: Kind, call: Call) -> str:
    return bookings.find_key(call.books, call.parts["invoiceId"], kind)


def _invoice_routes(kind: Kind) -> Routes:
    name = f"{kind.resource}Invoice"
    return {
        f"POST {name}": partial(post_invoice, kind),
        f"GET {name}/{{invoiceId}}": partial(get_invoice, kind),
        f"PUT {name}/{{invoiceId}}": partial(put_invoice, kind),
        f"DELETE {name}/{{invoiceId}}": partial(delete_invoice, kind),
        f"GET {name}Info/OnlyHeader/{{invoiceId}}": partial(get_header, kind),
        f"GET {name}Info/{{invoiceId}}": partial(get_info, kind),
    }


ROUTES: Routes = {
    **{path: handler for kind in KINDS for path, handler in _invoice_routes(kind).items()},
    "POST GetInvoiceIdCommand": next_invoice_id,
    "POST GetNextJournalTransactionCommand": next_journal_transaction,
}
