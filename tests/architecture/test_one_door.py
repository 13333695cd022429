"""Nothing but `streams/effects.py` reaches a call that writes to the outside (DESIGN 8)."""

from __future__ import annotations

import ast
from pathlib import Path

PACKAGE = Path(__file__).parents[2] / "plugins" / "wefact_multivers"
WRITES = {
    "create_booking",
    "update_booking",
    "create_relation",
    "update_relation",
    "create_bank_account",
    "mark_paid",
    "mark_unpaid",
    "part_payment",
    "add_relation",
}


def callers(source: str) -> set[str]:
    """The writing methods that a source text mentions, called or handed on, of anything but the door."""
    return {
        node.attr
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Attribute) and node.attr in WRITES and not _is_the_door(node.value)
    }


def _is_the_door(owner: ast.expr) -> bool:
    return ast.unparse(owner).rpartition(".")[2].strip("_") == "door"


def test_given_the_package_then_only_the_door_writes() -> None:
    found = {str(file.relative_to(PACKAGE)): callers(file.read_text()) for file in PACKAGE.rglob("*.py")}
    assert {name for name, names in found.items() if names} == {"streams/effects.py"}


def test_given_every_client_then_its_writing_methods_are_watched() -> None:
    for system, sending in (("multivers", "_calls.write"), ("wefact", "_calls.tell")):
        module = ast.parse((PACKAGE / system / "client.py").read_text())
        functions = [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef)]
        writing = {node.name for node in functions if sending in ast.unparse(node)}
        assert writing
        assert writing <= WRITES


def test_given_another_caller_then_it_is_seen() -> None:
    assert callers("def post(api): return api.create_relation(kind, {})") == {"create_relation"}
    assert callers("def post(self): return self._door.create_relation(order)") == set()
