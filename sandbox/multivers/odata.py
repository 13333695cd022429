"""OData options on lists: $filter, $orderby, $skip, $top, $select (multivers-api.md 4.1)."""

from __future__ import annotations

from typing import Any

from sandbox.model import Record
from sandbox.multivers.odata_filter import BadQueryError, parse_filter, property_getter

__all__ = ["BadQueryError", "apply", "parse_filter"]
OPTIONS = frozenset(
    {"$filter", "$orderby", "$top", "$skip", "$select", "$expand", "$inlinecount", "$format", "$skiptoken"}
)


def apply(rows: list[Record], options: dict[str, str], page_cap: int) -> list[Record]:
    """Apply the query options to the rows of a list, `page_cap` 0 meaning none.

    `$expand`, `$inlinecount`, `$format` and `$skiptoken` are accepted without effect.

    Raises:
        BadQueryError: an option that is unknown or cannot be read, or a comparison of unlike things.
    """
    unknown = [name for name in options if name.startswith("$") and name not in OPTIONS]
    if unknown:
        raise BadQueryError(f"The query parameter '{unknown[0]}' is not supported.")
    try:
        if options.get("$filter"):
            wanted = parse_filter(options["$filter"])
            rows = [row for row in rows if wanted(row)]
        if options.get("$orderby"):
            rows = _ordered(rows, options["$orderby"])
    except (TypeError, AttributeError, ValueError, ArithmeticError, RecursionError) as problem:
        raise BadQueryError(str(problem)) from problem
    rows = rows[_count(options, "$skip", 0) :]
    top = _count(options, "$top", len(rows))
    rows = rows[: min(top, page_cap) if page_cap else top]
    return [_selected(row, options["$select"]) for row in rows] if options.get("$select") else rows


def _count(options: dict[str, str], name: str, default: int) -> int:
    text = options.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdecimal()):
        raise BadQueryError(f"{name} must be a number")
    return int(text)


def _ordered(rows: list[Record], text: str) -> list[Record]:
    for part in reversed(text.split(",")):
        name, *direction = part.split() or [""]
        if not name or direction not in ([], ["asc"], ["desc"]):
            raise BadQueryError(f"Syntax error in $orderby at '{part}'")
        getter = property_getter(name)
        keyed = [(_sort_key(getter(row)), row) for row in rows]
        keyed.sort(key=lambda pair: pair[0], reverse=direction == ["desc"])
        rows = [row for _, row in keyed]
    return rows


def _sort_key(value: Any) -> tuple[bool, Any]:
    """Null comes first, as in .NET."""
    return (value is not None, value)


def _selected(row: Record, text: str) -> Record:
    wanted = [name.strip() for name in text.split(",")]
    known = {name.lower() for name in row}
    for name in wanted:
        if name.lower() not in known:
            raise BadQueryError(f"Could not find a property named '{name}'")
    names = {name.lower() for name in wanted}
    return {name: value for name, value in row.items() if name.lower() in names}
