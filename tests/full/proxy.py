"""A TCP proxy that cuts connections at random bytes, on the way there or on the way back."""

from __future__ import annotations

import contextlib
import random
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

HOST = "127.0.0.1"
PIECE = 4096
SHARE = 0.9
"""Of the connections that are cut; a line on which none lasts lets no long list pass."""
HARD = struct.pack("ii", 1, 0)
"""Linger of zero seconds: the connection ends with a reset instead of a polite goodbye."""


class CuttingProxy:
    """Passes bytes on to a port of this machine, and cuts each connection where chance wants it.

    Args:
        port: of the server.
        seed: the same one gives the same sizes to the same sequence of connections.
        most: bytes after which a connection is cut at the latest; every size up to it is likely on a scale of powers.
    """

    def __init__(self, port: int, seed: str, most: int) -> None:
        self._target, self._most = port, most
        self._chance = random.Random(seed)  # noqa: S311 - the same cuts again
        self._listener = socket.create_server((HOST, 0))
        self.port: int = self._listener.getsockname()[1]
        self.cuts = 0
        self.is_cutting = False
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Let nobody in any more."""
        self._listener.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._listener.accept()
                far = socket.create_connection((HOST, self._target))
                allowed: list[int | None] = [None, None]
                if self.is_cutting and self._chance.random() < SHARE:
                    size = int(self._most ** self._chance.random())
                    allowed[self._chance.randrange(2)] = size
                for way, bytes_left in zip(((near, far), (far, near)), allowed, strict=True):
                    threading.Thread(target=self._pass, args=(*way, bytes_left), daemon=True).start()

    def _pass(self, source: socket.socket, to: socket.socket, left: int | None) -> None:
        """One direction of a connection, until it ends or its bytes are used up."""
        with contextlib.suppress(OSError):
            while piece := source.recv(PIECE if left is None else min(PIECE, left)):
                to.sendall(piece)
                left = None if left is None else left - len(piece)
                if left == 0:
                    self.cuts += 1
                    break
        for end in (source, to):
            _cut(end)


def _cut(end: socket.socket) -> None:
    with contextlib.suppress(OSError):
        end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, HARD)
        end.shutdown(socket.SHUT_RDWR)
    end.close()


@contextmanager
def cutting(port: int, seed: str, most: int) -> Iterator[CuttingProxy]:
    """A proxy for the length of a block."""
    proxy = CuttingProxy(port, seed, most)
    try:
        yield proxy
    finally:
        proxy.close()
