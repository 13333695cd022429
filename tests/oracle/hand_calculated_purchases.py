"""Bookings of the purchase side and credit notes, and what becomes of payments, calculated by hand.

The notation is that of `hand_calculated`. The number of a purchase is the next one of a sequence: any of it is right.
"""

from __future__ import annotations

from datetime import date

from tests.oracle.bookkeeping import Booking
from tests.oracle.hand_calculated import read
from tests.oracle.payments import Payment, Standing

# The working, where it is more than one product and one percentage:
# CF0002  9 % over 80.00 = 7.20; 21 % over 6.95 = 1.4595, rounded 1.46: together 8.66, and 86.95 + 8.66 = 95.61.
# CF0003  The supplier rounds per line: 21 % over 37.50 = 7.875, rounded 7.88; over 12.50 = 2.625, rounded 2.63.
# CF0005  A credit note: everything on the other side, and negative in the return.
# CF0015  Food and drink: nothing is deducted (case 9a).
# CF0016  60 % of 210.00 = 126.00 is deducted, 84.00 is cost (case 9b).
# CF0020  A small entrepreneur without a VAT number charges none: 0.00 over 150.00.
# CF0025  300.00 less 30.00 = 270.00; 21 % = 56.70. The reduction stands on the other side.
PURCHASES = """
CF2026-0001  INV-CF2026-0001  CR10001  2026-01-06  due 2026-01-20
2026/1  WFI  any
C  1600  60.50
D  4000  50.00  1
D  1520  10.50  1  over 50.00

CF2026-0002  INV-CF2026-0002  CR10001  2026-01-09  due 2026-01-23
2026/1  WFI  any
C  1600  95.61
D  4000  80.00  2
D  4000   6.95  1
D  1520   7.20  2  over 80.00
D  1520   1.46  1  over 6.95

CF2026-0003  INV-CF2026-0003  CR10001  2026-01-12  due 2026-01-26
2026/1  WFI  any
C  1600  60.51
D  4000  37.50  1
D  4000  12.50  1
D  1520  10.51  1  over 50.00

CF2026-0005  CN-77  CR10002  2026-01-19  due 2026-02-02
2026/1  WFI  any
D  1600  60.50
C  4100  50.00  1
C  1520  10.50  1  over 50.00

CF2026-0015  INV-CF2026-0015  CR10006  2026-02-09  due 2026-02-23
2026/2  WFI  any
C  1600   54.50
D  4300   54.50  2  cost 4.50
D  1520    0.00  2  over 50.00  cost 4.50

CF2026-0016  INV-CF2026-0016  CR10010  2026-02-10  due 2026-02-24
2026/2  WFI  any
C  1600  1210.00
D  4310  1084.00  1  cost 84.00
D  1520   126.00  1  over 1000.00  cost 84.00

CF2026-0020  INV-CF2026-0020  CR10009  2026-02-17  due 2026-03-03
2026/2  WFI  any
C  1600  150.00
D  4000  150.00  0
D  1520    0.00  0  over 150.00

CF2026-0021  INV-CF2026-0021  CR10003  2026-02-18  due 2026-03-04
2026/2  WFI  any
C  1600  2420.00
D  4200  2000.00  1
D  1520   420.00  1  over 2000.00

CF2026-0025  INV-CF2026-0025  CR10001  2026-03-04  due 2026-03-18
2026/3  WFI  any
C  1600  326.70
D  4000  300.00  1
C  4000   30.00  1
D  1520   56.70  1  over 270.00
"""

# 21 % over 229.64 = 48.2244, rounded 48.22 (accounting-rules.md, case 12).
CREDITED = """
F2026-0020  DB10003  2026-02-16  due 2026-03-02
2026/2  WFV  20260020
D  1300  277.86
C  8030  229.64  1
C  1500   48.22  1  over 229.64

F2026-0021  DB10003  2026-02-23  due 2026-03-09
2026/2  WFV  20260021
C  1300  277.86
D  8030  229.64  1
D  1500   48.22  1  over 229.64
"""

SECOND_MORNING = {
    "F2026-0001": Payment(Standing.SETTLED, date(2026, 3, 16)),
    "F2026-0002": Payment(Standing.PART),
    "F2026-0003": Payment(Standing.SETTLED, date(2026, 3, 16)),
    "F2026-0004": Payment(Standing.OPEN),
    "F2026-0005": Payment(Standing.SETTLED, date(2026, 3, 16)),
    "F2026-0008": Payment(Standing.SETTLED, date(2026, 3, 16)),
    "F2026-0009": Payment(Standing.WRITTEN_OFF),
    "F2026-0015": Payment(Standing.OTHER),
    "F2026-0016": Payment(Standing.OTHER),
    "CF2026-0001": Payment(Standing.OPEN),
    "CF2026-0024": Payment(Standing.SETTLED, date(2026, 3, 16)),
}
"""Of the demo's script: 0001, 0005 and CF0024 are paid, 0003 in two parts; 0002 came to 29.84 of 59.84; 0008 was paid
0.03 short, which counts as paid; 0009 was written off; 0015 was deleted and 0016 gave its number away."""

PAID_ON_THE_SECOND_MORNING = {"F2026-0001", "F2026-0003", "F2026-0005", "F2026-0008", "CF2026-0024"}


def purchases() -> dict[str, Booking]:
    """Nine bookings of purchases, by WeFact's own number."""
    return read(PURCHASES)


def credited() -> dict[str, Booking]:
    """An invoice that was credited as a whole, and its credit note."""
    return read(CREDITED)
