"""The names that calls know, read from the code's own tables, and whole parameters to spoil."""

from __future__ import annotations

import re
import sys
from typing import Any

from hypothesis import strategies as st

from sandbox.model import words
from sandbox.multivers.fields import Field
from sandbox.multivers.routes import ROUTES
from sandbox.wefact import records
from tests.sandbox.callers import invoice_body
from tests.sandbox.walk import fuzz_values as wild

_LISTS = words("limit offset sort order searchat searchfor created modified date paybefore paydate status type group")
_EXTRAS = words(
    "Identifier InvoiceLines Items Groups GroupName Type Filename Base64 ReferenceIdentifier FileType Matches"
    " AmountPaid PayDate PaymentMethod RecalculateInclTotalAmount ScheduledAt Title ClientId CustomFields Printed"
    " TransactionIdentifier Amount Date transactionDirection"
)
WEFACT_NAMES: tuple[str, ...] = (
    *sorted({name for table in vars(records).values() if isinstance(table, dict) for name in map(str, table)}),
    *_LISTS,
    *_EXTRAS,
)
_LINE = {"Description": "x", "PriceExcl": "10", "Number": "1", "TaxCode": "V21"}
_RELATION = {"DebtorCode": "DB10001", "CompanyName": "Naam", "Debtor": "1", "Creditor": "1", "Type": "product"}
_MORE = {
    "GroupName": "G",
    "Title": "T",
    "AmountPaid": "1",
    "ProductName": "P",
    "ProductKeyPhrase": "K",
    "PriceExcl": "1",
}
WHOLE: tuple[dict[str, Any], ...] = (
    {},
    {"Identifier": "1"},
    {"Identifier": "1", "InvoiceLines": [_LINE]},
    {"InvoiceLines": [_LINE, _LINE], "InvoiceCode": "X-1"} | _RELATION | _MORE,
    {"Identifier": "1", "InvoiceLines": [{"Identifier": "1"}]} | _RELATION | _MORE,
    {"Identifier": "19", "type": "product", "FileType": "ubl"},
)
PEOPLE_NAMES: tuple[str, ...] = words(
    "InvoiceCode DebtorCode CreditInvoiceCode CreditorCode invoiceId changes lines amount date journalId accountId"
    " fiscalYear periodNumber customerId supplierId GroupName products ip key database kind InvoiceLines Status"
    " invoiceDate Printed Title Identifier"
)


def _models() -> dict[str, tuple[str, ...]]:
    """Every model of Multivers by the name of its constant; the routes have loaded all modules."""
    found: dict[str, tuple[str, ...]] = {}
    for module in (loaded for name, loaded in list(sys.modules.items()) if name.startswith("sandbox.multivers.")):
        for name, value in vars(module).items():
            if isinstance(value, tuple) and value and all(isinstance(item, Field) for item in value):
                found[name] = tuple(item.name for item in value)
    return found


MODELS = _models()
_ALL_NAMES = tuple(sorted({name for names in MODELS.values() for name in names})) or ("name",)


def multivers_names(route: str) -> tuple[str, ...]:
    """The properties of the model behind a route, or those of all models."""
    resource = route.partition(" ")[2].partition("/")[0]
    constant = re.sub(r"(?<!^)(?=[A-Z])", "_", resource).upper()
    return MODELS.get(constant) or MODELS.get(constant.replace("SUPPLIER", "CUSTOMER")) or _ALL_NAMES


def whole_body(route: str) -> dict[str, Any]:
    """A body that would be accepted, where one is known."""
    path = route.partition(" ")[2]
    if path.startswith("CustomerInvoice"):
        return invoice_body()
    if path.startswith("FinTrans"):
        entries = [{"accountId": "4000", "debitAmount": 5}, {"accountId": "8000", "creditAmount": 5}]
        header = {"journalId": "M", "fiscalYear": 2026, "periodNumber": 3, "transactionDate": "2-3-2026"}
        return header | {"finTransEntries": entries}
    return {"shortName": "X", "name": "X", "fiscalYear": 2026, "journalId": "V"}


_KNOWN: dict[str, tuple[str, ...]] = {
    "customerId": ("DB10001", "DB10002"),
    "supplierId": ("CR10001",),
    "invoiceId": ("20260005", "12345"),
    "fiscalYear": ("2026", "2025"),
    "journalId": ("V", "WFV", "B", "M"),
    "journalTransaction": ("1", "2"),
    "startDate": ("2026-01-01",),
    "endDate": ("2026-12-31",),
    "startPeriod": ("1",),
    "endPeriod": ("13",),
}


def _part(name: str) -> st.SearchStrategy[str]:
    known = _KNOWN.get(name, ("1", "2026", "DB10001"))
    return st.sampled_from(known) | st.sampled_from([word for word in wild.WORDS if "/" not in word])


_NAMES = {part[1:-1] for route in ROUTES for part in route.split("/") if part.startswith("{")}
PATH_PARTS: dict[str, st.SearchStrategy[str]] = {name: _part(name) for name in sorted(_NAMES)}
