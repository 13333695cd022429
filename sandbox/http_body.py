"""Reading the body of an HTTP/1.1 request: of a stated length, or in chunks (RFC 9112, 6 and 7.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

MAX_CHUNK_LINE = 1024


class Source(Protocol):
    """Where bytes come from; a socket file or `io.BytesIO`."""

    def read(self, size: int, /) -> bytes:
        """Up to so many bytes."""
        ...

    def readline(self, size: int, /) -> bytes:
        """One line, up to so many bytes."""
        ...


class BadBodyError(ValueError):
    """A length or chunk that cannot be read; the server answers 400."""


def read_body(source: Source, headers: Mapping[str, str]) -> bytes:
    """Read the body that the headers (names in lower case) announce.

    Raises:
        BadBodyError: the length is no number, or a chunk is malformed.
    """
    if headers.get("transfer-encoding", "").strip().lower() == "chunked":
        return _chunks(source)
    text = headers.get("content-length", "0").strip()
    if not (text.isascii() and text.isdecimal()):
        raise BadBodyError(f"content-length {text!r} is no number")
    return source.read(int(text))


def _chunks(source: Source) -> bytes:
    parts = []
    while size := _size(source.readline(MAX_CHUNK_LINE)):
        parts.append(source.read(size))
        if source.readline(MAX_CHUNK_LINE).strip():
            raise BadBodyError("a chunk is longer than it says")
    while source.readline(MAX_CHUNK_LINE).strip():
        # Trailers say nothing that matters here.
        continue
    return b"".join(parts)


def _size(line: bytes) -> int:
    text = line.partition(b";")[0].strip()
    if not text or text.strip(b"0123456789abcdefABCDEF"):
        raise BadBodyError("a chunk without a size")
    return int(text, 16)
