"""Small real servers that behave badly in one way each, for a client on the same machine."""

from __future__ import annotations

import re
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

_TLS = b"\x16\x03"
"""How a client begins that wants encryption; it waits for an answer first."""

Behaviour = Callable[[socket.socket], None]


def request_of(peer: socket.socket) -> bytes:
    """A whole request: what is left unread when a connection is closed would turn the answer into a reset."""
    received = b""
    while part := peer.recv(65536):
        received += part
        head, gap, body = received.partition(b"\r\n\r\n")
        length = re.search(rb"content-length: (\d+)", head, re.IGNORECASE)
        if gap and len(body) >= (int(length[1]) if length else 0):
            break
        if received.startswith(_TLS):
            break
    return received


def answer(text: str) -> Behaviour:
    """Read a request and answer with these bytes."""

    def behave(peer: socket.socket) -> None:
        request_of(peer)
        peer.sendall(text.encode())

    return behave


def http(status: str, body: str = "", **headers: str) -> Behaviour:
    """Read a request and answer with a whole HTTP response; `_` in a header's name stands for `-`."""
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body.encode())}", "Connection: close"]
    lines += [f"{name}: {value}" for name, value in given.items()]
    return answer("\r\n".join(lines) + "\r\n\r\n" + body)


def hang_up(peer: socket.socket) -> None:
    """Read a request and close without a word."""
    request_of(peer)


def reset(peer: socket.socket) -> None:
    """Read a request and reset the connection."""
    request_of(peer)
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@contextmanager
def serving(behave: Behaviour) -> Iterator[str]:
    """The address of a server that treats every connection this way."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=_serve, args=(listener, behave), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        listener.shutdown(socket.SHUT_RDWR)
        thread.join()


def _serve(listener: socket.socket, behave: Behaviour) -> None:
    while True:
        try:
            peer, _ = listener.accept()
        except OSError:
            return
        with peer:
            behave(peer)


@contextmanager
def silent() -> Iterator[str]:
    """The address of a server that accepts connections and never reads or writes."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"


@contextmanager
def overcrowded() -> Iterator[str]:
    """The address of a server whose queue is full, so that connecting takes for ever."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        address = listener.getsockname()
        waiting = [socket.socket() for _ in range(4)]
        for peer in waiting:
            peer.setblocking(False)
            peer.connect_ex(address)
        yield f"http://127.0.0.1:{address[1]}"
        for peer in waiting:
            peer.close()


def closed_port() -> str:
    """An address on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}"
