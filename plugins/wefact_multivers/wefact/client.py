"""Reading and writing one WeFact account; only `streams.effects` calls what writes.

Relations and documents of both sides go one way: each method takes WeFact's own name for the kind (`wefact.sources`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256
from typing import TypeVar

import httpx

from wefact_multivers.clock import Clock
from wefact_multivers.domain.documents import (
    Controller,
    Document,
    DocumentRow,
    ProductGroups,
    Relation,
    RelationRow,
)
from wefact_multivers.domain.money import euro
from wefact_multivers.errors import RequestRefused
from wefact_multivers.wefact.budget import Manners
from wefact_multivers.wefact.calls import WeFactCalls, parsed, unusable
from wefact_multivers.wefact.connection import WeFactConnection
from wefact_multivers.wefact.lists import PAGE_SIZE, Listing, ListQuery, ListReader
from wefact_multivers.wefact.newest import Newest, NewestReader
from wefact_multivers.wefact.payments import BY_ACCOUNTING_PACKAGE, MarkRecord, PaymentRecord, PaymentState
from wefact_multivers.wefact.settings import AccountSettings
from wefact_multivers.wefact.sources import DOCUMENTS, RELATIONS, Row, Source, Whole
from wefact_multivers.wefact.values import instant_of
from wefact_multivers.wefact.wire import GroupRecord, NumberedRecord, ProductRecord

Value = TypeVar("Value")


class WeFactClient:
    """One WeFact account.

    Every method may raise what `WeFactCalls.ask` raises, those that write what `WeFactCalls.tell` raises.
    """

    def __init__(
        self,
        connection: WeFactConnection,
        http: httpx.Client,
        clock: Clock,
        *,
        manners: Manners | None = None,
        page_size: int = PAGE_SIZE,
    ) -> None:
        self._calls = WeFactCalls(connection, http, clock, manners or Manners.alone(connection))
        self._page_size = page_size
        self._lists = ListReader(self._calls, page_size)
        self._settings = AccountSettings(self._calls)

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

    def list_relations(self, controller: Controller, query: ListQuery) -> Listing[RelationRow]:
        """The debtors or creditors that a query lets through; a date does not narrow them."""
        found = self._list(RELATIONS[controller], query)
        rows = tuple(record.value() for record in found.rows)
        return found.with_rows(_exactly(rows, [row.code for row in rows], query))

    def show_relation(self, controller: Controller, identifier: str) -> Relation:
        """A whole debtor or creditor.

        Raises:
            RequestRefused: there is none of that identifier.
        """
        return self._relation(controller, "Identifier", identifier)

    def find_relation(self, controller: Controller, code: str) -> Relation | None:
        """The debtor or creditor with exactly that code.

        WeFact answers an unknown code with a sentence, which decides nothing: the list has the last word.
        """
        try:
            return self._relation(controller, RELATIONS[controller].code, code)
        except RequestRefused:
            listing = self.list_relations(controller, ListQuery(numbers=(code,)))
            if listing.rows or listing.unreadable:
                raise
            return None

    def list_documents(self, controller: Controller, query: ListQuery) -> Listing[DocumentRow]:
        """The sales or purchase invoices that a query lets through, drafts included.

        Purchase invoices cannot be asked for by date (`wefact-api.md 2.1`): all are read, and narrowed here.
        """
        found = self._list(DOCUMENTS[controller], query)
        rows = tuple(row for record in found.rows if query.includes((row := record.value()).date))
        return found.with_rows(_exactly(rows, [row.number for row in rows], query))

    def newest_documents(self, controller: Controller, first: date) -> Newest:
        """The sales or purchase invoices dated on that day or later, drafts included; of the others their number.

        Raises:
            AnswerUnusable: the list is not whole.
        """
        source = DOCUMENTS[controller]
        return NewestReader(self._calls, source.rows_key, source.row, self._page_size).read(first)

    def show_document(self, controller: Controller, identifier: str) -> Document:
        """A whole sales or purchase invoice.

        Raises:
            RequestRefused: there is none of that identifier (any more).
            AnswerUnusable: this one cannot be read; others may.
        """
        return self.document_with_mark(controller, identifier)[0]

    def document_with_mark(self, controller: Controller, identifier: str) -> tuple[Document, bool]:
        """A whole sales or purchase invoice, and whether an accounting package made its last payment.

        Raises:
            RequestRefused: there is none of that identifier (any more).
            AnswerUnusable: this one cannot be read; others may.
        """
        shown = self._calls.ask(controller, "show", Identifier=identifier).get(controller)
        call = f"{controller}/show"
        document = parsed(DOCUMENTS[controller].record, shown, call).document(self._settings)
        return document, parsed(MarkRecord, shown, call).by_package

    def document_with_payment(self, controller: Controller, identifier: str) -> tuple[Document, PaymentState]:
        """A whole sales or purchase invoice, with what WeFact says has been paid of it.

        Raises:
            RequestRefused: there is none of that identifier (any more).
            AnswerUnusable: this one cannot be read; others may.
        """
        shown = self._calls.ask(controller, "show", Identifier=identifier).get(controller)
        call = f"{controller}/show"
        document = parsed(DOCUMENTS[controller].record, shown, call).document(self._settings)
        return document, parsed(PaymentRecord, shown, call).state()

    def payment_of(self, controller: Controller, identifier: str) -> PaymentState:
        """What WeFact says has been paid of a sales or purchase invoice.

        Raises:
            RequestRefused: there is none of that identifier (any more).
        """
        envelope = self._calls.ask(controller, "show", Identifier=identifier)
        return parsed(PaymentRecord, envelope.get(controller), f"{controller}/show").state()

    def cost_categories(self) -> dict[str, str]:
        """The names of all cost categories by id, also of those that are no longer to be used; read once."""
        return dict(self._settings.cost_categories)

    def product_groups(self) -> ProductGroups:
        """The groups of every product, by product code, in the order of their names."""
        products = self._lists.read("product", "products", ProductRecord).whole("product/list").rows
        codes = {product.identifier: product.code for product in products}
        names: dict[str, set[str]] = defaultdict(set)
        for group in self._lists.read("group", "groups", GroupRecord, type="product").whole("group/list").rows:
            for identifier in group.items:
                names[codes.get(identifier, "")].add(group.name)
        return ProductGroups({code: tuple(sorted(names[code])) for code in sorted(names) if code})

    def account_fingerprint(self, known: str = "") -> str:
        """A hash that tells one account from another: of its first final invoice; empty where there is none.

        `known`, the fingerprint that was stored, is given back as long as the account still holds that invoice:
        a draft older than it may have become final since.
        """
        envelope = self._calls.ask("invoice", "list", sort="Identifier", order="ASC", limit=PAGE_SIZE)
        rows = [parsed(NumberedRecord, row, "invoice/list") for row in envelope.get("invoices", [])]
        if known in map(_fingerprint, rows):
            return known
        first = min((row for row in rows if row.is_final), key=_age, default=None)
        return "" if first is None else _fingerprint(first)

    def mark_paid(self, controller: Controller, identifier: str, pay_date: date) -> None:
        """Set a sales or purchase invoice to paid, by the accounting package (`wefact-api.md 4`)."""
        self._calls.tell(controller, "markaspaid", _payment(identifier, pay_date))

    def part_payment(self, controller: Controller, identifier: str, amount: Decimal, pay_date: date) -> None:
        """Register a part payment in euros; WeFact adds it to what was paid, as far as is known (`wefact-api.md 4`)."""
        paid = {"AmountPaid": str(euro(amount))}
        self._calls.tell(controller, "partpayment", _payment(identifier, pay_date) | paid)

    def mark_unpaid(self, identifier: str) -> None:
        """Take the payment of a sales invoice back; purchase invoices have no such action (`wefact-api.md 4`)."""
        self._calls.tell(Controller.INVOICE, "markasunpaid", {"Identifier": identifier})

    def add_relation(self, controller: Controller, fields: Mapping[str, str]) -> Relation:
        """Make a debtor or creditor; gives it as WeFact understood it.

        `fields` have WeFact's own names (`wefact-api.md 3.1, 3.2`); without a code WeFact numbers it itself.
        """
        envelope = self._calls.tell(controller, "add", fields)
        return parsed(RELATIONS[controller].record, envelope.get(controller), f"{controller}/add").relation()

    def _list(self, source: Source[Row, Whole], query: ListQuery) -> Listing[Row]:
        filters = query.filters
        if not source.has_date_filter:
            filters.pop("date", None)
        if not query.numbers:
            return self._lists.read(source.controller, source.rows_key, source.row, **filters)
        found = [
            self._lists.read(
                source.controller, source.rows_key, source.row, searchat=source.code, searchfor=number, **filters
            )
            for number in query.numbers
        ]
        # A number can be a part of another one, and is then found twice.
        rows = {row.identifier: row for listing in found for row in listing.rows}
        unreadable = {row.identifier: row for listing in found for row in listing.unreadable}
        return Listing(tuple(rows.values()), found[0].answered_at, tuple(unreadable.values()))

    def _relation(self, controller: Controller, selector: str, value: str) -> Relation:
        envelope = self._calls.ask(controller, "show", **{selector: value})
        record = parsed(RELATIONS[controller].record, envelope.get(controller), f"{controller}/show")
        return record.relation()


def _payment(identifier: str, pay_date: date) -> dict[str, str]:
    return {
        "Identifier": identifier,
        "PayDate": pay_date.isoformat(),
        "PaymentMethod": BY_ACCOUNTING_PACKAGE,
    }


def _exactly(rows: tuple[Value, ...], numbers: list[str], query: ListQuery) -> tuple[Value, ...]:
    """WeFact searches for a part of a number; only the whole number counts."""
    if not query.numbers:
        return rows
    wanted = {number.casefold() for number in query.numbers}
    return tuple(row for row, number in zip(rows, numbers, strict=True) if number.casefold() in wanted)


def _fingerprint(row: NumberedRecord) -> str:
    return sha256(f"{row.identifier} {row.number}".encode()).hexdigest()


def _age(row: NumberedRecord) -> tuple[int, str]:
    """Identifiers count up; shorter is older, whatever order the list came in."""
    return (len(row.identifier), row.identifier)
