"""The sandbox in the same process, behind the very httpx client that talks to the real services."""

from __future__ import annotations

import httpx

from sandbox.control import respond
from sandbox.core import Sandbox
from sandbox.model import Request, Response, Service

_LOST: dict[str, type[httpx.TransportError]] = {
    "timeout": httpx.ReadTimeout,
    "reset": httpx.ReadError,
    "refused": httpx.ConnectError,
}


class InProcessTransport(httpx.BaseTransport):
    """Answers without a socket and without waiting.

    A path of `/v2` is WeFact, everything else Multivers. A delay longer than the request's read time-out is a
    time-out; a shorter one passes at once. Control calls work as over HTTP.
    """

    def __init__(self, sandbox: Sandbox) -> None:
        self.sandbox = sandbox

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer one request.

        Raises:
            httpx.TransportError: the fault that was ordered for this call.
        """
        raw_path, _, query = request.url.raw_path.decode("ascii").partition("?")
        headers = {name.lower(): value for name, value in request.headers.items()}
        service: Service = "wefact" if raw_path.rstrip("/").lower() == "/v2" else "multivers"
        answer = respond(self.sandbox, Request(service, request.method, raw_path, query, headers, request.read()))
        self._lose(request, answer)
        return httpx.Response(answer.status, headers=answer.headers, content=answer.body, request=request)

    def _lose(self, request: httpx.Request, answer: Response) -> None:
        if answer.fate != "answer":
            raise _LOST[answer.fate](f"sandbox: {answer.fate}", request=request)
        read_timeout = request.extensions.get("timeout", {}).get("read")
        if read_timeout is not None and answer.delay > read_timeout:
            raise httpx.ReadTimeout("sandbox: slow answer", request=request)
