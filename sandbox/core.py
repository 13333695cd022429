"""The sandbox itself: a pure way from request to response over one state, with faults and late effects."""

from __future__ import annotations

import base64
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal

from sandbox import faults as faulty
from sandbox.clock import Clock, parse_instant
from sandbox.faults import Fault
from sandbox.model import Record, Request, Response, from_json, to_json
from sandbox.multivers.routes import Multivers
from sandbox.multivers.state import MultiversState
from sandbox.settings import Settings
from sandbox.wefact.routes import WeFact
from sandbox.wefact.state import WeFactState

CONTROL = "/__sandbox__/"


@dataclass
class State:
    """Everything the sandbox knows; `pending` holds calls whose work is still to be done (late faults)."""

    dataset: str = "empty"
    seed: int = 0
    wefact: WeFactState = field(default_factory=WeFactState)
    multivers: MultiversState = field(default_factory=MultiversState)
    settings: Settings = field(default_factory=Settings)
    faults: list[Fault] = field(default_factory=list)
    calls: dict[str, int] = field(default_factory=dict)
    writes: dict[str, int] = field(default_factory=lambda: {"wefact": 0, "multivers": 0})
    pending: list[Record] = field(default_factory=list)


class Sandbox:
    """Both services over one state and one clock.

    Not safe for threads by itself: who serves several callers takes a lock around `handle`.
    """

    def __init__(self, state: State | None = None, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self.revision = 0
        self.use(state or State())

    def use(self, state: State) -> None:
        """Go on with another state (reset, or loaded from a file)."""
        self.state = state
        self.services: dict[str, WeFact | Multivers] = {
            "wefact": WeFact(state.wefact, state.settings, self.clock),
            "multivers": Multivers(state.multivers, state.settings, self.clock),
        }
        self.revision += 1

    def handle(self, request: Request) -> Response:
        """Answer one API request; control calls are not for here (see `sandbox.control`)."""
        self.apply_due()
        service = self.services[request.service]
        call = service.call_name(request)
        self._count(request.service, call)
        fault = faulty.take(self.state.faults, request.service, call)
        answer = service.handle(request) if fault is None else self._faulted(request, fault)
        return replace(answer, delay=answer.delay + self.state.settings.latency_ms / 1000)

    def apply_due(self) -> None:
        """Do the work of late calls whose moment has come."""
        if not self.state.pending:
            return
        now = self.clock.now()
        due = [item for item in self.state.pending if parse_instant(item["due"]) <= now]
        self.state.pending = [item for item in self.state.pending if item not in due]
        for item in due:
            stored: Record = dict(item["request"])
            body = base64.b64decode(stored.pop("body"))
            self.services[stored["service"]].handle(Request(**stored, body=body))
            self.revision += 1

    def _count(self, service: str, call: str) -> None:
        name = f"{service} {call}"
        self.state.calls[name] = self.state.calls.get(name, 0) + 1
        if self.services[service].is_write(call):
            self.state.writes[service] += 1
        self.revision += 1

    def _faulted(self, request: Request, fault: Fault) -> Response:
        settings = self.state.settings
        if fault.late_seconds is not None:
            self._postpone(request, fault.late_seconds)
            return faulty.spoil(fault, Response(), settings)
        if fault.kind == "status:403" and request.service == "wefact":
            return WeFact(self.state.wefact, settings, self.clock).firewall_answer(request)
        if fault.kind == "stored_differs":
            return self.services[request.service].handle(_differing(request, fault.change))
        if fault.when == "before" and not fault.delay and not fault.is_partial:
            return faulty.spoil(fault, Response(), settings)
        return faulty.spoil(fault, self.services[request.service].handle(request), settings)

    def _postpone(self, request: Request, seconds: float) -> None:
        due = self.clock.after(seconds)
        stored = asdict(request) | {"body": base64.b64encode(request.body).decode()}
        self.state.pending.append({"due": due.isoformat(), "request": stored})


def _differing(request: Request, change: Record | None) -> Request:
    """The request as the service will understand it: changed as asked, else as `_cent_dearer` says."""
    if not request.body.startswith(b"{"):
        return request
    body: Record = from_json(request.body)
    names = {name.lower(): name for name in body}
    if change:
        body |= {names.get(name.lower(), name): value for name, value in change.items()}
    elif lines := body.get(names.get("customerinvoicelines", "")):
        lines[0] = _cent_dearer(lines[0])
    elif name := body.get(names.get("name", "")):
        body[names["name"]] = str(name).upper()
    return replace(request, body=to_json(body))


def _cent_dearer(line: Record) -> Record:
    """A cent more on the side in use: small enough for Multivers to accept, enough to be wrong."""
    return {
        name: Decimal(str(value)) + Decimal("0.01")
        if name.lower() in ("creditamountcur", "debitamountcur") and value
        else value
        for name, value in line.items()
    }
