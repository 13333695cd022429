"""The two connection types as Airflow sees them."""

from __future__ import annotations

import importlib
import json
from typing import Any

import httpx
import pytest
from airflow.providers.http.hooks.http import HttpHook
from airflow.providers_manager import ProvidersManager

from sandbox.testing import CLIENT_ID, CLIENT_SECRET, KEY, REFRESH_TOKEN, SandboxServers
from wefact_multivers.domain.documents import Controller
from wefact_multivers.hooks.multivers import MultiversHook
from wefact_multivers.hooks.wefact import WeFactHook
from wefact_multivers.provider_info import get_provider_info

TYPES: list[dict[str, Any]] = get_provider_info()["connection-types"]


def connect(monkeypatch: pytest.MonkeyPatch, name: str, **fields: Any) -> None:
    monkeypatch.setenv(f"AIRFLOW_CONN_{name.upper()}", json.dumps(fields))


@pytest.fixture
def wefact(monkeypatch: pytest.MonkeyPatch, sandbox: SandboxServers) -> WeFactHook:
    sandbox.reset("demo")
    connect(monkeypatch, "w", conn_type="wefact", host=sandbox.wefact_url, login="nobody", password=KEY)
    return WeFactHook("w")


@pytest.fixture
def multivers(monkeypatch: pytest.MonkeyPatch, sandbox: SandboxServers) -> MultiversHook:
    sandbox.reset("demo")
    extra = {"refresh_token": REFRESH_TOKEN}
    fields = {"host": sandbox.multivers_url, "login": CLIENT_ID, "password": CLIENT_SECRET, "extra": extra}
    connect(monkeypatch, "m", conn_type="multivers", **fields)
    return MultiversHook("m")


def test_given_a_good_key_then_the_test_button_says_so(wefact: WeFactHook) -> None:
    works, message = wefact.test_connection()
    assert works
    assert "accepts" in message


def test_given_a_wrong_key_then_the_test_button_names_code_and_remedy(
    monkeypatch: pytest.MonkeyPatch, wefact: WeFactHook, sandbox: SandboxServers
) -> None:
    connect(monkeypatch, "w", conn_type="wefact", host=sandbox.wefact_url, password="wrong-wefact-key")
    works, message = wefact.test_connection()
    assert not works
    assert message.startswith("[AUTH-003]")
    assert "wrong-wefact-key" not in message


def test_given_no_connection_then_the_test_button_says_what_is_missing() -> None:
    assert WeFactHook("nobody").test_connection()[1].startswith("[CFG-003]")
    assert MultiversHook("nobody").test_connection()[1].startswith("[CFG-003]")


def test_given_the_test_button_of_multivers_then_no_refresh_token_is_used_up(
    multivers: MultiversHook, sandbox: SandboxServers
) -> None:
    works, message = multivers.test_connection()
    assert works
    assert "preflight" in message
    assert "multivers POST OAuth/Token" not in sandbox.requests()["calls"]


def test_given_an_address_without_a_server_then_the_test_button_says_so(
    monkeypatch: pytest.MonkeyPatch, multivers: MultiversHook
) -> None:
    extra = {"refresh_token": REFRESH_TOKEN}
    fields = {"host": "http://127.0.0.1:9/V22", "login": CLIENT_ID, "password": CLIENT_SECRET, "extra": extra}
    connect(monkeypatch, "m", conn_type="multivers", **fields)
    assert multivers.test_connection()[1].startswith("[NET-001]")


def test_given_a_login_then_it_never_becomes_a_header(wefact: WeFactHook, multivers: MultiversHook) -> None:
    for hook in (wefact, multivers):
        with hook.get_conn() as http:
            assert isinstance(http, httpx.Client)
            headers = http.build_request("GET", "http://127.0.0.1:9/").headers
        assert {"authorization", "refresh_token"} & set(headers) == set()


def test_given_a_block_then_the_hook_lends_a_client(wefact: WeFactHook) -> None:
    with wefact.client() as client:
        assert client.find_relation(Controller.DEBTOR, "DB10001") is not None


@pytest.mark.parametrize("described", TYPES, ids=lambda described: described["connection-type"])
def test_given_a_connection_type_then_its_hook_and_form_agree(described: dict[str, Any]) -> None:
    module, _, name = described["hook-class-name"].rpartition(".")
    hook = getattr(importlib.import_module(module), name)
    assert issubclass(hook, HttpHook)
    assert (hook.conn_type, hook.hook_name) == (described["connection-type"], described["hook-name"])
    form = {key.replace("-", "_"): value for key, value in described["ui-field-behaviour"].items()}
    assert hook.get_ui_field_behaviour() == form
    secret = {"refresh_token"} & set(described["conn-fields"])
    assert [described["conn-fields"][field]["schema"]["format"] for field in secret] == ["password"] * len(secret)


def test_given_the_provider_info_then_it_fits_airflows_own_schema() -> None:
    ProvidersManager()._provider_schema_validator.validate(get_provider_info())
