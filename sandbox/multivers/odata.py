"""OData options on lists: $filter, $orderby, $skip, $top, $select (multivers-api.md 4.1)."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from sandbox.model import Record

Getter = Callable[[Record], Any]
_TEXT, _NUMBER = r"'(?:[^']|'')*'", r"-?\d+(?:\.\d+)?"
_TOKEN = re.compile(rf"\s*(?:({_TEXT})|({_NUMBER})[mMdDfFlL]?(?!\w)|(\w+)|([(),]))")
_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda left, right: bool(left == right),
    "ne": lambda left, right: bool(left != right),
    "gt": lambda left, right: bool(left > right),
    "ge": lambda left, right: bool(left >= right),
    "lt": lambda left, right: bool(left < right),
    "le": lambda left, right: bool(left <= right),
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "indexof": lambda text, part: text.find(part),
    "substringof": lambda part, text: part in text,
    "startswith": lambda text, part: text.startswith(part),
    "endswith": lambda text, part: text.endswith(part),
    "tolower": lambda text: text.lower(),
    "toupper": lambda text: text.upper(),
    "length": len,
}
_CONSTANTS = {"true": True, "false": False, "null": None}


class BadQueryError(ValueError):
    """A query option that cannot be read; the server answers 400."""


def apply(rows: list[Record], options: dict[str, str], page_cap: int) -> list[Record]:
    """Apply the query options to the rows of a list, `page_cap` 0 meaning none.

    Raises:
        BadQueryError: an option that cannot be read, or a comparison of unlike things.
    """
    try:
        if options.get("$filter"):
            wanted = parse_filter(options["$filter"])
            rows = [row for row in rows if wanted(row)]
        if options.get("$orderby"):
            rows = _ordered(rows, options["$orderby"])
        rows = rows[_count(options, "$skip", 0) :]
        top = _count(options, "$top", len(rows))
    except (TypeError, AttributeError, RecursionError) as problem:
        raise BadQueryError(str(problem)) from problem
    rows = rows[: min(top, page_cap) if page_cap else top]
    return [_selected(row, options["$select"]) for row in rows] if options.get("$select") else rows


def _count(options: dict[str, str], name: str, default: int) -> int:
    text = options.get(name)
    if text is None:
        return default
    if not text.isdecimal():
        raise BadQueryError(f"{name} must be a number")
    return int(text)


def _ordered(rows: list[Record], text: str) -> list[Record]:
    for part in reversed(text.split(",")):
        words = part.split()
        if not words:
            raise BadQueryError("empty $orderby")
        getter = _property(words[0])
        rows = sorted(rows, key=getter, reverse=words[1:] == ["desc"])
    return rows


def _selected(row: Record, text: str) -> Record:
    names = {name.strip().lower() for name in text.split(",")}
    return {name: value for name, value in row.items() if name.lower() in names}


def _property(name: str) -> Getter:
    wanted = name.lower()

    def get(row: Record) -> Any:
        if wanted[:1] + name[1:] in row:
            return row[wanted[:1] + name[1:]]
        for key, value in row.items():
            if key.lower() == wanted:
                return value
        raise BadQueryError(f"Could not find a property named '{name}'")

    return get


def parse_filter(text: str) -> Getter:
    """Compile a filter: and, or, not, comparisons, functions, parentheses; names in any case.

    Raises:
        BadQueryError: the filter cannot be read.
    """
    parser = _Parser(_tokens(text))
    result = parser.any_of()
    if parser.peek():
        raise BadQueryError(f"Syntax error at '{parser.peek()}'")
    return result


def _tokens(text: str) -> list[str]:
    tokens, position = [], 0
    text = text.rstrip()
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise BadQueryError(f"Syntax error at position {position}")
        tokens.append(next(part for part in match.groups() if part is not None))
        position = match.end()
    return tokens


class _Parser:
    """Recursive descent over the tokens; each method returns a function of a row."""

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0

    def peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _next(self) -> str:
        token = self.peek()
        self._at += 1
        return token

    def _expect(self, mark: str) -> None:
        if self._next() != mark:
            raise BadQueryError(f"'{mark}' expected")

    def any_of(self) -> Getter:
        parts = [self._all_of()]
        while self.peek().lower() == "or":
            self._next()
            parts.append(self._all_of())
        return parts[0] if len(parts) == 1 else lambda row: any(part(row) for part in parts)

    def _all_of(self) -> Getter:
        parts = [self._negated()]
        while self.peek().lower() == "and":
            self._next()
            parts.append(self._negated())
        return parts[0] if len(parts) == 1 else lambda row: all(part(row) for part in parts)

    def _negated(self) -> Getter:
        if self.peek().lower() != "not":
            return self._comparison()
        self._next()
        inner = self._negated()
        return lambda row: not inner(row)

    def _comparison(self) -> Getter:
        left = self._operand()
        compare = _COMPARE.get(self.peek().lower())
        if compare is None:
            return left
        self._next()
        right = self._operand()
        return lambda row: compare(left(row), right(row))

    def _operand(self) -> Getter:
        token = self._next()
        if token == "(":
            inner = self.any_of()
            self._expect(")")
            return inner
        if token[:1] == "'":
            return _constant(token[1:-1].replace("''", "'"))
        if token[:1].isdecimal() or token[:1] == "-":
            return _constant(Decimal(token))
        if token.lower() in _CONSTANTS:
            return _constant(_CONSTANTS[token.lower()])
        if self.peek() == "(":
            return self._call(token)
        if not token or not token[0].isalpha():
            raise BadQueryError(f"Syntax error at '{token}'")
        return _property(token)

    def _call(self, name: str) -> Getter:
        function = _FUNCTIONS.get(name.lower())
        if function is None:
            raise BadQueryError(f"An unknown function with name '{name}' was found")
        self._expect("(")
        arguments = [self.any_of()]
        while self.peek() == ",":
            self._next()
            arguments.append(self.any_of())
        self._expect(")")
        return lambda row: function(*(argument(row) for argument in arguments))


def _constant(value: Any) -> Getter:
    return lambda _row: value
