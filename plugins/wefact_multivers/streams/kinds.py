"""The kinds of relations and documents as data, so that no use case asks which one it has."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import TypeAdapter

from wefact_multivers.domain.bookings import Kind, Plan
from wefact_multivers.domain.documents import Controller, Document, PurchaseInvoice, Relation, SalesInvoice
from wefact_multivers.store.intents import Effect
from wefact_multivers.store.records import Record
from wefact_multivers.streams.runs import Stream

PLAN: TypeAdapter[Plan] = TypeAdapter(Plan)
"""Reads the plan of a document as it was stored."""

_RELATION: TypeAdapter[Relation] = TypeAdapter(Relation)
_SALES: TypeAdapter[SalesInvoice] = TypeAdapter(SalesInvoice)
_PURCHASE: TypeAdapter[PurchaseInvoice] = TypeAdapter(PurchaseInvoice)


@dataclass(frozen=True)
class RelationKind:
    """Debtors or creditors.

    Attributes:
        kind: the side of the books.
        controller: WeFact's name for them.
    """

    stream: Stream
    kind: Kind
    controller: Controller
    effect: Effect = Effect.WRITE_MULTIVERS_RELATION

    def read(self, record: Record) -> Relation:
        """The relation as it was stored."""
        return _RELATION.validate_json(record.seen.content)


@dataclass(frozen=True)
class DocumentKind:
    """Sales or purchase invoices.

    Attributes:
        kind: the side of the books.
        controller: WeFact's name for them.
        relations: whose documents they are.
    """

    stream: Stream
    kind: Kind
    controller: Controller
    relations: RelationKind
    adapter: TypeAdapter[SalesInvoice] | TypeAdapter[PurchaseInvoice]
    effect: Effect = Effect.CREATE_BOOKING

    def read(self, record: Record) -> Document:
        """The document as it was stored."""
        return self.adapter.validate_json(record.seen.content)


DEBTORS = RelationKind(Stream.DEBTORS, Kind.SALES, Controller.DEBTOR)
CREDITORS = RelationKind(Stream.CREDITORS, Kind.PURCHASE, Controller.CREDITOR)
SALES_INVOICES = DocumentKind(Stream.SALES_INVOICES, Kind.SALES, Controller.INVOICE, DEBTORS, _SALES)
PURCHASE_INVOICES = DocumentKind(
    Stream.PURCHASE_INVOICES, Kind.PURCHASE, Controller.CREDITINVOICE, CREDITORS, _PURCHASE
)

RELATION_KINDS = {kind.stream: kind for kind in (DEBTORS, CREDITORS)}
DOCUMENT_KINDS = {kind.stream: kind for kind in (SALES_INVOICES, PURCHASE_INVOICES)}

KINDS: dict[Stream, RelationKind | DocumentKind] = {**RELATION_KINDS, **DOCUMENT_KINDS}
"""The streams that export, by name."""

RELATIONS_OF = {kind.controller: kind for kind in RELATION_KINDS.values()}
DOCUMENTS_OF = {kind.controller: kind for kind in DOCUMENT_KINDS.values()}

KIND_OF: dict[Controller, RelationKind | DocumentKind] = {**RELATIONS_OF, **DOCUMENTS_OF}
"""The kind of a record, by WeFact's name for it."""
