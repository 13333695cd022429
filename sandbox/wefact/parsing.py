"""Reads a body as PHP does: JSON by its first character, else a form with bracket names (wefact-api.md 1)."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn
from urllib.parse import parse_qsl

from sandbox.model import Record
from sandbox.wefact.answers import RefusalError

# PHP's own limit for forms (max_input_nesting_level); deeper JSON is nothing that WeFact knows either.
DEEPEST = 64
_PARTS = re.compile(r"\[([^\[\]]*)\]")


def parse_body(body: bytes) -> Record:
    """Read the parameters of a call.

    Raises:
        RefusalError: JSON that cannot be read, or is nested too deep.
    """
    stripped = body.strip()
    return _from_json(stripped) if stripped.startswith(b"{") else _from_form(stripped)


class JsonNumber(str):
    """A number from JSON as the text that was sent; forms know only plain text."""

    __slots__ = ()


def _from_json(body: bytes) -> Record:
    try:
        # Numbers stay text with a mark, because WeFact refuses numbers for some properties.
        parsed = json.loads(
            body.decode("utf-8", errors="replace"),
            parse_int=JsonNumber,
            parse_float=JsonNumber,
            parse_constant=_no_constant,
        )
    except (ValueError, RecursionError) as problem:
        raise RefusalError("Invalid JSON") from problem
    if body.count(b"[") + body.count(b"{") > DEEPEST and _depth(parsed) > DEEPEST:
        raise RefusalError("Invalid JSON")
    return dict(parsed)


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _depth(value: Any) -> int:
    """How deep lists and objects are nested; without recursion, so that no depth is too deep to measure."""
    depth, level = 0, [value]
    while level := [item for item in level if isinstance(item, (dict, list))]:
        depth += 1
        level = [inner for item in level for inner in (item.values() if isinstance(item, dict) else item)]
    return depth


class _Branch(dict[str, Any]):
    """An array of PHP while a form is read; `following` is the key that empty brackets get next."""

    following = 0

    def key(self, name: str) -> str:
        key = name or str(self.following)
        if key.isascii() and key.isdigit() and len(key) < 10:
            self.following = max(self.following, int(key) + 1)
        return key


def _from_form(body: bytes) -> Record:
    tree = _Branch()
    for name, value in _pairs(body):
        head, bracket, _ = name.partition("[")
        keys = [head, *(_PARTS.findall(name) if bracket else ())]
        if head and len(keys) <= DEEPEST:
            _put(tree, keys, value)
    return {key: _listed(value) for key, value in tree.items()}


def _pairs(body: bytes) -> list[tuple[str, str]]:
    """Names and values; what is no UTF-8 is taken for Windows-1252, so that no character is lost."""
    text = body.decode("latin-1")
    try:
        return parse_qsl(text.encode("latin-1").decode(), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        return parse_qsl(text, keep_blank_values=True, encoding="cp1252", errors="replace")


def _put(tree: _Branch, keys: list[str], value: str) -> None:
    """Store a value; of two that contradict each other the later one stands, as in PHP."""
    for key in keys[:-1]:
        name = tree.key(key)
        branch = tree.get(name)
        if not isinstance(branch, _Branch):
            branch = tree[name] = _Branch()
        tree = branch
    tree[tree.key(keys[-1])] = value


def _listed(value: Any) -> Any:
    if not isinstance(value, _Branch):
        return value
    items = {key: _listed(item) for key, item in value.items()}
    if items and all(key.isascii() and key.isdigit() for key in items):
        return list(items.values())
    return items
