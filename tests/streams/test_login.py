"""Logging in by a person, against the login page of the sandbox: what heals, what is refused, what is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from sandbox.testing import CLIENT_SECRET
from tests.streams.world import World, demo_world
from wefact_multivers.errors import LoginCodeRefused, LoginDenied, LoginNotOurs, PersonNeeded, ReauthoriseMultivers
from wefact_multivers.store.tokens import StoredTokens
from wefact_multivers.streams.login import LoginAttempt, complete_login, start_login
from wefact_multivers.streams.services import Services

BACK = "https://localhost/klaar"
WHO = "A. de Boer"
LOGIN = {"portalUser": "sandbox", "portalPassword": "sandbox", "multiversUser": "SYSTEEM", "multiversPassword": ""}
EXCHANGE = "POST OAuth/Token"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """The demo, logged in to by nobody: neither the connection nor the store has a refresh token that works."""
    with demo_world(tmp_path) as world:
        multivers = replace(world.connections.multivers, refresh_token="")
        world.connections = replace(world.connections, multivers=multivers)
        world.sandbox.settings(token_rotation="strict", redirect_uris=BACK)
        yield world


@pytest.fixture
def services(world: World) -> Iterator[Services]:
    """Those of the process in which a person logs in."""
    with world.services() as services:
        yield services


def browse(attempt: LoginAttempt, form: dict[str, str] | None = None) -> str:
    """Where the browser ends after the login page."""
    answer = httpx.post(attempt.address, data=LOGIN if form is None else form)
    return answer.headers["location"]


def kept(services: Services) -> object:
    """The tokens that the store has."""
    name = services.connections.multivers.connection_id
    return StoredTokens(services.store, services.connections.store).read(name)


def evidence(services: Services) -> list[str]:
    """What is kept of logins."""
    with services.store.read() as connection:
        found = connection.exec_driver_sql("SELECT content FROM evidence WHERE kind = 'logged_in'")
        return list(found.scalars())


def test_given_a_login_then_tokens_are_kept_encrypted_and_who_did_it(world: World, services: Services) -> None:
    attempt = start_login(services, BACK)
    found = complete_login(services, attempt, browse(attempt), WHO)
    assert (found.state, found.renewed, str(found.expires_at)) == ("valid", 1, "2026-03-16 05:59:00+00:00")
    services.multivers.check()
    tokens = StoredTokens(services.store, services.connections.store).read("multivers_demo")
    assert tokens is not None
    assert evidence(services) == ['{"by":"A. de Boer","connection":"multivers_demo"}']
    with services.store.read() as connection:
        rows = str(connection.exec_driver_sql("SELECT * FROM token").mappings().all())
    assert [secret for secret in (tokens.refresh_token, tokens.access_token) if secret in rows] == []


def test_given_an_attempt_then_its_address_has_all_that_multivers_asks_for_and_no_secret(services: Services) -> None:
    attempt = start_login(services, BACK)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(attempt.address).query).items()}
    assert asked == {
        "client_id": "sandbox-client",
        "redirect_uri": BACK,
        "scope": "http://UNIT4.Multivers.API/Web/WebApi/*",
        "response_type": "code",
        "state": attempt.state,
    }
    assert len(attempt.state) >= 40
    assert start_login(services, BACK).state != attempt.state
    assert CLIENT_SECRET not in attempt.address
    assert attempt.state not in repr(attempt).replace(attempt.address, "")


def test_given_a_refused_refresh_token_then_a_login_elsewhere_heals_the_process_that_runs(
    world: World, services: Services
) -> None:
    attempt = start_login(services, BACK)
    complete_login(services, attempt, browse(attempt), WHO)
    world.sandbox.settings(refresh_token_seconds=60)
    world.wait(hours=2)
    with world.services() as running:
        running.multivers.check()
        world.wait(hours=2)
        with pytest.raises(ReauthoriseMultivers):
            running.multivers.check()
        again = start_login(services, BACK)
        found = complete_login(services, again, browse(again), "B. Bakker")
        running.multivers.check()
    assert found.renewed == 3
    assert [line.split('"')[3] for line in evidence(services)] == [WHO, "B. Bakker"]


@pytest.mark.parametrize(
    ("change", "error", "detail"),
    [
        (lambda _: f"{BACK}?error=access_denied&state=of-somebody", LoginNotOurs, "another state"),
        (lambda _: f"{BACK}?code=of-somebody&state=of-somebody", LoginNotOurs, "another state"),
        (lambda address: address.partition("&state=")[0], LoginNotOurs, "no state"),
        (lambda _: "", LoginNotOurs, "no state"),
        (lambda _: "https://[klaar", LoginNotOurs, "no address"),
        (lambda address: address.replace("code=", "kode="), LoginDenied, "no code"),
        (lambda address: address.replace("code=", "code=0"), LoginCodeRefused, "invalid_grant"),
    ],
)
def test_given_an_address_that_was_tampered_with_then_nothing_is_stored(
    services: Services, change: object, error: type[PersonNeeded], detail: str
) -> None:
    attempt = start_login(services, BACK)
    assert callable(change)
    came_back = change(browse(attempt))
    with pytest.raises(error) as raised:
        complete_login(services, attempt, came_back, WHO)
    assert raised.value.params == {"connection": "multivers_demo", "detail": detail}
    assert (kept(services), evidence(services)) == (None, [])


def test_given_the_address_of_an_earlier_login_then_its_code_is_not_even_sent(world: World, services: Services) -> None:
    earlier, now = start_login(services, BACK), start_login(services, BACK)
    with pytest.raises(LoginNotOurs):
        complete_login(services, now, browse(earlier), WHO)
    assert EXCHANGE not in str(world.sandbox.requests())


def test_given_somebody_who_cancels_then_it_is_denied(services: Services) -> None:
    attempt = start_login(services, BACK)
    with pytest.raises(LoginDenied) as raised:
        complete_login(services, attempt, browse(attempt, {"cancel": "1"}), WHO)
    assert (raised.value.code, raised.value.params["detail"]) == ("AUTH-005", "access_denied")


def test_given_a_code_that_is_used_twice_then_the_login_of_the_first_time_stays(services: Services) -> None:
    attempt = start_login(services, BACK)
    came_back = browse(attempt)
    complete_login(services, attempt, came_back, WHO)
    first = kept(services)
    with pytest.raises(LoginCodeRefused) as raised:
        complete_login(services, attempt, came_back, WHO)
    assert raised.value.code == "AUTH-007"
    assert (kept(services), len(evidence(services))) == (first, 1)


def test_given_a_code_that_is_too_old_then_it_is_refused(world: World, services: Services) -> None:
    attempt = start_login(services, BACK)
    came_back = browse(attempt)
    world.wait(minutes=6)
    with pytest.raises(LoginCodeRefused, match="invalid_grant"):
        complete_login(services, attempt, came_back, WHO)
