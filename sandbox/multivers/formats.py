"""JSON, XML or a form: what the caller sends, and JSON or XML: what it asks for (multivers-api.md 1.4).

ASP.NET Web API falls back on its first format, JSON, for an Accept it cannot serve, unless the switch makes it
strict; a body of a type it cannot read is 415.
"""

from __future__ import annotations

from dataclasses import replace

from sandbox.model import Request, Response, from_json, json_response, to_json
from sandbox.multivers import form_format, xml_format
from sandbox.multivers.errors import RefusedError, refuse
from sandbox.settings import Settings

JSON, XML = "application/json", "application/xml"
FORM = "application/x-www-form-urlencoded"
_KINDS = {
    "application/json": JSON, "text/json": JSON, "application/xml": XML, "text/xml": XML,
    "*/*": JSON, "application/*": JSON, "text/*": JSON,
}  # fmt: skip


def split_suffix(last: str) -> tuple[str, str]:
    """The last part of a path without `.json` or `.xml`, and the format that this forces (empty = none)."""
    for suffix, kind in ((".json", JSON), (".xml", XML)):
        if last.lower().endswith(suffix):
            return last[: -len(suffix)], kind
    return last, ""


def wanted_format(accept: str, forced: str, settings: Settings) -> str:
    """The format of the answer: what the path forces, else the best of Accept; empty = 406."""
    if forced or not accept:
        return forced or JSON
    for kind in sorted((_quality(part) for part in accept.split(",")), key=lambda item: -item[0]):
        if kind[0] > 0 and kind[1] in _KINDS:
            return _KINDS[kind[1]]
    return "" if settings.unknown_accept == "406" else JSON


def _quality(part: str) -> tuple[float, str]:
    kind, *parameters = (word.strip().lower() for word in part.split(";"))
    text = next((word.removeprefix("q=") for word in parameters if word.startswith("q=")), "1")
    try:
        return float(text), kind
    except ValueError:
        return 0.0, kind


def as_json(request: Request) -> bytes:
    """The body of a request as JSON, whatever it was sent as; without a type it is read as JSON.

    Raises:
        RefusedError: it is not what it says it is, or of a type that cannot be read (415).
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not request.body or not kind or _KINDS.get(kind) == JSON:
        return request.body
    if kind == FORM:
        return _form_as_json(request.body)
    if _KINDS.get(kind) != XML:
        raise unsupported(kind)
    try:
        return to_json(xml_format.read(request.body))
    except (xml_format.BadXmlError, RecursionError) as problem:
        raise refuse("", "De aanvraag bevat geen leesbare XML") from problem


def _form_as_json(body: bytes) -> bytes:
    try:
        return to_json(form_format.read(body))
    except form_format.BadFormError as problem:
        raise refuse("", "De aanvraag bevat geen leesbaar formulier") from problem


def unsupported(kind: str) -> RefusedError:
    """415, as Web API words it."""
    text = f"The request entity's media type '{kind}' is not supported for this resource."
    return refuse("", text, 415)


def in_format(response: Response, kind: str, resource: str) -> Response:
    """A JSON answer in the format that was asked for; other answers pass as they are."""
    is_json = response.headers.get("content-type", "").startswith(JSON)
    if kind != XML or not is_json or not response.body:
        return response
    headers = response.headers | {"content-type": f"{XML}; charset=utf-8"}
    return replace(response, headers=headers, body=xml_format.write(from_json(response.body), resource))


def not_acceptable() -> Response:
    """406 for an Accept that cannot be served."""
    return json_response({"Message": "The requested media type is not available."}, 406)
