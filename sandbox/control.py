"""The control API under `/__sandbox__/`, the same on both ports (DESIGN 6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from sandbox import datasets, persistence
from sandbox.actions import run_action
from sandbox.clock import parse_instant
from sandbox.core import CONTROL, Sandbox
from sandbox.datasets import demo_script
from sandbox.faults import Fault
from sandbox.model import ControlError, Record, Request, Response, from_json, json_response
from sandbox.page import asset
from sandbox.page.overview import overview, view


def respond(sandbox: Sandbox, request: Request) -> Response:
    """Answer any request: control calls here, all others by the services."""
    if not request.path.startswith(CONTROL):
        return sandbox.handle(request)
    name = request.path.removeprefix(CONTROL).strip("/")
    if request.method == "GET" and (file := asset(name)):
        return file
    call = CALLS.get(f"{request.method} {name}")
    if call is None:
        return json_response({"error": "unknown control call"}, 404)
    try:
        answer = call(sandbox, _body(request, takes_list=call is _add_faults))
    except (ControlError, KeyError, TypeError, ValueError, ArithmeticError) as problem:
        return json_response({"error": str(problem)}, 400)
    if request.method != "GET":
        sandbox.revision += 1
    return json_response(answer)


def _body(request: Request, *, takes_list: bool) -> Any:
    body = from_json(request.body) if request.body else dict(parse_qsl(request.query))
    if not isinstance(body, dict) and not takes_list:
        raise ControlError("the body is to be a JSON object")
    return body


def reset(sandbox: Sandbox, body: Record) -> Record:
    """`POST reset {dataset, seed}`: everything anew, switches and clock included."""
    name, seed = str(body.get("dataset", sandbox.state.dataset)), int(body.get("seed", 0))
    state, now = datasets.build(name, seed)
    sandbox.clock.set(now)
    sandbox.use(state)
    return {"dataset": name, "seed": seed}


def _state(sandbox: Sandbox, _body: Record) -> Record:
    return persistence.to_record(sandbox.state, sandbox.clock)


def _requests(sandbox: Sandbox, _body: Record) -> Record:
    state = sandbox.state
    return {"calls": state.calls, "writes": state.writes, "total": sum(state.calls.values())}


def _forget_requests(sandbox: Sandbox, _body: Record) -> Record:
    sandbox.state.calls.clear()
    sandbox.state.writes.update(wefact=0, multivers=0)
    return _requests(sandbox, {})


def _list_faults(sandbox: Sandbox, _body: Record) -> Record:
    return {"faults": sandbox.state.faults and [vars(fault) for fault in sandbox.state.faults]}


def _add_faults(sandbox: Sandbox, body: Any) -> Record:
    sandbox.state.faults += [Fault.from_record(item) for item in (body if isinstance(body, list) else [body])]
    return _list_faults(sandbox, {})


def _clear_faults(sandbox: Sandbox, _body: Record) -> Record:
    sandbox.state.faults.clear()
    return _list_faults(sandbox, {})


def _show_settings(sandbox: Sandbox, _body: Record) -> Record:
    return sandbox.state.settings.to_record()


def _turn_switches(sandbox: Sandbox, body: Record) -> Record:
    sandbox.state.settings.change(body)
    return _show_settings(sandbox, {})


def _show_clock(sandbox: Sandbox, _body: Record) -> Record:
    return {"now": sandbox.clock.now().isoformat(), "fixed": sandbox.clock.fixed is not None}


def _set_clock(sandbox: Sandbox, body: Record) -> Record:
    seconds = float(body["advance"]) if "advance" in body else None
    if "now" in body:
        sandbox.clock.set(parse_instant(body["now"]) if body["now"] else None)
        sandbox.apply_due()
    if seconds is not None:
        sandbox.clock.set(sandbox.clock.after(seconds))
        sandbox.apply_due()
    return _show_clock(sandbox, {})


def _action(sandbox: Sandbox, body: Record) -> Record:
    sandbox.apply_due()
    script = SCRIPTS.get(str(body.get("action")))
    return script(sandbox) if script else run_action(sandbox, body)


# Many actions at once, called like one.
SCRIPTS: dict[str, Callable[[Sandbox], Record]] = {"demo_second_morning": demo_script.run}
CALLS: dict[str, Callable[[Sandbox, Any], Record]] = {
    "POST reset": reset,
    "GET overview": overview,
    "GET view": view,
    "GET state": _state,
    "GET requests": _requests,
    "DELETE requests": _forget_requests,
    "GET faults": _list_faults,
    "POST faults": _add_faults,
    "DELETE faults": _clear_faults,
    "GET settings": _show_settings,
    "POST settings": _turn_switches,
    "GET clock": _show_clock,
    "POST clock": _set_clock,
    "POST actions": _action,
}
