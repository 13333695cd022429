"""Problems as data: a check returns all it finds, and every one of them is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Problem:
    """One thing that keeps a document from being booked, or one warning about it.

    Attributes:
        code: the key into the catalogue, which holds the texts (`MAP-001`).
        params: what the texts name, as (name, value) pairs in a fixed order so that problems can be compared.
    """

    code: str
    params: tuple[tuple[str, str], ...] = ()

    @property
    def values(self) -> dict[str, str]:
        """The parameters by name."""
        return dict(self.params)


def problem(code: str, /, **params: object) -> Problem:
    """A problem of that code; values are shown as text."""
    return Problem(code, tuple((name, str(value)) for name, value in params.items()))


def codes(problems: Iterable[Problem]) -> list[str]:
    """The distinct codes, in the order in which they were found."""
    return list(dict.fromkeys(found.code for found in problems))
