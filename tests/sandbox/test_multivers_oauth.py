"""Signing in: both grants of the login page, what is refused, and how long tokens live."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from sandbox.core import Sandbox
from sandbox.testing import CLIENT_ID, CLIENT_SECRET, SandboxControl
from tests.sandbox.callers import TOKEN_FORM, MultiversCaller

BASE = "http://sandbox/V22"
BACK = "http://127.0.0.1:9/back"
AUTHORIZE = {"client_id": CLIENT_ID, "redirect_uri": BACK, "response_type": "code", "state": "s 1"}
LOGIN = {"portalUser": "sandbox", "portalPassword": "sandbox", "multiversUser": "SYSTEEM", "multiversPassword": ""}
CODE_FORM = {
    "grant_type": "authorization_code",
    "redirect_uri": BACK,
    "client_id": CLIENT_ID,
    "client_secret": CLIENT_SECRET,
}


def _authorize(http: httpx.Client, changes: dict[str, str], login: dict[str, str] = LOGIN) -> httpx.Response:
    params = {name: value for name, value in (AUTHORIZE | changes).items() if value}
    return http.post(f"{BASE}/OAuth/Authorize", params=params, data=login)


def _sent_back(answer: httpx.Response) -> dict[str, list[str]]:
    address = urlsplit(answer.headers["location"])
    return parse_qs(address.query or address.fragment)


def _code(http: httpx.Client) -> str:
    return _sent_back(_authorize(http, {}))["code"][0]


def _token(http: httpx.Client, **form: str) -> httpx.Response:
    return http.post(f"{BASE}/OAuth/Token", data=CODE_FORM | form)


def _error(answer: httpx.Response) -> tuple[int, Any]:
    return answer.status_code, answer.json()["error"]


def test_given_the_implicit_grant_then_the_token_stands_behind_the_hash(http: httpx.Client) -> None:
    answer = _authorize(http, {"response_type": "token"})
    sent_back = _sent_back(answer)
    headers = {"authorization": f"Bearer {sent_back['access_token'][0]}"}
    assert answer.headers["location"].startswith(f"{BACK}#")
    assert (sent_back["state"], sent_back["token_type"], sent_back["expires_in"]) == (["s 1"], ["bearer"], ["3600"])
    assert "refresh_token" not in sent_back
    assert http.get(f"{BASE}/api/AdministrationNVL", headers=headers).status_code == 200


def test_given_no_state_then_none_comes_back_and_an_own_query_stays(http: httpx.Client) -> None:
    location = _authorize(http, {"state": "", "redirect_uri": f"{BACK}?a=1"}).headers["location"]
    assert location.startswith(f"{BACK}?a=1&code=")
    assert "state" not in location


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "id_token"}, "unsupported_response_type"),
        ({"scope": "http://example.com/everything"}, "invalid_scope"),
    ],
)
def test_given_a_wrong_question_then_the_error_goes_back_with_the_state(
    http: httpx.Client, changes: dict[str, str], error: str
) -> None:
    sent_back = _sent_back(_authorize(http, changes))
    assert sent_back == {"error": [error], "state": ["s 1"]}


@pytest.mark.parametrize(
    "changes",
    [{"client_id": "vreemd"}, {"redirect_uri": ""}, {"redirect_uri": f"{BACK}/x"}, {"redirect_uri": BACK[:-1]}],
)
def test_given_a_strange_client_or_address_then_nothing_is_sent_there(
    http: httpx.Client, control: SandboxControl, changes: dict[str, str]
) -> None:
    control.settings(redirect_uris=f"http://other.example/,{BACK}")
    answer = _authorize(http, changes)
    assert (answer.status_code, "location" in answer.headers) == (400, False)
    assert _authorize(http, {}).status_code == 302


@pytest.mark.parametrize(
    ("login", "status"),
    [
        (LOGIN, 302),
        (LOGIN | {"portalUser": "sandbox@u4bsw.nl"}, 302),
        (LOGIN | {"portalPassword": "fout"}, 200),
        (LOGIN | {"multiversUser": "JAN"}, 200),
        (LOGIN | {"multiversPassword": "geheim"}, 200),
        ({}, 200),
    ],
)
def test_given_the_four_fields_then_only_the_right_ones_lead_on(
    http: httpx.Client, login: dict[str, str], status: int
) -> None:
    answer = _authorize(http, {}, login)
    assert (answer.status_code, "onjuist" in answer.text) == (status, status == 200)


def test_given_a_person_who_cancels_then_access_is_denied(http: httpx.Client) -> None:
    assert _sent_back(_authorize(http, {}, {"cancel": "1"})) == {"error": ["access_denied"], "state": ["s 1"]}


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"redirect_uri": f"{BACK}/"}, "invalid_grant"),
        ({"redirect_uri": ""}, "invalid_grant"),
        ({"code": "verzonnen"}, "invalid_grant"),
        ({"client_secret": "fout"}, "invalid_client"),
        ({"client_id": "vreemd"}, "invalid_client"),
        ({"client_id": "vreemd", "client_secret": ""}, "invalid_client"),
        ({"grant_type": "password"}, "unsupported_grant_type"),
    ],
)
def test_given_a_wrong_exchange_then_400_names_the_error(http: httpx.Client, form: dict[str, str], error: str) -> None:
    assert _error(_token(http, **{"code": _code(http)} | form)) == (400, error)


def test_given_another_client_then_it_cannot_use_the_code(http: httpx.Client, sandbox: Sandbox) -> None:
    sandbox.state.multivers.clients["tweede"] = "geheim"
    answer = _token(http, code=_code(http), client_id="tweede", client_secret="geheim")
    assert _error(answer) == (400, "invalid_grant")


@pytest.mark.parametrize(("seconds", "status"), [(299, 200), (300, 400)])
def test_given_five_minutes_then_a_code_is_too_old(
    http: httpx.Client, control: SandboxControl, seconds: int, status: int
) -> None:
    code = _code(http)
    control.advance(seconds)
    assert _token(http, code=code).status_code == status


def test_given_basic_credentials_alone_then_they_do_not_count(http: httpx.Client) -> None:
    form = {name: value for name, value in TOKEN_FORM.items() if not name.startswith("client")}
    answer = http.post(f"{BASE}/OAuth/Token", data=form, auth=(CLIENT_ID, CLIENT_SECRET))
    assert _error(answer) == (400, "invalid_client")


def test_given_a_life_of_refresh_tokens_then_a_new_one_ends(http: httpx.Client, control: SandboxControl) -> None:
    control.settings(refresh_token_seconds=86400)
    newest = http.post(f"{BASE}/OAuth/Token", data=TOKEN_FORM).json()["refresh_token"]
    answers = []
    for seconds in (86399, 1):
        control.advance(seconds)
        answers.append(http.post(f"{BASE}/OAuth/Token", data=TOKEN_FORM | {"refresh_token": newest}).status_code)
    assert answers == [200, 400]


def test_given_strict_rotation_then_each_refresh_token_works_once(http: httpx.Client, control: SandboxControl) -> None:
    control.settings(token_rotation="strict")
    first = http.post(f"{BASE}/OAuth/Token", data=TOKEN_FORM).json()["refresh_token"]
    second = http.post(f"{BASE}/OAuth/Token", data=TOKEN_FORM | {"refresh_token": first}).json()["refresh_token"]
    used = [http.post(f"{BASE}/OAuth/Token", data=TOKEN_FORM | {"refresh_token": token}) for token in (first, second)]
    assert [answer.status_code for answer in used] == [400, 200]


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer verzonnen", "Basic c2FuZGJveDpzYW5kYm94"])
def test_given_no_living_token_then_401_with_a_challenge(http: httpx.Client, header: str) -> None:
    answer = http.get(f"{BASE}/api/SessionInfo", headers={"authorization": header})
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "OAuth/Token"), ("PUT", "OAuth/Authorize"), ("GET", "OAuth/Iets")]
)
def test_given_a_wrong_door_then_404(http: httpx.Client, method: str, path: str) -> None:
    assert http.request(method, f"{BASE}/{path}", params=AUTHORIZE).status_code == 404


@pytest.mark.parametrize("body", [b"\xff\xfe", b"", b"%%%=%"])
def test_given_an_unreadable_form_then_400(http: httpx.Client, multivers: MultiversCaller, body: bytes) -> None:
    assert multivers.url == BASE
    assert _error(http.post(f"{BASE}/OAuth/Token", content=body)) == (400, "invalid_client")
