"""Logging in to Multivers by a person: the authorization-code flow, from the address to the stored tokens.

What comes back is believed only with the `state` that went out; else somebody else's login could be slipped in, and
the books of one company written into those of another.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from sqlalchemy import Connection

from wefact_multivers.domain.tokens import Tokens
from wefact_multivers.errors import LoginDenied, LoginNotOurs
from wefact_multivers.store.evidence import Fact, record_evidence
from wefact_multivers.store.tokens import StoredTokens
from wefact_multivers.streams.doctor import LoginState, login_of
from wefact_multivers.streams.services import Services

_STATE_BYTES = 32


@dataclass(frozen=True)
class LoginAttempt:
    """A login that was started.

    Attributes:
        address: to be opened in a browser.
        redirect_uri: where the browser comes back to, as registered with the app.
        state: what must come back with it.
    """

    address: str
    redirect_uri: str
    state: str = field(repr=False)


def start_login(services: Services, redirect_uri: str) -> LoginAttempt:
    """A login under a `state` that nobody can guess; makes no call."""
    services.store.check_migrated()
    state = secrets.token_urlsafe(_STATE_BYTES)
    return LoginAttempt(services.multivers.login.address(redirect_uri, state), redirect_uri, state)


def complete_login(services: Services, attempt: LoginAttempt, came_back: str, by: str) -> LoginState:
    """Exchanges the code once and stores the tokens where refreshes find them; who logged in is kept as evidence.

    Args:
        services: of the administration.
        attempt: the login that was started.
        came_back: the whole address at which the browser ended.
        by: who logged in.

    Raises:
        LoginDenied: Multivers sent an error instead of a code.
        LoginNotOurs: the address belongs to another login, or to none.
        LoginCodeRefused: the code is refused; it may have been used before, or be too old.
        TokenKeyWrong: the tokens were stored under a key that is not known any more.
    """
    code = _code_of(came_back, attempt, services.connections.multivers.connection_id)

    def renew(current: Tokens | None) -> Tokens:
        return services.multivers.login.tokens_for(code, attempt.redirect_uri, current)

    def evidence(connection: Connection) -> None:
        fact = Fact("logged_in", {"by": by, "connection": services.connections.multivers.connection_id})
        record_evidence(connection, services.administration.id, services.clock.now(), fact)

    stored = StoredTokens(services.store, services.connections.store)
    name = services.connections.multivers.connection_id
    stored.refresh(name, renew=renew, stale=lambda _: True, besides=evidence)
    return login_of(services)


def _code_of(came_back: str, attempt: LoginAttempt, connection: str) -> str:
    """The code in an address; the `state` is looked at first, for only with it an error is Multivers' own."""
    try:
        answer = parse_qs(urlsplit(came_back.strip()).query)
    except ValueError as error:
        raise LoginNotOurs(connection=connection, detail="no address") from error
    state, refusal, code = (answer.get(name, [""])[0] for name in ("state", "error", "code"))
    if not hmac.compare_digest(state.encode(), attempt.state.encode()):
        raise LoginNotOurs(connection=connection, detail="another state" if state else "no state")
    if refusal or not code:
        raise LoginDenied(connection=connection, detail=refusal[:_LONGEST] or "no code")
    return code


_LONGEST = 80
"""Characters of an error that are repeated; those of the standard are shorter (RFC 6749, 4.1.2.1)."""
