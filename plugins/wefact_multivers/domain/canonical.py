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
    if isinstance(value, str | int):
        return value
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, date | datetime):
        return value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(getattr(value, name)) for name in _names(type(value))}
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(item) for item in value]
    raise TypeError(f"{type(value).__name__} has no canonical text")


@cache
def _names(of: type[Any]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(of))
