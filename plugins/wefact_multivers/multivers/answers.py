"""Reading Multivers' answers: what is absent, what is refused, and what says nothing (`multivers-api.md 4.2, 8`)."""

from __future__ import annotations

from typing import Any

import httpx

from wefact_multivers.errors import AnswerUnusable, RequestRefused
from wefact_multivers.transport import Call, load, redact

_LENGTH = 200
_HARMLESS = frozenset({"warning", "warn", "info", "information", "informational", "success", "none"})


def read_answer(response: httpx.Response, call: Call) -> Any:
    """What a read found; None where Multivers says that there is nothing.

    Absent is: 404 with a readable message or an empty body, 200 with `null` or `{}`. A 404 of the web server itself
    is a fault: the address is wrong, or the query too long.

    Raises:
        RequestRefused: Multivers says no.
        AnswerUnusable: the answer cannot be read.
    """
    body = _body(response)
    if response.status_code == 404 and (not response.content.strip() or texts_of(body)):
        return None
    if not response.is_success:
        raise _refusal(response, body, call)
    if isinstance(body, _Unreadable):
        raise unusable(call, f"HTTP {response.status_code}, {body.what}")
    if isinstance(body, dict) and error_texts(body) and not _has_content(body):
        raise unusable(call, "; ".join(error_texts(body)))
    return None if body == {} else body


def written(response: httpx.Response, call: Call) -> dict[str, Any]:
    """What a write answered.

    Raises:
        RequestRefused: a readable no.
        AnswerUnusable: anything else than an object without errors; it may have been done.
    """
    body = _body(response)
    if not response.is_success and texts_of(body):
        raise _refusal(response, body, call)
    if not response.is_success or not isinstance(body, dict) or not body:
        raise unusable(call, f"HTTP {response.status_code} without an object")
    if texts := error_texts(body):
        raise unusable(call, f"HTTP {response.status_code}: {'; '.join(texts)}")
    return body


def texts_of(body: object) -> list[str]:
    """Every sentence of an error body, in all shapes that were seen."""
    if not isinstance(body, dict):
        return []
    texts = [_text(message) for message in _messages(body)]
    texts += [str(body.get(key) or "") for key in ("Message", "message", "error_description", "error")]
    return [text for text in texts if text]


def error_texts(body: dict[str, Any]) -> list[str]:
    """The sentences by which an answer with status 200 says that it failed; warnings are none."""
    failed = [message for message in _messages(body) if not _is_harmless(message)]
    return [text for text in (*map(_text, failed), str(body.get("error") or "")) if text]


def unusable(call: Call, detail: str) -> AnswerUnusable:
    """The error for an answer of Multivers that says nothing."""
    return AnswerUnusable(system=call.system, call=call.name, detail=redact(detail)[:_LENGTH])


class _Unreadable:
    """A body that is no JSON."""

    def __init__(self, what: str) -> None:
        self.what = what


def _body(response: httpx.Response) -> Any:
    if not response.content.strip():
        return _Unreadable("empty")
    try:
        return load(response.content)
    except ValueError:
        return _Unreadable(response.headers.get("content-type", "no content type"))


def _refusal(response: httpx.Response, body: object, call: Call) -> RequestRefused:
    texts = texts_of(body)
    what = body.what if isinstance(body, _Unreadable) else ""
    detail = redact(f"HTTP {response.status_code}: {'; '.join(texts) or what}")[:_LENGTH]
    return RequestRefused(system=call.system, call=call.name, detail=detail)


def _messages(body: dict[str, Any]) -> list[object]:
    """What an answer says; older versions call it broken rules (`multivers-api.md 4.2`)."""
    found = [body.get(name) for name in ("messages", "brokenRulesCollection")]
    return [message for messages in found if isinstance(messages, list) for message in messages]


def _text(message: object) -> str:
    if not isinstance(message, dict):
        return str(message or "")
    text = str(message.get("message") or message.get("Message") or message.get("messageText") or "")
    path = str(message.get("path") or "")
    return f"{path}: {text}" if path and text else text or path


def _is_harmless(message: object) -> bool:
    kind = message.get("messageType") if isinstance(message, dict) else None
    return str(kind or "").casefold() in _HARMLESS


def _has_content(body: dict[str, Any]) -> bool:
    return bool(body.keys() - {"messages", "error"})
