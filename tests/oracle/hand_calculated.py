"""Ten bookings of the demo's invoices, calculated by hand from the printed invoices.

How to read one: number (and on a purchase the supplier's), relation, invoice date and due date; then fiscal
year/period, journal and invoice number; then the entry: side, account, amount in euros, VAT code, and for a VAT
account the turnover that it is charged over; `cost` is what of the VAT is cost. The claim or the debt comes first.

Nine stand in the books on 16 March 2026: eight that the link books, and F2026-0005, which people had typed before.
F2026-0017 joins them on its own date, 20 March.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from tests.oracle.bookkeeping import Booking, Line, VatRow
from tests.oracle.sides import Side, side_of_journal

# The working, where it is more than one product and one percentage:
# 0003  3.5 x 95.00 = 332.50, VAT 69.825; 2 x 18.30 = 36.60, VAT 3.294; together 73.119: printed 73.12, and 442.219.
#       69.825 is 69.83, 3.294 is 3.29: 73.12.
# 0004  12 x 25.00 = 300.00 less 15 % = 255.00.
# 0008  header discount 10 %: 4 x 25.00 less 10 % = 90.00; 2 x 12.50 less 10 % = 22.50. VAT over 112.50: 23.625.
#       Thirty days from 2 February 2026 end on 4 March.
# 0009  45.00 has no product, 20.00 a product without a group: both on the account for the rest. The text is no line.
# 0015  0.25 x 95.00 = 23.75; 1.5 x 18.30 = 27.45; 1.333 x 10.00 = 13.33. VAT over 37.08: 7.7868; over 27.45: 2.4705;
#       together 10.2573: printed 10.26 = 7.79 + 2.47.
# 0016  VAT over 18.30: 1.647.
ENTRIES = """
F2026-0001  DB10001  2026-01-05  due 2026-01-19
2026/1  WFV  20260001
D  1300  60.50
C  8000  50.00  1
C  1500  10.50  1  over 50.00

F2026-0002  DB10006  2026-01-08  due 2026-01-22
2026/1  WFV  20260002
D  1300  59.84
C  8020  54.90  2
C  1510   4.94  2  over 54.90

F2026-0003  DB10003  2026-01-12  due 2026-01-26
2026/1  WFV  20260003
D  1300  442.22
C  8030  332.50  1
C  8020   36.60  2
C  1500   69.83  1  over 332.50
C  1510    3.29  2  over 36.60

F2026-0004  DB10005  2026-01-15  due 2026-01-29
2026/1  WFV  20260004
D  1300  308.55
C  8000  255.00  1
C  1500   53.55  1  over 255.00

F2026-0005  DB10001  2026-01-20  due 2026-02-03
2026/1  V  20260005
D  1300  121.00
C  8010  100.00  1
C  1500   21.00  1  over 100.00

F2026-0008  DB10004  2026-02-02  due 2026-03-04
2026/2  WFV  20260008
D  1300  136.13
C  8000   90.00  1
C  8010   22.50  1
C  1500   23.63  1  over 112.50

F2026-0009  DB10006  2026-02-05  due 2026-02-19
2026/2  WFV  20260009
D  1300   78.65
C  8090   45.00  1
C  8090   20.00  1
C  1500   13.65  1  over 65.00

F2026-0015  DB10001  2026-03-02  due 2026-03-16
2026/3  WFV  20260015
D  1300   74.79
C  8030   23.75  1
C  8000   13.33  1
C  8020   27.45  2
C  1500    7.79  1  over 37.08
C  1510    2.47  2  over 27.45

F2026-0016  DB10005  2026-03-13  due 2026-03-27
2026/3  WFV  20260016
D  1300   19.95
C  8020   18.30  2
C  1510    1.65  2  over 18.30

F2026-0017  DB10003  2026-03-20  due 2026-04-03
2026/3  WFV  20260017
D  1300   30.25
C  8000   25.00  1
C  1500    5.25  1  over 25.00
"""


def hand_calculated() -> dict[str, Booking]:
    """The ten bookings, by printed number."""
    return read(ENTRIES)


def read(entries: str) -> dict[str, Booking]:
    """Bookings in the notation above, by WeFact's own number."""
    return dict(_read(block) for block in entries.strip().split("\n\n"))


def _read(block: str) -> tuple[str, Booking]:
    rows = [row.split() for row in block.splitlines()]
    (*numbers, relation, day, _, due), (period, journal, invoice_id), *entry = rows
    side = side_of_journal(journal)
    year, number = map(int, period.split("/"))
    vat_rows = [_vat_row(side, row) for row in entry if "over" in row]
    turnover = [_line(row, without=_cost(row)) for row in entry[1:] if "over" not in row]
    booking = Booking(
        side=side.name,
        reference=numbers[-1],
        relation=relation,
        invoice_id=invoice_id,
        journal=journal,
        fiscal_year=year,
        period=number,
        invoice_date=date.fromisoformat(day),
        due_date=date.fromisoformat(due),
        net=side.sign * sum((line.debit for line in turnover), Decimal(0)),
        vat=sum((row.vat for row in vat_rows), Decimal(0)),
        gross=-side.sign * _line(entry[0]).debit,
        lines=tuple(sorted(turnover)),
        vat_rows=tuple(sorted(vat_rows)),
        entry=tuple(sorted(_line(row) for row in entry if Decimal(row[2]) + _cost(row))),
    )
    return numbers[0], booking


def _vat_row(side: Side, row: list[str]) -> VatRow:
    """A row of the VAT; both amounts are negative where it stands on the other side."""
    sign = 1 if row[0] == side.line_side else -1
    vat = Decimal(row[2]) + _cost(row)
    return VatRow(int(row[3]), sign * Decimal(row[5]), sign * vat, sign * _cost(row))


def _cost(row: list[str]) -> Decimal:
    """VAT that is cost: part of the amount of a line, left out of that of a VAT account."""
    return Decimal(row[row.index("cost") + 1]) if "cost" in row else Decimal("0.00")


def _line(row: list[str], without: Decimal = Decimal(0)) -> Line:
    side, account, amount, *more = row
    return Line(side, account, Decimal(amount) - without, int(more[0]) if more else 0)
