"""Numbers and codes that identify: what Multivers can hold, and what it would confuse."""

from __future__ import annotations

from collections.abc import Iterable

from wefact_multivers.domain.problems import Problem, problem

CODE_LENGTH = 8
"""Characters of `customerId`, `supplierId` and `invoiceId` (`multivers-api.md 3.1, 3.4`)."""

HIGHEST_NUMBER = 10**CODE_LENGTH - 1
"""The last invoice id that there is."""


def invoice_id_digits(number: str) -> str | Problem:
    """The invoice id by policy `digits`: all digits of the printed number, without leading zeros.

    F2026-0005 gives 20260005. Anything but 1 to 8 digits is NUM-001: numbers are never cut.
    """
    digits = "".join(sign for sign in number if sign.isascii() and sign.isdigit()).lstrip("0")
    if not 1 <= len(digits) <= CODE_LENGTH:
        return problem("NUM-001", number=number, result=digits or "geen cijfers")
    return digits


def collisions(numbers: Iterable[str]) -> dict[str, Problem]:
    """NUM-002 for each printed number whose invoice id another one gives too (`accounting-rules.md 11`).

    Sales and purchase share one space of numbers: give those of both where both go by their digits.
    A number that is listed twice counts once; numbers without an id are left to NUM-001.
    """
    by_id: dict[str, list[str]] = {}
    for number in dict.fromkeys(numbers):
        invoice_id = invoice_id_digits(number)
        if isinstance(invoice_id, str):
            by_id.setdefault(invoice_id, []).append(number)
    return {
        number: problem("NUM-002", number=number, result=invoice_id, other=_another(number, sharing))
        for invoice_id, sharing in by_id.items()
        if len(sharing) > 1
        for number in sharing
    }


def next_in_sequence(first: int, highest: int | None) -> str | Problem:
    """The invoice id by policy `sequence`: the next of a range of its own (`accounting-rules.md 11`).

    Args:
        first: where the range begins, such as 90000001.
        highest: the highest number of the range that was ever given out; None = none yet.

    Returns:
        The number, chosen once for a document and never changed; or NUM-004 where the range is used up.
    """
    number = first if highest is None else max(first, highest + 1)
    return str(number) if number <= HIGHEST_NUMBER else problem("NUM-004", first=first)


def sequence_collisions(numbers: Iterable[str], first: int) -> dict[str, Problem]:
    """NUM-005 for each printed number whose digits lie in the range of the sequence that begins at `first`."""
    found = ((number, invoice_id_digits(number)) for number in dict.fromkeys(numbers))
    return {
        number: problem("NUM-005", number=number, result=invoice_id, first=first)
        for number, invoice_id in found
        if isinstance(invoice_id, str) and int(invoice_id) >= first
    }


def relation_code_problem(code: str) -> Problem | None:
    """REL-004 for a debtor or creditor code that Multivers cannot hold unaltered: 1 to 8 letters and digits."""
    if 1 <= len(code) <= CODE_LENGTH and code.isascii() and code.isalnum():
        return None
    return problem("REL-004", code=code)


def same_code(one: str, other: str) -> bool:
    """Whether two codes differ in case, leading zeros or padding at most: a question, never the same relation."""
    return folded(one) == folded(other)


def same_number(one: str, other: str) -> bool:
    """Whether two invoice ids are the same number; leading zeros and padding do not distinguish."""
    return one.strip().isdecimal() and other.strip().isdecimal() and int(one) == int(other)


def letters_and_digits(text: str) -> str:
    """What is left of a number when only letters and digits count, in one case."""
    return "".join(sign for sign in text if sign.isalnum()).casefold()


def reduced_number(number: str) -> str:
    """What distinguishes a number however it was typed: its capitals and digits, without leading zeros."""
    return "".join(sign for sign in number.upper() if sign.isascii() and sign.isalnum()).lstrip("0")


def _another(number: str, sharing: list[str]) -> str:
    return next(other for other in sharing if other != number)


def folded(code: str) -> str:
    """A code without what may differ by chance alone: case, leading zeros, padding."""
    return code.strip().casefold().lstrip("0")
