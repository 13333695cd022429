"""Keeps the code small: the size band of CONTRIBUTING.md, measured on every Python file of the project."""

from __future__ import annotations

import ast
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
FOLDERS = ("plugins", "dags", "sandbox", "scripts", "benchmarks", "tests")

FILE_LINES = 500
FUNCTION_LINES = 60
MEDIAN_LINES = 12
MOST_LINES = 35
MOST = 0.9


@dataclass(frozen=True)
class Function:
    """A function with its length in physical lines, docstring included."""

    place: str
    lines: int


def functions_of(source: str, name: str) -> Iterator[Function]:
    """Every function of a file, nested ones and methods too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield Function(f"{name}:{node.lineno} {node.name}", (node.end_lineno or node.lineno) - node.lineno + 1)


def too_large(files: dict[str, str]) -> list[str]:
    """What lies outside the band, each with what it may be.

    Args:
        files: source by name.
    """
    functions = [found for name, source in files.items() for found in functions_of(source, name)]
    lengths = sorted(found.lines for found in functions)
    problems = [
        f"{name}: {count} lines, at most {FILE_LINES}"
        for name, source in files.items()
        if (count := source.count("\n")) > FILE_LINES
    ]
    problems += [
        f"{found.place}: {found.lines} lines, at most {FUNCTION_LINES}"
        for found in functions
        if found.lines > FUNCTION_LINES
    ]
    if lengths and statistics.median(lengths) > MEDIAN_LINES:
        problems.append(f"median function: {statistics.median(lengths)} lines, at most {MEDIAN_LINES}")
    if lengths and lengths[int(MOST * (len(lengths) - 1))] > MOST_LINES:
        problems.append(
            f"{MOST:.0%} of functions: {lengths[int(MOST * (len(lengths) - 1))]} lines, at most {MOST_LINES}"
        )
    return problems


def main() -> int:
    """Measure the project; 0 when all of it is inside the band."""
    paths = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.py"))]
    files = {str(path.relative_to(ROOT)): path.read_text() for path in paths}
    problems = too_large(files)
    print("\n".join(problems) or f"{len(files)} files inside the size band")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
