"""The booking (boeking) that a document becomes, and the plan that fixes it before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum
from functools import cached_property

from wefact_multivers.domain.canonical import canonical_json, text_digest
from wefact_multivers.domain.money import ZERO
from wefact_multivers.domain.problems import Problem


class Side(StrEnum):
    """The side of a journal entry."""

    DEBIT = "debit"
    CREDIT = "credit"

    @property
    def opposite(self) -> Side:
        """The other side."""
        return Side.CREDIT if self is Side.DEBIT else Side.DEBIT


class Kind(StrEnum):
    """Which ledger of relations a document belongs to: what we sell, or what we buy."""

    SALES = "sales"
    PURCHASE = "purchase"

    @property
    def control_side(self) -> Side:
        """Where an invoice stands on its control account (debiteuren, crediteuren); its lines are opposite."""
        return Side.DEBIT if self is Kind.SALES else Side.CREDIT


class InvoiceType(IntEnum):
    """What kind of invoice a booking is (`multivers-api.md 3.11`)."""

    SALES = 0
    PURCHASE = 1
    SALES_CREDIT = 2
    PURCHASE_CREDIT = 3

    @property
    def kind(self) -> Kind:
        """Sales or purchase."""
        return Kind.SALES if self in {InvoiceType.SALES, InvoiceType.SALES_CREDIT} else Kind.PURCHASE

    @property
    def is_credit(self) -> bool:
        """Whether it is a credit note."""
        return self in {InvoiceType.SALES_CREDIT, InvoiceType.PURCHASE_CREDIT}


def invoice_type_of(kind: Kind, gross: Decimal) -> InvoiceType:
    """The type follows the sign of the printed gross, whatever the status says (`accounting-rules.md 10`)."""
    if kind is Kind.SALES:
        return InvoiceType.SALES_CREDIT if gross < 0 else InvoiceType.SALES
    return InvoiceType.PURCHASE_CREDIT if gross < 0 else InvoiceType.PURCHASE


class RoundingMethod(StrEnum):
    """How the printed totals follow from the lines (`accounting-rules.md 6`)."""

    SUM = "sum"
    RATE = "rate"
    LINE = "line"
    RESIDUAL = "residual"


@dataclass(frozen=True)
class BookingLine:
    """A revenue or cost line of a booking.

    Attributes:
        side: the side in the ledger.
        amount: net, in euros, never negative.
        vat_type: Multivers' kind of supply: 0 goods, 1 services (`multivers-api.md 3.11`).
        vat_amount: the VAT on this line in euros, in the direction of the line.
        why: which rule and row chose account and code, for *mapping explain*.
        not_deductible: the part of the VAT in euros that is cost and no input VAT; 0.00 on sales. Of a purchase whose
            VAT is shifted to us it is part of what we owe, and `vat_amount` is 0.00.
    """

    account_id: str
    description: str
    side: Side
    amount: Decimal
    vat_code: int
    vat_type: int
    vat_amount: Decimal
    cost_centre: str
    why: str
    not_deductible: Decimal = ZERO

    @property
    def ledger_amount(self) -> Decimal:
        """What stands on the account, on the side of the line: net, and the VAT that is cost."""
        return self.amount + self.not_deductible


@dataclass(frozen=True)
class VatRow:
    """The VAT of a booking for one (code, scenario, type): amounts in euros, signed as the document is.

    VAT that is shifted to us makes two rows that cancel: what is deducted, and what is owed (`accounting-rules.md 5`).

    Attributes:
        not_deductible: the part of the VAT that is cost; 0.00 on sales.
        is_due: VAT that we owe ourselves; it has the other sign, and the creditor gets none of it.
    """

    vat_code: int
    scenario: int
    vat_type: int
    base: Decimal
    vat: Decimal
    not_deductible: Decimal = ZERO
    is_due: bool = False

    @property
    def ledger_amount(self) -> Decimal:
        """What stands on the VAT account, signed as the document is."""
        return self.vat - self.not_deductible


@dataclass(frozen=True)
class Booking:
    """A booking without its running number in the journal, which is only known when it is sent.

    Attributes:
        relation_code: the relation it stands on.
        invoice_id: at most 8 digits; chosen once per document.
        reference: the full printed number; of a purchase the one that the supplier printed.
        payment_reference: the same where it fits in 16 characters, else empty.
        net, vat, gross: in euros, signed as the document is; as Multivers has them, where foreign VAT is net.
        foreign_vat: VAT of another country, under OSS or of a foreign supplier; 0.00 where all VAT is Dutch.
        frozen: euros that are blocked for payment (`accounting-rules.md 4, 12`); 0.00, or the gross of a purchase.
    """

    invoice_type: InvoiceType
    relation_code: str
    journal_id: str
    fiscal_year: int
    period: int
    invoice_id: str
    reference: str
    payment_reference: str
    invoice_date: date
    due_date: date
    payment_condition: str
    currency: str
    scenario: int
    lines: tuple[BookingLine, ...]
    vat_rows: tuple[VatRow, ...]
    net: Decimal
    vat: Decimal
    gross: Decimal
    frozen: Decimal = ZERO
    foreign_vat: Decimal = ZERO

    @property
    def kind(self) -> Kind:
        """Sales or purchase."""
        return self.invoice_type.kind

    @property
    def printed_net(self) -> Decimal:
        """The net that the document has, apart from a cent."""
        return self.net - self.foreign_vat

    @property
    def printed_vat(self) -> Decimal:
        """The VAT that the document has, of whatever country."""
        return self.vat + self.foreign_vat


@dataclass(frozen=True)
class Versions:
    """Which inputs a plan was made from: hashes of the document, the configuration and the reference data."""

    document: str
    configuration: str
    reference: str


@dataclass(frozen=True)
class Plan:
    """The booking that would be made, complete: what is posted is this, and nothing else.

    Attributes:
        booking: the booking in the terms of the books.
        body: the request that will be sent, as the JSON text it is sent in, without `journalTransaction`.
        treatments: the VAT treatments of the lines; with scenario and type they name what a proof booking proves.
        method: how the printed totals followed from the lines.
        warnings: what a person may want to look at; they block nothing.
        country, vat_number: of the relation, as they stood when the VAT was decided (`accounting-rules.md 21`).
    """

    booking: Booking
    body: str
    treatments: tuple[str, ...]
    method: RoundingMethod
    warnings: tuple[Problem, ...]
    versions: Versions
    country: str = ""
    vat_number: str = ""

    @cached_property
    def text(self) -> str:
        """The plan as canonical JSON: what is stored, shown and approved."""
        return canonical_json(self)

    @cached_property
    def hash(self) -> str:
        """The identity of the plan; another hash is another plan, and needs another approval."""
        return text_digest(self.text)

    @property
    def combination(self) -> str:
        """What one proof booking proves: kind, invoice type, treatments and scenario (`accounting-rules.md 7`)."""
        treatments = "+".join(sorted(set(self.treatments)))
        booking = self.booking
        return f"{booking.kind}/{booking.invoice_type.name.lower()}/{treatments}/{booking.scenario}"
