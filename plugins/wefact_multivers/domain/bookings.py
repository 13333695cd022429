"""The booking (boeking) that a document becomes, and the plan that fixes it before anything is sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum, StrEnum

from wefact_multivers.domain.canonical import canonical_json, digest
from wefact_multivers.domain.problems import Problem


class Side(StrEnum):
    """The side of a journal entry."""

    DEBIT = "debit"
    CREDIT = "credit"

    @property
    def opposite(self) -> Side:
        """The other side."""
        return Side.CREDIT if self is Side.DEBIT else Side.DEBIT


class InvoiceType(IntEnum):
    """What kind of invoice a booking is (`multivers-api.md 3.11`)."""

    SALES = 0
    SALES_CREDIT = 2


class RoundingMethod(StrEnum):
    """How the printed totals follow from the lines (`accounting-rules.md 6`)."""

    SUM = "sum"
    RATE = "rate"
    LINE = "line"
    RESIDUAL = "residual"


@dataclass(frozen=True)
class BookingLine:
    """A revenue line of a booking.

    Attributes:
        side: the side in the ledger.
        amount: net, in euros, never negative.
        vat_type: Multivers' kind of supply: 0 goods, 1 services (`multivers-api.md 3.11`).
        vat_amount: the VAT on this line in euros, in the direction of the line.
        why: which rule and row chose account and code, for *mapping explain*.
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


@dataclass(frozen=True)
class VatRow:
    """The VAT of a booking for one (code, scenario, type): base and VAT in euros, signed as the document is."""

    vat_code: int
    scenario: int
    vat_type: int
    base: Decimal
    vat: Decimal


@dataclass(frozen=True)
class Booking:
    """A sales booking without its running number in the journal, which is only known when it is sent.

    Attributes:
        debtor_code: the relation it stands on.
        invoice_id: at most 8 digits; chosen once per document.
        reference: the full printed number.
        payment_reference: the same where it fits in 16 characters, else empty.
        net, vat, gross: in euros, signed as printed.
    """

    invoice_type: InvoiceType
    debtor_code: str
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
    """

    booking: Booking
    body: str
    treatments: tuple[str, ...]
    method: RoundingMethod
    warnings: tuple[Problem, ...]
    versions: Versions

    @property
    def text(self) -> str:
        """The plan as canonical JSON: what is stored, shown and approved."""
        return canonical_json(self)

    @property
    def hash(self) -> str:
        """The identity of the plan; another hash is another plan, and needs another approval."""
        return digest(self)

    @property
    def combination(self) -> str:
        """What one proof booking proves: invoice type, treatments and scenario (`accounting-rules.md 7`)."""
        kinds = "+".join(sorted(set(self.treatments)))
        return f"sales/{self.booking.invoice_type.name.lower()}/{kinds}/{self.booking.scenario}"
