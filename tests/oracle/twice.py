"""Whether anything stands in the books twice (P1): by number, by claim, by invoice number."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterator
from typing import TypeVar

from tests.oracle.books import Found
from tests.oracle.case import Case
from tests.oracle.expectations import Claim
from tests.oracle.findings import Finding, Kind
from tests.oracle.lookalikes import bare

Key = TypeVar("Key", bound=Hashable)


def booked_twice(case: Case) -> Iterator[Finding]:
    """Bookings of ours that stand there beside another one of the same document."""
    yield from _double_numbers(case)
    yield from _double_claims(case)
    yield from _double_ids(case)


def _groups(case: Case, key_of: Callable[[Found], Key]) -> dict[Key, list[str]]:
    """The keys of all bookings that have something in common, if one of them is ours."""
    found: dict[Key, list[str]] = defaultdict(list)
    for each in case.found.values():
        found[key_of(each)].append(each.key)
    return {key: found[key] for key in dict.fromkeys(key_of(each) for each in case.ours)}


def _double_numbers(case: Case) -> Iterator[Finding]:
    for (_, number, _), keys in _groups(case, _bare_name).items():
        if len(keys) > 1:
            yield Finding(Kind.DOUBLE, number.upper(), f"this number is booked {len(keys)} times, as {', '.join(keys)}")


def _bare_name(found: Found) -> tuple[str, str, str]:
    side, reference, relation = found.booking.name
    return side, bare(reference), relation


def _double_claims(case: Case) -> Iterator[Finding]:
    """More bookings of one relation, amount and date than WeFact has documents of them."""
    printed = Counter(case.expected.claims)
    for claim, keys in _groups(case, _claim).items():
        if len(keys) > max(1, printed[claim]):
            _, relation, gross, day = claim
            text = f"{gross:.2f} of {day} is booked {len(keys)} times, as {', '.join(keys)}"
            yield Finding(Kind.DOUBLE, relation, text)


def _claim(found: Found) -> Claim:
    booking = found.booking
    return booking.side, booking.relation, booking.gross, booking.invoice_date


def _double_ids(case: Case) -> Iterator[Finding]:
    """Sales and purchases share one space of invoice numbers, compared as numbers (accounting-rules.md 11)."""
    used: dict[str, list[str]] = defaultdict(list)
    for each in case.ours:
        used[bare(each.booking.invoice_id)].append(each.key)
    for number, keys in used.items():
        if len(keys) > 1:
            yield Finding(Kind.DOUBLE, number, f"this invoice number is used {len(keys)} times, by {', '.join(keys)}")
