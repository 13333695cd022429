"""The login page: the four fields that vendors describe (multivers-api.md 1.2)."""

from __future__ import annotations

import html

from sandbox.model import Response

FORM = (
    ("portalUser", "Gebruikersnaam portaal", "text"),
    ("portalPassword", "Wachtwoord portaal", "password"),
    ("multiversUser", "Multivers gebruiker", "text"),
    ("multiversPassword", "Multivers wachtwoord", "password"),
)


def login_page(problem: str) -> Response:
    """The page, with what went wrong the last time."""
    rows = "".join(
        f'<p><label>{label}<br><input name="{name}" type="{kind}"></label></p>' for name, label, kind in FORM
    )
    page = (
        "<!DOCTYPE html><html lang=nl><title>Inloggen Multivers (sandbox)</title><body><h1>Inloggen</h1>"
        f"<p>{html.escape(problem)}</p><form method=post>{rows}<button>Inloggen</button> "
        "<button name=cancel value=1>Annuleren</button></form></body></html>"
    )
    return Response(200, {"content-type": "text/html; charset=utf-8"}, page.encode())
