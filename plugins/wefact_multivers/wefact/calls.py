"""One call to WeFact: budget, key, envelope (`wefact-api.md 1`)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ValidationError

from wefact_multivers.clock import Clock
from wefact_multivers.errors import AnswerUnusable, FirewallBlocked, PersonNeeded, RateLimited, RecordUnreadable
from wefact_multivers.transport import Call, dump, load, send
from wefact_multivers.wefact.access import error_of
from wefact_multivers.wefact.budget import Manners
from wefact_multivers.wefact.connection import WeFactConnection

Record = TypeVar("Record", bound=BaseModel)

READ_PATIENCE = timedelta(minutes=1)
"""So long a read waits in its place for the budget; a longer wait gives the worker's slot back."""

WRITE_PATIENCE = timedelta(seconds=5)
"""A write waits no longer than the lease has to spare (DESIGN 8.5)."""


class WeFactCalls:
    """Asks WeFact, and never again once it has refused key, address or IP: every further call would extend a block."""

    def __init__(self, connection: WeFactConnection, http: httpx.Client, clock: Clock, manners: Manners) -> None:
        self.connection = connection
        self.clock = clock
        self._http = http
        self._manners = manners
        self._refused: PersonNeeded | None = None

    def ask(self, controller: str, action: str, **params: object) -> dict[str, Any]:
        """The envelope of a successful read.

        Raises:
            RateLimited, BreakerOpen: it may not be asked now.
            BudgetTooSmall: the budget would never suffice.
            PersonNeeded: key, IP address or firewall.
            RequestRefused: WeFact answers with an error, such as an unknown record.
            AnswerUnusable, RemoteUnavailable: see `transport.send`.
        """
        return self._send(Call("WeFact", f"{controller}/{action}"), params)

    def tell(self, controller: str, action: str, params: Mapping[str, str]) -> dict[str, Any]:
        """The envelope of a write that was done; it is sent once.

        Raises:
            RateLimited, BreakerOpen, BudgetTooSmall, RemoteUnavailable, PersonNeeded: nothing was done.
            RequestRefused: WeFact understood it and says no.
            AnswerUnusable: it may have been done.
        """
        return self._send(Call("WeFact", f"{controller}/{action}", write=True), params)

    def _send(self, call: Call, params: Mapping[str, object]) -> dict[str, Any]:
        if self._refused is not None:
            raise self._refused
        gate = self._manners.gate
        # Before the budget: what may not be asked shall not be waited for, and not be counted.
        gate.enter()
        self._be_patient(WRITE_PATIENCE if call.write else READ_PATIENCE)
        response = send(self._http, self._request(call, params), call=call, clock=self.clock, gate=gate)
        self._manners.budget.note(response.headers, self.clock.now())
        if response.status_code == 403:
            raise self._stop(FirewallBlocked(connection=self.connection.connection_id))
        envelope = self._envelope(response, call)
        if envelope.get("status") == "error":
            error = error_of(envelope, self.connection, call.name)
            raise self._stop(error) if isinstance(error, PersonNeeded) else error
        return envelope

    def _be_patient(self, longest: timedelta) -> None:
        """Wait in this place until the budget lets a call pass, where that is soon enough.

        Raises:
            RateLimited: it is not.
            BudgetTooSmall: waiting does not help.
        """
        pause, patience = self._manners.pause, self.clock.now() + longest
        while True:
            try:
                self._manners.budget.check(self.clock.now())
            except RateLimited as error:
                if pause is None or error.until > patience:
                    raise
                pause((error.until - self.clock.now()).total_seconds())
            else:
                return

    def _request(self, call: Call, params: Mapping[str, object]) -> httpx.Request:
        controller, _, action = call.name.partition("/")
        body = {"api_key": self.connection.api_key, "controller": controller, "action": action, **params}
        headers = {"Content-Type": "application/json; charset=utf-8"}
        return self._http.build_request("POST", self.connection.base_url, content=dump(body), headers=headers)

    def _envelope(self, response: httpx.Response, call: Call) -> dict[str, Any]:
        try:
            envelope = load(response.content)
        except ValueError:
            envelope = None
        if not isinstance(envelope, dict) or envelope.get("status") not in ("success", "error"):
            what = response.headers.get("content-type", "no content type")
            raise unusable(call.name, f"HTTP {response.status_code} without an envelope, {what}")
        return envelope

    def _stop(self, error: PersonNeeded) -> PersonNeeded:
        self._refused = error
        if isinstance(error, FirewallBlocked):
            self._manners.gate.blocked()
        return error


def parsed(record: type[Record], raw: object, call: str) -> Record:
    """A record read from an answer.

    Raises:
        RecordUnreadable: something required is missing or wrong; the error names the fields, never their values.
    """
    try:
        return record.model_validate(raw)
    except ValidationError as error:
        fields = ", ".join(".".join(map(str, found["loc"])) for found in error.errors(include_input=False))
    # Outside the handler: pydantic's own error, which would travel along as the context, shows the values.
    raise RecordUnreadable(system="WeFact", call=call, detail=f"unreadable: {fields}")


def unusable(call: str, detail: str) -> AnswerUnusable:
    """The error for an answer of WeFact that says nothing."""
    return AnswerUnusable(system="WeFact", call=call, detail=detail)
