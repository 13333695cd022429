"""Compares the books with what they must hold; every difference is a finding that a bookkeeper understands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from tests.oracle.bookkeeping import Booking, Terms
from tests.oracle.books import entry_key, entry_lines
from tests.oracle.case import Case
from tests.oracle.expectations import Expectations
from tests.oracle.findings import Finding, Kind
from tests.oracle.reasons import bare
from tests.oracle.relations import wrong_relations

Record = dict[str, Any]


def judge(state: Record, expectations: Expectations) -> list[Finding]:
    """Everything that is wrong in the books; nothing when they are right."""
    case = Case(state, expectations)
    return [finding for check in _CHECKS for finding in check(case)]


def _missing(case: Case) -> Iterator[Finding]:
    for number, (booking, *_) in case.expected.bookings.items():
        if not case.ours_of(number):
            text = f"no booking of {booking.gross:.2f} for {booking.relation} dated {booking.invoice_date}"
            yield Finding(Kind.MISSING, number, text)


def _different(case: Case) -> Iterator[Finding]:
    for number, expected in case.expected.bookings.items():
        for found in case.ours_of(number):
            pairs = ((found.booking, expected.beside(found.booking)), (found.terms, expected.terms))
            for is_there, must_be in pairs:
                yield from (Finding(Kind.DIFFERENT, number, text) for text in _differences(is_there, must_be))


def _differences(is_there: Booking | Terms, must_be: Booking | Terms) -> Iterator[str]:
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
        number = found.booking.reference
        if number not in case.expected.bookings:
            reason = case.expected.unbooked.get(number, "WeFact has no such invoice")
            text = f"booked as {found.booking.invoice_id} for {found.booking.gross:.2f}, but {reason}"
            yield Finding(Kind.UNEXPLAINED, number or found.key, text)
    for key, entry in case.new_records("transactions").items():
        if entry["invoiceKey"] not in case.books["invoices"]:
            yield Finding(Kind.UNEXPLAINED, key, "an entry in the ledger that belongs to no invoice and no person")


def _double_numbers(case: Case) -> Iterator[Finding]:
    by_number: dict[str, list[str]] = defaultdict(list)
    for found in case.found.values():
        by_number[bare(found.booking.reference)].append(found.key)
    ours = {bare(found.booking.reference) for found in case.ours}
    for number, keys in by_number.items():
        if number in ours and len(keys) > 1:
            yield Finding(Kind.DOUBLE, number.upper(), f"this number is booked {len(keys)} times, as {', '.join(keys)}")


def _double_claims(case: Case) -> Iterator[Finding]:
    """More bookings of one relation, amount and date than WeFact has invoices of them."""
    booked: dict[tuple[str, Decimal, date], list[str]] = defaultdict(list)
    for found in case.found.values():
        booked[found.booking.relation, found.booking.gross, found.booking.invoice_date].append(found.key)
    for claim in {(each.booking.relation, each.booking.gross, each.booking.invoice_date) for each in case.ours}:
        printed = [paper for paper in case.expected.claims if paper == claim]
        if len(booked[claim]) > max(1, len(printed)):
            relation, gross, day = claim
            text = f"{gross:.2f} of {day} is booked {len(booked[claim])} times, as {', '.join(booked[claim])}"
            yield Finding(Kind.DOUBLE, relation, text)


def _unbalanced(case: Case) -> Iterator[Finding]:
    for key, entry in case.books["transactions"].items():
        balance = sum((line.debit for line in entry_lines(entry)), Decimal(0))
        if balance:
            yield Finding(Kind.UNBALANCED, key, f"debit and credit differ by {balance:.2f}")
    entries = {entry["invoiceKey"]: key for key, entry in case.books["transactions"].items()}
    for key, record in case.books["invoices"].items():
        if entries.get(key) != entry_key(record):
            yield Finding(Kind.UNBALANCED, key, f"the booking has no entry {entry_key(record)} in the ledger")


def _peoples_work(case: Case) -> Iterator[Finding]:
    for table, name in _TABLE_NAMES.items():
        for key, record in case.expected.people.tables[table].items():
            now = case.books[table].get(key)
            if now is None:
                yield Finding(Kind.PEOPLE, key, f"a {name} of people's own is gone")
            elif now != record:
                changed = ", ".join(sorted(field for field in record if now.get(field) != record[field]))
                yield Finding(Kind.PEOPLE, key, f"a {name} of people's own was changed: {changed}")
    if tuple(case.books["matches"]) != case.expected.people.matches:
        yield Finding(Kind.PEOPLE, "payments", "money was matched or un-matched by somebody else than people")


def _processed(case: Case) -> Iterator[Finding]:
    for found in case.ours:
        if found.is_processed:
            yield Finding(Kind.PROCESSED, found.booking.reference, "the booking is processed, and no person did that")


_TABLE_NAMES = {"invoices": "booking", "transactions": "ledger entry", "customers": "relation"}
_CHECKS = (
    _missing,
    _different,
    _unexplained,
    _double_numbers,
    _double_claims,
    _unbalanced,
    wrong_relations,
    _peoples_work,
    _processed,
)
