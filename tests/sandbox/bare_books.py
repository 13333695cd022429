"""Books with next to nothing in them, so that a test knows every figure: the chart, two customers, three sales."""

from __future__ import annotations

from sandbox.clock import Clock, parse_instant
from sandbox.core import Sandbox, State
from sandbox.datasets.multivers_builder import DATABASE, MultiversBuilder

NOW = "2026-03-16T06:00:00+01:00"
_SALES = (
    ("20260005", "F2026-0005", "2026-01-20", "8010", "100.00"),
    ("20260006", "F2026-0006", "2026-01-22", "8030", "200.00"),
    ("12345", "", "2026-01-26", "8030", "95.00"),
)


def bare_sandbox() -> Sandbox:
    """A sandbox on 16 March 2026: 2025 is closed, 2026 open, nothing is booked in March, there is no supplier."""
    state, clock = State(), Clock(parse_instant(NOW))
    books = MultiversBuilder(state.multivers, DATABASE, "Kaal Bedrijf B.V.", clock)
    books.year(2025, is_closed=True)
    books.year(2026)
    books.customer("DB10001", "Bakkerij De Gouden Aar B.V.", city="Zwolle")
    books.customer("DB10002", "Stichting Vrienden van het Orgel", city="Haarlem")
    for invoice_id, reference, day, account, amount in _SALES:
        lines = [{"accountId": account, "amount": amount}]
        books.hand_typed(customerId="DB10001", invoiceId=invoice_id, reference=reference, invoiceDate=day, lines=lines)
    box = Sandbox(clock=clock)
    box.use(state)
    return box
