"""What an error envelope of WeFact means: access is the only thing that its texts decide (`wefact-api.md 7`)."""

from __future__ import annotations

from typing import Any

from wefact_multivers.errors import (
    FirewallBlocked,
    RequestRefused,
    SyncError,
    WeFactAddressRefused,
    WeFactKeyRefused,
)
from wefact_multivers.transport import redact
from wefact_multivers.wefact.connection import WeFactConnection

_LENGTH = 200
_WRONG_CALL = ("invalid controller", "invalid action", "invalid request")


def error_of(envelope: dict[str, Any], connection: WeFactConnection, call: str) -> SyncError:
    """The error that an envelope with status `error` stands for.

    An envelope of nobody (`invalid/invalid`) that says nothing known is taken for a refused key: failed logins
    count towards a block, so trying again would be the worse mistake.
    """
    answer = _answer(envelope, connection)
    lowered = answer.lower()
    if "firewall" in lowered:
        return FirewallBlocked(connection=connection.connection_id)
    if "access to api" in lowered:
        return WeFactAddressRefused(connection=connection.connection_id, answer=answer)
    known_key_text = "api sleutel" in lowered or "api key" in lowered
    nobody = envelope.get("controller") == "invalid" and not lowered.startswith(_WRONG_CALL)
    if known_key_text or nobody:
        return WeFactKeyRefused(connection=connection.connection_id, answer=answer)
    return RequestRefused(system="WeFact", call=call, detail=answer)


def _answer(envelope: dict[str, Any], connection: WeFactConnection) -> str:
    errors = envelope.get("errors")
    texts = errors if isinstance(errors, list) else [errors or "no reason given"]
    return redact("; ".join(map(str, texts)), [connection.api_key])[:_LENGTH]
