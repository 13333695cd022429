"""One call to Multivers: token, address, answer (`multivers-api.md 1.4`)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from datetime import timedelta
from functools import partial
from typing import Any
from urllib.parse import quote, urlencode

import httpx

from wefact_multivers.clock import Clock
from wefact_multivers.errors import AnswerUnusable, RateLimited, ReauthoriseMultivers, RemoteUnavailable
from wefact_multivers.multivers.answers import read_answer, unusable, written
from wefact_multivers.multivers.connection import MultiversConnection
from wefact_multivers.multivers.oauth import Login
from wefact_multivers.multivers.pages import Pages
from wefact_multivers.transport import Call, Gate, Page, dump, read_all, send

SYSTEM = "Multivers"
Query = Mapping[str, str | int]
PAGE_SIZE = 1000
"""Rows that are asked for at once; Multivers may give fewer."""

SHORT_WAIT = timedelta(minutes=1)
"""So long a read waits in its place when Multivers asks for it; a longer wait gives the worker's slot back.

A long list would otherwise begin anew after every wait, and never come to its end.
"""

READ_PATIENCE = timedelta(minutes=2)
"""So long one read waits in all: a limit per minute has passed by then, however little is asked for at a time."""


class MultiversCalls:
    """Asks Multivers with a token that works.

    Args:
        connection: of the login.
        login: gives the token.
        http: the client that sends.
        clock: by which a wait is measured.
        gate: says whether Multivers may be asked now.
        pause: sleeps for some seconds, so that a short wait need not end a task; None where time stands still.
    """

    def __init__(  # noqa: PLR0913 - what a client is put together from
        self,
        connection: MultiversConnection,
        login: Login,
        http: httpx.Client,
        clock: Clock,
        gate: Gate | None = None,
        *,
        pause: Callable[[float], None] | None = None,
    ) -> None:
        self._connection = connection
        self._login = login
        self._http = http
        self._clock = clock
        self._gate = gate
        self._pause = pause
        self._pages = Pages()

    def read(self, path: str, query: Query | None = None, *, method: str = "GET") -> Any:
        """What stands at a path below `api/`; None where nothing does. A command that only tells is a read too.

        Raises:
            RequestRefused, AnswerUnusable: see `answers.read_answer`.
            RemoteUnavailable, RateLimited, BreakerOpen: see `transport.send`.
            ReauthoriseMultivers: the login is not accepted any more.
        """
        call = Call(SYSTEM, f"{method} {_resource(path)}")
        return read_answer(self._send(call, method, path, query, None), call)

    def read_list(
        self,
        path: str,
        query: Query | None = None,
        *,
        key: Callable[[dict[str, Any]], Hashable],
        order: str = "",
    ) -> list[dict[str, Any]]:
        """All rows of a list, page by page, whatever the server's own page size is.

        `key` tells rows apart, `order` names the properties to sort by.

        Raises:
            AnswerUnusable: no list, or one that kept changing.
        """
        resource = _resource(path)
        call = Call(SYSTEM, f"GET {resource}")
        options = {**(query or {}), **({"$orderby": order} if order else {}), "$top": PAGE_SIZE}

        def fetch(offset: int) -> Page[dict[str, Any]]:
            rows = self.read(path, {**options, "$skip": offset})
            if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
                raise unusable(call, "no list")
            last = len(rows) > PAGE_SIZE or self._pages.is_last(resource, len(rows))
            self._pages.note(resource, len(rows))
            return Page(rows, last=last)

        return read_all(fetch, key=key, call=call, page_size=PAGE_SIZE)

    def write(self, method: str, path: str, body: Mapping[str, object]) -> dict[str, Any]:
        """The object that a write answered with.

        Raises:
            RequestRefused: a readable no.
            AnswerUnusable: it may have been done.
        """
        call = Call(SYSTEM, f"{method} {_resource(path)}", write=True)
        return written(self._send(call, method, path, None, dump(dict(body))), call)

    def _send(self, call: Call, method: str, path: str, query: Query | None, body: bytes | None) -> httpx.Response:
        url = f"{self._connection.root}/api/{path}{_encoded(query)}"
        token = self._token(call, self._login.access_token)
        response = self._once(call, self._request(method, url, body, token))
        if response.status_code != 401:
            return response
        token = self._token(call, partial(self._login.replace, token))
        response = self._once(call, self._request(method, url, body, token))
        if response.status_code == 401:
            detail = "HTTP 401 with a new access token"
            raise ReauthoriseMultivers(connection=self._connection.connection_id, detail=detail)
        return response

    def _once(self, call: Call, request: httpx.Request) -> httpx.Response:
        """The answer to one request; a read that is asked to wait does so in its place, where that is soon enough."""
        patience = self._clock.now() + READ_PATIENCE
        while True:
            try:
                return send(self._http, request, call=call, clock=self._clock, gate=self._gate)
            except RateLimited as error:
                now = self._clock.now()
                if call.write or self._pause is None or error.until > min(now + SHORT_WAIT, patience):
                    raise
                self._pause((error.until - now).total_seconds())

    def _token(self, call: Call, get: Callable[[], str]) -> str:
        """A token; while there is none, the call itself has surely not been sent, or has been refused."""
        try:
            return get()
        except AnswerUnusable as error:
            raise RemoteUnavailable(system=SYSTEM, call=call.name, detail=error.params["call"]) from error

    def _request(self, method: str, url: str, body: bytes | None, token: str) -> httpx.Request:
        headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json; charset=utf-8"
        return self._http.build_request(method, url, content=body, headers=headers)


def segment(value: object) -> str:
    """A value as a part of a path, escaped the way that Multivers' server wants (`multivers-api.md 1.4`)."""
    return quote(str(value), safe="").replace("%", "!_")


def query_length(query: Query) -> int:
    """How long a query is once it is written into an address."""
    return len(_encoded(query))


def _encoded(query: Query | None) -> str:
    return "?" + urlencode(query, quote_via=quote, safe="$,()") if query else ""


def _resource(path: str) -> str:
    """The name of the resource: safe to log, unlike the ids behind it."""
    first, _, rest = path.partition("/")
    return rest.partition("/")[0] if rest else first
