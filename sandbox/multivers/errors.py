"""How Multivers refuses: the shapes of multivers-api.md 4.2, by switch."""

from __future__ import annotations

from sandbox.model import Record, Response, from_json, json_response
from sandbox.settings import Settings

_IIS_404 = (
    b"<!DOCTYPE html><html><head><title>404 - File or directory not found.</title></head>"
    b"<body><h1>Server Error</h1><h2>404 - File or directory not found.</h2></body></html>"
)


class RefusedError(Exception):
    """A call that is refused, with status and messages of (path, text)."""

    def __init__(self, status: int, messages: list[tuple[str, str]]) -> None:
        super().__init__("; ".join(text for _, text in messages))
        self.status = status
        self.messages = messages


class NotFoundError(Exception):
    """An id that does not exist; what the caller sees is a switch."""


class UnauthorizedError(Exception):
    """A missing, unknown or expired access token."""


def refuse(path: str, message: str, status: int = 400) -> RefusedError:
    """One refusal with one message."""
    return RefusedError(status, [(path, message)])


def refused_by_switch(switch: str, path: str, message: str) -> RefusedError:
    """A refusal whose status is a switch: 400, 409, 500 or 200 with messages (multivers-api.md 8.2)."""
    return refuse(path, message, 200 if switch == "200_messages" else int(switch))


def refusal(refused: RefusedError, settings: Settings, body: bytes = b"") -> Response:
    """The answer to a refused call; with status 200 what was sent comes back with messages, though not kept."""
    messages = [_message(path, text, settings) for path, text in refused.messages]
    if refused.status == 200:
        return json_response(_sent(body) | {"messages": messages})
    if settings.error_shape == "messages":
        return json_response({"messages": messages}, refused.status)
    if settings.error_shape == "message":
        return json_response({"Message": refused.messages[0][1]}, refused.status)
    if settings.error_shape == "html":
        return Response(refused.status, {"content-type": "text/html"}, _IIS_404)
    if settings.error_shape == "broken_rules":
        return json_response(_sent(body) | {"brokenRulesCollection": _rules(messages)}, refused.status)
    return Response(refused.status, {"content-length": "0"})


def _sent(body: bytes) -> Record:
    """What was sent, as far as it is an object."""
    try:
        sent = from_json(body)
    except (ValueError, RecursionError):
        return {}
    return sent if isinstance(sent, dict) else {}


def _rules(messages: list[dict[str, str]]) -> list[dict[str, str]]:
    """Messages as older versions send them; the names of rules are the sandbox's own (multivers-api.md 4.2)."""
    return [{"ruleName": f"rule://{row['path']}", "priority": "0", "messageText": row["message"]} for row in messages]


def _message(path: str, text: str, settings: Settings) -> dict[str, str]:
    shown = path if settings.error_path else ""
    return {"exceptionId": "", "message": text, "messageType": "Error", "path": shown}


def not_found(settings: Settings) -> Response:
    """The answer to an id that does not exist (multivers-api.md 8.4)."""
    if settings.not_found == "null_200":
        return json_response(None)
    if settings.not_found == "empty":
        return Response(404, {"content-type": "application/json; charset=utf-8"})
    return refusal(refuse("", "Niet gevonden", 404), settings)


def unauthorized() -> Response:
    """401 with the header that OAuth clients look for (multivers-api.md 1.3)."""
    body = {"Message": "Authorization has been denied for this request."}
    return json_response(body, 401, {"www-authenticate": "Bearer"})


def too_fast(settings: Settings) -> Response:
    """429 with Retry-After: no source tells of a limit, so a client must be ready for one (multivers-api.md 8.5)."""
    headers = {"content-type": "text/html", "retry-after": str(settings.retry_after)}
    return Response(429, headers, b"Too Many Requests")


def in_maintenance(settings: Settings) -> Response:
    """503 with Retry-After during the maintenance window (multivers-api.md 8.23)."""
    headers = {"content-type": "text/html", "retry-after": str(settings.retry_after)}
    return Response(503, headers, b"<html><body><h2>Service Unavailable</h2></body></html>")


def too_large() -> Response:
    """413 of IIS for a body above its limit (multivers-api.md 8.5)."""
    return Response(413, {"content-type": "text/html"}, b"<html><body><h2>Request Entity Too Large</h2></body></html>")


def wrong_method(method: str, allowed: list[str]) -> Response:
    """405 for a path that exists for other methods, as Web API words it."""
    body = {"Message": f"The requested resource does not support http method '{method}'."}
    return json_response(body, 405, {"allow": ", ".join(allowed)})


def iis_not_found() -> Response:
    """What IIS itself answers for a wrong route or a query of more than 2,048 characters."""
    return Response(404, {"content-type": "text/html"}, _IIS_404)
