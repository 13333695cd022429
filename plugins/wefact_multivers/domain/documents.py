"""What WeFact holds, as values: relations, invoices of both kinds and their lines."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import IntEnum, StrEnum

from wefact_multivers.domain.canonical import CAME_LATER, digest

CONCEPT_PREFIX = "[concept]"
"""How the number of a draft begins (`wefact-api.md 6`)."""


_NO_TIME = dt.datetime.min  # noqa: DTZ901 - a constant, not a time
"""Stands for the time of the last change where it must not count."""


class Controller(StrEnum):
    """WeFact's own names for its kinds of records; part of the key of everything the link remembers."""

    DEBTOR = "debtor"
    CREDITOR = "creditor"
    INVOICE = "invoice"
    CREDITINVOICE = "creditinvoice"


class SalesStatus(IntEnum):
    """The status of a sales invoice in WeFact (`wefact-api.md 3.8`)."""

    CONCEPT = 0
    SENT = 2
    PART_PAID = 3
    PAID = 4
    CREDIT = 8
    VOID = 9


class PurchaseStatus(IntEnum):
    """The status of a purchase invoice in WeFact (`wefact-api.md 3.8`)."""

    UNPAID = 1
    PART_PAID = 2
    PAID = 3
    CREDIT = 8


FINAL: dict[Controller, frozenset[int]] = {
    Controller.INVOICE: frozenset(SalesStatus) - {SalesStatus.CONCEPT},
    Controller.CREDITINVOICE: frozenset(PurchaseStatus),
}
"""The statuses that only a document has that was sent, or received (DESIGN 3)."""


@dataclass(frozen=True, order=True)
class SourceKey:
    """Which WeFact record: with the link it is the key of everything that is remembered (DESIGN 8.1).

    Attributes:
        controller: WeFact's kind of record.
        identifier: WeFact's `Identifier`, which never changes.
    """

    controller: Controller
    identifier: str


@dataclass(frozen=True)
class Relation:
    """A debtor (debiteur) or creditor (crediteur) as WeFact shows it (`wefact-api.md 3.1, 3.2`).

    Attributes:
        controller: which of the two.
        code: the debtor or creditor number; goes to Multivers unaltered.
        name: company name, or initials and surname of a person.
        country: ISO 3166 alpha-2, or empty.
        iban, bic, account_holder: the bank account, without spaces; empty where WeFact has none.
        term: days until an invoice is due; None = the default of the administration.
        modified: WeFact's own time of the last change, Amsterdam, without offset.
    """

    controller: Controller
    identifier: str
    code: str
    name: str
    contact: str
    street: str
    zip_code: str
    city: str
    country: str
    email: str
    telephone: str
    vat_number: str
    coc_number: str
    iban: str
    bic: str
    term: int | None
    modified: dt.datetime
    mobile: str = ""
    fax: str = ""
    account_holder: str = ""

    @property
    def key(self) -> SourceKey:
        """Which record this is."""
        return SourceKey(self.controller, self.identifier)

    @property
    def content_hash(self) -> str:
        """The hash of what goes to Multivers; another moment of saving is no change."""
        return digest(replace(self, modified=_NO_TIME))


@dataclass(frozen=True)
class SalesLine:
    """A line of a sales invoice (factuurregel).

    Attributes:
        quantity, price: as printed, unrounded; the price excludes VAT, in euros.
        discount: percentage on this line, 0 to 100.
        rate: the printed VAT percentage, such as 21.
        product_code: empty where the line was typed by hand.
        start, end: the days it is for, where WeFact says so; they move no booking (`accounting-rules.md 23`).
    """

    quantity: Decimal
    price: Decimal
    discount: Decimal
    tax_code: str
    rate: Decimal
    description: str
    product_code: str
    start: dt.date | None = field(default=None, metadata=CAME_LATER)
    end: dt.date | None = field(default=None, metadata=CAME_LATER)


@dataclass(frozen=True)
class SalesInvoice:
    """A sales invoice (verkoopfactuur) as WeFact shows it (`wefact-api.md 3.3`).

    Attributes:
        number: the printed number, such as F2026-0001; `[concept]…` on a draft.
        date, due_date: printed dates, Amsterdam calendar.
        discount: percentage over all lines, 0 where it does not apply.
        net, vat, gross: the printed totals in euros; negative on a credit note.
        reverse_charge: WeFact's own flag for VAT that is shifted to the debtor.
        prices_include_vat: the lines were entered including VAT.
        modified: WeFact's own time of the last change, Amsterdam, without offset.
        collected: by direct debit, by WeFact.
        payment_method: WeFact's word for the way of paying; may be empty.
        named: what it refers to (referentie): of a credit note perhaps the number of its original.
    """

    identifier: str
    number: str
    relation_code: str
    status: int
    date: dt.date
    due_date: dt.date
    term: int
    currency: str
    discount: Decimal
    net: Decimal
    vat: Decimal
    gross: Decimal
    reverse_charge: bool
    prices_include_vat: bool
    lines: tuple[SalesLine, ...]
    modified: dt.datetime
    collected: bool = False
    payment_method: str = ""
    named: str = ""

    @property
    def key(self) -> SourceKey:
        """Which record this is."""
        return SourceKey(Controller.INVOICE, self.identifier)

    @property
    def reference(self) -> str:
        """The number that both parties know it by."""
        return self.number

    @property
    def content_hash(self) -> str:
        """The hash of what concerns the books: a payment or a reminder in WeFact is no change of the invoice."""
        return _hash_of(self)


@dataclass(frozen=True)
class PurchaseLine:
    """A line of a purchase invoice (inkoopregel); WeFact holds its net total as its price (`wefact-api.md 3.4`).

    Attributes:
        net: in euros, unrounded.
        rate: the printed VAT percentage, such as 21.
        cost_category: the name of the cost category (kostencategorie); empty where the line has none.
        start, end: the days it is for, where WeFact says so; they move no booking (`accounting-rules.md 23`).
    """

    description: str
    net: Decimal
    tax_code: str
    rate: Decimal
    cost_category: str
    start: dt.date | None = field(default=None, metadata=CAME_LATER)
    end: dt.date | None = field(default=None, metadata=CAME_LATER)


@dataclass(frozen=True)
class PurchaseInvoice:
    """A purchase invoice (inkoopfactuur) as WeFact shows it (`wefact-api.md 3.4`).

    Attributes:
        number: the number that the company gave it itself, such as CF0001.
        supplier_number: the number that the supplier printed.
        net, gross: the printed totals in euros; negative on a credit note. What the lines add up to may be stale.
        vat: gross minus net: WeFact prints none.
        modified: WeFact's own time of the last change, Amsterdam, without offset.
        collected: by direct debit, by the supplier.
        payment_method: WeFact's word for the way of paying; may be empty.
    """

    identifier: str
    number: str
    supplier_number: str
    relation_code: str
    status: int
    date: dt.date
    due_date: dt.date
    term: int
    currency: str
    net: Decimal
    vat: Decimal
    gross: Decimal
    lines: tuple[PurchaseLine, ...]
    modified: dt.datetime
    collected: bool = False
    payment_method: str = ""

    @property
    def key(self) -> SourceKey:
        """Which record this is."""
        return SourceKey(Controller.CREDITINVOICE, self.identifier)

    @property
    def reference(self) -> str:
        """The number that both parties know it by."""
        return self.supplier_number

    @property
    def content_hash(self) -> str:
        """The hash of what concerns the books: a payment in WeFact is no change of the invoice."""
        return _hash_of(self)


Document = SalesInvoice | PurchaseInvoice
DocumentLine = SalesLine | PurchaseLine

OF_ITS_PAYMENT = frozenset({"collected", "payment_method", "named"})
"""What may change after the booking without changing it: how it is paid, and what it refers to."""


def _hash_of(document: Document) -> str:
    lines = tuple(replace(line, start=None, end=None) for line in document.lines)
    facts = vars(replace(document, status=0, modified=_NO_TIME)) | {"lines": lines}
    return digest({name: value for name, value in facts.items() if name not in OF_ITS_PAYMENT})


@dataclass(frozen=True)
class DocumentRow:
    """A row of WeFact's list of invoices: enough to see whether the whole must be read (`wefact-api.md 2.2`).

    Attributes:
        outstanding: what WeFact says is open, in euros; None where it does not say.
    """

    controller: Controller
    identifier: str
    number: str
    status: int
    date: dt.date
    gross: Decimal
    modified: dt.datetime
    outstanding: Decimal | None = None

    @property
    def key(self) -> SourceKey:
        """Which record this is."""
        return SourceKey(self.controller, self.identifier)

    @property
    def is_final(self) -> bool:
        """Whether it has left the draft stage."""
        return is_final(self.controller, self.number, self.status)


@dataclass(frozen=True)
class RelationRow:
    """A row of WeFact's list of debtors or creditors."""

    controller: Controller
    identifier: str
    code: str
    modified: dt.datetime

    @property
    def key(self) -> SourceKey:
        """Which record this is."""
        return SourceKey(self.controller, self.identifier)


@dataclass(frozen=True)
class ProductGroups:
    """Which product groups (productgroepen) each product is in, by product code; names as WeFact shows them."""

    by_product: dict[str, tuple[str, ...]]

    def of(self, product_code: str) -> tuple[str, ...]:
        """The groups of a product; none for an unknown or empty code."""
        return self.by_product.get(product_code, ())


def is_final(controller: Controller, number: str, status: int) -> bool:
    """Whether a document has left the draft stage: a definitive number, and a status that only such ones have."""
    return status in FINAL[controller] and not number.startswith(CONCEPT_PREFIX)
