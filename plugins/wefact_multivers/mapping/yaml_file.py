"""Reads a YAML file so that every problem in it can be named with its line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

_KEPT = 8
"""How many files a process keeps read: each run reads its own several times, and seldom does one change."""

Place = tuple[str | int, ...]
"""The keys and positions that lead to a value."""


class _Loader(yaml.CSafeLoader):
    """Knows no float: an amount in a file is a decimal."""


def _decimal(loader: yaml.CSafeLoader, node: yaml.ScalarNode) -> Decimal | str:
    """The number as written; what only YAML takes for a number stays text, and the model refuses it."""
    text = str(loader.construct_scalar(node))
    try:
        return Decimal(text)
    except InvalidOperation:
        return text


_Loader.add_constructor("tag:yaml.org,2002:float", _decimal)


@dataclass(frozen=True)
class YamlFile:
    """What a file holds.

    Attributes:
        data: its keys; empty where it cannot be read.
        problems: what keeps it from being read, and keys that stand twice.
        lines: the line of each value, from 1.
    """

    data: dict[str, Any] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    lines: dict[Place, int] = field(default_factory=dict)

    def where(self, place: Place) -> str:
        """A place in words, with the line of the value or of the section that should hold it."""
        keys = ".".join(str(key) for key in place)
        for length in range(len(place), 0, -1):
            if place[:length] in self.lines:
                return f"line {self.lines[place[:length]]}, {keys}"
        return keys


def read_yaml(path: Path) -> YamlFile:
    """Reads a file of keys and values; whatever is wrong with it stands in `problems`."""
    try:
        return _read(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        return YamlFile(problems=(f"the file cannot be read: {error.strerror}",))
    except UnicodeDecodeError:
        return YamlFile(problems=("the file is no UTF-8 text, save it as UTF-8",))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        return YamlFile(problems=(f"line {line}: {error.problem}",))
    except yaml.YAMLError:
        return YamlFile(problems=("the file holds characters that YAML does not know",))


@lru_cache(maxsize=_KEPT)
def _read(text: str) -> YamlFile:
    loader = _Loader(text)
    try:
        node = loader.get_single_node()
        if not isinstance(node, yaml.MappingNode):
            return YamlFile(problems=("the file holds no keys",))
        found = list(_places(node))
        data = loader.construct_document(node)
    finally:
        loader.dispose()
    lines: dict[Place, int] = {}
    twice = []
    for place, line in found:
        if place in lines:
            twice.append(f"line {line}, {'.'.join(map(str, place))}: stands on line {lines[place]} as well")
        lines[place] = line
    return YamlFile(data, tuple(twice), lines)


def _places(node: yaml.Node, place: Place = ()) -> Iterator[tuple[Place, int]]:
    """Every key and item below a node, with its line."""
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield (*place, key.value), key.start_mark.line + 1
            yield from _places(value, (*place, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for position, value in enumerate(node.value):
            yield (*place, position), value.start_mark.line + 1
            yield from _places(value, (*place, position))
