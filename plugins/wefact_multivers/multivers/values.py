"""Multivers' scalars: Dutch or ISO dates as text, amounts as numbers (`multivers-api.md 4.4`)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from wefact_multivers.domain.money import euro

_DUTCH = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})(?:[ T].*)?")

Row = Mapping[str, Any]


def text(row: Row, name: str) -> str:
    """A text; empty where it is missing or null."""
    value = row.get(name)
    return "" if value is None else str(value).strip()


def whole(row: Row, name: str) -> int:
    """A whole number; 0 where it is missing, null or empty.

    Raises:
        ValueError: something else.
    """
    return int(row.get(name) or 0)


def optional_whole(row: Row, name: str) -> int | None:
    """A whole number; None where it is missing, null or empty.

    Raises:
        ValueError: something else.
    """
    value = row.get(name)
    return None if value in (None, "") else int(value)


def amount(row: Row, *names: str) -> Decimal | None:
    """Euros, to the cent, of the first name that is there; None where none is.

    Raises:
        ValueError: something else than a number.
    """
    for name in names:
        value = row.get(name)
        if value not in (None, ""):
            return euro(decimal(value))
    return None


def decimal(value: object) -> Decimal:
    """A number as it was sent, unrounded.

    Raises:
        ValueError: something else.
    """
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        raise ValueError("no number") from None
    if not number.is_finite():
        raise ValueError("no number")
    return number


def day(row: Row, name: str) -> date:
    """A date.

    Raises:
        ValueError: it is missing or unreadable.
    """
    found = optional_day(row, name)
    if found is None:
        raise ValueError("no date")
    return found


def optional_day(row: Row, name: str) -> date | None:
    """A date, written `d-M-yyyy`, `dd-MM-yyyy` or ISO, with or without a time; None where it is empty.

    Raises:
        ValueError: it is unreadable.
    """
    written = text(row, name)
    if not written:
        return None
    if match := _DUTCH.fullmatch(written):
        number_of_day, month, year = map(int, match.groups())
        return date(year, month, number_of_day)
    return date.fromisoformat(written[:10])


def dutch(moment: date) -> str:
    """A date as Multivers reads it: `dd-MM-yyyy`."""
    return moment.strftime("%d-%m-%Y")
