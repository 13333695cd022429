"""The values that travel through the sandbox: a request comes in, a response goes out, nothing else happens."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from typing import Any, Literal

Record = dict[str, Any]
Service = Literal["wefact", "multivers"]
Fate = Literal["answer", "timeout", "reset", "refused"]


@dataclass(frozen=True)
class Request:
    """One HTTP request, already read from the wire.

    `path` is the part before the question mark, still percent-encoded; `query` the part after it.
    Header names are in lower case. `client` is the caller's IP address, which WeFact counts by.
    """

    service: Service
    method: str
    path: str
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    client: str = "127.0.0.1"


@dataclass(frozen=True)
class Response:
    """What the caller gets; `fate` other than `answer` means that no answer reaches it.

    `delay` is in seconds, waited by the layer that carries the response (the core itself never waits).
    """

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    fate: Fate = "answer"
    delay: float = 0.0


class ControlError(Exception):
    """A control call or dataset that asks for something the sandbox does not have; becomes a 400."""


def words(text: str) -> tuple[str, ...]:
    """The words of a text; long lists of names read better as one."""
    return tuple(text.split())


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return float(value)
    if is_dataclass(value):
        return {part.name: getattr(value, part.name) for part in fields(value)}
    raise TypeError(f"not a JSON value: {type(value).__name__}")


def to_json(value: object) -> bytes:
    """Write JSON as both services do: non-ASCII escaped, decimals as numbers with a point, dataclasses as objects."""
    return json.dumps(value, default=_plain, separators=(",", ":")).encode()


def from_json(data: bytes | str) -> Any:
    """Read JSON; numbers with a point become `Decimal`, so that money never passes through a float.

    Raises:
        ValueError: it is no JSON, or nested too deep to be read.
    """
    try:
        return json.loads(data, parse_float=Decimal)
    except RecursionError as problem:
        raise ValueError("nested too deep") from problem


def json_response(value: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Wrap a value as a JSON answer."""
    return Response(status, {"content-type": "application/json; charset=utf-8"} | (headers or {}), to_json(value))
