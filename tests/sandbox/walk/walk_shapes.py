"""The shapes that an answer of either service may have (wefact-api.md 1.1, 1.2; multivers-api.md 4.2)."""

from __future__ import annotations

import json
from xml.etree import ElementTree as ET

from sandbox.model import Record, Response

ENVELOPE = ["controller", "action", "status", "date"]
LIMIT_HEADERS = {f"API-RateLimit-{kind}-{span}" for kind in ("Remaining", "Reset") for span in ("Minute", "Hour")}
MULTIVERS_STATUSES = {200, 201, 204, 302, 400, 401, 403, 404, 405, 406, 409, 415, 429, 503}
_TRACES = (b"Traceback", b'File "', b"Error(", b"object at 0x")


def check_wefact(answer: Response) -> Record:
    """Hold an answer of WeFact against its envelopes; gives the envelope.

    Raises:
        AssertionError: it has another shape.
    """
    assert answer.fate == "answer"
    assert set(answer.headers) >= LIMIT_HEADERS, answer.headers
    _refuse_traces(answer)
    if answer.status == 403:
        assert b"currently in firewall" in answer.body
        return {"status": "firewall"}
    assert answer.status == 200, answer.status
    envelope: Record = json.loads(answer.body)
    assert list(envelope)[:4] == ENVELOPE, list(envelope)
    assert envelope["status"] in ("success", "error")
    if envelope["status"] == "error":
        assert envelope["errors"], "an error without a text"
        assert all(isinstance(text, str) and text for text in envelope["errors"])
        assert list(envelope)[4:] == ["errors"]
    return envelope


def check_multivers(answer: Response) -> None:
    """Hold an answer of Multivers against the documented ones.

    Raises:
        AssertionError: it has another shape.
    """
    assert answer.fate == "answer"
    assert answer.status in MULTIVERS_STATUSES, f"{answer.status} {answer.body[:500]!r}"
    _refuse_traces(answer)
    kind = answer.headers.get("content-type", "").partition(";")[0]
    if kind == "application/json" and answer.body:
        value = json.loads(answer.body)
        if answer.status >= 400:
            _check_refusal(value)
    elif kind == "application/xml":
        ET.fromstring(answer.body)  # noqa: S314 - written by the sandbox itself
    elif answer.status >= 400 and answer.body:
        assert kind in ("text/html", "text/plain"), answer.headers


def _check_refusal(value: Record) -> None:
    if set(value) == {"Message"}:
        assert value["Message"]
    elif set(value) == {"error", "error_description"}:
        assert value["error"]
    else:
        assert value["messages"], value
        for message in value["messages"]:
            assert set(message) == {"exceptionId", "message", "messageType", "path"}, message
            assert message["message"]
            assert message["messageType"] in ("Error", "Warning", "Info")


def _refuse_traces(answer: Response) -> None:
    for trace in _TRACES:
        assert trace not in answer.body, answer.body[:800]
