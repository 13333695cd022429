"""The objects that are sent to Multivers (`multivers-api.md 3.1, 3.4, 3.5, 3.7`).

What is missing gets the server's default, so everything that a default could change is sent, zeros included.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from wefact_multivers.domain.bookings import Booking, BookingLine, Side, VatRow
from wefact_multivers.multivers.values import dutch

_ZERO = Decimal("0.00")
_CHARGES_VAT = 1
_ACTIVE = "A"
_PLAIN_ENTRY = 0


def sales_body(booking: Booking, sales_line_side: Side) -> dict[str, object]:
    """A sales booking as the body of `POST CustomerInvoice`, without `journalTransaction`.

    `sales_line_side` is the side on which this server wants the turnover of an invoice, whatever the ledger does
    with it (`multivers-api.md 5`); a credit note has the other one.
    """
    return {
        "customerId": booking.debtor_code,
        "invoiceType": int(booking.invoice_type),
        "invoiceId": booking.invoice_id,
        "reference": booking.reference,
        "paymentReference": booking.payment_reference,
        "journalId": booking.journal_id,
        "fiscalYear": booking.fiscal_year,
        "periodNumber": booking.period,
        "invoiceDate": dutch(booking.invoice_date),
        "invoiceExpirationDate": dutch(booking.due_date),
        "rebateExpirationDate": dutch(booking.due_date),
        "paymentConditionId": booking.payment_condition,
        "currencyId": booking.currency,
        "exchangeRate": 1,
        "vatScenarioId": booking.scenario,
        "amountCreditSqueezeCur": _ZERO,
        "amountRebateCur": _ZERO,
        "rebatePercentage": _ZERO,
        "autoCalculateVat": False,
        "dunForPayment": False,
        "openingBalance": False,
        "customerInvoiceLines": [_line(line, booking, sales_line_side) for line in booking.lines],
        "vatTransactionLines": [_vat_row(row, booking) for row in booking.vat_rows],
    }


def customer_body(code: str, fields: Mapping[str, str], *, credit_squeeze: str = "0") -> dict[str, object]:
    """A new relation as the body of `POST Customer`; `fields` have Multivers' own names.

    Without `chargeVatTypeId` the default would be a relation that is charged no VAT (`multivers-api.md 3.11`).
    """
    return {
        **fields,
        "customerId": code,
        "creditSqueezeId": credit_squeeze,
        "customerStateId": _ACTIVE,
        "chargeVatTypeId": _CHARGES_VAT,
        "isDunForPayment": False,
    }


def _line(line: BookingLine, booking: Booking, sales_line_side: Side) -> dict[str, object]:
    # The ledger has turnover on the credit side; a server that wants it on debit has both sides swapped.
    side = line.side if sales_line_side is Side.CREDIT else line.side.opposite
    return {
        "entryType": _PLAIN_ENTRY,
        "accountId": line.account_id,
        "costCentreId": line.cost_centre,
        "description": line.description,
        "transactionDate": dutch(booking.invoice_date),
        "debitAmountCur": line.amount if side is Side.DEBIT else _ZERO,
        "creditAmountCur": line.amount if side is Side.CREDIT else _ZERO,
        "currencyId": booking.currency,
        "exchangeRate": 1,
        "vatCodeId": line.vat_code,
        "vatType": line.vat_type,
        "vatAmountCur": line.vat_amount,
    }


def _vat_row(row: VatRow, booking: Booking) -> dict[str, object]:
    return {
        "vatCodeId": row.vat_code,
        "vatScenarioId": row.scenario,
        "vatType": row.vat_type,
        "amountTurnoverCur": row.base,
        "vatAmountCur": row.vat,
        "amountNotDeductibleCur": _ZERO,
        "currencyId": booking.currency,
        "fiscalYear": booking.fiscal_year,
    }
