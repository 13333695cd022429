"""A small state of both services, put together by hand, for tests that spoil it in one place at a time.

WeFact holds five of the demo's invoices and two that may not be booked; Multivers holds what
`hand_calculated` says of them, one of them typed by people.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tests.oracle.bookkeeping import Booking, Line
from tests.oracle.hand_calculated import hand_calculated
from tests.oracle.mapping import DATABASE, WEFACT_ACCOUNT

Record = dict[str, Any]
TYPED = "F2026-0005"
BOOKED = ("F2026-0001", "F2026-0003", "F2026-0008", "F2026-0009", "F2026-0015")
PRODUCTS = {"P-HOST-S": "HOSTING", "P-HOST-L": "HOSTING", "P-DOM": "DOMEINEN", "P-BOEK": "BOEKEN", "P-ADV": "ADVIES"}
NAMES = {
    "DB10001": "Bakkerij De Gouden Aar B.V.",
    "DB10003": "Jansen & Zoon Ingénieurs B.V.",
    "DB10004": "Coöperatieve Vereniging voor Duurzame Energie Noord-Holland U.A.",
    "DB10006": "Uitgeverij Het Laatste Woord",
}


def before_the_link() -> Record:
    """People have typed one invoice and its relation; the link has not run yet."""
    return state([hand_calculated()[TYPED]], ["DB10001"])


def after_the_link() -> Record:
    """The same after a run that did everything right."""
    return state([hand_calculated()[number] for number in (TYPED, *BOOKED)], NAMES)


def state(booked: Iterable[Booking], customers: Iterable[str]) -> Record:
    """Both services, with these bookings and relations in Multivers."""
    return {
        "clock": "2026-03-16T06:00:00+01:00",
        "settings": {"totals_method": "sum"},
        "wefact": {"accounts": {WEFACT_ACCOUNT: _wefact()}},
        "multivers": {"databases": {DATABASE: _multivers(list(booked), customers)}},
    }


def paper(number: str, debtor: str, day: str, lines: Iterable[Record], **more: Any) -> Record:
    """An invoice of WeFact, sent and due in 14 days unless said otherwise."""
    code = str(list(NAMES).index(debtor) + 1)
    standard = {
        "InvoiceCode": number, "Debtor": code, "DebtorCode": debtor, "Date": day, "PayBefore": day, "Term": "14",
        "Status": "2", "Discount": "0", "IgnoreDiscount": "no", "Country": "NL", "Currency": "EUR", "VatShift": "no",
        "Printed": [], "InvoiceLines": list(lines),
    }  # fmt: skip
    return standard | more


def item(product: str, number: str, price: str, rate: str = "21") -> Record:
    """A line of an invoice."""
    line = {"ProductCode": product, "Number": number, "PriceExcl": price, "TaxPercentage": rate}
    return line | {"DiscountPercentage": "0"}


def _invoices() -> list[Record]:
    return [
        paper("F2026-0001", "DB10001", "2026-01-05", [item("P-HOST-L", "2", "25")], PayBefore="2026-01-19"),
        paper("F2026-0003", "DB10003", "2026-01-12", [item("P-ADV", "3.5", "95"), item("P-BOEK", "2", "18.3", "9")],
              PayBefore="2026-01-26"),
        paper("F2026-0005", "DB10001", "2026-01-20", [item("P-DOM", "8", "12.5")], PayBefore="2026-02-03"),
        paper("F2026-0008", "DB10004", "2026-02-02", [item("P-HOST-L", "4", "25"), item("P-DOM", "2", "12.5")],
              PayBefore="2026-03-04", Term="30", Discount="10"),
        paper("F2026-0009", "DB10006", "2026-02-05",
              [item("", "1", "45"), item("P-LOS", "1", "20"), item("", "1", "0")], PayBefore="2026-02-19", Status="3"),
        paper("F2026-0010", "DB10003", "2026-02-10", [item("P-ADV", "1", "95"), item("", "1", "50", "0")]),
        paper("F2026-0015", "DB10001", "2026-03-02",
              [item("P-ADV", "0.25", "95"), item("P-BOEK", "1.5", "18.3", "9"), item("P-HOST-S", "1.333", "10")],
              PayBefore="2026-03-16"),
        paper("F2026-0017", "DB10003", "2026-03-20", [item("P-HOST-L", "1", "25")], PayBefore="2026-04-03"),
    ]  # fmt: skip


def _wefact() -> Record:
    groups = sorted(set(PRODUCTS.values()))
    return {
        "invoices": {invoice["InvoiceCode"]: invoice for invoice in _invoices()},
        "debtors": {str(place + 1): _debtor(place, code) for place, code in enumerate(NAMES)},
        "groups": {group: {"GroupName": group} for group in groups},
        "products": {code: {"ProductCode": code, "GroupIds": [group]} for code, group in PRODUCTS.items()},
    }


def _debtor(place: int, code: str) -> Record:
    term = "30" if code == "DB10004" else "14"
    numbers = {"Identifier": str(place + 1), "DebtorCode": code, "InvoiceTerm": term, "TaxNumber": ""}
    return numbers | {"CompanyName": NAMES[code], "Initials": "", "SurName": "", "Country": "NL"}


def _multivers(booked: list[Booking], customers: Iterable[str]) -> Record:
    year = {"fiscalYear": 2026, "hasCorrectionalPeriod": True, "maxPeriodNumber": 13}
    return {
        "fiscal_years": {"2026": year},
        "periods": [_period(1, 31), _period(2, 28), _period(3, 31), _period(13, 31)],
        "customers": {code: customer(code) for code in customers},
        "invoices": {booking.invoice_id: booking_record(booking, place) for place, booking in enumerate(booked, 1)},
        "transactions": {
            f"2026/{booking.journal}/{place}": entry_record(booking, place) for place, booking in enumerate(booked, 1)
        },
        "matches": [],
    }


def _period(number: int, last: int) -> Record:
    month = min(number, 3)
    start, end = f"2026-{month:02d}-01", f"2026-{month:02d}-{last}"
    return {"fiscalYear": 2026, "periodNumber": number, "startDate": start, "endDate": end, "isClosed": False}


def customer(code: str) -> Record:
    """A relation as Multivers holds it."""
    condition = "30" if code == "DB10004" else "14"
    return {"customerId": code, "name": NAMES[code][:40], "countryId": "NL", "paymentConditionId": condition}


def booking_record(booking: Booking, place: int) -> Record:
    """A booking as Multivers holds it, with the number `place` in its journal."""
    return {
        "reference": booking.reference, "customerId": booking.relation, "invoiceId": booking.invoice_id,
        "journalId": booking.journal, "fiscalYear": booking.fiscal_year, "periodNumber": booking.period,
        "invoiceDate": booking.invoice_date.isoformat(), "invoiceExpirationDate": booking.due_date.isoformat(),
        "journalTransaction": place, "totalAmountVatExclCur": float(booking.net), "vatAmountCur": float(booking.vat),
        "amountTotalCur": float(booking.gross), "amountCreditSqueezeCur": 0.0, "amountRebateCur": 0.0,
        "paymentConditionId": "30" if booking.relation == "DB10004" else "14", "openingBalance": False,
        "paymentReference": booking.reference, "invoiceType": 0, "vatScenarioId": 1, "_processed": False,
        "customerInvoiceLines": [_line(line) for line in booking.lines],
        "vatTransactionLines": [
            {"vatCodeId": row.vat_code, "vatType": 1, "vatAmountCur": float(row.vat),
             "amountTurnoverCur": float(row.turnover)}
            for row in booking.vat_rows
        ],
    }  # fmt: skip


def entry_record(booking: Booking, place: int) -> Record:
    """The ledger entry of a booking."""
    lines = [
        {"accountId": line.account, "cents": int(line.debit * 100), "vatCodeId": line.vat_code}
        for line in booking.entry
    ]
    return {"journalId": booking.journal, "journalTransaction": place, "invoiceKey": booking.invoice_id, "lines": lines}


def _line(line: Line) -> Record:
    sides = {"creditAmountCur": float(line.amount), "debitAmountCur": 0.0}
    return sides | {"accountId": line.account, "vatCodeId": line.vat_code, "vatType": 1}
