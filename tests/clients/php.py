"""What PHP makes of nested values, on which most clients of both services are built."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

FORM = "application/x-www-form-urlencoded"


def bracketed(name: str, value: Any) -> Iterator[tuple[str, str]]:
    """The pairs that `http_build_query` makes of nested values."""
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in items:
            yield from bracketed(f"{name}[{key}]" if name else str(key), inner)
    else:
        yield name, str(value)


def php_form(body: dict[str, Any]) -> str:
    """A body as `http_build_query` writes it: brackets escaped with capitals, a plus for a space."""
    return urlencode(list(bracketed("", body)))


def php_json(body: dict[str, Any]) -> str:
    """A body as `json_encode` writes it: slashes escaped, everything outside ASCII as a `u` escape."""
    return json.dumps(body).replace("/", "\\/")
