"""What the page shows: its tables, and around them data sets, clock, counts, faults, switches and actions."""

from __future__ import annotations

from collections.abc import Iterable
from inspect import getdoc

from sandbox.actions import ACTIONS
from sandbox.core import Sandbox
from sandbox.datasets import NAMES
from sandbox.faults import KINDS, KINDS_WITH_NUMBER
from sandbox.model import ControlError, Record
from sandbox.page.views import MULTIVERS_VIEWS, WEFACT_VIEWS, Reader, View
from sandbox.settings import OPTIONS, Settings

MOST_ROWS = 200
_VIEWS: dict[str, dict[str, View]] = {"wefact": WEFACT_VIEWS, "multivers": MULTIVERS_VIEWS}


def overview(sandbox: Sandbox, _body: Record) -> Record:
    """`GET overview`: everything but the tables."""
    state = sandbox.state
    return {
        "dataset": state.dataset,
        "datasets": NAMES,
        "clock": {"now": sandbox.clock.now().isoformat(), "fixed": sandbox.clock.fixed is not None},
        "requests": {"total": sum(state.calls.values()), "writes": state.writes},
        "faults": [vars(fault) for fault in state.faults],
        "kinds": [*KINDS, *(f"{name}:" for name in KINDS_WITH_NUMBER)],
        "switches": _switches(state.settings),
        "actions": {name: (getdoc(action) or "").partition("\n")[0] for name, action in sorted(ACTIONS.items())},
        "sides": [
            _side("wefact", "WeFact", state.wefact.accounts),
            _side("multivers", "Multivers", state.multivers.databases),
        ],
    }


def view(sandbox: Sandbox, body: Record) -> Record:
    """`GET view?service&of&view[&search]`: one table; at most 200 rows, `total` says how many there are.

    Raises:
        ControlError: no such service, administration or table.
    """
    found = _VIEWS.get(str(body.get("service", "")), {}).get(str(body.get("view", "")))
    if found is None:
        raise ControlError("unknown service or view")
    wanted = str(body.get("search", "")).lower()
    of = str(body.get("of", ""))
    rows = [cells for cells in found.cells(Reader(sandbox, of)) if wanted in " ".join(cells).lower()]
    return {"columns": found.columns, "numbers": found.amounts, "rows": rows[:MOST_ROWS], "total": len(rows)}


def _side(service: str, title: str, administrations: Iterable[str]) -> Record:
    return {"service": service, "title": title, "of": list(administrations), "views": list(_VIEWS[service])}


def _switches(settings: Settings) -> list[Record]:
    return [
        {
            "name": name,
            "value": getattr(settings, name),
            "default": option.default,
            "allowed": option.metadata["allowed"] or (["true", "false"] if isinstance(option.default, bool) else []),
            "doc": option.metadata["doc"],
            "source": option.metadata["source"],
        }
        for name, option in OPTIONS.items()
    ]
