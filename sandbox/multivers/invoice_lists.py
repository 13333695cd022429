"""Lists of invoices of both kinds, in every form of multivers-api.md 2.1, 2.3 and Appendix A."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial

from sandbox.model import Record
from sandbox.multivers import invoice_store, matching
from sandbox.multivers.context import Call, Routes
from sandbox.multivers.errors import NotFoundError
from sandbox.multivers.invoice_views import details, header, outstanding
from sandbox.multivers.kinds import KINDS, Kind

ANY, OPEN, PAID = 0, 1, 2
_STATES = ("0", "1", "2")
_SEARCHED = ("invoiceId", "reference", "paymentReference")


def by_fiscal_year(kind: Kind, call: Call) -> list[Record]:
    """`…/ByFiscalYear/{fiscalYear}/{invoiceState | relation}[?id][?invoiceState]`."""
    year, which = call.number("fiscalYear"), call.parts["which"]
    # Two routes share one form: a single digit 0, 1 or 2 is the state, anything else a relation.
    state = int(which) if which in _STATES else _state(call)
    relation = call.query.get("id", "") if which in _STATES else which
    return _listed(call, state, _of_relation(kind, call, invoice_store.by_year(call.db, kind, year), relation))


def open_invoices(kind: Kind, call: Call) -> list[Record]:
    """`…/OpenInvoices/{id}` of a relation."""
    return _listed(call, OPEN, invoice_store.by_relation(call.db, kind, call.parts["id"]))


def by_relation(kind: Kind, call: Call) -> list[Record]:
    """`…/{id}[/{invoiceState}][/{startDate}/{endDate}]`, each also as a query argument."""
    start, end = call.date("startDate") or date.min, call.date("endDate") or date.max
    low, high = start.isoformat(), end.isoformat()
    invoices = kind.invoices(call.db)
    keys = invoice_store.by_relation(call.db, kind, call.parts["id"])
    return _listed(call, _state(call), (key for key in keys if low <= invoices[key]["invoiceDate"] <= high))


def by_journal(kind: Kind, call: Call) -> list[Record]:
    """`…/ByJournal/{fiscalYear}/{journalId}/{id}/{invoiceState}`; an empty id (`//`) means every relation."""
    wanted = call.parts["journalId"].upper()
    journal = next((name for name in call.db.journals if name.upper() == wanted), "")
    keys = invoice_store.by_journal(call.db, kind, call.number("fiscalYear"), journal)
    return _listed(call, _state(call), _of_relation(kind, call, keys, call.parts["id"]))


def search_outstanding(kind: Kind, call: Call) -> list[Record]:
    """`Outstanding…InvoiceInfoList/{searchValue}` and `/ByCustomerId/{id}/{searchValue}`.

    What is searched (number, reference, payment reference, name) is the sandbox's own; an empty value finds all.
    """
    relation, text = call.parts.get("id", ""), call.parts.get("searchValue", "").lower()
    invoices, relations = kind.invoices(call.db), kind.relations(call.db)
    keys = invoice_store.by_relation(call.db, kind, relation) if relation else list(invoices)
    rows = []
    for key in keys:
        invoice = invoices[key]
        texts = [str(invoice[name]) for name in _SEARCHED] + [relations[invoice[kind.id_name]]["name"]]
        if matching.balance_cents(call.db, key) and any(text in each.lower() for each in texts):
            rows.append(outstanding(call.books, key))
    return rows


def _of_relation(kind: Kind, call: Call, keys: Iterable[str], relation: str) -> Iterator[str]:
    invoices = kind.invoices(call.db)
    return (key for key in keys if relation in ("", invoices[key][kind.id_name]))


def _state(call: Call) -> int:
    state = call.number("invoiceState", ANY)
    if state not in (ANY, OPEN, PAID):
        raise NotFoundError
    return state


def _listed(call: Call, state: int, keys: Iterable[str]) -> list[Record]:
    rows = []
    for key in keys:
        if state == ANY or state == (OPEN if matching.balance_cents(call.db, key) else PAID):
            row = header(call.books, key)
            rows.append(row | details(call.books, key) if call.books.settings.list_payments else row)
    return rows


def _list_routes(kind: Kind) -> Routes:
    start = f"GET {kind.resource}InvoiceInfoList"
    searched = f"GET Outstanding{kind.resource}InvoiceInfoList"
    return {
        f"{start}/ByFiscalYear/{{fiscalYear}}/{{which}}": partial(by_fiscal_year, kind),
        f"{start}/ByJournal/{{fiscalYear}}/{{journalId}}/{{id}}/{{invoiceState}}": partial(by_journal, kind),
        f"{start}/OpenInvoices/{{id}}": partial(open_invoices, kind),
        f"{start}/{{id}}": partial(by_relation, kind),
        f"{start}/{{id}}/{{invoiceState}}": partial(by_relation, kind),
        f"{start}/{{id}}/{{startDate}}/{{endDate}}": partial(by_relation, kind),
        f"{searched}/{{searchValue}}": partial(search_outstanding, kind),
        f"{searched}/By{kind.resource}Id/{{id}}/{{searchValue}}": partial(search_outstanding, kind),
    }


ROUTES: Routes = {path: handler for kind in KINDS for path, handler in _list_routes(kind).items()}
