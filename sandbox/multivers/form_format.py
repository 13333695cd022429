"""A form as a body: ASP.NET Web API binds `lines[0][accountId]=8000` and `lines[0].accountId=8000` like JSON.

LAV, and FLU on top of it, send every POST and PUT this way (laravel-multivers, `request` with `form_params`).
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl

from sandbox.model import Record

MAX_DEPTH = 32
_PART = re.compile(r"[^\[\].]+|\[\]")


class BadFormError(ValueError):
    """A form that contradicts itself or nests too deep."""


def read(body: bytes) -> Record:
    """Read a form into the object that the same call in JSON would carry; every value stays text.

    Raises:
        BadFormError: a name is both a value and a group, or nests deeper than `MAX_DEPTH`.
    """
    tree: Record = {}
    for name, value in parse_qsl(body.decode("utf-8", errors="replace"), keep_blank_values=True):
        parts = _PART.findall(name)
        if len(parts) > MAX_DEPTH:
            raise BadFormError(f"{MAX_DEPTH} levels at most")
        if parts:
            _put(tree, parts, value)
    return {name: _listed(value) for name, value in tree.items()}


def _put(tree: Record, parts: list[str], value: str) -> None:
    for part in parts[:-1]:
        branch = tree.setdefault(_key(tree, part), {})
        if not isinstance(branch, dict):
            raise BadFormError(f"{part} is a value")
        tree = branch
    last = _key(tree, parts[-1])
    if isinstance(tree.get(last), dict):
        raise BadFormError(f"{last} is a group")
    tree[last] = value


def _key(tree: Record, part: str) -> str:
    """Empty brackets take the next number."""
    return str(len(tree)) if part == "[]" else part


def _listed(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    items = {name: _listed(item) for name, item in value.items()}
    is_list = all(name.isascii() and name.isdigit() for name in items)
    return [items[name] for name in sorted(items, key=int)] if is_list else items
