"""Whatever is sent, a documented answer comes back, and a refusal changes nothing: every call, from the tables.

Made from the tables of routes, actions and fields, so that a new call is attacked by itself. Hypothesis and not
schemathesis: WeFact has one address with the action in its body, which an OpenAPI schema cannot tell apart, and
the tables say more about the fields of Multivers than a schema made from them would.
`SANDBOX_FUZZ=500` sends that many random bodies to each call instead of a few fixed ones.
"""

from __future__ import annotations

import json
import os
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sandbox.actions import ACTIONS as ACTIONS_OF_PEOPLE
from sandbox.control import CALLS
from sandbox.multivers.routes import ROUTES, SERVER_ROUTES
from sandbox.wefact.routes import ACTIONS
from tests.sandbox.walk import fuzz_values as wild
from tests.sandbox.walk.fuzz_names import PATH_PARTS, PEOPLE_NAMES, WEFACT_NAMES, WHOLE, multivers_names, whole_body
from tests.sandbox.walk.fuzz_target import Target, database_path

pytestmark = pytest.mark.property

WANTED = int(os.environ.get("SANDBOX_FUZZ", "0"))
TARGET = Target()
METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "", "get", "\x00")
some = settings(
    max_examples=WANTED or 20, derandomize=not WANTED, deadline=None, database=None, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)  # fmt: skip


@pytest.mark.parametrize("call", sorted(ACTIONS))
@some
@given(st.data())
def test_given_wrong_parameters_then_wefact_answers_with_an_envelope(call: str, data: st.DataObject) -> None:
    params = data.draw(st.sampled_from(WHOLE)) | data.draw(wild.changed(WEFACT_NAMES))
    TARGET.wefact_json(call, params)
    TARGET.wefact_form(call, params)


@pytest.mark.parametrize("route", sorted(ROUTES))
@some
@given(st.data())
def test_given_wrong_parts_and_bodies_then_multivers_answers_as_documented(route: str, data: st.DataObject) -> None:
    method, _, path = route.partition(" ")
    parts = data.draw(st.fixed_dictionaries({name: PATH_PARTS[name] for name in named(path)}))
    body: Any = whole_body(route) | data.draw(wild.changed(multivers_names(route)))
    options = data.draw(st.lists(st.sampled_from(wild.OPTIONS), max_size=2))
    url = database_path(path.format(**{name: str(value) for name, value in parts.items()}))
    TARGET.multivers(method, url, json.dumps(body).encode(), urlencode(options, quote_via=quote))


@pytest.mark.parametrize("action", sorted(ACTIONS_OF_PEOPLE))
@some
@given(st.data())
def test_given_wrong_arguments_then_an_action_of_people_is_done_or_refused(action: str, data: st.DataObject) -> None:
    arguments = data.draw(wild.changed(PEOPLE_NAMES)) | {"action": action}
    TARGET.control("POST actions", json.dumps(arguments).encode())


def named(path: str) -> list[str]:
    """The names of the parts of a path."""
    return [part[1:-1] for part in path.split("/") if part.startswith("{")]


@pytest.mark.parametrize("body", wild.BROKEN_BODIES, ids=lambda body: repr(body[:24]))
def test_given_a_broken_body_then_every_call_refuses_it(body: bytes) -> None:
    TARGET.wefact(body)
    for route in sorted(ROUTES):
        method, _, path = route.partition(" ")
        if method in ("POST", "PUT"):
            TARGET.multivers(method, database_path(path), body)


@pytest.mark.parametrize("kind", wild.CONTENT_TYPES)
@pytest.mark.parametrize("accept", wild.ACCEPTS)
def test_given_odd_media_types_then_multivers_answers_as_documented(kind: str, accept: str) -> None:
    headers = {"content-type": kind, "accept": accept}
    for body in wild.BROKEN_BODIES[:-1]:
        TARGET.multivers("POST", database_path("Customer"), body, headers=headers)
    TARGET.multivers("GET", database_path("CustomerNVL"), headers=headers)


@pytest.mark.parametrize("method", METHODS)
def test_given_a_wrong_method_then_every_path_answers_as_documented(method: str) -> None:
    assert TARGET.wefact(b"api_key=sandbox-wefact-key", method)["status"] == "error"
    for path in sorted({route.partition(" ")[2] for route in ROUTES}):
        if f"{method} {path}" not in ROUTES:
            answer = TARGET.multivers(method, database_path(path), b"{}")
            assert answer.status in (400, 404, 405, 200), (path, answer.status)


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer ", "Bearer weg", "Basic eDp5", "bearer\x00", "Bearer é"])
def test_given_a_wrong_token_then_every_path_is_401(token: str) -> None:
    for route in sorted(ROUTES):
        method, _, path = route.partition(" ")
        answer = TARGET.multivers(method, database_path(path), b"{}", headers={"authorization": token})
        assert answer.status == 401, route


@pytest.mark.parametrize("key", ["", "weg", None, 1, [], {}, "\x00", "é", True])
def test_given_a_wrong_key_then_wefact_refuses_every_action(key: object) -> None:
    for call in sorted(ACTIONS):
        controller, _, action = call.partition("/")
        body = {"api_key": key, "controller": controller, "action": action}
        envelope = TARGET.wefact(json.dumps(body).encode())
        assert (envelope["controller"], envelope["action"], envelope["status"]) == ("invalid", "invalid", "error")


@pytest.mark.parametrize("value", [None, 1, [], ["invoice"], {"a": 1}, True, "", "ínvoice", "invoice/list", "Invoice"])
def test_given_an_odd_controller_or_action_then_wefact_refuses(value: object) -> None:
    for pair in ({"controller": value, "action": "list"}, {"controller": "invoice", "action": value}):
        body = json.dumps({"api_key": "sandbox-wefact-key"} | pair).encode()
        assert TARGET.wefact(body)["status"] == "error"


@pytest.mark.parametrize("path", wild.PATHS, ids=lambda path: path[:40])
def test_given_a_trick_in_the_path_then_multivers_answers_as_documented(path: str) -> None:
    for method in ("GET", "POST", "DELETE"):
        TARGET.multivers(method, path, b"{}")


@pytest.mark.parametrize("option", wild.OPTIONS, ids=lambda option: f"{option[0]} {option[1]}"[:40])
def test_given_odd_query_options_then_every_list_answers_as_documented(option: tuple[str, str]) -> None:
    query = urlencode([option], quote_via=quote)
    for route in sorted(ROUTES):
        method, _, path = route.partition(" ")
        if method == "GET" and "{" not in path:
            TARGET.multivers(method, database_path(path), b"", query)
    for route in sorted(SERVER_ROUTES):
        method, _, path = route.partition(" ")
        TARGET.multivers(method, f"/V22/api/{path}", b"{}", query)


@pytest.mark.parametrize("form", wild.FORM)
def test_given_an_odd_form_then_oauth_answers_with_an_error(form: str) -> None:
    assert TARGET.multivers("POST", "/V22/OAuth/Token", form.encode()).status == 400
    assert TARGET.multivers("GET", "/V22/OAuth/Authorize", query=form).status == 400


@pytest.mark.parametrize("call", sorted(CALLS))
def test_given_a_broken_body_then_every_control_call_is_done_or_refused(call: str) -> None:
    for body in wild.BROKEN_BODIES:
        TARGET.control(call, body)
    for value in (*wild.WORDS, *wild.NUMBERS):
        TARGET.control(call, json.dumps({"action": value, "now": value, "match": value, "advance": value}).encode())
