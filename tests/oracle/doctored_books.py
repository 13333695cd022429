"""Multivers' side of the doctored state: bookings, their entries, relations, and money matched to them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tests.oracle.bookkeeping import Booking, Line
from tests.oracle.mapping import FIRST_PURCHASE_NUMBER, SHORT_NAMES
from tests.oracle.payments import BANK, MEMORIAL
from tests.oracle.payments import PURCHASE as PURCHASE_JOURNAL
from tests.oracle.payments import SALES as SALES_JOURNAL
from tests.oracle.sides import PURCHASES, SALES, Side

Record = dict[str, Any]
JOURNALS = {"V": SALES_JOURNAL, "WFV": SALES_JOURNAL, "I": PURCHASE_JOURNAL, "WFI": PURCHASE_JOURNAL}
JOURNALS |= {"B": BANK, "M": MEMORIAL}


def books(booked: list[Booking], customers: Mapping[str, str], suppliers: Mapping[str, str]) -> Record:
    """An administration with these bookings and relations, codes and names."""
    made: Record = {
        "fiscal_years": {"2026": {"fiscalYear": 2026, "hasCorrectionalPeriod": True, "maxPeriodNumber": 13}},
        "periods": [_period(1, 31), _period(2, 28), _period(3, 31), _period(13, 31)],
        "journals": {name: {"journalType": kind} for name, kind in JOURNALS.items()},
        "customers": {code: relation(SALES, code, name) for code, name in customers.items()},
        "suppliers": {code: relation(PURCHASES, code, name) for code, name in suppliers.items()},
        "tables": {"BankAccount": {"3/1": {"organizationId": 3, "iban": "NL02ABNA0123456789"}}},
        "invoices": {},
        "supplier_invoices": {},
        "transactions": {},
        "matches": [],
    }
    for booking in booked:
        add(made, booking)
    return made


def add(books: Record, booking: Booking, key: str = "") -> None:
    """One more booking with its entry, under the next number of its journal."""
    side = SALES if booking.side == SALES.name else PURCHASES
    place = 1 + sum(entry["journalId"] == booking.journal for entry in books["transactions"].values())
    record = booking_record(side, booking, place)
    prefix = "" if side is SALES else "purchase/"
    key = key or prefix + record["invoiceId"]
    books[side.multivers.bookings][key] = record
    entry = {"journalId": booking.journal, "journalTransaction": place, "invoiceKey": key}
    books["transactions"][f"2026/{booking.journal}/{place}"] = entry | {"lines": _entry_lines(booking)}


def match(books: Record, key: str, amount: str, day: str = "2026-03-10", **more: Any) -> None:
    """Money or something else put against a booking: euros, `journal` B unless said otherwise, a `difference`."""
    row = {"invoiceKey": key, "cents": _cents(amount), "differenceCents": _cents(more.get("difference", "0"))}
    rest = {"rebateCents": _cents(more.get("rebate", "0")), "squeezeCents": 0, "paymentDate": day}
    books["matches"].append(row | rest | {"journalId": more.get("journal", "B")})


def relation(side: Side, code: str, name: str) -> Record:
    """A relation as Multivers holds it."""
    condition, held = "30" if code == "DB10004" else "14", SHORT_NAMES.get((side.name, code), name)
    return {side.multivers.relation: code, "name": held, "countryId": "NL", "paymentConditionId": condition}


def booking_record(side: Side, booking: Booking, place: int) -> Record:
    """A booking as Multivers holds it, with the number `place` in its journal."""
    is_credit = booking.gross < 0
    record = {
        "reference": booking.reference, side.multivers.relation: booking.relation,
        "invoiceId": booking.invoice_id if booking.invoice_id.isdecimal() else str(FIRST_PURCHASE_NUMBER + place),
        "journalId": booking.journal, "fiscalYear": booking.fiscal_year, "periodNumber": booking.period,
        "invoiceDate": booking.invoice_date.isoformat(), "invoiceExpirationDate": booking.due_date.isoformat(),
        "journalTransaction": place, "totalAmountVatExclCur": float(booking.net), "vatAmountCur": float(booking.vat),
        "amountTotalCur": float(booking.gross), "amountCreditSqueezeCur": 0.0, "amountRebateCur": 0.0,
        "paymentConditionId": "30" if booking.relation == "DB10004" else "14", "openingBalance": False,
        "paymentReference": booking.reference, "invoiceType": side.credit_type if is_credit else side.invoice_type,
        "vatScenarioId": side.scenarios[booking.vat_rows[0].vat_code], "_processed": False,
        side.multivers.lines: [_line(line) for line in booking.lines],
        "vatTransactionLines": [
            {"vatCodeId": row.vat_code, "vatType": 1, "vatAmountCur": float(row.vat),
             "amountTurnoverCur": float(row.turnover), "amountNotDeductibleCur": float(row.cost)}
            for row in booking.vat_rows
        ],
    }  # fmt: skip
    frozen = {} if side is SALES else {"amountFrozenCur": 0.0 if is_credit else float(booking.gross)}
    return record | frozen


def _entry_lines(booking: Booking) -> list[Record]:
    return [
        {"accountId": line.account, "cents": int(line.debit * 100), "vatCodeId": line.vat_code}
        for line in booking.entry
    ]


def _period(number: int, last: int) -> Record:
    month = min(number, 3)
    start, end = f"2026-{month:02d}-01", f"2026-{month:02d}-{last}"
    return {"fiscalYear": 2026, "periodNumber": number, "startDate": start, "endDate": end, "isClosed": False}


def _line(line: Line) -> Record:
    names = ("debitAmountCur", "creditAmountCur") if line.side == "D" else ("creditAmountCur", "debitAmountCur")
    return {names[0]: float(line.amount), names[1]: 0.0, "accountId": line.account, "vatCodeId": line.vat_code,
            "vatType": 1}  # fmt: skip


def _cents(amount: str) -> int:
    return int(Decimal(amount) * 100)
