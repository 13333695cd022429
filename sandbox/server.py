"""The thin HTTP layer: two ports over one sandbox, on loopback by default, HTTP/1.1 with connections kept alive."""

from __future__ import annotations

import select
import socket
import struct
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any

from sandbox.control import respond
from sandbox.core import CONTROL, Sandbox
from sandbox.http_body import BadBodyError, read_body
from sandbox.model import Request, Response, Service

HOST = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - asked for by --host alone, in a container
_REASONS = {200: "OK", 302: "Found", 400: "Bad Request", 401: "UnauthorizedError", 403: "Forbidden", 404: "Not Found"}


class SandboxServer(ThreadingHTTPServer):
    """One port of the sandbox: everything that comes in belongs to one service."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, service: Service, address: tuple[str, int], sandbox: Sandbox, lock: threading.Lock) -> None:
        self.service = service
        self.sandbox = sandbox
        self.lock = lock
        super().__init__(address, _Handler)

    def server_bind(self) -> None:
        """Listen without looking up the machine's name, which takes long where there is no DNS."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), self.server_address[1]

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A caller that goes away in the middle is everyday life here; anything else is a fault to see."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: SandboxServer

    def setup(self) -> None:
        super().setup()
        self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Keep quiet: what was called stands in the control API."""

    def _answer(self) -> None:
        path, _, query = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        try:
            body = read_body(self.rfile, headers)
        except BadBodyError:
            self.close_connection = True
            self._send(Response(400, {"content-type": "text/html", "connection": "close"}, b"Bad Request"))
            return
        request = Request(self.server.service, self.command, path, query, headers, body, self.client_address[0])
        with self.server.lock:
            response = respond(self.server.sandbox, request)
        if response.delay:
            time.sleep(response.delay)
        if response.fate == "answer":
            self._send(response)
        else:
            self._lose(response)

    do_GET = do_POST = do_PUT = do_DELETE = _answer  # noqa: N815 - the names that http.server looks for

    def _send(self, response: Response) -> None:
        lines = [f"HTTP/1.1 {response.status} {_REASONS.get(response.status, 'Status')}"]
        lines += [f"{name}: {value}" for name, value in response.headers.items() if name != "content-length"]
        head = "\r\n".join([*lines, f"content-length: {len(response.body)}", "", ""])
        # One write for head and body: two would wait for each other's acknowledgement.
        self.wfile.write(head.encode("latin-1") + response.body)

    def _lose(self, response: Response) -> None:
        """Hold the connection until the caller gives up, or tear it down without an answer."""
        self.close_connection = True
        if response.fate == "timeout":
            hold = self.server.sandbox.state.settings.hold_seconds
            select.select([self.connection], [], [], hold)
            return
        # Linger of zero seconds makes the kernel send RST instead of a polite goodbye.
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


class RunningSandbox:
    """Both ports, served from threads of this process until `close`."""

    def __init__(self, sandbox: Sandbox, wefact_port: int = 0, multivers_port: int = 0, host: str = HOST) -> None:
        self.sandbox = sandbox
        # Who listens on all addresses is found on loopback too; a caller cannot use 0.0.0.0.
        self._shown = HOST if host == EVERYWHERE else host
        self.lock = threading.Lock()
        self._servers = [
            SandboxServer("wefact", (host, wefact_port), sandbox, self.lock),
            SandboxServer("multivers", (host, multivers_port), sandbox, self.lock),
        ]
        self._threads = [
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True) for server in self._servers
        ]
        for thread in self._threads:
            thread.start()

    @property
    def ports(self) -> dict[Service, int]:
        """The port of each service."""
        return {server.service: server.server_port for server in self._servers}

    @property
    def wefact_url(self) -> str:
        """Where WeFact answers, with the trailing slash that its clients keep."""
        return f"http://{self._shown}:{self._servers[0].server_port}/v2/"

    @property
    def multivers_url(self) -> str:
        """Where Multivers answers, with a version and without a trailing slash."""
        return f"http://{self._shown}:{self._servers[1].server_port}/V22"

    @property
    def page_url(self) -> str:
        """Where people look at both administrations."""
        return f"http://{self._shown}:{self._servers[0].server_port}{CONTROL}"

    def close(self) -> None:
        """Stop both ports."""
        for server in self._servers:
            server.shutdown()
            server.server_close()
        for thread in self._threads:
            thread.join()
