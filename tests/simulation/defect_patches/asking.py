"""Mistakes in what an answer is taken for."""

from __future__ import annotations

from tests.simulation.defect_patches.patch import Defect, Edit

ASKING = (
    Defect(
        "failed look-up = absent",
        (
            Edit(
                "streams/settle.py",
                "    found = [whole(services, kind, booking) "
                "for booking in find_bookings(services, state, kind, [wanted])]\n",
                "    try:\n"
                "        seen = find_bookings(services, state, kind, [wanted])\n"
                "        found = [whole(services, kind, booking) for booking in seen]\n"
                "    except Exception:\n"
                "        found = []\n",
            ),
        ),
    ),
    Defect(
        "other fiscal year on look-up",
        (
            Edit(
                "streams/search.py",
                "    years = sorted({period.fiscal_year for period in state.reference.periods})\n",
                "    years = sorted({period.fiscal_year for period in state.reference.periods})[-1:]\n",
            ),
        ),
    ),
    Defect(
        "missing balance read as 0",
        (
            Edit(
                "multivers/reading.py",
                '        balance=amount(row, "invoiceBalanceCur", "invoiceBalance"),\n',
                '        balance=amount(row, "invoiceBalanceCur", "invoiceBalance") or Decimal(0),\n',
            ),
        ),
    ),
    Defect(
        'truncated list read as "all deleted"',
        (
            Edit(
                "streams/reconcile_gone.py",
                "        if shown is not None and span.includes(shown.date):\n"
                '            raise ListNotWhole(system="WeFact", count=len(unlisted))\n'
                "        if shown is not None:\n",
                "        if shown is not None and not span.includes(shown.date):\n",
            ),
        ),
    ),
    Defect(
        "status 9 dropped",
        (
            Edit(
                "domain/documents.py",
                "    Controller.INVOICE: frozenset(SalesStatus) - {SalesStatus.CONCEPT},\n",
                "    Controller.INVOICE: frozenset(one for one in SalesStatus if one not in {0, 1, 9}),\n",
            ),
        ),
    ),
    Defect(
        "one cent dropped",
        (
            Edit(
                "domain/money.py",
                "return amount.quantize(CENT, rounding=ROUND_HALF_UP) + ZERO",
                'return amount.quantize(CENT, rounding="ROUND_DOWN") + ZERO',
            ),
        ),
    ),
)
