"""Taking secrets and personal data out of a text that somebody will read: the one place where that is done."""

from __future__ import annotations

import re
from collections.abc import Iterable

MASK = "***"
_SHORTEST_SECRET = 4

_NAMES = (
    "api_?key|apikey|client_?secret|refresh_?token|access_?token|id_?token|authorization|password|passwd|secret"
    "|token_?key|token"
)
_RULES = (
    (re.compile(r"\b(bearer|basic)\s+[^\s\"',;]+", re.IGNORECASE), rf"\1 {MASK}"),
    (re.compile(rf"((?:{_NAMES})[\"']?\s*[:=]\s*[\"']?)(?!\s)[^\s\"'&,;}}]+", re.IGNORECASE), rf"\1{MASK}"),
    (re.compile(r"(://)[^/\s@]+@"), rf"\1{MASK}@"),
    (re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w"), MASK),
    (re.compile(r"\b[A-Z]{2}\d{2} ?[A-Z]{4}(?: ?\d){7,16}\b"), MASK),
)


def redact(text: str, secrets: Iterable[str] = ()) -> str:
    """The text without the given secrets, and without anything that looks like a login, e-mail address or IBAN."""
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= _SHORTEST_SECRET:
            text = text.replace(secret, MASK)
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text
