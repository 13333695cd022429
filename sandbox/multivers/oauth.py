"""OAuth2 as Multivers does it: code, implicit, refresh token; credentials in the body (multivers-api.md 1.2, 1.3)."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from urllib.parse import parse_qsl, urlencode

from sandbox.clock import Clock, parse_instant
from sandbox.model import Record, Request, Response, json_response
from sandbox.multivers.errors import UnauthorizedError
from sandbox.multivers.login_page import login_page
from sandbox.multivers.state import MultiversState
from sandbox.settings import Settings

SCOPE = "http://UNIT4.Multivers.API/Web/WebApi/*"
PORTAL_USER, PORTAL_PASSWORD, MULTIVERS_USER = "sandbox", "sandbox", "SYSTEEM"
CODE_SECONDS = 300
_RESPONSE_TYPES = ("code", "token")


class OAuth:
    """Hands out codes and tokens and checks them.

    A token opens every administration of the user that signed in, so no token names one.
    """

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
        """`OAuth/Authorize`: the login page with its four fields, then the redirect with a code or token.

        What is wrong with client or redirect address is told here, never sent to that address.
        """
        query = dict(parse_qsl(request.query))
        if query.get("client_id") not in self._state.clients:
            return _failed("invalid_client", "unknown client")
        if not self._is_registered(query.get("redirect_uri", "")):
            return _failed("invalid_request", "redirect_uri is not the registered one")
        if query.get("response_type") not in _RESPONSE_TYPES:
            return _redirect(query, {"error": "unsupported_response_type"})
        if query.get("scope", SCOPE) != SCOPE:
            return _redirect(query, {"error": "invalid_scope"})
        if request.method != "POST":
            return login_page("")
        return self._login(query, _form(request))

    def _login(self, query: dict[str, str], form: dict[str, str]) -> Response:
        if "cancel" in form:
            return _redirect(query, {"error": "access_denied"})
        login = tuple(form.get(name, "") for name in ("portalUser", "portalPassword", "multiversUser"))
        known = (PORTAL_USER, PORTAL_PASSWORD, MULTIVERS_USER)
        # The portal name may carry its domain or not (multivers-api.md 1.2).
        if (login[0].removesuffix("@u4bsw.nl"), *login[1:]) != known or form.get("multiversPassword"):
            return login_page("Gebruikersnaam of wachtwoord is onjuist")
        if query["response_type"] == "token":
            token = self._access_token()
            return _redirect(query, {name: token[name] for name in ("access_token", "token_type", "expires_in")})
        code = self._new_text("code")
        bound = {name: query[name] for name in ("redirect_uri", "client_id")}
        self._state.codes[code] = self._lasting(CODE_SECONDS) | bound
        return _redirect(query, {"code": code})

    def _is_registered(self, address: str) -> bool:
        registered = self._settings.redirect_uris
        return bool(address) and (registered == "*" or address in registered.split(","))

    def token(self, request: Request) -> Response:
        """`OAuth/Token`: 400 `invalid_grant` for anything that does not fit; HTTP Basic is not looked at."""
        form = _form(request)
        client = form.get("client_id", "")
        if client not in self._state.clients or self._state.clients[client] != form.get("client_secret"):
            return _failed("invalid_client", "client_id or client_secret is wrong")
        if form.get("grant_type") == "authorization_code":
            return self._from_code(form)
        if form.get("grant_type") == "refresh_token":
            return self._from_refresh_token(form)
        return _failed("unsupported_grant_type", "authorization_code or refresh_token")

    def _from_code(self, form: dict[str, str]) -> Response:
        record = self._state.codes.pop(form.get("code", ""), None)
        if record is None or self._is_over(record):
            return _failed("invalid_grant", "the code is unknown, used or too old")
        if any(record.get(name) != form.get(name) for name in ("redirect_uri", "client_id")):
            return _failed("invalid_grant", "the code was given to another client or redirect_uri")
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
        token = self._access_token()
        refresh = self._new_text("refresh")
        self._state.refresh_tokens[refresh] = self._lasting(self._settings.refresh_token_seconds)
        return json_response(token | {"refresh_token": refresh, "scope": SCOPE}, headers={"cache-control": "no-store"})

    def _access_token(self) -> Record:
        seconds = self._settings.access_token_seconds
        access = self._new_text("access")
        self._state.access_tokens[access] = self._lasting(seconds)
        return {"access_token": access, "token_type": "bearer", "expires_in": seconds}

    def _new_text(self, kind: str) -> str:
        self._state.token_serial += 1
        return hashlib.sha256(f"{kind} {self._state.token_serial}".encode()).hexdigest()[:40]

    def _lasting(self, seconds: int) -> Record:
        return {"expires": (self._clock.now() + timedelta(seconds=seconds)).isoformat() if seconds else ""}

    def _is_over(self, record: Record) -> bool:
        return bool(record["expires"]) and self._clock.now() >= parse_instant(record["expires"])


def _form(request: Request) -> dict[str, str]:
    return dict(parse_qsl(request.body.decode(errors="replace")))


def _redirect(query: dict[str, str], answer: Record) -> Response:
    """Send the browser back with an answer: in the query for a code, behind the hash for a token (RFC 6749)."""
    if "state" in query:
        answer |= {"state": query["state"]}
    address = query["redirect_uri"]
    in_query = "&" if "?" in address else "?"
    mark = "#" if query.get("response_type") == "token" else in_query
    return Response(302, {"location": f"{address}{mark}{urlencode(answer)}"})


def _failed(error: str, description: str) -> Response:
    return json_response({"error": error, "error_description": description}, 400)
