"""Reads a body as PHP does: JSON by its first character, else a form with bracket names (wefact-api.md 1)."""

from __future__ import annotations

import json
import re
from urllib.parse import parse_qsl

from sandbox.model import Record
from sandbox.wefact.answers import RefusalError

_PARTS = re.compile(r"\[([^\]]*)\]")


def parse_body(body: bytes) -> Record:
    """Read the parameters of a call.

    Raises:
        RefusalError: the body is neither readable JSON nor a form.
    """
    text = body.decode("utf-8", errors="replace").strip()
    if not text.startswith("{"):
        return _from_form(text)
    try:
        # Numbers stay text with a mark, because WeFact refuses numbers for some properties.
        parsed = json.loads(text, parse_int=JsonNumber, parse_float=JsonNumber)
    except ValueError as problem:
        raise RefusalError("Invalid JSON") from problem
    return dict(parsed)


class JsonNumber(str):
    """A number from JSON as the text that was sent; forms know only plain text."""

    __slots__ = ()


def _from_form(text: str) -> Record:
    tree: Record = {}
    for name, value in parse_qsl(text, keep_blank_values=True):
        head, _, _ = name.partition("[")
        _put(tree, [head, *_PARTS.findall(name)], value)
    return {key: _listed(value) for key, value in tree.items()}


def _put(tree: Record, keys: list[str], value: str) -> None:
    for key in keys[:-1]:
        branch = tree.setdefault(key or str(len(tree)), {})
        if not isinstance(branch, dict):
            return
        tree = branch
    tree[keys[-1] or str(len(tree))] = value


def _listed(value: object) -> object:
    if not isinstance(value, dict):
        return value
    items = {key: _listed(item) for key, item in value.items()}
    if items and all(key.isdigit() for key in items):
        return list(items.values())
    return items
