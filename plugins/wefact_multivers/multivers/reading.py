"""Bookings and ledger lines as Multivers shows them, and the domain values they become (`multivers-api.md 3`)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from wefact_multivers.domain.bookings import InvoiceType
from wefact_multivers.domain.found import FoundBooking, LedgerLine
from wefact_multivers.multivers.answers import unusable
from wefact_multivers.multivers.values import Row, amount, day, optional_day, optional_whole, text, whole
from wefact_multivers.transport import Call

Value = TypeVar("Value")
_ZERO = Decimal("0.00")


def parsed(read: Callable[[Row], Value], row: Row, call: Call) -> Value:
    """A value read from a row.

    Raises:
        AnswerUnusable: something is missing or unreadable; the error never shows the row itself.
    """
    try:
        return read(row)
    except (ValueError, TypeError, AttributeError) as error:
        reason = type(error).__name__
    # Outside the handler: the first error would travel along as the context, and it shows values.
    raise unusable(call, f"{read.__name__}: {reason}")


def booking_of_model(row: Row) -> FoundBooking:
    """A booking from the edit model `CustomerInvoice` (`multivers-api.md 3.4`): it does not know what is open.

    Raises:
        ValueError: something a booking cannot do without is missing.
    """
    sign = _sign(row)
    can_change = row.get("canChange")
    return FoundBooking(
        invoice_id=_required(row, "invoiceId"),
        reference=text(row, "reference"),
        payment_reference=text(row, "paymentReference"),
        debtor_code=_required(row, "customerId"),
        journal_id=text(row, "journalId"),
        journal_transaction=whole(row, "journalTransaction"),
        fiscal_year=whole(row, "fiscalYear"),
        invoice_date=day(row, "invoiceDate"),
        due_date=optional_day(row, "invoiceExpirationDate"),
        net=_signed(amount(row, "totalAmountVatExclCur", "totalAmountVatExcl"), sign),
        vat=_signed(amount(row, "vatAmountCur", "vatAmount"), sign),
        gross=sign * _required_amount(row, "amountTotalCur", "amountTotal"),
        balance=None,
        can_change=can_change if isinstance(can_change, bool) else None,
    )


def booking_of_info(row: Row) -> FoundBooking:
    """A booking from a list of `CustomerInvoiceInfo` (`multivers-api.md 3.8`): it does not know its journal number.

    Raises:
        ValueError: something a booking cannot do without is missing.
    """
    return FoundBooking(
        invoice_id=_required(row, "invoiceId"),
        reference=text(row, "invoiceReference"),
        payment_reference=text(row, "paymentReference"),
        debtor_code=_required(row, "customerId"),
        journal_id=text(row, "journalId"),
        journal_transaction=whole(row, "journalTransaction"),
        fiscal_year=whole(row, "fiscalYear"),
        invoice_date=day(row, "invoiceDate"),
        due_date=optional_day(row, "invoiceExpirationDate"),
        net=amount(row, "turnoverAmount"),
        vat=amount(row, "vatAmountCur", "vatAmount"),
        gross=_required_amount(row, "invoiceAmountCur", "invoiceAmount"),
        balance=amount(row, "invoiceBalanceCur", "invoiceBalance"),
        can_change=None,
    )


def ledger_line(row: Row) -> LedgerLine:
    """A line of `JournalEntryLineInfo` (`multivers-api.md 3.10`), in the currency of the company.

    Raises:
        ValueError: something is unreadable.
    """
    return LedgerLine(
        fiscal_year=whole(row, "fiscalYear"),
        period=whole(row, "periodNumber"),
        journal_id=text(row, "journalId"),
        journal_transaction=whole(row, "journalTransaction"),
        date=day(row, "transactionDate"),
        account_id=_required(row, "accountId"),
        debit=amount(row, "debitAmount", "debitAmountCur") or _ZERO,
        credit=amount(row, "creditAmount", "creditAmountCur") or _ZERO,
        vat_code=optional_whole(row, "vatCodeId"),
        debtor_code=text(row, "customerId"),
        description=text(row, "description"),
    )


def _required(row: Row, name: str) -> str:
    value = text(row, name)
    if not value:
        raise ValueError(name)
    return value


def _required_amount(row: Row, *names: str) -> Decimal:
    value = amount(row, *names)
    if value is None:
        raise ValueError(names[0])
    return value


def _sign(row: Row) -> int:
    """-1 where a credit note shows positive totals: both signs are conceivable (`multivers-api.md 8.13`)."""
    is_credit = whole(row, "invoiceType") == InvoiceType.SALES_CREDIT
    return -1 if is_credit and _required_amount(row, "amountTotalCur", "amountTotal") > 0 else 1


def _signed(value: Decimal | None, sign: int) -> Decimal | None:
    return None if value is None else sign * value
