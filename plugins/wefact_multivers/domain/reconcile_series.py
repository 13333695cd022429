"""Whether a series of numbers is complete (`accounting-rules.md 24`): the first thing that an inspector asks."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

_LAST_DIGITS = re.compile(r"^(?P<prefix>.*?)(?P<number>\d+)$")
_LONGEST = 4
"""Digits at the end of a printed number that count up; what stands before them, a year as a rule, names the series."""


@dataclass(frozen=True, order=True)
class Explained:
    """Numbers of a series that are missing for a reason.

    Attributes:
        first, last: running numbers, both included.
        by: who says so.
        on: the day (Amsterdam).
    """

    first: int
    last: int
    reason: str
    by: str
    on: date


@dataclass(frozen=True)
class Series:
    """The numbers of one prefix.

    Attributes:
        prefix: what the numbers begin with, such as F2026-.
        first, last: the lowest and highest running number that was seen.
        gaps: ranges in between that were not seen and that nobody has explained, both ends included.
        doubles: numbers that more than one document has.
        explained: what is missing and was explained by a person.
    """

    prefix: str
    first: int
    last: int
    count: int
    gaps: tuple[tuple[int, int], ...]
    doubles: tuple[int, ...]
    explained: tuple[Explained, ...] = ()

    def is_open(self, first: int, last: int) -> bool:
        """Whether all these numbers are missing, and nobody has said why of any of them."""
        return any(low <= first <= last <= high for low, high in self.gaps)


def series_of(numbers: Iterable[str]) -> tuple[Series, ...]:
    """The series in a set of printed numbers, each number once for every document; what has no number is left out."""
    found: dict[str, list[int]] = defaultdict(list)
    for prefix, running_number in filter(None, map(place_of, numbers)):
        found[prefix].append(running_number)
    return tuple(running(prefix, found[prefix]) for prefix in sorted(found))


def place_of(number: str) -> tuple[str, int] | None:
    """The prefix of the series that a printed number belongs to, and its running number; None without digits."""
    matched = _LAST_DIGITS.match(number.strip())
    if matched is None:
        return None
    prefix, digits = matched["prefix"], matched["number"]
    if not prefix or prefix.isalpha():
        prefix, digits = prefix + digits[:-_LONGEST], digits[-_LONGEST:]
    return prefix, int(digits)


def explain(series: Series, explanations: Iterable[Explained]) -> Series:
    """A series of which a person has said why numbers are missing; what has turned up since needs no reason."""
    said = tuple(sorted(explanations))
    missing = [one for one in said if any(low <= one.last and one.first <= high for low, high in series.gaps)]
    left = tuple(rest for low, high in series.gaps for rest in _without(low, high, said))
    return replace(series, gaps=left, explained=tuple(missing))


def _without(low: int, high: int, said: Iterable[Explained]) -> Iterator[tuple[int, int]]:
    """The parts of a range that no explanation covers."""
    for one in said:
        if low <= min(high, one.first - 1):
            yield low, min(high, one.first - 1)
        low = max(low, one.last + 1)
    if low <= high:
        yield low, high


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
