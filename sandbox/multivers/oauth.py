"""OAuth2 as Multivers does it: code and refresh token, credentials in the body (multivers-api.md 1.2, 1.3)."""

from __future__ import annotations

import hashlib
import html
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode

from sandbox.clock import Clock, parse_instant
from sandbox.model import Record, Request, Response, json_response
from sandbox.multivers.errors import UnauthorizedError
from sandbox.multivers.state import MultiversState
from sandbox.settings import Settings

SCOPE = "http://UNIT4.Multivers.API/Web/WebApi/*"
PORTAL_USER, PORTAL_PASSWORD, MULTIVERS_USER = "sandbox", "sandbox", "SYSTEEM"
_FORM = (
    ("portalUser", "Gebruikersnaam portaal", "text"),
    ("portalPassword", "Wachtwoord portaal", "password"),
    ("multiversUser", "Multivers gebruiker", "text"),
    ("multiversPassword", "Multivers wachtwoord", "password"),
)


class OAuth:
    """Hands out codes and tokens and checks them."""

    def __init__(self, state: MultiversState, settings: Settings, clock: Clock) -> None:
        self._state = state
        self._settings = settings
        self._clock = clock

    def check(self, request: Request) -> None:
        """Let a call pass that carries a living access token.

        Raises:
            UnauthorizedError: there is none, it is unknown or its time is over.
        """
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        record = self._state.access_tokens.get(token)
        if kind.lower() != "bearer" or record is None or self._is_over(record):
            raise UnauthorizedError

    def authorize(self, request: Request) -> Response:
        """`OAuth/Authorize`: the login page with its four fields, then the redirect with a code."""
        query = dict(parse_qsl(request.query))
        if query.get("client_id") not in self._state.clients or not query.get("redirect_uri"):
            return _failed("invalid_client", "unknown client or redirect_uri")
        if query.get("response_type") != "code":
            return _failed("unsupported_response_type", "only code is supported")
        if request.method != "POST":
            return _login_page("")
        form = dict(parse_qsl(request.body.decode()))
        login = (form.get("portalUser"), form.get("portalPassword"), form.get("multiversUser"))
        if login != (PORTAL_USER, PORTAL_PASSWORD, MULTIVERS_USER):
            return _login_page("Gebruikersnaam of wachtwoord is onjuist")
        code = self._new_text("code")
        self._state.codes[code] = self._lasting(300) | {"redirect_uri": query["redirect_uri"]}
        answer = {"code": code} | ({"state": query["state"]} if "state" in query else {})
        mark = "&" if "?" in query["redirect_uri"] else "?"
        return Response(302, {"location": f"{query['redirect_uri']}{mark}{urlencode(answer)}"})

    def token(self, request: Request) -> Response:
        """`OAuth/Token`: 400 `invalid_grant` for anything that does not fit."""
        form = dict(parse_qsl(request.body.decode()))
        if self._state.clients.get(form.get("client_id", "")) != form.get("client_secret"):
            return _failed("invalid_client", "client_id or client_secret is wrong")
        if form.get("grant_type") == "authorization_code":
            return self._from_code(form)
        if form.get("grant_type") == "refresh_token":
            return self._from_refresh_token(form)
        return _failed("unsupported_grant_type", "authorization_code or refresh_token")

    def _from_code(self, form: dict[str, str]) -> Response:
        record = self._state.codes.pop(form.get("code", ""), None)
        if record is None or self._is_over(record) or record["redirect_uri"] != form.get("redirect_uri"):
            return _failed("invalid_grant", "the code is unknown, used or too old")
        return self._issue()

    def _from_refresh_token(self, form: dict[str, str]) -> Response:
        token = form.get("refresh_token", "")
        record = self._state.refresh_tokens.get(token)
        if record is None or self._is_over(record):
            return _failed("invalid_grant", "the refresh token is unknown or no longer valid")
        if self._settings.token_rotation == "strict":
            del self._state.refresh_tokens[token]
        return self._issue()

    def _issue(self) -> Response:
        access, refresh = self._new_text("access"), self._new_text("refresh")
        seconds = self._settings.access_token_seconds
        self._state.access_tokens[access] = self._lasting(seconds)
        self._state.refresh_tokens[refresh] = self._lasting(self._settings.refresh_token_seconds)
        return json_response(
            {
                "access_token": access,
                "token_type": "bearer",
                "expires_in": seconds,
                "refresh_token": refresh,
                "scope": SCOPE,
            },
            headers={"cache-control": "no-store"},
        )

    def _new_text(self, kind: str) -> str:
        self._state.token_serial += 1
        return hashlib.sha256(f"{kind} {self._state.token_serial}".encode()).hexdigest()[:40]

    def _lasting(self, seconds: int) -> Record:
        return {"expires": (self._clock.now() + timedelta(seconds=seconds)).isoformat() if seconds else ""}

    def _is_over(self, record: Record) -> bool:
        return bool(record["expires"]) and self._clock.now() >= parse_instant(record["expires"])


def _failed(error: str, description: str) -> Response:
    return json_response({"error": error, "error_description": description}, 400)


def _login_page(problem: str) -> Response:
    rows = "".join(
        f'<p><label>{label}<br><input name="{name}" type="{kind}"></label></p>' for name, label, kind in _FORM
    )
    page = (
        "<!DOCTYPE html><html lang=nl><title>Inloggen Multivers (sandbox)</title><body><h1>Inloggen</h1>"
        f"<p>{html.escape(problem)}</p><form method=post>{rows}<button>Inloggen</button></form></body></html>"
    )
    return Response(200, {"content-type": "text/html; charset=utf-8"}, page.encode())
