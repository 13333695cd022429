"""Bytes on a socket, for what HTTP libraries tidy up before it leaves."""

from __future__ import annotations

import json
import socket
from http.client import HTTPResponse
from typing import Any
from urllib.parse import urlsplit


class RawConnection:
    """One connection on which exactly the given bytes are sent."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._socket = socket.create_connection((parts.hostname, parts.port), timeout=10)
        self._answers = self._socket.makefile("rb")

    def __enter__(self) -> RawConnection:
        return self

    def __exit__(self, *_problem: object) -> None:
        self._answers.close()
        self._socket.close()

    def send(self, *pieces: bytes) -> None:
        """Send the pieces one after the other, as they are."""
        for piece in pieces:
            self._socket.sendall(piece)

    def line(self) -> str:
        """One line of an answer, for what comes before the answer proper (100 Continue)."""
        return self._answers.readline().decode("latin-1").strip()

    def answer(self) -> tuple[int, Any]:
        """The next answer: status and JSON, None when the body is empty."""
        response = HTTPResponse(_Reader(self._answers))  # type: ignore[arg-type]
        response.begin()
        body = response.read()
        return response.status, json.loads(body) if body else None

    def is_closed(self) -> bool:
        """Tell whether the server has said goodbye, with nothing more before it."""
        return self._answers.read() == b""

    def ends(self) -> bool:
        """Wait for the goodbye behind whatever still comes; False when it does not come in time."""
        try:
            while self._answers.read(1024):
                pass
        except TimeoutError:
            return False
        return True


class _Reader:
    """What `HTTPResponse` wants of a socket: one stream that outlives the answer, so that a second can follow."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def makefile(self, _mode: str) -> Any:
        """The stream, kept open."""
        return _KeptOpen(self._stream)


class _KeptOpen:
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def close(self) -> None:
        """Leave the stream to the connection."""


def request(head: str, body: bytes = b"", *, length: bool = True) -> bytes:
    """A request from its head lines (line ends added, `Content-Length` unless left out) and body."""
    lines = [line.strip() for line in head.strip().splitlines()]
    if length:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode("latin-1") + body


def chunked(*pieces: bytes) -> bytes:
    """A body in chunks."""
    return b"".join(b"%x\r\n%b\r\n" % (len(piece), piece) for piece in [*pieces, b""])
