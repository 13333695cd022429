"""The kinds of cells of a mapping table: what may stand in one, how to write it, and what it means."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from wefact_multivers.mapping.rows import DEFAULT, TAXED


@dataclass(frozen=True)
class Cell:
    """A kind of cell.

    Attributes:
        fits: whether a text may stand there.
        fix: how to write it, for the message.
        parse: the meaning of a text that fits.
    """

    fits: Callable[[str], bool]
    fix: str
    parse: Callable[[str], object] = str


def text(longest: int, *, may_be_empty: bool = False) -> Cell:
    """Free text up to a length."""
    shortest = 0 if may_be_empty else 1
    return Cell(lambda value: shortest <= len(value) <= longest, f"write {shortest} to {longest} characters")


def pattern(expression: str, fix: str, parse: Callable[[str], object] = str) -> Cell:
    """Text of a fixed form."""
    form = re.compile(expression)
    return Cell(lambda value: form.fullmatch(value) is not None, fix, parse)


def number(lowest: int, highest: int) -> Cell:
    """A whole number."""
    return Cell(
        lambda value: value.isdecimal() and value.isascii() and lowest <= int(value) <= highest,
        f"write a whole number from {lowest} to {highest}",
        int,
    )


def number_or_none(lowest: int, highest: int) -> Cell:
    """A whole number, or nothing."""
    plain = number(lowest, highest)
    return Cell(
        lambda value: not value or plain.fits(value),
        f"{plain.fix}, or leave it empty",
        lambda value: int(value) if value else None,
    )


def choice(options: type[StrEnum]) -> Cell:
    """One of a few words."""
    words = [option.value for option in options]
    return Cell(lambda value: value in words, f"write {' or '.join(words)}", options)


def choice_or_any(options: type[StrEnum]) -> Cell:
    """One of a few words, or whatever it is."""
    words = [*(option.value for option in options), DEFAULT]
    parse = {**{option.value: option for option in options}, DEFAULT: None}
    return Cell(lambda value: value in words, f"write {' or '.join(words)}", parse.__getitem__)


def yes_or_any() -> Cell:
    """A question that may not matter."""
    meaning = {"yes": True, "no": False, DEFAULT: None}
    return Cell(lambda value: value in meaning, f"write yes or no or {DEFAULT}", meaning.__getitem__)


def text_or_any(longest: int) -> Cell:
    """Free text up to a length, or whatever it is."""
    plain = text(longest)
    return Cell(plain.fits, f"{plain.fix}, or {DEFAULT}", lambda value: None if value == DEFAULT else value)


def day() -> Cell:
    """A date, or nothing for no bound."""
    return Cell(_is_day, "write a date like 2026-01-31, or leave it empty", _as_day)


def percentage() -> Cell:
    """A VAT percentage."""
    return pattern(r"\d{1,2}([.,]\d{1,3})?", "write a percentage like 21 or 5.5", _as_decimal)


def percentage_or_none() -> Cell:
    """A VAT percentage above 0, or nothing where there is none."""
    return pattern(r"([1-9]\d?([.,]\d{1,3})?)?", "write a percentage like 21, or leave it empty", _as_share)


def rate_or_any() -> Cell:
    """A VAT percentage, every one above 0, or any."""
    return pattern(
        rf"\d{{1,2}}([.,]\d{{1,3}})?|{TAXED}|\*",
        f"write a percentage like 21, {TAXED} for every other than 0, or {DEFAULT}",
        lambda value: None if value == DEFAULT else value.replace(",", "."),
    )


def share() -> Cell:
    """A part of a whole in percent; nothing leaves it to the VAT profile."""
    return pattern(r"(100|\d{1,2}([.,]\d{1,2})?)?", "write a percentage from 0 to 100, or leave it empty", _as_share)


def term() -> Cell:
    """Days, or the default row."""
    return pattern(r"\d{1,3}|\*", f"write a number of days, or {DEFAULT} for every other term", _as_term)


def box() -> Cell:
    """A box of the VAT return, or none."""
    return pattern(r"[1-5][a-g]|none|", "write a box like 1a, or none", lambda value: value.replace("none", ""))


def _is_day(value: str) -> bool:
    try:
        return not value or (bool(date.fromisoformat(value)) and len(value) == 10)
    except ValueError:
        return False


def _as_day(value: str) -> date | None:
    return date.fromisoformat(value) if value else None


def _as_decimal(value: str) -> Decimal:
    return Decimal(value.replace(",", "."))


def _as_share(value: str) -> Decimal | None:
    return _as_decimal(value) if value else None


def _as_term(value: str) -> int | None:
    return None if value == DEFAULT else int(value)
