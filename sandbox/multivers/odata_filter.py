"""The language of $filter, OData 2 and 3: compiled to a function of a row (multivers-api.md 4.1)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

from sandbox.model import Record
from sandbox.multivers.wire import read_date

Getter = Callable[[Record], Any]
_TEXT, _NUMBER = r"'(?:[^']|'')*'", r"-?\d+(?:\.\d+)?"
_TOKEN = re.compile(
    rf"\s*(?:((?:datetime|datetimeoffset|guid){_TEXT}|{_TEXT})|({_NUMBER})[mMdDfFlL]?(?!\w)|(\w+)|([(),]))",
    re.IGNORECASE,
)
_SUMS: dict[str, Callable[[Any, Any], Any]] = {
    "add": lambda left, right: left + right,
    "sub": lambda left, right: left - right,
    "mul": lambda left, right: left * right,
    "div": lambda left, right: left / right,
    "mod": lambda left, right: left % right,
}
_ORDERS: dict[str, Callable[[Any, Any], bool]] = {
    "gt": lambda left, right: bool(left > right),
    "ge": lambda left, right: bool(left >= right),
    "lt": lambda left, right: bool(left < right),
    "le": lambda left, right: bool(left <= right),
}
_COMPARISONS = ("eq", "ne", *_ORDERS)
_CONSTANTS = {"true": True, "false": False, "null": None}


class BadQueryError(ValueError):
    """A query option that cannot be read; the server answers 400."""


def _as_date(value: Any) -> date:
    return value if isinstance(value, date) else read_date(str(value))


def _substring(text: str, start: Decimal, length: Decimal | None = None) -> str:
    return text[int(start) :] if length is None else text[int(start) : int(start + length)]


def _whole(value: Decimal) -> Decimal:
    return Decimal(value).quantize(Decimal(1), rounding=ROUND_HALF_UP)


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "indexof": lambda text, part: text.find(part),
    "substringof": lambda part, text: part in text,
    "startswith": lambda text, part: text.startswith(part),
    "endswith": lambda text, part: text.endswith(part),
    "tolower": lambda text: text.lower(),
    "toupper": lambda text: text.upper(),
    "trim": lambda text: text.strip(),
    "length": len,
    "concat": lambda left, right: left + right,
    "replace": lambda text, old, new: text.replace(old, new),
    "substring": _substring,
    "year": lambda day: _as_date(day).year,
    "month": lambda day: _as_date(day).month,
    "day": lambda day: _as_date(day).day,
    "round": _whole,
    "floor": lambda value: Decimal(value).to_integral_value(ROUND_FLOOR),
    "ceiling": lambda value: Decimal(value).to_integral_value(ROUND_CEILING),
}


def property_getter(name: str) -> Getter:
    """A function that takes a property from a row, its name in any case.

    Raises:
        BadQueryError: (by the function) the row has no such property.
    """
    wanted = name.lower()
    usual = name[:1].lower() + name[1:]

    def get(row: Record) -> Any:
        if usual in row:
            return row[usual]
        for key, value in row.items():
            if key.lower() == wanted:
                return value
        raise BadQueryError(f"Could not find a property named '{name}'")

    return get


def parse_filter(text: str) -> Getter:
    """Compile a filter: and, or, not, comparisons, sums, functions, parentheses; names in any case.

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


def _compare(word: str, left: Any, right: Any) -> bool:
    """Compare as LINQ does: nothing is more or less than null; text and number do not go together."""
    if isinstance(left, date) or isinstance(right, date):
        left, right = (None if value in (None, "") else _as_date(value) for value in (left, right))
    if word in ("eq", "ne"):
        if isinstance(left, str) != isinstance(right, str) and None not in (left, right):
            raise BadQueryError(f"A binary operator with incompatible types was detected: '{left}', '{right}'")
        return bool(left == right) is (word == "eq")
    return left is not None and right is not None and _ORDERS[word](left, right)


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
        left = self._sum()
        word = self.peek().lower()
        if word not in _COMPARISONS:
            return left
        self._next()
        right = self._sum()
        return lambda row: _compare(word, left(row), right(row))

    def _sum(self) -> Getter:
        result = self._operand()
        while self.peek().lower() in _SUMS:
            result = _applied(_SUMS[self._next().lower()], result, self._operand())
        return result

    def _operand(self) -> Getter:
        token = self._next()
        if token == "(":
            inner = self.any_of()
            self._expect(")")
            return inner
        if token.endswith("'"):
            return _constant(_literal(token))
        if token[:1].isdecimal() or token[:1] == "-":
            return _constant(Decimal(token))
        if token.lower() in _CONSTANTS:
            return _constant(_CONSTANTS[token.lower()])
        if self.peek() == "(":
            return self._call(token)
        if not token or not token[0].isalpha():
            raise BadQueryError(f"Syntax error at '{token}'")
        return property_getter(token)

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
        return _applied(function, *arguments)


def _applied(function: Callable[..., Any], *arguments: Getter) -> Getter:
    return lambda row: function(*(argument(row) for argument in arguments))


def _constant(value: Any) -> Getter:
    return lambda _row: value


def _literal(token: str) -> Any:
    kind, _, text = token.partition("'")
    plain = text[:-1].replace("''", "'")
    return read_date(plain) if kind.lower().startswith("datetime") else plain
