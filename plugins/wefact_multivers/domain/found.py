"""What stands in Multivers already, as values: bookings and ledger lines that were read, not made."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class FoundBooking:
    """A booking that Multivers holds, by us or by others (`multivers-api.md 3.8`).

    Attributes:
        invoice_id: the key in Multivers, text of at most 8 digits.
        reference: free text; the full printed number where the link made the booking.
        payment_reference: the reference on the bank statement (betalingskenmerk), often empty.
        net, vat, gross: in euros, negative on a credit note; None where the answer does not say.
        balance: what is still open, in euros; None where the answer does not say.
        can_change: whether it is still a concept; None where the answer does not say.
        frozen: euros that are blocked for payment; None where the answer does not say, and on sales.
        vat_by_code: the VAT in euros of each code that has any, by code, signed as `vat` is; None where the answer
            does not say, or says something that does not add up to `vat`.
    """

    invoice_id: str
    reference: str
    payment_reference: str
    relation_code: str
    journal_id: str
    journal_transaction: int
    fiscal_year: int
    invoice_date: dt.date
    due_date: dt.date | None
    net: Decimal | None
    vat: Decimal | None
    gross: Decimal
    balance: Decimal | None
    can_change: bool | None
    frozen: Decimal | None = None
    vat_by_code: tuple[tuple[int, Decimal], ...] | None = None


@dataclass(frozen=True)
class LedgerLine:
    """A line of a journal entry (journaalpost) in the ledger (`multivers-api.md 3.10`).

    Attributes:
        debit, credit: in euros, as Multivers shows them; one of the two is normally 0.
        relation_code: filled on the control account (debiteuren, crediteuren) alone.
    """

    fiscal_year: int
    period: int
    journal_id: str
    journal_transaction: int
    date: dt.date
    account_id: str
    debit: Decimal
    credit: Decimal
    vat_code: int | None
    relation_code: str
    description: str
