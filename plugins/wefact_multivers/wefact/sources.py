"""WeFact's four kinds of records as data: how each is listed, selected and read (`wefact-api.md 2.1 to 2.3`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Generic, TypeVar

from wefact_multivers.domain.documents import Controller
from wefact_multivers.wefact.documents import DocumentRowRecord
from wefact_multivers.wefact.purchases import PurchaseRecord, PurchaseRowRecord
from wefact_multivers.wefact.relations import (
    CreditorRecord,
    CreditorRowRecord,
    DebtorRecord,
    DebtorRowRecord,
    RelationRecord,
    RelationRowRecord,
)
from wefact_multivers.wefact.sales import InvoiceRecord, InvoiceRowRecord

Row = TypeVar("Row", RelationRowRecord, DocumentRowRecord)
Whole = TypeVar("Whole", RelationRecord, InvoiceRecord | PurchaseRecord)


@dataclass(frozen=True)
class Source(Generic[Row, Whole]):
    """One kind of record.

    Attributes:
        rows_key: where a list has its rows; `show` has the record under the controller's own name.
        code: the property that a person calls it by, which searches and selects.
        has_date_filter: whether its list can be narrowed by the printed date.
    """

    controller: Controller
    rows_key: str
    code: str
    row: type[Row]
    record: type[Whole]
    has_date_filter: bool = False


_DEBTOR: Source[RelationRowRecord, RelationRecord] = Source(
    Controller.DEBTOR, "debtors", "DebtorCode", DebtorRowRecord, DebtorRecord
)
_CREDITOR: Source[RelationRowRecord, RelationRecord] = Source(
    Controller.CREDITOR, "creditors", "CreditorCode", CreditorRowRecord, CreditorRecord
)
_INVOICE: Source[DocumentRowRecord, InvoiceRecord | PurchaseRecord] = Source(
    Controller.INVOICE, "invoices", "InvoiceCode", InvoiceRowRecord, InvoiceRecord, has_date_filter=True
)
_CREDITINVOICE: Source[DocumentRowRecord, InvoiceRecord | PurchaseRecord] = Source(
    Controller.CREDITINVOICE, "creditinvoices", "CreditInvoiceCode", PurchaseRowRecord, PurchaseRecord
)

RELATIONS: Mapping[Controller, Source[RelationRowRecord, RelationRecord]] = MappingProxyType(
    {source.controller: source for source in (_DEBTOR, _CREDITOR)}
)
DOCUMENTS: Mapping[Controller, Source[DocumentRowRecord, InvoiceRecord | PurchaseRecord]] = MappingProxyType(
    {source.controller: source for source in (_INVOICE, _CREDITINVOICE)}
)
