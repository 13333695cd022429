"""Names the known word that somebody probably meant."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that looks most like the given one."""
    return get_close_matches(word.casefold(), list(known), n=1, cutoff=0)[0]
