"""One text for one value: what is compared, hashed and stored as evidence must not depend on key order or locale."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from hashlib import sha256
from typing import Any

CAME_LATER = {"came_later": True}
"""Metadata of a field that values did not always have: where it is None it is left out, as it was before it came."""


def canonical_json(value: object) -> str:
    """The value as JSON with sorted keys, without spaces; decimals as plain text, dates as ISO."""
    return json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(value: object) -> str:
    """The SHA-256 of the canonical JSON, in hexadecimal."""
    return text_digest(canonical_json(value))


def text_digest(text: str) -> str:
    """The same of a text that is canonical JSON already."""
    return sha256(text.encode()).hexdigest()


_AS_IT_IS = frozenset({str, int, bool, type(None)})


def _plain(value: object) -> Any:
    """The value in JSON's own types.

    Raises:
        TypeError: a type that has no fixed text, such as float.
    """
    if type(value) in _AS_IT_IS:
        return value
    if isinstance(value, Enum):
        return _plain(value.value)
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date | datetime):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        held = [(name, getattr(value, name), came_later) for name, came_later in _fields(type(value))]
        return {name: _plain(one) for name, one, came_later in held if one is not None or not came_later}
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical text")


@cache
def _fields(of: type[Any]) -> tuple[tuple[str, bool], ...]:
    """The names of the fields, and which of them are left out where they are None."""
    return tuple((field.name, bool(field.metadata)) for field in fields(of))
