"""The demo company as a target: every answer has a documented shape, and a refusal changes nothing."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlencode

from sandbox import persistence
from sandbox.control import respond
from sandbox.core import CONTROL
from sandbox.model import Record, Request, Response, from_json, to_json
from sandbox.testing import DATABASE, KEY
from tests.sandbox.walk.walk_shapes import check_multivers, check_wefact
from tests.sandbox.walk.walk_state import fingerprint
from tests.sandbox.walk.walk_world import World


class Target:
    """One demo company that is as new again after every call that went through."""

    def __init__(self) -> None:
        self.world = World.demo(0)
        self.box = self.world.box
        self._new = to_json(persistence.to_record(self.box.state, self.box.clock))
        self._restore()
        self._print = fingerprint(self.box)

    def _restore(self) -> None:
        self.box.use(persistence.from_record(from_json(self._new), self.box.clock))

    def _send(self, request: Request) -> Response:
        return respond(self.box, request)

    def _settle(self, *, refused: bool) -> None:
        changed = fingerprint(self.box) != self._print
        if changed:
            self._restore()
        assert not (changed and refused), "a refused call has changed the state"

    def wefact(self, body: bytes, method: str = "POST", headers: dict[str, str] | None = None) -> Record:
        """One call on WeFact's only address; the envelope."""
        envelope = check_wefact(self._send(Request("wefact", method, "/v2/", "", headers or {}, body)))
        self._settle(refused=envelope["status"] != "success")
        return envelope

    def wefact_json(self, call: str, params: Record) -> Record:
        """One action with parameters as JSON."""
        controller, _, action = call.partition("/")
        keys = {"api_key": KEY, "controller": controller, "action": action}
        return self.wefact(json.dumps(params | keys).encode())

    def wefact_form(self, call: str, params: Record) -> Record:
        """One action with the same parameters in bracket names."""
        controller, _, action = call.partition("/")
        keys = {"api_key": KEY, "controller": controller, "action": action}
        pairs = [pair for name, value in (params | keys).items() for pair in flattened(name, value)]
        return self.wefact(urlencode(pairs, errors="replace").encode())

    def multivers(
        self, method: str, path: str, body: bytes = b"", query: str = "", headers: dict[str, str] | None = None
    ) -> Response:
        """One call on any path of Multivers."""
        signed = {"authorization": f"Bearer {self.world.token}", "content-type": "application/json"}
        answer = self._send(Request("multivers", method, path, query, signed | (headers or {}), body))
        check_multivers(answer)
        self._settle(refused=answer.status >= 400)
        return answer

    def control(self, call: str, body: bytes) -> Response:
        """One control call: 200, or 400 with an error."""
        method, _, name = call.partition(" ")
        answer = self._send(Request("wefact", method, f"{CONTROL}{name}", "", {}, body))
        assert answer.status in (200, 400), answer.status
        assert answer.status == 200 or json.loads(answer.body)["error"] is not None
        self._settle(refused=answer.status == 400)
        if method != "GET":
            # A reset or a switch turned may leave the books as they were.
            self._restore()
        return answer


def flattened(name: str, value: Any) -> list[tuple[str, str]]:
    """A value as PHP would write it in a form."""
    if isinstance(value, dict):
        return [pair for key, item in value.items() for pair in flattened(f"{name}[{key}]", item)]
    if isinstance(value, list):
        return [pair for index, item in enumerate(value) for pair in flattened(f"{name}[{index}]", item)]
    return [(name, "" if value is None else str(value))]


def database_path(path: str) -> str:
    """A path on the demo administration, percent-encoded."""
    return f"/V22/api/{DATABASE}/{quote(path, safe='/!', errors='replace')}"
