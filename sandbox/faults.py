"""Faults as data: which call goes wrong, before or after its work is done, and what the caller sees."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from sandbox.model import ControlError, Fate, Record, Response, from_json, to_json
from sandbox.settings import Settings

KINDS = ("timeout", "reset", "refused", "malformed", "html", "empty", "stored_differs")
KINDS_WITH_NUMBER = ("status", "slow", "cut", "lacks")
_FATES: dict[str, Fate] = {"timeout": "timeout", "reset": "reset", "refused": "refused"}
_HTML = b"<html><body><h1>Server Error</h1></body></html>"


@dataclass
class Fault:
    """One rule.

    Attributes:
        match: `controller/action` (WeFact), `METHOD Resource` (Multivers), `wefact *`, `multivers *` or `*`.
        when: `before` (nothing was done), `after` (done, answer lost) or `late:SECONDS` (answer lost now, done
            once the sandbox's clock has passed that many seconds).
        kind: what the caller sees: timeout, reset, refused, status:NNN, malformed, html, empty, slow:SECONDS, cut:ROWS
            (a list of WeFact counts all its rows and shows only the first of them), lacks:NAME (an answer of
            Multivers without its optional property and the one in the invoice's currency, multivers-api.md 3.8), or
            stored_differs (the service keeps something else than was sent).
        times: how many calls it hits; it is dropped afterwards.
        skip: how many matching calls pass unharmed first.
        change: for stored_differs, the properties that are kept differently.
    """

    match: str
    when: str = "before"
    kind: str = "timeout"
    times: int = 1
    skip: int = 0
    change: dict[str, Any] | None = None

    @classmethod
    def from_record(cls, record: Record) -> Fault:
        """Read a rule from a control call.

        Raises:
            ControlError: an unknown property, kind or moment.
        """
        try:
            fault = cls(**record)
        except TypeError as problem:
            raise ControlError(f"fault: {problem}") from problem
        name, _, number = fault.kind.partition(":")
        if name not in (KINDS_WITH_NUMBER if number else KINDS):
            raise ControlError(f"fault kind {fault.kind!r} is not one of {KINDS + KINDS_WITH_NUMBER}")
        if fault.when not in ("before", "after") and not fault.when.startswith("late:"):
            raise ControlError("fault when is before, after or late:SECONDS")
        return fault

    @property
    def late_seconds(self) -> float | None:
        """Seconds until the work is done after all, or None when it is not a late fault."""
        return float(self.when[5:]) if self.when.startswith("late:") else None

    @property
    def delay(self) -> float:
        """Seconds by which the answer of a slow call is held back."""
        return float(self.kind[5:]) if self.kind.startswith("slow:") else 0.0

    @property
    def is_partial(self) -> bool:
        """Whether the call is carried out, and a part of its answer is left out."""
        return self.kind.partition(":")[0] in _PARTIAL

    def hits(self, service: str, call: str) -> bool:
        """Tell whether the rule is about this call."""
        return self.match.lower() in (call.lower(), f"{service} {call}".lower(), f"{service} *", "*")


def take(faults: list[Fault], service: str, call: str) -> Fault | None:
    """Use up one hit of the first rule about this call, if there is one."""
    for fault in faults:
        if not fault.hits(service, call):
            continue
        if fault.skip > 0:
            fault.skip -= 1
            continue
        fault.times -= 1
        if fault.times <= 0:
            faults.remove(fault)
        return fault
    return None


def spoil(fault: Fault, answer: Response, settings: Settings) -> Response:
    """Turn the true answer into what the caller sees."""
    if fate := _FATES.get(fault.kind):
        return replace(answer, fate=fate)
    if fault.kind == "malformed":
        return replace(answer, body=(answer.body or b'{"invoiceId":"2026')[: max(1, len(answer.body) // 2)])
    if fault.kind == "html":
        return Response(200, {"content-type": "text/html"}, _HTML)
    if fault.kind == "empty":
        return replace(answer, body=b"")
    name, _, detail = fault.kind.partition(":")
    if name == "status":
        return _status(int(detail), settings)
    if name in _PARTIAL and answer.body.startswith(b"{"):
        return replace(answer, body=to_json(_PARTIAL[name](from_json(answer.body), detail)))
    return replace(answer, delay=answer.delay + fault.delay)


def _cut(envelope: Record, rows: str) -> Record:
    """A list that keeps back the rows after so many; its key is missing where none is left (wefact-api.md 8.2)."""
    kept = {name: value[: int(rows)] if isinstance(value, list) else value for name, value in envelope.items()}
    if "currentresults" not in kept or kept == envelope:
        return envelope
    counter = type(kept["currentresults"])
    return {name: value for name, value in kept.items() if value != []} | {"currentresults": counter(rows)}


def _lacking(shown: Record, name: str) -> Record:
    return {key: value for key, value in shown.items() if key not in (name, f"{name}Cur")}


_PARTIAL = {"cut": _cut, "lacks": _lacking}
"""How an answer loses a part of what it should say."""


def _status(status: int, settings: Settings) -> Response:
    headers = {"content-type": "text/html"}
    if status in (429, 503):
        headers["retry-after"] = str(settings.retry_after)
    if status == 401:
        headers["www-authenticate"] = "Bearer"
    return Response(status, headers, _HTML)
