"""JSON without floats: an amount is read as the decimal that was sent, and sent as the decimal it is."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any


def load(text: str | bytes) -> Any:
    """The value that a JSON text holds; a number with a fraction becomes a `Decimal`.

    Raises:
        ValueError: it is no JSON.
    """
    return json.loads(text, parse_float=Decimal, parse_constant=_refuse_constant)


def dump(value: object) -> bytes:
    """The value as JSON in UTF-8; a `Decimal` becomes a number with exactly its digits.

    Raises:
        TypeError: a type that JSON does not have, or a float.
    """
    return _text(value).encode()


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no number")


def _text(value: object) -> str:
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, float):
        raise TypeError("a float is no amount")
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(str(key))}:{_text(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(_text, value)) + "]"
    return json.dumps(value, ensure_ascii=False)
