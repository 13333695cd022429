"""Reading one WeFact account: debtors, sales invoices, product groups."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from hashlib import sha256
from typing import TypeVar

import httpx

from wefact_multivers.clock import Clock
from wefact_multivers.domain.documents import (
    Debtor,
    DebtorRow,
    ProductGroups,
    SalesInvoice,
    SalesInvoiceRow,
    is_final,
)
from wefact_multivers.errors import RequestRefused
from wefact_multivers.wefact.budget import Budget
from wefact_multivers.wefact.calls import WeFactCalls, parsed, unusable
from wefact_multivers.wefact.connection import WeFactConnection
from wefact_multivers.wefact.lists import PAGE_SIZE, Listing, ListQuery, ListReader
from wefact_multivers.wefact.values import instant_of
from wefact_multivers.wefact.wire import (
    DebtorRecord,
    DebtorRowRecord,
    GroupRecord,
    Identified,
    InvoiceRecord,
    InvoiceRowRecord,
    ProductRecord,
    TaxCodeRecord,
)

Record = TypeVar("Record", bound=Identified)
_PERCENT = Decimal(100)


class WeFactClient:
    """One WeFact account, read only.

    Every method may raise what `WeFactCalls.ask` raises.
    """

    def __init__(
        self,
        connection: WeFactConnection,
        http: httpx.Client,
        clock: Clock,
        *,
        budget: Budget | None = None,
        page_size: int = PAGE_SIZE,
    ) -> None:
        self._calls = WeFactCalls(connection, http, clock, budget or Budget())
        self._lists = ListReader(self._calls, page_size)

    def check(self) -> datetime:
        """Prove that address and key are accepted; gives WeFact's own time (UTC).

        Raises:
            WeFactKeyRefused, WeFactAddressRefused, FirewallBlocked: they are not.
            AnswerUnusable: the answer has no time.
        """
        envelope = self._calls.ask("debtor", "list", limit=1)
        answered_at = instant_of(str(envelope.get("date", "")))
        if answered_at is None:
            raise unusable("debtor/list", "no date in the envelope")
        return answered_at

    def list_sales_invoices(self, query: ListQuery) -> Listing[SalesInvoiceRow]:
        """The sales invoices that a query lets through, drafts included."""
        found = self._list("invoice", "invoices", InvoiceRowRecord, query)
        rows = tuple(record.value() for record in found.rows)
        return Listing(_exactly(rows, [row.number for row in rows], query), found.answered_at)

    def show_sales_invoice(self, identifier: str) -> SalesInvoice:
        """A whole sales invoice.

        Raises:
            RequestRefused: there is none of that identifier (any more).
        """
        envelope = self._calls.ask("invoice", "show", Identifier=identifier)
        return parsed(InvoiceRecord, envelope.get("invoice"), "invoice/show").invoice(self._rate_of)

    def list_debtors(self, query: ListQuery) -> Listing[DebtorRow]:
        """The debtors that a query lets through; a date does not narrow them."""
        found = self._list("debtor", "debtors", DebtorRowRecord, query)
        rows = tuple(record.value() for record in found.rows)
        return Listing(_exactly(rows, [row.code for row in rows], query), found.answered_at)

    def show_debtor(self, identifier: str) -> Debtor:
        """A whole debtor.

        Raises:
            RequestRefused: there is none of that identifier.
        """
        return self._debtor(Identifier=identifier)

    def find_debtor(self, code: str) -> Debtor | None:
        """The debtor with exactly that code.

        WeFact answers an unknown code with a sentence, which decides nothing: the list has the last word.
        """
        try:
            return self._debtor(DebtorCode=code)
        except RequestRefused:
            rows = self.list_debtors(ListQuery(numbers=(code,))).rows
            if rows:
                raise
            return None

    def product_groups(self) -> ProductGroups:
        """The groups of every product, by product code, in the order of their names."""
        products = self._lists.read("product", "products", ProductRecord).rows
        codes = {product.identifier: product.code for product in products}
        names: dict[str, set[str]] = defaultdict(set)
        for group in self._lists.read("group", "groups", GroupRecord, type="product").rows:
            for identifier in group.items:
                names[codes.get(identifier, "")].add(group.name)
        return ProductGroups({code: tuple(sorted(names[code])) for code in sorted(names) if code})

    def account_fingerprint(self, known: str = "") -> str:
        """A hash that tells one account from another: of its first final invoice; empty where there is none.

        `known`, the fingerprint that was stored, is given back as long as the account still holds that invoice:
        a draft older than it may have become final since.
        """
        envelope = self._calls.ask("invoice", "list", sort="Identifier", order="ASC", limit=PAGE_SIZE)
        raw = envelope.get("invoices", [])
        rows = [parsed(InvoiceRowRecord, row, "invoice/list").value() for row in raw]
        final = sorted((row for row in rows if is_final(row.number, row.status)), key=_age)
        hashes = [sha256(f"{row.identifier} {row.number}".encode()).hexdigest() for row in final]
        if known in hashes or not hashes:
            return known if known in hashes else ""
        return hashes[0]

    def _list(self, controller: str, rows_key: str, record: type[Record], query: ListQuery) -> Listing[Record]:
        filters = query.filters
        if controller == "debtor":
            filters.pop("date", None)
        if not query.numbers:
            return self._lists.read(controller, rows_key, record, **filters)
        code = {"debtor": "DebtorCode", "invoice": "InvoiceCode"}[controller]
        found = [
            self._lists.read(controller, rows_key, record, searchat=code, searchfor=number, **filters)
            for number in query.numbers
        ]
        # A number can be a part of another one, and is then found twice.
        rows = {row.identifier: row for listing in found for row in listing.rows}
        return Listing(tuple(rows.values()), found[0].answered_at)

    def _debtor(self, **selector: str) -> Debtor:
        envelope = self._calls.ask("debtor", "show", **selector)
        return parsed(DebtorRecord, envelope.get("debtor"), "debtor/show").debtor()

    def _rate_of(self, tax_code: str) -> Decimal:
        return self._tax_rates.get(tax_code, Decimal(0))

    @cached_property
    def _tax_rates(self) -> dict[str, Decimal]:
        """Percentages by sales tax code, read only where a line prints none (`accounting-rules.md 2`)."""
        settings = self._calls.ask("settings", "list").get("settings", {})
        codes = settings.get("Tax", {}).get("Codes", {}).get("Sale", {})
        rows = codes.values() if isinstance(codes, dict) else codes
        records = [parsed(TaxCodeRecord, row, "settings/list") for row in rows]
        return {record.code: record.rate * _PERCENT for record in records}


Row = TypeVar("Row")


def _exactly(rows: tuple[Row, ...], numbers: list[str], query: ListQuery) -> tuple[Row, ...]:
    """WeFact searches for a part of a number; only the whole number counts."""
    if not query.numbers:
        return rows
    wanted = {number.casefold() for number in query.numbers}
    return tuple(row for row, number in zip(rows, numbers, strict=True) if number.casefold() in wanted)


def _age(row: SalesInvoiceRow) -> tuple[int, str]:
    """Identifiers count up; shorter is older, whatever order the list came in."""
    return (len(row.identifier), row.identifier)
