"""Multivers' side of the state: bookings, ledger entries and relations as they stand in the books."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tests.oracle.bookkeeping import Booking, Line, Terms, VatRow, line
from tests.oracle.mapping import DATABASE
from tests.oracle.sides import DEBIT, SIDES, Side

Record = dict[str, Any]
Tables = Mapping[str, Mapping[str, Record]]
"""Records by table and key: an administration, or the part of it that is people's work."""


@dataclass(frozen=True)
class Found:
    """A booking in Multivers."""

    key: str
    side: Side
    booking: Booking
    terms: Terms
    is_processed: bool


@dataclass(frozen=True)
class Period:
    """A regular period of a fiscal year."""

    fiscal_year: int
    number: int
    start: date
    end: date
    is_closed: bool


def money(value: object) -> Decimal:
    """Euros as they stand in JSON, exactly."""
    return Decimal(str(value))


def database(state: Record) -> Record:
    """The administration of the demo."""
    found: Record = state["multivers"]["databases"][DATABASE]
    return found


def bookings(tables: Tables) -> dict[str, Found]:
    """All sales and purchase invoices of the tables, by key."""
    return {
        key: _found(tables, side, key, record)
        for side in SIDES
        for key, record in tables[side.multivers.bookings].items()
    }


def entry_key(record: Record) -> str:
    """The key of the ledger entry of a booking: fiscal year, journal, number."""
    return f"{record['fiscalYear']}/{record['journalId']}/{record['journalTransaction']}"


def entry_lines(entry: Record) -> tuple[Line, ...]:
    """The lines of a ledger entry."""
    pairs = [(Decimal(row["cents"]).scaleb(-2), row) for row in entry["lines"]]
    return tuple(sorted(line(amount, row["accountId"], row["vatCodeId"], DEBIT) for amount, row in pairs))


def regular_periods(state: Record) -> list[Period]:
    """The periods that invoices may be booked in, closed or not; never the correctional one."""
    books = database(state)
    correctional = {
        (year["fiscalYear"], year["maxPeriodNumber"])
        for year in books["fiscal_years"].values()
        if year["hasCorrectionalPeriod"]
    }
    return [
        Period(
            row["fiscalYear"],
            row["periodNumber"],
            date.fromisoformat(row["startDate"]),
            date.fromisoformat(row["endDate"]),
            row["isClosed"],
        )
        for row in books["periods"]
        if row["periodNumber"] and (row["fiscalYear"], row["periodNumber"]) not in correctional
    ]


def _found(tables: Tables, side: Side, key: str, record: Record) -> Found:
    rows, lines = record["vatTransactionLines"], record[side.multivers.lines]
    entry = tables["transactions"].get(entry_key(record), {"lines": []})
    booking = Booking(
        side=side.name,
        reference=record["reference"],
        relation=record[side.multivers.relation],
        invoice_id=record["invoiceId"],
        journal=record["journalId"],
        fiscal_year=record["fiscalYear"],
        period=record["periodNumber"],
        invoice_date=date.fromisoformat(record["invoiceDate"]),
        due_date=date.fromisoformat(record["invoiceExpirationDate"]),
        net=money(record["totalAmountVatExclCur"]),
        vat=money(record["vatAmountCur"]),
        gross=money(record["amountTotalCur"]),
        lines=tuple(sorted(_line(row) for row in lines)),
        vat_rows=tuple(sorted(_vat_row(row) for row in rows)),
        entry=entry_lines(entry),
    )
    return Found(key, side, booking, _terms(record, lines + rows), record["_processed"])


def _terms(record: Record, rows: list[Record]) -> Terms:
    additions = ("amountCreditSqueezeCur", "amountRebateCur")
    return Terms(
        payment_condition=record["paymentConditionId"],
        payment_reference=record["paymentReference"],
        invoice_type=record["invoiceType"],
        scenario=record["vatScenarioId"],
        vat_types=frozenset(row["vatType"] for row in rows),
        additions=sum((money(record[name]) for name in additions), Decimal(0)),
        is_opening_balance=record["openingBalance"],
        frozen=money(record.get("amountFrozenCur", 0)),
    )


def _line(row: Record) -> Line:
    amount = money(row["debitAmountCur"]) - money(row["creditAmountCur"])
    return line(amount, row["accountId"], row["vatCodeId"], DEBIT)


def _vat_row(row: Record) -> VatRow:
    amounts = (money(row[name]) for name in ("amountTurnoverCur", "vatAmountCur", "amountNotDeductibleCur"))
    return VatRow(row["vatCodeId"], *amounts)
