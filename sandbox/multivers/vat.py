"""VAT of a booking: the rows that were sent held against the lines, or computed (multivers-api.md 5, 8.14, 8.15)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

from sandbox.model import Record
from sandbox.multivers.context import Books
from sandbox.multivers.state import Database
from sandbox.multivers.wire import Problems

CENT = Decimal("0.01")
ZERO = Decimal("0.00")


def cents(value: Decimal) -> Decimal:
    """Round to the cent, half away from zero."""
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


def percentage_on(vat_code: Record, iso_date: str) -> Decimal:
    """The percentage of a code on a date: the last row that has started."""
    started = [row for row in vat_code["vatPercentagesByDate"] if row["startDate"] <= iso_date]
    return Decimal(str(max(started, key=lambda row: row["startDate"])["vatPercentage"])) if started else Decimal(0)


def vat_rows(books: Books, invoice: Record, line_net: Callable[[Record], Decimal], problems: Problems) -> list[Record]:
    """The VAT rows of an invoice with the sign of its lines: sent and checked, or computed."""
    nets: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for line in invoice["customerInvoiceLines"]:
        nets[line["vatCodeId"]] += line_net(line)
    sent = invoice["vatTransactionLines"]
    if not sent or invoice["autoCalculateVat"]:
        if books.settings.vat_rows == "required" and not invoice["autoCalculateVat"]:
            problems.add("vatTransactionLines", "vatTransactionLines is verplicht")
        return [_row(books, invoice, code, nets[code], vat) for code, vat in _amounts(books, invoice, nets, line_net)]
    rows = [_signed(row, nets[row["vatCodeId"]]) | {"vatScenarioId": invoice["vatScenarioId"]} for row in sent]
    _check(books, invoice, rows, nets, problems)
    return rows


def expected_vat(db: Database, invoice: Record, code: int, net: Decimal) -> Decimal:
    """The VAT that follows from a code's net on the invoice date; none in a scenario that charges none."""
    scenario = db.scenarios.get(str(invoice["vatScenarioId"]))
    vat_code = db.vat_codes.get(str(code))
    if vat_code is None or (scenario is not None and not scenario["_charges"]):
        return ZERO
    return cents(net * percentage_on(vat_code, invoice["invoiceDate"]) / 100)


def _amounts(
    books: Books, invoice: Record, nets: dict[int, Decimal], line_net: Callable[[Record], Decimal]
) -> list[tuple[int, Decimal]]:
    lines = invoice["customerInvoiceLines"]
    if any(line["vatAmountCur"] for line in lines) and not invoice["autoCalculateVat"]:
        by_code: dict[int, Decimal] = defaultdict(lambda: ZERO)
        for line in lines:
            by_code[line["vatCodeId"]] += abs(line["vatAmountCur"]).copy_sign(line_net(line))
        return list(by_code.items())
    return [(code, expected_vat(books.db, invoice, code, net)) for code, net in nets.items()]


def _row(books: Books, invoice: Record, code: int, net: Decimal, vat: Decimal) -> Record:
    return {
        "amountNotDeductibleCur": ZERO,
        "amountTurnoverCur": net,
        "currencyId": books.db.company["currencyId"],
        "fiscalYear": invoice["fiscalYear"],
        "vatAmountCur": vat,
        "vatCodeId": code,
        "vatScenarioId": invoice["vatScenarioId"],
        "vatType": invoice["customerInvoiceLines"][0]["vatType"] if invoice["customerInvoiceLines"] else 0,
    }


def _signed(row: Record, net: Decimal) -> Record:
    """A credit note's rows may come positive: they take the sign of the lines."""
    turnover = row["amountTurnoverCur"]
    if abs(turnover + net) >= abs(turnover - net):
        return row
    return row | {"amountTurnoverCur": -turnover, "vatAmountCur": -row["vatAmountCur"]}


def _check(books: Books, invoice: Record, rows: list[Record], nets: dict[int, Decimal], problems: Problems) -> None:
    tolerance = Decimal(books.settings.vat_tolerance)
    turnovers: dict[int, Decimal] = defaultdict(lambda: ZERO)
    vats: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for row in rows:
        turnovers[row["vatCodeId"]] += row["amountTurnoverCur"]
        vats[row["vatCodeId"]] += row["vatAmountCur"]
    for code in nets.keys() | turnovers.keys():
        net = nets.get(code, ZERO)
        expected = expected_vat(books.db, invoice, code, net)
        needs_row = code in turnovers or expected != 0
        if needs_row and abs(turnovers[code] - net) > tolerance:
            problems.add("vatTransactionLines", f"Omzet van btw-code {code} sluit niet aan op de regels")
        if abs(vats[code] - expected) > tolerance:
            problems.add("vatTransactionLines", f"Btw-bedrag van btw-code {code} sluit niet aan op de regels")
