"""Multivers' wire: Dutch dates out, three date forms in, model binding that ignores case (multivers-api.md 4.4)."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from sandbox.model import Record
from sandbox.multivers.fields import Field
from sandbox.settings import Settings

FIRST_YEAR, LAST_YEAR = 1900, 2999
MAX_AMOUNT = Decimal(10) ** 13
_DUTCH = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})(?: 0?0:00:00)?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:T.*)?")


def read_date(text: str, *, iso: bool = True) -> date:
    """Read `d-M-yyyy` or `dd-MM-yyyy` (with or without midnight) or, where allowed, ISO.

    Raises:
        ValueError: the text is no date.
    """
    if match := _DUTCH.fullmatch(text.strip()):
        day, month, year = match.groups()
        return _sane(date(int(year), int(month), int(day)))
    if iso and (match := _ISO.fullmatch(text.strip())):
        return _sane(date(*(int(part) for part in match.groups())))
    raise ValueError(f"{text!r} is geen datum")


def _sane(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"jaar {day.year} kan niet")
    return day


def dutch_date(iso: str) -> str:
    """Write an ISO date as `d-M-yyyy` without leading zeros; empty stays empty."""
    if not iso:
        return ""
    day = date.fromisoformat(iso[:10])
    return f"{day.day}-{day.month}-{day.year}"


class Problems:
    """Collects what is wrong with a body, each with the path of the property."""

    def __init__(self) -> None:
        self.items: list[tuple[str, str]] = []

    def add(self, path: str, message: str) -> None:
        """Note one problem."""
        self.items.append((path, message))


class Binder:
    """Turns a body into a model: names in any case, defaults for what is missing, lengths and types checked."""

    def __init__(self, settings: Settings, problems: Problems) -> None:
        self._settings = settings
        self._problems = problems

    def bind(self, model: tuple[Field, ...], body: Any, path: str = "") -> Record:
        """Read one object of a model; problems are collected, not raised."""
        if not isinstance(body, dict):
            self._problems.add(path, "Object verwacht")
            body = {}
        given = {str(name).lower(): value for name, value in body.items()}
        return {
            field.name: self._value(field, given.get(field.key), f"{path}{field.name}")
            if field.key in given or field.required
            else field.default
            for field in model
        }

    def bind_list(self, model: tuple[Field, ...], items: Any, path: str) -> list[Record]:
        """Read a list of objects of a model."""
        if not isinstance(items, list):
            return []
        return [self.bind(model, item, f"{path}[{index}].") for index, item in enumerate(items)]

    def _value(self, field: Field, value: Any, path: str) -> Any:
        if field.server_set:
            return field.default
        if value is None or value == "":
            if field.required:
                self._problems.add(path, f"{field.name} is verplicht")
            return field.default
        try:
            return self._typed(field, value, path)
        except (LookupError, ValueError, TypeError, ArithmeticError):
            self._problems.add(path, f"Ongeldige waarde voor {field.name}")
            return field.default

    def _typed(self, field: Field, value: Any, path: str) -> Any:
        if field.kind == "s":
            return self._text(field, str(value), path)
        if field.kind == "t":
            return read_date(str(value), iso=self._settings.iso_dates).isoformat()
        if field.kind in ("i", "d"):
            return _number(field, value)
        return _flag(value) if field.kind == "b" else value

    def _text(self, field: Field, text: str, path: str) -> str:
        if not field.length or len(text) <= field.length:
            return text
        if self._settings.too_long == "refused":
            self._problems.add(path, f"{field.name} mag maximaal {field.length} tekens bevatten")
        return text[: field.length]


def _flag(value: Any) -> bool:
    if isinstance(value, str):
        return {"true": True, "false": False, "1": True, "0": False}[value.strip().lower()]
    return bool(value)


def _number(field: Field, value: Any) -> int | Decimal:
    number = Decimal(str(value))
    if not number.is_finite() or abs(number) >= MAX_AMOUNT:
        raise ValueError(f"{value} is too large")
    if field.kind == "d":
        return number
    if number != number.to_integral_value():
        raise ValueError(f"{value} is not a whole number")
    return int(number)


def render(model: tuple[Field, ...], record: Record) -> Record:
    """Write a stored record as the model's JSON: Dutch dates, internal properties left out."""
    return {field.name: _shown(field, record.get(field.name, field.empty)) for field in model}


def _shown(field: Field, value: Any) -> Any:
    if field.kind == "t":
        return dutch_date(value)
    return [] if value is None and field.kind == "l" else value
