"""Writes `COVERAGE.md` from the code: `python -m sandbox.coverage`. A test fails when the file is behind."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sandbox.actions import ACTIONS
from sandbox.control import CALLS
from sandbox.facts import Fact
from sandbox.faults import KINDS, KINDS_WITH_NUMBER
from sandbox.multivers import facts as multivers
from sandbox.multivers import operations
from sandbox.multivers.routes import ROUTES, SERVER_ROUTES
from sandbox.settings import OPTIONS
from sandbox.wefact import facts as wefact
from sandbox.wefact.routes import ACTIONS as WEFACT_ACTIONS

FILE = Path(__file__).with_name("COVERAGE.md")
_INTRODUCTION = """# What the sandbox covers

Made by `python -m sandbox.coverage`; a test compares it with the code. Confidence: D documented, L live report,
H HostFact, C client code, M mock server, V vendor page, I inferred, own = invented here because nobody tells.
"""


def render() -> str:
    """The whole file."""
    parts = [_INTRODUCTION, "## WeFact: behaviours\n", _facts(wefact.FACTS), "## WeFact: calls\n", _wefact_calls()]
    parts += ["## Multivers: behaviours\n", _facts(multivers.FACTS), "## Multivers: calls\n", _multivers_calls()]
    parts += ["## Control calls, under `/__sandbox__/` on both ports\n", "".join(f"- `{call}`\n" for call in CALLS)]
    parts += ["## Switches\n", _switches(), "## Faults\n", _faults(), "## Actions\n", _actions()]
    return "\n".join(parts)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def _facts(facts: tuple[Fact, ...]) -> str:
    rows = ((text, source, sure, f"`{switch}`" if switch else "") for text, source, sure, switch in facts)
    return _table(("behaviour", "source", "confidence", "switch"), rows)


def _wefact_calls() -> str:
    rows = []
    for controller, text in wefact.DOCUMENTED.items():
        actions = text.split()
        there = [action for action in actions if f"{controller}/{action}" in WEFACT_ACTIONS]
        absent = [action for action in actions if action not in there]
        rows.append((controller, ", ".join(there), ", ".join(absent)))
    return _table(("controller", "there", "absent: answers `Invalid action`"), rows)


def _multivers_calls() -> str:
    """Per resource: the operations of Appendix A that are served, those that are not, and what there is besides."""
    routes = {**SERVER_ROUTES, **ROUTES}
    listed = operations.SERVER_OPERATIONS + operations.DATABASE_OPERATIONS
    besides = [route for route in routes if not any(operations.fits(each, route) for each in listed)]
    resources = sorted({_resource(each) for each in (*listed, *besides)}, key=str.lower)
    rows = [_resource_row(resource, listed, besides, routes) for resource in resources]
    later = "".join(f"- `{name}`: {reason}\n" for name, reason in operations.LATER_VERSIONS.items())
    head = ("resource", "served of Appendix A", "out of scope", "served besides")
    count = f"{operations.OPERATIONS_LISTED} operations, {len(listed)} without their query arguments.\n"
    oauth = "Besides: `GET` and `POST OAuth/Authorize`, `POST OAuth/Token`.\n"
    return f"{count}{oauth}\n{_table(head, rows)}\nOf later versions and not there, answered 404:\n\n{later}"


def _resource(operation: str) -> str:
    return operation.partition(" ")[2].partition("/")[0]


def _resource_row(resource: str, listed: tuple[str, ...], besides: list[str], routes: Iterable[str]) -> tuple[str, ...]:
    mine = [each for each in listed if _resource(each) == resource]
    served = [each for each in mine if operations.is_served(each, routes)]
    absent = [f"`{each}`: {operations.OUT_OF_SCOPE.get(each, '')}" for each in mine if each not in served]
    more = [each for each in besides if _resource(each) == resource]
    return resource, _short(served, resource), ", ".join(absent), _short(more, resource)


def _short(found: list[str], resource: str) -> str:
    return ", ".join(f"`{each.replace(f' {resource}', ' ', 1).strip()}`" for each in found)


def _switches() -> str:
    rows = []
    for name, option in OPTIONS.items():
        about = option.metadata
        rows.append((f"`{name}`", f"`{option.default}`", ", ".join(about["allowed"]), about["doc"], about["source"]))
    return _table(("switch", "default", "positions", "what", "source"), rows)


def _faults() -> str:
    kinds = ", ".join([*KINDS, *(f"{kind}:N" for kind in KINDS_WITH_NUMBER)])
    return f"Kinds: {kinds}. Moments: before, after, late:SECONDS. Over HTTP `refused` looks like a reset.\n"


def _actions() -> str:
    rows = ((f"`{name}`", (action.__doc__ or "").split("\n")[0]) for name, action in sorted(ACTIONS.items()))
    return _table(("action", "what"), rows)


if __name__ == "__main__":
    FILE.write_text(render(), encoding="utf-8")
