"""A small page for people, served at `/__sandbox__/` on both ports: both administrations side by side."""

from __future__ import annotations

from pathlib import Path

from sandbox.model import Response

_FOLDER = Path(__file__).parent
_FILES = {"": ("page.html", "text/html"), "page.js": ("page.js", "text/javascript")}


def asset(name: str) -> Response | None:
    """The page or its script by its path below `/__sandbox__/`; None when the path is another call."""
    if name not in _FILES:
        return None
    file, kind = _FILES[name]
    headers = {
        "content-type": f"{kind}; charset=utf-8",
        "cache-control": "no-store",
        "content-security-policy": "default-src 'self'; style-src 'unsafe-inline'; img-src data:",
    }
    return Response(200, headers, (_FOLDER / file).read_bytes())
