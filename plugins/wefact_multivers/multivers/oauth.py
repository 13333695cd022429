"""Logging in to Multivers: one process refreshes, and the newest refresh token is stored before it is used.

Whether a refresh token works more than once is unknown (`multivers-api.md 1.3`), so the link is right in the worst
case: a used token is dead, and an answer that is lost takes the login with it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

import httpx

from wefact_multivers.clock import Clock
from wefact_multivers.domain.tokens import Tokens
from wefact_multivers.errors import AnswerUnusable, LoginCodeRefused, ReauthoriseMultivers
from wefact_multivers.multivers.connection import MultiversConnection
from wefact_multivers.transport import Call, Gate, load, send

_CALL = Call("Multivers", "POST OAuth/Token")
_SCOPE = "http://UNIT4.Multivers.API/Web/WebApi/*"
"""The only one there is (`multivers-api.md 1.2`)."""
_MARGIN = timedelta(seconds=60)
_DEFAULT_LIFE = 3600


class TokenStore(Protocol):
    """Keeps tokens between processes."""

    def read(self, name: str) -> Tokens | None:
        """The tokens of a login, None before the first refresh."""
        ...

    def refresh(
        self, name: str, *, renew: Callable[[Tokens | None], Tokens], stale: Callable[[Tokens], bool]
    ) -> Tokens:
        """Tokens that are not stale: those that another process stored meanwhile, or renewed ones, stored already.

        Only one process is inside at a time.
        """
        ...


class Login:
    """Access tokens of one login, renewed when they end."""

    def __init__(
        self,
        connection: MultiversConnection,
        store: TokenStore,
        http: httpx.Client,
        clock: Clock,
        gate: Gate | None = None,
    ) -> None:
        self._connection = connection
        self._store = store
        self._http = http
        self._clock = clock
        self._gate = gate
        self._tokens: Tokens | None = None

    def access_token(self) -> str:
        """A token that is not about to end.

        Raises:
            ReauthoriseMultivers: no refresh token is accepted any more.
        """
        name = self._connection.connection_id
        if self._tokens is None:
            self._tokens = self._store.read(name)
        if self._tokens is None or self._has_ended(self._tokens):
            self._tokens = self._store.refresh(name, renew=self._renew, stale=self._has_ended)
        return self._tokens.access_token

    def replace(self, refused: str) -> str:
        """A token other than the one that Multivers has just refused, whatever the clock says.

        Raises:
            ReauthoriseMultivers: no refresh token is accepted any more.
        """

        def stale(tokens: Tokens) -> bool:
            return tokens.access_token == refused or self._has_ended(tokens)

        self._tokens = self._store.refresh(self._connection.connection_id, renew=self._renew, stale=stale)
        return self._tokens.access_token

    def address(self, redirect_uri: str, state: str) -> str:
        """Where a person logs in with a browser, which then comes back to `redirect_uri` (`multivers-api.md 1.2`)."""
        asked = {"client_id": self._connection.client_id, "redirect_uri": redirect_uri, "scope": _SCOPE}
        asked |= {"response_type": "code", "state": state}
        return str(httpx.URL(f"{self._connection.root}/OAuth/Authorize", params=asked))

    def tokens_for(self, code: str, redirect_uri: str, current: Tokens | None) -> Tokens:
        """The tokens for a code, which works once; the caller stores them over the current ones.

        Raises:
            LoginCodeRefused: the code was used before, is too old, or belongs to another app or address.
        """
        answer = self._exchange({"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri})
        refresh_token = answer.get("refresh_token")
        if "access_token" not in answer or not refresh_token:
            detail = str(answer.get("error") or "no refresh token")
            raise LoginCodeRefused(connection=self._connection.connection_id, detail=detail)
        return self._tokens_of(answer, str(refresh_token), 1 if current is None else current.generation + 1)

    def _has_ended(self, tokens: Tokens) -> bool:
        return tokens.expires_at <= self._clock.now()

    def _renew(self, current: Tokens | None) -> Tokens:
        """New tokens: by the newest refresh token, else by the one that a person put into the connection."""
        known = [] if current is None else [current.refresh_token]
        generation = 0 if current is None else current.generation
        candidates = list(dict.fromkeys([*known, self._connection.refresh_token]))
        refusal = "no refresh token"
        for refresh_token in filter(None, candidates):
            answer = self._exchange({"grant_type": "refresh_token", "refresh_token": refresh_token})
            if "access_token" in answer:
                return self._tokens_of(answer, refresh_token, generation + 1)
            refusal = str(answer["error"])
        raise ReauthoriseMultivers(connection=self._connection.connection_id, detail=refusal)

    def _exchange(self, grant: dict[str, str]) -> dict[str, Any]:
        """The token endpoint's answer: with `access_token`, or with `error`.

        Raises:
            AnswerUnusable: the answer is neither.
        """
        app = {"client_id": self._connection.client_id, "client_secret": self._connection.client_secret}
        url = f"{self._connection.root}/OAuth/Token"
        request = self._http.build_request("POST", url, data=grant | app)
        response = send(self._http, request, call=_CALL, clock=self._clock, gate=self._gate)
        try:
            answer = load(response.content)
        except ValueError:
            answer = None
        wanted = "access_token" if response.is_success else "error"
        if not isinstance(answer, dict) or not isinstance(answer.get(wanted), str) or not answer[wanted]:
            raise AnswerUnusable(system=_CALL.system, call=_CALL.name, detail=f"HTTP {response.status_code}")
        return answer

    def _tokens_of(self, answer: dict[str, Any], used: str, generation: int) -> Tokens:
        """Tokens from an answer; a server that gives no new refresh token leaves the used one in force."""
        return Tokens(
            refresh_token=str(answer.get("refresh_token") or used),
            access_token=answer["access_token"],
            expires_at=_end(answer.get("expires_in"), self._clock.now()),
            generation=generation,
        )


def _end(seconds: object, now: datetime) -> datetime:
    """When to stop using a token: a minute, or a tenth of its life, before Multivers does."""
    text = str(seconds)
    life = timedelta(seconds=int(text) if text.isdecimal() else _DEFAULT_LIFE)
    return now + life - min(_MARGIN, life / 10)
