"""Nothing but `streams/effects.py` reaches a call that writes to the outside (DESIGN 8)."""

from __future__ import annotations

import ast
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "plugins" / "wefact_multivers"
WRITES = {"create_sales_booking", "create_customer", "update_customer"}


def callers(source: str) -> set[str]:
    """The writing methods that a source text mentions as an attribute, called or handed on."""
    return {node.attr for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute)} & WRITES


def test_given_the_package_then_only_the_door_writes() -> None:
    found = {str(file.relative_to(PACKAGE)): callers(file.read_text()) for file in PACKAGE.rglob("*.py")}
    assert {name: names for name, names in found.items() if names} == {"streams/effects.py": WRITES}


def test_given_another_caller_then_it_is_seen() -> None:
    assert callers("def post(api): return api.create_customer({})") == {"create_customer"}
