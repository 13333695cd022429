"""From Airflow's connections to what the clients take: complete and safe, or an error that names the field."""

from __future__ import annotations

import json
from typing import Any

import pytest
from airflow.sdk import Connection

from wefact_multivers.errors import ConnectionIncomplete, InsecureAddress
from wefact_multivers.hooks.connections import (
    load,
    multivers_connection,
    store_connection,
    wefact_connection,
)
from wefact_multivers.transport import Timeouts

KEY, SECRET, TOKEN = "0123456789abcdef", "client-geheim", "refresh-geheim"
FERNET = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="


def wefact(**fields: Any) -> Connection:
    return Connection(conn_id="wefact_acme", conn_type="wefact", **{"password": KEY} | fields)


def multivers(extra: dict[str, Any] | None = None, **fields: Any) -> Connection:
    given = {"host": "https://api.multivers.nl/V22", "login": "app", "password": SECRET} | fields
    written = json.dumps({"refresh_token": TOKEN} if extra is None else extra)
    return Connection(conn_id="multivers_acme", conn_type="multivers", extra=written, **given)


def store(extra: dict[str, Any] | None = None, **fields: Any) -> Connection:
    written = json.dumps({"token_key": FERNET} if extra is None else extra)
    return Connection(conn_id="store", extra=written, **fields)


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        ({}, "https://api.mijnwefact.nl/v2/"),
        ({"host": "https://api.mijnwefact.nl"}, "https://api.mijnwefact.nl/v2/"),
        ({"host": "api.mijnwefact.nl/v2"}, "https://api.mijnwefact.nl/v2/"),
        ({"host": "http://127.0.0.1:8123/v2/"}, "http://127.0.0.1:8123/v2/"),
        ({"host": "127.0.0.1", "schema": "http", "port": 8123}, "http://127.0.0.1:8123/v2/"),
    ],
)
def test_given_any_division_over_the_fields_then_wefacts_address_is_whole(fields: dict[str, Any], url: str) -> None:
    found = wefact_connection(wefact(**fields))
    assert (found.connection_id, found.base_url, found.api_key) == ("wefact_acme", url, KEY)


def test_given_a_complete_connection_then_multivers_is_whole() -> None:
    found = multivers_connection(multivers(host="https://api.multivers.nl/V22/"))
    assert found.base_url == "https://api.multivers.nl/V22"
    assert (found.client_id, found.client_secret, found.refresh_token) == ("app", SECRET, TOKEN)


@pytest.mark.parametrize("extra", [{}, {"refresh_token": " "}])
def test_given_no_refresh_token_then_multivers_waits_for_somebody_to_log_in(extra: dict[str, str]) -> None:
    assert not multivers_connection(multivers(extra=extra)).refresh_token


@pytest.mark.parametrize(
    ("connection", "field"),
    [
        (multivers(login=""), "login"),
        (multivers(password=None), "password"),
        (multivers(host=""), "host"),
        (multivers(host="https://api.multivers.nl"), "version"),
        (multivers(host="https://user:pass@api.multivers.nl/V22"), "without a login"),
        (multivers(host="https://"), "host"),
        (multivers(host="https://[oops/V22"), "host"),
        (multivers(host="https://api.multivers.nl:poort/V22"), "host"),
        (multivers(extra={"refresh_token": TOKEN, "timeout": "soon"}), "extra.timeout"),
        (multivers(extra={"refresh_token": TOKEN, "timeout": 300}), "extra.timeout"),
    ],
)
def test_given_a_field_that_is_missing_or_wrong_then_multivers_names_it(connection: Connection, field: str) -> None:
    with pytest.raises(ConnectionIncomplete, match="multivers_acme") as raised:
        multivers_connection(connection)
    assert field in raised.value.params["field"]
    assert SECRET not in str(raised.value)


def test_given_no_key_then_wefact_names_it() -> None:
    with pytest.raises(ConnectionIncomplete, match="API key"):
        wefact_connection(wefact(password=""))


@pytest.mark.parametrize("host", ["http://api.multivers.nl/V22", "http://192.168.0.15/API_1_9_3"])
def test_given_plain_http_to_another_machine_then_it_is_refused(host: str) -> None:
    with pytest.raises(InsecureAddress, match="multivers_acme"):
        multivers_connection(multivers(host=host))


@pytest.mark.parametrize(
    ("extra", "verify", "proxy", "read"),
    [
        ({}, True, None, 30),
        ({"verify": False}, False, None, 30),
        ({"verify_ssl": "false"}, False, None, 30),
        ({"verify": "yes"}, True, None, 30),
        ({"verify": None}, True, None, 30),
        ({"verify": "/etc/ssl/company.pem"}, "/etc/ssl/company.pem", None, 30),
        ({"proxy": "http://proxy:3128"}, True, "http://proxy:3128", 30),
        ({"proxies": {"https": "http://proxy:3128"}}, True, "http://proxy:3128", 30),
        ({"timeout": "12.5"}, True, None, 12.5),
        ({"timeout": ""}, True, None, 30),
    ],
)
def test_given_the_http_providers_extras_then_they_hold(
    extra: dict[str, Any], verify: bool | str, proxy: str | None, read: float
) -> None:
    options = wefact_connection(wefact(extra=json.dumps(extra))).http
    assert (options.verify, options.proxy, options.timeouts) == (verify, proxy, Timeouts(read=read))


def test_given_the_longest_answer_then_a_lease_covers_a_write_twice() -> None:
    options = wefact_connection(wefact(extra='{"timeout": 40}')).http
    assert options.timeouts.total * 2 <= 120


def test_given_an_sqlite_file_then_the_store_is_at_its_absolute_path() -> None:
    assert store_connection(store(conn_type="sqlite", host="/var/lib/link/store.db")).url == (
        "sqlite:////var/lib/link/store.db"
    )
    from_uri = store_connection(store(conn_type="sqlite", schema="/var/lib/link/store.db"))
    assert from_uri.url == "sqlite:////var/lib/link/store.db"


def test_given_postgres_then_the_store_has_its_url_and_its_keys_newest_first() -> None:
    fields = {"host": "db", "port": 5433, "login": "link", "password": "p@ss/w", "schema": "books"}
    found = store_connection(store({"token_key": f"{FERNET}, old"}, conn_type="postgres", **fields))
    assert found.url == "postgresql+psycopg://link:p%40ss%2Fw@db:5433/books"
    assert found.token_keys == (FERNET, "old")
    assert "p@ss" not in repr(found)


@pytest.mark.parametrize(
    ("connection", "field"),
    [
        (store(extra={}, conn_type="sqlite", host="/x"), "extra.token_key"),
        (store(extra={"token_key": " , "}, conn_type="sqlite", host="/x"), "extra.token_key"),
        (store(conn_type="sqlite"), "host"),
        (store(conn_type="mysql", host="db"), "conn_type"),
        (store(conn_type="postgres", host="", schema="books"), "host"),
        (store(conn_type="postgres", host="db"), "schema"),
    ],
)
def test_given_a_store_without_a_field_then_it_is_named(connection: Connection, field: str) -> None:
    with pytest.raises(ConnectionIncomplete) as raised:
        store_connection(connection)
    assert field in raised.value.params["field"]


def test_given_no_such_connection_then_its_name_is_given() -> None:
    with pytest.raises(ConnectionIncomplete, match="wefact_nobody"):
        load("wefact_nobody", wefact_connection)


def test_given_a_connection_of_the_environment_then_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AIRFLOW_CONN_WEFACT_ENV", json.dumps({"conn_type": "wefact", "password": KEY}))
    assert load("wefact_env", wefact_connection).api_key == KEY


def test_given_connections_then_their_texts_show_no_secret() -> None:
    shown = f"{wefact_connection(wefact())!r} {multivers_connection(multivers())!r}"
    assert [secret for secret in (KEY, SECRET, TOKEN) if secret in shown] == []
