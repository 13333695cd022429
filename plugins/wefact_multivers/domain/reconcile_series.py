"""Whether a series of numbers is complete (`accounting-rules.md 24`): the first thing that an inspector asks."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

_LAST_DIGITS = re.compile(r"^(?P<prefix>.*?)(?P<number>\d+)$")
_LONGEST = 4
"""Digits at the end of a printed number that count up; what stands before them, a year as a rule, names the series."""


@dataclass(frozen=True)
class Series:
    """The numbers of one prefix.

    Attributes:
        prefix: what the numbers begin with, such as F2026-.
        first, last: the lowest and highest running number that was seen.
        gaps: ranges in between that were not seen, both ends included.
        doubles: numbers that more than one document has.
    """

    prefix: str
    first: int
    last: int
    count: int
    gaps: tuple[tuple[int, int], ...]
    doubles: tuple[int, ...]


def series_of(numbers: Iterable[str]) -> tuple[Series, ...]:
    """The series in a set of printed numbers, each number once for every document; what has no number is left out."""
    found: dict[str, list[int]] = defaultdict(list)
    for number in numbers:
        matched = _LAST_DIGITS.match(number.strip())
        if matched:
            prefix, digits = matched["prefix"], matched["number"]
            if not prefix or prefix.isalpha():
                prefix, digits = prefix + digits[:-_LONGEST], digits[-_LONGEST:]
            found[prefix].append(int(digits))
    return tuple(running(prefix, found[prefix]) for prefix in sorted(found))


def running(prefix: str, numbers: Iterable[int]) -> Series:
    """A series of running numbers, at least one.

    Raises:
        ValueError: there is no number.
    """
    counts = Counter(numbers)
    present = sorted(counts)
    gaps = [(low + 1, high - 1) for low, high in pairwise(present) if high > low + 1]
    doubles = tuple(number for number in present if counts[number] > 1)
    return Series(prefix, min(present), max(present), sum(counts.values()), tuple(gaps), doubles)
