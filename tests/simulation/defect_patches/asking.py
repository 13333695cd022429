"""Mistakes in what an answer is taken for."""

from __future__ import annotations

from tests.simulation.defect_patches.patch import ACCEPTS_DOUBLES, CUTS_OFF, Defect, Edit

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
        ),
        unguarded=ACCEPTS_DOUBLES,
    ),
    Defect(
        "other fiscal year on look-up",
        frozenset({"P1", "P2"}),
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
        frozenset({"P2", "P3"}),
        (
            # What is not there at all has no balance either; Multivers always names that of what is there.
            Edit(
                "streams/payment_matching.py",
                '_Finding(_conflict("PAY-017", invoice_id=receipt.invoice_id or ""), None,',
                "_Finding(Decision(PaymentEvent.SEEN_PAID), Decimal(0),",
            ),
        ),
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
            # Multivers is the one that cuts off its lists, and the details of a booking are the second guard.
            Edit(
                "streams/reconcile_gone.py", "    if len(absent) <= FEW:\n        return books\n", "    return books\n"
            ),
        ),
        unguarded=CUTS_OFF,
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
