"""Totals per relation: summaries, statistics and what is due (multivers-api.md 2.1, 3.10 SalesInvoiceSummary).

The fields of SalesInvoiceSummary are documented, their meaning is not: days between invoice and payment for the
weighted and unweighted counts are a guess. The fields of the statistics are the sandbox's own.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from sandbox.model import Record
from sandbox.multivers import invoice_store, matching
from sandbox.multivers.context import Call, Routes
from sandbox.multivers.errors import NotFoundError, refuse
from sandbox.multivers.kinds import CUSTOMER, KINDS, Kind
from sandbox.multivers.ledger import to_cents, to_euros
from sandbox.multivers.vat import cents
from sandbox.multivers.wire import dutch_date, read_date

BUCKETS = ((0, 30), (31, 60), (61, 90), (91, 10_000_000))


class Item(NamedTuple):
    """One invoice with its amounts in cents and its matches."""

    invoice: Record
    gross: int
    balance: int
    payments: list[Record]


def items(call: Call, kind: Kind, relation: str = "") -> list[Item]:
    """The invoices of one relation, or of all."""
    keys = invoice_store.by_relation(call.db, kind, relation) if relation else list(kind.invoices(call.db))
    return [_item(call, invoice_store.get(call.db, key), key) for key in keys]


def _item(call: Call, invoice: Record, key: str) -> Item:
    balance = matching.balance_cents(call.db, key)
    return Item(invoice, to_cents(invoice["amountTotalCur"]), balance, matching.payments_of(call.db, key))


def _relation(call: Call, kind: Kind) -> Record:
    relation = kind.relations(call.db).get(call.parts[kind.id_name])
    if relation is None:
        raise NotFoundError
    return relation


def summary(call: Call) -> Record:
    """`GET SalesInvoiceSummary/{customerId}[/{fiscalYear | startDate}][?startDate][&endDate][&fiscalYear]`."""
    customer = _relation(call, CUSTOMER)["customerId"]
    low, high, year = _limits(call)
    found = [
        item
        for item in items(call, CUSTOMER, customer)
        if low <= item.invoice["invoiceDate"] <= high and year in (0, item.invoice["fiscalYear"])
    ]
    return _summary(found)


def _limits(call: Call) -> tuple[str, str, int]:
    """First and last date (ISO) and fiscal year, 0 for all; the second part of the path is a year or a date."""
    which = call.parts.get("which", "")
    year = int(which) if which.isdecimal() else call.number("fiscalYear", 0)
    start = str(call.date("startDate") or "")
    if which and not which.isdecimal():
        try:
            start = read_date(which, iso=call.books.settings.iso_dates).isoformat()
        except ValueError as problem:
            raise refuse("startDate", str(problem)) from problem
    return start, str(call.date("endDate") or "9999"), year


def _summary(found: list[Item]) -> Record:
    still_open = [item for item in found if item.balance]
    payments = [(item, match) for item in found for match in item.payments]
    days = [_days(item.invoice["invoiceDate"], match["paymentDate"]) for item, match in payments]
    weights = [abs(match["cents"]) for _, match in payments]
    weighted = Decimal(sum(day * weight for day, weight in zip(days, weights, strict=True)))
    return {
        "balanceInvoiceAmount": to_euros(sum(item.balance for item in found)),
        "numberOfPayments": len(payments),
        "openSettledInvoiceAmount": to_euros(sum(item.gross - item.balance for item in still_open)),
        "settledInvoiceAmount": to_euros(sum(item.gross - item.balance for item in found)),
        "totalCount": len(found),
        "totalInvoiceAmount": to_euros(sum(item.gross for item in found)),
        "totalOpenCount": len(still_open),
        "totalOpenInvoiceAmount": to_euros(sum(item.gross for item in still_open)),
        "weightedCount": cents(weighted / sum(weights)) if sum(weights) else Decimal(0),
        "unweightedCount": cents(Decimal(sum(days)) / len(days)) if days else Decimal(0),
    }


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


def statistics(kind: Kind, call: Call) -> Record:
    """`GET CustomerInvoiceStatistics/{customerId}[?referenceDate]`, and of suppliers."""
    relation = _relation(call, kind)[kind.id_name]
    found = items(call, kind, relation)
    day = str(call.date("referenceDate") or call.books.clock.today())
    due = [item for item in found if item.balance and item.invoice["invoiceExpirationDate"] < day]
    return {
        kind.id_name: relation,
        "referenceDate": dutch_date(day),
        "invoiceCount": len(found),
        "invoiceAmount": to_euros(sum(item.gross for item in found)),
        "openAmount": to_euros(sum(item.balance for item in found)),
        "dueCount": len(due),
        "dueAmount": to_euros(sum(item.balance for item in due)),
        "lastInvoiceDate": dutch_date(max((item.invoice["invoiceDate"] for item in found), default="")),
    }


def due_statistics(kind: Kind, call: Call) -> Record:
    """`GET DueCustomerInvoiceStatistics[/ByDate/{referenceDate}][?enityId]`, and of suppliers.

    `enityId` is spelt as in the help index: one relation instead of all.
    """
    day = str(call.date("referenceDate") or call.books.clock.today())
    wanted = call.query.get("enityid", "")
    late = [(item, _days(item.invoice["invoiceExpirationDate"], day)) for item in items(call, kind, wanted)]
    rows = [(item, days) for item, days in late if item.balance and days > 0]
    buckets = [
        {"fromDays": max(low, 1), "toDays": high if high < BUCKETS[-1][1] else None}
        | _amounts([item for item, days in rows if low <= days <= high])
        for low, high in BUCKETS
    ]
    return {"referenceDate": dutch_date(day), **_amounts([item for item, _ in rows]), "buckets": buckets}


def _amounts(found: list[Item]) -> Record:
    return {"dueCount": len(found), "dueAmount": to_euros(sum(item.balance for item in found))}


def _routes(kind: Kind) -> Routes:
    due: Callable[[Call], Record] = partial(due_statistics, kind)
    name = kind.resource
    return {
        f"GET {name}InvoiceStatistics/{{{kind.id_name}}}": partial(statistics, kind),
        f"GET Due{name}InvoiceStatistics": due,
        f"GET Due{name}InvoiceStatistics/ByDate/{{referenceDate}}": due,
    }


ROUTES: Routes = {path: handler for kind in KINDS for path, handler in _routes(kind).items()} | {
    "GET SalesInvoiceSummary/{customerId}": summary,
    "GET SalesInvoiceSummary/{customerId}/{which}": summary,
}
