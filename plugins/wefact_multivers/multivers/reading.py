"""Bookings, payments and ledger lines as Multivers shows them, and the values they become (`multivers-api.md 3`).

Both sides have the same properties, apart from the one that names the relation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from wefact_multivers.domain.bookings import InvoiceType
from wefact_multivers.domain.found import FoundBooking, LedgerLine
from wefact_multivers.domain.found_payments import FoundPayment, Means
from wefact_multivers.domain.money import total
from wefact_multivers.errors import RecordUnreadable
from wefact_multivers.multivers.values import Row, amount, day, optional_day, optional_whole, text, whole
from wefact_multivers.transport import Call

Value = TypeVar("Value")
_ZERO = Decimal("0.00")
_CREDIT_TYPES = frozenset(kind for kind in InvoiceType if kind.is_credit)
_RELATION = ("customerId", "supplierId")


def parsed(read: Callable[[Row], Value], row: Row, call: Call) -> Value:
    """A value read from a row.

    Raises:
        RecordUnreadable: something is missing or wrong; the error never shows the row itself.
    """
    try:
        return read(row)
    except (ValueError, TypeError, AttributeError) as error:
        reason = type(error).__name__
    # Outside the handler: the first error would travel along as the context, and it shows values.
    raise RecordUnreadable(system=call.system, call=call.name, detail=f"{read.__name__}: {reason}")


def booking_of_model(row: Row) -> FoundBooking:
    """A booking from the edit model of either side (`multivers-api.md 3.4, 3.9`): it does not know what is open.

    Raises:
        ValueError: something a booking cannot do without is missing.
    """
    sign = _sign(row)
    can_change, vat = row.get("canChange"), _signed(amount(row, "vatAmountCur", "vatAmount"), sign)
    return FoundBooking(
        invoice_id=_required(row, "invoiceId"),
        reference=text(row, "reference"),
        payment_reference=text(row, "paymentReference"),
        relation_code=_required(row, *_RELATION),
        journal_id=text(row, "journalId"),
        journal_transaction=whole(row, "journalTransaction"),
        fiscal_year=whole(row, "fiscalYear"),
        invoice_date=day(row, "invoiceDate"),
        due_date=optional_day(row, "invoiceExpirationDate"),
        net=_signed(amount(row, "totalAmountVatExclCur", "totalAmountVatExcl"), sign),
        vat=vat,
        gross=sign * _required_amount(row, "amountTotalCur", "amountTotal"),
        balance=None,
        can_change=can_change if isinstance(can_change, bool) else None,
        frozen=amount(row, "amountFrozenCur", "amountFrozen"),
        vat_by_code=_vat_by_code(row, vat),
    )


def booking_of_info(row: Row) -> FoundBooking:
    """A booking from a list or the details (`multivers-api.md 3.8`): it does not know its journal number.

    Raises:
        ValueError: something a booking cannot do without is missing.
    """
    return FoundBooking(
        invoice_id=_required(row, "invoiceId"),
        reference=text(row, "invoiceReference"),
        payment_reference=text(row, "paymentReference"),
        relation_code=_required(row, *_RELATION),
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


def _vat_by_code(row: Row, vat: Decimal | None) -> tuple[tuple[int, Decimal], ...] | None:
    """The VAT of each code; on a credit note its sign may be the other one (`multivers-api.md 8.13`)."""
    found: dict[int, Decimal] = {}
    for line in row.get("vatTransactionLines") or ():
        code = whole(line, "vatCodeId")
        found[code] = found.get(code, _ZERO) + (amount(line, "vatAmountCur", "vatAmount") or _ZERO)
    together = total(list(found.values()))
    if not found or vat not in (together, -together):
        return None
    sign = 1 if vat == together else -1
    return tuple((code, sign * each) for code, each in sorted(found.items()) if each)


@dataclass(frozen=True)
class BookingDetails:
    """A booking with what is open, and the transactions that were matched to it."""

    booking: FoundBooking
    payments: tuple[FoundPayment, ...]


def booking_details(row: Row, means: Mapping[str, Means | None]) -> BookingDetails:
    """The details of a booking, from `CustomerInvoiceInfo` or `SupplierInvoiceInfo` (`multivers-api.md 3.8, 3.9`).

    Args:
        row: the answer.
        means: by what an entry in each journal settles.

    Raises:
        ValueError: the booking, or one of its payments, cannot be read.
    """
    payments = tuple(_payment(payment, means) for payment in row.get("payments") or ())
    return BookingDetails(booking_of_info(row), payments)


def _payment(row: Row, means: Mapping[str, Means | None]) -> FoundPayment:
    differences = (
        amount(row, "paymentDifferenceAmountCur", "paymentDifferenceAmount"),
        amount(row, "exchangeDifferenceAmount"),
    )
    rebates = (
        amount(row, "paymentRebateAmountCur", "paymentRebateAmount"),
        amount(row, "creditSqueezeAmountCur", "creditSqueezeAmount"),
    )
    return FoundPayment(
        means=means.get(_required(row, "journalId").casefold()),
        date=day(row, "paymentDate"),
        amount=_required_amount(row, "paidAmountCur", "paidAmount"),
        difference=total([value or _ZERO for value in differences]),
        rebate=total([value or _ZERO for value in rebates]),
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
        relation_code=text(row, "customerId") or text(row, "supplierId"),
        description=text(row, "description"),
    )


def _required(row: Row, *names: str) -> str:
    """The first of some properties that says something."""
    value = next(filter(None, (text(row, name) for name in names)), "")
    if not value:
        raise ValueError(names[0])
    return value


def _required_amount(row: Row, *names: str) -> Decimal:
    value = amount(row, *names)
    if value is None:
        raise ValueError(names[0])
    return value


def _sign(row: Row) -> int:
    """-1 where a credit note shows positive totals: both signs are conceivable (`multivers-api.md 8.13`)."""
    is_credit = whole(row, "invoiceType") in _CREDIT_TYPES
    return -1 if is_credit and _required_amount(row, "amountTotalCur", "amountTotal") > 0 else 1


def _signed(value: Decimal | None, sign: int) -> Decimal | None:
    return None if value is None else sign * value
