"""Servers that keep what they are sent: a mail server, and a web server for webhooks and metrics."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import BaseServer, StreamRequestHandler, ThreadingTCPServer
from typing import Any


@dataclass
class Sent:
    """What somebody sent to a server on loopback.

    Attributes:
        bodies: of requests, with their path; or mails, with an empty one.
    """

    port: int = 0
    bodies: list[tuple[str, bytes]] = field(default_factory=list)

    @property
    def mails(self) -> list[EmailMessage]:
        """The mails."""
        return [message_from_bytes(body, policy=policy.default) for _, body in self.bodies]


@contextmanager
def mail_server() -> Iterator[Sent]:
    """A mail server that takes everything."""
    with _serving(_Mail) as sent:
        yield sent


@contextmanager
def web_server() -> Iterator[Sent]:
    """A web server that answers 200 to every POST."""
    with _serving(_Web) as sent:
        yield sent


@contextmanager
def _serving(handler: type[Any]) -> Iterator[Sent]:
    made = ThreadingHTTPServer if issubclass(handler, BaseHTTPRequestHandler) else ThreadingTCPServer
    sent = Sent()
    with made(("127.0.0.1", 0), type("Handler", (handler,), {"sent": sent})) as server:
        sent.port = server.server_address[1]
        server.daemon_threads = True
        thread = threading.Thread(target=BaseServer.serve_forever, args=(server, 0.05))
        thread.start()
        try:
            yield sent
        finally:
            server.shutdown()
            thread.join()


class _Web(BaseHTTPRequestHandler):
    sent: Sent

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.sent.bodies.append((self.path, body))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the library's name
        pass


class _Mail(StreamRequestHandler):
    sent: Sent

    def handle(self) -> None:
        self._say("220 stub")
        while line := self.rfile.readline():
            command = line[:4].upper()
            if command == b"DATA":
                self._say("354 go on")
                self.sent.bodies.append(("", b"".join(iter(self.rfile.readline, b".\r\n"))))
            self._say("221 bye" if command == b"QUIT" else "250 ok")

    def _say(self, answer: str) -> None:
        self.wfile.write(f"{answer}\r\n".encode())
