"""Mistakes in what an answer is taken for."""

from __future__ import annotations

from tests.simulation.defect_patches.patch import LOOKS_AT_NOTHING_SENT, Defect, Edit

ASKING = (
    Defect(
        "failed look-up = absent",
        frozenset({"P1", "P2"}),
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
            LOOKS_AT_NOTHING_SENT,
        ),
        family="outages",
    ),
    Defect(
        "other fiscal year on look-up",
        frozenset({"P1", "P2"}),
        (
            Edit(
                "streams/search.py",
                "    years = sorted(scope | whole_years)\n",
                "    years, scope, whole_years = sorted(scope)[-1:], {max(scope)}, set()\n",
            ),
        ),
        family="new year",
    ),
    Defect(
        "missing balance read as 0",
        frozenset({"P2", "P3"}),
        (
            Edit(
                "multivers/reading.py",
                'amount(row, "invoiceBalanceCur", "invoiceBalance"),',
                'amount(row, "invoiceBalanceCur", "invoiceBalance") or _ZERO,',
            ),
            # What was matched would not add up to a balance of nothing: a second guard.
            Edit("domain/payments.py", "    if summed != settled:\n", "    if summed > settled:\n"),
        ),
        family="partial answers",
    ),
    Defect(
        'truncated list read as "all deleted"',
        frozenset({"P2"}),
        (
            Edit(
                "streams/reconcile_gone.py",
                "        if shown is not None and span.includes(shown.date):\n"
                '            raise ListNotWhole(system="WeFact", count=len(unlisted))\n'
                "        if shown is not None:\n",
                "        if shown is not None and not span.includes(shown.date):\n",
            ),
            # The list tells how many rows it should have: a second guard.
            Edit("wefact/newest.py", "        if len(rows) < totals[0] and", "        if totals[0] < 0 and"),
        ),
        family="partial answers",
    ),
    Defect(
        "status 9 dropped",
        frozenset({"P2"}),
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
        frozenset({"P2", "P3"}),
        (
            Edit(
                "domain/money.py",
                "return amount.quantize(CENT, rounding=ROUND_HALF_UP) + ZERO",
                'return amount.quantize(CENT, rounding="ROUND_DOWN") + ZERO',
            ),
        ),
    ),
)
