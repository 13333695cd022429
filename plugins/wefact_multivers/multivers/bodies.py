"""The objects that are sent to Multivers (`multivers-api.md 3.1, 3.3 to 3.5, 3.7, 3.9`).

What is missing gets the server's default, so everything that a default could change is sent, zeros included.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal

from wefact_multivers.domain.bookings import Booking, BookingLine, Kind, Side, VatRow
from wefact_multivers.multivers.families import FAMILIES
from wefact_multivers.multivers.values import dutch

_ZERO = Decimal("0.00")
_CHARGES_VAT = 1
_ACTIVE = "A"
_PLAIN_ENTRY = 0


def booking_body(
    booking: Booking, line_side: Side, *, sends_owed_vat: bool = True, reminds: bool = False
) -> dict[str, object]:
    """A booking as the body of `POST CustomerInvoice` or `POST SupplierInvoice`, without `journalTransaction`.

    Args:
        booking: as planned.
        line_side: the side on which this server wants the lines of an invoice of that kind, whatever the ledger does
            with them (`multivers-api.md 5`); a credit note has the other one.
        sends_owed_vat: the VAT of a purchase that we owe ourselves is sent as two rows; else this server makes them
            from the scenario (`accounting-rules.md 5`).
        reminds: Multivers reminds the debtor, and WeFact does not (`accounting-rules.md 4`).
    """
    family = FAMILIES[booking.kind]
    return {
        family.id_name: booking.relation_code,
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
        "openingBalance": False,
        **_of_kind(booking, reminds),
        family.lines_name: [_line(line, booking, line_side) for line in booking.lines],
        "vatTransactionLines": [_vat_row(row, booking) for row in _sent_rows(booking.vat_rows, sends_owed_vat)],
    }


def new_relation_body(
    kind: Kind, code: str, fields: Mapping[str, str], *, credit_squeeze: str = "0", reminds: bool = False
) -> dict[str, object]:
    """A new relation as the body of `POST Customer` or `POST Supplier`; `fields` have Multivers' own names.

    Without `chargeVatTypeId` the default would be a relation that is charged no VAT (`multivers-api.md 3.11`). The
    properties of a supplier are published nowhere; those of a customer are the safest guess (`multivers-api.md 3.3`).
    """
    family = FAMILIES[kind]
    dunning = {"isDunForPayment": reminds} if kind is Kind.SALES else {}
    return {
        **fields,
        family.id_name: code,
        "creditSqueezeId": credit_squeeze,
        family.state_name: _ACTIVE,
        "chargeVatTypeId": _CHARGES_VAT,
        **dunning,
    }


def new_account_body(organization: str, fields: Mapping[str, str]) -> dict[str, object]:
    """A bank account as the body of `POST BankAccount`: the one that is paid on, since there is no other."""
    return {**fields, "organizationId": int(organization), "preferred": True, "blocked": False}


def _of_kind(booking: Booking, reminds: bool) -> dict[str, object]:
    """What only one side has: whether a debtor is reminded, and how much of a purchase must not be paid yet."""
    if booking.kind is Kind.SALES:
        return {"dunForPayment": reminds}
    return {"amountFrozenCur": booking.frozen, "supplierIsSubcontractor": False}


def _line(line: BookingLine, booking: Booking, line_side: Side) -> dict[str, object]:
    # A server that wants the lines on the other side than the ledger has both sides swapped.
    side = line.side if line_side is FAMILIES[booking.kind].line_side else line.side.opposite
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


def _sent_rows(rows: Sequence[VatRow], sends_owed_vat: bool) -> list[VatRow]:
    """The VAT rows to send: of VAT that we owe ourselves only the turnover, where the server makes the rest of it."""
    if sends_owed_vat:
        return list(rows)
    owed = {(row.vat_code, row.scenario, row.vat_type) for row in rows if row.is_due}
    return [
        replace(row, vat=_ZERO, not_deductible=_ZERO) if (row.vat_code, row.scenario, row.vat_type) in owed else row
        for row in rows
        if not row.is_due
    ]


def _vat_row(row: VatRow, booking: Booking) -> dict[str, object]:
    return {
        "vatCodeId": row.vat_code,
        "vatScenarioId": row.scenario,
        "vatType": row.vat_type,
        "amountTurnoverCur": row.base,
        "vatAmountCur": row.vat,
        "amountNotDeductibleCur": row.not_deductible,
        "currencyId": booking.currency,
        "fiscalYear": booking.fiscal_year,
    }
