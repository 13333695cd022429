"""Compares both programs with what they must hold; every difference is a finding that a bookkeeper understands."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal
from typing import Any

from tests.oracle.bookkeeping import Booking, Terms
from tests.oracle.books import Found, entry_key, entry_lines
from tests.oracle.case import Case
from tests.oracle.expectations import Expectations
from tests.oracle.findings import Finding, Kind
from tests.oracle.peoples_work import peoples_work
from tests.oracle.relations import wrong_relations
from tests.oracle.sides import SIDES
from tests.oracle.twice import booked_twice
from tests.oracle.written_back import wrong_in_wefact, wrong_payments

Record = dict[str, Any]


def judge(state: Record, expectations: Expectations) -> list[Finding]:
    """Everything that is wrong after the run that the expectations are about; nothing when all is right."""
    case = Case(state, expectations)
    return [finding for check in _CHECKS for finding in check(case)]


def _missing(case: Case) -> Iterator[Finding]:
    for number, (booking, *_) in case.expected.bookings.items():
        if not case.ours_of(booking):
            text = f"no booking of {booking.gross:.2f} for {booking.relation} dated {booking.invoice_date}"
            yield Finding(Kind.MISSING, number, text)


def _different(case: Case) -> Iterator[Finding]:
    for number, expected in case.expected.bookings.items():
        for found in case.ours_of(expected.booking):
            pairs = ((found.booking, expected.beside(found.booking)), (found.terms, expected.terms))
            for is_there, must_be in pairs:
                yield from (Finding(Kind.DIFFERENT, number, text) for text in differences(is_there, must_be))


def differences(is_there: Booking | Terms, must_be: Booking | Terms) -> Iterator[str]:
    """What differs between two bookings, in words."""
    for name in (each.name for each in fields(must_be)):
        there, must = getattr(is_there, name), getattr(must_be, name)
        if there != must:
            yield f"{name.replace('_', ' ')} is {_words(there)}, must be {_words(must)}"


def _words(value: object) -> str:
    if isinstance(value, tuple | frozenset):
        return " + ".join(map(str, value)) or "nothing"
    return f"{value:.2f}" if isinstance(value, Decimal) else str(value) or "empty"


def _unexplained(case: Case) -> Iterator[Finding]:
    for found in case.ours:
        if not case.is_expected(found.booking):
            numbers = case.numbers_of(found.booking)
            about = numbers[0] if numbers else found.booking.reference or found.key
            text = f"booked as {found.booking.invoice_id} for {found.booking.gross:.2f}, but {_reason(case, found)}"
            yield Finding(Kind.UNEXPLAINED, about, text)
    for key, entry in case.new_records("transactions").items():
        if entry["invoiceKey"] not in case.found:
            yield Finding(Kind.UNEXPLAINED, key, "an entry in the ledger that belongs to no invoice and no person")


def _reason(case: Case, found: Found) -> str:
    reasons = [case.expected.unbooked[number] for number in case.numbers_of(found.booking)]
    return " and ".join(dict.fromkeys(reasons)) or "WeFact has no such invoice"


def _unbalanced(case: Case) -> Iterator[Finding]:
    for key, entry in case.books["transactions"].items():
        balance = sum((line.debit for line in entry_lines(entry)), Decimal(0))
        if balance:
            yield Finding(Kind.UNBALANCED, key, f"debit and credit differ by {balance:.2f}")
    entries = {entry["invoiceKey"]: key for key, entry in case.books["transactions"].items()}
    for key, record in _records(case):
        if entries.get(key) != entry_key(record):
            yield Finding(Kind.UNBALANCED, key, f"the booking has no entry {entry_key(record)} in the ledger")


def _records(case: Case) -> Iterator[tuple[str, Record]]:
    for side in SIDES:
        yield from case.tables[side.multivers.bookings].items()


def _processed(case: Case) -> Iterator[Finding]:
    for found in case.ours:
        if found.is_processed:
            yield Finding(Kind.PROCESSED, found.booking.reference, "the booking is processed, and no person did that")


_CHECKS = (
    _missing,
    _different,
    _unexplained,
    booked_twice,
    _unbalanced,
    wrong_relations,
    peoples_work,
    _processed,
    wrong_payments,
    wrong_in_wefact,
)
