"""Holds WeFact against what it was before the run: the link writes payments there, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from tests.oracle.case import Case
from tests.oracle.findings import Finding, Kind
from tests.oracle.payments import Standing
from tests.oracle.sides import SIDES, Side

Record = dict[str, Any]
OF_A_PAYMENT = frozenset({"Status", "AmountPaid", "AmountOutstanding", "PayDate", "PaymentMethod", "Modified"})
"""What marking a document as paid may change (wefact-api.md 4)."""


def wrong_payments(case: Case) -> Iterator[Finding]:
    """Documents that must be paid and are not, from another day, or without reason; and any other change."""
    for side in SIDES:
        before, now = case.expected.wefact[side.wefact.documents], case.wefact[side.wefact.documents]
        for key in before.keys() | now.keys():
            yield from _document(case, side, before.get(key), now.get(key))


def wrong_in_wefact(case: Case) -> Iterator[Finding]:
    """Relations that a run changed in WeFact: it writes none there once the link is made."""
    for side in SIDES:
        before, now = case.expected.wefact[side.wefact.relations], case.wefact[side.wefact.relations]
        for key in sorted(before.keys() | now.keys()):
            if before.get(key) != now.get(key):
                code = str((now.get(key) or before[key])[side.wefact.code])
                yield Finding(Kind.WEFACT, code, f"the {side.relation_word} was made, changed or deleted by the run")


def _document(case: Case, side: Side, before: Record | None, now: Record | None) -> Iterator[Finding]:
    if before is None or now is None:
        number = str((before or now or {}).get(side.wefact.number))
        yield Finding(Kind.WEFACT, number, "the document was made or deleted by the run")
        return
    number = str(before[side.wefact.number])
    changed = {name for name in before.keys() | now.keys() if before.get(name) != now.get(name)}
    if other := changed - OF_A_PAYMENT:
        yield Finding(Kind.WEFACT, number, f"the run changed {', '.join(sorted(other))}")
    if number in case.expected.payments:
        yield from _paid(case, side, number, before, now)
    elif changed & OF_A_PAYMENT:
        yield Finding(Kind.PAYMENT, number, f"{', '.join(sorted(changed))} changed, but {_why_not(case, number)}")


def _paid(case: Case, side: Side, number: str, before: Record, now: Record) -> Iterator[Finding]:
    day = case.expected.payments[number].isoformat()
    if now["Status"] != side.paid:
        yield Finding(Kind.PAYMENT, number, f"is not set to paid, and its booking is covered since {day}")
        return
    if now["PayDate"] != day:
        yield Finding(Kind.PAYMENT, number, f"is paid from {now['PayDate'] or 'no day'}, must be {day}")
    gross = case.expected.bound[number].gross
    if Decimal(now["AmountPaid"]) not in (gross, Decimal(before["AmountPaid"])):
        yield Finding(Kind.PAYMENT, number, f"{now['AmountPaid']} counts as paid, must be {gross:.2f}")


def _why_not(case: Case, number: str) -> str:
    if number in case.expected.written:
        return "it was set to paid once already"
    payment = case.expected.standings.get(number)
    if payment and payment.standing is Standing.SETTLED:
        return "it was paid already, says another amount than its booking, or nobody released it"
    return payment.standing.value if payment else "it has no booking"
