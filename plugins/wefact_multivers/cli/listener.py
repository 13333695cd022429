"""Waits on this machine for the browser that comes back from a login page."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import SplitResult, urlsplit

import typer

from wefact_multivers.cli.output import Exit, say

PATIENCE = 600
"""Seconds: longer than a person needs for a login page."""

_LOOPBACK = frozenset({"127.0.0.1", "localhost"})
_PAGE = (
    b"<!DOCTYPE html><html lang=en><title>wefact-multivers</title><p>Go back to the terminal; this page may be closed."
)


class _Handler(BaseHTTPRequestHandler):
    """Takes the address of the one request that is asked for; nothing of it is logged."""

    server: _Listener
    timeout = 5
    """Seconds for a request: browsers open connections in advance and say nothing on them."""

    def do_GET(self) -> None:
        """Keep the address, unless the browser asks for something else, such as an icon."""
        is_wanted = urlsplit(self.path).path == self.server.wanted
        self.send_response(200 if is_wanted else 404)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        if is_wanted:
            self.wfile.write(_PAGE)
            self.server.came_back = self.path

    def log_message(self, *_: object) -> None:
        """Say nothing: the address holds a code."""


class _Listener(HTTPServer):
    timeout = PATIENCE

    def __init__(self, port: int, wanted: str) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.wanted = wanted
        self.came_back = ""

    def handle_timeout(self) -> None:
        """Nobody came back."""
        say("Nobody came back from the login page. Nothing was changed.")
        raise typer.Exit(Exit.AUTHENTICATION)


class Listener:
    """Listens where a redirect address on this machine points."""

    def __init__(self, redirect_uri: str) -> None:
        """Begin to listen, so that the browser cannot come back too early.

        Raises:
            typer.BadParameter: the address is not `http://127.0.0.1:PORT/...`, or another program listens there.
        """
        parts = urlsplit(redirect_uri)
        port = _port(parts)
        if parts.scheme != "http" or parts.hostname not in _LOOPBACK or not port:
            raise typer.BadParameter("--listen needs a redirect address such as http://127.0.0.1:8400/done")
        try:
            self._server = _Listener(port, parts.path or "/")
        except OSError as error:
            raise typer.BadParameter(f"nothing can listen on port {port}: {error.strerror}") from error

    def wait(self) -> str:
        """The address at which the browser ended, with what it carries."""
        with self._server as server:
            while not server.came_back:
                server.handle_request()
            return server.came_back


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port
    except ValueError:
        return None
